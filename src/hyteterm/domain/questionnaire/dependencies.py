"""Which answers an expression reads, so that a key recalculates only what may change.

The answer is on the safe side: an expression that cannot be followed reads everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache

from ..fhirpath import Element, Environment, FhirPathError
from ..fhirpath.evaluator import compile_node
from ..fhirpath.link_ids import split_criterion
from ..fhirpath.scope import Scope, holds
from ..fhirpath.syntax import (
    Binary,
    Call,
    Chain,
    Indexer,
    Literal,
    Member,
    Node,
    Polarity,
    Special,
    TypeTest,
    Variable,
)

CRITERIA = frozenset({"where", "select", "exists", "all", "any", "repeat", "aggregate", "iif"})
"""Functions whose arguments are evaluated at the items that they are called on."""

_NOW = datetime(2000, 1, 1)


class Place(Enum):
    """Where a value comes from, when not from known items."""

    ELSEWHERE = "elsewhere"
    """A constant, the questionnaire, a value that is already accounted for."""
    RESPONSE = "response"
    """Anywhere in the response."""


Origin = Place | frozenset[str]
"""A place, or the linkIds of the items that a value is in."""


@dataclass(frozen=True, slots=True)
class Reads:
    """What an expression reads: linkIds (``None``: all), variables, and its own item."""

    link_ids: frozenset[str] | None
    variables: frozenset[str]
    context: bool
    """Whether it depends on the place in the response where it is evaluated."""
    named: frozenset[str] = frozenset()
    """linkIds that it asks for; `link_ids` has all that is below them as well."""


class _Reader:
    def __init__(self, below: Mapping[str, frozenset[str]]) -> None:
        self._below = below
        self.everything = False
        self.link_ids: set[str] = set()
        self.named: set[str] = set()
        self.variables: set[str] = set()
        self.context = False

    def consume(self, origin: Origin) -> None:
        if origin is Place.RESPONSE:
            self.everything = True
        elif isinstance(origin, frozenset):
            self.named |= origin
            self.link_ids |= self._all_below(origin)

    def _all_below(self, link_ids: frozenset[str]) -> frozenset[str]:
        below = (self._below.get(link_id, frozenset({link_id})) for link_id in link_ids)
        return frozenset().union(*below)

    def origin(self, node: Node, focus: Origin | None) -> Origin:
        """Where the value of ``node`` comes from; ``focus`` is ``None`` at the top."""
        match node:
            case Variable(name=name):
                return self._variable(name)
            case Member() | Special(name="$this"):
                return self._focus(focus)
            case Special():
                return Place.ELSEWHERE
            case Chain(source=source, step=Call() as call):
                return self._call(call, self.origin(source, focus), focus)
            case Chain(source=source):
                return self.origin(source, focus)
            case Call():
                return self._call(node, None, focus)
            case Indexer(source=source, index=index):
                self.consume(self.origin(index, focus))
                return self.origin(source, focus)
            case Polarity(operand=operand) | TypeTest(operand=operand):
                return self.origin(operand, focus)
            case Binary(left=left, right=right):
                self.consume(self.origin(left, focus))
                self.consume(self.origin(right, focus))
        return Place.ELSEWHERE

    def _focus(self, focus: Origin | None) -> Origin:
        if focus is None:
            self.context = True
            return Place.RESPONSE
        return focus

    def _variable(self, name: str) -> Origin:
        if name in ("resource", "rootResource"):
            return Place.RESPONSE
        if name == "context":
            return self._focus(None)
        if name in ("qitem",):
            self.context = True
        elif name != "questionnaire":
            self.variables.add(name)
        return Place.ELSEWHERE

    def _call(self, call: Call, source: Origin | None, focus: Origin | None) -> Origin:
        own = source
        inner = source if source is not None and call.name in CRITERIA else focus
        if own is None:
            own = Place.ELSEWHERE if call.name not in CRITERIA else (focus or Place.ELSEWHERE)
        if call.name == "where" and len(call.arguments) == 1:
            return self._where(call.arguments[0], own, inner)
        navigates = call.name == "repeat" and source is not None and self._steps_down(call)
        if not navigates:
            for argument in call.arguments:
                self.consume(self.origin(argument, inner))
        return own

    @staticmethod
    def _steps_down(call: Call) -> bool:
        return all(
            isinstance(argument, Member) and argument.name in ("item", "answer")
            for argument in call.arguments
        )

    def _where(self, criterion: Node, source: Origin, inner: Origin | None) -> Origin:
        fixed, rest = split_criterion(criterion)
        if fixed is not None and source is not Place.ELSEWHERE:
            within = self._below if source is Place.RESPONSE else self._all_below(source)
            source = frozenset(link_id for link_id in within if _matches(fixed, link_id))
            inner = source
        if rest is not None:
            self.consume(self.origin(rest, inner))
        return source


def _matches(fixed: Node, link_id: str) -> bool:
    item = Element({"linkId": link_id})
    environment = Environment({}, _NOW)
    try:
        return holds(_compiled(fixed)(Scope(environment, [item]), [item]))
    except FhirPathError:
        return True


_compiled = lru_cache(maxsize=512)(compile_node)


def reads(node: Node, below: Mapping[str, frozenset[str]]) -> Reads:
    """What ``node`` reads; ``below`` gives the linkIds in and under each item."""
    reader = _Reader(below)
    reader.consume(reader.origin(node, None))
    link_ids = None if reader.everything else frozenset(reader.link_ids)
    named = frozenset(reader.named)
    return Reads(link_ids, frozenset(reader.variables), reader.context, named)


def is_constant(node: Node) -> bool:
    """Whether ``node`` is a bare literal."""
    return isinstance(node, Literal)
