"""Search over the catalogue on this disk."""

import gc
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final

from hyteterm.domain.service_hit import Facets, Match, SearchResult, ServiceHit, ServiceQuery
from hyteterm.domain.vocabulary import ProviderType
from hyteterm.local_cache.search import bitmaps, meanings, query_words, ranking
from hyteterm.local_cache.search.analyser import Analyser
from hyteterm.local_cache.search.columns import Columns
from hyteterm.local_cache.search.folding import fold
from hyteterm.local_cache.search.lexicon import OTHER
from hyteterm.local_cache.search.needs import NeedDictionary
from hyteterm.local_cache.search.query_words import TYPO_MARK
from hyteterm.local_cache.search.ranking import Column, Score
from hyteterm.local_cache.search.reader import IndexReader
from hyteterm.local_cache.search.rows import Rows, codes
from hyteterm.local_cache.search.view import FACETS, View
from hyteterm.local_cache.sqlite import Connection

NATIONWIDE: Final = 0.9
"""A nationwide service counts this much of a local one that meets the words as well."""
RANKED: Final = 60
"""At least so many documents are put in exact order, however few are shown."""
SAME_WORD: Final = 4
"""Words that begin with so many equal letters are told once."""
MATCHES_KEPT: Final = 500
VIEWS_KEPT: Final = 2
"""Sets of filters (a municipality, a theme, …) whose numbering is kept."""


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
        self._dictionary: NeedDictionary | None = None
        self._view = lru_cache(maxsize=VIEWS_KEPT)(self._make_view)
        self._rows = Rows(connection)
        self._by_provider = lru_cache(maxsize=8)(self._read_provider)

    def search(self, query: ServiceQuery, language: str = "fi") -> SearchResult:
        """The best services for ``query``; names and summaries in ``language`` where there are.

        Without words: everything that the filters let through, local services first, by name.
        """
        connection = self._connection
        if self._dictionary is None:
            compiled = meanings.load(connection, self._county_meanings, self._analyser)
            self._dictionary = NeedDictionary(compiled)
        alone = not connection.in_transaction
        # A full collection over the whole program takes longer than a search: not during one.
        collecting = gc.isenabled()
        gc.disable()
        if alone:
            connection.execute("BEGIN")
        try:
            if self._reader.refresh():
                self._view.cache_clear()
                self._rows.clear()
                self._by_provider.cache_clear()
            return self._search(query, language)
        finally:
            if alone:
                connection.execute("COMMIT")
            if collecting:
                gc.enable()

    def _search(self, query: ServiceQuery, language: str) -> SearchResult:
        view, columns = self._view(self._candidates(query), self._local(query))
        words = query_words.parse(query.words, self._analyser, typing=query.typing)
        if not words:
            first = self._first(query, view)
            hits = self._hits([(doc, 0.0, Score()) for doc in first], view, [], query, language)
            hits.sort(key=lambda hit: fold(hit.name))
            return SearchResult(query, tuple(hits), view.count, _facets(view, view.everything))
        met = columns.of(words)
        everything, scores = ranking.best(met, max(RANKED, query.limit + query.limit // 4))
        ordered = _ordered(scores, view, self._reader.boosts)
        hits = self._hits(ordered, view, met, query, language)
        total = everything.bit_count()
        return SearchResult(query, tuple(hits), total, _facets(view, everything))

    def _make_view(self, among: int, local: int) -> tuple[View, Columns]:
        assert self._dictionary is not None
        view = View(self._reader, among, local)
        return view, Columns(self._reader, view, self._analyser, self._dictionary)

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
        elif not query.municipality:
            among &= self._reader.representatives
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

    def _first(self, query: ServiceQuery, view: View) -> list[int]:
        found: list[int] = []
        for docs in (view.local, view.everything & ~view.local):
            found += islice(bitmaps.documents(docs), 2 * query.limit - len(found))
        return found

    def _hits(
        self,
        ordered: Sequence[tuple[int, float, Score]],
        view: View,
        columns: list[Column],
        query: ServiceQuery,
        language: str,
    ) -> list[ServiceHit]:
        """The rows to show, copies of a service folded into its best one."""
        documents = view.documents
        rows = self._rows.of([documents[item[0]] for item in ordered], language)
        kept: dict[int, tuple[int, float, Score]] = {}
        folded: dict[int, int] = {}
        for item in ordered:
            signature = rows[documents[item[0]]][1]
            if signature in kept:
                folded[signature] += 1
            elif len(kept) == query.limit:
                break
            else:
                kept[signature] = item
                folded[signature] = 0
        if not query.municipality:
            folded |= self._rows.copies(kept)
        typed = [column.typed for column in columns]
        hits: list[ServiceHit] = []
        for signature, (doc, total, score) in kept.items():
            _, _, id_, source_id, name, summary, provider, places, free, type_, modified = rows[
                documents[doc]
            ]
            why = [_match(typed[place], met, via) for place, (_, _, met, via) in score.met]
            hits.append(
                ServiceHit(
                    id_,
                    source_id,
                    name,
                    summary,
                    provider,
                    codes(places),
                    None if free is None else free == 1,
                    type_,
                    modified,
                    round(total, 4),
                    tuple(why),
                    folded[signature],
                )
            )
        return hits


@lru_cache(maxsize=MATCHES_KEPT)
def _match(typed: str, met: str, via: str) -> Match:
    """Why a word was met; the dictionary's expression is told when it says more than the ends."""
    if via and via != TYPO_MARK:
        said = fold(via)
        if said == fold(met) or (" " not in said and said[:SAME_WORD] == typed[:SAME_WORD]):
            via = ""
    return Match(typed, met.replace(OTHER, ""), via)


def _ordered(
    scores: dict[int, Score], view: View, boosts: Sequence[float]
) -> list[tuple[int, float, Score]]:
    documents = view.documents
    elsewhere = view.elsewhere
    ordered = [
        (doc, score.total * boosts[documents[doc]] * (NATIONWIDE if doc in elsewhere else 1), score)
        for doc, score in scores.items()
    ]
    ordered.sort(key=lambda item: (-item[1], item[0]))
    return ordered


def _facets(view: View, everything: int) -> Facets:
    counted: dict[str, dict[str, int]] = {field: {} for field in FACETS.values()}
    for field, code, docs in view.facets:
        both = docs & everything
        if both:
            counted[field][code] = both.bit_count()
    return Facets(**counted)
