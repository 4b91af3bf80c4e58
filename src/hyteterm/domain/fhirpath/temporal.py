"""Dates and times that know how precise they are (FHIRPath N1, “Date/Time arithmetic”)."""

import calendar
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TIME: Final = re.compile(r"(\d{2})(?::(\d{2})(?::(\d{2}(?:\.\d+)?))?)?")
_DATETIME: Final = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?"
    r"(?:T(?:(\d{2})(?::(\d{2})(?::(\d{2}(?:\.\d+)?))?)?)?(Z|[+-]\d{2}:\d{2})?)?"
)

PARTS: Final = ("year", "month", "day", "hour", "minute", "second")
SECONDS: Final = {"week": 604800, "day": 86400, "hour": 3600, "minute": 60, "second": 1}
"""Lengths of the units that are always equally long; ``millisecond`` is a thousandth."""

Part = int | float


def _valid_date(parts: tuple[Part, ...]) -> bool:
    year, month, day = (*(int(part) for part in parts[:3]), 1, 1)[:3]
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _valid_time(parts: tuple[Part, ...]) -> bool:
    return all(part < limit for part, limit in zip(parts, (24, 60, 60), strict=False))


def _numbers(groups: tuple[str | None, ...]) -> tuple[Part, ...]:
    found = [group for group in groups if group is not None]
    return tuple(float(group) if "." in group else int(group) for group in found)


def _compared(left: tuple[Part, ...], right: tuple[Part, ...]) -> int | None:
    """-1, 0, 1; ``None`` where one is less precise and the common parts are equal."""
    for mine, other in zip(left, right, strict=False):
        if mine != other:
            return -1 if mine < other else 1
    return 0 if len(left) == len(right) else None


def _two(part: Part) -> str:
    if isinstance(part, int):
        return f"{part:02d}"
    return f"{part:06.3f}"


@dataclass(frozen=True, slots=True)
class Date:
    """A year, a month or a day: one to three numbers."""

    parts: tuple[Part, ...]

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """From ``YYYY[-MM[-DD]]``; ``None`` when it is no date."""
        match = _DATE.fullmatch(text)
        parts = _numbers(match.groups()) if match else ()
        return cls(parts) if parts and _valid_date(parts) else None

    def compare(self, other: "Date | DateTime") -> int | None:
        """-1, 0, 1, or ``None`` where the precision does not tell."""
        if isinstance(other, DateTime):
            return DateTime(self.parts, other.offset).compare(other)
        return _compared(self.parts, other.parts)

    def plus(self, amount: float, unit: str) -> "Date | None":
        """Moved by ``amount`` of a calendar unit; fractions are cut off."""
        return _moved_date(self, amount, unit)

    def __str__(self) -> str:
        return "-".join(
            f"{part:04d}" if i == 0 else _two(part) for i, part in enumerate(self.parts)
        )


