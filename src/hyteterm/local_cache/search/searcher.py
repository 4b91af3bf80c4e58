"""Search over the catalogue on this disk."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Any, Final

from hyteterm.domain.service_hit import Facets, Match, SearchResult, ServiceHit, ServiceQuery
from hyteterm.domain.vocabulary import ProviderType
from hyteterm.local_cache.search import bitmaps, meanings, query_words, ranking
from hyteterm.local_cache.search.analyser import Analyser, stem
from hyteterm.local_cache.search.folding import fold
from hyteterm.local_cache.search.needs import Need, NeedDictionary
from hyteterm.local_cache.search.query_words import Word
from hyteterm.local_cache.search.ranking import Column, Score
from hyteterm.local_cache.search.reader import IndexReader
from hyteterm.local_cache.sqlite import Connection

NATIONWIDE: Final = 0.9
"""A nationwide service counts this much of a local one that meets the words as well."""
REFERRAL: Final = 1.04
"""A service that accepts a referral."""
FRESHEST: Final = 0.03
"""What a description changed in the last quarter gains; half of it a year later."""
FRESH_QUARTERS: Final = 4.0
WEAK_WORD: Final = 0.3
NEED: Final = 1.0
"""A need wholly said, against a rare word that stands in the name."""
RARITY_FLOOR: Final = 0.6
"""How little the rarity of a need's term matters: 1 is not at all."""
LOOSER: Final = 2
"""Further mistakes forgiven to a word that would otherwise find nothing."""
SAID: Final = 0.5
BESIDE_NEED: Final = 0.6
"""A word that says a need this strongly counts so much as a word of the text."""
ROWS_KEPT: Final = 2_000
FACETS: Final = (
    ("theme:", "themes"),
    ("group:", "target_groups"),
    ("municipality:", "municipalities"),
    ("provider:", "provider_types"),
    ("price:", "prices"),
    ("language:", "languages"),
)
"""Prefix of the sets → field of `Facets`."""

_ROW: Final = """
    SELECT id, source_id, name_fi, name_sv, name_en, summary_fi, summary_sv, summary_en,
           provider, municipalities, free, referral_type, modified, signature
    FROM search_rows WHERE doc = ?
"""
_LANGUAGES: Final = {"fi": 0, "sv": 1, "en": 2}


