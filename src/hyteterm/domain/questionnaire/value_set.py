"""Options from value sets that travel inside the questionnaire."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..fhirpath.functions.supplements import weight_of
from .answer import Answer
from .extensions import objects, text_of, translated
from .model import Option, Text

Json = Any

ITEM_WEIGHT: Final = "http://hl7.org/fhir/StructureDefinition/itemWeight"


class ContainedValueSets:
    """The value sets of a questionnaire (or of the bundle around it), by ``#id`` and by URL."""

    def __init__(self, resources: list[dict[str, Json]]) -> None:
        self._sets: dict[str, dict[str, Json]] = {}
        self._systems: dict[str, dict[str, Json]] = {}
        for resource in resources:
            url, identifier = text_of(resource.get("url")), text_of(resource.get("id"))
            if resource.get("resourceType") == "ValueSet":
                for name in (url, f"#{identifier}", f"ValueSet/{identifier}"):
                    self._sets.setdefault(name, resource)
            elif resource.get("resourceType") == "CodeSystem" and url:
                self._systems.setdefault(url, resource)

    def options(self, reference: str) -> tuple[Option, ...] | None:
        """The options of a value set; ``None`` when it is not here or not spelled out."""
        found = self._find(reference)
        if found is None:
            return None
        options = tuple(self._of(found, set()))
        return options or None

    def _concepts(self, system: str) -> Iterator[dict[str, Json]]:
        """The concepts of a code system in the file, those below others too."""
        found = self._systems.get(system, {})
        level = objects(found.get("concept"))[::-1]
        while level:
            concept = level.pop()
            yield _weighted(concept)
            level += objects(concept.get("concept"))[::-1]

    def _find(self, reference: str) -> dict[str, Json] | None:
        return self._sets.get(reference) or self._sets.get(reference.partition("|")[0])

    def _of(self, value_set: dict[str, Json], seen: set[int]) -> Iterator[Option]:
        if id(value_set) in seen:
            return
        seen.add(id(value_set))
        expansion, compose = value_set.get("expansion"), value_set.get("compose")
        if isinstance(expansion, dict) and objects(expansion.get("contains")):
            yield from _expanded(objects(expansion.get("contains")))
            return
        if not isinstance(compose, dict):
            return
        left_out = {
            (text_of(exclude.get("system")), text_of(concept.get("code")))
            for exclude in objects(compose.get("exclude"))
            for concept in objects(exclude.get("concept"))
        }
        for include in objects(compose.get("include")):
            for option in self._included(include, seen):
                value = option.answer.value
                if (value.get("system", ""), value.get("code", "")) not in left_out:
                    yield option

    def _included(self, include: dict[str, Json], seen: set[int]) -> Iterator[Option]:
        system = text_of(include.get("system"))
        concepts = objects(include.get("concept"))
        known = {text_of(each.get("code")): each for each in self._concepts(system)}
        if not concepts and not include.get("filter"):
            concepts = list(known.values())
        for concept in concepts:
            yield coding_option(system, _told(concept, known.get(text_of(concept.get("code")), {})))
        references = include.get("valueSet")
        for reference in references if isinstance(references, list) else []:
            if isinstance(reference, str) and (other := self._find(reference)):
                yield from self._of(other, seen)


def _expanded(concepts: list[dict[str, Json]]) -> Iterator[Option]:
    for concept in concepts:
        if not concept.get("abstract") and concept.get("code") and not concept.get("inactive"):
            yield coding_option(concept.get("system"), concept)
        yield from _expanded(objects(concept.get("contains")))


def _told(concept: dict[str, Json], known: dict[str, Json]) -> dict[str, Json]:
    """What a value set leaves out of a concept, its code system may tell."""
    extensions = [*objects(concept.get("extension")), *objects(known.get("extension"))]
    return {**known, **concept, "extension": extensions}


def _weighted(concept: dict[str, Json]) -> dict[str, Json]:
    """A concept whose weight is a property (as in R5) with the extension that says the same."""
    for each in objects(concept.get("property")):
        weight = {**each, "url": ITEM_WEIGHT}
        if each.get("code") == "itemWeight" and weight_of({"extension": [weight]}) is not None:
            weight.pop("code")
            return {**concept, "extension": [*objects(concept.get("extension")), weight]}
    return concept


def weight_extensions(source: Mapping[str, Json]) -> list[dict[str, Json]]:
    """The extensions of an element that tell a weight."""
    return [
        each
        for each in objects(source.get("extension"))
        if weight_of({"extension": [each]}) is not None
    ]


def coding_option(system: Json, concept: Mapping[str, Json]) -> Option:
    """A concept as an option; its weight goes along with the coding."""
    coding: dict[str, Json] = {}
    if isinstance(system, str) and system:
        coding["system"] = system
    coding |= {
        key: concept[key] for key in ("code", "display") if isinstance(concept.get(key), str)
    }
    weight = weight_of(concept)
    if weight is not None:
        coding["extension"] = weight_extensions(concept)
    return Option(Answer("Coding", coding), _label(concept), weight=weight)


def _label(concept: Mapping[str, Json]) -> Text:
    """The display with its translations, those of ``designation`` included."""
    label = translated(concept, "display")
    designations = {
        text_of(each.get("language")): text_of(each.get("value"))
        for each in objects(concept.get("designation"))
        if each.get("language") and each.get("value")
    }
    return Text(label.text, {**designations, **label.translations})
