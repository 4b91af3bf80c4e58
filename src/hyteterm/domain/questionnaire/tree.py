"""The answers of one card as a tree: items, their repetitions or answers, and what is below them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .answer import Answer
from .model import Item, Questionnaire

Json = Any

Path = tuple[str | int, ...]
"""Keys of items and numbers of repetitions in turn: ``("family", 1, "name", 0)``."""


@dataclass(slots=True, eq=False)
class Slot:
    """One repetition of a group, or one answer of a question, with the items below it."""

    nodes: list[Node]
    answer: Answer | None = None
    json: dict[str, Json] | None = None
    """Its place in the response that was built last."""


@dataclass(slots=True, eq=False)
class Node:
    """An item at its place in the tree."""

    item: Item
    above: Node | None
    above_slot: Slot | None
    slots: list[Slot] = field(default_factory=list)
    answers: tuple[Answer, ...] = ()
    """The answers of the slots, in order; `Tree.put` keeps both in step."""
    enabled: bool = True
    overridden: bool = False
    """A calculated value that a person has replaced."""
    allowed: bool = True
    """What ``enableWhenExpression`` says."""
    written: tuple[tuple[Answer, ...], list[dict[str, Json]]] | None = None
    """What the response had for these answers, when it was built last."""
    ready: tuple[Answer, ...] = ()
    """Options that ``answerExpression`` gives."""

    @property
    def path(self) -> Path:
        """Where it is; the last number is 0 for a question."""
        steps: list[str | int] = [0, self.item.key]
        node = self
        while node.above is not None and node.above_slot is not None:
            steps += [node.above.slots.index(node.above_slot), node.above.item.key]
            node = node.above
        return tuple(reversed(steps))

    def walk(self) -> Iterator[Node]:
        """It and all nodes below, in order."""
        yield self
        for slot in self.slots:
            for node in slot.nodes:
                yield from node.walk()


class Tree:
    """The nodes of a questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.nodes = [self._new(item, None, None) for item in questionnaire.items]

    def _new(self, item: Item, above: Node | None, slot: Slot | None) -> Node:
        node = Node(item, above, slot)
        node.slots = [self.new_slot(node)]
        return node

    def new_slot(self, node: Node) -> Slot:
        """An empty repetition of ``node``; the caller puts it into its slots."""
        slot = Slot([])
        slot.nodes = [self._new(child, node, slot) for child in node.item.items]
        return slot

    def walk(self) -> Iterator[Node]:
        """All nodes, in order."""
        for node in self.nodes:
            yield from node.walk()

    def find(self, path: Path) -> Node:
        """The node at ``path``.  Raises `KeyError`."""
        nodes, found = self.nodes, None
        for place in range(0, len(path), 2):
            found = next((node for node in nodes if node.item.key == path[place]), None)
            if found is None:
                raise KeyError("no such item")
            number = path[place + 1] if place + 1 < len(path) else 0
            if place + 2 < len(path):
                if not isinstance(number, int) or not 0 <= number < len(found.slots):
                    raise KeyError("no such repetition")
                nodes = found.slots[number].nodes
        if found is None:
            raise KeyError("no item")
        return found

    def put(self, node: Node, answers: tuple[Answer, ...]) -> bool:
        """Gives ``node`` these answers; what is below an answer keeps its place.

        True when anything changed.
        """
        if node.answers == answers and len(node.slots) == max(len(answers), 1):
            return False
        while len(node.slots) < max(len(answers), 1):
            node.slots.append(self.new_slot(node))
        del node.slots[max(len(answers), 1) :]
        for index, slot in enumerate(node.slots):
            slot.answer = answers[index] if index < len(answers) else None
        node.answers = answers
        return True

    # -- drafts ---------------------------------------------------------------

    def to_json(self) -> list[Json]:
        """Everything that was answered, of disabled items too."""
        return [found for node in self.nodes if (found := _node_json(node)) is not None]

    def restore(self, draft: Json) -> None:
        """Puts back what `to_json` gave; what the form does not know any more is left out."""
        self._restore(self.nodes, draft)

    def _restore(self, nodes: list[Node], draft: Json) -> None:
        by_key = {node.item.key: node for node in nodes}
        for saved in draft if isinstance(draft, list) else []:
            node = by_key.get(str(saved.get("key"))) if isinstance(saved, dict) else None
            slots = saved.get("slots") if node else None
            if node is None or not isinstance(slots, list) or not slots:
                continue
            node.overridden = saved.get("overridden") is True
            node.slots = [self.new_slot(node) for _ in slots]
            for slot, kept in zip(node.slots, slots, strict=True):
                if isinstance(kept, dict):
                    slot.answer = Answer.from_json(kept)
                    self._restore(slot.nodes, kept.get("items"))
            node.answers = tuple(slot.answer for slot in node.slots if slot.answer is not None)


def _node_json(node: Node) -> dict[str, Json] | None:
    slots = list(map(_slot_json, node.slots))
    if len(slots) == 1 and not slots[0] and not node.overridden:
        return None
    found: dict[str, Json] = {"key": node.item.key, "slots": slots}
    if node.overridden:
        found["overridden"] = True
    return found


def _slot_json(slot: Slot) -> dict[str, Json]:
    found = slot.answer.to_json() if slot.answer else {}
    items = [inner for node in slot.nodes if (inner := _node_json(node)) is not None]
    return found | {"items": items} if items else found
