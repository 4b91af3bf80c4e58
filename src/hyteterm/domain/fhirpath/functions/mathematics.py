"""Mathematics on single numbers and quantities."""

import math
from collections.abc import Callable
from typing import Final

from ..element import system_value
from ..equality import Items, kind
from ..errors import FhirPathError
from ..numbers import Number, finite, is_number, rounded
from ..quantity import Quantity
from ..scope import Compiled, Function, Scope, argument, as_integer, as_number, fhirpath, singleton

Arguments = tuple[Compiled, ...]


def _guarded(count: Callable[[], Number | complex]) -> Items:
    """The result, nothing where there is none: a root of a negative number, an overflow."""
    try:
        result = count()
    except (ValueError, OverflowError, ZeroDivisionError):
        return []
    if isinstance(result, complex) or finite(result) is None:
        return []
    return [result]


def _of_number(name: str, work: Callable[[Number], Number]) -> Function:
    def run(scope: Scope, source: Items, arguments: Arguments) -> Items:
        value = system_value(singleton(source, f"{name}()"))
        if value is None:
            return []
        if isinstance(value, Quantity):
            return [Quantity(work(value.value), value.unit)]
        if not is_number(value):
            raise FhirPathError(f"{name}() is not defined for {kind(value)}")
        number = value
        return _guarded(lambda: work(number))

    return run


_FUNCTIONS: Final[dict[str, Callable[[Number], Number]]] = {
    "abs": abs,
    "ceiling": math.ceil,
    "floor": math.floor,
    "truncate": math.trunc,
    "exp": math.exp,
    "ln": math.log,
    "sqrt": math.sqrt,
}

for _name, _work in _FUNCTIONS.items():
    fhirpath(_name)(_of_number(_name, _work))


@fhirpath("round", arguments=(0, 1))
def round_(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """To so many decimals (none); halves go up."""
    decimals = 0
    if arguments:
        decimals = as_integer(argument(scope, arguments[0]), "round()") or 0
    if not -20 <= decimals <= 20:
        raise FhirPathError("round(): too many decimals")
    return _of_number("round", lambda value: rounded(value, decimals))(scope, source, ())


@fhirpath("log", arguments=(1, 1))
def log(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Logarithm to a base."""
    value = as_number(source, "log()")
    base = as_number(argument(scope, arguments[0]), "log()")
    if value is None or base is None:
        return []
    return _guarded(lambda: math.log(value) / math.log(base))


@fhirpath("power", arguments=(1, 1))
def power(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Raised to an exponent; nothing where the result is no real number."""
    value = as_number(source, "power()")
    exponent = as_number(argument(scope, arguments[0]), "power()")
    if value is None or exponent is None:
        return []
    if isinstance(value, int) and isinstance(exponent, int) and 0 <= exponent <= 64:
        return [value**exponent]
    return _guarded(lambda: float(value) ** float(exponent))
