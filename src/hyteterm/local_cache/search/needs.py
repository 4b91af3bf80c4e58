"""Finds what the typed words mean: the needs whose expressions they say, wholly or partly."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any, Final

from hyteterm.local_cache.search import bitmaps, typos
from hyteterm.local_cache.search.analyser import stem
from hyteterm.local_cache.search.meanings import WEAK_SHARE
from hyteterm.local_cache.search.query_words import Word
from hyteterm.local_cache.search.segments import grams

PARTIAL: Final = 0.75
"""An expression met in part counts this, times the square of the share that was met."""
PARTIAL_FROM: Final = 0.4
BAG: Final = 0.6
"""Words that stand apart in the expressions of one need count this together."""
BAG_HALF: Final = 1.0
BAG_BESIDE: Final = 0.5
"""What they add to a need that an expression says by itself."""
CONTAINED: Final = 0.55
"""An expression inside a longer one that was met wholly counts this."""
MOST_NEEDS: Final = 8
LEAST: Final = 0.12
"""Needs weaker than this share of the strongest one are left out."""
UNKNOWN: Final = 3.0
"""How telling a word is that no expression has."""
PART_KEY: Final = 0.75
PREFIX_KEY: Final = 0.8
PREFIX_KEYS: Final = 16
MIN_PREFIX: Final = 4
RARE: Final = 5.5
"""Rarity from which a single word is as telling as a word can be."""


@dataclass(slots=True)
class Need:
    """A need that was recognised."""

    terms: list[tuple[str, float]]
    strength: float
    places: frozenset[int]
    """The query words that say it."""
    expression: str
    plain: bool = False
    """Another word for the same thing: counts as the word itself would."""


@dataclass(slots=True)
class _Met:
    slots: dict[int, tuple[float, int]] = field(default_factory=dict)
    """Slot → (how well, query word)."""


class NeedDictionary:
    """The compiled dictionary (`meanings.load`)."""

    def __init__(self, compiled: dict[str, Any]) -> None:
        self._blocks: list[str] = compiled["blocks"]
        self._expressions: list[str] = compiled["expressions"]
        self._block_of: list[int] = compiled["block_of"]
        self._keys: dict[str, str] = compiled["keys"]
        self._ordered = list(self._keys)
        self._plain = frozenset(compiled["plain"])
        self._grams: dict[str, str] = compiled["grams"]

    def knows(self, key: str) -> bool:
        """Whether any expression has this word."""
        return key in self._keys

    def similar(
        self, typed: str, *, typing: bool, looser: int = 0
    ) -> list[tuple[str, int]]:
        """Words of expressions that ``typed`` may have been meant for."""
        if not typos.allowed(typed):
            return []
        planes = [0]
        everything = 0
        for gram in grams(typed):
            if gram in self._grams:
                bitmap = int(self._grams[gram], 16)
                bitmaps.add_to_planes(planes, (bitmap,))
                everything |= bitmap
        best = bitmaps.highest(planes, everything, typos.NEAREST)
        places = list(bitmaps.documents(best))[: 3 * typos.NEAREST]
        words = [self._ordered[place] for place in places]
        return typos.near(typed, words, typing=typing, looser=looser)

    def match(self, words: Sequence[Word]) -> list[Need]:
        """The needs that ``words`` say, strongest first."""
        met: dict[int, _Met] = {}
        bags: dict[int, dict[int, float]] = {}
        typed = {word.typed for word in words}
        content = 0.0
        for place, word in enumerate(words):
            telling = 0.0
            for key, share in self._keys_of(word):
                postings = self._keys.get(key)
                if postings is not None:
                    share *= WEAK_SHARE if word.weak else 1.0
                    telling = max(telling, self._meet(postings, share, place, met, bags))
            if not word.stop:
                content += telling or UNKNOWN * (WEAK_SHARE if word.weak else 1.0)
        if not met:
            return []
        found = self._whole_and_partial(met, typed)
        self._add_bags(found, bags, content, met)
        best = sorted(found.values(), key=lambda need: -need.strength)[:MOST_NEEDS]
        return [need for need in best if need.strength >= LEAST * best[0].strength]

    def _keys_of(self, word: Word) -> list[tuple[str, float]]:
        analysis = word.analysis
        keys: dict[str, float] = {}
        for part in analysis.parts:
            keys[part] = PART_KEY
        for key in (*analysis.whole, *analysis.stems):
            keys[key] = 1.0
        for language in ("sv", "en"):
            keys[stem(word.typed, language)] = 1.0
        for (other, edits), analysis in zip(word.corrected, word.meant, strict=True):
            for key in (other, *analysis.whole):
                keys[key] = 1.0 - 0.2 * edits
        if word.typing and len(word.typed) >= MIN_PREFIX:
            for mark in ("", "\x11", "\x12"):
                prefix = mark + word.typed
                start = bisect_left(self._ordered, prefix)
                for key in self._ordered[start : start + PREFIX_KEYS]:
                    if not key.startswith(prefix):
                        break
                    keys.setdefault(key, PREFIX_KEY)
        if word.stop:
            return [(word.typed, 1.0)]
        return list(keys.items())

    def _meet(
        self,
        postings: str,
        share: float,
        place: int,
        met: dict[int, _Met],
        bags: dict[int, dict[int, float]],
    ) -> float:
        """Note the expressions that have the word; returns how telling it is."""
        counts: dict[int, int] = {}
        for item in postings.split(" "):
            expression, _, slot = item.partition(".")
            number, at = int(expression), int(slot)
            known = met.get(number)
            if known is None:
                known = met[number] = _Met()
            if at not in known.slots or known.slots[at][0] < share:
                known.slots[at] = (share, place)
            block = self._block_of[number]
            counts[block] = counts.get(block, 0) + 1
        rarity = log(1 + len(self._blocks) / len(counts)) * share
        for block, count in counts.items():
            bag = bags.setdefault(block, {})
            gain = rarity * count / (count + BAG_HALF)
            if bag.get(place, 0.0) < gain:
                bag[place] = gain
        return rarity

    def _whole_and_partial(self, met: dict[int, _Met], typed: set[str]) -> dict[int, Need]:
        whole: list[tuple[float, frozenset[int], int, str]] = []
        partial: list[tuple[float, frozenset[int], int, str]] = []
        for number, known in met.items():
            block, weights, stops, text = self._expressions[number].split("\t")
            shares = [float(weight) for weight in weights.split(",")]
            possible = sum(shares)
            reached = sum(shares[slot] * how for slot, (how, _) in known.slots.items())
            places = frozenset(place for _, place in known.slots.values())
            missing_stops = [word for word in stops.split() if word not in typed]
            telling = min(1.0, reached / RARE) ** 0.5
            if stops:
                telling *= 1 - 0.1 * (len(missing_stops) > 0)
            if len(known.slots) == len(shares):
                strength = telling * (reached / possible)
                whole.append((strength, places, int(block), text))
            else:
                share = reached / possible
                if share >= PARTIAL_FROM:
                    partial.append((PARTIAL * telling * share**2, places, int(block), text))
        found: dict[int, Need] = {}
        longest = [places for _, places, _, _ in whole if len(places) > 1]
        for strength, places, block, text in (*whole, *partial):
            if any(places < other for other in longest):
                strength *= CONTAINED
            known_need = found.get(block)
            if known_need is None or known_need.strength < strength:
                found[block] = self._need(block, strength, places, text)
        return found

    def _add_bags(
        self,
        found: dict[int, Need],
        bags: dict[int, dict[int, float]],
        content: float,
        met: dict[int, _Met],
    ) -> None:
        """Raise needs that the words speak for, though in different expressions."""
        texts: dict[int, str] = {}
        for number in met:
            texts.setdefault(self._block_of[number], self._expressions[number])
        for block, bag in bags.items():
            reached = sum(bag.values())
            strength = BAG * reached / max(content, reached) * min(1.0, reached / RARE) ** 0.5
            known = found.get(block)
            if known is None:
                text = texts[block].split("\t")[3]
                found[block] = self._need(block, strength, frozenset(bag), text)
            else:
                known.strength += BAG_BESIDE * strength

    def _need(self, block: int, strength: float, places: frozenset[int], text: str) -> Need:
        return Need(self._terms(block), strength, places, text, block in self._plain)

    def _terms(self, block: int) -> list[tuple[str, float]]:
        terms: list[tuple[str, float]] = []
        for item in self._blocks[block].split("\t"):
            name, _, weight = item.rpartition("^")
            terms.append((name, float(weight)))
        return terms
