"""Syntax tree → functions → values."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

from . import functions as _functions
from .element import Element, Json, is_a, system_value
from .equality import Items, kind
from .errors import FhirPathError, UnknownFunction
from .functions.collections import in_order
from .link_ids import split_criterion
from .logic import DECIDED_BY, LOGIC
from .numbers import is_number, json_number, quantity_text
from .operators import OPERATORS
from .parser import parse
from .quantity import Quantity
from .scope import (
    FUNCTIONS,
    Compiled,
    Environment,
    Scope,
    as_boolean,
    as_integer,
    at,
    holds,
    singleton,
)
from .syntax import (
    Binary,
    Call,
    Chain,
    Empty,
    Indexer,
    Literal,
    Member,
    Node,
    Polarity,
    Special,
    TypeTest,
    Variable,
)
from .temporal import Date, DateTime, Time
from .type_names import type_of

assert _functions.__name__  # importing them fills the table


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression ready to be evaluated."""

    text: str
    node: Node
    run: Compiled

    def evaluate(self, environment: Environment, focus: Items) -> Items:
        """The items that the expression gives at ``focus``.  Raises `FhirPathError`."""
        try:
            return self.run(Scope(environment, focus), focus)
        except RecursionError:
            raise FhirPathError("too deeply nested") from None


@lru_cache(maxsize=2048)
def compiled(text: str) -> Expression:
    """The expression of ``text``.  Raises `FhirPathError` when it cannot be read."""
    node = parse(text)
    return Expression(text, node, compile_node(node))


def compile_node(node: Node) -> Compiled:
    """A function that evaluates ``node``."""
    return _COMPILERS[type(node)](node)


def _literal(node: Literal) -> Compiled:
    items: Items = [node.value]
    return lambda scope, focus: items


def _empty(node: Empty) -> Compiled:
    return lambda scope, focus: []


def _variable(node: Variable) -> Compiled:
    name = node.name
    return lambda scope, focus: scope.variable(name)


def _member(node: Member) -> Compiled:
    name = node.name

    def run(scope: Scope, focus: Items) -> Items:
        found: Items = []
        for item in focus:
            if isinstance(item, Element):
                found += item.members(name)
            elif isinstance(item, Quantity) and name in ("value", "unit"):
                found.append(item.value if name == "value" else item.unit)
        if not found and name[0].isupper():
            return [item for item in focus if isinstance(item, Element) and is_a(item.type, name)]
        return found

    return run


def _special(node: Special) -> Compiled:
    if node.name == "$this":
        return lambda scope, focus: scope.this
    if node.name == "$total":
        return lambda scope, focus: scope.total
    return lambda scope, focus: [] if scope.index is None else [scope.index]


def _chain(node: Chain) -> Compiled:
    if isinstance(node.step, Call) and node.step.name == "where":
        return _where(node.source, node.step)
    source, step = compile_node(node.source), compile_node(node.step)
    return lambda scope, focus: step(scope, source(scope, focus))


def _where(source_node: Node, call: Call) -> Compiled:
    """``source.where(criterion)``; what the criterion says of ``linkId`` is answered from memory.

    Forms look their answers up by ``linkId`` in hundreds of items at every key: so a criterion on
    ``linkId`` alone is evaluated once per ``linkId``, and ``descendants()`` in front of it walks
    through items only.
    """
    generic = compile_node(source_node)
    if len(call.arguments) != 1:
        return _checked_call(call, generic)
    fixed, rest_node = split_criterion(call.arguments[0])
    source = generic
    if fixed is not None and isinstance(source_node, Chain):
        step = source_node.step
        if isinstance(step, Call) and step.name == "descendants" and not step.arguments:
            inner = compile_node(source_node.source)

            def items_below(scope: Scope, focus: Items) -> Items:
                return [
                    each
                    for item in inner(scope, focus)
                    if isinstance(item, Element) and isinstance(item.value, dict)
                    for each in item.descendants_with_link_id()
                ]

            source = items_below
    criterion = compile_node(rest_node) if rest_node is not None else None
    remembered: dict[str, bool] = {}
    fixed_run = compile_node(fixed) if fixed is not None else None

    def matches(scope: Scope, item: object, index: int) -> bool:
        if fixed_run is None:
            return True
        value = item.value if isinstance(item, Element) else None
        link_id = value.get("linkId") if isinstance(value, dict) else None
        if not isinstance(link_id, str):
            return False
        if link_id not in remembered:
            remembered[link_id] = holds(at(scope, fixed_run, item, index))
        return remembered[link_id]

    def run(scope: Scope, focus: Items) -> Items:
        return [
            item
            for index, item in enumerate(source(scope, focus))
            if matches(scope, item, index)
            and (criterion is None or holds(at(scope, criterion, item, index)))
        ]

    return run


