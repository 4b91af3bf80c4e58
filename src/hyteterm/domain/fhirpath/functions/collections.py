"""Filtering, choosing and combining."""

from collections.abc import Sequence
from functools import cmp_to_key

from ..element import Element
from ..equality import Items, distinct, identity, is_in, order
from ..errors import FhirPathError
from ..scope import (
    Compiled,
    Scope,
    argument,
    as_integer,
    as_text,
    at,
    fhirpath,
    holds,
    is_true,
)

Arguments = tuple[Compiled, ...]


@fhirpath("where", arguments=(1, 1))
def where(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The items that fulfil the criterion."""
    return [item for i, item in enumerate(source) if holds(at(scope, arguments[0], item, i))]


@fhirpath("select", arguments=(1, 1))
def select(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """What the projection gives at each item, one after the other."""
    found: Items = []
    for index, item in enumerate(source):
        found += at(scope, arguments[0], item, index)
    return found


@fhirpath("repeat", arguments=(1, 1))
def repeat(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The projection, then the projection of that, until nothing new comes."""
    seen: set[object] = set()
    found: Items = []
    level = source
    while level:
        following: Items = []
        for index, item in enumerate(level):
            for new in at(scope, arguments[0], item, index):
                # An element is itself wherever it stands; only plain values can repeat.
                key = id(new.value) if isinstance(new, Element) else identity(new)
                if key not in seen:
                    seen.add(key)
                    following.append(new)
        found += following
        level = following
    return found


@fhirpath("ofType", arguments=(1, 1))
@fhirpath("is", arguments=(1, 1))
@fhirpath("as", arguments=(1, 1))
def typed(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Compiled apart, because its argument is the name of a type."""
    raise FhirPathError("the name of a type is expected")


@fhirpath("sort", arguments=(0, 9))
def sort(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """In order of themselves; compiled apart where there are keys, for their direction."""
    return in_order(scope, source, ())


def in_order(scope: Scope, source: Items, keys: Sequence[tuple[Compiled, int]]) -> Items:
    """The items by keys, each with 1 or -1 for its direction; nothing comes before something."""

    def compare(left: object, right: object) -> int:
        for key, sign in keys or ((_itself, 1),):
            mine, other = at(scope, key, left, 0), at(scope, key, right, 0)
            if not mine or not other:
                result: int | None = bool(mine) - bool(other)
            else:
                result = order(mine[0], other[0])
            if result:
                return result * sign
        return 0

    return sorted(source, key=cmp_to_key(compare))


def _itself(scope: Scope, focus: Items) -> Items:
    return focus


@fhirpath("first")
def first(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The first item."""
    return source[:1]


@fhirpath("last")
def last(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The last item."""
    return source[-1:]


@fhirpath("tail")
def tail(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """All but the first."""
    return source[1:]


@fhirpath("skip", arguments=(1, 1))
def skip(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """All but the first so many."""
    count = as_integer(argument(scope, arguments[0]), "skip()") or 0
    return source[max(count, 0) :]


@fhirpath("take", arguments=(1, 1))
def take(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The first so many."""
    count = as_integer(argument(scope, arguments[0]), "take()") or 0
    return source[: max(count, 0)]


@fhirpath("single")
def single(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The only item; several are an error."""
    if len(source) > 1:
        raise FhirPathError("single(): one item expected")
    return source


@fhirpath("distinct")
def without_repetition(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Each item once."""
    return distinct(source)


@fhirpath("union", arguments=(1, 1))
def union(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Both, each item once."""
    return distinct(source + argument(scope, arguments[0]))


@fhirpath("combine", arguments=(1, 1))
def combine(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Both, with repetitions."""
    return source + argument(scope, arguments[0])


@fhirpath("intersect", arguments=(1, 1))
def intersect(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """What is in both, each item once."""
    other = argument(scope, arguments[0])
    return [item for item in distinct(source) if is_in(item, other)]


@fhirpath("exclude", arguments=(1, 1))
def exclude(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """What is not among the others."""
    other = argument(scope, arguments[0])
    return [item for item in source if not is_in(item, other)]


@fhirpath("iif", arguments=(2, 3))
def iif(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The second argument where the first holds, else the third."""
    this = scope.this
    scope.this = source
    try:
        if is_true(arguments[0](scope, source)):
            return arguments[1](scope, source)
        return arguments[2](scope, source) if len(arguments) == 3 else []
    finally:
        scope.this = this


@fhirpath("coalesce", arguments=(1, 99))
def coalesce(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The first argument that is not empty."""
    for each in arguments:
        if found := argument(scope, each):
            return found
    return []


@fhirpath("trace", arguments=(1, 2))
def trace(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The items unchanged; nothing is written, because they are a client's answers."""
    return source


@fhirpath("defineVariable", arguments=(1, 2))
def define_variable(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """Names the items (or what the second argument gives) for what follows."""
    name = as_text(argument(scope, arguments[0]), "defineVariable()")
    if name is None:
        raise FhirPathError("defineVariable(): name expected")
    if name in scope.defined or name in scope.environment.variables:
        raise FhirPathError("defineVariable(): the name is taken")
    value = source
    if len(arguments) == 2:
        this = scope.this
        scope.this = source
        value = arguments[1](scope, source)
        scope.this = this
    scope.defined = {**scope.defined, name: value}
    return source
