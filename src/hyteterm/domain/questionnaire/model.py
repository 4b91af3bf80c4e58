"""A questionnaire as the engine sees it, whatever version of FHIR it was written in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from .answer import Answer

Json = Any


class ItemType(StrEnum):
    """Types of items (FHIR R4 codes)."""

    GROUP = "group"
    DISPLAY = "display"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    OPEN_CHOICE = "open-choice"
    STRING = "string"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    DATETIME = "dateTime"
    TIME = "time"
    QUANTITY = "quantity"
    URL = "url"
    ATTACHMENT = "attachment"
    REFERENCE = "reference"
    UNKNOWN = "unknown"
    """A type that FHIR does not know: shown, not answered."""


VALUE_TYPES: Final[Mapping[ItemType, tuple[str, ...]]] = {
    ItemType.BOOLEAN: ("Boolean",),
    ItemType.CHOICE: ("Coding", "String", "Integer", "Date", "Time", "Quantity", "Decimal"),
    ItemType.OPEN_CHOICE: ("Coding", "String", "Integer", "Date", "Time", "Quantity", "Decimal"),
    ItemType.STRING: ("String",),
    ItemType.TEXT: ("String",),
    ItemType.INTEGER: ("Integer",),
    ItemType.DECIMAL: ("Decimal",),
    ItemType.DATE: ("Date",),
    ItemType.DATETIME: ("DateTime",),
    ItemType.TIME: ("Time",),
    ItemType.QUANTITY: ("Quantity",),
    ItemType.URL: ("Uri",),
    ItemType.ATTACHMENT: ("Attachment",),
    ItemType.REFERENCE: ("Reference",),
}
"""Item type → endings of ``value[x]`` that its answers may have, the usual one first."""

UNANSWERABLE: Final = frozenset(
    {
        ItemType.GROUP,
        ItemType.DISPLAY,
        ItemType.ATTACHMENT,
        ItemType.REFERENCE,
        ItemType.UNKNOWN,
    }
)
"""Types that nobody answers here."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text and its translations by language code."""

    text: str = ""
    translations: Mapping[str, str] = field(default_factory=dict, hash=False)

    def in_language(self, language: str) -> str:
        """The translation (``sv`` finds ``sv-FI`` too), else the text as it was written."""
        if language in self.translations:
            return self.translations[language]
        for code, translated in self.translations.items():
            if code.partition("-")[0] == language.partition("-")[0]:
                return translated
        return self.text


@dataclass(frozen=True, slots=True)
class Option:
    """A ready answer."""

    answer: Answer
    label: Text
    prefix: Text = Text()
    weight: int | float | None = None
    exclusive: bool = False
    """No other option may be chosen with it."""
    selected: bool = False
    """Chosen at the start."""


class Operator(StrEnum):
    """Operators of ``enableWhen``."""

    EXISTS = "exists"
    EQUAL = "="
    UNEQUAL = "!="
    GREATER = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="


@dataclass(frozen=True, slots=True)
class Condition:
    """``enableWhen``: the item is there when the question is answered so."""

    question: str
    operator: Operator
    expected: Answer


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression of the form."""

    expression: str
    language: str = "text/fhirpath"
    name: str = ""

    @property
    def is_fhirpath(self) -> bool:
        """Whether this engine can evaluate it."""
        return self.language in ("text/fhirpath", "application/fhirpath", "")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of an amount."""

    code: str
    display: str
    system: str = ""

    def quantity(self, value: int | float) -> dict[str, Json]:
        """An amount in this unit as FHIR writes it."""
        found: dict[str, Json] = {"value": value, "unit": self.display or self.code}
        if self.code and self.system:
            found |= {"system": self.system, "code": self.code}
        return found


@dataclass(frozen=True, slots=True)
class Constraint:
    """A rule that answers must keep, with the form's own words."""

    expression: str
    human: str
    is_error: bool = True


