"""A service in words, for the pane beside the list and for its own page."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from rich.text import Text

from hyteterm.domain import finnish_time
from hyteterm.domain.finnish_time import JUST_NOW, age, clock_text, local, moment_text
from hyteterm.domain.localized import localized
from hyteterm.domain.phone_number import shown as shown_number
from hyteterm.domain.referral_types import type_name
from hyteterm.domain.service import Channel, ChannelKind, Service
from hyteterm.domain.service_hit import Match
from hyteterm.domain.vocabulary import (
    LOW_THRESHOLD_LABELS,
    TARGET_GROUP_LABELS,
    THEME_LABELS,
    PriceKind,
)
from hyteterm.translation import current_language
from hyteterm.translation import gettext as _

STALE = timedelta(days=365)


def is_stale(modified: datetime | None, at: datetime | None = None) -> bool:
    """Whether the description has not been touched for a year, or nobody knows when."""
    return modified is None or (at or finnish_time.now()) - modified > STALE


def freshness(service: Service) -> str:
    """“päivitetty 2 kk sitten”, with a mark when it is old."""
    if service.modified is None:
        return _("⚠ päivitysaika ei tiedossa")
    message, count = age(service.modified)
    if message == JUST_NOW:
        return _("päivitetty juuri nyt")
    text = _("päivitetty {age} sitten").format(age=_(message).format(count=count))
    return f"⚠ {text}" if is_stale(service.modified) else text


def price(service: Service) -> str:
    """Price in words."""
    notes = localized(service.price.notes, current_language())
    if service.price.kind is PriceKind.FREE:
        return notes or _("maksuton")
    if service.price.kind is PriceKind.CHARGED:
        return notes or _("maksullinen")
    return notes or _("hinta ei tiedossa")


def contact(channel: Channel) -> str:
    """One way to reach the service, on one line."""
    language = current_language()
    value = shown_number(channel.value) if channel.kind is ChannelKind.PHONE else channel.value
    where = localized(channel.address, language)
    hours = localized(channel.hours, language)
    name = localized(channel.names, language)
    label = {
        ChannelKind.PHONE: _("puh."),
        ChannelKind.EMAIL: _("sähköposti"),
        ChannelKind.WEB: _("verkko"),
        ChannelKind.ELECTRONIC: _("verkkoasiointi"),
        ChannelKind.PLACE: _("paikka"),
        ChannelKind.FORM: _("lomake"),
    }[channel.kind]
    main = " ".join(part for part in (value, where) if part) or name
    return f"{label} {main}" + (f" · {hours}" if hours else "")


def first_contact(service: Service) -> str:
    """The phone number if there is one, else the first way to reach the service."""
    phones = [c for c in service.channels if c.kind is ChannelKind.PHONE and c.value]
    for channel in (*phones, *service.channels):
        return contact(channel)
    return _("⚠ yhteystiedot puuttuvat")


def next_event(service: Service, at: datetime | None = None) -> str:
    """When the service meets next; empty when no time is known."""
    moment = at or finnish_time.now()
    coming = sorted(e.starts for e in service.events if (e.ends or e.starts) >= moment)
    return _("seuraavan kerran {when}").format(when=moment_text(coming[0])) if coming else ""


def why(matches: tuple[Match, ...]) -> str:
    """“seura → ystävä”, one part for each word that the search understood."""
    parts: list[str] = []
    for match in matches:
        middle = f" → {match.via}" if match.via and match.via != "~" else ""
        part = f"{match.typed}{middle} → {match.met}" if match.met != match.typed else match.typed
        if part not in parts:
            parts.append(part)
    return ", ".join(parts)


def summary_pane(service: Service, matches: tuple[Match, ...]) -> Text:
    """The few lines under the result list: what, for whom, how, why."""
    language = current_language()
    text = Text()
    text.append(localized(service.names, language), style="bold")
    text.append(f" · {localized(service.summaries, language)}\n")
    facts = [next_event(service), first_contact(service), freshness(service)]
    text.append(" · ".join(fact for fact in facts if fact) + "\n")
    if reasons := why(matches):
        text.append(_("miksi: {reasons}").format(reasons=reasons) + "\n", style="dim")
    practices = [_(LOW_THRESHOLD_LABELS[item]) for item in service.low_threshold]
    gates = [price(service), localized(service.eligibility, language), *practices]
    text.append(" · ".join(gate for gate in gates if gate))
    return text


def page(service: Service) -> Iterator[tuple[str, str]]:
    """The whole service as (heading, text) pairs, empty ones left out."""
    language = current_language()
    rows = [
        ("", localized(service.summaries, language)),
        ("", localized(service.descriptions, language)),
        (_("Kenelle"), localized(service.eligibility, language)),
        (_("Kohderyhmät"), ", ".join(_(TARGET_GROUP_LABELS[g]) for g in service.target_groups)),
        (_("Miten mukaan"), localized(service.instructions, language)),
        (_("Hinta"), price(service)),
        (_("Helppo tulla"), ", ".join(_(LOW_THRESHOLD_LABELS[p]) for p in service.low_threshold)),
        (_("Esteettömyys"), localized(service.accessibility, language)),
        (_("Ajat"), event_times(service)),
        (_("Yhteystiedot"), "\n".join(contact(c) for c in service.channels)),
        (_("Järjestäjä"), localized(service.provider.names, language)),
        (_("Teemat"), ", ".join(_(THEME_LABELS[t]) for t in service.themes)),
        (_("Lähete"), referral_type_text(service.referral_type)),
        (_("Kielet"), ", ".join(service.languages)),
        (_("Tiedot"), f"{freshness(service)} · {service.source}"),
    ]
    return ((heading, text) for heading, text in rows if text)


def event_times(service: Service, count: int = 6, at: datetime | None = None) -> str:
    """The coming times, one a line."""
    moment = at or finnish_time.now()
    clock = _("klo")
    lines = []
    for event in sorted(service.events, key=lambda e: e.starts):
        if (event.ends or event.starts) < moment:
            continue
        day = local(event.starts)
        until = f"–{clock_text(event.ends)}" if event.ends else ""
        place = localized(event.place, current_language())
        lines.append(
            f"{day.day}.{day.month}. {clock} {clock_text(event.starts)}{until}"
            + (f", {place}" if place else "")
        )
    return "\n".join(lines[:count])


def referral_type_text(code: str) -> str:
    """The name of a referral type, the county's own among them; an unknown code as it is."""
    return type_name(code, _, current_language())
