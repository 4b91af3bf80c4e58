"""Is there anything, and does it hold?"""

from ..equality import Items, distinct, is_in
from ..errors import FhirPathError
from ..scope import Compiled, Scope, argument, as_boolean, at, fhirpath, holds, plain

Arguments = tuple[Compiled, ...]


@fhirpath("empty")
def empty(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Whether there is nothing."""
    return [not source]


@fhirpath("exists", arguments=(0, 1))
def exists(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Whether there is anything (that fulfils the criterion)."""
    if not arguments:
        return [bool(source)]
    return [any(holds(at(scope, arguments[0], item, i)) for i, item in enumerate(source))]


@fhirpath("all", arguments=(1, 1))
def every(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Whether all fulfil the criterion; true of nothing."""
    return [all(holds(at(scope, arguments[0], item, i)) for i, item in enumerate(source))]


@fhirpath("any", arguments=(0, 1))
def some(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The same as ``exists``: a spelling that forms use."""
    return exists(scope, source, arguments)


@fhirpath("not")
def negation(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The opposite; nothing of nothing."""
    value = as_boolean(source, "not()")
    return [] if value is None else [not value]


def _booleans(source: Items, where: str) -> list[bool]:
    values = [plain(item) for item in source]
    if any(not isinstance(value, bool) for value in values):
        raise FhirPathError(f"{where}: booleans expected")
    return [value is True for value in values]


@fhirpath("allTrue")
def all_true(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Whether no item is false."""
    return [all(_booleans(source, "allTrue()"))]


@fhirpath("anyTrue")
def any_true(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Whether an item is true."""
    return [any(_booleans(source, "anyTrue()"))]


@fhirpath("allFalse")
def all_false(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Whether no item is true."""
    return [not any(_booleans(source, "allFalse()"))]


@fhirpath("anyFalse")
def any_false(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Whether an item is false."""
    return [not all(_booleans(source, "anyFalse()"))]


@fhirpath("subsetOf", arguments=(1, 1))
def subset_of(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Whether all items are among the other ones."""
    other = argument(scope, arguments[0])
    return [all(is_in(item, other) for item in source)]


@fhirpath("supersetOf", arguments=(1, 1))
def superset_of(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Whether all other items are among these."""
    return [all(is_in(item, source) for item in argument(scope, arguments[0]))]


@fhirpath("isDistinct")
def is_distinct(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Whether no item comes twice."""
    return [len(distinct(source)) == len(source)]


@fhirpath("hasValue")
def has_value(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Whether there is one primitive with a value."""
    return [len(source) == 1 and isinstance(plain(source[0]), bool | int | float | str)]


@fhirpath("getValue")
def get_value(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The value of the only primitive."""
    if len(source) != 1 or not isinstance(plain(source[0]), bool | int | float | str):
        return []
    return [plain(source[0])]
