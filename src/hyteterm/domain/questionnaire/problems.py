"""What is wrong with an answer, or missing."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final

from ..message import N_
from .answer import Answer
from .model import VALUE_TYPES, Item, ItemType
from .tree import Path


class Fault(StrEnum):
    """Sorts of problems."""

    MISSING = "missing"
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    WRONG_TYPE = "wrong-type"
    NOT_AN_OPTION = "not-an-option"
    TOO_LONG = "too-long"
    TOO_SMALL = "too-small"
    TOO_GREAT = "too-great"
    TOO_PRECISE = "too-precise"
    PATTERN = "pattern"
    EXCLUSIVE = "exclusive"
    CONSTRAINT = "constraint"


FAULT_TEXTS: Final[Mapping[Fault, str]] = {
    Fault.MISSING: N_("Tähän tarvitaan vastaus."),
    Fault.TOO_FEW: N_("Valitse tai kirjoita vähintään {limit}."),
    Fault.TOO_MANY: N_("Vastauksia enintään {limit}."),
    Fault.WRONG_TYPE: N_("Vastaus on väärässä muodossa."),
    Fault.NOT_AN_OPTION: N_("Valitse vaihtoehdoista."),
    Fault.TOO_LONG: N_("Merkkejä enintään {limit}."),
    Fault.TOO_SMALL: N_("Vähintään {limit}."),
    Fault.TOO_GREAT: N_("Enintään {limit}."),
    Fault.TOO_PRECISE: N_("Desimaaleja enintään {limit}."),
    Fault.PATTERN: N_("Kirjoita muodossa {limit}."),
    Fault.EXCLUSIVE: N_("Tätä vaihtoehtoa ei voi valita toisen kanssa."),
    Fault.CONSTRAINT: N_("{limit}"),
}
"""What each sort means, for people; ``limit`` is `Problem.limit`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem at a place; `limit` is the limit that was passed, never an answer."""

    path: Path
    link_id: str
    fault: Fault
    limit: str = ""
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of a value; they may be calculated."""

    least: Answer | None = None
    greatest: Answer | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What is looked at: an item, its answers, its limits and its options."""

    item: Item
    answers: tuple[Answer, ...]
    bounds: Bounds
    options: tuple[Answer, ...] = ()
    texts: tuple[str, ...] = field(default=())


def faults(given: Given) -> Iterator[tuple[Fault, str]]:
    """The problems of the answers that are there; a missing one is not among them."""
    for check in _CHECKS:
        yield from check(given)


def _types(given: Given) -> Iterator[tuple[Fault, str]]:
    accepted = VALUE_TYPES.get(given.item.type, ()) + (("String",) if given.item.is_open else ())
    options = {option.type for option in given.options}
    for answer in given.answers:
        if not answer.is_sound() or (answer.type not in accepted and answer.type not in options):
            yield Fault.WRONG_TYPE, ""


def _options(given: Given) -> Iterator[tuple[Fault, str]]:
    if not given.options or given.item.is_open:
        return
    for answer in given.answers:
        if not any(option.same(answer) for option in given.options):
            yield Fault.NOT_AN_OPTION, ""


def _numbers(given: Given) -> Iterator[tuple[Fault, str]]:
    least, most = given.item.min_occurs, given.item.max_occurs
    count = len(given.answers)
    if count and least is not None and count < least:
        yield Fault.TOO_FEW, str(least)
    if not given.item.repeats:
        most = 1
    if most is not None and count > most:
        yield Fault.TOO_MANY, str(most)


def _lengths(given: Given) -> Iterator[tuple[Fault, str]]:
    limit = given.item.max_length
    for answer in given.answers:
        if limit is not None and isinstance(answer.value, str) and len(answer.value) > limit:
            yield Fault.TOO_LONG, str(limit)


def _limits(given: Given) -> Iterator[tuple[Fault, str]]:
    for answer in given.answers:
        value = answer
        for limit, fault, wrong in (
            (given.bounds.least, Fault.TOO_SMALL, -1),
            (given.bounds.greatest, Fault.TOO_GREAT, 1),
        ):
            if limit is None:
                continue
            if answer.type == "Quantity" and limit.type != "Quantity":
                value = Answer("Decimal", answer.value.get("value"))
            if value.order(limit) == wrong:
                yield fault, str(limit)


def _decimals(given: Given) -> Iterator[tuple[Fault, str]]:
    limit = given.item.max_decimals
    for answer in given.answers:
        if limit is not None and isinstance(answer.value, float):
            exponent = Decimal(repr(answer.value)).normalize().as_tuple().exponent
            if isinstance(exponent, int) and -exponent > limit:
                yield Fault.TOO_PRECISE, str(limit)


@lru_cache(maxsize=256)
def pattern_of(text: str) -> re.Pattern[str] | None:
    """The pattern of the form; ``None`` (no check) when it is not understood."""
    try:
        return re.compile(text)
    except (re.error, RecursionError, OverflowError):
        return None


def _patterns(given: Given) -> Iterator[tuple[Fault, str]]:
    if not given.item.regex or given.item.type not in (
        ItemType.STRING,
        ItemType.TEXT,
        ItemType.URL,
    ):
        return
    pattern = pattern_of(given.item.regex)
    for answer in given.answers:
        if pattern and isinstance(answer.value, str) and not pattern.fullmatch(answer.value):
            yield Fault.PATTERN, given.item.entry_format or given.item.regex


def _exclusive(given: Given) -> Iterator[tuple[Fault, str]]:
    if len(given.answers) < 2:
        return
    alone = [option.answer for option in given.item.options if option.exclusive]
    if any(answer.same(other) for answer in given.answers for other in alone):
        yield Fault.EXCLUSIVE, ""


_CHECKS: Final[tuple[Callable[[Given], Iterator[tuple[Fault, str]]], ...]] = (
    _types,
    _options,
    _numbers,
    _lengths,
    _limits,
    _decimals,
    _patterns,
    _exclusive,
)
