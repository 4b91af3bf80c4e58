"""Reads the index tables of one connection, keeping what was read."""

import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

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
from hyteterm.local_cache.sqlite import Connection

BYTES_KEPT: Final = 2_000_000
"""Postings kept as they are stored; when more, all are let go and read again as needed."""
LAST_LETTER: Final = "\U0010ffff"

_ONE: Final = "SELECT postings FROM search_postings WHERE segment = ? AND term = ?"
_RANGE: Final = "SELECT postings FROM search_postings WHERE segment = ? AND term >= ? AND term < ?"


class IndexReader:
    """The index as it stood at one generation; `refresh` follows later ones."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._generation = -1
        self._segments: tuple[int, ...] = ()
        self._kept: dict[str, tuple[bytes | Postings, ...]] = {}
        self._bytes = 0
        self.live = 0
        """All documents."""
        self.representatives = 0
        """One document of each family of copies."""
        self.sets: dict[str, int] = {}
        """Named sets (see `fields.sets`): those of filters and facets."""
        self.vocabulary_block = lru_cache(maxsize=64)(self._vocabulary_block)
        self.similar = lru_cache(maxsize=256)(self._similar)

    def refresh(self) -> bool:
        """Reload when the index has changed since; tells whether it had."""
        generation = read_number(self._connection, "generation")
        if generation == self._generation:
            return False
        connection = self._connection
        self._generation = generation
        self._segments = tuple(segments(connection))
        self._kept.clear()
        self._bytes = 0
        self.vocabulary_block.cache_clear()
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

    def postings_within(
        self, term: str, rank: Mapping[int, int] | None, within: Callable[[int], int]
    ) -> Postings:
        """The documents of one term that are in a view, by their numbers there.

        ``rank`` maps numbers of the index to those of the view, ``within`` does it for
        bitmaps; without ``rank`` the numbers stay.
        """
        found: list[Postings] = []
        for stored in self._stored(term):
            if isinstance(stored, bytes):
                found.append(bitmaps.unpack_entries(stored, rank))
            else:
                found.append(tuple((key, within(bitmap)) for key, bitmap in stored))
        if len(found) == 1:
            return tuple((key, docs) for key, docs in found[0] if docs)
        return bitmaps.union(found)

    def _stored(self, term: str) -> tuple[bytes | Postings, ...]:
        """A term's postings by segment: few ones packed, many as bitmaps; empty: no service."""
        known = self._kept.get(term)
        if known is not None:
            return known
        found: list[bytes | Postings] = []
        for segment in self._segments:
            row = self._connection.execute(_ONE, (segment, term)).fetchone()
            if row is not None:
                blob: bytes = row[0]
                if blob[:1] == bitmaps.SPARSE:
                    found.append(blob)
                    self._bytes += len(blob)
                else:
                    postings = bitmaps.unpack_postings(blob)
                    found.append(postings)
                    self._bytes += sum(docs.bit_length() >> 3 for _, docs in postings)
        if self._bytes > BYTES_KEPT:
            self._kept.clear()
            self._bytes = 0
        self._bytes += 150
        kept = self._kept[term] = tuple(found)
        return kept

    def prefix_within(
        self, prefix: str, rank: Mapping[int, int] | None, within: Callable[[int], int]
    ) -> Postings:
        """The same for all words that begin with ``prefix``."""
        found: list[Postings] = []
        key = PREFIX_MARK + prefix
        for segment in self._segments:
            rows: list[tuple[bytes]] = []
            if len(prefix) in PREFIX_LENGTHS:
                rows = self._connection.execute(_ONE, (segment, key)).fetchall()
            if not rows:
                rows = self._connection.execute(
                    _RANGE, (segment, prefix, prefix + LAST_LETTER)
                ).fetchall()
            for (blob,) in rows:
                if blob[:1] == bitmaps.SPARSE:
                    found.append(bitmaps.unpack_entries(blob, rank))
                else:
                    postings = bitmaps.unpack_postings(blob)
                    found.append(tuple((key, within(bitmap)) for key, bitmap in postings))
        return bitmaps.union(found)

    def _similar(self, typed: str, typing: bool, looser: int = 0) -> tuple[tuple[str, int], ...]:
        """Words of the index that ``typed`` may have been meant for, with their distances."""
        limit = typos.allowed(typed)
        if not limit:
            return ()
        wanted = grams(typed)
        candidates: list[str] = []
        for segment in self._segments:
            planes: list[int] = [0]
            everything = 0
            for gram in wanted:
                row = self._connection.execute(_ONE, (segment, GRAM_MARK + gram)).fetchone()
                if row is not None:
                    bitmap = bitmaps.coverage(bitmaps.unpack_postings(row[0]))
                    bitmaps.add_to_planes(planes, (bitmap,))
                    everything |= bitmap
            places = typos.most_alike(planes, everything, len(wanted), limit + looser)
            candidates += [self._word(segment, place) for place in places]
        return tuple(typos.near(typed, dict.fromkeys(candidates), typing=typing, looser=looser))

    def _word(self, segment: int, place: int) -> str:
        block = self.vocabulary_block(segment, place // VOCABULARY_BLOCK)
        return block[place % VOCABULARY_BLOCK]

    def _vocabulary_block(self, segment: int, block: int) -> list[str]:
        row = self._connection.execute(_ONE, (segment, VOCABULARY_MARK + str(block))).fetchone()
        return zlib.decompress(row[0]).decode().split("\n")
