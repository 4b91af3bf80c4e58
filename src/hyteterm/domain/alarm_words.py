"""Words that bring the emergency numbers up, in Finnish, Swedish and English.

Each row is a pattern on small letters.  Names of people stand in angle brackets and are
filled in below, so that “mies lyö” is heard and “sydän lyö” is not.
"""

import re
import unicodedata
from functools import cache
from typing import Final

_NEAR: Final = {
    # whoever is near, in the forms that the patterns need
    "<fi-who>": r"(?:(?:avo|avio|ex-?)?(?:mies|mieh|puoliso|vaimo|kumppani|poika|tytär|isä|äiti"
    r"|veli|veljeni|sisko|seurustelukumppani|tyttöystävä|lapsi|hoidettava)\w*|eks[äi]\w*|ex)",
    "<fi-whom>": r"(?:minua|mua|minut|mut|häntä|hänet|meitä|asiakasta|lasta|lapsia|lapsiaan"
    r"|vaimoaan|miestään|puolisoaan|äitiään|isäänsä)",
    "<sv-who>": r"(?:man|mannen|make|maken|fru|frun|maka|makan|sambo|sambon|partner|partnern"
    r"|son|sonen|dotter|dottern|pappa|mamma|far|mor|bror|syster|ex|exet|pojkvän|flickvän"
    r"|pojkvännen|flickvännen)",
    "<sv-whom>": r"(?:mig|henne|honom|oss|klienten|barnen|barnet)",
    "<en-who>": r"(?:husband|wife|partner|boyfriend|girlfriend|spouse|son|daughter|father|mother"
    r"|dad|mum|brother|sister|ex)",
    "<en-whom>": r"(?:me|her|him|us|them|the client|the child|the children|the kids)",
    "<gap>": r"\W+(?:\w+\W+){0,3}?",
}

SELF_HARM_WORDS: Final = (
    r"\bitsemurh",
    r"\bitsetuho",
    r"\bviiltel",
    r"\b(?:vahingoit\w*|tapan|tappaa|tappaisi\w*|tappanut|tappamis\w*)<gap>itse(?:ni|nsä|si|ä\w*)\b",
    r"\bitse(?:ni|nsä|si|ä\w*)<gap>(?:vahingoit|tappa|tapan\b|hengiltä)",
    # “satutti itsensä” is an accident, “satuttaa itseään” is not
    r"\bsatut\w*<gap>itseä\w*",
    r"\bitseä\w+<gap>satut",
    r"\b(?:en|ei|etten|ettei|et) (?:enää )?(?:jaksa|halua|jaksaisi|haluaisi|viitsi)\w* (?:enää )?elää",
    r"\belää (?:enää )?(?:en|ei) (?:jaksa|halua)",
    r"\bhalu\w* (?:vain )?kuolla\b",
    r"\btoivo\w* (?:omaa )?kuolemaa\w*",
    r"\bkuoleman(?:toive|ajatuks|kaipuu)",
    r"\bsyytä elää\b",
    r"\btehdä its(?:elleni|elleen|elle) jota",
    r"\bpäättää (?:päivänsä|päiväni|elämänsä|elämäni)",
    r"\blopettaa (?:koko )?elämä(?:ni|nsä)\b",
    r"\bsjälvmord",
    r"\bsjälvskad",
    r"\bsjälvdestrukt",
    r"\blivströtthet|\blivstrött\b",
    r"\bta (?:livet av|mitt liv|sitt liv)",
    r"\bskad\w* (?:mig|sig|dig) själv",
    r"\bskär\w* (?:mig|sig)\b",
    r"\bvill (?:bara )?dö\b",
    r"\b(?:vill|orkar) inte (?:längre )?leva",
    r"\bsuicid",
    r"\bself[ -]?harm",
    r"\b(?:kill|hurt|harm|cut)\w* (?:my|him|her|your|them)sel(?:f|ves)",
    r"\bend(?:s|ed|ing)? (?:(?:my|his|her|their)(?: own)? life|it all)\b",
    r"\b(?:want|wish)\w* to (?:die|be dead)\b",
    r"(?:\bnot|n['’]?t|\bno longer|\bnever) want\w* to (?:live|be alive)",
    r"\b(?:better off dead|no reason to live|cannot go on living|can[’']t go on living)",
)

