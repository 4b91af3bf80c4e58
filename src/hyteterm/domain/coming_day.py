"""A day to come, in the ways people write it: ``12.12.``, ``12.12.2026``, ``2 vk``, ``3 kk``."""

import calendar
import re
from datetime import date, timedelta
from typing import Final

_DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.?(\d{4})?")
_SPAN: Final = re.compile(r"(\d{1,3})\s*([a-zåäö]+)\.?")
_DAYS: Final = frozenset({"pv", "p", "päivää", "päivä", "d", "dag", "dagar", "day", "days"})
_WEEKS: Final = frozenset(
    {"vk", "v", "viikko", "viikkoa", "viikon", "vecka", "veckor", "w", "week", "weeks"}
)
_MONTHS: Final = frozenset(
    {"kk", "kuukausi", "kuukautta", "kuukauden", "mån", "månad", "månader", "month", "months"}
)


def coming_day(text: str, today: date) -> date | None:
    """The day that is meant; a day without a year is the next one.  None: not understood."""
    written = text.strip().casefold()
    try:
        return date.fromisoformat(written)
    except ValueError:
        pass
    if match := _DAY.fullmatch(written):
        day, month, year = int(match[1]), int(match[2]), match[3]
        return _dated(day, month, int(year)) if year else _next(day, month, today)
    if match := _SPAN.fullmatch(written):
        return _after(int(match[1]), match[2], today)
    return None


def _dated(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(day: int, month: int, today: date) -> date | None:
    # 29.2. waits for a leap year
    found = (_dated(day, month, today.year + ahead) for ahead in range(9))
    return next((one for one in found if one is not None and one >= today), None)


def _after(count: int, unit: str, today: date) -> date | None:
    if unit in _DAYS:
        return today + timedelta(days=count)
    if unit in _WEEKS:
        return today + timedelta(weeks=count)
    if unit in _MONTHS:
        year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(today.day, last))
    return None