class SearchIndex:
    """The search index of one connection; not to be shared between threads.

    Opening reads nothing: the first search loads a few kilobytes, and later ones what
    they need.  A change committed by any process is seen by the next search.
    """

    def __init__(self, connection: Connection, county_meanings: Path | None = None) -> None:
        """``county_meanings`` is a folder of the county's own need dictionary files."""
        self._connection = connection
        self._analyser = Analyser()
        self._reader = IndexReader(connection)
        self._county_meanings = county_meanings
        self._needs: NeedDictionary | None = None
        self._row = lru_cache(maxsize=ROWS_KEPT)(self._read_row)
        self._term = lru_cache(maxsize=1_000)(self._read_term)
        self._by_provider = lru_cache(maxsize=8)(self._read_provider)

    def search(self, query: ServiceQuery, language: str = "fi") -> SearchResult:
        """The best services for ``query``; names and summaries in ``language`` where there are.

        Without words: everything that the filters let through, local services first, by name.
        """
        connection = self._connection
        needs = self._meanings() if query.words else None
        alone = not connection.in_transaction
        if alone:
            connection.execute("BEGIN")
        try:
            if self._reader.refresh():
                self._row.cache_clear()
                self._by_provider.cache_clear()
                self._term.cache_clear()
            return self._search(query, language, needs)
        finally:
            if alone:
                connection.execute("COMMIT")

    def _meanings(self) -> NeedDictionary:
        if self._needs is None:
            compiled = meanings.load(self._connection, self._county_meanings, self._analyser)
            self._needs = NeedDictionary(compiled)
        return self._needs

    def _search(
        self, query: ServiceQuery, language: str, needs: NeedDictionary | None
    ) -> SearchResult:
        among = self._candidates(query)
        if not query.municipality and among == self._reader.live:
            among &= self._reader.representatives
        words = query_words.parse(query.words, self._analyser, typing=query.typing)
        if not words or needs is None:
            docs = self._first(query, among)
            hits = self._fold([(doc, 0.0, Score()) for doc in docs], [], query, language)
            hits.sort(key=lambda hit: fold(hit.name))
            return SearchResult(query, tuple(hits), among.bit_count(), self._facets(among))
        columns = self._columns(words, among, needs)
        everything, scores = ranking.best(columns, 2 * query.limit)
        self._boost(scores, everything, query)
        ordered = sorted(
            ((doc, score.total, score) for doc, score in scores.items()),
            key=lambda item: (-item[1], item[0]),
        )
        hits = self._fold(ordered, columns, query, language)
        return SearchResult(query, tuple(hits), everything.bit_count(), self._facets(everything))

    def _candidates(self, query: ServiceQuery) -> int:
        sets = self._reader.sets
        among = self._reader.live
        if query.municipality:
            code = query.municipality.zfill(3)
            among &= sets.get(f"municipality:{code}", 0) | sets.get("nationwide", 0)
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

    def _read_term(self, term: str) -> list[tuple[bitmaps.Postings, float]]:
        return query_words.term_ways(term, self._reader, self._analyser)

    def _read_provider(self, provider: str) -> int:
        if provider in list(ProviderType):
            return self._reader.sets.get(f"provider:{provider}", 0)
        wanted = fold(provider)
        rows = self._connection.execute("SELECT doc, provider FROM search_rows")
        return bitmaps.bitmap_of([doc for doc, name in rows if wanted in fold(name)])

    def _columns(self, words: list[Word], among: int, dictionary: NeedDictionary) -> list[Column]:
        ways = [self._ways(word, among, dictionary) for word in words]
        needs = dictionary.match(words)
        said = {place: need.strength for need in reversed(needs) for place in need.places}
        columns: dict[int, Column] = {}
        for place, word in enumerate(words):
            if word.stop and not word.typing and place not in said:
                continue
            column = columns[place] = Column(word.typed)
            factor = WEAK_WORD if word.weak else 1.0
            if said.get(place, 0.0) >= SAID:
                factor *= BESIDE_NEED
            for way in ways[place]:
                value = way.weight * factor * ranking.rarity(way.postings, among)
                column.add(way.postings, among, value, way.met, way.via)
        self._add_needs(columns, needs, among)
        return list(columns.values())

    def _ways(
        self, word: Word, among: int, dictionary: NeedDictionary
    ) -> list[query_words.Alternative]:
        """The literal ways to meet a word; where there are none it may be mistyped."""
        found = self._here(query_words.alternatives(word, self._reader), among)
        if found or word.stop or self._is_word(word, dictionary):
            return found
        for looser in (0, LOOSER):
            similar = dict(dictionary.similar(word.typed, typing=word.typing, looser=looser))
            similar.update(self._reader.similar(word.typed, word.typing, looser))
            for edits in sorted(set(similar.values())):
                nearest = [other for other, apart in similar.items() if apart == edits]
                word.corrected = tuple((other, edits) for other in nearest)
                word.meant = tuple(self._analyser.finnish(other) for other in nearest)
                found = self._here(query_words.alternatives(word, self._reader), among)
                if found or any(dictionary.knows(other) for other in nearest):
                    return found
            found = self._here(query_words.beginning(word, self._reader, among), among)
            if found:
                return found
        return []

    def _here(
        self, ways: list[query_words.Alternative], among: int
    ) -> list[query_words.Alternative]:
        return [way for way in ways if any(docs & among for _, docs in way.postings)]

    def _is_word(self, word: Word, dictionary: NeedDictionary) -> bool:
        if word.typed in self._analyser.lexicon or dictionary.knows(word.typed):
            return True
        stems = [stem(word.typed, language) for language in ("sv", "en")]
        return any(dictionary.knows(key) for key in (*word.analysis.stems, *stems))

    def _add_needs(self, columns: dict[int, Column], needs: list[Need], among: int) -> None:
        most = log(1 + among.bit_count()) or 1.0
        for need in needs:
            floor = 0.0 if need.plain else RARITY_FLOOR
            for term, weight in need.terms:
                for postings, share in self._term(term):
                    rare = floor + (1 - floor) * ranking.rarity(postings, among) / most
                    value = need.strength * weight * share * rare * most * NEED
                    via = f"{need.expression} → {term}"
                    for place in need.places:
                        columns[place].add(postings, among, value, term, via)

    def _boost(self, scores: dict[int, Score], everything: int, query: ServiceQuery) -> None:
        sets = self._reader.sets
        chosen = bitmaps.bitmap_of(list(scores))
        if query.municipality:
            local = sets.get(f"municipality:{query.municipality.zfill(3)}", 0)
            for doc in bitmaps.documents(chosen & ~local):
                scores[doc].total *= NATIONWIDE
        for doc in bitmaps.documents(chosen & sets.get("referral", 0)):
            scores[doc].total *= REFERRAL
        today = date.today()
        quarter_now = today.year * 4 + (today.month - 1) // 3
        for name, docs in sets.items():
            if name.startswith("quarter:") and (fresh := docs & chosen):
                age = max(0, quarter_now - int(name[8:]))
                gain = 1 + FRESHEST * 0.5 ** (age / FRESH_QUARTERS)
                for doc in bitmaps.documents(fresh):
                    scores[doc].total *= gain

    def _first(self, query: ServiceQuery, among: int) -> list[int]:
        local = among
        if query.municipality:
            local &= self._reader.sets.get(f"municipality:{query.municipality.zfill(3)}", 0)
        found: list[int] = []
        for docs in (local, among & ~local):
            for doc in bitmaps.documents(docs):
                if len(found) >= 2 * query.limit:
                    return found
                found.append(doc)
        return found

    def _fold(
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
                continue
            if len(kept) == query.limit:
                break
            kept[signature] = item
            folded[signature] = 0
        whole_country = not query.municipality
        hits: list[ServiceHit] = []
        for signature, (doc, total, score) in kept.items():
            copies = self._copies(signature) if whole_country else folded[signature]
            hits.append(self._hit(doc, total, score, columns, copies, language))
        return hits

    def _copies(self, signature: int) -> int:
        row = self._connection.execute(
            "SELECT copies FROM search_families WHERE signature = ?", (signature,)
        ).fetchone()
        return row[0] - 1 if row else 0

    def _hit(
        self,
        doc: int,
        total: float,
        score: Score,
        columns: list[Column],
        folded: int,
        language: str,
    ) -> ServiceHit:
        row = self._row(doc)
        why = tuple(
            Match(columns[place].typed, group.met, group.via)
            for place, group in sorted(score.met.items())
        )
        return ServiceHit(
            id=row[0],
            source_id=row[1],
            name=_in_language(row[2:5], language),
            summary=_in_language(row[5:8], language),
            provider=row[8],
            municipalities=tuple(row[9].split()),
            free=None if row[10] is None else bool(row[10]),
            referral_type=row[11],
            modified=row[12],
            score=round(total, 4),
            why=why,
            folded=folded,
        )

    def _read_row(self, doc: int) -> tuple[Any, ...]:
        found: tuple[Any, ...] = self._connection.execute(_ROW, (doc,)).fetchone()
        return found

    def _facets(self, everything: int) -> Facets:
        counted: dict[str, dict[str, int]] = {field: {} for _, field in FACETS}
        for name, docs in self._reader.sets.items():
            prefix, colon, code = name.partition(":")
            for wanted, field in FACETS:
                if prefix + colon == wanted:
                    count = (docs & everything).bit_count()
                    if count:
                        counted[field][code] = count
                    break
        return Facets(**counted)


def _in_language(texts: Sequence[str], language: str) -> str:
    return texts[_LANGUAGES.get(language, 0)] or texts[0] or texts[1] or texts[2]
