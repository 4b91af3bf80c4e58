"""A service body of PTV v11 as our `Service`."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from pydantic import BaseModel

from hyteterm.catalogue_sources.lenient import parsed, record_id
from hyteterm.catalogue_sources.low_threshold import low_threshold_of
from hyteterm.catalogue_sources.provider_types import municipality_of, provider_type
from hyteterm.catalogue_sources.ptv_channels import (
    accessibility,
    channels_of,
    contact_channels,
    in_order,
    texts,
)
from hyteterm.catalogue_sources.ptv_models import (
    Area,
    Coded,
    LanguageText,
    OrganizationLink,
    PtvChannel,
    PtvService,
)
from hyteterm.catalogue_sources.reading import UnusableRecord
from hyteterm.catalogue_sources.target_groups import target_groups_of
from hyteterm.catalogue_sources.texts import clean_line, joined, language_code, moment
from hyteterm.catalogue_sources.themes import themes_of
from hyteterm.domain.localized import LocalizedText, localized
from hyteterm.domain.municipality import municipalities_of_region, municipality_code
from hyteterm.domain.service import (
    Channel,
    Price,
    Provider,
    Service,
    Tombstone,
    service_id,
)
from hyteterm.domain.vocabulary import PriceKind, ProviderType

SOURCE: Final = "ptv"

PRICES: Final[dict[str, PriceKind]] = {
    "freeofcharge": PriceKind.FREE,
    "free": PriceKind.FREE,
    "chargeable": PriceKind.CHARGED,
    "charged": PriceKind.CHARGED,
}
"""serviceChargeType of this and older versions → price; anything else is unknown."""

_PUBLISHED: Final = frozenset({"", "published"})
_WITHDRAWN: Final = frozenset({"archived", "withdrawn", "deleted", "removed", "oldpublished"})

_NATIONWIDE: Final = frozenset(
    {
        "nationwide",
        "wholecountry",
        "nationwideexceptalandislands",
        "wholecountryexceptalandislands",
    }
)

_DESCRIPTION_TYPES: Final[dict[str, frozenset[str]]] = {
    "summary": frozenset({"Summary", "ShortDescription"}),
    "description": frozenset({"Description", "BackgroundDescription"}),
    "instruction": frozenset({"UserInstruction", "ServiceUserInstruction"}),
    "price": frozenset({"ChargeTypeAdditionalInfo"}),
}
"""Our text → the types that hold it in this and older versions."""


class JoinedChannel(BaseModel):
    """What a service takes over from one channel body."""

    channels: tuple[Channel, ...] = ()
    accessibility: LocalizedText = {}


ChannelLookup = Callable[[str], JoinedChannel | None]
"""Channel id → its ways; None for a channel that the source did not give."""


def joined_channel(record: Any) -> tuple[str, JoinedChannel, tuple[str, ...]]:
    """Id, ways and the services of a channel body.

    Raises `UnusableRecord`.  A channel that is no longer published has no ways.
    """
    body = parsed(PtvChannel, record)
    source_id = record_id(body.id)
    if body.publishingStatus.lower() not in _PUBLISHED:
        return source_id, JoinedChannel(), ()
    return (
        source_id,
        JoinedChannel(channels=channels_of(body), accessibility=accessibility(body.addresses)),
        tuple(link.service.id.strip().lower() for link in body.services if link.service.id),
    )


def coded_names(items: Iterable[Coded]) -> list[tuple[str, str]]:
    """(code, name) pairs, the name in Finnish if there is one."""
    pairs = []
    for item in items:
        code = item.code.strip() or item.uri.rstrip("/").rpartition("/code/")[2]
        pairs.append((code, localized(texts(item.name, line=True))))
    return pairs


def _of_types(values: Iterable[LanguageText], kind: str) -> LocalizedText:
    types = _DESCRIPTION_TYPES[kind]
    return texts(value for value in values if value.type in types)


def _municipalities(areas: Iterable[Area]) -> tuple[str, ...]:
    codes: set[str] = set()
    for area in areas:
        listed = {municipality_code(each.code) for each in area.municipalities} - {""}
        if not listed and area.type == "Municipality":
            listed = {municipality_code(area.code)} - {""}
        if not listed and area.type in ("Region", "Province"):
            listed = set(municipalities_of_region(area.code))
        codes |= listed
    return tuple(sorted(codes))


def provider_of(links: Iterable[OrganizationLink]) -> Provider:
    """The responsible organisation; another one when none is named so."""
    named = [link for link in links if link.organization.name.strip()]
    named.sort(key=lambda link: link.roleType != "Responsible")
    if not named:
        return Provider()
    name = clean_line(named[0].organization.name)
    return Provider(
        id=clean_line(named[0].organization.id).lower(),
        names={"fi": name} if name else {},
        type=provider_type(name),
    )


def keywords_by_language(groups: Iterable[LocalizedText]) -> dict[str, tuple[str, ...]]:
    """Language → keywords, each once, in alphabetical order."""
    found: dict[str, set[str]] = {}
    for group in groups:
        for language, value in group.items():
            found.setdefault(language, set()).add(value)
    return {language: tuple(sorted(words)) for language, words in sorted(found.items())}


def service_of(
    record: Any, channel: ChannelLookup, also: Iterable[str] = ()
) -> Service | Tombstone:
    """A service body; ``also`` are ids of channels that name this service themselves.

    Archived and withdrawn bodies become tombstones.  Raises `UnusableRecord`.
    """
    body = parsed(PtvService, record)
    source_id = record_id(body.id)
    status = body.publishingStatus.strip().lower()
    changed = moment(body.modified)
    if status in _WITHDRAWN:
        return Tombstone(source=SOURCE, source_id=source_id, at=changed)
    if status not in _PUBLISHED:
        raise UnusableRecord("not-published", status[:20])
    names = texts((each for each in body.serviceNames if each.type in ("", "Name")), line=True)
    if not names:
        raise UnusableRecord("no-name")
    summaries = _of_types(body.serviceDescriptions, "summary")
    descriptions = _of_types(body.serviceDescriptions, "description")
    instructions = _of_types(body.serviceDescriptions, "instruction")
    eligibility = texts(body.requirements)
    classes = coded_names(body.serviceClasses)
    terms = [texts(term.name, line=True) for term in body.ontologyTerms]
    words = [texts([word], line=True) for word in body.keywords]
    others = [
        texts([name], line=True) for name in body.serviceNames if name.type not in ("", "Name")
    ]
    finnish_terms = [term["fi"] for term in (*terms, *words) if "fi" in term]
    provider = provider_of(body.organizations)
    ways, access = _ways(body, channel, also)
    nationwide = body.areaType.strip().lower() in _NATIONWIDE
    return Service(
        id=service_id(SOURCE, source_id),
        source=SOURCE,
        source_id=source_id,
        names=names,
        summaries=summaries,
        descriptions=descriptions,
        instructions=instructions,
        themes=themes_of(classes, finnish_terms),
        target_groups=target_groups_of(coded_names(body.targetGroups), finnish_terms),
        municipalities=() if nationwide else _places(body.areas, provider),
        nationwide=nationwide,
        provider=provider,
        price=Price(
            kind=PRICES.get(body.serviceChargeType.strip().lower(), PriceKind.UNKNOWN),
            notes=_of_types(body.serviceDescriptions, "price"),
        ),
        channels=ways,
        eligibility=eligibility,
        accessibility=access,
        low_threshold=low_threshold_of(
            text for each in (summaries, descriptions, instructions) for text in each.values()
        ),
        languages=tuple(sorted({language_code(code) for code in body.languages} - {""})),
        keywords=keywords_by_language([*terms, *words, *others]),
        classes=tuple(sorted({name or code for code, name in classes} - {""})),
        family=body.generalDescriptionId.strip().lower(),
        modified=changed,
    )


def _places(areas: Iterable[Area], provider: Provider) -> tuple[str, ...]:
    """Municipalities of the areas; without any, that of a municipality which provides it."""
    found = _municipalities(areas)
    if found or provider.type is not ProviderType.MUNICIPALITY:
        return found
    own = municipality_of(localized(provider.names))
    return (own,) if own else ()


def _ways(
    body: PtvService, channel: ChannelLookup, also: Iterable[str]
) -> tuple[tuple[Channel, ...], LocalizedText]:
    ways: list[Channel] = []
    access: list[LocalizedText] = []
    ids = {link.serviceChannel.id.strip().lower() for link in body.serviceChannels} - {""}
    for each in sorted(ids.union(also)):
        if (found := channel(each)) is not None:
            ways += found.channels
            access.append(found.accessibility)
    for link in body.serviceChannels:
        if link.contactDetails is not None:
            own = link.serviceChannel
            ways += contact_channels(
                own.id.strip().lower(), own.name, link.contactDetails, link.serviceHours
            )
            access.append(accessibility(link.contactDetails.addresses))
    return in_order(ways), joined(access)
