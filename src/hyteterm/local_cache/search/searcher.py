"""Search over the catalogue on this disk."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from hyteterm.domain.service_hit import Facets, Match, SearchResult, ServiceHit, ServiceQuery
from hyteterm.domain.vocabulary import ProviderType
from hyteterm.local_cache.search import bitmaps, meanings, query_words, ranking
from hyteterm.local_cache.search.analyser import Analyser
from hyteterm.local_cache.search.columns import Columns
from hyteterm.local_cache.search.folding import fold
from hyteterm.local_cache.search.needs import NeedDictionary
from hyteterm.local_cache.search.ranking import Column, Score
from hyteterm.local_cache.search.reader import IndexReader
from hyteterm.local_cache.sqlite import Connection

NATIONWIDE: Final = 0.9
"""A nationwide service counts this much of a local one that meets the words as well."""
REFERRAL: Final = 1.04
"""A service that accepts a referral."""
FRESHEST: Final = 0.03
"""What a description changed in this quarter of a year gains; half of it a year later."""
FRESH_QUARTERS: Final = 4.0
ROWS_KEPT: Final = 800
FACETS: Final = {
    "theme": "themes",
    "group": "target_groups",
    "municipality": "municipalities",
    "provider": "provider_types",
    "price": "prices",
    "language": "languages",
}
"""Kind of set → field of `Facets`."""

_ROW: Final = """
    SELECT id, source_id, name_fi, name_sv, name_en, summary_fi, summary_sv, summary_en,
           provider, municipalities, free, referral_type, modified, signature
    FROM search_rows WHERE doc = ?
