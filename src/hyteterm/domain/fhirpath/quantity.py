"""Amounts with units: calendar durations, and the UCUM units that forms use.

The table is a small part of UCUM (https://ucum.org): what is measured at a reception.  Units that
are not in it compare with themselves only.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

CALENDAR_UNITS: Final = {
    unit + plural: unit
    for unit in ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
    for plural in ("", "s")
}
"""Words after a number, and the unit that they mean."""

CALENDAR_TO_UCUM: Final = {
    "year": "a",
    "month": "mo",
    "week": "wk",
    "day": "d",
    "hour": "h",
    "minute": "min",
    "second": "s",
    "millisecond": "ms",
}
UCUM_TO_CALENDAR: Final = {code: unit for unit, code in CALENDAR_TO_UCUM.items()}

_DEFINITE: Final = frozenset({"week", "day", "hour", "minute", "second", "millisecond"})
"""Calendar units that are always as long as the UCUM unit; a year and a month are not."""

_PREFIXES: Final = {
    "k": 1e3, "h": 1e2, "da": 1e1, "d": 1e-1, "c": 1e-2, "m": 1e-3, "u": 1e-6, "n": 1e-9,
}  # fmt: skip
_BASES: Final[dict[str, tuple[float, str]]] = {
    "g": (1.0, "mass"), "[lb_av]": (453.59237, "mass"), "[oz_av]": (28.349523125, "mass"),
    "[stone_av]": (6350.29318, "mass"), "t": (1e6, "mass"),
    "m": (1.0, "length"), "[in_i]": (0.0254, "length"), "[ft_i]": (0.3048, "length"),
    "[yd_i]": (0.9144, "length"), "[mi_i]": (1609.344, "length"),
    "[in_us]": (100 / 3937, "length"), "[ft_us]": (1200 / 3937, "length"),
    "L": (1e-3, "volume"), "l": (1e-3, "volume"), "[pt_us]": (0.000473176473, "volume"),
    "s": (1.0, "time"), "min": (60.0, "time"), "h": (3600.0, "time"), "d": (86400.0, "time"),
    "wk": (604800.0, "time"), "mo": (2629800.0, "time"), "a": (31557600.0, "time"),
    "J": (1.0, "energy"), "cal": (4.184, "energy"), "Pa": (1.0, "pressure"),
    "m[Hg]": (133322.0, "pressure"), "mol": (1.0, "substance"), "Hz": (1.0, "frequency"),
    "1": (1.0, "one"), "%": (0.01, "one"),
}  # fmt: skip
_METRIC: Final = frozenset({"g", "m", "L", "l", "s", "J", "cal", "Pa", "m[Hg]", "mol", "Hz", "t"})
_FACTOR: Final = re.compile(r"(.*?[^\d])(-?\d+)?|(\d+)")


@lru_cache(maxsize=512)
def _base(symbol: str) -> tuple[float, str] | None:
    if symbol in _BASES:
        return _BASES[symbol]
    for prefix, size in _PREFIXES.items():
        stem = symbol.removeprefix(prefix)
        if stem != symbol and stem in _METRIC:
            factor, dimension = _BASES[stem]
            return factor * size, dimension
    return None


@lru_cache(maxsize=512)
def dimension(unit: str) -> tuple[float, tuple[tuple[str, int], ...]]:
    """Size in base units, and the powers of what is measured, of a UCUM unit.

    An unknown symbol is its own dimension.
    """
    unit = CALENDAR_TO_UCUM.get(CALENDAR_UNITS.get(unit, ""), unit)
    size, powers, sign = 1.0, dict[str, int](), 1
    for part in re.split(r"([./])", re.sub(r"\{[^}]*\}", "", unit) or "1"):
        if part in (".", "/"):
            sign = 1 if part == "." else -1
            continue
        match = _FACTOR.fullmatch(part)
        if match is None:
            continue
        if match[3]:
            size *= float(match[3]) ** sign
            continue
        power = int(match[2] or 1) * sign
        factor, measured = _base(match[1]) or (1.0, match[1])
        if measured == "volume":
            measured, factor, size_power = "length", factor, 3
        else:
            size_power = 1
        size *= factor**power
        powers[measured] = powers.get(measured, 0) + power * size_power
    kept = {name: power for name, power in powers.items() if power and name != "one"}
    return size, tuple(sorted(kept.items()))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and a unit: a word of `CALENDAR_UNITS` or a UCUM code."""

    value: int | float
    unit: str = "1"

    @property
    def calendar_unit(self) -> str | None:
        """The unit as a calendar word in the singular, from UCUM where it is as long."""
        if word := CALENDAR_UNITS.get(self.unit):
            return word
        word = UCUM_TO_CALENDAR.get(self.unit)
        return word if word in _DEFINITE else None

    @property
    def definite(self) -> "Quantity":
        """The same with a unit of UCUM in place of a calendar word."""
        word = CALENDAR_UNITS.get(self.unit)
        return Quantity(self.value, CALENDAR_TO_UCUM[word]) if word else self

    def in_unit(self, unit: str) -> float | None:
        """The value in another unit; ``None`` when they do not measure the same."""
        if CALENDAR_UNITS.get(self.unit, self.unit) == CALENDAR_UNITS.get(unit, unit):
            return self.value
        words = CALENDAR_UNITS.get(self.unit), CALENDAR_UNITS.get(unit)
        if words[0] and words[1] and {words[0], words[1]} == {"year", "month"}:
            return self.value * 12 if words[0] == "year" else self.value / 12
        if any(word in ("year", "month") for word in words):
            return None
        (mine, measured), (other, measured_too) = dimension(self.unit), dimension(unit)
        return self.value * mine / other if measured == measured_too else None

    def __str__(self) -> str:
        unit = self.unit if self.unit in CALENDAR_UNITS else f"'{self.unit}'"
        return f"{self.value} {unit}"
