"""Keeps what follows from the answers up to date: what is there, what is calculated."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from ..fhirpath import Element, FhirPathError, root, to_json
from ..fhirpath.element import CHOICES
from ..fhirpath.equality import Items
from ..fhirpath.quantity import CALENDAR_TO_UCUM, Quantity
from ..fhirpath.scope import CONSTANTS, holds
from .answer import Answer
from .chains import chains
from .enable_when import Enablement
from .entry import calculated_answer
from .formulas import FormulaBook
from .model import Formula, Item, Unit
from .problems import Bounds
from .response import response_of
from .tree import Node, Slot, Tree

Json = Any

UCUM: Final = CONSTANTS["ucum"]

MORE_ROUNDS: Final = 12
"""Rounds beside those of the longest chain: conditions and calculations that feed each other."""


class Purpose(Enum):
    """What the result of an expression is for."""

    VALUE = "value"
    ENABLED = "enabled"
    OPTIONS = "options"


@dataclass(frozen=True, slots=True)
class Job:
    """An expression that is kept up to date."""

    item: Item
    formula: Formula
    purpose: Purpose
    link_ids: frozenset[str] | None
    context: bool


class Calculation:
    """The expressions of one card."""

    def __init__(self, tree: Tree, book: FormulaBook) -> None:
        self._tree = tree
        self._book = book
        self._enablement = Enablement(tree.questionnaire)
        self._jobs = list(self._find_jobs())
        found = chains(tree.questionnaire, book)
        self._circular = found.circular
        self._rounds = found.longest + MORE_ROUNDS
        self._below = tree.questionnaire.below
        self._response: dict[str, Json] = {}
        self._allowed_changed = False
        self.evaluations = 0
        """How many expressions were evaluated so far (for measurements)."""

    def _find_jobs(self) -> Iterator[Job]:
        for item in self._tree.questionnaire.walk():
            for formula, purpose in (
                (item.enabled_formula, Purpose.ENABLED),
                (item.calculated, Purpose.VALUE),
                (item.options_formula, Purpose.OPTIONS),
            ):
                if formula is not None and self._book.expression(formula) is not None:
                    found = self._book.reads(formula, item)
                    yield Job(item, formula, purpose, found.link_ids, found.context)

    def settle(self, changed: Iterable[str] | None = None) -> None:
        """Brings everything up to date after the answers of ``changed`` items (``None``: all).

        Calculations that go in a circle are done once, so that no value runs away.
        """
        touched = None if changed is None else set(changed)
        circled: set[str] = set()
        for _ in range(self._rounds):
            if touched is None or self._allowed_changed or touched & self._enablement.watched:
                self._allowed_changed = False
                for node in self._enablement.refresh(self._tree):
                    if touched is not None:
                        touched |= self._below.get(node.item.link_id, frozenset())
            jobs = [
                job for job in self._jobs if _concerns(job, touched) and job.item.key not in circled
            ]
            if not jobs:
                return
            circled |= {job.item.key for job in jobs} & self._circular
            touched = self._run(jobs)
            if not touched:
                return

    def _run(self, jobs: list[Job]) -> set[str]:
        """The linkIds whose answers (or presence) changed."""
        top = self._snapshot()
        by_key: dict[str, list[Node]] = {job.item.key: [] for job in jobs}
        for node in self._tree.walk():
            if node.item.key in by_key:
                by_key[node.item.key].append(node)
        changed: set[str] = set()
        for job in jobs:
            result: Items | None = None
            nodes = by_key[job.item.key]
            for index, node in enumerate(nodes):
                if index == 0 or job.context:
                    with without_answers(nodes if _reads_itself(job) else []):
                        result = self._evaluated(job.formula, node, top)
                if _APPLY[job.purpose](self._tree, node, result):
                    self._allowed_changed |= job.purpose is Purpose.ENABLED
                    changed |= self._below.get(job.item.link_id, frozenset())
        return changed

    def _snapshot(self) -> Element:
        self._response = response_of(self._tree)
        return root(self._response)

    def _evaluated(self, formula: Formula, node: Node, top: Element) -> Items | None:
        """``None`` when it cannot be evaluated."""
        self.evaluations += 1
        try:
            return self._book.evaluate(formula, node.item, self._response, _focuses(node, top))
        except FhirPathError:
            return None

    def initial(self) -> None:
        """Answers of ``initialExpression``, as far as they need nothing from outside."""
        top = self._snapshot()
        for node in list(self._tree.walk()):
            formula = node.item.initial_formula
            if formula is not None and not node.answers:
                _put_value(self._tree, node, self._evaluated(formula, node, top))

    def bounds(self, node: Node) -> Bounds:
        """The limits of a value, calculated ones included."""
        item = node.item
        least, greatest = item.min_value, item.max_value
        if item.min_formula or item.max_formula:
            top = root(self._response)
            if item.min_formula:
                least = self._bound(item.min_formula, node, top) or least
            if item.max_formula:
                greatest = self._bound(item.max_formula, node, top) or greatest
        return Bounds(least, greatest)

    def _bound(self, formula: Formula, node: Node, top: Element) -> Answer | None:
        result = self._evaluated(formula, node, top) or []
        return calculated_answer(node.item, _as_json(result[0])) if len(result) == 1 else None

    def broken_constraints(self, node: Node) -> list[tuple[str, bool]]:
        """The form's own words for the rules that are broken, and whether each is an error."""
        if not node.item.constraints:
            return []
        top = self._snapshot()
        found = []
        for constraint in node.item.constraints:
            result = self._evaluated(Formula(constraint.expression), node, top)
            if result and not holds(result):
                found.append((constraint.human, constraint.is_error))
        return found


