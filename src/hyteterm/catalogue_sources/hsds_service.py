"""A service of HSDS 3.0 as our `Service`."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from hyteterm.catalogue_sources.hsds_models import (
    HsdsAtLocation,
    HsdsLocation,
    HsdsOrganization,
    HsdsSchedule,
    HsdsService,
)
from hyteterm.catalogue_sources.lenient import parsed, record_id
from hyteterm.catalogue_sources.low_threshold import low_threshold_of
from hyteterm.catalogue_sources.provider_types import provider_type
from hyteterm.catalogue_sources.reading import UnusableRecord
from hyteterm.catalogue_sources.target_groups import target_groups_of
from hyteterm.catalogue_sources.texts import (
    clean,
    clean_line,
    email_address,
    language_code,
    language_of,
    moment,
    phone,
    web_address,
)
from hyteterm.catalogue_sources.themes import themes_of
from hyteterm.domain.localized import LocalizedText
from hyteterm.domain.municipality import find_municipality
from hyteterm.domain.service import (
    Channel,
    ChannelKind,
    Price,
    Provider,
    Service,
    Tombstone,
    service_id,
)
from hyteterm.domain.vocabulary import PriceKind, TargetGroup

SOURCE: Final = "hsds"

_GONE: Final = frozenset({"inactive", "defunct", "temporarily closed"})

_DAYS: Final[dict[str, str]] = {
    "MO": "ma",
    "TU": "ti",
    "WE": "ke",
    "TH": "to",
    "FR": "pe",
    "SA": "la",
    "SU": "su",
}

_COUNTRY: Final = frozenset({"suomi", "finland", "koko maa", "koko suomi", "hela landet"})
_FREE_OF_CHARGE = re.compile(
    r"\bmaksut(?:on|onta|ta)\b|\bilmai(?:nen|sta|seksi)\b|\bfree of charge\b|\bno charge\b|"
    r"\bavgiftsfri|\bkostnadsfri|\bgratis\b"
)
_OLDER_FROM: Final = 60
"""Minimum age from which a service is one for older people."""


def hsds_service_of(record: Any) -> Service | Tombstone:
    """A service; one that is not active is a tombstone.  Raises `UnusableRecord`."""
    body = parsed(HsdsService, record)
    source_id = record_id(body.id)
    status = body.status.strip().lower()
    changed = moment(body.last_modified) or moment(body.assured_date)
    if status in _GONE:
        return Tombstone(source=SOURCE, source_id=source_id, at=changed)
    if status != "active":
        raise UnusableRecord("not-published")
    name = clean_line(body.name)
    if not name:
        raise UnusableRecord("no-name")
    description = clean(body.description)
    language = language_of(f"{name} {description} {body.eligibility_description}")

    def text(value: str) -> LocalizedText:
        cleaned = clean(value)
        return {language: cleaned} if cleaned else {}

    terms = [each.taxonomy_term for each in body.attributes if each.taxonomy_term is not None]
    named = [(clean_line(term.code), clean_line(term.name)) for term in terms]
    words = {term for _, term in named} | {clean_line(body.alternate_name)}
    municipalities, nationwide = _areas(body)
    owner = body.organization or HsdsOrganization()
    summary, rest = _summary(description)
    return Service(
        id=service_id(SOURCE, source_id),
        source=SOURCE,
        source_id=source_id,
        names={language: name},
        summaries=text(summary),
        descriptions=text("\n".join(filter(None, (body.alert, rest)))),
        instructions=text(body.application_process),
        themes=themes_of(named, sorted(words)),
        target_groups=_groups(body, named),
        municipalities=municipalities,
        nationwide=nationwide,
        provider=Provider(
            id=clean_line(owner.id).lower(),
            names={language: clean_line(owner.name)} if clean_line(owner.name) else {},
            type=provider_type(clean_line(owner.name), clean_line(owner.legal_status)),
        ),
        price=_price(body, language),
        channels=_channels(body, language),
        eligibility=text(body.eligibility_description),
        accessibility=text("\n".join(_accessibility(body))),
        low_threshold=low_threshold_of((description, body.application_process)),
        languages=tuple(sorted({language_code(each.code) for each in body.languages} - {""})),
        keywords={language: tuple(sorted(words - {""}))} if words - {""} else {},
        classes=tuple(sorted({term or code for code, term in named} - {""})),
        modified=changed,
    )


def _summary(description: str) -> tuple[str, str]:
    """The first sentence as the summary, the whole as the description when there is more."""
    first = re.split(r"(?<=[.!?])\s", description, maxsplit=1)[0]
    return (
        (first, description if first != description else "")
        if len(first) <= 300
        else ("", description)
    )


def _groups(body: HsdsService, named: list[tuple[str, str]]) -> tuple[TargetGroup, ...]:
    if body.minimum_age is not None and body.minimum_age >= _OLDER_FROM:
        named = [*named, ("", TargetGroup.OLDER_PEOPLE.value)]
    return target_groups_of(named, [name for _, name in named])


def _locations(body: HsdsService) -> Iterator[tuple[HsdsAtLocation, HsdsLocation]]:
    for at in body.service_at_locations:
        if at.location is not None:
            yield at, at.location


def _areas(body: HsdsService) -> tuple[tuple[str, ...], bool]:
    named = [clean_line(area.name) for area in body.service_areas]
    nationwide = any(name.lower() in _COUNTRY for name in named)
    towns = [
        clean_line(address.city) for _, place in _locations(body) for address in place.addresses
    ]
    found = {row.code for name in (*named, *towns) if (row := find_municipality(name)) is not None}
    return () if nationwide else tuple(sorted(found)), nationwide


def _price(body: HsdsService, language: str) -> Price:
    amounts = [cost.amount for cost in body.cost_options if cost.amount is not None]
    notes = [clean_line(body.fees_description)]
    for cost in body.cost_options:
        if cost.amount is not None:
            money = f"{cost.amount:g} {cost.currency.upper()}".strip()
            notes.append(
                " ".join(
                    filter(
                        None, (clean_line(cost.option), money, clean_line(cost.amount_description))
                    )
                )
            )
    note = "\n".join(filter(None, notes))
    kind = PriceKind.UNKNOWN
    if any(amount > 0 for amount in amounts):
        kind = PriceKind.CHARGED
    elif amounts or _FREE_OF_CHARGE.search(body.fees_description.lower()):
        kind = PriceKind.FREE
    return Price(kind=kind, notes={language: note} if note else {})


def _accessibility(body: HsdsService) -> Iterator[str]:
    for _, place in _locations(body):
        for each in place.accessibility:
            yield from filter(None, (clean(each.description), clean(each.details)))


def _hours(schedules: Iterable[HsdsSchedule], language: str) -> LocalizedText:
    parts = []
    for schedule in schedules:
        days = ", ".join(
            _DAYS[day.strip()] for day in schedule.byday.upper().split(",") if day.strip() in _DAYS
        )
        times = "–".join(filter(None, (schedule.opens_at[:5], schedule.closes_at[:5])))
        if words := clean_line(schedule.description) or f"{days} {times}".strip():
            parts.append(words)
    return {language: "; ".join(dict.fromkeys(parts))} if parts else {}


def _channels(body: HsdsService, language: str) -> tuple[Channel, ...]:
    phones = [*body.phones, *(each for contact in body.contacts for each in contact.phones)]
    emails = [body.email, *(contact.email for contact in body.contacts)]
    found: dict[tuple[ChannelKind, str], Channel] = {}

    def add(kind: ChannelKind, value: str, **more: Any) -> None:
        if value:
            found.setdefault((kind, value), Channel(kind=kind, value=value, **more))

    for at, place in _locations(body):
        phones += [*at.phones, *place.phones]
        emails += [contact.email for contact in at.contacts]
    for each in phones:
        number = phone(each.number.strip('" '))
        extension = f" ({clean_line(each.extension)})" if number and each.extension else ""
        note = clean_line(each.description)
        add(ChannelKind.PHONE, number + extension, notes={language: note} if note else {})
    for email in emails:
        add(ChannelKind.EMAIL, email_address(email))
    add(ChannelKind.WEB, web_address(body.url))
    places = []
    for at, place in _locations(body):
        for address in place.addresses:
            town = f"{clean_line(address.postal_code)} {clean_line(address.city)}".strip()
            line = ", ".join(
                filter(None, (clean_line(address.address_1), clean_line(address.address_2), town))
            )
            if not line:
                continue
            row = find_municipality(clean_line(address.city))
            label = clean_line(place.name)
            places.append(
                Channel(
                    kind=ChannelKind.PLACE,
                    source_id=clean_line(place.id),
                    names={language: label} if label else {},
                    address={language: line},
                    municipality=row.code if row else "",
                    hours=_hours([*at.schedules, *place.schedules, *body.schedules], language),
                    notes={language: note} if (note := clean_line(place.transportation)) else {},
                )
            )
    unique = {(each.address[language], each.source_id): each for each in places}
    return (*found.values(), *unique.values())
