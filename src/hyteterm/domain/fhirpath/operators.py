"""The binary operators on collections, as a table."""

from collections.abc import Callable
from typing import Final

from .element import system_value
from .equality import Items, distinct, equal, equivalent, is_in, kind, order
from .errors import FhirPathError
from .numbers import Number, divided, finite, is_number, number_text, remainder, whole_quotient
from .quantity import Quantity, dimension
from .scope import plain, singleton
from .temporal import Date, DateTime, Time

Operator = Callable[[Items, Items], Items]


def _boolean(result: bool | None) -> Items:
    return [] if result is None else [result]


def _equal(left: Items, right: Items) -> Items:
    return _boolean(equal(left, right))


def _unequal(left: Items, right: Items) -> Items:
    result = equal(left, right)
    return [] if result is None else [not result]


def _ordered(name: str, test: Callable[[int], bool]) -> Operator:
    def compare(left: Items, right: Items) -> Items:
        mine, other = singleton(left, name), singleton(right, name)
        if system_value(mine) is None or system_value(other) is None:
            return []
        result = order(mine, other)
        return [] if result is None else [test(result)]

    return compare


def _operands(left: Items, right: Items, name: str) -> tuple[object, object] | None:
    mine = system_value(singleton(left, name))
    other = system_value(singleton(right, name))
    return None if mine is None or other is None else (mine, other)


def _moved(value: Date | DateTime | Time, amount: object, sign: int) -> Items:
    if not isinstance(amount, Quantity) or amount.calendar_unit is None:
        raise FhirPathError("a date or time moves by a calendar duration only")
    moved = value.plus(sign * amount.value, amount.calendar_unit)
    return [] if moved is None else [moved]


def _sum_of_quantities(left: Quantity, right: Quantity, sign: int) -> Items:
    """In the smaller of the two units."""
    sizes = dimension(left.unit)[0], dimension(right.unit)[0]
    unit = left.unit if sizes[0] <= sizes[1] else right.unit
    mine, other = left.in_unit(unit), right.in_unit(unit)
    return [] if mine is None or other is None else [Quantity(mine + sign * other, unit)]


def _with_unit(operands: tuple[object, object] | None) -> tuple[object, object] | None:
    """Beside an amount, a bare number is an amount without a unit."""
    if operands and any(isinstance(each, Quantity) for each in operands):
        mine, other = (Quantity(each) if is_number(each) else each for each in operands)
        return mine, other
    return operands


def _plus(left: Items, right: Items) -> Items:
    operands = _with_unit(_operands(left, right, "+"))
    match operands:
        case None:
            return []
        case str() as mine, str() as other:
            return [mine + other]
        case (Date() | DateTime() | Time()) as moment, amount:
            return _moved(moment, amount, 1)
        case Quantity() as mine, Quantity() as other:
            return _sum_of_quantities(mine, other, 1)
    return _numeric("+", operands, lambda mine, other: mine + other)


def _minus(left: Items, right: Items) -> Items:
    operands = _with_unit(_operands(left, right, "-"))
    match operands:
        case None:
            return []
        case (Date() | DateTime() | Time()) as moment, amount:
            return _moved(moment, amount, -1)
        case Quantity() as mine, Quantity() as other:
            return _sum_of_quantities(mine, other, -1)
    return _numeric("-", operands, lambda mine, other: mine - other)


def _numeric(
    name: str, operands: tuple[object, object], count: Callable[[Number, Number], Number | None]
) -> Items:
    mine, other = operands
    if not is_number(mine) or not is_number(other):
        raise FhirPathError(f"{name} is not defined for {kind(mine)} and {kind(other)}")
    try:
        result = count(mine, other)
    except OverflowError:
        return []
    if result is None:
        return []
    kept = finite(result)
    return [] if kept is None else [kept]


def _units(left: str, right: str, sign: int) -> str:
    if right == "1":
        return left
    if left == "1":
        return right if sign == 1 else f"/{right}"
    if left == right:
        return "1" if sign == -1 else f"{left}2"
    return f"{left}{'.' if sign == 1 else '/'}{right}"


def _quantity_of(value: object) -> Quantity | None:
    if isinstance(value, Quantity):
        return value
    return Quantity(value) if is_number(value) else None


def _product(name: str, sign: int, count: Callable[[Number, Number], Number | None]) -> Operator:
    def multiply(left: Items, right: Items) -> Items:
        operands = _operands(left, right, name)
        if operands is None:
            return []
        if isinstance(operands[0], Quantity) or isinstance(operands[1], Quantity):
            mine, other = _quantity_of(operands[0]), _quantity_of(operands[1])
            if mine is None or other is None:
                raise FhirPathError(f"{name} is not defined for {kind(operands[0])}")
            in_mine = other.in_unit(mine.unit) if mine.unit != "1" != other.unit else None
            if in_mine is not None:
                other = Quantity(in_mine, mine.unit)
            result = count(mine.value, other.value)
            return [] if result is None else [Quantity(result, _units(mine.unit, other.unit, sign))]
        return _numeric(name, operands, count)

    return multiply


def _counted(name: str, count: Callable[[Number, Number], Number | None]) -> Operator:
    def apply(left: Items, right: Items) -> Items:
        operands = _operands(left, right, name)
        return [] if operands is None else _numeric(name, operands, count)

    return apply


def _joined(left: Items, right: Items) -> Items:
    texts = []
    for items in (left, right):
        value = plain(singleton(items, "&"))
        if value is None:
            texts.append("")
        elif is_number(value):
            texts.append(number_text(value))
        elif isinstance(value, bool):
            texts.append("true" if value else "false")
        else:
            texts.append(str(value))
    return ["".join(texts)]


def _in(left: Items, right: Items) -> Items:
    item = singleton(left, "in")
    return [] if item is None else [is_in(item, right)]


def _contains(left: Items, right: Items) -> Items:
    return _in(right, left)


def _union(left: Items, right: Items) -> Items:
    return distinct(left + right)


OPERATORS: Final[dict[str, Operator]] = {
    "=": _equal,
    "!=": _unequal,
    "~": lambda left, right: [equivalent(left, right)],
    "!~": lambda left, right: [not equivalent(left, right)],
    "<": _ordered("<", lambda result: result < 0),
    ">": _ordered(">", lambda result: result > 0),
    "<=": _ordered("<=", lambda result: result <= 0),
    ">=": _ordered(">=", lambda result: result >= 0),
    "+": _plus,
    "-": _minus,
    "*": _product("*", 1, lambda mine, other: mine * other),
    "/": _product("/", -1, divided),
    "div": _counted("div", whole_quotient),
    "mod": _counted("mod", remainder),
    "&": _joined,
    "|": _union,
    "in": _in,
    "contains": _contains,
}
"""Operators whose operands are both evaluated first; the logical ones are in `logic`."""
