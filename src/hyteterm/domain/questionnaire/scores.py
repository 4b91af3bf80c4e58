"""The calculated values of a response, without a screen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..fhirpath import Element, FhirPathError, root, to_json
from ..fhirpath.equality import Items
from ..fhirpath.functions.supplements import weight_of
from .answer import Answer
from .extensions import objects
from .formulas import FormulaBook
from .model import Item, Questionnaire
from .reading import read
from .value_set import weight_extensions

Json = Any


@dataclass(frozen=True, slots=True)
class Scores:
    """linkId → calculated values, and linkId → what went wrong instead."""

    values: dict[str, list[Json]]
    errors: dict[str, str]


def score(
    questionnaire: Mapping[str, Json], response: Mapping[str, Json], now: datetime | None = None
) -> dict[str, list[Json]]:
    """linkId → values of each calculated item of a QuestionnaireResponse.

    Raises `UnreadableQuestionnaire`.  A value that cannot be calculated is an empty list.
    """
    return scores(read(questionnaire), response, now).values


def scores(
    questionnaire: Questionnaire, response: Mapping[str, Json], now: datetime | None = None
) -> Scores:
    """The calculated values, from the answers as they stand in ``response``."""
    book = FormulaBook(questionnaire, now or datetime.now(UTC))
    weighted = with_weights(questionnaire, response)
    top = root(weighted)
    values: dict[str, list[Json]] = {}
    errors: dict[str, str] = {}
    for item in questionnaire.walk():
        if item.calculated is None or not item.calculated.is_fhirpath:
            continue
        found: Items = []
        places: list[list[Items]] = list(_places(questionnaire, item, top))
        if not book.reads(item.calculated, item).context:
            places = places[:1]
        try:
            for focuses in places:
                found += book.evaluate(item.calculated, item, weighted, focuses)
        except FhirPathError as error:
            errors[item.link_id] = str(error)
            found = []
        values[item.link_id] = to_json(found)
    return Scores(values, errors)


def _places(questionnaire: Questionnaire, item: Item, top: Element) -> Iterator[list[Items]]:
    """The elements from the response down to ``item``, for each time that it is there.

    Where it is not, the chain is filled up with items without answers.
    """
    chain = (*questionnaire.ancestors[item.key], item)

    def down(above: list[Items], rest: tuple[Item, ...]) -> Iterator[list[Items]]:
        if not rest:
            yield above
            return
        parent = above[-1][0]
        found = _children(parent, rest[0].link_id) if isinstance(parent, Element) else []
        for element in found or [_absent(rest[0], parent)]:
            yield from down([*above, [element]], rest[1:])

    yield from down([[top]], chain)


def _absent(item: Item, parent: object) -> Element:
    owner = parent if isinstance(parent, Element) else None
    return Element({"linkId": item.link_id}, "BackboneElement", "item", owner)


def _children(parent: Element, link_id: str) -> list[Element]:
    below = parent.members("item")
    for answer in parent.members("answer"):
        below += answer.members("item")
    return [
        each
        for each in below
        if isinstance(each.value, dict) and each.value.get("linkId") == link_id
    ]


def with_weights(questionnaire: Questionnaire, response: Mapping[str, Json]) -> dict[str, Json]:
    """The response with the weights of the questionnaire's options copied into its codings."""
    items: dict[str, Item] = {}
    for item in questionnaire.walk():
        items.setdefault(item.link_id, item)

    def weighted(source: Mapping[str, Json]) -> dict[str, Json]:
        found = dict(source)
        if "item" in found:
            found["item"] = [weighted(each) for each in objects(found["item"])]
        if "answer" in found:
            item = items.get(str(found.get("linkId")))
            found["answer"] = [
                _weighted_answer(item, weighted(each)) for each in objects(found["answer"])
            ]
        return found

    return weighted(response)


def _weighted_answer(item: Item | None, answer: dict[str, Json]) -> dict[str, Json]:
    coding = answer.get("valueCoding")
    if item is None or not isinstance(coding, dict) or weight_of(coding) is not None:
        return answer
    given = Answer("Coding", coding)
    for option in item.options:
        if option.weight is not None and option.answer.same(given):
            extensions = [
                *objects(coding.get("extension")),
                *weight_extensions(option.answer.value),
            ]
            return answer | {"valueCoding": coding | {"extension": extensions}}
    return answer
