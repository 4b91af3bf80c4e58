"""Questionnaires of STU3 and R5, and of a server's own dialect, in the shape of R4."""

from typing import Any, Final

from ..fhirpath.element import CHOICES
from .errors import Refusal, UnreadableQuestionnaire
from .extensions import objects

Json = Any

MAX_DEPTH: Final = 60
MAX_ITEMS: Final = 20_000

_OLD_TYPES: Final = {"question": "display"}
_CONSTRAINED: Final = {"optionsOrString": "open-choice", "optionsOrType": "open-choice"}


def fhir_version(source: dict[str, Json]) -> str:
    """STU3, R4 or R5 by what only that version has."""
    found = "R4"
    stack = objects(source.get("item"))
    while stack:
        item = stack.pop()
        if item.get("type") == "coding" or "answerConstraint" in item or "disabledDisplay" in item:
            return "R5"
        if "option" in item or "options" in item or any(map(_is_old_initial, item)):
            found = "STU3"
        if any("operator" not in each for each in objects(item.get("enableWhen"))):
            found = "STU3"
        stack += objects(item.get("item"))
    return found


def _is_old_initial(key: str) -> bool:
    return key.startswith("initial") and key[7:] in CHOICES


def in_r4(source: dict[str, Json]) -> tuple[dict[str, Json], str]:
    """The questionnaire in the shape of R4, and the version that it was in.

    Raises `UnreadableQuestionnaire` for items that are none, or too many of them.
    """
    plain = _unfolded(source, 0)
    version = fhir_version(plain)
    count = [0]
    return {**plain, "item": _items(plain.get("item"), 1, version, count)}, version


def _unfolded(value: Json, depth: int) -> Json:
    """``{"value": {"Coding": …}}``, a dialect of servers, as ``{"valueCoding": …}``."""
    if depth > MAX_DEPTH * 3:
        raise UnreadableQuestionnaire(Refusal.TOO_DEEP)
    if isinstance(value, list):
        return [_unfolded(each, depth + 1) for each in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Json] = {}
    for key, each in value.items():
        if key in ("value", "answer") and isinstance(each, dict) and len(each) == 1:
            ((name, inner),) = each.items()
            ending = name[:1].upper() + name[1:]
            if ending in CHOICES:
                found[key + ending] = _unfolded(inner, depth + 1)
                continue
        found[key] = _unfolded(each, depth + 1)
    return found


def _items(value: Json, depth: int, version: str, count: list[int]) -> list[dict[str, Json]]:
    if value is None:
        return []
    if depth > MAX_DEPTH:
        raise UnreadableQuestionnaire(Refusal.TOO_DEEP)
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise UnreadableQuestionnaire(Refusal.BAD_ITEM)
    count[0] += len(value)
    if count[0] > MAX_ITEMS:
        raise UnreadableQuestionnaire(Refusal.TOO_MANY_ITEMS)
    return [_item(each, depth, version, count) for each in value]


def _item(item: dict[str, Json], depth: int, version: str, count: list[int]) -> dict[str, Json]:
    found = {key: value for key, value in item.items() if not _is_old_initial(key)}
    found["type"] = _type(found)
    if "option" in found and "answerOption" not in found:
        found["answerOption"] = found.pop("option")
    reference = found.get("options")
    if isinstance(reference, dict) and "answerValueSet" not in found:
        found["answerValueSet"] = found.pop("options").get("reference")
    if isinstance(found.get("answerValueSet"), dict):
        found["answerValueSet"] = found["answerValueSet"].get("reference")
    initial = [{f"value{key[7:]}": item[key]} for key in item if _is_old_initial(key)]
    if initial:
        found["initial"] = initial
    if "enableWhen" in found:
        conditions = objects(found["enableWhen"])
        found["enableWhen"] = list(map(_condition, conditions))
        if version == "STU3" and len(conditions) > 1:
            found.setdefault("enableBehavior", "any")
    if "item" in found:
        found["item"] = _items(found["item"], depth + 1, version, count)
    return found


def _type(item: dict[str, Json]) -> Json:
    kind = item.get("type")
    if kind == "coding":
        constraint = item.get("answerConstraint")
        return _CONSTRAINED.get(constraint, "choice") if isinstance(constraint, str) else "choice"
    if kind is None:
        # Children make a group; so do servers that leave the type out of one.
        return "group" if item.get("item") else "display"
    return _OLD_TYPES.get(kind, kind) if isinstance(kind, str) else kind


def _condition(condition: dict[str, Json]) -> dict[str, Json]:
    found = dict(condition)
    if "hasAnswer" in found:
        found["answerBoolean"] = found.pop("hasAnswer")
        found["operator"] = "exists"
    found.setdefault("operator", "=")
    return found
