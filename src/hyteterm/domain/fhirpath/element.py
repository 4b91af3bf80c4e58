"""FHIR JSON as a tree of elements that know their type and their parent."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from .quantity import Quantity
from .temporal import Date, DateTime, Time

Json = Any
"""What `json.loads` gives: outside data of any shape."""

PRIMITIVES: Final = {
    "Base64Binary": "base64Binary", "Boolean": "boolean", "Canonical": "canonical",
    "Code": "code", "Date": "date", "DateTime": "dateTime", "Decimal": "decimal", "Id": "id",
    "Instant": "instant", "Integer": "integer", "Markdown": "markdown", "Oid": "oid",
    "PositiveInt": "positiveInt", "String": "string", "Time": "time", "UnsignedInt": "unsignedInt",
    "Uri": "uri", "Url": "url", "Uuid": "uuid",
}  # fmt: skip
"""Endings of choice elements (``valueDate``) that are primitive types."""

_COMPLEX: Final = (
    "Address", "Age", "Annotation", "Attachment", "CodeableConcept", "CodeableReference", "Coding",
    "ContactPoint", "Count", "Distance", "Duration", "Expression", "HumanName", "Identifier",
    "Meta", "Money", "Period", "Quantity", "Range", "Ratio", "Reference", "Timing",
)  # fmt: skip

CHOICES: Final = {**PRIMITIVES, **{name: name for name in _COMPLEX}}
"""Ending of a choice element → type."""

_CHOICE: Final = re.compile(r"[a-z][A-Za-z]*?(" + "|".join(sorted(CHOICES, key=len)[::-1]) + ")")

_NAMED: Final = {
    "answer": "BackboneElement", "answerOption": "BackboneElement", "authored": "dateTime",
    "code": "code", "coding": "Coding", "display": "string", "extension": "Extension",
    "item": "BackboneElement", "linkId": "string", "status": "code", "system": "uri",
    "text": "string", "url": "uri", "identifier": "Identifier", "name": "string",
    "period": "Period", "unit": "string", "modifierExtension": "Extension",
}  # fmt: skip

_PARENT_TYPES: Final = {
    "Age": "Quantity", "Count": "Quantity", "Distance": "Quantity", "Duration": "Quantity",
    "code": "string", "id": "string", "markdown": "string", "canonical": "uri", "oid": "uri",
    "url": "uri", "uuid": "uri", "positiveInt": "integer", "unsignedInt": "integer",
    "BackboneElement": "Element",
}  # fmt: skip


@lru_cache(maxsize=4096)
def choice_type(key: str) -> str:
    """The type that a key such as ``valueCoding`` names, or ``""``."""
    match = _CHOICE.fullmatch(key)
    return CHOICES[match[1]] if match else ""


class Element:
    """A node of a resource.

    `value` is the JSON value (``None`` when only its extensions are known), `extra` the sibling
    ``_name`` of a primitive, `type` a FHIR type as far as it is known.
    """

    __slots__ = ("extra", "key", "parent", "type", "value")

    def __init__(
        self,
        value: Json,
        type_name: str = "",
        key: str = "",
        parent: "Element | None" = None,
        extra: Json = None,
    ) -> None:
        self.value = value
        self.type = type_name
        self.key = key
        self.parent = parent
        self.extra = extra

    def __repr__(self) -> str:
        return f"Element({self.key}: {self.type})"

    def members(self, name: str) -> list["Element"]:
        """The children called ``name``; ``value`` finds ``valueCoding`` and the like."""
        source = self.value if isinstance(self.value, dict) else self.extra
        if not isinstance(source, dict):
            return []
        if name in source or "_" + name in source:
            return self._made(source, name, choice_type(name) or _NAMED.get(name, ""))
        for key in source:
            if key.startswith(name):
                ending = key[len(name) :]
                if ending in CHOICES:
                    return self._made(source, key, CHOICES[ending])
            elif key.startswith("_" + name) and key[len(name) + 1 :] in CHOICES:
                return self._made(source, key[1:], CHOICES[key[len(name) + 1 :]])
        return []

    def _made(self, source: dict[str, Json], key: str, type_name: str) -> list["Element"]:
        value, extra = source.get(key), source.get("_" + key)
        if not isinstance(value, list):
            if value is None and not isinstance(extra, dict):
                return []
            return [Element(value, _resource_type(value) or type_name, key, self, extra)]
        extras = extra if isinstance(extra, list) else []
        return [
            Element(
                each,
                _resource_type(each) or type_name,
                key,
                self,
                extras[index] if index < len(extras) else None,
            )
            for index, each in enumerate(value)
            if not isinstance(each, list)
            and (each is not None or (index < len(extras) and extras[index]))
        ]

    def children(self) -> list["Element"]:
        """All children, in the order of the JSON."""
        source = self.value if isinstance(self.value, dict) else self.extra
        if not isinstance(source, dict):
            return []
        found: list[Element] = []
        for key in source:
            if key.startswith("_"):
                if key[1:] in source:
                    continue
                key = key[1:]
            if key != "resourceType":
                found += self._made(source, key, choice_type(key) or _NAMED.get(key, ""))
        return found

    def descendants(self) -> Iterator["Element"]:
        """Everything below, level by level."""
        level = self.children()
        while level:
            yield from level
            level = [child for each in level for child in each.children()]

    def descendants_with_link_id(self) -> Iterator["Element"]:
        """What `descendants` gives, less all that cannot have a ``linkId``."""
        level = self._towards_link_ids()
        while level:
            for each in level:
                if "linkId" in each.value:
                    yield each
            level = [child for each in level for child in each._towards_link_ids()]

    def _towards_link_ids(self) -> list["Element"]:
        found: list[Element] = []
        for key in self.value:
            if key in _TOWARDS_LINK_IDS:
                found += [
                    each
                    for each in self._made(self.value, key, _NAMED.get(key, ""))
                    if isinstance(each.value, dict)
                ]
        return found

    @property
    def type_name(self) -> str:
        """The FHIR type, guessed from the JSON where the name does not tell it."""
        if self.type:
            return self.type
        match self.value:
            case bool():
                return "boolean"
            case int():
                return "integer"
            case float():
                return "decimal"
            case str():
                return "string"
        return "Element"


_TOWARDS_LINK_IDS: Final = frozenset({"item", "answer", "contained", "entry", "resource"})


def _resource_type(value: Json) -> str:
    found = value.get("resourceType") if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def is_a(type_name: str, wanted: str) -> bool:
    """Whether a FHIR type is ``wanted`` or a kind of it."""
    current: str | None = type_name
    while current:
        if current == wanted:
            return True
        current = _PARENT_TYPES.get(current)
    return False


def root(resource: Json) -> Element:
    """A resource (or any JSON) as an element without a parent."""
    return Element(resource, _resource_type(resource))


_TEMPORAL: Final = {
    "date": Date.parse,
    "dateTime": DateTime.parse,
    "instant": DateTime.parse,
    "time": Time.parse,
}


def system_value(item: object) -> object:
    """The FHIRPath value of an item: of an element its number, text, date or quantity.

    A complex element other than a quantity stays an element; one without a value is ``None``.
    """
    if not isinstance(item, Element):
        return item
    value = item.value
    if isinstance(value, str):
        if parse := _TEMPORAL.get(item.type):
            return parse(value) or value
        return value
    if isinstance(value, dict):
        if is_a(item.type, "Quantity"):
            return _quantity(value) or item
        return item
    if value is None:
        return None
    return value


def _quantity(value: dict[str, Json]) -> Quantity | None:
    amount = value.get("value")
    if isinstance(amount, bool) or not isinstance(amount, int | float):
        return None
    unit = value.get("code") or value.get("unit") or "1"
    return Quantity(amount, str(unit))