@dataclass(frozen=True)
class Item:
    """A group, a text or a question.  `key` is unique in the questionnaire (mostly the linkId)."""

    key: str
    link_id: str
    type: ItemType
    source: Mapping[str, Json] = field(repr=False, hash=False, compare=False)
    text: Text = Text()
    prefix: Text = Text()
    required: bool = False
    repeats: bool = False
    read_only: bool = False
    hidden: bool = False
    control: str = ""
    """Code of ``itemControl``: ``slider``, ``help``, ``drop-down``, ``gtable``, …"""
    horizontal: bool = False
    """Options side by side (``choiceOrientation``)."""
    options: tuple[Option, ...] = ()
    is_open: bool = False
    """A typed answer is allowed beside the options."""
    missing_value_set: str = ""
    """Value set whose contents are not in the file."""
    initial: tuple[Answer, ...] = ()
    conditions: tuple[Condition, ...] = ()
    all_conditions: bool = False
    """All conditions must hold, not just one."""
    max_length: int | None = None
    min_occurs: int | None = None
    max_occurs: int | None = None
    max_decimals: int | None = None
    min_value: Answer | None = None
    max_value: Answer | None = None
    min_formula: Formula | None = None
    max_formula: Formula | None = None
    step: int | float | None = None
    entry_format: str = ""
    regex: str = ""
    units: tuple[Unit, ...] = ()
    variables: tuple[Formula, ...] = ()
    calculated: Formula | None = None
    initial_formula: Formula | None = None
    enabled_formula: Formula | None = None
    options_formula: Formula | None = None
    constraints: tuple[Constraint, ...] = ()
    items: tuple["Item", ...] = ()

    @property
    def is_question(self) -> bool:
        """Whether somebody can answer it here."""
        return self.type not in UNANSWERABLE

    @property
    def is_choice(self) -> bool:
        """Whether it is answered by choosing."""
        return bool(self.options or self.options_formula) or self.type in (
            ItemType.CHOICE,
            ItemType.OPEN_CHOICE,
        )

    @property
    def value_type(self) -> str:
        """The ending of ``value[x]`` of a typed answer."""
        return VALUE_TYPES.get(self.type, ("String",))[0]

    def walk(self) -> Iterator["Item"]:
        """The item and everything below it, in order."""
        yield self
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire; `source` is its JSON in the shape of R4, unknown extensions included."""

    source: Mapping[str, Json] = field(repr=False, hash=False, compare=False)
    title: Text
    items: tuple[Item, ...]
    url: str = ""
    version: str = ""
    language: str = ""
    fhir: str = "R4"
    """Version of FHIR that its shape is of: STU3, R4 or R5."""
    variables: tuple[Formula, ...] = ()

    def walk(self) -> Iterator[Item]:
        """All items, in order."""
        for item in self.items:
            yield from item.walk()

    @cached_property
    def by_key(self) -> Mapping[str, Item]:
        """Item of each key."""
        return {item.key: item for item in self.walk()}

    @cached_property
    def ancestors(self) -> Mapping[str, tuple[Item, ...]]:
        """Key → the items above it, outermost first."""
        found: dict[str, tuple[Item, ...]] = {}

        def note(item: Item, above: tuple[Item, ...]) -> None:
            found[item.key] = above
            for child in item.items:
                note(child, (*above, item))

        for item in self.items:
            note(item, ())
        return found

    @cached_property
    def below(self) -> Mapping[str, frozenset[str]]:
        """linkId → linkIds of the item and of all below it."""
        found: dict[str, frozenset[str]] = {}

        def note(item: Item) -> frozenset[str]:
            own = frozenset({item.link_id}).union(*map(note, item.items))
            found[item.link_id] = found.get(item.link_id, frozenset()) | own
            return own

        for item in self.items:
            note(item)
        return found

    @property
    def languages(self) -> tuple[str, ...]:
        """Its own language and those that its texts are translated into."""
        found = {self.language: None} if self.language else {}
        texts = [self.title, *(item.text for item in self.walk())]
        return tuple(found | {code: None for text in texts for code in text.translations})
