"""Reads the index tables of one connection, keeping what was read."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, TypeVar

from hyteterm.local_cache.search import bitmaps, typos
from hyteterm.local_cache.search.bitmaps import Postings
from hyteterm.local_cache.search.schema import read_meta, read_number
from hyteterm.local_cache.search.segments import (
    GRAM_MARK,
    PREFIX_LENGTHS,
    PREFIX_MARK,
    SET_MARK,
    VOCABULARY_BLOCK,
    VOCABULARY_MARK,
    grams,
    segments,
)
from hyteterm.local_cache.search.term_ways import NeedKey, Way
from hyteterm.local_cache.sqlite import Connection

BYTES_KEPT: Final = 2_000_000
"""Postings kept; when more, all are let go and read again as needed."""
BESIDES: Final = 200
"""Bytes that an entry costs beside its postings."""
FEW_TERMS: Final = 3
"""So few are read one by one."""
REFERRAL: Final = 1.04
"""A service that accepts a referral."""
FRESHEST: Final = 0.03
"""What a description changed in this quarter of a year gains; half of it a year later."""
FRESH_QUARTERS: Final = 4.0
LAST_LETTER: Final = "\U0010ffff"

K = TypeVar("K")
T = TypeVar("T")

_ONE: Final = "SELECT postings FROM search_postings WHERE segment = ? AND term = ?"
_SOME: Final = (
    "SELECT term, postings FROM search_postings WHERE segment = ?"
    " AND term IN (SELECT value FROM json_each(?))"
)
_RANGE: Final = "SELECT postings FROM search_postings WHERE segment = ? AND term >= ? AND term < ?"


class Kept(dict[K, T]):
    """What was read or worked out, up to `BYTES_KEPT`."""

    def __init__(self, size_of: Callable[[T], int]) -> None:
        super().__init__()
        self._size_of = size_of
        self._bytes = 0

    def keep(self, key: K, value: T) -> T:
        """Keep and give back ``value``."""
        self._bytes += BESIDES + self._size_of(value)
        if self._bytes > BYTES_KEPT:
            self.clear()
        self[key] = value
        return value

    def clear(self) -> None:
        """Let everything go."""
        super().clear()
        self._bytes = 0


def _size_of_blobs(blobs: tuple[bytes, ...]) -> int:
    return sum(len(blob) for blob in blobs)


def _size_of_postings(postings: Postings) -> int:
    return len(postings) * (postings[0][1].bit_length() >> 3) if postings else 0


def _size_of_ways(ways: list[Way]) -> int:
    return sum(_size_of_postings(way[0]) + BESIDES for way in ways)


def _joined(blobs: Sequence[bytes]) -> Postings:
    if len(blobs) == 1:
        return bitmaps.unpack_postings(blobs[0])
    return bitmaps.union([bitmaps.unpack_postings(blob) for blob in blobs])


def boosts_of(sets: Mapping[str, int], count: int, today: date) -> list[float]:
    """The factor of each of ``count`` documents, given the named sets."""
    boosts = [1.0] * count
    quarter_now = today.year * 4 + (today.month - 1) // 3
    for name, docs in sets.items():
        if name.startswith("quarter:"):
            age = max(0, quarter_now - int(name[8:]))
            gain = 1 + FRESHEST * 0.5 ** (age / FRESH_QUARTERS)
            for doc in bitmaps.documents(docs):
                boosts[doc] = gain
    for doc in bitmaps.documents(sets.get("referral", 0)):
        boosts[doc] *= REFERRAL
    return boosts


class IndexReader:
    """The index as it stood at one generation; `refresh` follows later ones."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._generation = -1
        self._segments: tuple[int, ...] = ()
        self._blobs = Kept[str, tuple[bytes, ...]](_size_of_blobs)
        self._postings = Kept[str, Postings](_size_of_postings)
        self.ways = Kept[NeedKey, list[Way]](_size_of_ways)
        """How the terms of needs stand in the texts of this index, by need."""
        self._boosts: list[float] | None = None
        self.live = 0
        """All documents."""
        self.representatives = 0
        """One document of each family of copies."""
        self.sets: dict[str, int] = {}
        """Named sets (see `fields.sets`): those of filters and facets."""
        self.vocabulary_block = lru_cache(maxsize=64)(self._vocabulary_block)
        self.with_gram = lru_cache(maxsize=100)(self._with_gram)
        self.similar = lru_cache(maxsize=100)(self._similar)

    def refresh(self) -> bool:
        """Reload when the index has changed since; tells whether it had."""
        generation = read_number(self._connection, "generation")
        if generation == self._generation:
            return False
        connection = self._connection
        self._generation = generation
        self._segments = tuple(segments(connection))
        self._blobs.clear()
        self._postings.clear()
        self.ways.clear()
        self._boosts = None
        self.vocabulary_block.cache_clear()
        self.with_gram.cache_clear()
        self.similar.cache_clear()
        live = read_meta(connection, "live")
        self.live = bitmaps.unpack_bitmap(live) if live else 0
        chosen = read_meta(connection, "representatives")
        self.representatives = bitmaps.unpack_bitmap(chosen) if chosen else 0
        self.sets = self._read_sets()
        return True

    def _read_sets(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for segment in self._segments:
            rows = self._connection.execute(
                "SELECT term, postings FROM search_postings"
                " WHERE segment = ? AND term >= ? AND term < ?",
                (segment, SET_MARK, PREFIX_MARK),
            )
            for term, blob in rows:
                bitmap = bitmaps.coverage(bitmaps.unpack_postings(blob)) & self.live
                if bitmap:
                    found[term[1:]] = found.get(term[1:], 0) | bitmap
        return found

    def blobs(self, term: str) -> tuple[bytes, ...]:
        """A term's postings as they are stored, by segment; empty: no service has it."""
        known = self._blobs.get(term)
        if known is None:
            known = self._blobs.keep(term, self._read(term))
        return known

    def postings(self, term: str) -> Postings:
        """A term's postings by the numbers of the index; dead documents may be among them."""
        known = self._postings.get(term)
        if known is None:
            known = self._postings.keep(term, _joined(self._read(term)))
        return known

    def fetch(self, terms: Iterable[str], *, stored: bool) -> None:
        """Read terms at once that `blobs` (``stored``) or `postings` will be asked for."""
        known = self._blobs if stored else self._postings
        wanted = {term for term in terms if term not in known}
        if len(wanted) < FEW_TERMS:
            return
        found: dict[str, list[bytes]] = {term: [] for term in wanted}
        asked = json.dumps(list(wanted))
        for segment in self._segments:
            for term, blob in self._connection.execute(_SOME, (segment, asked)):
                found[term].append(blob)
        for term, blobs in found.items():
            if stored:
                self._blobs.keep(term, tuple(blobs))
            else:
                self._postings.keep(term, _joined(blobs))

    def _read(self, term: str) -> tuple[bytes, ...]:
        found: list[bytes] = []
        for segment in self._segments:
            row = self._connection.execute(_ONE, (segment, term)).fetchone()
            if row is not None:
                found.append(row[0])
        return tuple(found)

    def prefix_blobs(self, prefix: str) -> tuple[bytes, ...]:
        """What is stored of all words that begin with ``prefix``."""
        found: list[bytes] = []
        key = PREFIX_MARK + prefix
        for segment in self._segments:
            rows: list[tuple[bytes]] = []
            if len(prefix) in PREFIX_LENGTHS:
                rows = self._connection.execute(_ONE, (segment, key)).fetchall()
            if not rows:
                rows = self._connection.execute(
                    _RANGE, (segment, prefix, prefix + LAST_LETTER)
                ).fetchall()
            found += [blob for (blob,) in rows]
        return tuple(found)

    def prefix(self, prefix: str) -> Postings:
        """The same as postings by the numbers of the index."""
        return _joined(self.prefix_blobs(prefix))

    @property
    def boosts(self) -> list[float]:
        """What freshness and accepting a referral make of a score, by number of the index."""
        if self._boosts is None:
            self._boosts = boosts_of(self.sets, self.live.bit_length(), date.today())
        return self._boosts

    def _similar(self, typed: str, typing: bool, looser: int = 0) -> tuple[tuple[str, int], ...]:
        """Words of the index that ``typed`` may have been meant for, with their distances."""
        limit = typos.allowed(typed, looser)
        if not limit:
            return ()
        wanted = grams(typed)
        candidates: list[str] = []
        for segment in self._segments:
            planes: list[int] = [0]
            everything = 0
            for gram in wanted:
                if bitmap := self.with_gram(segment, gram):
                    bitmaps.add_to_planes(planes, (bitmap,))
                    everything |= bitmap
            places = typos.most_alike(planes, everything, len(wanted), limit)
            candidates += [self._word(segment, place) for place in places]
        return tuple(typos.near(typed, dict.fromkeys(candidates), typing=typing, looser=looser))

    def _with_gram(self, segment: int, gram: str) -> int:
        row = self._connection.execute(_ONE, (segment, GRAM_MARK + gram)).fetchone()
        return bitmaps.coverage(bitmaps.unpack_postings(row[0])) if row is not None else 0

    def _word(self, segment: int, place: int) -> str:
        block = self.vocabulary_block(segment, place // VOCABULARY_BLOCK)
        return block[place % VOCABULARY_BLOCK]

    def _vocabulary_block(self, segment: int, block: int) -> list[str]:
        row = self._connection.execute(_ONE, (segment, VOCABULARY_MARK + str(block))).fetchone()
        words: bytes = row[0]
        return words.decode().split("\n")
