"""The syntax tree of FHIRPath, and its way back to text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .quantity import CALENDAR_UNITS, Quantity
from .temporal import Date, DateTime, Time

LiteralValue = str | int | float | bool | Date | DateTime | Time | Quantity


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant.  ``True`` and ``1`` differ by `kind`, the name of the Python type."""

    value: LiteralValue
    kind: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", type(self.value).__name__)


@dataclass(frozen=True, slots=True)
class Empty:
    """``{}``."""


@dataclass(frozen=True, slots=True)
class Member:
    """A name looked up in the focus."""

    name: str


@dataclass(frozen=True, slots=True)
class Special:
    """``$this``, ``$index``, ``$total``."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable:
    """``%name``."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function called on the focus."""

    name: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """``source.step``."""

    source: "Node"
    step: "Member | Call | Special"


@dataclass(frozen=True, slots=True)
class Indexer:
    """``source[index]``."""

    source: "Node"
    index: "Node"


@dataclass(frozen=True, slots=True)
class Polarity:
    """``-operand`` or ``+operand``."""

    operator: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and an operator of `PRECEDENCE`."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class TypeTest:
    """``operand is Type`` or ``operand as Type``."""

    operator: str
    operand: "Node"
    type_name: str


Node = (
    Literal
    | Empty
    | Member
    | Special
    | Variable
    | Call
    | Chain
    | Indexer
    | Polarity
    | Binary
    | TypeTest
)

PRECEDENCE: Final = {
    "implies": 1,
    "or": 2,
    "xor": 2,
    "and": 3,
    "in": 4,
    "contains": 4,
    "=": 5,
    "~": 5,
    "!=": 5,
    "!~": 5,
    "<": 6,
    ">": 6,
    "<=": 6,
    ">=": 6,
    "|": 7,
    "is": 8,
    "as": 8,
    "+": 9,
    "-": 9,
    "&": 9,
    "*": 10,
    "/": 10,
    "div": 10,
    "mod": 10,
}
"""Operators and how strongly they bind; all are left-associative."""

POLARITY: Final = 11
INVOCATION: Final = 12

KEYWORDS: Final = frozenset(
    {"and", "or", "xor", "implies", "div", "mod", "in", "contains", "is", "as", "true", "false"}
)


def children(node: Node) -> Iterator[Node]:
    """The nodes directly under ``node``."""
    match node:
        case Call(arguments=arguments):
            yield from arguments
        case Chain(source=source, step=step):
            yield source
            yield step
        case Indexer(source=source, index=index):
            yield source
            yield index
        case Polarity(operand=operand) | TypeTest(operand=operand):
            yield operand
        case Binary(left=left, right=right):
            yield left
            yield right


def walk(node: Node) -> Iterator[Node]:
    """``node`` and everything under it, outermost first."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(children(current))


def _quoted(text: str, mark: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (mark, "\\" + mark), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(plain, escaped)
    return mark + text + mark


def _name(name: str) -> str:
    plain = name.isascii() and name.isidentifier() and name not in KEYWORDS
    return name if plain else _quoted(name, "`")


def _literal(value: LiteralValue) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value, "'")
        case Quantity(value=amount, unit=unit):
            name = unit if unit in CALENDAR_UNITS else _quoted(unit, "'")
            return f"{_literal(amount)} {name}"
        case Time():
            return f"@T{value}"
        case Date():
            return f"@{value}"
        case DateTime():
            text = str(value)
            return f"@{text}" if "T" in text else f"@{text}T"
        case float():
            return format(value, "f") if value.is_integer() else _fixed(value)
    return str(value)


def _fixed(value: float) -> str:
    text = repr(value)
    return text if "e" not in text else f"{value:.30f}".rstrip("0")


def to_text(node: Node, strength: int = 0) -> str:
    """Text that parses to ``node``; brackets where an operand binds less than ``strength``."""
    own = INVOCATION
    match node:
        case Literal(value=value):
            text = _literal(value)
        case Empty():
            text = "{}"
        case Member(name=name):
            text = _name(name)
        case Special(name=name):
            text = name
        case Variable(name=name):
            text = "%" + _name(name)
        case Call(name=name, arguments=arguments):
            text = f"{_name(name)}({', '.join(map(to_text, arguments))})"
        case Chain(source=source, step=step):
            text = f"{to_text(source, INVOCATION)}.{to_text(step)}"
        case Indexer(source=source, index=index):
            text = f"{to_text(source, INVOCATION)}[{to_text(index)}]"
        case Polarity(operator=operator, operand=operand):
            own, text = POLARITY, f"{operator}{to_text(operand, POLARITY)}"
        case Binary(operator=operator, left=left, right=right):
            own = PRECEDENCE[operator]
            text = f"{to_text(left, own)} {operator} {to_text(right, own + 1)}"
        case TypeTest(operator=operator, operand=operand, type_name=type_name):
            own, text = PRECEDENCE[operator], f"{to_text(operand, 8)} {operator} {type_name}"
    return f"({text})" if own < strength else text
