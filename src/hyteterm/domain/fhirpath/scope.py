"""What an expression sees while it is evaluated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from .element import Element, root
from .equality import Items
from .errors import FhirPathError, UndefinedVariable
from .quantity import Quantity
from .temporal import Date, DateTime, Time

CONSTANTS: Final[Mapping[str, str]] = {
    "ucum": "http://unitsofmeasure.org",
    "sct": "http://snomed.info/sct",
    "loinc": "http://loinc.org",
}
"""Variables that every expression has."""


@dataclass(slots=True)
class Environment:
    """The variables in scope, and now.

    `variables` gives the items of a name; a dict is a resource or any other JSON.  `cache` belongs
    to functions that look things up in the questionnaire.
    """

    variables: Mapping[str, object]
    now: datetime
    cache: dict[str, object] = field(default_factory=dict)

    def variable(self, name: str) -> Items:
        """The items of ``%name``.  Raises `UndefinedVariable`."""
        if name in self.variables:
            return as_items(self.variables[name])
        if name in CONSTANTS:
            return [CONSTANTS[name]]
        raise UndefinedVariable(f"undefined variable %{name}")


def as_items(value: object) -> Items:
    """JSON, system values or a list of them as a collection."""
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    return [root(each) if isinstance(each, dict) else each for each in values if each is not None]


@dataclass(slots=True)
class Scope:
    """The state of one evaluation: ``$this``, ``$index``, ``$total``, defined variables."""

    environment: Environment
    this: Items
    index: int | None = None
    total: Items = field(default_factory=list)
    defined: dict[str, Items] = field(default_factory=dict)

    def variable(self, name: str) -> Items:
        """The items of ``%name``, those of ``defineVariable()`` included."""
        if name in self.defined:
            return self.defined[name]
        return self.environment.variable(name)


Compiled = Callable[[Scope, Items], Items]
"""A compiled expression: scope and focus → result."""

Function = Callable[[Scope, Items, tuple[Compiled, ...]], Items]
"""A function: scope, the collection that it is called on, compiled arguments → result."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A function and how many arguments it takes."""

    function: Function
    least: int
    most: int


FUNCTIONS: Final[dict[str, Signature]] = {}
"""All functions by name; the modules of `functions` fill it."""


def fhirpath(*names: str, arguments: tuple[int, int] = (0, 0)) -> Callable[[Function], Function]:
    """Enters a function into `FUNCTIONS` under ``names``."""

    def enter(function: Function) -> Function:
        for name in names:
            FUNCTIONS[name] = Signature(function, *arguments)
        return function

    return enter


def argument(scope: Scope, compiled: Compiled) -> Items:
    """The value of an argument that is no criterion: evaluated at ``$this``."""
    return compiled(scope, scope.this)


def at(scope: Scope, compiled: Compiled, item: object, index: int) -> Items:
    """The value of a criterion or projection at one item."""
    this, before = scope.this, scope.index
    scope.this, scope.index = [item], index
    try:
        return compiled(scope, scope.this)
    finally:
        scope.this, scope.index = this, before


def singleton(items: Items, where: str) -> object | None:
    """The only item, ``None`` of none.  Raises `FhirPathError` for several."""
    if len(items) > 1:
        raise FhirPathError(f"{where}: one item expected, got {len(items)}")
    return items[0] if items else None


def plain(value: object) -> object:
    """JSON value of an element (dates stay text), any other value unchanged."""
    return value.value if isinstance(value, Element) else value


def as_text(items: Items, where: str) -> str | None:
    """A text, ``None`` of nothing.  Raises `FhirPathError` for what is no text."""
    value = plain(singleton(items, where))
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Date | DateTime | Time):
        return str(value)
    raise FhirPathError(f"{where}: text expected")


def as_integer(items: Items, where: str) -> int | None:
    """An integer, ``None`` of nothing.  Raises `FhirPathError` for what is none."""
    value = plain(singleton(items, where))
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise FhirPathError(f"{where}: integer expected")


def as_number(items: Items, where: str) -> int | float | None:
    """A number, ``None`` of nothing.  Raises `FhirPathError` for what is none."""
    value = plain(singleton(items, where))
    if value is None:
        return None
    if isinstance(value, Quantity) and value.unit == "1":
        return value.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise FhirPathError(f"{where}: number expected")


def as_boolean(items: Items, where: str) -> bool | None:
    """Singleton evaluation: a single item that is no boolean counts as true."""
    value = plain(singleton(items, where))
    if value is None:
        return None
    return value if isinstance(value, bool) else True


def holds(items: Items) -> bool:
    """Whether a criterion is fulfilled: its first item is there and not ``false``."""
    return bool(items) and plain(items[0]) is not False


def is_true(items: Items) -> bool:
    """Whether it is exactly ``true``: what ``iif()`` asks."""
    return len(items) == 1 and plain(items[0]) is True
