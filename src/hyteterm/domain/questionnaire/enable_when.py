"""Which items are there: ``enableWhen`` over repeating and nested items.

A question that is not there counts as unanswered, and what is below an item goes with it.  An
unanswered question fulfils ``exists = false`` only.
"""

from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Final

from .answer import Answer
from .model import Condition, Item, Operator, Questionnaire
from .tree import Node, Slot, Tree


def _ordered(test: Callable[[int], bool]) -> Callable[[Answer, Answer], bool]:
    def compare(given: Answer, expected: Answer) -> bool:
        result = given.order(expected)
        return result is not None and test(result)

    return compare


COMPARISONS: Final[dict[Operator, Callable[[Answer, Answer], bool]]] = {
    Operator.EQUAL: Answer.same,
    Operator.GREATER: _ordered(lambda result: result > 0),
    Operator.LESS: _ordered(lambda result: result < 0),
    Operator.AT_LEAST: _ordered(lambda result: result >= 0),
    Operator.AT_MOST: _ordered(lambda result: result <= 0),
}
"""Operators that hold when one of the answers fulfils them."""


def holds(condition: Condition, answers: tuple[Answer, ...]) -> bool:
    """Whether the answers of the question fulfil the condition."""
    if condition.operator is Operator.EXISTS:
        return bool(answers) is (condition.expected.value is True)
    if not answers:
        return False
    if condition.operator is Operator.UNEQUAL:
        return not any(answer.same(condition.expected) for answer in answers)
    compare = COMPARISONS[condition.operator]
    return any(compare(answer, condition.expected) for answer in answers)


Route = tuple[int, tuple[str, ...]]
"""How many levels up, then the keys down to the question."""


class Enablement:
    """Finds out for a whole tree which items are there."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._by_link_id: dict[str, list[Item]] = {}
        for item in questionnaire.walk():
            self._by_link_id.setdefault(item.link_id, []).append(item)
        self._ancestors = questionnaire.ancestors
        self._routes: dict[tuple[str, str], Route | None] = {}
        self.watched = frozenset(
            condition.question for item in questionnaire.walk() for condition in item.conditions
        )
        """linkIds that conditions ask about."""

    def refresh(self, tree: Tree) -> list[Node]:
        """Sets `Node.enabled` everywhere; the nodes where it changed."""
        before = [(node, node.enabled) for node in tree.walk()]
        state: dict[Node, bool | None] = {}
        for node, _ in before:
            self._enabled(node, tree, state)
        for node, _ in before:
            node.enabled = state[node] is True
        return [node for node, was in before if node.enabled is not was]

    def _enabled(self, node: Node, tree: Tree, state: dict[Node, bool | None]) -> bool:
        if node in state:
            # A condition that leads back to its own item (a circle) counts as fulfilled.
            return state[node] is not False
        state[node] = None
        result = node.above is None or self._enabled(node.above, tree, state)
        result = result and node.allowed and self._conditions(node, tree, state)
        state[node] = result
        return result

    def _conditions(self, node: Node, tree: Tree, state: dict[Node, bool | None]) -> bool:
        conditions = node.item.conditions
        if not conditions:
            return True
        results = (
            holds(condition, self._answers(node, condition.question, tree, state))
            for condition in conditions
        )
        return all(results) if node.item.all_conditions else any(results)

    def _answers(
        self, node: Node, link_id: str, tree: Tree, state: dict[Node, bool | None]
    ) -> tuple[Answer, ...]:
        route = self._route(node.item, link_id)
        if route is None:
            return ()
        return tuple(
            answer
            for question in _follow(node, route, tree)
            if self._enabled(question, tree, state)
            for answer in question.answers
        )

    def _route(self, item: Item, link_id: str) -> Route | None:
        """From ``item`` to the question that is nearest in the tree of items."""
        key = item.key, link_id
        if key not in self._routes:
            own = [each.key for each in self._ancestors[item.key]] + [item.key]
            best: Route | None = None
            for question in self._by_link_id.get(link_id, []):
                other = [each.key for each in self._ancestors[question.key]] + [question.key]
                above = zip(own[:-1], other[:-1], strict=False)
                common = len(list(takewhile(lambda pair: pair[0] == pair[1], above)))
                route = len(own) - 1 - common, tuple(other[common:])
                if best is None or route[0] < best[0]:
                    best = route
            self._routes[key] = best
        return self._routes[key]


def _follow(node: Node, route: Route, tree: Tree) -> Iterator[Node]:
    up, down = route
    current, slot = node, node.above_slot
    for _ in range(up):
        if current.above is None:
            break
        current = current.above
        slot = current.above_slot
    return _descend(tree.nodes if slot is None else slot.nodes, down)


def _descend(nodes: list[Node], keys: tuple[str, ...]) -> Iterator[Node]:
    for node in nodes:
        if node.item.key == keys[0]:
            if len(keys) == 1:
                yield node
            else:
                slots: list[Slot] = node.slots
                for slot in slots:
                    yield from _descend(slot.nodes, keys[1:])
