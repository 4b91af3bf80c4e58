"""From one type to another, and whether that is possible."""

import re
from collections.abc import Callable
from typing import Final

from ..element import system_value
from ..equality import Items
from ..numbers import is_number, number_text, quantity_text
from ..quantity import CALENDAR_UNITS, Quantity
from ..scope import Compiled, Function, Scope, argument, as_text, fhirpath, singleton
from ..temporal import Date, DateTime, Time

Arguments = tuple[Compiled, ...]

_INTEGER: Final = re.compile(r"[+-]?\d+")
_DECIMAL: Final = re.compile(r"[+-]?\d+(\.\d+)?")
_QUANTITY: Final = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(?:'([^']+)'|([a-zA-Z]+))?")
_TRUTHS: Final = {
    **dict.fromkeys(("true", "t", "yes", "y", "1", "1.0"), True),
    **dict.fromkeys(("false", "f", "no", "n", "0", "0.0"), False),
}


def _integer(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        return int(value) if _INTEGER.fullmatch(value) else None
    if isinstance(value, float) and not value.is_integer():
        return None
    return int(value) if is_number(value) else None


def _decimal(value: object) -> object:
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        return float(value) if _DECIMAL.fullmatch(value) else None
    return value if is_number(value) else None


def _boolean(value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _TRUTHS.get(value.lower())
    return {0.0: False, 1.0: True}.get(float(value)) if is_number(value) else None


def _text(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_number(value):
        return number_text(value)
    if isinstance(value, Quantity):
        return quantity_text(value)
    return str(value) if isinstance(value, str | Date | DateTime | Time) else None


def _date(value: object) -> object:
    if isinstance(value, DateTime):
        return value.date
    return Date.parse(value) if isinstance(value, str) else _only(value, Date)


def _datetime(value: object) -> object:
    if isinstance(value, Date):
        return DateTime(value.parts)
    return DateTime.parse(value) if isinstance(value, str) else _only(value, DateTime)


def _time(value: object) -> object:
    if isinstance(value, str):
        return Time.parse(value.removeprefix("T"))
    return _only(value, Time)


def _only(value: object, wanted: type) -> object:
    return value if isinstance(value, wanted) else None


def _quantity(value: object) -> object:
    if isinstance(value, bool):
        return Quantity(int(value))
    if is_number(value):
        return Quantity(value)
    if isinstance(value, str) and (match := _QUANTITY.fullmatch(value)):
        if match[3] and match[3] not in CALENDAR_UNITS:
            return None
        number = float(match[1]) if "." in match[1] else int(match[1])
        return Quantity(number, match[2] or match[3] or "1")
    return _only(value, Quantity)


CONVERSIONS: Final[dict[str, Callable[[object], object]]] = {
    "Integer": _integer,
    "Long": _integer,
    "Decimal": _decimal,
    "Boolean": _boolean,
    "String": _text,
    "Date": _date,
    "DateTime": _datetime,
    "Time": _time,
    "Quantity": _quantity,
}
"""Type → the value in that type, ``None`` where it cannot be."""


def _converter(name: str, convert: Callable[[object], object]) -> Function:
    def run(scope: Scope, source: Items, arguments: Arguments) -> Items:
        value = system_value(singleton(source, f"to{name}()"))
        result = None if value is None else convert(value)
        if isinstance(result, Quantity) and arguments:
            unit = as_text(argument(scope, arguments[0]), "toQuantity()") or result.unit
            changed = result.in_unit(unit)
            result = None if changed is None else Quantity(changed, unit)
        return [] if result is None else [result]

    return run


def _tester(name: str, convert: Callable[[object], object]) -> Function:
    def run(scope: Scope, source: Items, arguments: Arguments) -> Items:
        value = system_value(singleton(source, f"convertsTo{name}()"))
        return [] if value is None else [convert(value) is not None]

    return run


for _name, _convert in CONVERSIONS.items():
    _most = 1 if _name == "Quantity" else 0
    fhirpath(f"to{_name}", arguments=(0, _most))(_converter(_name, _convert))
    fhirpath(f"convertsTo{_name}", arguments=(0, _most))(_tester(_name, _convert))
