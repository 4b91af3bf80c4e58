"""An event, or a series of events, of Linked Events as our `Service`."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from hyteterm.catalogue_sources.lenient import Lenient, Listed, Text, parsed, record_id
from hyteterm.catalogue_sources.low_threshold import low_threshold_of
from hyteterm.catalogue_sources.provider_types import provider_type
from hyteterm.catalogue_sources.reading import UnusableRecord
from hyteterm.catalogue_sources.target_groups import target_groups_of
from hyteterm.catalogue_sources.texts import (
    clean_line,
    email_address,
    joined,
    language_code,
    localized_text,
    moment,
    phone,
    web_address,
)
from hyteterm.catalogue_sources.themes import themes_of
from hyteterm.domain.localized import LocalizedText, localized
from hyteterm.domain.municipality import find_municipality
from hyteterm.domain.service import (
    Channel,
    ChannelKind,
    Price,
    Provider,
    Service,
    ServiceEvent,
    service_id,
)
from hyteterm.domain.vocabulary import LowThreshold, PriceKind

SOURCE: Final = "events"

_EVENT_MEMBERS: Final = frozenset({"start_time", "super_event", "super_event_type", "event_status"})
_ONLINE: Final = "internet"
"""End of the id of Linked Events' place for what happens on the net."""


def _texts(value: Any) -> Any:
    """A text by language; null is an empty one, a bare text is Finnish."""
    if value is None:
        return {}
    if isinstance(value, str):
        return {"fi": value}
    if isinstance(value, dict):
        return {key: text for key, text in value.items() if isinstance(text, str)}
    return value


Texts = Annotated[dict[str, str], BeforeValidator(_texts)]


class _Named(Lenient):
    """A keyword, audience or language: embedded, or only an address (“@id”)."""

    reference: Text = Field("", alias="@id")
    id: Text = ""
    name: Texts = Field(default_factory=dict)


class _Place(Lenient):
    reference: Text = Field("", alias="@id")
    id: Text = ""
    name: Texts = Field(default_factory=dict)
    street_address: Texts = Field(default_factory=dict)
    address_locality: Texts = Field(default_factory=dict)
    postal_code: Text = ""
    telephone: Texts = Field(default_factory=dict)
    email: Text = ""
    info_url: Texts = Field(default_factory=dict)


class _Offer(Lenient):
    is_free: bool | None = None
    price: Texts = Field(default_factory=dict)
    description: Texts = Field(default_factory=dict)
    info_url: Texts = Field(default_factory=dict)


class Event(Lenient):
    """One event as the interface gives it."""

    id: Text = ""
    name: Texts = Field(default_factory=dict)
    short_description: Texts = Field(default_factory=dict)
    description: Texts = Field(default_factory=dict)
    start_time: Text = ""
    end_time: Text = ""
    location: _Place | None = None
    location_extra_info: Texts = Field(default_factory=dict)
    offers: Listed[_Offer] = Field(default_factory=list)
    keywords: Listed[_Named] = Field(default_factory=list)
    audience: Listed[_Named] = Field(default_factory=list)
    in_language: Listed[_Named] = Field(default_factory=list)
    publisher: Text = ""
    provider: Texts = Field(default_factory=dict)
    provider_contact_info: Texts = Field(default_factory=dict)
    info_url: Texts = Field(default_factory=dict)
    super_event: _Named | None = None
    super_event_type: Text = ""
    event_status: Text = ""
    publication_status: Text = ""
    deleted: bool | None = None
    last_modified_time: Text = ""

    @property
    def super_id(self) -> str:
        """Id of the series or festival that this belongs to, or empty."""
        if self.super_event is None:
            return ""
        found = self.super_event.id or self.super_event.reference.rstrip("/").rpartition("/")[2]
        return found.strip().lower()

    @property
    def is_gone(self) -> bool:
        """Cancelled or deleted."""
        return bool(self.deleted) or self.event_status == "EventCancelled"


def is_event(record: Any) -> bool:
    """Whether the record has the shape of an event, perhaps a half-broken one."""
    return isinstance(record, dict) and not _EVENT_MEMBERS.isdisjoint(record)


def event_of(record: Any) -> Event:
    """The record as an event.  Raises `UnusableRecord`."""
    event = parsed(Event, record)
    if event.publication_status not in ("", "public"):
        raise UnusableRecord("not-published")
    return event.model_copy(update={"id": record_id(event.id)})


def _localized(texts: dict[str, str], *, line: bool = False) -> LocalizedText:
    return localized_text(texts.items(), line=line)


