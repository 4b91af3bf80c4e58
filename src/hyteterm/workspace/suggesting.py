"""From a conversation to services, paths and the letter; on any thread, with its own catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hyteterm.domain.localized import LocalizedText
from hyteterm.domain.service import Service
from hyteterm.domain.service_hit import ServiceQuery
from hyteterm.domain.service_path import ServicePath
from hyteterm.domain.suggestion_request import SuggestionRequest, candidate
from hyteterm.domain.suggestions import (
    Reason,
    fitting_paths,
    guidance_letter,
    suggest,
    wanted_themes,
)
from hyteterm.domain.vocabulary import Theme
from hyteterm.workspace.service_paths import service_paths, step_services

if TYPE_CHECKING:
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.search import SearchIndex

LOOKED_AT: Final = 400
"""Services of a theme in a municipality that are looked at; no place in Finland has more."""
PER_THEME: Final = 3
MOST_PATHS: Final = 3


@dataclass(frozen=True, slots=True)
class SuggestedService:
    """A service with the reasons for it."""

    id: str
    theme: Theme
    names: LocalizedText
    provider: LocalizedText
    summaries: LocalizedText
    takes_referrals: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class SuggestedStep:
    """A step of a path with the first of its services that the client can use."""

    titles: LocalizedText
    texts: LocalizedText
    service_id: str = ""
    service: LocalizedText | None = None


@dataclass(frozen=True, slots=True)
class SuggestedPath:
    """A service path that fits."""

    id: str
    names: LocalizedText
    summaries: LocalizedText
    theme: Theme
    steps: tuple[SuggestedStep, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Everything that is offered at the end of a card."""

    services: tuple[SuggestedService, ...] = ()
    paths: tuple[SuggestedPath, ...] = ()
    letter: Reason | None = None


def suggestions(
    home: Home, request: SuggestionRequest, letter_ages: tuple[int, ...]
) -> Suggestions:
    """What fits; tens of milliseconds, so away from the screen's thread."""
    letter = guidance_letter(request.birth_year, request.year, letter_ages)
    if not home.catalogue.exists():
        return Suggestions(letter=letter)
    from hyteterm.local_cache.catalogue import Catalogue
    from hyteterm.local_cache.search import SearchIndex

    with Catalogue(home.catalogue, read_only=True) as catalogue:
        services = _services(
            SearchIndex(catalogue.connection, home.meanings), catalogue.get, request
        )
        paths = fitting_paths(request, service_paths(home, catalogue.get))[:MOST_PATHS]
        return Suggestions(
            services=tuple(_chosen(request, services)),
            paths=tuple(_path(path, catalogue.get, request) for path in paths),
            letter=letter,
        )


def _services(
    index: SearchIndex, find: Callable[[str], Service | None], request: SuggestionRequest
) -> dict[str, Service]:
    found: dict[str, Service] = {}
    for theme in wanted_themes(request):
        query = ServiceQuery(
            municipality=request.municipality or None, theme=theme, limit=LOOKED_AT
        )
        for hit in index.search(query, request.language).hits:
            service = None if hit.id in found else find(hit.id)
            if service is not None:
                found[hit.id] = service
    return found


def _chosen(request: SuggestionRequest, services: dict[str, Service]) -> list[SuggestedService]:
    ranks = _distance_ranks(request.municipality, services)
    candidates = [candidate(service, ranks.get(id)) for id, service in services.items()]
    return [
        SuggestedService(
            id=one.service_id,
            theme=one.theme,
            names=services[one.service_id].names,
            provider=services[one.service_id].provider.names,
            summaries=services[one.service_id].summaries,
            takes_referrals=bool(services[one.service_id].referral_type),
            reasons=one.reasons,
        )
        for one in suggest(request, candidates, PER_THEME)
    ]


def _distance_ranks(municipality: str, services: dict[str, Service]) -> dict[str, int]:
    """0: has a place in the client's municipality; 2: only in another one; else not known."""
    ranks = {}
    for id, service in services.items():
        places = {channel.municipality for channel in service.channels if channel.municipality}
        if municipality and places:
            ranks[id] = 0 if municipality in places else 2
    return ranks


def _path(
    path: ServicePath, find: Callable[[str], Service | None], request: SuggestionRequest
) -> SuggestedPath:
    wanted = wanted_themes(request)
    theme = min(path.themes, key=lambda one: wanted.index(one) if one in wanted else len(wanted))
    steps = []
    for step in path.steps:
        services = step_services(step, find, request.municipality)
        first = services[0] if services else None
        steps.append(
            SuggestedStep(
                step.titles, step.texts, first.id if first else "", first.names if first else None
            )
        )
    return SuggestedPath(path.id, path.names, path.summaries, theme, tuple(steps))
