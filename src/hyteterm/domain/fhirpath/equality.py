"""Equality, equivalence, order and membership of collections and values."""

import json
import re
from collections.abc import Hashable, Iterable
from typing import Final

from .element import Element, Json, system_value
from .errors import FhirPathError
from .numbers import comparable, is_number
from .quantity import CALENDAR_UNITS, Quantity, dimension
from .temporal import Date, DateTime, Time

Items = list[object]
"""A collection: system values and `Element`s."""


def equal(left: Items, right: Items) -> bool | None:
    """``=``: same length, pairwise equal in order; ``None`` when a side is empty or it is unknown."""
    if not left or not right:
        return None
    if len(left) != len(right):
        return False
    results = [equal_items(mine, other) for mine, other in zip(left, right, strict=True)]
    if False in results:
        return False
    return None if None in results else True


def equal_items(left: object, right: object) -> bool | None:
    """Equality of two items; ``None`` where precision or units leave it open."""
    left, right = system_value(left), system_value(right)
    if is_number(left) and is_number(right):
        return comparable(left) == comparable(right)
    if isinstance(left, Quantity) or isinstance(right, Quantity):
        return _equal_quantities(left, right)
    if isinstance(left, Date | DateTime) and isinstance(right, Date | DateTime):
        result = left.compare(right)
        return None if result is None else result == 0
    if isinstance(left, Time) and isinstance(right, Time):
        result = left.compare(right)
        return None if result is None else result == 0
    if isinstance(left, Element) and isinstance(right, Element):
        return same_json(left.value, right.value)
    return type(left) is type(right) and left == right


def _as_quantity(value: object) -> Quantity | None:
    if is_number(value):
        return Quantity(value)
    return value if isinstance(value, Quantity) else None


def _equal_quantities(left: object, right: object) -> bool | None:
    mine, other = _as_quantity(left), _as_quantity(right)
    if mine is None or other is None:
        return False
    converted = mine.in_unit(other.unit)
    if converted is None:
        return None if dimension(mine.unit)[1] == dimension(other.unit)[1] else False
    return comparable(float(converted)) == comparable(float(other.value))


def same_json(left: Json, right: Json) -> bool:
    """Deep equality of JSON, numbers at the precision of comparisons."""
    if is_number(left) and is_number(right):
        return comparable(left) == comparable(right)
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same_json(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same_json, left, right))
    return bool(left == right)


_BLANKS: Final = re.compile(r"\s")


def equivalent(left: Items, right: Items) -> bool:
    """``~``: like equality, without order, case, blanks and precision beyond the coarser one."""
    if len(left) != len(right):
        return False
    rest = list(right)
    for mine in left:
        for index, other in enumerate(rest):
            if _equivalent_items(mine, other):
                del rest[index]
                break
        else:
            return False
    return True


def _equivalent_items(left: object, right: object) -> bool:
    left, right = system_value(left), system_value(right)
    if isinstance(left, str) and isinstance(right, str):
        return _BLANKS.sub(" ", left).casefold() == _BLANKS.sub(" ", right).casefold()
    if is_number(left) and is_number(right):
        decimals = min(_decimals(left), _decimals(right))
        return round(left, decimals) == round(right, decimals)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        # A calendar year is like the year of UCUM here, though it is not equal to it.
        return _equal_quantities(left.definite, right.definite) is True
    if isinstance(left, Element) and isinstance(right, Element):
        codings = _coding(left.value), _coding(right.value)
        if codings[0] and codings[1]:
            return codings[0] == codings[1]
    return equal_items(left, right) is True


def _decimals(value: int | float) -> int:
    text = repr(float(value)).rstrip("0")
    return len(text.partition(".")[2]) if "e" not in text else 8


def _coding(value: Json) -> tuple[object, object] | None:
    if isinstance(value, dict) and isinstance(value.get("code"), str):
        return value.get("system"), value["code"]
    return None


def order(left: object, right: object) -> int | None:
    """-1, 0, 1 of two items, ``None`` where precision or units leave it open.

    Raises `FhirPathError` for values that have no common order.
    """
    left, right = system_value(left), system_value(right)
    if is_number(left) and is_number(right):
        return _sign(comparable(left), comparable(right))
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    if isinstance(left, bool) and isinstance(right, bool):
        return left - right
    if isinstance(left, Date | DateTime) and isinstance(right, Date | DateTime):
        return left.compare(right)
    if isinstance(left, Time) and isinstance(right, Time):
        return left.compare(right)
    mine, other = _as_quantity(left), _as_quantity(right)
    if mine and other:
        converted = mine.in_unit(other.unit)
        if converted is None:
            return None
        return _sign(comparable(float(converted)), comparable(float(other.value)))
    raise FhirPathError(f"no order between {kind(left)} and {kind(right)}")


def _sign(left: int | float, right: int | float) -> int:
    return (left > right) - (left < right)


def kind(value: object) -> str:
    """The sort of a value, for messages (never the value itself)."""
    return value.type_name if isinstance(value, Element) else type(value).__name__


def identity(item: object) -> Hashable:
    """A key that is the same for equal items."""
    value = system_value(item)
    if is_number(value):
        return "number", float(comparable(value))
    if isinstance(value, Quantity):
        if value.unit in CALENDAR_UNITS:
            return "quantity", float(comparable(value.value)), CALENDAR_UNITS[value.unit]
        size, measured = dimension(value.unit)
        return "quantity", float(f"{value.value * size:.12g}"), measured
    if isinstance(value, Element):
        return "element", json.dumps(value.value, sort_keys=True, default=str)
    return type(value).__name__, value


def distinct(items: Iterable[object]) -> Items:
    """The items without repetition, in order."""
    seen: dict[Hashable, object] = {}
    for item in items:
        seen.setdefault(identity(item), item)
    return list(seen.values())


def is_in(item: object, items: Items) -> bool:
    """Whether an equal item is among ``items``."""
    return any(equal_items(item, other) is True for other in items)
