"""Types of items: those of FHIR and those of FHIRPath itself."""

from dataclasses import dataclass
from typing import Final

from .element import Element, is_a
from .quantity import Quantity
from .temporal import Date, DateTime, Time

_SYSTEM: Final[dict[type, str]] = {
    bool: "Boolean",
    int: "Integer",
    float: "Decimal",
    str: "String",
    Date: "Date",
    DateTime: "DateTime",
    Time: "Time",
    Quantity: "Quantity",
}

_AS_SYSTEM: Final = {
    "boolean": "Boolean", "integer": "Integer", "positiveInt": "Integer",
    "unsignedInt": "Integer", "decimal": "Decimal", "string": "String", "code": "String",
    "id": "String", "markdown": "String", "uri": "String", "url": "String", "canonical": "String",
    "oid": "String", "uuid": "String", "base64Binary": "String", "date": "Date",
    "dateTime": "DateTime", "instant": "DateTime", "time": "Time", "Quantity": "Quantity",
}  # fmt: skip
"""FHIR types that are taken for the type of FHIRPath of the same meaning."""


@dataclass(frozen=True, slots=True)
class TypeOf:
    """Namespace (``FHIR`` or ``System``) and name of a type."""

    namespace: str
    name: str

    def is_a(self, wanted: str) -> bool:
        """Whether it is ``wanted`` itself, with or without a namespace, or a kind of it."""
        return self.fits(wanted) and (
            self.namespace == "System"
            or _AS_SYSTEM.get(self.name) != wanted.rpartition(".")[2]
            or self.name == wanted.rpartition(".")[2]
        )

    def fits(self, wanted: str) -> bool:
        """Whether it is ``wanted`` or can stand for it (an ``integer`` for an ``Integer``)."""
        namespace, _, name = wanted.rpartition(".")
        if self.namespace == "System":
            return namespace in ("", "System") and self.name in (name, "Any")
        if namespace in ("", "FHIR") and is_a(self.name, name):
            return True
        if namespace in ("", "FHIR") and name in ("Resource", "DomainResource"):
            return self.name[:1].isupper() and self.name in _RESOURCES
        return namespace in ("", "System") and _AS_SYSTEM.get(self.name) == name


_RESOURCES: Final = frozenset(
    {"Questionnaire", "QuestionnaireResponse", "Patient", "ValueSet", "CodeSystem", "Observation"}
)


def type_of(item: object) -> TypeOf:
    """The type of an item."""
    if isinstance(item, Element):
        return TypeOf("FHIR", item.type_name)
    return TypeOf("System", _SYSTEM.get(type(item), "Any"))
