"""Fixed words of the line: urgency, non-disclosure, labels, filling words, addresses."""

import re
from collections.abc import Sequence
from typing import Final

from hyteterm.domain.quick_entry.result import Field
from hyteterm.domain.quick_entry.words import Gap, Word, fold
from hyteterm.domain.referral import Urgency

Value = str | bool | Urgency


def _table(rows: dict[tuple[Field, Value], str]) -> dict[tuple[str, ...], tuple[Field, Value]]:
    return {
        tuple(fold(phrase).split()): meaning
        for meaning, phrases in rows.items()
        for phrase in phrases.split(", ")
    }


_MEANINGS: Final = _table(
    {
        (Field.URGENCY, Urgency.URGENT): (
            "kiire, kiireellinen, kiireellisesti, kiireellisenä, kiireell, heti, päivystys, brådskande,"
            " akut, genast, urgent, asap, urgently, on kiire, erittäin kiireellinen"
        ),
        (Field.URGENCY, Urgency.SOON): (
            "pian, pikaisesti, nopeasti, mahdollisimman pian, mahdollisimman nopeasti,"
            " lähipäivinä, snart, soon, mahd pian, melko pian, snarast, så snart som möjligt"
        ),
        (Field.URGENCY, Urgency.ROUTINE): (
            "ei kiire, ei kiirettä, ei kiireellinen, ei ole kiire, kiireetön, kiireettömästi,"
            " ei-kiireellinen, inte brådskande, ej brådskande, icke brådskande, not urgent, rutiini"
        ),
        (Field.NON_DISCLOSURE, True): "turvakielto, turvakiellossa, spärrmarkering, on turvakielto",
        (Field.NON_DISCLOSURE, False): "ei turvakieltoa, ingen spärrmarkering",
        (Field.CONTACT_TIME, "ei puhelinta"): "ei puhelinta, ei ole puhelinta",
        (Field.INTERPRETER, ""): (
            "ei tulkkia, ei tarvitse tulkkia, tulkkia ei tarvita, ei tarvita tulkkia, ingen tolk,"
            " no interpreter, ilman tulkkia"
        ),
    }
)
_LONGEST: Final = max(map(len, _MEANINGS))

LABELS: Final[dict[str, Field]] = {
    fold(word): field
    for field, words in {
        Field.NAME: "nimi asiakas asiakkaan potilas nimeltä namn klient name client hra rva herra"
        " rouva fru herr mr mrs ms nti etunimi sukunimi",
        Field.GUARDIAN: "huoltaja huoltajan huoltajana huoltajansa edunvalvoja edunvalvojan"
        " vårdnadshavare intressebevakare guardian",
        Field.PHONE: "puh puhelin puhelinnumero puhnro gsm tel numero nro mobiili kännykkä tfn telnr",
        Field.EMAIL: "sähköpostiosoite",
        Field.IDENTITY_CODE: "hetu henkilötunnus hlötunnus sotu",
        Field.BIRTH: "syntynyt synt syntymäaika syntymävuosi ikä född age born",
        Field.MUNICIPALITY: "kotoisin kotikunta kunta kunnassa kotipaikka asuu asuva asuinkunta hemkommun"
        " kommun bor lives kaupunki kunnan",
        Field.LANGUAGE: "kieli äidinkieli asiointikieli puhuu puhuva puhuvalle kielellä på in språk modersmål"
        " language speaks kielinen",
        Field.INTERPRETER: "tarvitsee tarvitaan tarve tilaa tilattava behöver needs",
        Field.TYPE: "tyyppi lähete lähetettä lähetteen lähetteellä lähetetään lähetä lähetys"
        " remiss referral remittera refer typ tee uusi tuki tukea apu apua ohjaus ohjausta"
        " neuvonta neuvontaa neuvontaan stöd support",
        Field.SERVICE: "palvelu palveluun palvelusta tjänst service",
        Field.CONTACT_WAY: "yhteys yhteydenotto yhteydenotolla yhteyttä ota ottakaa yhteystapa mieluiten",
        Field.REASON: "syy syynä orsak reason",
        Field.CONTACT_TIME: "tavoittaa tavoitettavissa parhaiten soittoaika",
    }.items()
    for word in words.split()
}
"""A label goes with a piece of its field that stands beside it; alone it is left out."""

FILLING: Final = frozenset(
    fold(
        "ja on hän sekä mies nainen kanssa eli och är en ett man kvinna and is a an the to for from"
        " till från om lle hyvä kiitos moi i vaan vain ok käy minulle mulle hlö henkilö"
    ).split()
)
"""Words that carry nothing; “mies” and “nainen” are not needed anywhere."""

NEVER_NAMES: Final = frozenset(
    fold(
        "ei eikä älä inte not no haluaa haluaisi toivoo tarvitsisi kaipaa kiinnostunut käy ollut"
        " kipeä kipu kivut kipuja polvi polvet selkä selässä niska hartia hartiat olkapää lonkka"
        " nivelrikko astma diabetes verenpaine ylipaino masennus masentunut ahdistus yksinäinen"
        " yksinäisyys väsynyt uupunut stressi äiti isä vaimo aviomies tytär poika lapsi lapset"
        " puoliso omainen sisko veli naapuri eläkkeellä eläkeläinen työtön opiskelija sairas ensin"
        " ryhmä ryhmään kurssi kurssille lääke lääkkeet puhelinta huom syy koska kun jos joka"
    ).split()
)
"""Everyday words of reasons: beside a given name they are no surname."""

FOLLOWERS: Final = tuple(
    fold(
        "lähet neuvon neuvoj ohjau ohjaa tuki tuen tukea tukeen remiss referral rådgivn handledn"
        " stöd counsel guidance support coordin koordin centre center manager ability konsult"
        " consult valmen coach training ryhm palvelu konsu"
    ).split()
)
"""Beginnings of words that go with the type word before them: “exercise referral”."""

_STREET: Final = re.compile(
    r".{2,}(?:katu|kadun|tie|kuja|polku|raitti|vayla|kaari|ranta|rinne|gatan|vagen|grand|stigen|gata|vag)"
)
_NUMBER: Final = re.compile(r"\d{1,3}[a-z]?(?:-\d{1,3})?")
_STAIR: Final = re.compile(r"[a-z]|as|bst|\d{1,3}|[a-z]\d{1,3}|lgh")
_POSTCODE: Final = re.compile(r"(?:fi-?)?\d{5}")


def meaning_at(words: Sequence[Word], at: int) -> tuple[int, Field, Value] | None:
    """Number of words, field and value of the longest fixed phrase that begins at ``at``."""
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        part = words[at : at + length]
        if any(word.gap is not Gap.BLANK for word in part[1:]):
            continue
        if found := _MEANINGS.get(tuple(word.key for word in part)):
            return length, *found
    return None


def address_at(words: Sequence[Word], at: int) -> int:
    """How many words from ``at`` are a street address or “45100 Kouvola”; else 0."""
    last = at
    if _STREET.fullmatch(words[at].key) and at + 1 < len(words):
        if not _NUMBER.fullmatch(words[at + 1].key) or words[at + 1].gap is not Gap.BLANK:
            return 0
        last = at + 2
        while (
            last < len(words) and words[last].gap is Gap.BLANK and _STAIR.fullmatch(words[last].key)
        ):
            last += 1
    postcode = last < len(words) and _POSTCODE.fullmatch(words[last].key)
    if postcode and (last > at or _town_follows(words, last)):
        last += 1 + _town_follows(words, last)
    return last - at


def _town_follows(words: Sequence[Word], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1].gap is Gap.BLANK and words[at + 1].key.isalpha()
