"""How and when the client wants to be reached: “soita ip”, “arkisin 9–11”."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from hyteterm.domain.client import ContactWay
from hyteterm.domain.quick_entry.words import Gap, Word, fold


def _folded(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


_PHRASES: Final[dict[tuple[str, ...], ContactWay]] = {
    tuple(fold(phrase).split()): way
    for way, phrases in {
        ContactWay.CLIENT_CALLS: (
            "asiakas soittaa itse",
            "asiakas soittaa",
            "soittaa itse",
            "itse soittaa",
            "ottaa itse yhteyttä",
            "ottaa yhteyttä itse",
            "ottaa itse yhteyden",
            "itse yhteydessä",
            "ringer själv",
            "klienten ringer",
            "client calls",
            "calls himself",
            "calls herself",
        ),
        ContactWay.CALL: ("saa soittaa", "voi soittaa", "ota puhelimitse", "by phone"),
        ContactWay.EMAIL: ("s postilla", "by email", "per e-post"),
        ContactWay.LETTER: ("kirje kotiin", "by letter", "per brev"),
        ContactWay.TEXT_MESSAGE: ("text message", "laita viesti", "laita tekstiviesti"),
    }.items()
    for phrase in phrases
}
_WORDS: Final[dict[str, ContactWay]] = {
    **dict.fromkeys(_folded("ring call puhelimitse puhelimella puhelu puhelulla"), ContactWay.CALL),
    **dict.fromkeys(
        _folded("tekstiv viesti viestillä viestitse viestit sms text tekstillä"),
        ContactWay.TEXT_MESSAGE,
    ),
    **dict.fromkeys(_folded("s-posti s-postilla email e-mail epost mail mailaa"), ContactWay.EMAIL),
    **dict.fromkeys(
        _folded("kirje kirjeellä kirjeitse kirjettä postitse postilla brev letter"),
        ContactWay.LETTER,
    ),
}
_STEMS: Final[tuple[tuple[str, ContactWay], ...]] = tuple(
    (fold(stem), way)
    for stem, way in (
        ("soita", ContactWay.CALL),
        ("soitt", ContactWay.CALL),
        ("soitet", ContactWay.CALL),
        ("puhelinsoit", ContactWay.CALL),
        ("tekstivies", ContactWay.TEXT_MESSAGE),
        ("tekstar", ContactWay.TEXT_MESSAGE),
        ("textmedd", ContactWay.TEXT_MESSAGE),
        ("sähköpost", ContactWay.EMAIL),
        ("sposti", ContactWay.EMAIL),
        ("meilill", ContactWay.EMAIL),
        ("meilaa", ContactWay.EMAIL),
        ("e-post", ContactWay.EMAIL),
        ("mejl", ContactWay.EMAIL),
    )
)
_WHO: Final = re.compile(
    r"(?:tyttarel|pojal|vaimol|miehel|aviomiehel|aviopuolisol|puolisol|avopuolisol|aidil|isal|siskol"
    r"|veljel|omaisel|laheisel|huoltajal|edunvalvojal|naapuril|hoitajal|ohjaajal|mummol|ukil"
    r"|kumppanil)le(?:en|ni|nsa)?"
)
_WISH: Final = _folded(
    "halua haluta haluaisi toivo toivota saa voi tarvitse vill får want ole kannata"
)
_NOT: Final = _folded("ei älä ala inte not no don't eikä")

_WEEKDAY: Final = (
    "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai "
    "måndag tisdag onsdag torsdag fredag lördag söndag monday tuesday wednesday thursday friday"
)
_DAY_STEMS: Final = tuple(fold(_WEEKDAY).split())
_CORE: Final = _folded(
    "ip ap iltapäivä iltapäivällä iltapäivisin iltap aamupäivä aamupäivällä aamupäivisin aamup aamu"
    " aamulla aamuisin aamusta ilta illalla iltaisin illasta päivällä päivisin päiväsaikaan arkisin"
    " arkena arkipäivä arkipäivisin arki-iltaisin arki-aamuisin viikonloppu viikonloppuna"
    " viikonloppuisin vkl vklp huomenna ylihuomenna tänään virka-aikana milloin"
    " aikaisin keskipäivällä puoliltapäivin puoltapäivää puolenpäivän"
    " em fm eftermiddag eftermiddagar eftermiddagen förmiddag förmiddagar förmiddagen morgon morgnar"
    " kväll kvällar kvällen vardagar vardag helger imorgon"
    " morning mornings afternoon afternoons evening evenings weekdays weekday weekends tomorrow noon"
)
_AROUND: Final = _folded(
    "ei älä vain vasta ennen jälkeen jälk klo kello kl ja tai asti saakka alkaen lähtien välillä"
    " aikana noin joka ensi viikolla vko mieluiten mielellään parhaiten tavoittaa tavoitettavissa"
    " töiden työajan lounaan koulun ruokatunnilla mieluummin paitsi yleensä aina"
    " ma ti ke to pe la su inte före efter mellan och eller helst mån tis ons tors fre lör sön"
    " not before after between and or best only on the in at am pm mon tue wed thu fri until"
    " hyvissä ajoin kuun lopulla alussa viikko vecka week"
)
_EDGE_ONLY_INSIDE: Final = _folded("ja tai och eller and or on the in at ei inte not joka aina")
_HOUR: Final = r"(?:[01]?\d|2[0-4])(?:[.:][0-5]\d)?"
_RANGE: Final = re.compile(rf"(?:klo|kl)?{_HOUR}[-–]{_HOUR}|(?:klo|kl){_HOUR}")
_TIME: Final = re.compile(_HOUR)
_DAYS: Final = re.compile(r"(?:ma|ti|ke|to|pe|la|su)[-–](?:ma|ti|ke|to|pe|la|su)")
_MONTH_DAY: Final = re.compile(r"\d{1,2}\.\d{1,2}(?:\.\d{4})?|\d{1,2}\.[-–]\d{1,2}\.\d{1,2}")
_SHORT_DAYS: Final = _folded("ma ti ke to pe la su mån tis ons tors fre lör sön")
_BEFORE_AFTER: Final = _folded("töiden työajan lounaan koulun")
_WEEK: Final = _folded("vko viikolla viikko vecka week")
_AFTER_CLOCK: Final = _folded("klo kello kl ennen jälkeen jälk kl. före efter before after")


def way_at(words: Sequence[Word], at: int) -> tuple[int, ContactWay | None]:
    """How many words from ``at`` name a contact way, and which; (0, None) when none does."""
    for length in (3, 2):
        keys = tuple(word.key for word in words[at : at + length])
        if len(keys) == length and keys in _PHRASES and _together(words[at : at + length]):
            return length, _PHRASES[keys]
    key = words[at].key
    way = _WORDS.get(key) or next((way for stem, way in _STEMS if key.startswith(stem)), None)
    return (1, way) if way else (0, None)


def is_wish(word: Word) -> bool:
    """Whether the word stands between a negation and a contact way: “ei halua soittoa”."""
    return word.key in _WISH


def somebody_else(word: Word) -> bool:
    """Whether the word says that another person is to be reached: “soita tyttärelle”."""
    return _WHO.fullmatch(word.key) is not None


def is_negation(word: Word) -> bool:
    """Whether the word forbids what follows: “älä soita”."""
    return word.key in _NOT


def _together(words: Iterable[Word]) -> bool:
    return all(word.gap is Gap.BLANK for word in list(words)[1:])


def time_at(words: Sequence[Word], at: int, free: Callable[[int], bool], *, after_way: bool) -> int:
    """How many words from ``at`` say when; 0 when they do not.

    Words such as “ennen” or “ti” count only beside a word that is a time by itself, or
    straight after a contact way; two short weekdays make a time together.
    """
    last = at
    core = False
    while last < len(words) and free(last):
        word = words[last]
        if last > at and word.gap is Gap.BREAK:
            break
        if _is_core(words, last, at):
            core = True
        elif not _may_stand_around(word) or (word.gap is Gap.COMMA and last > at and not core):
            break
        last += 1
    days = sum(1 for word in words[at:last] if word.key in _SHORT_DAYS)
    if not core and not (days > 1 or (after_way and days and words[at].key in _SHORT_DAYS)):
        return 0
    while last > at and words[last - 1].key in _EDGE_ONLY_INSIDE:
        last -= 1
    return last - at


def _may_stand_around(word: Word) -> bool:
    return word.key in _AROUND or _TIME.fullmatch(word.key) is not None


def _is_core(words: Sequence[Word], index: int, first: int) -> bool:
    key = words[index].key
    if key in _CORE or _RANGE.fullmatch(key) or _DAYS.fullmatch(key):
        return True
    if key.startswith(_DAY_STEMS) or (_MONTH_DAY.fullmatch(key) and "." in key):
        return True
    if key.isdecimal() and len(key) <= 2 and index > first and words[index - 1].key in _WEEK:
        return True
    if _TIME.fullmatch(key):
        before = words[index - 1].key if index > first else ""
        after = words[index + 1].key if index + 1 < len(words) else ""
        return before in _AFTER_CLOCK or after in _AFTER_CLOCK
    return (
        key in ("jalkeen", "jalk", "aikana")
        and index > first
        and words[index - 1].key in _BEFORE_AFTER
    )