def _call(node: Call) -> Compiled:
    return _checked_call(node, lambda scope, focus: focus)


def _checked_call(node: Call, source: Compiled) -> Compiled:
    signature = FUNCTIONS.get(node.name)
    if signature is None:
        raise UnknownFunction(f"unknown function {node.name}()")
    if not signature.least <= len(node.arguments) <= signature.most:
        raise FhirPathError(f"{node.name}(): wrong number of arguments")
    if node.name in ("is", "as", "ofType"):
        return _type_function(node, source)
    if node.name == "sort" and node.arguments:
        keys = tuple(map(_sort_key, node.arguments))
        return lambda scope, focus: in_order(scope, source(scope, focus), keys)
    arguments = tuple(map(compile_node, node.arguments))
    function = signature.function
    return lambda scope, focus: function(scope, source(scope, focus), arguments)


def _sort_key(node: Node) -> tuple[Compiled, int]:
    if isinstance(node, Polarity) and node.operator == "-":
        return compile_node(node.operand), -1
    return compile_node(node), 1


def _type_function(node: Call, source: Compiled) -> Compiled:
    name = _type_argument(node.arguments[0])
    if node.name == "ofType":
        return lambda scope, focus: [
            item for item in source(scope, focus) if type_of(item).fits(name)
        ]
    return _type_test_run(node.name, source, name)


def _type_argument(node: Node) -> str:
    if isinstance(node, Member):
        return node.name
    if isinstance(node, Chain) and isinstance(node.step, Member):
        return f"{_type_argument(node.source)}.{node.step.name}"
    raise FhirPathError("the name of a type is expected")


def _type_test(node: TypeTest) -> Compiled:
    return _type_test_run(node.operator, compile_node(node.operand), node.type_name)


def _type_test_run(operator: str, source: Compiled, name: str) -> Compiled:
    def run(scope: Scope, focus: Items) -> Items:
        item = singleton(source(scope, focus), operator)
        if item is None:
            return []
        if operator == "is":
            return [type_of(item).is_a(name)]
        return [item] if type_of(item).fits(name) else []

    return run


def _indexer(node: Indexer) -> Compiled:
    source, index = compile_node(node.source), compile_node(node.index)

    def run(scope: Scope, focus: Items) -> Items:
        position = as_integer(index(scope, focus), "[]")
        items = source(scope, focus)
        return [items[position]] if position is not None and 0 <= position < len(items) else []

    return run


def _polarity(node: Polarity) -> Compiled:
    operand, negative = compile_node(node.operand), node.operator == "-"

    def run(scope: Scope, focus: Items) -> Items:
        value = system_value(singleton(operand(scope, focus), "-"))
        if value is None:
            return []
        if isinstance(value, Quantity):
            return [Quantity(-value.value, value.unit) if negative else value]
        if is_number(value):
            return [-value if negative else value]
        raise FhirPathError(f"no sign for {kind(value)}")

    return run


def _binary(node: Binary) -> Compiled:
    left, right = compile_node(node.left), compile_node(node.right)
    if node.operator in LOGIC:
        return _logical(node.operator, left, right)
    apply = OPERATORS[node.operator]
    return lambda scope, focus: apply(left(scope, focus), right(scope, focus))


def _logical(operator: str, left: Compiled, right: Compiled) -> Compiled:
    apply, decided = LOGIC[operator], DECIDED_BY.get(operator)

    def run(scope: Scope, focus: Items) -> Items:
        mine = as_boolean(left(scope, focus), operator)
        if mine is not None and mine is decided:
            return [mine]
        result = apply(mine, as_boolean(right(scope, focus), operator))
        return [] if result is None else [result]

    return run


_COMPILERS: Final = cast(
    "dict[type, Callable[[Node], Compiled]]",
    {
        Literal: _literal,
        Empty: _empty,
        Variable: _variable,
        Member: _member,
        Special: _special,
        Chain: _chain,
        Call: _call,
        Indexer: _indexer,
        Polarity: _polarity,
        Binary: _binary,
        TypeTest: _type_test,
    },
)


def to_json(items: Items) -> list[Json]:
    """A result as JSON: numbers, texts, and elements as they stand in their resource.

    A calculated quantity becomes a text such as ``5 'kg'``.
    """
    return [_json(item) for item in items]


def _json(item: object) -> Json:
    if isinstance(item, Element):
        return item.value
    if isinstance(item, Quantity):
        return quantity_text(item)
    if isinstance(item, Date | DateTime | Time):
        return str(item)
    return json_number(item) if is_number(item) else item