def _times(events: Iterable[Event]) -> tuple[ServiceEvent, ...]:
    found: dict[tuple[datetime, datetime | None], ServiceEvent] = {}
    for event in events:
        starts, ends = moment(event.start_time), moment(event.end_time)
        if starts is None:
            continue
        if ends is not None and ends <= starts:
            ends = None
        place = joined(
            [
                _localized(event.location.name, line=True) if event.location else {},
                _localized(event.location_extra_info, line=True),
            ],
            ", ",
        )
        notes = {"fi": "siirretty"} if event.event_status == "EventPostponed" else {}
        found[starts, ends] = ServiceEvent(starts=starts, ends=ends, place=place, notes=notes)
    return tuple(sorted(found.values(), key=lambda each: (each.starts, each.ends or each.starts)))


def service_of_events(event: Event, events: list[Event]) -> Service:
    """``event`` with the times of ``events``.  Raises `UnusableRecord`."""
    names = _localized(event.name, line=True)
    if not names:
        raise UnusableRecord("no-name")
    times = _times(events)
    if not times:
        raise UnusableRecord("no-time")
    summaries, descriptions = _localized(event.short_description), _localized(event.description)
    keywords = [_localized(each.name, line=True) for each in event.keywords]
    terms = [text["fi"] for text in keywords if "fi" in text]
    groups = [("", localized(_localized(each.name, line=True))) for each in event.audience]
    provider = _localized(event.provider, line=True)
    changed = [when for each in (event, *events) if (when := moment(each.last_modified_time))]
    practices = set(low_threshold_of([*summaries.values(), *descriptions.values()]))
    if event.location is not None and _reference(event.location).endswith(_ONLINE):
        practices.add(LowThreshold.REMOTE)
    return Service(
        id=service_id(SOURCE, event.id),
        source=SOURCE,
        source_id=event.id,
        names=names,
        summaries=summaries,
        descriptions=descriptions,
        themes=themes_of([("", term) for term in terms], terms),
        target_groups=target_groups_of(groups, terms),
        municipalities=_municipalities(events),
        provider=Provider(
            id=clean_line(event.publisher),
            names=provider,
            type=provider_type(localized(provider)),
        ),
        price=_price(event.offers),
        channels=_channels(event, events),
        low_threshold=tuple(each for each in LowThreshold if each in practices),
        events=times,
        languages=tuple(sorted({_language(each) for each in event.in_language} - {""})),
        keywords={
            language: tuple(sorted({text[language] for text in keywords if language in text}))
            for language in sorted({language for text in keywords for language in text})
        },
        modified=max(changed, default=None),
    )


def _reference(named: _Place | _Named) -> str:
    return named.id or named.reference.rstrip("/").rpartition("/")[2]


def _language(named: _Named) -> str:
    return language_code(_reference(named))


def _places(events: Iterable[Event]) -> Iterator[_Place]:
    for event in events:
        if event.location is not None:
            yield event.location


def _municipalities(events: Iterable[Event]) -> tuple[str, ...]:
    towns = {
        town for place in _places(events) for town in _localized(place.address_locality).values()
    }
    return tuple(sorted({row.code for town in towns if (row := find_municipality(town))}))


def _price(offers: list[_Offer]) -> Price:
    said = [offer.is_free for offer in offers if offer.is_free is not None]
    kind = PriceKind.UNKNOWN
    if said:
        kind = PriceKind.FREE if all(said) else PriceKind.CHARGED
    notes = joined(
        text
        for offer in offers
        for text in (_localized(offer.price, line=True), _localized(offer.description, line=True))
    )
    return Price(kind=kind, notes=notes)


def _channels(event: Event, events: list[Event]) -> tuple[Channel, ...]:
    found: dict[tuple[ChannelKind, str], Channel] = {}

    def add(kind: ChannelKind, value: str, **more: Any) -> None:
        if value:
            found.setdefault((kind, value), Channel(kind=kind, value=value, **more))

    for place in _places(events):
        for number in _localized(place.telephone, line=True).values():
            add(ChannelKind.PHONE, phone(number), names=_localized(place.name, line=True))
        add(ChannelKind.EMAIL, email_address(place.email))
        streets = _localized(place.street_address, line=True)
        towns = _localized(place.address_locality, line=True)
        address: LocalizedText = {}
        for language in sorted({*streets, *towns}):
            town = towns.get(language) or localized(towns)
            parts = (
                streets.get(language) or localized(streets),
                f"{clean_line(place.postal_code)} {town}".strip(),
            )
            address[language] = ", ".join(filter(None, parts))
        if address:
            row = find_municipality(localized(towns))
            found.setdefault(
                (ChannelKind.PLACE, localized(address)),
                Channel(
                    kind=ChannelKind.PLACE,
                    source_id=_reference(place),
                    names=_localized(place.name, line=True),
                    address=address,
                    municipality=row.code if row else "",
                    notes=_localized(event.location_extra_info, line=True),
                ),
            )
    for page in _localized(event.info_url, line=True).values():
        add(ChannelKind.WEB, web_address(page))
    for offer in event.offers:
        for page in _localized(offer.info_url, line=True).values():
            add(ChannelKind.ELECTRONIC, web_address(page))
    return tuple(found.values())
