"""Service channels of PTV (palvelukanavat) as ways to reach a service."""

from collections.abc import Iterable, Iterator
from typing import Final

from hyteterm.catalogue_sources.ptv_hours import hours_in_words
from hyteterm.catalogue_sources.ptv_models import (
    Address,
    ContactDetails,
    LanguageText,
    PhoneNumber,
    PtvChannel,
    ServiceHour,
    StreetAddress,
    WebPage,
)
from hyteterm.catalogue_sources.texts import (
    clean_line,
    email_address,
    joined,
    localized_text,
    phone,
    web_address,
)
from hyteterm.domain.localized import LocalizedText
from hyteterm.domain.municipality import municipality_code
from hyteterm.domain.service import Channel, ChannelKind

_WEB_KIND: Final[dict[str, ChannelKind]] = {
    "echannel": ChannelKind.ELECTRONIC,
    "electronic": ChannelKind.ELECTRONIC,
    "printableform": ChannelKind.FORM,
}
"""Channel type → what its web address is; of all others a web page."""

_KIND_ORDER: Final = {
    kind: place
    for place, kind in enumerate(
        (
            ChannelKind.PHONE,
            ChannelKind.PLACE,
            ChannelKind.EMAIL,
            ChannelKind.WEB,
            ChannelKind.ELECTRONIC,
            ChannelKind.FORM,
        )
    )
}


def texts(values: Iterable[LanguageText], *, line: bool = False) -> LocalizedText:
    """Texts of PTV by language."""
    return localized_text(((text.language, text.value) for text in values), line=line)


def in_order(channels: Iterable[Channel]) -> tuple[Channel, ...]:
    """Phone first; the order does not depend on the order of the source, repeats go."""
    unique = {
        (channel.kind, channel.value, *sorted(channel.address.items()), channel.source_id): channel
        for channel in channels
    }
    return tuple(
        sorted(
            unique.values(),
            key=lambda channel: (
                _KIND_ORDER[channel.kind],
                sorted(channel.names.items()),
                channel.value,
                channel.source_id,
                sorted(channel.address.items()),
            ),
        )
    )


def channels_of(body: PtvChannel) -> tuple[Channel, ...]:
    """All the ways of one channel body: its phones, addresses, e-mails and web addresses."""
    names = localized_text(
        (
            (text.language, text.value)
            for text in body.serviceChannelNames
            if text.type in ("", "Name")
        ),
        line=True,
    )
    kind = _WEB_KIND.get(body.serviceChannelType.lower(), ChannelKind.WEB)
    pages = [(page.language, page.url or page.value) for page in body.webPages]
    pages += [(url.language, url.value) for url in body.channelUrls]
    return in_order(
        _ways(
            body.id,
            names,
            hours_in_words(body.serviceHours),
            ContactDetails(
                emails=[*body.emails, *body.supportEmails],
                phoneNumbers=[*body.phoneNumbers, *body.supportPhones],
                webPages=[WebPage(language=language, url=url) for language, url in pages],
                addresses=body.addresses,
            ),
            kind,
        )
    )


def contact_channels(
    source_id: str, name: str, contact: ContactDetails, hours: list[ServiceHour]
) -> tuple[Channel, ...]:
    """Contact details that a service gives for a channel on its own account."""
    names = {"fi": clean_line(name)} if clean_line(name) else {}
    return in_order(_ways(source_id, names, hours_in_words(hours), contact, ChannelKind.WEB))


def _ways(
    source_id: str,
    names: LocalizedText,
    hours: LocalizedText,
    contact: ContactDetails,
    web_kind: ChannelKind,
) -> Iterator[Channel]:
    def by_value(
        kind: ChannelKind, found: Iterable[tuple[str, LocalizedText]]
    ) -> Iterator[Channel]:
        values: dict[str, list[LocalizedText]] = {}
        for value, notes in found:
            if value:
                values.setdefault(value, []).append(notes)
        for value, notes_list in values.items():
            yield Channel(
                kind=kind,
                source_id=source_id,
                names=names,
                value=value,
                hours=hours if kind is ChannelKind.PHONE else {},
                notes=joined(notes_list, "; "),
            )

    yield from by_value(
        ChannelKind.PHONE, ((_number(each), _phone_notes(each)) for each in contact.phoneNumbers)
    )
    yield from by_value(
        ChannelKind.EMAIL, ((email_address(each.value), {}) for each in contact.emails)
    )
    yield from by_value(web_kind, ((web_address(page.url), {}) for page in contact.webPages))
    for address in contact.addresses:
        place = address.streetAddress or address.otherAddress
        if place is not None and address.type in ("", "Location", "Visiting", "Street"):
            yield _place(source_id, names, hours, address, place)


def _number(number: PhoneNumber) -> str:
    return phone(number.number, "" if number.isFinnishServiceNumber else number.prefixNumber)


def _phone_notes(number: PhoneNumber) -> LocalizedText:
    note = "; ".join(filter(None, (number.additionalInformation, number.chargeDescription)))
    return localized_text([(number.language, note)], line=True)


def _coordinate(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if 0 < value < 10_000_000 else None


def _place(
    source_id: str,
    names: LocalizedText,
    hours: LocalizedText,
    address: Address,
    place: StreetAddress,
) -> Channel:
    streets, offices = texts(place.street, line=True), texts(place.postOffice, line=True)
    lines: LocalizedText = {}
    for language in sorted({*streets, *offices}):
        street = streets.get(language) or streets.get("fi", "")
        office = offices.get(language) or offices.get("fi", "")
        street = f"{street} {clean_line(place.streetNumber)}".strip() if street else ""
        town = f"{clean_line(place.postalCode)} {office.capitalize()}".strip()
        lines[language] = ", ".join(filter(None, (street, town)))
    return Channel(
        kind=ChannelKind.PLACE,
        source_id=source_id,
        names=names,
        address=lines,
        municipality=municipality_code(place.municipality.code) if place.municipality else "",
        hours=hours,
        notes=texts(place.additionalInformation, line=True),
        # PTV calls the northing “latitude” and the easting “longitude”.
        easting=_coordinate(place.longitude),
        northing=_coordinate(place.latitude),
    )


def accessibility(addresses: Iterable[Address]) -> LocalizedText:
    """What the accessibility sentences of the entrances say."""
    return joined(
        (
            texts(line.sentence, line=True)
            for address in addresses
            for entrance in address.entrances
            for group in entrance.accessibilitySentences
            for line in group.sentences
        ),
        " ",
    )
