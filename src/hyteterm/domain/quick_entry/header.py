"""A client header pasted from a patient system: labels, cells, and what is not ours to take."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from typing import Final

from hyteterm.domain.quick_entry.words import fold


class Label(Enum):
    """What a label of a header says of the text after it."""

    NAME = auto()
    SURNAME = auto()
    GIVEN_NAMES = auto()
    IDENTITY_CODE = auto()
    BORN = auto()
    PHONE = auto()
    EMAIL = auto()
    MUNICIPALITY = auto()
    LANGUAGE = auto()
    INTERPRETER = auto()
    NON_DISCLOSURE = auto()
    OTHER = auto()
    """Not for a referral: address, next of kin, unit, dates of visits."""


_LABELS: Final[dict[Label, str]] = {
    Label.NAME: "nimi, potilaan nimi, asiakkaan nimi, potilas, asiakas, koko nimi, henkilön nimi,"
    " namn, patient, klient, name, client, sukunimi ja etunimet, sukunimi etunimet",
    Label.SURNAME: "sukunimi, efternamn, surname, last name, släktnamn",
    Label.GIVEN_NAMES: "etunimi, etunimet, förnamn, first name, given names, given name",
    Label.IDENTITY_CODE: "henkilötunnus, hlötunnus, hlö-tunnus, hlö tunnus, hlötun, hetu, sotu,"
    " henk.tunnus, henk. tunnus, personbeteckning, personnummer, pers.bet., identity code",
    Label.BORN: "syntymäaika, synt.aika, synt. aika, synt.pvm, synt., syntynyt, syntymäpäivä, ikä,"
    " födelsedatum, född, ålder, date of birth, born, age, syntymävuosi, s.aika",
    Label.PHONE: "puhelin, puh., puh, puhelinnumero, puhelinnro, puh.nro, puh.nro., matkapuhelin,"
    " matkapuh., gsm, mobiili, puh. koti, puhelin koti, kotipuhelin, puhelin (koti),"
    " puhelin (matka), puhelin 1, tel, tel., telefon, telefonnummer, mobil, mobiltelefon, phone",
    Label.EMAIL: "sähköposti, sähköpostiosoite, s-posti, e-mail, email, e-post",
    Label.MUNICIPALITY: "kotikunta, asuinkunta, kunta, hemkommun, kommun, kotipaikka,"
    " municipality, väestökirjanpitokunta",
    Label.LANGUAGE: "äidinkieli, asiointikieli, kieli, palvelukieli, modersmål, språk,"
    " kontaktspråk, servicespråk, language, puhekieli",
    Label.INTERPRETER: "tulkki, tulkin tarve, tulkkitarve, tulkkaustarve, tolk, tolkbehov, interpreter",
    Label.NON_DISCLOSURE: "turvakielto, spärrmarkering, turvakieltotieto",
    Label.OTHER: "osoite, lähiosoite, katuosoite, kotiosoite, postiosoite, postitoimipaikka, postinumero,"
    " kutsumanimi, kutsum.nimi, tilapäinen osoite, adress, näradress, postadress, address,"
    " hemadress, lähiomainen, omainen, yhteyshenkilö, ensisijainen yhteyshenkilö, huoltaja,"
    " huoltajat, edunvalvoja, puoliso, anhörig, närstående, vårdnadshavare, kontaktperson,"
    " next of kin, guardian, sukupuoli, kön, sex, siviilisääty, civilstånd, kansalaisuus,"
    " medborgarskap, ammatti, yrke, hoitosuhde, hoitava yksikkö, yksikkö, toimipiste, enhet,"
    " omalääkäri, lääkäri, hoitaja, omahoitaja, vastaava hoitaja, kirjaaja, läkare, skötare,"
    " käyntipäivä, käynti, ajanvaraus, aika, pvm, päivämäärä, tulostettu, tulostuspvm,"
    " laadittu, kirjattu, datum, besöksdatum, printed, potilasnumero, asiakasnumero,"
    " potilastunnus, kansioviite, vakuutusyhtiö, diagnoosi, diagnoosit, dg, riskitiedot,"
    " allergiat, hälytykset, työnantaja, työpuhelin, puh. työ, puhelin (työ), faksi,"
    " omaisen puhelin, lähiomaisen puhelin, huoltajan puhelin, kuolinaika, rekisterinpitäjä,"
    " tilapäinen puhelin, lisätiedot, huomautukset",
}
_KIND_OF: Final = {
    fold(label): kind for kind, labels in _LABELS.items() for label in labels.split(", ")
}
_KIND_OF.update({"sukunimi, etunimi": Label.NAME, "sukunimi, etunimet": Label.NAME})
_ALTERNATIVES: Final = "|".join(
    re.escape(label).replace(r"\ ", r"[ \u00a0]")
    for label in sorted(
        {one for labels in _LABELS.values() for one in labels.split(", ")}
        | {"sukunimi, etunimi", "sukunimi, etunimet"},
        key=lambda label: (-len(label), label),
    )
)
_WITH_COLON: Final = re.compile(rf"(?<![\w.])(?P<label>{_ALTERNATIVES})\s?[:=]", re.IGNORECASE)
_AT_START: Final = re.compile(
    rf"(?:(?<=\t)|(?<=  )|(?<=[|;])|^)[ \u00a0]*(?P<label>{_ALTERNATIVES})(?=[\s|;]|$)",
    re.IGNORECASE,
)
_CELLS: Final = re.compile(r"\t|;|\||[ \u00a0]{2,}")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label at ``start`` and its value at ``value_start`` … ``value_end`` of the text."""

    kind: Label
    start: int
    label_end: int
    value_start: int
    value_end: int