@dataclass(frozen=True, slots=True)
class DateTime:
    """One to six numbers from year to second; `offset` in minutes from UTC where known."""

    parts: tuple[Part, ...]
    offset: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """From ``YYYY[-MM[-DD[Thh[:mm[:ss[.fff]]]]]][Z|±hh:mm]``; ``None`` when it is none."""
        match = _DATETIME.fullmatch(text)
        if not match:
            return None
        parts = _numbers(match.groups()[:6])
        if not _valid_date(parts[:3]) or not _valid_time(parts[3:]):
            return None
        return cls(parts, _offset(match[7]))

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """The moment to the millisecond."""
        distance = moment.utcoffset()
        minutes = None if distance is None else int(distance.total_seconds() // 60)
        second = moment.second + moment.microsecond // 1000 / 1000
        return cls(
            (moment.year, moment.month, moment.day, moment.hour, moment.minute, second), minutes
        )

    @property
    def date(self) -> Date:
        """The date part."""
        return Date(self.parts[:3])

    def compare(self, other: "Date | DateTime") -> int | None:
        """-1, 0, 1, or ``None``; a missing offset is taken to be the other's."""
        if isinstance(other, Date):
            other = DateTime(other.parts, self.offset)
        return _compared(self._at(other), other._at(self))

    def _at(self, other: "DateTime") -> tuple[Part, ...]:
        """The parts in UTC when both offsets are known and differ."""
        offsets = self.offset, other.offset
        if None in offsets or offsets[0] == offsets[1] or len(self.parts) < 4:
            return self.parts
        moved = _moved_datetime(DateTime(self.parts), -(self.offset or 0), "minute")
        return moved.parts if moved else self.parts

    def plus(self, amount: float, unit: str) -> "DateTime | None":
        """Moved by ``amount`` of a calendar unit; ``None`` outside the years 1–9999."""
        return _moved_datetime(self, amount, unit)

    def __str__(self) -> str:
        text = str(self.date)
        if len(self.parts) > 3:
            text += "T" + ":".join(map(_two, self.parts[3:])) + _offset_text(self.offset)
        return text


@dataclass(frozen=True, slots=True)
class Time:
    """One to three numbers: hour, minute, second."""

    parts: tuple[Part, ...]

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """From ``hh[:mm[:ss[.fff]]]``; ``None`` when it is no time."""
        match = _TIME.fullmatch(text)
        parts = _numbers(match.groups()) if match else ()
        return cls(parts) if parts and _valid_time(parts) else None

    def compare(self, other: "Time") -> int | None:
        """-1, 0, 1, or ``None`` where the precision does not tell."""
        return _compared(self.parts, other.parts)

    def plus(self, amount: float, unit: str) -> "Time | None":
        """Moved by hours, minutes, seconds or milliseconds, around the clock."""
        if unit not in ("hour", "minute", "second", "millisecond"):
            return None
        moved = _moved_datetime(DateTime((2000, 1, 1, *self.parts)), amount, unit)
        return Time(moved.parts[3:]) if moved else None

    def __str__(self) -> str:
        return ":".join(map(_two, self.parts))


def _offset(text: str | None) -> int | None:
    if text is None:
        return None
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[4:6])
    return -minutes if text[0] == "-" else minutes


def _offset_text(offset: int | None) -> str:
    if offset is None:
        return ""
    if offset == 0:
        return "Z"
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02d}:{minutes:02d}"


def _months_later(parts: tuple[Part, ...], months: int) -> tuple[Part, ...] | None:
    """The last day of a shorter month stands for a day that it does not have."""
    year, month = divmod(
        int(parts[0]) * 12 + (int(parts[1]) if len(parts) > 1 else 1) - 1 + months, 12
    )
    if not 1 <= year <= 9999:
        return None
    moved: list[Part] = [year, month + 1, *parts[2:]]
    if len(parts) > 2:
        moved[2] = min(int(parts[2]), calendar.monthrange(year, month + 1)[1])
    return tuple(moved[: len(parts)])


def _moved_date(date: Date, amount: float, unit: str) -> Date | None:
    moved = _moved_datetime(DateTime(date.parts), amount, unit)
    return Date(moved.parts[:3]) if moved else None


def _moved_datetime(moment: DateTime, amount: float, unit: str) -> DateTime | None:
    precision = len(moment.parts)
    if unit in ("year", "month"):
        months = int(amount) * (12 if unit == "year" else 1)
        if unit == "month" and precision == 1:
            months = int(amount / 12) * 12
        parts = _months_later(moment.parts, months)
        return DateTime(parts, moment.offset) if parts else None
    if unit == "millisecond":
        amount, unit = amount / 1000, "second"
    if unit not in SECONDS:
        return None
    seconds = amount * SECONDS[unit]
    if precision < 3:
        # A partial date moves by whole units of what it knows, 365 days or 30 days long.
        known, length = ("year", 365) if precision == 1 else ("month", 30)
        return _moved_datetime(moment, int(seconds / (length * 86400)), known)
    if precision < 6:
        step = SECONDS[PARTS[precision - 1]]
        seconds = int(seconds / step) * step
    return _seconds_later(moment, seconds)


def _seconds_later(moment: DateTime, seconds: float) -> DateTime | None:
    year, month, day, hour, minute, second = (*moment.parts, 0, 0, 0)[:6]
    microsecond = round((second - int(second)) * 1_000_000)
    whole = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second))
    try:
        moved = whole + timedelta(seconds=seconds, microseconds=microsecond)
    except OverflowError:
        return None
    moved_second: Part = moved.second
    if moved.microsecond or isinstance(second, float):
        moved_second = moved.second + moved.microsecond // 1000 / 1000
    parts = (moved.year, moved.month, moved.day, moved.hour, moved.minute, moved_second)
    return DateTime(parts[: len(moment.parts)], moment.offset)
