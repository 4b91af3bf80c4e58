"""Numbers: integers and decimals.

Decimals are binary floating point, as in the engines of the web, so that a score is the same here
and there to the last digit.  Comparisons look at eight decimals, the precision FHIRPath demands;
so ``0.1 + 0.2 = 0.3`` holds, and so does ``0.1 + 0.2 <= 0.3``.
"""

import math
from typing import Final, TypeGuard

from .quantity import CALENDAR_UNITS, Quantity

Number = int | float

DECIMALS: Final = 8


def is_number(value: object) -> TypeGuard[Number]:
    """Whether a value is an integer or a decimal (a boolean is neither)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def comparable(value: Number) -> Number:
    """The number at the precision of comparisons."""
    return value if isinstance(value, int) else round(value, DECIMALS)


def finite(value: Number) -> Number | None:
    """The number; ``None`` for what is none (overflow)."""
    return value if isinstance(value, int) or math.isfinite(value) else None


def divided(left: Number, right: Number) -> Number | None:
    """``left / right`` as a decimal, ``None`` for a division by zero."""
    try:
        return finite(left / right) if right else None
    except OverflowError:
        return None


def whole_quotient(left: Number, right: Number) -> int | None:
    """``left div right``: towards zero, ``None`` for a division by zero."""
    if not right:
        return None
    if isinstance(left, int) and isinstance(right, int):
        quotient = abs(left) // abs(right)
        return quotient if (left < 0) == (right < 0) else -quotient
    quotient_or_none = divided(left, right)
    return None if quotient_or_none is None else math.trunc(quotient_or_none)


def remainder(left: Number, right: Number) -> Number | None:
    """``left mod right``, with the sign of ``left``; ``None`` for a division by zero."""
    if not right:
        return None
    if isinstance(left, int) and isinstance(right, int):
        rest = abs(left) % abs(right)
        return -rest if left < 0 else rest
    return math.fmod(left, right)


def rounded(value: Number, decimals: int = 0) -> Number:
    """Halves go up, as in the engines of the web."""
    scale = 10.0**decimals
    shifted = math.floor(value * scale + 0.5)
    return shifted if decimals == 0 else shifted / scale


def number_text(value: Number) -> str:
    """Digits as FHIRPath prints them: no exponent, no ``.0``."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    text = repr(value)
    return text if "e" not in text else f"{value:.20f}".rstrip("0")


def quantity_text(value: Quantity) -> str:
    """``5 'kg'``, ``3 years``."""
    unit = value.unit if value.unit in CALENDAR_UNITS else f"'{value.unit}'"
    return f"{number_text(value.value)} {unit}"


def json_number(value: Number) -> Number:
    """A whole decimal becomes an integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
