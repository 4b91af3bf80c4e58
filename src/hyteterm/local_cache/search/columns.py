"""From the words of a query to columns of documents, keeping what was worked out."""

from functools import lru_cache
from math import log
from operator import itemgetter
from typing import Final

from hyteterm.local_cache.search import query_words, ranking
from hyteterm.local_cache.search.analyser import Analyser, stem
from hyteterm.local_cache.search.bitmaps import IMPACT, Postings
from hyteterm.local_cache.search.needs import Need, NeedDictionary, Term
from hyteterm.local_cache.search.query_words import Alternative, Word
from hyteterm.local_cache.search.ranking import Column, Group
from hyteterm.local_cache.search.reader import IndexReader

WEAK_WORD: Final = 0.3
NEED: Final = 1.0
"""A need wholly said, against a rare word that stands in the name."""
RARITY_FLOOR: Final = 0.6
"""How little the rarity of a need's term matters: 1 is not at all."""
LOOSER: Final = 2
"""Further mistakes forgiven to a word when nothing else is found."""
SAID: Final = 0.5
BESIDE_NEED: Final = 0.6
"""A word that says a need this strongly counts so much as a word of the text."""
KEPT: Final = 400

Scored = tuple[tuple[float, int, str], ...]
"""(value, documents, the term that says most there)."""


class Columns:
    """Works out columns within one set of documents; `among` chooses another set."""

    def __init__(
        self, reader: IndexReader, analyser: Analyser, dictionary: NeedDictionary
    ) -> None:
        self._reader = reader
        self._analyser = analyser
        self._dictionary = dictionary
        self._among = -1
        self._term = lru_cache(maxsize=1_000)(self._read_term)
        self._block = lru_cache(maxsize=KEPT)(self._score_block)
        self._words: dict[tuple[str, bool], tuple[list[Group], Word]] = {}

    def forget(self) -> None:
        """The index has changed: everything kept is void."""
        self._term.cache_clear()
        self._look_among(-1)

    def _look_among(self, among: int) -> None:
        if among != self._among:
            self._among = among
            self._block.cache_clear()
            self._words.clear()

    def of(self, words: list[Word], among: int) -> list[Column]:
        """A column for each word that is not a mere stop word."""
        self._look_among(among)
        looked = [self._literal(word, 0) for word in words]
        if not any(groups for groups, _ in looked):
            looked = [self._literal(word, LOOSER) for word in words]
        words = [word for _, word in looked]
        needs = self._dictionary.match(words)
        said: dict[int, float] = {}
        for need in needs:
            for place in need.places:
                said[place] = max(said.get(place, 0.0), need.strength)
        columns: dict[int, Column] = {}
        for place, (groups, word) in enumerate(looked):
            if word.stop and not word.typing and place not in said:
                continue
            column = columns[place] = Column(word.typed)
            factor = WEAK_WORD if word.weak else 1.0
            if said.get(place, 0.0) >= SAID:
                factor *= BESIDE_NEED
            column.groups = [
                Group(value * factor, docs, met, via) for value, docs, met, via in groups
            ]
            column.potential = max((group.value for group in column.groups), default=0.0)
        self._add_needs(columns, needs)
        return [column for column in columns.values() if column.groups]

    def _literal(self, word: Word, looser: int) -> tuple[list[Group], Word]:
        """The groups of a word as it stands, and the word with its corrections."""
        key = (word.typed, word.typing)
        known = self._words.get(key)
        if known is None or (looser and not known[0]):
            if len(self._words) > KEPT:
                self._words.clear()
            groups: list[Group] = []
            for way in self._ways(word, looser):
                value = way.weight * ranking.rarity(way.postings, self._among)
                for impact, bitmap in way.postings:
                    docs = bitmap & self._among
                    if docs:
                        groups.append(Group(value * IMPACT[impact], docs, way.met, way.via))
            known = self._words[key] = (groups, word)
        return known

    def _ways(self, word: Word, looser: int) -> list[Alternative]:
        """The literal ways to meet a word; where there are none it may be mistyped."""
        found = self._here(query_words.alternatives(word, self._reader))
        if found or word.stop or (self._is_word(word) and not looser):
            return found
        similar = dict(self._dictionary.similar(word.typed, typing=word.typing, looser=looser))
        similar.update(self._reader.similar(word.typed, word.typing, looser))
        for edits in sorted(set(similar.values())):
            nearest = [other for other, apart in similar.items() if apart == edits]
            word.corrected = tuple((other, edits) for other in nearest)
            word.meant = tuple(self._analyser.finnish(other) for other in nearest)
            found = self._here(query_words.alternatives(word, self._reader))
            if found or any(self._dictionary.knows(other) for other in nearest):
                return found
        return self._here(query_words.beginning(word, self._reader, self._among))

    def _here(self, ways: list[Alternative]) -> list[Alternative]:
        among = self._among
        return [way for way in ways if any(docs & among for _, docs in way.postings)]

    def _is_word(self, word: Word) -> bool:
        knows = self._dictionary.knows
        if word.typed in self._analyser.lexicon or knows(word.typed):
            return True
        stems = [stem(word.typed, language) for language in ("sv", "en")]
        return any(knows(key) for key in (*word.analysis.stems, *stems))

    def _add_needs(self, columns: dict[int, Column], needs: list[Need]) -> None:
        most = NEED * log(1 + self._among.bit_count())
        for need in needs:
            strength = need.strength * most
            scored = self._block(need.block, need.plain)
            if not scored:
                continue
            groups = [
                Group(strength * value, docs, term, f"{need.expression} → {term}")
                for value, docs, term in scored
            ]
            for place in need.places:
                column = columns[place]
                column.groups += groups
                column.potential = max(column.potential, groups[0].value)

    def _score_block(self, block: int, plain: bool) -> Scored:
        floor = 0.0 if plain else RARITY_FLOOR
        among = self._among
        most = log(1 + among.bit_count()) or 1.0
        terms: list[tuple[Postings, float]] = []
        named: list[tuple[float, int, str]] = []
        for term in self._dictionary.terms(block):
            for postings, share in self._term(term):
                rare = floor + (1 - floor) * ranking.rarity(postings, among) / most
                weight = term.weight * share * rare
                terms.append((postings, weight))
                for key, bitmap in postings:
                    docs = bitmap & among
                    if docs:
                        named.append((weight * IMPACT[key], docs, term.name))
        named.sort(key=itemgetter(0), reverse=True)
        found: list[tuple[float, int, str]] = []
        for value, docs in ranking.term_groups(terms, among):
            for _, having, name in named:
                both = docs & having
                if both:
                    found.append((value, both, name))
                    docs ^= both
                    if not docs:
                        break
        return tuple(found)

    def _read_term(self, term: Term) -> list[tuple[Postings, float]]:
        return query_words.term_ways(term, self._reader)
