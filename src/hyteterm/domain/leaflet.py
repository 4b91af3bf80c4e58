"""The leaflet (esite) that the client takes along: one page, the phone number first.

It is made of services alone.  Nothing of the client, the referral or who gave it has a way
in.  Services of the safety theme, and those that speak of violence, are left out: a paper
that an abuser may find is a danger.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Final

from hyteterm.domain.feedback import leaflet_code, shown_code
from hyteterm.domain.finnish_time import clock_text, day_text, local
from hyteterm.domain.leaflet_phrases import (
    HOURS_IN_RUSSIAN,
    PHRASES,
    THEME_WORDS,
    LeafletVersion,
    Phrases,
)
from hyteterm.domain.localized import LocalizedText, localized
from hyteterm.domain.phone_number import shown
from hyteterm.domain.safety import Alarm, alarms, may_be_printed
from hyteterm.domain.service import Channel, ChannelKind, Service
from hyteterm.domain.vocabulary import PriceKind, ReferralType


class BlockKind(StrEnum):
    """What a piece of a leaflet is; it decides its size on paper and its tag."""

    PHONE = "phone"
    NAME = "name"
    LINE = "line"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of text.  ``language`` is the text's own, for screen readers."""

    kind: BlockKind
    text: str
    language: str


class Detail(IntEnum):
    """How much is told of each service; a page that overflows takes less."""

    LEAST = 0
    """Phone and name."""
    SHORT = 1
    """Also hours, place, next time and price."""
    FULL = 2


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A leaflet's content, one tuple of blocks for each service."""

    version: LeafletVersion
    title: str
    sections: tuple[tuple[Block, ...], ...]
    footer: Block

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Everything in reading order."""
        return (*(block for section in self.sections for block in section), self.footer)


def printable(service: Service) -> bool:
    """Whether the service may stand on paper.

    The safety theme may not, whatever its language; nor a service whose name, summary or
    keywords speak of violence though its source has not marked the theme.
    """
    if not may_be_printed(service.themes):
        return False
    if service.referral_type == ReferralType.VIOLENCE_CONSULTATION:
        return False
    texts = [
        *service.names.values(),
        *service.summaries.values(),
        *(word for words in service.keywords.values() for word in words),
    ]
    return not any(Alarm.VIOLENCE in alarms(text) for text in texts)


def leaflet(
    services: Sequence[Service],
    version: LeafletVersion,
    at: datetime,
    detail: Detail = Detail.FULL,
) -> Leaflet:
    """A leaflet of ``services``, in their order.

    Raises `ValueError` for a service that is not `printable`: there is no way round it.
    """
    if not all(printable(service) for service in services):
        raise ValueError("safety")
    phrases = PHRASES[version]
    names = ", ".join(localized(service.names, version.language) for service in services)
    return Leaflet(
        version=version,
        title=phrases.title.format(names=names),
        sections=tuple(_section(service, version, at, detail) for service in services),
        footer=Block(
            BlockKind.FOOTER,
            phrases.made.format(
                day=day_text(at),
                code=shown_code(leaflet_code(service.id for service in services)),
            ),
            version.language,
        ),
    )


def scan_target(service: Service) -> str:
    """What a phone's camera should do: call the number, else open the web address.

    Empty when the service has neither.
    """
    if phone := _first(service, ChannelKind.PHONE):
        return "tel:" + re.sub(r"[^\d+]", "", phone.value)
    if web := _first(service, ChannelKind.WEB, ChannelKind.ELECTRONIC):
        return web.value
    return ""


# --- One service ---------------------------------------------------------------------------


def _section(
    service: Service, version: LeafletVersion, at: datetime, detail: Detail
) -> tuple[Block, ...]:
    phrases = PHRASES[version]
    name, name_language = _in(service.names, version.language)
    blocks = [_first_line(service, version), Block(BlockKind.NAME, name, name_language)]
    if detail >= Detail.FULL:
        blocks += _about(service, version)
    if detail >= Detail.SHORT:
        blocks += _how(service, version, at)
    if detail >= Detail.FULL:
        blocks += _more(service, phrases, version)
    return tuple(blocks)


def _first_line(service: Service, version: LeafletVersion) -> Block:
    phrases = PHRASES[version]
    if phone := _first(service, ChannelKind.PHONE):
        text = phrases.call.format(number=shown(phone.value))
    elif email := _first(service, ChannelKind.EMAIL):
        text = phrases.email.format(address=email.value)
    elif web := _first(service, ChannelKind.WEB, ChannelKind.ELECTRONIC):
        text = phrases.web.format(address=web.value)
    else:
        text = phrases.no_contact
    return Block(BlockKind.PHONE, text, version.language)


def _about(service: Service, version: LeafletVersion) -> Iterator[Block]:
    """The summary in the leaflet's language; else its themes in plain words.

    A catalogue's summary is not easy Finnish, so that version always has the themes.
    """
    summary = service.summaries.get(version.language, "")
    if summary and version is not LeafletVersion.EASY_FINNISH:
        yield Block(BlockKind.LINE, summary, version.language)
    elif service.themes:
        words = THEME_WORDS[version]
        themes = ", ".join(words[theme] for theme in service.themes if theme in words)
        yield Block(BlockKind.LINE, PHRASES[version].about.format(themes=themes), version.language)


def _how(service: Service, version: LeafletVersion, at: datetime) -> Iterator[Block]:
    phrases = PHRASES[version]
    if phone := _first(service, ChannelKind.PHONE):
        yield from _told(phrases.hours, "hours", _hours(phone, version), version)
    if place := next((c for c in service.channels if c.address), None):
        yield from _told(
            phrases.place, "place", localized(place.address, version.language), version
        )
    coming = sorted(e.starts for e in service.events if (e.ends or e.starts) >= at)
    if coming:
        starts = local(coming[0])
        text = phrases.next_time.format(
            weekday=phrases.weekdays[starts.weekday()],
            day=f"{starts.day}.{starts.month}.",
            clock=clock_text(starts),
        )
        yield Block(BlockKind.LINE, text.replace("..", "."), version.language)
    yield from _price(service, version)


def _price(service: Service, version: LeafletVersion) -> Iterator[Block]:
    phrases = PHRASES[version]
    notes = service.price.notes.get(version.language, "")
    if service.price.kind is PriceKind.FREE:
        yield Block(BlockKind.LINE, phrases.free, version.language)
    elif notes:
        yield Block(BlockKind.LINE, phrases.price.format(price=notes), version.language)
    elif service.price.kind is PriceKind.CHARGED:
        yield Block(BlockKind.LINE, phrases.charged, version.language)


def _more(service: Service, phrases: Phrases, version: LeafletVersion) -> Iterator[Block]:
    who = service.eligibility.get(version.language, "")
    yield from _told(phrases.for_whom, "who", who, version)
    if _first(service, ChannelKind.PHONE):
        web = _first(service, ChannelKind.WEB)
        yield from _told(phrases.web, "address", web.value if web else "", version)


def _told(phrase: str, place: str, value: str, version: LeafletVersion) -> Iterator[Block]:
    if value:
        yield Block(BlockKind.LINE, phrase.format(**{place: value}), version.language)


def _hours(channel: Channel, version: LeafletVersion) -> str:
    if version is not LeafletVersion.RUSSIAN or channel.hours.get("ru"):
        return localized(channel.hours, version.language)
    words = re.split(r"(\w+)", localized(channel.hours, "fi"))
    known = [HOURS_IN_RUSSIAN.get(word, word) for word in words]
    plain = all(not word.isalpha() or word in HOURS_IN_RUSSIAN for word in words)
    return "".join(known) if plain else "".join(words)


def _first(service: Service, *kinds: ChannelKind) -> Channel | None:
    return next((c for c in service.channels if c.kind in kinds and c.value), None)


def _in(text: LocalizedText, language: str) -> tuple[str, str]:
    """The text and the language that it was found in."""
    found = localized(text, language)
    return found, next((code for code, value in text.items() if value == found), "fi")


# --- As plain text ---------------------------------------------------------------------------

_WORD: Final = re.compile(r"\S+")


def text_lines(content: Leaflet, width: int) -> list[str]:
    """The leaflet as lines of at most ``width`` characters, an empty one between services.

    A word longer than the width (a web address) keeps a line of its own, whole.
    """
    lines: list[str] = []
    for section in (*content.sections, (content.footer,)):
        if lines:
            lines.append("")
        for block in section:
            lines += wrapped(block.text, width)
    return lines


def wrapped(text: str, width: int) -> list[str]:
    """``text`` broken between words into lines of at most ``width`` characters."""
    return list(broken(_WORD.findall(text), width, len))


def broken(words: Iterable[str], room: float, measure: Callable[[str], float]) -> Iterator[str]:
    """Words put into lines no wider than ``room`` by ``measure``; a wider word stands alone."""
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and measure(longer) > room:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line