"""
_LANGUAGES: Final = {"fi": 0, "sv": 1, "en": 2}


class SearchIndex:
    """The search index of one connection; not to be shared between threads.

    Opening reads nothing: the first search loads the dictionary and a few kilobytes, and
    later ones what they need.  A change committed by any process is seen by the next search.
    """

    def __init__(self, connection: Connection, county_meanings: Path | None = None) -> None:
        """``county_meanings`` is a folder of the county's own need dictionary files."""
        self._connection = connection
        self._county_meanings = county_meanings
        self._analyser = Analyser()
        self._reader = IndexReader(connection)
        self._columns: Columns | None = None
        self._boosts: list[float] = []
        self._facet_sets: list[tuple[str, str, int]] = []
        self._row = lru_cache(maxsize=ROWS_KEPT)(self._read_row)
        self._by_provider = lru_cache(maxsize=8)(self._read_provider)

    def search(self, query: ServiceQuery, language: str = "fi") -> SearchResult:
        """The best services for ``query``; names and summaries in ``language`` where there are.

        Without words: everything that the filters let through, local services first, by name.
        """
        connection = self._connection
        columns = self._opened_columns()
        alone = not connection.in_transaction
        if alone:
            connection.execute("BEGIN")
        try:
            if self._reader.refresh():
                self._forget(columns)
            return self._search(query, language, columns)
        finally:
            if alone:
                connection.execute("COMMIT")

    def _opened_columns(self) -> Columns:
        if self._columns is None:
            compiled = meanings.load(self._connection, self._county_meanings, self._analyser)
            dictionary = NeedDictionary(*compiled)
            self._columns = Columns(self._reader, self._analyser, dictionary)
        return self._columns

    def _forget(self, columns: Columns) -> None:
        """The index has changed."""
        columns.forget()
        self._row.cache_clear()
        self._by_provider.cache_clear()
        self._boosts = _boosts(self._reader)
        self._facet_sets = [
            (FACETS[kind], code, docs)
            for name, docs in self._reader.sets.items()
            for kind, _, code in [name.partition(":")]
            if kind in FACETS
        ]

    def _search(self, query: ServiceQuery, language: str, columns: Columns) -> SearchResult:
        among = self._candidates(query)
        if not query.municipality and among == self._reader.live:
            among &= self._reader.representatives
        words = query_words.parse(query.words, self._analyser, typing=query.typing)
        if not words:
            docs = self._first(query, among)
            hits = self._hits([(doc, 0.0, Score()) for doc in docs], [], query, language)
            hits.sort(key=lambda hit: fold(hit.name))
            return SearchResult(query, tuple(hits), among.bit_count(), self._facets(among))
        met = columns.of(words, among)
        everything, scores = ranking.best(met, query.limit + query.limit // 4)
        ordered = self._ordered(scores, query)
        hits = self._hits(ordered, met, query, language)
        return SearchResult(query, tuple(hits), everything.bit_count(), self._facets(everything))

    def _candidates(self, query: ServiceQuery) -> int:
        sets = self._reader.sets
        among = self._reader.live
        if query.municipality:
            among &= self._local(query) | sets.get("nationwide", 0)
        if query.theme:
            among &= sets.get(f"theme:{query.theme}", 0)
        if query.target_group:
            among &= sets.get(f"group:{query.target_group}", 0)
        if query.free:
            among &= sets.get("price:free", 0)
        if query.service_language:
            among &= sets.get(f"language:{query.service_language}", 0)
        if query.accepts_referral:
            among &= sets.get("referral", 0)
        if query.provider:
            among &= self._by_provider(query.provider)
        return among

    def _local(self, query: ServiceQuery) -> int:
        if not query.municipality:
            return self._reader.live
        return self._reader.sets.get(f"municipality:{query.municipality.zfill(3)}", 0)

    def _read_provider(self, provider: str) -> int:
        if provider in list(ProviderType):
            return self._reader.sets.get(f"provider:{provider}", 0)
        wanted = fold(provider)
        rows = self._connection.execute("SELECT doc, provider FROM search_rows")
        return bitmaps.bitmap_of([doc for doc, name in rows if wanted in fold(name)])

    def _ordered(
        self, scores: dict[int, Score], query: ServiceQuery
    ) -> list[tuple[int, float, Score]]:
        boosts = self._boosts
        far = bitmaps.bitmap_of(list(scores)) & ~self._local(query)
        elsewhere = frozenset(bitmaps.documents(far))
        ordered = [
            (doc, score.total * boosts[doc] * (NATIONWIDE if doc in elsewhere else 1.0), score)
            for doc, score in scores.items()
        ]
        ordered.sort(key=lambda item: (-item[1], item[0]))
        return ordered

    def _first(self, query: ServiceQuery, among: int) -> list[int]:
        local = self._local(query)
        found: list[int] = []
        for docs in (among & local, among & ~local):
            for doc in bitmaps.documents(docs):
                if len(found) >= 2 * query.limit:
                    return found
                found.append(doc)
        return found

    def _hits(
        self,
        ordered: Sequence[tuple[int, float, Score]],
        columns: list[Column],
        query: ServiceQuery,
        language: str,
    ) -> list[ServiceHit]:
        """The rows to show, copies of a service folded into its best one."""
        kept: dict[int, tuple[int, float, Score]] = {}
        folded: dict[int, int] = {}
        for item in ordered:
            signature = self._row(item[0])[-1]
            if signature in kept:
                folded[signature] += 1
            elif len(kept) == query.limit:
                break
            else:
                kept[signature] = item
                folded[signature] = 0
        if not query.municipality:
            folded = {signature: self._copies(signature) for signature in kept}
        at = _LANGUAGES.get(language, 0)
        matches: dict[tuple[int, int], Match] = {}
        hits: list[ServiceHit] = []
        for signature, (doc, total, score) in kept.items():
            row = self._row(doc)
            free = row[10]
            why = []
            for place, group in score.met.items():
                match = matches.get((place, id(group)))
                if match is None:
                    match = Match(columns[place].typed, group.met, group.via)
                    matches[place, id(group)] = match
                why.append(match)
            hits.append(
                ServiceHit(
                    row[0],
                    row[1],
                    row[2 + at] or row[2] or row[3] or row[4],
                    row[5 + at] or row[5] or row[6] or row[7],
                    row[8],
                    row[9],
                    None if free is None else free == 1,
                    row[11],
                    row[12],
                    round(total, 4),
                    tuple(why),
                    folded[signature],
                )
            )
        return hits

    def _copies(self, signature: int) -> int:
        row = self._connection.execute(
            "SELECT copies FROM search_families WHERE signature = ?", (signature,)
        ).fetchone()
        return row[0] - 1 if row else 0

    def _read_row(self, doc: int) -> tuple[Any, ...]:
        row: tuple[Any, ...] = self._connection.execute(_ROW, (doc,)).fetchone()
        return (*row[:9], tuple(row[9].split()), *row[10:])

    def _facets(self, everything: int) -> Facets:
        counted: dict[str, dict[str, int]] = {field: {} for field in FACETS.values()}
        for field, code, docs in self._facet_sets:
            both = docs & everything
            if both:
                counted[field][code] = both.bit_count()
        return Facets(**counted)


def _boosts(reader: IndexReader) -> list[float]:
    """What freshness and accepting a referral make of each document's score."""
    boosts = [1.0] * (reader.live.bit_length() + 1)
    today = date.today()
    quarter_now = today.year * 4 + (today.month - 1) // 3
    for name, docs in reader.sets.items():
        if name.startswith("quarter:"):
            age = max(0, quarter_now - int(name[8:]))
            gain = 1 + FRESHEST * 0.5 ** (age / FRESH_QUARTERS)
            for doc in bitmaps.documents(docs):
                boosts[doc] = gain
    for doc in bitmaps.documents(reader.sets.get("referral", 0)):
        boosts[doc] *= REFERRAL
    return boosts
