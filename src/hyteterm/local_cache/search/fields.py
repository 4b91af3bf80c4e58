"""What of a service is searched, and how much each field says about it."""

import re
import zlib
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from math import exp
from typing import Final, NamedTuple

from hyteterm.domain.localized import LocalizedText
from hyteterm.domain.service import Service
from hyteterm.domain.vocabulary import TARGET_GROUP_LABELS, THEME_LABELS
from hyteterm.local_cache.search.bitmaps import CLASSES, IMPACT
from hyteterm.local_cache.search.folding import fold, words

_TRAILING_PLACE: Final = re.compile(r"\s*(?:[–—|(/,]|\s-\s).*$")
_CAPITALS_AND_DIGITS: Final = re.compile(r"(?<!^)\b(?:[A-ZÅÄÖ]\w*|\d+)")


class Field(IntEnum):
    """The searched fields."""

    NAME = 0
    KEYWORDS = 1
    SUMMARY = 2
    CLASSES = 3
    PROVIDER = 4
    DESCRIPTION = 5
    BOILERPLATE = 6


AMOUNT: Final = {
    Field.NAME: 150,
    Field.KEYWORDS: 80,
    Field.SUMMARY: 60,
    Field.CLASSES: 25,
    Field.PROVIDER: 30,
    Field.DESCRIPTION: 18,
    Field.BOILERPLATE: 2,
}
"""What one occurrence adds, in hundredths; impact = 1 − e^−sum, so evidence saturates."""

PART_SHARE: Final = 0.6
"""A compound part says this much of what the whole word would."""
MOST: Final = 400


def _class_of(amount: int) -> int:
    impact = 1 - exp(-amount / 100)
    return min(range(1, CLASSES), key=lambda key: abs(IMPACT[key] - impact))


CLASS_OF: Final = tuple(_class_of(amount) for amount in range(MOST + 1))
"""Summed amount → impact class."""


class Text(NamedTuple):
    """One text of a service."""

    field: Field
    language: str
    text: str


class Row(NamedTuple):
    """A row of ``search_rows`` without its document number."""

    id: str
    source_id: str
    name_fi: str
    name_sv: str
    name_en: str
    summary_fi: str
    summary_sv: str
    summary_en: str
    provider: str
    municipalities: str
    free: int | None
    referral_type: str
    modified: str
    signature: int


def texts(service: Service) -> Iterator[Text]:
    """The texts of a service, field by field."""
    for field, localized in (
        (Field.NAME, service.names),
        (Field.SUMMARY, service.summaries),
        (Field.PROVIDER, service.provider.names),
        (Field.DESCRIPTION, service.descriptions),
        (Field.DESCRIPTION, service.instructions),
        (Field.DESCRIPTION, service.eligibility),
    ):
        for language, text in localized.items():
            if text:
                yield Text(field, language, text)
    for language, keywords in service.keywords.items():
        yield Text(Field.KEYWORDS, language, "\n".join(dict.fromkeys(keywords)))
    labels = [TARGET_GROUP_LABELS[group] for group in service.target_groups]
    labels += [THEME_LABELS[theme] for theme in service.themes]
    labels += service.classes
    if labels:
        yield Text(Field.CLASSES, "fi", "\n".join(dict.fromkeys(labels)))


def row(service: Service) -> Row:
    """What the result list shows of a service."""
    names = _by_language(service.names)
    summaries = _by_language(service.summaries)
    free = {"free": 1, "charged": 0}.get(service.price.kind)
    modified = service.modified.date().isoformat() if service.modified else ""
    return Row(
        service.id,
        service.source_id,
        *names,
        *summaries,
        _any(service.provider.names),
        " ".join(service.municipalities),
        free,
        service.referral_type,
        modified,
        signature(service),
    )


def signature(service: Service) -> int:
    """The same number for copies of one service: same text and name, another municipality."""
    name = _TRAILING_PLACE.sub("", _any(service.names)) or _any(service.names)
    body = service.family or _any(service.summaries) or _any(service.descriptions)
    return _hash(" ".join(words(name)) + "\n" + fold(body))


@lru_cache(maxsize=16_000)
def sentence_hash(sentence: str) -> int:
    """A number that is the same for a sentence with another place, name or figure in it."""
    return zlib.crc32(fold(_CAPITALS_AND_DIGITS.sub("", sentence)).encode())


def sets(service: Service) -> Iterator[str]:
    """The named sets (filters and facets) a service belongs to; see `segments.SET_MARK`."""
    yield "all"
    for theme in service.themes:
        yield f"theme:{theme}"
    for group in service.target_groups:
        yield f"group:{group}"
    for code in service.municipalities:
        yield f"municipality:{code}"
    if service.nationwide:
        yield "nationwide"
    yield f"provider:{service.provider.type}"
    yield f"price:{service.price.kind}"
    for language in service.languages:
        yield f"language:{language}"
    if service.referral_type:
        yield "referral"
    if service.modified:
        quarter = (service.modified.month - 1) // 3
        yield f"quarter:{service.modified.year * 4 + quarter}"


def _by_language(text: LocalizedText) -> tuple[str, str, str]:
    known = (text.get("fi", ""), text.get("sv", ""), text.get("en", ""))
    return known if any(known) else (_any(text), "", "")


def _any(text: LocalizedText) -> str:
    return text.get("fi") or text.get("sv") or text.get("en") or next(iter(text.values()), "")


def _hash(text: str) -> int:
    data = text.encode()
    return zlib.crc32(data) << 31 ^ zlib.adler32(data)