VIOLENCE_WORDS: Final = (
    r"väkival",
    r"\bpahoinpi",
    r"\braiska",
    r"\bpakott\w*<gap>seks",
    r"\btappouhkau|\buh(?:kaa|kasi|kaili|annut)<gap>tappaa\b",
    r"\bhakattu\b|\blyödään\b",
    r"\bkurist",
    r"\bturvakoti",
    r"\bturvakodi",
    r"\blähestymiskiel",
    r"\bvaino(?:aa|nut|si|taan|tuksi|aminen|amista)\b",
    r"<fi-who><gap>(?:lyö|löi|lyönyt|hakkaa|hakkasi|hakannut|potki|tönii|töni|uhkaa|uhkail|uhkas"
    r"|kontrolloi|alista|pelottel|satutta|läimä|käy käsiksi|kävi käsiksi)",
    r"\b(?:lyö|löi|lyönyt|hakkaa|hakkasi|hakannut|potki\w*|tönii|töni\w*|uhkail\w*|uhkaa|uhannut"
    r"|satutta\w*|pelottel\w*|läimä\w*)<gap><fi-whom>\b",
    r"\bpelk(?:ää|ä|oo)\w*<gap>(?:miestä|puoliso|vaimo|kumppani|poikaa|isää|äitiä|eksää|kotona\b"
    r"|kotiin\b)",
    r"\b(?:miestä|puolisoa|vaimoa|kumppania|poikaa|isää|äitiä|eksää)\w*<gap>pelk",
    r"\bvåld|närstående(?:relations)?våld",
    r"\bmisshand(?:l|el)",
    r"\bblir (?:slagen|hotad)\b",
    r"\bstryp(?:er|te|t|grepp)\b",
    r"\bskyddshem",
    r"\bbesöksförbud",
    r"\b<sv-who><gap>(?:slår|slog|slagit|hotar|hotade|hotat|sparkar|sparkade|knuffar|knuffade"
    r"|kontrollerar|förföljer|skadar|skadade|skrämmer)\b",
    r"\b(?:slår|slog|slagit|hotar|hotade|hotat|sparkar|sparkade|knuffar|knuffade|förföljer"
    r"|skadat|skadar)<gap><sv-whom>\b",
    r"\brädd för (?:(?:min|sin|mitt|sitt) <sv-who>\b|att gå hem)",
    r"\bviolen",
    r"(?<!substance )(?<!alcohol )(?<!drug )(?<!drugs )\babus(?:e|ed|es|er|ive|ing)\b"
    r"(?! (?:of )?(?:alcohol|drug|substance|medic))",
    r"\brap(?:e|ed|ist)\b",
    r"\bstrangl",
    r"\bassault",
    r"\b(?:been|being|was|gets|got) (?:hit|beaten|kicked) by\b",
    r"\bstalk(?:s|ed|er|ing)\b",
    r"\brestraining order",
    r"\b<en-who><gap>(?:hits|hit|beats|slaps|slapped|kicks|kicked|chokes|choked|threatens"
    r"|threatened|controls|hurts)\b",
    r"\b(?:hits|hit|hitting|beats|beat|beating|slaps|slapped|kicks|kicked|chokes|choked|threatens"
    r"|threatened|threatening|hurts|hurting) <en-whom>\b",
    r"\b(?:afraid|scared|frightened) (?:of|to)<gap>(?:<en-who>\b|go home|going home|be at home)",
)


@cache
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    pattern = "|".join(words)
    for name, forms in _NEAR.items():
        pattern = pattern.replace(name, forms)
    return re.compile(pattern)


def heard(text: str, words: tuple[str, ...]) -> bool:
    """Whether any of the patterns stands in ``text``, in any case and form of accents."""
    shown = unicodedata.normalize("NFC", text).casefold()
    return _compiled(words).search(" ".join(shown.split())) is not None