def _reads_itself(job: Job) -> bool:
    itself = job.link_ids is None or job.item.link_id in job.link_ids
    return itself and job.purpose is Purpose.VALUE


@contextmanager
def without_answers(nodes: list[Node]) -> Iterator[None]:
    """The response without the calculated answers of ``nodes``.

    A total over everything must not count itself in when it is calculated anew.
    """
    places = [node.slots[0].json for node in nodes if not node.overridden]
    taken = [(place, place.pop("answer")) for place in places if place and "answer" in place]
    try:
        yield
    finally:
        for place, answers in taken:
            place["answer"] = answers


def _concerns(job: Job, touched: set[str] | None) -> bool:
    return touched is None or job.link_ids is None or not touched.isdisjoint(job.link_ids)


def _focuses(node: Node, top: Element) -> list[Items]:
    """The elements from the response down to the node."""
    chain: list[tuple[Item, Slot]] = [(node.item, node.slots[0])]
    current = node
    while current.above is not None and current.above_slot is not None:
        chain.append((current.above.item, current.above_slot))
        current = current.above
    found: list[Items] = [[top]]
    for item, slot in reversed(chain):
        value = slot.json or {"linkId": item.link_id}
        found.append([Element(value, "BackboneElement", "item", None)])
    return found


def _put_value(tree: Tree, node: Node, result: Items | None) -> bool:
    if node.overridden or not node.item.is_question:
        return False
    answers = [calculated_answer(node.item, value) for value in map(_as_json, result or [])]
    kept = tuple(answer for answer in answers if answer is not None)
    return tree.put(node, kept if node.item.repeats else kept[:1])


def _as_json(item: object) -> Json:
    if isinstance(item, Quantity):
        unit = item.calendar_unit or item.unit
        code = CALENDAR_TO_UCUM.get(unit, item.unit)
        return Unit(code, unit, UCUM).quantity(item.value)
    return to_json([item])[0]


def _put_allowed(tree: Tree, node: Node, result: Items | None) -> bool:
    # An item whose condition cannot be evaluated is shown: a hidden question is the worse error.
    allowed = True if result is None else holds(result)
    changed = node.allowed is not allowed
    node.allowed = allowed
    return changed


def _put_options(tree: Tree, node: Node, result: Items | None) -> bool:
    ready = []
    for item, value in zip(result or [], to_json(result or []), strict=True):
        if isinstance(value, dict):
            coding = {key: value[key] for key in ("system", "code", "display") if key in value}
            ready.append(Answer("Coding", coding))
        else:
            ready.append(Answer(_ending(item, value), value))
    node.ready = tuple(ready)
    return False


def _ending(item: object, value: Json) -> str:
    if isinstance(item, Element):
        for ending, name in CHOICES.items():
            if name == item.type_name:
                return ending
    if isinstance(value, str):
        named = type(item).__name__
        return named if named in ("Date", "DateTime", "Time") else "String"
    return "Integer" if isinstance(value, int) else "Decimal"


_APPLY: Final = {
    Purpose.VALUE: _put_value,
    Purpose.ENABLED: _put_allowed,
    Purpose.OPTIONS: _put_options,
}
