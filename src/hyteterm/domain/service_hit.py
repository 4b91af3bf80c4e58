"""What a search gives back; plain tuples and dataclasses, so that lists stay light."""

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class ServiceQuery:
    """What to look for.  Filters are codes of `hyteterm.domain.vocabulary`."""

    words: str = ""
    municipality: str | None = None
    """Three-digit code: services there and the nationwide ones."""
    theme: str | None = None
    target_group: str | None = None
    free: bool = False
    provider: str | None = None
    """Part of the provider's name, or a provider type code."""
    service_language: str | None = None
    """Only services given in this language."""
    accepts_referral: bool = False
    limit: int = 50
    typing: bool = True
    """The last word is still being typed: it matches as a prefix too."""


class Match(NamedTuple):
    """Why a hit is a hit: the word typed and what it met in the text."""

    typed: str
    met: str
    via: str = ""
    """The step of the need dictionary or glossary, when there was one; “~” for a typo."""


class ServiceHit(NamedTuple):
    """One row of the result list."""

    id: str
    source_id: str
    name: str
    summary: str
    provider: str
    municipalities: tuple[str, ...]
    free: bool | None
    """None when the source does not say."""
    referral_type: str
    modified: str
    """ISO date, or empty."""
    score: float
    why: tuple[Match, ...] = ()
    folded: int = 0
    """How many near-duplicates this row stands for, besides itself."""


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts over everything that matches, by code; zero counts are left out."""

    themes: dict[str, int] = field(default_factory=dict)
    target_groups: dict[str, int] = field(default_factory=dict)
    municipalities: dict[str, int] = field(default_factory=dict)
    provider_types: dict[str, int] = field(default_factory=dict)
    prices: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The best hits, best first, and how many there are in all."""

    query: ServiceQuery
    hits: tuple[ServiceHit, ...]
    total: int
    facets: Facets
