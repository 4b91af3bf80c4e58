"""Languages of clients and interpreters, as people write them."""

from typing import Final

from hyteterm.domain.quick_entry.words import Word, fold

_ROWS: Final = """
fi  suomi suomi suomea             finska finnish finskspråkig selkosuomi
sv  ruotsi ruotsi ruotsia          svenska swedish svenskspråkig svenskspråkiga
en  englanti englanni englantia    engelska english engelskspråkig
ru  venäjä venäjä venäjää          ryska russian ryskspråkig
et  viro viro viroa                eesti estniska estonian
uk  ukraina ukraina ukrainaa       ukrainska ukrainian
ar  arabia arabia arabiaa          arabiska arabic
so  somali somali somalia          somaliska somalin
fa  persia persia persiaa          farsi farsia farsin persiska persian
prs dari dari daria                -
ps  pashto pashto pashtoa          paštu paštun pashtu
ku  kurdi kurdi kurdia             kurdiska kurdish
ckb sorani sorani sorania          -
tr  turkki turki turkkia           turkiska turkish
sq  albania albania albaniaa       albanska albanian
ti  tigrinja tigrinja tigrinjaa    tigrinya
am  amhara amhara amharaa          amhariska
sw  swahili swahili swahilia       suahili
vi  vietnam vietnam vietnamia      vietnamesiska vietnamese
th  thai thai thaita               thaikieli thailändska
zh  kiina kiina kiinaa             kinesiska chinese mandariini
es  espanja espanja espanjaa       spanska spanish
fr  ranska ranska ranskaa          franska french
de  saksa saksa saksaa             tyska german
it  italia italia italiaa          italienska italian
pt  portugali portugali portugalia portugisiska portuguese
pl  puola puola puolaa             polska polish
ro  romania romania romaniaa       rumänska romanian
bg  bulgaria bulgaria bulgariaa    bulgariska bulgarian
hu  unkari unkari unkaria          ungerska hungarian
lv  latvia latvia latviaa          lettiska latvian
lt  liettua liettua liettuaa       litauiska lithuanian
bs  bosnia bosnia bosniaa          bosniska
hr  kroatia kroatia kroatiaa       kroatiska
sr  serbia serbia serbiaa          serbiska
bn  bengali bengali bengalia       -
hi  hindi hindi hindiä             -
ur  urdu urdu urdua                -
ne  nepali nepali nepalia          nepalesiska
tl  tagalog tagalogi tagalogia     filippiini filipino
my  burma burma burmaa             -
ja  japani japani japania          japanska japanese
rom romani romani romania          romanikieli
se  pohjoissaame pohjoissaame pohjoissaamea saame saamea saamen nordsamiska
smn inarinsaame inarinsaame inarinsaamea    enaresamiska
sms koltansaame koltansaame koltansaamea    koltsaame skoltsamiska
fse viittomakieli viittomakiele viittomakieltä viittomakielinen teckenspråk viittominen
"""
# Code, nominative, genitive without its n, partitive, other words.


def _forms() -> tuple[dict[str, str], dict[str, str]]:
    words: dict[str, str] = {}
    stems: dict[str, str] = {}
    for row in _ROWS.strip().splitlines():
        code, nominative, genitive, partitive, *others = fold(row).split()
        forms = (nominative, partitive, genitive + "n", genitive + "ksi", genitive + "nkieli")
        for form in (*forms, *(one for one in others if one != "-")):
            words.setdefault(form, code)
        stems.setdefault(genitive + "nkiel", code)
    return words, stems


_WORDS, _STEMS = _forms()

LANGUAGES: Final = frozenset(_WORDS.values())
"""Codes (ISO 639) of the languages that the line understands."""


def language_of(key: str) -> str:
    """The language meant by a folded word (“ruotsiksi”, “venajankielinen”); else ``""``."""
    if code := _WORDS.get(key):
        return code
    at = key.find("nkiel")
    return _STEMS.get(key[: at + 5], "") if at > 0 else ""


_INTERPRETER: Final = ("tulkki", "tulkin", "tulkkia", "tulkkaus", "tulkkausta", "tulkkipalvelu")
_INTERPRETER_OTHER: Final = frozenset(
    {
        "tolk",
        "tolkar",
        "tolkning",
        "interpreter",
        "interpretation",
        "tulk",
        "tulkille",
        "tulkkauksen",
    }
)


def interpreter_of(key: str) -> str | None:
    """``""`` for a word that asks for an interpreter, with a code for “arabiantulkki”.

    None for any other word.
    """
    if key in _INTERPRETER or key in _INTERPRETER_OTHER:
        return ""
    for ending in _INTERPRETER:
        if key.endswith(ending) and (code := language_of(key[: -len(ending)])):
            return code
    return None


CODES_AFTER_LABEL: Final = frozenset({"fi", "sv", "en", "ru", "et", "uk", "ar", "so", "se"})


def language_after_label(word: Word) -> str:
    """The language of a word after “kieli:”, where a bare code counts too."""
    return language_of(word.key) or (word.key if word.key in CODES_AFTER_LABEL else "")
