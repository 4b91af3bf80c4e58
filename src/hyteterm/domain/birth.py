"""When somebody was born, in the ways people write it."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from hyteterm.domain import personal_identity_code

_DATE: Final = re.compile(r"(\d{1,2})[.\s/-](\d{1,2})[.\s/-](\d{2}|\d{4})")
_YEAR: Final = re.compile(r"(?:s(?:ynt)?\.?\s*)?(\d{2}|\d{4})")
_AGE: Final = re.compile(r"(\d{1,3})\s*(?:v|-?vuotias|år|years?)\.?")


@dataclass(frozen=True, slots=True)
class Birth:
    """What was understood; the most exact one of the three is given."""

    year: int
    day: date | None = None
    identity_code: str = ""


class NotABirth(ValueError):
    """Not a year, a date, an age or an identity code; the text is not repeated."""


def parse_birth(text: str, today: date) -> Birth:
    """Understand ``1958``, ``s58``, ``12.3.1958``, ``67 v`` or an identity code.

    A year of two digits is the latest one that is not in the future and gives an age of
    at most 100 years.  Raises `NotABirth`.
    """
    written = text.strip().casefold()
    if personal_identity_code.is_valid(written):
        code = personal_identity_code.normalise(written)
        day = personal_identity_code.birth_date(code)
        return Birth(day.year, day, code)
    if match := _DATE.fullmatch(written):
        day_number, month, year = (int(part) for part in match.groups())
        try:
            day = date(_century(year, today), month, day_number)
        except ValueError:
            raise NotABirth("date") from None
        return Birth(_checked(day.year, today), day)
    if match := _AGE.fullmatch(written):
        return Birth(_checked(today.year - int(match[1]), today))
    if match := _YEAR.fullmatch(written):
        return Birth(_checked(_century(int(match[1]), today), today))
    raise NotABirth("shape")


def _century(year: int, today: date) -> int:
    if year >= 100:
        return year
    guess = today.year // 100 * 100 + year
    return guess if guess <= today.year else guess - 100


def _checked(year: int, today: date) -> int:
    if not today.year - 120 <= year <= today.year:
        raise NotABirth("year")
    return year
