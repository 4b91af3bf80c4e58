"""E-mail addresses, identity codes, births and phone numbers in a line.

The order of `find` settles what a row of digits is: an identity code, or what may become
one, is never a phone number; a phone number of several groups is never a date.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from hyteterm.domain import personal_identity_code, phone_number
from hyteterm.domain.birth import Birth, NotABirth, parse_birth
from hyteterm.domain.quick_entry.result import Field


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """A value at ``text[start:end]``; None as value: shaped like one, but not valid."""

    field: Field
    start: int
    end: int
    value: str | Birth | None


def _dotless(pattern: str) -> str:
    """The pattern that takes å, ä and ö without their dots, too: old keyboards have none."""
    return pattern.replace("ä", "[äa]").replace("ö", "[öo]").replace("å", "[åa]")


_EMAIL: Final = re.compile(
    _dotless(r"(?:(?<!\w)(?:sähköposti|s-?posti|e-?mail|e-?post)\s*[:.]?\s*)?")
    + r"(?<![\w.+%@-])([\w.+%-]+@\w[\w-]*(?:\.[\w-]+)*\.[^\W\d_]{2,})(?![\w@-])",
    re.IGNORECASE,
)
_CODE: Final = re.compile(
    _dotless(r"(?:(?<!\w)(?:hetu|h(?:enki)?lötunnus|hlö-?tunnus|hlö|sotu|personbeteckning|pb)")
    + r"\.?\s*[:=]?\s*)?"
    r"(?<![\w.+-])(\d{6})\s?([-+–−A-FU-Ya-fu-y])(?:\s?(\d{1,3})([0-9A-Ya-y])?)?(?!\w)",
    re.IGNORECASE,
)
_BORN: Final = _dotless(
    r"(?<!\w)(?:s|synt|syntynyt|synt\.?\s?aika|syntymäaika|f|född|födelsedatum|born|dob)"
)
_DATE: Final = re.compile(
    rf"(?:{_BORN}\.?\s*:?\s*|(?<![\w.]))(?P<day>\d{{1,2}})(?:\.\s?(?P<month>\d{{1,2}})\.\s?"
    r"|(?P<sign>[/-])(?P<month2>\d{1,2})(?P=sign))(?P<year>\d{4}|\d{2})(?![\w]|[.:-]\d)",
    re.IGNORECASE,
)
_ISO_DATE: Final = re.compile(
    rf"(?:{_BORN}\.?\s*:?\s*|(?<![\w.-]))(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])",
    re.IGNORECASE,
)
_SOLID_DATE: Final = re.compile(
    rf"(?:{_BORN}\.?\s*:?\s*|(?<![\w.+-]))(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d{{4}}|\d\d)(?![\w.-])",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(
    _dotless(r"(?<!\w)(?:s|synt|syntynyt|syntymävuosi|f|född|born)")
    + r"(?:\s?[.:]\s?|\s)?[-–'’´]?(\d{4}|\d\d)(?![\w]|[.:-]\d)"
    r"|(?<!\w)b(?:\s?[.:]\s?|\s)?((?:18|19|20)\d\d)(?![\w]|[.:-]\d)",
    re.IGNORECASE,
)
_DASHED_YEAR: Final = re.compile(r"(?<![\w.,:-])[-–'’´](\d\d)(?![\w]|[.:-]\d)")
_AGE: Final = re.compile(
    _dotless(
        r"(?<![\w.-])(\d{1,3})(?:\s|-)?(?:vuotias|vuotiaan|vuotiaalle|vuotiasta|vuotta|v\.?"
        r"|åring|årig|år|years?(?:[\s-]old)?|yrs?\.?|y/?o)(?!\w)(?:\s+vanha(?!\w))?"
        r"|(?<!\w)(?:ikä|ålder|age)\s*:?\s*(\d{1,3})(?![\w.:-])(?:\s?v\.?(?!\w))?"
    ),
    re.IGNORECASE,
)
_BARE_YEAR: Final = re.compile(r"(?<![\w.,:+/-])(?<!klo )(?<!kello )((?:18|19|20)\d\d)(?![\w:/-])")

_LABEL: Final = re.compile(
    _dotless(
        r"(?<!\w)(?:puh(?:elin)?(?:n(?:ume)?ro)?|matkapuh(?:elin)?|p|gsm|tel(?:efon|nr)?|tfn"
        r"|mob(?:il|iili)?|phone|ph|nro|nr|numero|kännykkä)\.?\s*[:.]?\s*$"
    ),
    re.IGNORECASE,
)
_GLUED: Final = ("puh", "puh.", "gsm", "tel", "tel.", "tfn", "p", "p.", "nro", "mob", "nr")
"""Labels that people write straight before the number: “gsm0401234567”."""
_AFTER_GLUED: Final = "|".join(rf"(?<=\b{re.escape(label)})" for label in _GLUED)
_GROUP: Final = re.compile(
    rf"(?:(?<![\w@.])|{_AFTER_GLUED})(?:\+\(?|\()?\d(?:[\d()./–-]*\d)?(?![\w@])", re.IGNORECASE
)
_NEXT: Final = re.compile(r"\d+(?:-\d{2,5})?|\(0\)\d+")
_NOT_DIGIT: Final = re.compile(r"\D+")

LONGEST_NATIONAL = 10
"""Digits of a Finnish number with its first 0; longer ones are not given to clients."""
SHORTEST_NATIONAL = 7
LONGEST_LABEL = 20


def find(text: str, end: int, today: date, taken: list[tuple[int, int]]) -> list[Found]:
    """Everything of the kinds above in ``text[:end]`` outside the places ``taken``."""
    found: list[Found] = []
    for scan in _SCANS:
        for one in scan(text, end, today, taken):
            if any(one.start < stop and start < one.end for start, stop in taken):
                continue
            taken.append((one.start, one.end))
            found.append(one)
    return found


def _emails(text: str, end: int, _today: date, _taken: object) -> Iterator[Found]:
    if "@" in text:
        for match in _EMAIL.finditer(text, 0, end):
            yield Found(Field.EMAIL, match.start(), match.end(), match[1])


def _codes(text: str, end: int, _today: date, _taken: object) -> Iterator[Found]:
    for match in _CODE.finditer(text, 0, end):
        day, sign, number, check = match.groups()
        # A month after 12 or a day after 31: a phone number written 045123-4567.
        if sign in "-–−" and not (1 <= int(day[:2]) <= 31 and 1 <= int(day[2:4]) <= 12):
            continue
        code = f"{day}{sign}{number or ''}{check or ''}"
        valid = personal_identity_code.is_valid(code)
        value = personal_identity_code.normalise(code) if valid else None
        yield Found(Field.IDENTITY_CODE, match.start(), match.end(), value)


def _dates(text: str, end: int, today: date, _taken: object) -> Iterator[Found]:
    for pattern in (_DATE, _ISO_DATE):
        for match in pattern.finditer(text, 0, end):
            birth = _born_on(match.groupdict(), today)
            # A day to come says when to make contact; one that never was, nothing.
            if birth or not _is_to_come(match.groupdict(), today):
                yield Found(Field.BIRTH, match.start(), match.end(), birth)


def _is_to_come(parts: dict[str, str | None], today: date) -> bool:
    month = parts["month"] or parts.get("month2")
    try:
        return date(int(parts["year"] or 0), int(month or 0), int(parts["day"] or 0)) > today
    except ValueError:
        return False


def _solid_dates(text: str, end: int, today: date, _taken: object) -> Iterator[Found]:
    for match in _SOLID_DATE.finditer(text, 0, end):
        if birth := _born_on(match.groupdict(), today):
            yield Found(Field.BIRTH, match.start(), match.end(), birth)


def _born_on(parts: dict[str, str | None], today: date) -> Birth | None:
    month = parts["month"] or parts.get("month2")
    return _birth(f"{parts['day']}.{month}.{parts['year']}", today)


def _birth(written: str, today: date) -> Birth | None:
    try:
        birth = parse_birth(written, today)
    except NotABirth:
        return None
    return None if birth.day and birth.day > today else birth


def _born_in(pattern: re.Pattern[str], unit: str) -> Callable[..., Iterator[Found]]:
    def scan(text: str, end: int, today: date, _taken: object) -> Iterator[Found]:
        for match in pattern.finditer(text, 0, end):
            number = next(group for group in match.groups() if group)
            if birth := _birth(number + unit, today):
                yield Found(Field.BIRTH, match.start(), match.end(), birth)

    return scan


def _dashed_years(
    text: str, end: int, today: date, taken: list[tuple[int, int]]
) -> Iterator[Found]:
    """“-58”: after a short number it may go on with that number, after a phone it does not."""
    ends = {stop for _start, stop in taken}
    for match in _DASHED_YEAR.finditer(text, 0, end):
        before = text[: match.start()].rstrip()
        if before[-1:].isdecimal() and len(before) not in ends:
            continue
        if birth := _birth(match[1], today):
            yield Found(Field.BIRTH, match.start(), match.end(), birth)


def _phones(text: str, end: int, today: date, taken: list[tuple[int, int]]) -> Iterator[Found]:
    groups = [
        match
        for match in _GROUP.finditer(text, 0, end)
        if not any(match.start() < stop and start < match.end() for start, stop in taken)
    ]
    at = 0
    while at < len(groups):
        begins = groups[at].start()
        label = _LABEL.search(text, max(0, begins - LONGEST_LABEL), begins)
        used, number = _number(text, groups[at:], today, label is not None)
        if number:
            start = label.start() if label else groups[at].start()
            yield Found(Field.PHONE, start, groups[at + used - 1].end(), number)
        at += max(1, used)


def _number(text: str, groups: list[re.Match[str]], today: date, labelled: bool) -> tuple[int, str]:
    """How many groups make a number, and the number; 0 and ``""`` when they make none."""
    written = groups[0][0]
    if written.startswith("358") and len(written) >= 10:
        written = "+" + written
    if not (labelled or written.startswith(("0", "+", "(0"))):
        return 0, ""
    used = 1
    for before, group in pairwise(groups):
        between = text[before.end() : group.start()]
        if between.strip(" \u00a0)") or not _NEXT.fullmatch(group[0]):
            break
        single = len(group[0]) == 1 and _NOT_DIGIT.sub("", written) not in ("358", "00358")
        if single or not _fits(written + group[0]):
            break
        written += group[0]
        used += 1
    if (
        used == 1
        and not labelled
        and _SOLID_DATE.fullmatch(written)
        and _birth_like(written, today)
    ):
        return 0, ""
    try:
        number = phone_number.normalise(written)
    except phone_number.InvalidPhoneNumber:
        return 0, ""
    if labelled or (len(_NOT_DIGIT.sub("", _national(written))) >= SHORTEST_NATIONAL):
        return used, number
    return 0, ""


def _birth_like(digits: str, today: date) -> bool:
    return _birth(f"{digits[:2]}.{digits[2:4]}.{digits[4:]}", today) is not None


def _national(written: str) -> str:
    digits = _NOT_DIGIT.sub("", written.replace("(0)", ""))
    if written.startswith("+358") or digits.startswith("00358"):
        return "0" + digits[5 if digits.startswith("00") else 3 :].lstrip("0")
    return digits


def _fits(written: str) -> bool:
    foreign = written.startswith(("+", "00")) and not written.startswith(("+358", "00358"))
    return len(_national(written)) <= (13 if foreign else LONGEST_NATIONAL)


_SCANS: Final[tuple[Callable[..., Iterator[Found]], ...]] = (
    _emails,
    _codes,
    _dates,
    _phones,
    _solid_dates,
    _born_in(_YEAR, ""),
    _dashed_years,
    _born_in(_AGE, "v"),
    _born_in(_BARE_YEAR, ""),
)
