"""From the words of a query to columns of documents, keeping what was worked out."""

from functools import lru_cache
from math import log
from typing import Final

from hyteterm.local_cache.search import bitmaps, query_words, ranking, typos
from hyteterm.local_cache.search.analyser import Analyser
from hyteterm.local_cache.search.bitmaps import IMPACT, Postings
from hyteterm.local_cache.search.needs import Need, NeedDictionary
from hyteterm.local_cache.search.query_words import Alternative, Word
from hyteterm.local_cache.search.ranking import Column, Group
from hyteterm.local_cache.search.reader import IndexReader
from hyteterm.local_cache.search.stemming import stem
from hyteterm.local_cache.search.term_ways import NeedKey
from hyteterm.local_cache.search.view import View

WEAK_WORD: Final = 0.3
NEED: Final = 1.0
"""A need wholly said, against a rare word that stands in the name."""
RARITY_FLOOR: Final = 0.6
"""How little the rarity of a need's term matters: 1 is not at all."""
APART: Final = 2
"""Of so many needs, the strongest, the terms count also where their parts stand apart."""
LOOSER: Final = 2
"""Further mistakes forgiven to a word when nothing else is found."""
SAID: Final = 0.5
BESIDE_NEED: Final = 0.6
"""A word that says a need this strongly counts so much as a word of the text."""
KEPT: Final = 400


class Columns:
    """Works out columns within one view of the index."""

    def __init__(
        self,
        reader: IndexReader,
        view: View,
        analyser: Analyser,
        dictionary: NeedDictionary,
    ) -> None:
        self._reader = reader
        self._view = view
        self._analyser = analyser
        self._dictionary = dictionary
        self._block = lru_cache(maxsize=KEPT)(self._score_block)
        self._words: dict[tuple[str, bool], tuple[list[Group], Word]] = {}

    def of(self, words: list[Word]) -> list[Column]:
        """A column for each word that is not a mere stop word."""
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
            column.groups = [(value * factor, docs, met, via) for value, docs, met, via in groups]
            column.potential = max((group[0] for group in column.groups), default=0.0)
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
                value = way.weight * ranking.rarity(bitmaps.size(way.postings), self._view.count)
                groups += [
                    (value * IMPACT[impact], docs, way.met, way.via)
                    for impact, docs in way.postings
                ]
            known = self._words[key] = (groups, word)
        return known

    def _ways(self, word: Word, looser: int) -> list[Alternative]:
        """The literal ways to meet a word; where there are none it may be mistyped."""
        found = query_words.alternatives(word, self._view)
        if found or word.stop:
            return found
        known = self._is_word(word)
        if looser and not known and typos.allowed(word.typed, looser) == typos.allowed(word.typed):
            return found
        if (known and not looser) or (word.typing and self._dictionary.begins(word.typed)):
            return found
        similar = dict(self._dictionary.similar(word.typed, typing=word.typing, looser=looser))
        similar.update(self._reader.similar(word.typed, word.typing, looser))
        for edits in sorted(set(similar.values())):
            nearest = [other for other, apart in similar.items() if apart == edits]
            word.corrected = tuple((other, edits) for other in nearest)
            word.meant = tuple(self._analyser.finnish(other) for other in nearest)
            found = query_words.alternatives(word, self._view)
            if found or any(self._dictionary.knows(other) for other in nearest):
                return found
        return query_words.beginning(word, self._view)

    def _is_word(self, word: Word) -> bool:
        knows = self._dictionary.knows
        if word.typed in self._analyser.lexicon or knows(word.typed):
            return True
        stems = [stem(word.typed, language) for language in ("sv", "en")]
        return any(knows(key) for key in (*word.analysis.stems, *stems))

    def _add_needs(self, columns: dict[int, Column], needs: list[Need]) -> None:
        most = NEED * log(1 + self._view.count)
        keys = [(need.block, rank < APART) for rank, need in enumerate(needs)]
        self._view.prepare(keys, self._dictionary)
        for need, key in zip(needs, keys, strict=True):
            strength = need.strength * most
            scored = self._block(key, need.plain)
            if not scored:
                continue
            expression = need.expression
            groups = [(strength * value, docs, term, expression) for value, docs, term in scored]
            strongest = max(group[0] for group in groups)
            for place in need.places:
                column = columns[place]
                column.groups += groups
                column.potential = max(column.potential, strongest)

    def _score_block(self, key: NeedKey, plain: bool) -> list[tuple[float, int, str]]:
        floor = 0.0 if plain else RARITY_FLOOR
        count = self._view.count
        most = log(1 + count) or 1.0
        terms: list[tuple[Postings, float, str]] = []
        visits = 0
        for postings, share, name in self._view.ways(key, self._dictionary):
            found = bitmaps.size(postings)
            visits += found
            rare = floor + (1 - floor) * ranking.rarity(found, count) / most
            terms.append((postings, share * rare, name))
        return ranking.term_groups(terms, visits)