def labelled(text: str, end: int) -> list[Labelled]:
    """Every label in ``text[:end]`` with its value: beside it, below it, or in its column."""
    found: list[Labelled] = []
    lines = list(_lines(text, end))
    at = 0
    while at < len(lines):
        columns = _columns(text, *lines[at])
        if columns and at + 1 < len(lines):
            found.extend(_row(text, columns, *lines[at + 1]))
            at += 2
            continue
        here = list(_in_line(text, *lines[at]))
        if here and here[-1].value_start == here[-1].value_end and at + 1 < len(lines):
            start, stop = lines[at + 1]
            if not any(True for _ in _in_line(text, start, stop)):
                last = here.pop()
                here.append(Labelled(last.kind, last.start, last.label_end, start, stop))
                at += 1
        found.extend(here)
        at += 1
    return found


def _lines(text: str, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of every line that is not blank, without the blanks around it."""
    start = 0
    for line in re.split(r"(\r\n|\n|\r)", text[:end]):
        if bare := line.strip():
            inner = start + line.index(bare)
            yield inner, inner + len(bare)
        start += len(line)


def _in_line(text: str, start: int, end: int) -> Iterator[Labelled]:
    matches = {match.start("label"): match for match in _WITH_COLON.finditer(text, start, end)}
    for match in _AT_START.finditer(text[start:end]):
        place = start + match.start("label")
        if not any(m.start() <= place < m.end() for m in matches.values()):
            matches[place] = match
    places = sorted(matches)
    for place, following in pairwise([*places, end]):
        match = matches[place]
        label_end = place + len(match["label"])
        value_start = label_end
        while value_start < following and text[value_start] in " \t:=.\u00a0|;":
            value_start += 1
        value_end = following
        while value_end > value_start and text[value_end - 1] in " \t\u00a0|;,":
            value_end -= 1
        kind = _KIND_OF[fold(match["label"].replace("\u00a0", " "))]
        yield Labelled(kind, place, label_end, value_start, max(value_start, value_end))


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cells = []
    at = start
    for gap in (*_CELLS.finditer(text, start, end), None):
        stop = gap.start() if gap else end
        cells.append((at, stop))
        at = gap.end() if gap else end
    return cells


def _columns(text: str, start: int, end: int) -> list[tuple[Label, int, int]]:
    """The columns of a line that is nothing but two or more labels; else none."""
    columns = []
    for first, last in _cells(text, start, end):
        kind = _KIND_OF.get(fold(text[first:last].strip(" :\u00a0")))
        if kind is None:
            return []
        columns.append((kind, first, last))
    return columns if len(columns) > 1 else []


def _row(
    text: str, columns: list[tuple[Label, int, int]], start: int, end: int
) -> Iterator[Labelled]:
    cells = _cells(text, start, end)
    for (kind, first, last), (value_start, value_end) in zip(columns, cells, strict=False):
        yield Labelled(kind, first, last, value_start, value_end)
    for kind, first, last in columns[len(cells) :]:
        yield Labelled(kind, first, last, last, last)


def reason_start(text: str) -> int:
    """Where the reason begins: the first ``;`` that does not part the cells of a pasted row.

    A row is a line of several with three cells or more, of which the first two are short.
    Without one the colon of “syy:” on the last line begins it; -1 when there is no reason.
    """
    at = text.find(";")
    while at >= 0:
        begin = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
        ends = [place for sign in "\r\n" if (place := text.find(sign, at)) >= 0]
        line_end = min(ends, default=len(text))
        if not _is_row(text[begin:line_end]) or not (begin or line_end < len(text.rstrip())):
            return at
        at = text.find(";", line_end)
    label = _REASON_LABEL.search(text)
    return label.end() - 1 if label else -1


_REASON_LABEL: Final = re.compile(
    r"(?<![\w-])(?:lähetteen syy|syy|syynä|orsak|reason)\s?:(?=[^\r\n]*\s*$)", re.IGNORECASE
)
_ROW_DATA: Final = re.compile(r"\d{6}[-+A-FU-Y]\d{3}\w|\+?\d[\d -]{6,}|\d{1,2}\.\d{1,2}\.\d{4}")


def _is_row(line: str) -> bool:
    cells = [cell.strip() for cell in line.split(";")]
    if len(cells) < 3:
        return False
    if all(fold(cell) in _KIND_OF for cell in cells if cell):
        return True
    return any(_ROW_DATA.fullmatch(cell) for cell in cells[1:])
