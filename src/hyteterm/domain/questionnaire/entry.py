"""What was typed or chosen → answers of an item."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from .answer import Answer, date_text, moment_text, number, time_text
from .model import Item, ItemType, Unit

Json = Any

Value = Answer | str | bool | int | float | Mapping[str, Json]
"""What `answer_of` takes: an answer, typed text, a plain value, or a coding or quantity as JSON."""


class NotUnderstood(ValueError):
    """What was typed is no answer of this item (the message never holds what was typed)."""


_YES: Final = frozenset({"true", "1", "k", "kyllä", "j", "ja", "y", "yes"})
_NO: Final = frozenset({"false", "0", "e", "ei", "n", "nej", "no"})


def answer_of(item: Item, value: Value, options: tuple[Answer, ...] = ()) -> Answer:
    """The answer that ``value`` means for ``item``; ``options`` replace those of the item.

    An option is found by its answer, its code or its label in any language.  Raises
    `NotUnderstood`.
    """
    ready = options or tuple(option.answer for option in item.options)
    if isinstance(value, Answer):
        return next((option for option in ready if option.same(value)), value)
    if found := _option(item, value, ready):
        return found
    kind = item.type
    if kind in (ItemType.CHOICE, ItemType.OPEN_CHOICE):
        return _open_choice(item, value, bool(ready))
    if ready and not item.is_open and kind not in _TYPED:
        raise NotUnderstood("not an option")
    answer = _TYPED[kind](item, value) if kind in _TYPED else None
    if answer is None and item.is_open:
        answer = _text(item, value)
    if answer is None:
        raise NotUnderstood(f"no {kind}")
    return answer


def _option(item: Item, value: Value, ready: tuple[Answer, ...]) -> Answer | None:
    if isinstance(value, Mapping):
        wanted = Answer("Quantity" if "value" in value else "Coding", dict(value))
        return next((option for option in ready if option.same(wanted)), None)
    text = str(value).strip().casefold()
    if isinstance(value, bool):
        return None
    for option in ready:
        if option.type == "Coding" and str(option.value.get("code", "")).casefold() == text:
            return option
        if str(option).casefold() == text:
            return option
    for each in item.options:
        if text in {
            label.casefold() for label in (each.label.text, *each.label.translations.values())
        }:
            return each.answer
    return None


def _open_choice(item: Item, value: Value, has_options: bool) -> Answer:
    if isinstance(value, Mapping):
        return Answer("Coding", dict(value))
    text = str(value).strip()
    if not text or (has_options and not item.is_open):
        raise NotUnderstood("not an option")
    # A choice takes codings only: a value set that is not in the file is answered in words.
    return (
        Answer("String", text)
        if item.type is ItemType.OPEN_CHOICE
        else Answer("Coding", {"display": text})
    )


def _boolean(item: Item, value: Value) -> Answer | None:
    if isinstance(value, bool):
        return Answer("Boolean", value)
    text = str(value).strip().casefold()
    if text in _YES or text in _NO:
        return Answer("Boolean", text in _YES)
    return None


def _text(item: Item, value: Value) -> Answer | None:
    text = str(value).strip()
    return Answer("String", text) if text and not isinstance(value, Mapping) else None


def _number(value: Value) -> int | float | None:
    if isinstance(value, bool | Mapping | Answer):
        return None
    return number(value) if isinstance(value, str) else value


def _integer(item: Item, value: Value) -> Answer | None:
    found = _number(value)
    if found is None or (isinstance(found, float) and not found.is_integer()):
        return None
    return Answer("Integer", int(found))


def _decimal(item: Item, value: Value) -> Answer | None:
    found = _number(value)
    return None if found is None else Answer("Decimal", found)


def _quantity(item: Item, value: Value) -> Answer | None:
    if isinstance(value, Mapping):
        return Answer("Quantity", dict(value)) if "value" in value else None
    amount, unit = value, ""
    if isinstance(value, str):
        digits = value.strip().rstrip(
            "abcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ%/²³µ°"
        )
        amount, unit = digits, value.strip()[len(digits) :].strip()
    found = _number(amount)
    if found is None:
        return None
    units = item.units
    chosen = next((each for each in units if unit and unit in (each.code, each.display)), None)
    if chosen is None and unit:
        chosen = Unit("", unit)
    if chosen is None and units:
        chosen = units[0]
    return Answer("Quantity", chosen.quantity(found) if chosen else {"value": found})


def _written(
    kind: str, convert: Callable[[str], str | None]
) -> Callable[[Item, Value], Answer | None]:
    def build(item: Item, value: Value) -> Answer | None:
        found = convert(str(value))
        return Answer(kind, found) if found else None

    return build


def _address(text: str) -> str | None:
    trimmed = text.strip()
    return trimmed if trimmed and not any(map(str.isspace, trimmed)) else None


_TYPED: Final[Mapping[ItemType, Callable[[Item, Value], Answer | None]]] = {
    ItemType.BOOLEAN: _boolean,
    ItemType.STRING: _text,
    ItemType.TEXT: _text,
    ItemType.INTEGER: _integer,
    ItemType.DECIMAL: _decimal,
    ItemType.QUANTITY: _quantity,
    ItemType.DATE: _written("Date", date_text),
    ItemType.DATETIME: _written("DateTime", moment_text),
    ItemType.TIME: _written("Time", time_text),
    ItemType.URL: _written("Uri", _address),
}
"""Item type → how a typed value becomes an answer."""


def calculated_answer(item: Item, value: Json) -> Answer | None:
    """A calculated value, as JSON, as an answer of ``item``; ``None`` where it does not fit."""
    match item.type, value:
        case ItemType.INTEGER, int() | float() if not isinstance(value, bool):
            return Answer("Integer", int(value)) if float(value).is_integer() else None
        case ItemType.DECIMAL, int() | float() if not isinstance(value, bool):
            return Answer("Decimal", value)
        case ItemType.QUANTITY, int() | float() if not isinstance(value, bool):
            unit = item.units[0] if item.units else None
            return Answer("Quantity", unit.quantity(value) if unit else {"value": value})
        case ItemType.QUANTITY, dict():
            return Answer("Quantity", value)
        case ItemType.BOOLEAN, bool():
            return Answer("Boolean", value)
        case ((ItemType.STRING | ItemType.TEXT), str()):
            return Answer("String", value) if value else None
        case ((ItemType.STRING | ItemType.TEXT), dict()):
            shown = value.get("display") or value.get("code")
            return Answer("String", shown) if isinstance(shown, str) else None
        case ((ItemType.STRING | ItemType.TEXT), int() | float()):
            return Answer("String", str(value).lower() if isinstance(value, bool) else str(value))
        case ((ItemType.CHOICE | ItemType.OPEN_CHOICE), dict()):
            return answer_of(item, Answer("Coding", value))
        case ((ItemType.CHOICE | ItemType.OPEN_CHOICE), str()):
            found = _option(item, value, tuple(option.answer for option in item.options))
            return found or (Answer("String", value) if item.is_open else None)
        case ((ItemType.CHOICE | ItemType.OPEN_CHOICE), int() | float()):
            return _option(item, value, tuple(option.answer for option in item.options))
        case ((ItemType.DATE | ItemType.DATETIME | ItemType.TIME | ItemType.URL), str()):
            try:
                return answer_of(item, value[:10] if item.type is ItemType.DATE else value)
            except NotUnderstood:
                return None
    return None
