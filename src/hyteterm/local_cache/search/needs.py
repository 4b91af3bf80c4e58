"""Finds what the typed words mean: the needs whose expressions they say, wholly or partly."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Final, NamedTuple

from hyteterm.local_cache.search import bitmaps, typos
from hyteterm.local_cache.search.compiled_meanings import CompiledMeanings
from hyteterm.local_cache.search.meanings import ALL_STOPS, PERCENT, WEAK_SHARE
from hyteterm.local_cache.search.query_words import Word
from hyteterm.local_cache.search.segments import grams
from hyteterm.local_cache.search.stemming import ENGLISH_STEM, SWEDISH_STEM, stem

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
STOP_MISSING: Final = 0.9
"""An expression whose small words (“ei”) were not all typed."""
MOST_NEEDS: Final = 6
LEAST: Final = 0.18
"""Needs weaker than this share of the strongest one are left out."""
UNKNOWN: Final = 3.0
"""How telling a word is that no expression has."""
PART_KEY: Final = 0.75
MISTAKE: Final = 0.2
"""What a mistyped letter takes from a word."""
PREFIX_KEY: Final = 0.8
PREFIX_KEYS: Final = 5
MIN_PREFIX: Final = 5
WORDS_KEPT: Final = 60
WHOLE_ONLY: Final = (ALL_STOPS,)
RARE: Final = 5.5
"""Rarity from which a single word is as telling as a word can be."""


class Expression(NamedTuple):
    """One expression, its words by how telling they are."""

    block: int
    shares: tuple[float, ...]
    possible: float
    stops: tuple[str, ...]
    text: str


class Key(NamedTuple):
    """Where a word stands in expressions."""

    rarity: float
    slots: tuple[int, ...]
    """Packed, see `meanings.pack_slot`."""
    blocks: tuple[tuple[int, float], ...]
    """(block, how much of it the word is)."""


class Term(NamedTuple):
    """A term of the field that a need points to."""

    name: str
    weight: float
    words: tuple[tuple[str, ...], ...]
    """For each word of it the index terms that are it."""
    compounds: tuple[tuple[str, ...], ...]
    """The parts it is made of, when it is one word."""


class Said(NamedTuple):
    """What one word says of the expressions and needs."""

    slots: dict[int, float]
    """Packed slot → how well."""
    blocks: dict[int, float]
    """Block → how much the word speaks for it."""
    telling: float


@dataclass(slots=True)
class Need:
    """A need that was recognised."""

    block: int
    strength: float
    places: frozenset[int]
    """The query words that say it."""
    expression: str
    plain: bool
    """Another word for the same thing: counts as the word itself would."""


class NeedDictionary:
    """The compiled dictionary (`meanings.load`)."""

    def __init__(self, compiled: CompiledMeanings) -> None:
        self._compiled = compiled
        self._key = lru_cache(maxsize=300)(self._read_key)
        self._expression = lru_cache(maxsize=600)(self._read_expression)
        self._terms = lru_cache(maxsize=200)(self._read_terms)
        self._whole_terms = lru_cache(maxsize=100)(self._only_whole)
        self._pair = lru_cache(maxsize=100)(compiled.with_gram)
        self._said: dict[tuple[object, ...], Said] = {}

    def knows(self, key: str) -> bool:
        """Whether any expression has this word."""
        return key in self._compiled

    def begins(self, typed: str) -> bool:
        """Whether a word of an expression begins so."""
        return len(typed) >= MIN_PREFIX and bool(self._compiled.keys_from(typed, 1))

    def terms(self, block: int, *, apart: bool = True) -> tuple[Term, ...]:
        """The field's terms of a need, with weights; ``apart``: their parts too."""
        return self._terms(block) if apart else self._whole_terms(block)

    def _only_whole(self, block: int) -> tuple[Term, ...]:
        return tuple(term._replace(compounds=()) for term in self._terms(block))

    def similar(self, typed: str, *, typing: bool, looser: int = 0) -> list[tuple[str, int]]:
        """Words of expressions that ``typed`` may have been meant for."""
        most = typos.allowed(typed, looser)
        if not most:
            return []
        planes = [0]
        everything = 0
        wanted = grams(typed)
        for gram in wanted:
            if bitmap := self._pair(gram):
                bitmaps.add_to_planes(planes, (bitmap,))
                everything |= bitmap
        places = typos.most_alike(planes, everything, len(wanted), most)
        words = [self._compiled.key(place) for place in places]
        return typos.near(typed, words, typing=typing, looser=looser)

    def match(self, words: Sequence[Word]) -> list[Need]:
        """The needs that ``words`` say, strongest first."""
        said = [self._said_by(word) for word in words]
        content = sum(each.telling for each in said)
        found = self._by_expression(said, {word.typed for word in words})
        self._add_bags(found, said, content)
        if not found:
            return []
        best = sorted(found.values(), key=lambda need: -need.strength)[:MOST_NEEDS]
        return [need for need in best if need.strength >= LEAST * best[0].strength]

    def _said_by(self, word: Word) -> Said:
        key = (word.typed, word.typing, word.corrected)
        known = self._said.get(key)
        if known is None:
            if len(self._said) > WORDS_KEPT:
                self._said.clear()
            known = self._said[key] = self._say(word)
        return known

    def _say(self, word: Word) -> Said:
        slots: dict[int, float] = {}
        blocks: dict[int, float] = {}
        telling = 0.0
        weak = WEAK_SHARE if word.weak else 1.0
        for text, share in self._keys_of(word):
            key = self._key(text)
            if key is None:
                continue
            share *= weak
            for slot in key.slots:
                if slots.get(slot, 0.0) < share:
                    slots[slot] = share
            if word.stop:
                continue
            rarity = key.rarity * share
            telling = max(telling, rarity)
            for block, part in key.blocks:
                if blocks.get(block, 0.0) < rarity * part:
                    blocks[block] = rarity * part
        if not telling and not word.stop:
            telling = UNKNOWN * weak
        return Said(slots, blocks, telling)

    def _keys_of(self, word: Word) -> list[tuple[str, float]]:
        if word.stop:
            return [(word.typed, 1.0)]
        analysis = word.analysis
        keys = dict.fromkeys(analysis.parts, PART_KEY)
        keys.update(dict.fromkeys((*analysis.whole, *analysis.stems), 1.0))
        if not analysis.known:
            for language in ("sv", "en"):
                keys[stem(word.typed, language)] = 1.0
        for (other, edits), meant in zip(word.corrected, word.meant, strict=True):
            keys.update(dict.fromkeys((other, *meant.whole), 1.0 - MISTAKE * edits))
        if word.typing and len(word.typed) >= MIN_PREFIX:
            for mark in ("", SWEDISH_STEM, ENGLISH_STEM):
                for key in self._compiled.keys_from(mark + word.typed, PREFIX_KEYS):
                    keys.setdefault(key, PREFIX_KEY)
        return list(keys.items())

    def _by_expression(self, said: Sequence[Said], typed: set[str]) -> dict[int, Need]:
        reached: dict[int, float] = {}
        for each in said:
            for slot, how in each.slots.items():
                number = slot >> 13
                reached[number] = reached.get(number, 0.0) + (slot & 127) * how
        least = PARTIAL_FROM * PERCENT
        slots_of: dict[int, dict[int, tuple[float, int]]] = {
            number: {} for number, percent in reached.items() if percent >= least
        }
        for place, each in enumerate(said):
            for slot, how in each.slots.items():
                slots = slots_of.get(slot >> 13)
                if slots is not None:
                    at = slot >> 10 & 7
                    if at not in slots or slots[at][0] < how:
                        slots[at] = (how, place)
        met: list[tuple[float, frozenset[int], Expression]] = []
        longest: list[frozenset[int]] = []
        for number, slots in slots_of.items():
            expression = self._expression(number)
            shares = expression.shares
            sum_reached = sum(shares[slot] * how for slot, (how, _) in slots.items())
            share = sum_reached / expression.possible
            whole = len(slots) == len(shares)
            if not whole and (share < PARTIAL_FROM or expression.stops == WHOLE_ONLY):
                continue
            strength = min(1.0, sum_reached / RARE) ** 0.5 * share
            if expression.stops not in ((), WHOLE_ONLY) and not typed.issuperset(expression.stops):
                strength *= STOP_MISSING
            places = frozenset([place for _, place in slots.values()])
            if not whole:
                strength *= PARTIAL * share
            elif len(places) > 1:
                longest.append(places)
            met.append((strength, places, expression))
        found: dict[int, Need] = {}
        for strength, places, expression in met:
            if any(places < other for other in longest):
                strength *= CONTAINED
            known = found.get(expression.block)
            if known is None or known.strength < strength:
                found[expression.block] = self._need(expression, strength, places)
        return found

    def _add_bags(self, found: dict[int, Need], said: Sequence[Said], content: float) -> None:
        """Raise needs that the words speak for, though in different expressions."""
        reached: dict[int, float] = {}
        for each in said:
            for block, gain in each.blocks.items():
                reached[block] = reached.get(block, 0.0) + gain
        enough = LEAST * max((need.strength for need in found.values()), default=0.0)
        strengths: dict[int, float] = {}
        for block, gain in reached.items():
            share = gain / max(content, gain)
            strength = BAG * share * min(1.0, gain / RARE) ** 0.5
            known = found.get(block)
            if known is not None:
                known.strength += BAG_BESIDE * strength
            elif strength >= enough:
                strengths[block] = strength
        for block in sorted(strengths, key=strengths.__getitem__, reverse=True)[:MOST_NEEDS]:
            places = frozenset(place for place, each in enumerate(said) if block in each.blocks)
            loudest = max(places, key=lambda place: said[place].blocks[block])
            expression = self._expression_of(block, said[loudest])
            if expression is not None:
                found[block] = self._need(expression, strengths[block], places)

    def _expression_of(self, block: int, said: Said) -> Expression | None:
        low, high = self._first(block), self._first(block + 1)
        number = next((slot >> 13 for slot in said.slots if low <= slot >> 13 < high), None)
        return None if number is None else self._expression(number)

    def _first(self, block: int) -> int:
        """The number of a block's first expression."""
        if block == len(self._compiled.blocks):
            return len(self._compiled.expressions)
        return int(self._compiled.blocks[block].split("\t", 2)[1])

    def _need(self, expression: Expression, strength: float, places: frozenset[int]) -> Need:
        plain = self._compiled.blocks[expression.block][0] == "p"
        return Need(expression.block, strength, places, expression.text, plain)

    def _read_key(self, key: str) -> Key | None:
        text = self._compiled.places(key)
        if text is None:
            return None
        slots: list[int] = []
        blocks: list[tuple[int, float]] = []
        for item in text.split(" "):
            block, _, where = item.partition(":")
            places = where.split(",")
            slots += map(int, places)
            blocks.append((int(block), len(places) / (len(places) + BAG_HALF)))
        return Key(log(1 + len(self._compiled.blocks) / len(blocks)), tuple(slots), tuple(blocks))

    def _read_expression(self, number: int) -> Expression:
        block, weights, stops, text = self._compiled.expressions[number].split("\t")
        shares = tuple(float(weight) for weight in weights.split(","))
        return Expression(int(block), shares, sum(shares), tuple(stops.split()), text)

    def _read_terms(self, block: int) -> tuple[Term, ...]:
        terms: list[Term] = []
        for item in self._compiled.blocks[block].split("\t")[2:]:
            name, weight, words, *compounds = item.split("^")
            terms.append(
                Term(
                    name,
                    float(weight),
                    tuple(tuple(word.split(" ")) for word in words.split("&") if word),
                    tuple(tuple(compound.split("&")) for compound in compounds),
                )
            )
        return tuple(terms)
