"""What lies near a search: counts for its filters, neighbouring municipalities, similar services.

Plain questions to the search index and what is made of their answers; no I/O here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from hyteterm.domain.municipality import municipalities_of, municipality, neighbours
from hyteterm.domain.service_hit import SearchResult, ServiceHit, ServiceQuery

if TYPE_CHECKING:
    from hyteterm.domain.service import Service

FEW: Final = 3
"""With fewer services of the municipality itself that fit well its neighbours' are looked for."""
FITS: Final = 0.4
"""A service fits well when it scores at least this much of the best one."""
NEAR_LIMIT: Final = 20
"""Services of one neighbour that are looked at."""
MOST_NEAR: Final = 30
MOST_SIMILAR: Final = 15
_KEYWORDS: Final = 6

FACETS: Final = {
    "theme": "themes",
    "target_group": "target_groups",
    "provider": "provider_types",
    "service_language": "languages",
}
"""Filter (a field of `ServiceQuery`) → field of `Facets`."""


@dataclass(frozen=True, slots=True)
class NearHit:
    """A neighbour's service."""

    hit: ServiceHit
    municipality: str
    """Code of the neighbour."""


# -- counts for the choices of a filter -----------------------------------------------


def count_queries(query: ServiceQuery, name: str) -> tuple[ServiceQuery, ...]:
    """What to ask so that each choice of a filter tells how many services it would leave.

    The filter itself is left out.  A municipality's figure includes what is open to the
    whole country, so each one near is asked by itself.
    """
    bare = replace(query, limit=1)
    if name != "municipality":
        without: dict[str, Any] = {name: None}
        return (replace(bare, **without),)
    return tuple(replace(bare, municipality=code) for code in near(query.municipality or ""))


def counts(name: str, results: Sequence[SearchResult]) -> dict[str, int]:
    """Code → services, of the answers to `count_queries`; a code left out has none.

    Of municipalities only those asked for are counted.
    """
    if name == "municipality":
        return {each.query.municipality or "": each.total for each in results}
    found: dict[str, int] = getattr(results[0].facets, FACETS[name])
    return found


def near(code: str) -> tuple[str, ...]:
    """The municipality, its neighbours and the rest of its county."""
    here = municipality(code)
    if here is None:
        return ()
    return tuple(dict.fromkeys((code, *neighbours(code), *municipalities_of(here.county))))


# -- neighbouring municipalities --------------------------------------------------------


def is_thin(result: SearchResult) -> bool:
    """Whether the chosen municipality itself has little to offer."""
    here = result.query.municipality
    return bool(here) and sum(here in hit.municipalities for hit in _fitting(result)) < FEW


def arranged(local: SearchResult, near: Sequence[NearHit]) -> tuple[ServiceHit, ...]:
    """What fits here, then what fits in the neighbours, then the rest of here."""
    fitting = _fitting(local)
    return (*fitting, *(each.hit for each in near), *local.hits[len(fitting) :])


def _fitting(result: SearchResult) -> tuple[ServiceHit, ...]:
    """The hits at the top that fit well; all of them where nothing was asked in words."""
    least = FITS * max((hit.score for hit in result.hits), default=0.0)
    return tuple(takewhile(lambda hit: hit.score >= least, result.hits))


def neighbour_queries(query: ServiceQuery) -> tuple[ServiceQuery, ...]:
    """The same search in each neighbour."""
    codes = neighbours(query.municipality or "")
    return tuple(replace(query, municipality=code, limit=NEAR_LIMIT) for code in codes)


def nearby(local: SearchResult, results: Sequence[SearchResult]) -> tuple[NearHit, ...]:
    """The neighbours' own services, best first; none that stands in ``local`` already."""
    known = {hit.id for hit in local.hits}
    found: dict[str, NearHit] = {}
    for result in results:
        code = result.query.municipality or ""
        for hit in result.hits:
            here = local.query.municipality in hit.municipalities
            if code in hit.municipalities and hit.id not in known and not here:
                found.setdefault(hit.id, NearHit(hit, code))
    here_and_there = [*local.hits, *(each.hit for each in found.values())]
    least = FITS * max((hit.score for hit in here_and_there), default=0.0)
    kept = [each for each in found.values() if each.hit.score >= least]
    kept.sort(key=lambda each: -each.hit.score)
    return tuple(kept[:MOST_NEAR])


# -- similar services ---------------------------------------------------------------------


def similar_queries(service: Service, municipality: str) -> tuple[ServiceQuery, ...]:
    """What to ask for services like this one, the narrowest question first."""
    words = [service.names.get("fi") or next(iter(service.names.values()), "")]
    words += service.keywords.get("fi", ())[:_KEYWORDS]
    base = ServiceQuery(
        words=" ".join(words),
        municipality=municipality or None,
        limit=MOST_SIMILAR + 1,
        typing=False,
    )
    theme = str(service.themes[0]) if service.themes else None
    questions = [
        replace(base, theme=theme, target_group=str(group)) for group in service.target_groups[:2]
    ]
    return (*questions, replace(base, theme=theme))


def similar(service: Service, results: Sequence[SearchResult]) -> tuple[ServiceHit, ...]:
    """The services found, those of the same people first, without the service itself."""
    found = {hit.id: hit for result in reversed(results) for hit in result.hits}
    order = dict.fromkeys(hit.id for result in results for hit in result.hits)
    hits = [found[id] for id in order if id != service.id]
    return tuple(hits[:MOST_SIMILAR])
