"""Filling a questionnaire in: one card, one key after the other."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from ..fhirpath.temporal import DateTime
from .answer import Answer
from .calculation import Calculation
from .entry import Value, answer_of
from .formulas import FormulaBook
from .model import Item, ItemType, Option, Questionnaire, Text
from .problems import Fault, Given, Problem, faults
from .response import canonical_of, response_of
from .tree import Node, Path, Tree

Json = Any

DRAFT_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the card on the screen."""

    path: Path
    item: Item
    depth: int
    """How many groups and questions it is inside, from 0."""
    kind: ItemType
    text: str
    prefix: str
    answers: tuple[Answer, ...]
    shown: str
    """The answers in words, in the language of the row; several are divided by commas."""
    options: tuple[Option, ...]
    required: bool
    read_only: bool
    """Calculated, fixed by the form, or of a type that is not answered here."""
    repetition: tuple[int, int]
    """Which repetition of a repeating group it is, and of how many; (0, 1) for all else."""
    errors: tuple[Problem, ...]

    @property
    def is_question(self) -> bool:
        """Whether it can be answered."""
        return self.item.is_question and not self.read_only


class Session:
    """The answers of one card.

    ``draft`` is what `draft` gave.  ``now`` is the moment for ``today()`` and for the offset of
    typed times.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        draft: Mapping[str, Json] | None = None,
        now: datetime | None = None,
    ) -> None:
        self.questionnaire = questionnaire
        self._now = now or datetime.now(UTC)
        self._tree = Tree(questionnaire)
        self._kept: dict[
            tuple[Node, int, str], tuple[tuple[Answer, ...], tuple[Answer, ...], int, Row]
        ] = {}
        self._calculation = Calculation(self._tree, FormulaBook(questionnaire, self._now))
        if draft is not None:
            self._tree.restore(draft.get("items"))
        else:
            self._start()
        self._calculation.settle()

    def _start(self) -> None:
        for node in self._tree.walk():
            if node.item.initial:
                initial = node.item.initial
                self._tree.put(node, initial if node.item.repeats else initial[:1])
        self._calculation.initial()

    # -- answering --------------------------------------------------------------

    def set(self, path: Path, value: Value | Sequence[Value] | None) -> None:
        """Answers the question at ``path``; ``None`` takes the answer away.

        A list answers a repeating question.  Raises `KeyError` for a path that is not there,
        `NotUnderstood` for what is no answer, `PermissionError` for what is not answered by people.
        """
        node = self._tree.find(path)
        if not node.item.is_question or node.item.read_only:
            raise PermissionError("this item is not answered by people")
        values: list[Value] = []
        if isinstance(value, Sequence) and not isinstance(value, str):
            values = list(value)
        elif value is not None:
            values = [value]
        answers = tuple(
            self._with_offset(answer_of(node.item, each, node.ready)) for each in values
        )
        self._give(node, answers)

    def toggle(self, path: Path, answer: Answer) -> None:
        """Chooses an option, or takes the choice back; an exclusive option drives out the others."""
        node = self._tree.find(path)
        if any(given.same(answer) for given in node.answers):
            self._give(node, tuple(each for each in node.answers if not each.same(answer)))
            return
        alone = [option.answer for option in node.item.options if option.exclusive]
        if not node.item.repeats or any(each.same(answer) for each in alone):
            kept: tuple[Answer, ...] = ()
        else:
            kept = tuple(
                given for given in node.answers if not any(given.same(each) for each in alone)
            )
        self.set(path, [*kept, answer])

    def _give(self, node: Node, answers: tuple[Answer, ...]) -> None:
        if node.item.calculated is not None:
            node.overridden = bool(answers)
        if self._tree.put(node, answers) or node.item.calculated is not None:
            below = self.questionnaire.below[node.item.link_id]
            if node.item.calculated is not None and not answers:
                self._calculation.settle()
            else:
                self._calculation.settle(below)

    def _with_offset(self, answer: Answer) -> Answer:
        """A moment needs its offset from UTC in FHIR."""
        if answer.type != "DateTime" or "T" not in answer.value:
            return answer
        moment = DateTime.parse(answer.value)
        if moment is None or moment.offset is not None:
            return answer
        offset = DateTime.of(self._now).offset or 0
        parts = (*moment.parts, 0, 0)[:6]
        return Answer("DateTime", str(DateTime(parts, offset)))

    def add_repetition(self, path: Path) -> Path:
        """Another repetition of the repeating group at ``path``; its path."""
        node = self._tree.find(path)
        if node.item.type is not ItemType.GROUP or not node.item.repeats:
            raise PermissionError("this group does not repeat")
        slot = self._tree.new_slot(node)
        node.slots.append(slot)
        for each in (inner for child in slot.nodes for inner in child.walk()):
            if each.item.initial:
                self._tree.put(each, each.item.initial)
        self._calculation.settle()
        return (*node.path[:-1], len(node.slots) - 1)

    def remove_repetition(self, path: Path) -> None:
        """Takes a repetition away; the last one is emptied instead."""
        node, number = self._tree.find(path), path[-1]
        if not isinstance(number, int) or not 0 <= number < len(node.slots):
            raise KeyError("no such repetition")
        del node.slots[number]
        if not node.slots:
            node.slots = [self._tree.new_slot(node)]
        self._kept.clear()
        self._calculation.settle()

    # -- looking ----------------------------------------------------------------

    def visible(self, language: str = "") -> list[Row]:
        """The lines of the card, in order: what is enabled and not hidden."""
        return list(self._rows(self._tree.nodes, 0, language))

    def _rows(self, nodes: list[Node], depth: int, language: str) -> Iterator[Row]:
        for node in nodes:
            if not node.enabled or node.item.hidden:
                continue
            groups = node.item.type is ItemType.GROUP
            for number, slot in enumerate(node.slots):
                if groups or number == 0:
                    yield self._kept_row(node, number, depth, language)
                yield from self._rows(slot.nodes, depth + 1, language)

    def _kept_row(self, node: Node, number: int, depth: int, language: str) -> Row:
        """The row of last time, where nothing of it changed: a key touches few of hundreds."""
        key = node, number, language
        answers, kept = node.answers, self._kept.get(key)
        if kept and kept[0] is answers and kept[1] is node.ready and kept[2] == len(node.slots):
            return kept[3]
        made = self._row(node, number, depth, language)
        if not (node.item.min_formula or node.item.max_formula):
            self._kept[key] = answers, node.ready, len(node.slots), made
        return made

    def _row(self, node: Node, number: int, depth: int, language: str) -> Row:
        item, path = node.item, node.path
        options = self._options(node)
        return Row(
            path=(*path[:-1], number),
            item=item,
            depth=depth,
            kind=item.type,
            text=item.text.in_language(language),
            prefix=item.prefix.in_language(language),
            answers=node.answers,
            shown=", ".join(_shown(answer, options, language) for answer in node.answers),
            options=options,
            required=item.required,
            read_only=item.read_only or not item.is_question,
            repetition=(number, len(node.slots)) if item.type is ItemType.GROUP else (0, 1),
            errors=tuple(self._faults(node, path)),
        )

    @staticmethod
    def _options(node: Node) -> tuple[Option, ...]:
        if not node.ready:
            return node.item.options
        return tuple(Option(answer, Text(str(answer))) for answer in node.ready)

    def _faults(self, node: Node, path: Path) -> Iterator[Problem]:
        if not node.answers:
            return
        given = Given(
            node.item,
            node.answers,
            self._calculation.bounds(node),
            tuple(option.answer for option in self._options(node)),
        )
        for fault, limit in faults(given):
            yield Problem(path, node.item.link_id, fault, limit)

    def next_unanswered(self, after: Path | None = None) -> Path | None:
        """The next visible question without an answer, from ``after`` on and around the end."""
        nodes = list(_asked(self._tree.nodes))
        last = self._find(after)
        start = nodes.index(last) + 1 if last in nodes else 0
        for node in [*nodes[start:], *nodes[:start]]:
            item = node.item
            asked = item.is_question and not item.read_only and item.calculated is None
            if asked and not node.answers:
                return node.path
        return None

    def _find(self, path: Path | None) -> Node | None:
        try:
            return self._tree.find(path) if path else None
        except KeyError:
            return None

    def problems(self) -> list[Problem]:
        """All that is missing or wrong in what is there; hidden items are not asked for."""
        found: list[Problem] = []
        for node in _asked(self._tree.nodes):
            path = node.path
            if node.item.required and _is_missing(node):
                found.append(Problem(path, node.item.link_id, Fault.MISSING))
            found += self._faults(node, path)
            for human, is_error in self._calculation.broken_constraints(node):
                found.append(Problem(path, node.item.link_id, Fault.CONSTRAINT, human, is_error))
        return found

    def answers(self, link_id: str) -> tuple[Answer, ...]:
        """The answers of all enabled questions of a linkId."""
        return tuple(
            answer
            for node in self._tree.walk()
            if node.item.link_id == link_id and node.enabled
            for answer in node.answers
        )

    # -- keeping ----------------------------------------------------------------

    def response(
        self, status: str = "in-progress", extra: Mapping[str, Json] | None = None
    ) -> dict[str, Json]:
        """The QuestionnaireResponse (FHIR R4): what is enabled and answered, hidden items too.

        ``extra`` holds elements such as ``authored``, ``subject``, ``author``.
        """
        return deepcopy(response_of(self._tree, status, extra))

    def draft(self) -> dict[str, Json]:
        """Everything answered, of disabled items too, as JSON for `Session`."""
        return {
            "version": DRAFT_VERSION,
            "questionnaire": canonical_of(self.questionnaire),
            "items": self._tree.to_json(),
        }

    @property
    def evaluations(self) -> int:
        """How many expressions were evaluated so far (for measurements)."""
        return self._calculation.evaluations


def _asked(nodes: list[Node]) -> Iterator[Node]:
    """The nodes that are enabled and shown, with all above them."""
    for node in nodes:
        if node.enabled and not node.item.hidden:
            yield node
            for slot in node.slots:
                yield from _asked(slot.nodes)


def _is_missing(node: Node) -> bool:
    if node.item.type is ItemType.GROUP:
        questions = [each for each in _asked([node]) if each.item.is_question]
        return bool(questions) and not any(each.answers for each in questions)
    return node.item.is_question and not node.item.read_only and not node.answers


def _shown(answer: Answer, options: tuple[Option, ...], language: str) -> str:
    for option in options:
        if option.answer.same(answer):
            return option.label.in_language(language) or str(answer)
    return str(answer)
