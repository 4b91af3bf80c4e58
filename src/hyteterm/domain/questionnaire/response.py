"""The tree of answers as a FHIR R4 QuestionnaireResponse."""

from collections.abc import Mapping
from typing import Any, Final

from .answer import Answer
from .model import Item, ItemType, Questionnaire
from .tree import Node, Slot, Tree

Json = Any

DECIMALS: Final = 8
"""Calculated decimals are written to so many places, the precision of FHIRPath."""


def response_of(
    tree: Tree, status: str = "in-progress", extra: Mapping[str, Json] | None = None
) -> dict[str, Json]:
    """A QuestionnaireResponse of the enabled items that have answers.

    ``extra`` are elements such as ``authored`` or ``subject``.  Each slot of the tree remembers its
    place in it, and the next response shares its parts: change a copy only.
    """
    found: dict[str, Json] = {"resourceType": "QuestionnaireResponse"}
    if canonical := canonical_of(tree.questionnaire):
        found["questionnaire"] = canonical
    found |= {"status": status, **(extra or {})}
    items = [each for node in tree.nodes for each in _node(node)]
    if items:
        found["item"] = items
    return found


def canonical_of(questionnaire: Questionnaire) -> str:
    """URL and version; ``Questionnaire/id`` of a form without a URL, ``""`` without both."""
    if questionnaire.url:
        version = f"|{questionnaire.version}" if questionnaire.version else ""
        return questionnaire.url + version
    identifier = questionnaire.source.get("id")
    return f"Questionnaire/{identifier}" if isinstance(identifier, str) else ""


def _node(node: Node) -> list[dict[str, Json]]:
    item = node.item
    if not node.enabled or item.type is ItemType.DISPLAY:
        for slot in node.slots:
            slot.json = None
        return []
    if item.type in (ItemType.GROUP, ItemType.UNKNOWN):
        return [found for slot in node.slots if (found := _group(item, slot))]
    return _question(item, node)


def _group(item: Item, slot: Slot) -> dict[str, Json] | None:
    items = [each for node in slot.nodes for each in _node(node)]
    slot.json = _start(item) | ({"item": items} if items else {})
    return slot.json if items else None


def _question(item: Item, node: Node) -> list[dict[str, Json]]:
    if item.items:
        return _built(item, node)
    # A key changes one of hundreds of answers: the others are not written anew.
    if node.written is None or node.written[0] is not node.answers or node.slots[0].json is None:
        node.written = node.answers, _built(item, node)
    return node.written[1]


def _built(item: Item, node: Node) -> list[dict[str, Json]]:
    found, answers = _start(item), []
    for slot in node.slots:
        items = [each for child in slot.nodes for each in _node(child)]
        if slot.answer is not None:
            given = _written(slot.answer).to_json()
            answers.append(given | ({"item": items} if items else {}))
        elif items:
            found["item"] = items
        slot.json = found
    if answers:
        found["answer"] = answers
        # Items are below the answers or below the item, never both.
        if left := found.pop("item", None):
            answers[0]["item"] = [*answers[0].get("item", []), *left]
    return [found] if len(found) > (2 if "text" in found else 1) else []


def _start(item: Item) -> dict[str, Json]:
    found: dict[str, Json] = {"linkId": item.link_id}
    if item.text.text:
        found["text"] = item.text.text
    return found


def _written(answer: Answer) -> Answer:
    if answer.type == "Decimal" and isinstance(answer.value, float):
        value = round(answer.value, DECIMALS)
        return Answer("Decimal", int(value) if value.is_integer() else value)
    return answer
