"""Counting and summing up."""

from ..element import system_value
from ..equality import Items, order
from ..operators import OPERATORS
from ..scope import Compiled, Scope, argument, at, fhirpath

Arguments = tuple[Compiled, ...]


@fhirpath("count")
def count(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """How many."""
    return [len(source)]


@fhirpath("sum")
def total(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The sum; nothing of nothing, as the other engines give it."""
    if not source:
        return []
    result: Items = [system_value(source[0])]
    for item in source[1:]:
        result = OPERATORS["+"](result, [item])
    return [] if None in result else result


def _extreme(source: Items, sign: int) -> Items:
    best: Items = source[:1]
    for item in source[1:]:
        result = order(item, best[0])
        if result is not None and result * sign > 0:
            best = [item]
    return best


@fhirpath("min")
def least(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The smallest item."""
    return _extreme(source, -1)


@fhirpath("max")
def greatest(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The greatest item."""
    return _extreme(source, 1)


@fhirpath("avg")
def average(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The mean."""
    return OPERATORS["/"](total(scope, source, ()), [len(source)])


@fhirpath("aggregate", arguments=(1, 2))
def aggregate(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Folds the items: the expression sees ``$this`` and what came before as ``$total``."""
    before = scope.total
    current = argument(scope, arguments[1]) if len(arguments) == 2 else []
    for index, item in enumerate(source):
        scope.total = current
        current = at(scope, arguments[0], item, index)
    scope.total = before
    return current
