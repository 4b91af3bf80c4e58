"""An answer: one value of one FHIR type."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from ..fhirpath import Element
from ..fhirpath.element import CHOICES
from ..fhirpath.equality import equal_items, order
from ..fhirpath.errors import FhirPathError
from ..fhirpath.temporal import Date, DateTime, Time

Json = Any

WHOLE_NUMBER: Final = re.compile(r"[+-]?\d{1,18}")
NUMBER: Final = re.compile(r"[+-]?(\d{1,18}([.,]\d{1,12})?|[.,]\d{1,12})")


@dataclass(frozen=True, slots=True)
class Answer:
    """A value and the ending of its FHIR name: ``Integer``, ``Coding``, ``Date``, …"""

    type: str
    value: Json = field(hash=False)

    def to_json(self) -> dict[str, Json]:
        """``{"valueInteger": 3}``."""
        return {f"value{self.type}": self.value}

    @staticmethod
    def from_json(source: object, stem: str = "value") -> Answer | None:
        """The value of ``{"valueInteger": 3}``; ``None`` where there is none that makes sense."""
        if not isinstance(source, dict):
            return None
        for key, value in source.items():
            if key.startswith(stem) and key[len(stem) :] in CHOICES and value is not None:
                found = Answer(key[len(stem) :], value)
                return found if found.is_sound() else None
        return None

    def is_sound(self) -> bool:
        """Whether the JSON value is of the type that it claims."""
        match self.type:
            case "Boolean":
                return isinstance(self.value, bool)
            case "Integer" | "PositiveInt" | "UnsignedInt":
                return isinstance(self.value, int) and not isinstance(self.value, bool)
            case "Decimal":
                return _is_number(self.value)
            case "Quantity" if isinstance(self.value, dict) and "value" in self.value:
                return _is_number(self.value["value"])
            case "Coding" | "Quantity" | "Reference" | "Attachment":
                return isinstance(self.value, dict)
            case "Date":
                return isinstance(self.value, str) and Date.parse(self.value) is not None
            case "DateTime":
                return isinstance(self.value, str) and DateTime.parse(self.value) is not None
            case "Time":
                return isinstance(self.value, str) and Time.parse(self.value) is not None
            case "String" | "Uri" | "Url" | "Text":
                return isinstance(self.value, str)
        return True

    def element(self) -> Element:
        """The value for FHIRPath."""
        return Element(self.value, CHOICES.get(self.type, ""), f"value{self.type}")

    def same(self, other: Answer) -> bool:
        """Whether both say the same: of codings, the code and (where both have one) the system."""
        if self.type == "Coding" and other.type == "Coding":
            return same_coding(self.value, other.value)
        return equal_items(self.element(), other.element()) is True

    def order(self, other: Answer) -> int | None:
        """-1, 0, 1; ``None`` where they have no order.  Codings go by their weight."""
        try:
            return order(self.element(), other.element())
        except FhirPathError:
            return None

    def __str__(self) -> str:
        return plain_text(self)


def _is_number(value: Json) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value)


def same_coding(left: Mapping[str, Json], right: Mapping[str, Json]) -> bool:
    """Equal codes of one system; without codes, equal displays."""
    if "code" in left or "code" in right:
        systems = left.get("system"), right.get("system")
        same_system = systems[0] == systems[1] or not all(systems)
        return left.get("code") == right.get("code") and same_system
    return left.get("display") == right.get("display")


def plain_text(answer: Answer) -> str:
    """The value without its option's label: codings by display or code, numbers in digits."""
    value = answer.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        if "value" in value:
            return f"{value['value']} {value.get('unit') or value.get('code') or ''}".strip()
        return str(value.get("display") or value.get("code") or value.get("reference") or "")
    return str(value)


def number(text: str) -> int | float | None:
    """A typed number, with a comma or a point; ``None`` when it is none."""
    typed = text.strip().replace("−", "-").replace(" ", "")
    if not NUMBER.fullmatch(typed):
        return None
    try:
        value = Decimal(typed.replace(",", "."))
    except InvalidOperation:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


_FINNISH_DATE: Final = re.compile(r"(?:(?:(\d{1,2})\.)?(\d{1,2})\.)?(\d{4})")
_TYPED_TIME: Final = re.compile(r"(\d{1,2})(?:[.:](\d{2})(?:[.:](\d{2}))?)?")


def date_text(text: str) -> str | None:
    """A date typed as ``1.2.2026``, ``2.2026``, ``2026`` or in ISO, as FHIR writes it."""
    typed = text.strip()
    if match := _FINNISH_DATE.fullmatch(typed):
        day, month, year = match.groups()
        typed = "-".join([year] + [part.zfill(2) for part in (month, day) if part])
    return typed if Date.parse(typed) else None


def time_text(text: str) -> str | None:
    """A time typed as ``8.30``, ``8:30`` or ``8``, as FHIR writes it (``08:30:00``)."""
    match = _TYPED_TIME.fullmatch(text.strip())
    if not match:
        return None
    typed = ":".join(part.zfill(2) for part in (match[1], match[2] or "00", match[3] or "00"))
    return typed if Time.parse(typed) else None


def moment_text(text: str) -> str | None:
    """A date, or a date and a time of day, as FHIR writes it; the offset is kept if typed."""
    typed = text.strip()
    if DateTime.parse(typed):
        return typed
    day, _, clock = typed.partition(" ")
    date = date_text(day)
    if date is None or not clock:
        return date
    time = time_text(clock)
    return f"{date}T{time}" if time else None
