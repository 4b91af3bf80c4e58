"""What Structured Data Capture adds: the weight of an answer, the answers of items.

https://hl7.org/fhir/uv/sdc/expressions.html#fhirpath-supplements
"""

from collections.abc import Iterator
from typing import Final

from ..element import Element, Json
from ..equality import Items, same_json
from ..scope import Compiled, Environment, Scope, fhirpath

Arguments = tuple[Compiled, ...]

WEIGHT_URLS: Final = frozenset(
    {
        "http://hl7.org/fhir/StructureDefinition/itemWeight",
        "http://hl7.org/fhir/StructureDefinition/ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/codesystem-ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/iso21090-CO-value",
    }
)
"""Extensions that say how much an answer weighs."""


def weight_of(value: Json) -> int | float | None:
    """The weight that an extension of ``value`` (a coding, an option, ``_value``) tells."""
    if not isinstance(value, dict):
        return None
    extensions = value.get("extension")
    for each in extensions if isinstance(extensions, list) else []:
        url = each.get("url") if isinstance(each, dict) else None
        if isinstance(url, str) and url in WEIGHT_URLS:
            found: Json = each.get("valueDecimal", each.get("valueInteger"))
            if isinstance(found, int | float) and not isinstance(found, bool):
                return found
    return None


@fhirpath("weight", "ordinal")
def weight(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The weights of answers or codings: from themselves, else from the questionnaire."""
    weights = (_weight(scope.environment, item) for item in source if isinstance(item, Element))
    return [each for each in weights if each is not None]


def _weight(environment: Environment, item: Element) -> int | float | None:
    if item.key == "answer":
        values = item.members("value")
        return _weight(environment, values[0]) if values else None
    value: Json = item.value
    own = weight_of(value)
    if own is None:
        own = weight_of(item.extra)
    if own is not None or not item.key.startswith("value"):
        return own
    link_id = _link_id(item.parent)
    option_weights = _option_weights(environment).get(link_id, ()) if link_id else ()
    return next((found for option, found in option_weights if _same(option, value)), None)


def _link_id(answer: Element | None) -> str | None:
    item = answer.parent if answer is not None and answer.key == "answer" else None
    found = item.value.get("linkId") if item and isinstance(item.value, dict) else None
    return found if isinstance(found, str) else None


def _same(option: Json, value: Json) -> bool:
    if isinstance(option, dict) and isinstance(value, dict) and "code" in option:
        return option["code"] == value.get("code") and option.get("system") == value.get("system")
    return same_json(option, value)


Weights = dict[str, list[tuple[Json, int | float]]]


def _option_weights(environment: Environment) -> Weights:
    """linkId → values of its answer options and what they weigh."""
    cached = environment.cache.get("weights")
    if isinstance(cached, dict):
        return cached
    found: Weights = {}
    questionnaire = environment.variables.get("questionnaire")
    if isinstance(questionnaire, dict):
        value_sets = dict(_value_set_weights(questionnaire))
        for item in _items(questionnaire):
            link_id = item.get("linkId")
            if isinstance(link_id, str):
                found[link_id] = [*_options(item)]
                found[link_id] += value_sets.get(str(item.get("answerValueSet")), [])
    environment.cache["weights"] = found
    return found


def _items(parent: Json) -> Iterator[dict[str, Json]]:
    children = parent.get("item")
    for item in children if isinstance(children, list) else []:
        if isinstance(item, dict):
            yield item
            yield from _items(item)


def _options(item: dict[str, Json]) -> Iterator[tuple[Json, int | float]]:
    options = item.get("answerOption", item.get("option"))
    for option in options if isinstance(options, list) else []:
        if not isinstance(option, dict):
            continue
        for key, value in option.items():
            if key.startswith("value"):
                found = weight_of(option)
                if found is None:
                    found = weight_of(value)
                if found is not None:
                    yield value, found


def _value_set_weights(
    questionnaire: dict[str, Json],
) -> Iterator[tuple[str, list[tuple[Json, int | float]]]]:
    contained = questionnaire.get("contained")
    for resource in contained if isinstance(contained, list) else []:
        if not isinstance(resource, dict) or resource.get("resourceType") != "ValueSet":
            continue
        weights = [
            ({"system": system, "code": concept.get("code")}, found)
            for system, concept in _concepts(resource)
            if (found := weight_of(concept)) is not None
        ]
        yield f"#{resource.get('id')}", weights
        if isinstance(resource.get("url"), str):
            yield resource["url"], weights


def _concepts(value_set: dict[str, Json]) -> Iterator[tuple[Json, dict[str, Json]]]:
    compose, expansion = value_set.get("compose"), value_set.get("expansion")
    for include in (compose.get("include") if isinstance(compose, dict) else None) or []:
        for concept in include.get("concept") or []:
            yield include.get("system"), concept
    for concept in (expansion.get("contains") if isinstance(expansion, dict) else None) or []:
        yield concept.get("system"), concept


@fhirpath("answers")
def answers(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """All answers of the items and of the items below them."""
    found: Items = []
    level = [item for item in source if isinstance(item, Element)]
    while level:
        following: list[Element] = []
        for item in level:
            given = item.members("answer")
            found += given
            following += item.members("item")
            following += [child for each in given for child in each.members("item")]
        level = following
    return found
