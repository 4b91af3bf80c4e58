"""National descriptions (pohjakuvaukset) of PTV's release package as services of the country."""

import json
from collections.abc import Iterable
from typing import Any

from hyteterm.catalogue_sources.lenient import parsed, record_id
from hyteterm.catalogue_sources.low_threshold import low_threshold_of
from hyteterm.catalogue_sources.ptv_models import GeneralDescription, KeyValue, LabelText
from hyteterm.catalogue_sources.ptv_service import (
    PRICES,
    SOURCE,
    keywords_by_language,
)
from hyteterm.catalogue_sources.reading import UnusableRecord
from hyteterm.catalogue_sources.target_groups import target_groups_of
from hyteterm.catalogue_sources.texts import clean_line, joined, localized_text
from hyteterm.catalogue_sources.themes import themes_of
from hyteterm.domain.localized import LocalizedText
from hyteterm.domain.service import Price, Provider, Service, service_id
from hyteterm.domain.vocabulary import PriceKind, ProviderType

_PROVIDER = Provider(names={"fi": "Kansallinen pohjakuvaus"}, type=ProviderType.STATE)


def is_general_description(record: Any) -> bool:
    """Whether the record has the shape of a general description (capitalised members)."""
    return (
        isinstance(record, dict)
        and "Name" in record
        and ("ShortDescription" in record or "ReferenceCode" in record)
    )


def _plain(label: str) -> str:
    """The text of a label; rich text comes as the JSON of an editor: blocks of text."""
    if not label.startswith("{"):
        return label
    try:
        blocks = json.loads(label)["blocks"]
        return "\n".join(str(block.get("text") or "") for block in blocks)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return label


def _texts(labels: Iterable[LabelText], *, line: bool = False) -> LocalizedText:
    return localized_text(((each.Lang, _plain(each.Label)) for each in labels), line=line)


def _names(values: Iterable[KeyValue]) -> list[tuple[str, str]]:
    return [("", clean_line(value.Value)) for value in values]


def general_service_of(record: Any) -> Service:
    """A general description as a nationwide service.  Raises `UnusableRecord`."""
    body = parsed(GeneralDescription, record)
    source_id = record_id(body.Id)
    names = _texts(body.Name, line=True)
    if not names:
        raise UnusableRecord("no-name")
    summaries = _texts(body.ShortDescription)
    descriptions = joined([_texts(body.Description), _texts(body.BackgroundDescription)])
    instructions = _texts(body.UserInstructions)
    classes = _names(body.ServiceClass)
    terms = [name for _, name in _names(body.OntologyTerm) if name]
    return Service(
        id=service_id(SOURCE, source_id),
        source=SOURCE,
        source_id=source_id,
        names=names,
        summaries=summaries,
        descriptions=descriptions,
        instructions=instructions,
        themes=themes_of(classes, terms),
        target_groups=target_groups_of(_names(body.TargetGroup), terms),
        nationwide=True,
        provider=_PROVIDER,
        price=Price(
            kind=PRICES.get(body.ChargeType.strip().lower(), PriceKind.UNKNOWN),
            notes=_texts(body.ChargeTypeAdditionalInfo),
        ),
        eligibility=_texts(body.ServiceRestrictions),
        low_threshold=low_threshold_of(
            text for each in (summaries, descriptions, instructions) for text in each.values()
        ),
        keywords=keywords_by_language({"fi": term} for term in terms),
        classes=tuple(sorted({name for _, name in classes} - {""})),
        family=source_id,
    )
