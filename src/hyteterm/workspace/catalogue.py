"""Finding: the catalogue of services, open to everybody at the terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from hyteterm.domain.municipality import (
    find_municipality,
    municipalities,
    municipalities_of,
    municipality,
    municipality_name,
    neighbours,
)
from hyteterm.domain.service_hit import SearchResult, ServiceHit, ServiceQuery
from hyteterm.translation import current_language
from hyteterm.workspace import surroundings
from hyteterm.workspace.finding import Finder, index_opener
from hyteterm.workspace.surroundings import NearHit

if TYPE_CHECKING:
    from hyteterm.domain.service import Service
    from hyteterm.domain.vocabulary import ProviderType
    from hyteterm.local_cache.catalogue import Catalogue
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.search import SearchIndex
    from hyteterm.local_cache.search.meanings import CheckedFile

SERVICES_KEPT = 64


class CatalogueDesk:
    """The catalogue as the screens use it.  One thread, besides the finder's own."""

    def __init__(self, home: Home, home_municipality: Callable[[], str]) -> None:
        self._home = home
        self._home_municipality = home_municipality
        self._open: Catalogue | None = None
        self._index: SearchIndex | None = None
        self._kept: dict[str, Service] = {}
        self.changes = 0
        """How often the catalogue has changed under us."""
        self.finder = Finder(index_opener(home), lambda: current_language())

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue, opened when first needed."""
        if self._open is None:
            from hyteterm.local_cache.catalogue import Catalogue

            self._home.create()
            self._open = Catalogue(self._home.catalogue)
        return self._open

    def close(self) -> None:
        """Close the files."""
        self.finder.close()
        if self._open is not None:
            self._open.close()
            self._open = self._index = None

    @property
    def exists(self) -> bool:
        """Whether a catalogue has been brought to this terminal."""
        return self._home.catalogue.exists()

    def updated_at(self) -> datetime | None:
        """When the last whole import or refresh finished."""
        return self.catalogue.updated_at() if self.exists else None

    def search(self, query: ServiceQuery) -> SearchResult:
        """Search at once, on the caller's thread."""
        if self._index is None:
            from hyteterm.local_cache.search import SearchIndex

            self._index = SearchIndex(self.catalogue.connection, self._home.meanings)
        return self._index.search(query, current_language())

    def check_meanings(self) -> list[CheckedFile]:
        """The county's own words for search, file by file (HYTETERM_HOME/meanings)."""
        from hyteterm.local_cache.search.meanings import check

        return check(self._home.meanings)

    def ask_counts(
        self, query: ServiceQuery, name: str, answer: Callable[[dict[str, int]], None]
    ) -> None:
        """How many services each choice of a filter would leave, beside the other filters.

        ``answer`` is called on the finder's thread; not at all where nothing is to be asked.
        """
        queries = surroundings.count_queries(query, name)
        if queries:
            self.finder.ask_all(
                "counts", queries, lambda results: answer(surroundings.counts(name, results))
            )

    def ask_nearby(
        self, local: SearchResult, answer: Callable[[tuple[NearHit, ...]], None]
    ) -> None:
        """What the neighbouring municipalities have for the same search."""
        queries = surroundings.neighbour_queries(local.query)
        if queries:
            self.finder.ask_all(
                "nearby", queries, lambda results: answer(surroundings.nearby(local, results))
            )

    def ask_similar(
        self,
        service: Service,
        municipality: str,
        answer: Callable[[tuple[ServiceHit, ...]], None],
    ) -> None:
        """Services of the same kind in a municipality."""
        self.finder.ask_all(
            "similar",
            surroundings.similar_queries(service, municipality),
            lambda results: answer(surroundings.similar(service, results)),
        )

    def service(self, service_id: str) -> Service | None:
        """A service whole; None when it has been withdrawn."""
        if service_id not in self._kept:
            service = self.catalogue.get(service_id)
            if service is None:
                return None
            while len(self._kept) >= SERVICES_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[service_id] = service
        return self._kept[service_id]

    def gaps(self) -> dict[str, dict[str, int]]:
        """Municipality → theme → its own services, for every municipality of the counties here."""
        from hyteterm.local_cache.catalogue_figures import by_place_and_theme

        found = by_place_and_theme(self.catalogue.connection)
        here = [municipality(code) for code in found]
        counties = dict.fromkeys(place.county for place in here if place is not None)
        codes = [code for county in counties for code in municipalities_of(county)]
        return {code: found.get(code, {}) for code in dict.fromkeys((*codes, *found))}

    def forget(self) -> None:
        """The catalogue has changed: read services anew."""
        self.changes += 1
        self._kept.clear()

    def provider_type(self, service_id: str) -> ProviderType | None:
        """What kind of organisation runs a service."""
        service = self.service(service_id) if service_id else None
        return service.provider.type if service else None

    def services_for_referrals(self, municipality: str, type: str = "") -> list[ServiceHit]:
        """Services that accept referrals, the home municipality's first."""
        result = self.search(
            ServiceQuery(municipality=municipality or None, accepts_referral=True, limit=200)
        )
        return sorted(result.hits, key=lambda hit: hit.referral_type != type)

    def municipalities(self) -> list[tuple[str, str]]:
        """(code, name) of all municipalities: home, its neighbours, then the rest by name."""
        language = current_language()
        home = self._home_municipality()
        near = [home, *neighbours(home)] if home else []
        names = {each.code: municipality_name(each.code, language) for each in municipalities()}
        rest = sorted((code for code in names if code not in near), key=lambda c: names[c])
        return [(code, names[code]) for code in (*near, *rest)]

    def municipality_name(self, code: str) -> str:
        """The name in the interface's language; empty for no code."""
        return municipality_name(code, current_language()) if code else ""

    def find_municipality(self, text: str) -> str | None:
        """The code of a municipality named in any usual form."""
        found = find_municipality(text)
        return found.code if found else None
