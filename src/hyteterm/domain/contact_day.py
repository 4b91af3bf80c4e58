"""A coming day as people write it: “huomenna”, “ma”, “5.12.”, “+3”, “2 vk”."""

import re
from datetime import date, timedelta
from typing import Final

_WORDS: Final = {
    # word: days from today
    "tänään": 0, "nyt": 0, "idag": 0, "today": 0,
    "huomenna": 1, "imorgon": 1, "tomorrow": 1,
    "ylihuomenna": 2, "övermorgon": 2,
}  # fmt: skip
_WEEKDAYS: Final = (
    # Monday first; a day is known by its beginning
    ("ma", "må", "mon"),
    ("ti", "tis", "tue"),
    ("ke", "ons", "wed"),
    ("to", "tors", "thu"),
    ("pe", "fre", "fri"),
    ("la", "lör", "sat"),
    ("su", "sön", "sun"),
)
_UNITS: Final = (
    # beginnings of the word, days of one
    (("pv", "päiv", "pä", "d", "dag", "day", ""), 1),
    (("vk", "viik", "v", "vec", "week", "w"), 7),
    (("kk", "kuu", "mån", "month", "m"), 30),
)
_DATE: Final = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.?\s*(\d{4})?")
_AFTER: Final = re.compile(r"\+?\s*(\d{1,3})\s*([a-zåäö]*)\.?")


class NotADay(ValueError):
    """The text means no day."""


def parse_day(text: str, today: date) -> date:
    """The day that ``text`` means, seen from ``today``.  Raises `NotADay`.

    A weekday is the next one after today; a date without a year is the next such date.
    """
    wanted = " ".join(text.casefold().split())
    if wanted in _WORDS:
        return today + timedelta(days=_WORDS[wanted])
    if found := _DATE.fullmatch(wanted):
        return _dated(int(found[1]), int(found[2]), found[3], today)
    if found := _AFTER.fullmatch(wanted):
        return today + timedelta(days=int(found[1]) * _days(found[2]))
    for number, beginnings in enumerate(_WEEKDAYS):
        if wanted.isalpha() and wanted.startswith(beginnings):
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    raise NotADay


def _days(unit: str) -> int:
    for beginnings, days in _UNITS:
        if any(unit.startswith(one) if len(one) > 1 else unit == one for one in beginnings):
            return days
    raise NotADay


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    years = [int(year)] if year else range(today.year, today.year + 5)
    for one in years:
        try:
            found = date(one, month, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    raise NotADay
