"""Segments of the index: written once, merged as they grow in number.

Besides its terms a segment has, under marked keys of the same table:

- ``PREFIX_MARK`` + prefix: the union of all terms with that prefix, where they are many,
  so that a short prefix costs one read;
- ``GRAM_MARK`` + bigram: which words of the segment's vocabulary have it, for typos;
- ``VOCABULARY_MARK`` + block number: the vocabulary, in order.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Final

from hyteterm.local_cache.search import bitmaps
from hyteterm.local_cache.search.schema import read_meta, write_meta
from hyteterm.local_cache.sqlite import Connection

SET_MARK: Final = "\x01"
"""Stands before the name of a set (`fields.sets`): sets are stored as terms."""
PREFIX_MARK: Final = "\x02"
GRAM_MARK: Final = "\x03"
VOCABULARY_MARK: Final = "\x04"
DERIVED: Final = (PREFIX_MARK, "\x05")
"""Keys of [from, to) are derived from the terms and made anew when segments merge."""
FIRST_WORD: Final = "\x20"
"""Marked terms sort before it, words after it."""

PREFIX_LENGTHS: Final = range(2, 13)
MANY_WORDS: Final = 48
"""A prefix with more words than this has its union stored."""
VOCABULARY_BLOCK: Final = 32
SAME_SIZE_SEGMENTS: Final = 10
"""So many segments of one size are merged into one."""
SETTLED: Final = 0.9
"""The share of documents in one segment that is near enough to all."""
ROWS_AT_ONCE: Final = 2_000

_INSERT: Final = "INSERT INTO search_postings VALUES (?, ?, ?)"


def segments(connection: Connection) -> dict[int, int]:
    """Segment number → documents it was written with, oldest first."""
    found: dict[int, int] = {}
    for item in (read_meta(connection, "segments") or b"").decode().split():
        number, size = item.split(":")
        found[int(number)] = int(size)
    return found


def write_segments(connection: Connection, known: dict[int, int]) -> None:
    """Store what `segments` reads."""
    text = " ".join(f"{number}:{size}" for number, size in known.items())
    write_meta(connection, "segments", text.encode())


def grams(word: str) -> list[str]:
    """The distinct letter pairs of a word; ``^`` stands before its first letter."""
    padded = "^" + word
    return list(dict.fromkeys(padded[at : at + 2] for at in range(len(word))))


def write_segment(
    connection: Connection,
    number: int,
    vocabulary: Sequence[str],
    rows: Iterable[tuple[str, bytes]],
    *,
    passing: bool = False,
) -> None:
    """Write one segment; ``vocabulary`` are its words and ``rows`` its terms, both in order.

    A ``passing`` segment is soon merged with others: its prefixes are left to be read word
    by word.
    """
    unions = _PrefixUnions(() if passing else vocabulary)
    batch: list[tuple[int, str, bytes]] = []
    for term, blob in rows:
        batch.append((number, term, blob))
        if term >= FIRST_WORD:
            unions.add(term, blob)
        if len(batch) == ROWS_AT_ONCE:
            connection.executemany(_INSERT, batch)
            batch.clear()
    batch += [(number, PREFIX_MARK + prefix, blob) for prefix, blob in unions.finish()]
    batch += [(number, GRAM_MARK + gram, blob) for gram, blob in _gram_rows(vocabulary)]
    for block, start in enumerate(range(0, len(vocabulary), VOCABULARY_BLOCK)):
        text = "\n".join(vocabulary[start : start + VOCABULARY_BLOCK])
        batch.append((number, VOCABULARY_MARK + str(block), text.encode()))
    connection.executemany(_INSERT, batch)


def _crowded_prefixes(vocabulary: Sequence[str]) -> set[str]:
    """Prefixes of more than `MANY_WORDS` words: in order, the first and last of them share it."""
    found: set[str] = set()
    for first, last in zip(vocabulary, vocabulary[MANY_WORDS:], strict=False):
        length = 0
        for mine, other in zip(first, last, strict=False):
            if mine != other:
                break
            length += 1
        for size in range(PREFIX_LENGTHS.start, min(length + 1, PREFIX_LENGTHS.stop)):
            found.add(first[:size])
    return found


class _PrefixUnions:
    """Unions of the postings under each prefix with many words, gathered in one pass."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._wanted = _crowded_prefixes(vocabulary)
        self._open: list[tuple[str, list[int], dict[int, list[int]]]] = []
        self._done: list[tuple[str, bytes]] = []

    def add(self, word: str, blob: bytes) -> None:
        """Take the next word, in order."""
        while self._open and not word.startswith(self._open[-1][0]):
            self._close()
        if not self._open and word[: PREFIX_LENGTHS.start] not in self._wanted:
            return
        length = len(self._open[-1][0]) if self._open else PREFIX_LENGTHS.start - 1
        while length < min(len(word), PREFIX_LENGTHS.stop - 1):
            length += 1
            if word[:length] in self._wanted:
                self._open.append((word[:length], [0] * bitmaps.CLASSES, {}))
        _, by_class, sparse = self._open[-1]
        if blob[:1] == bitmaps.SPARSE:
            for entry in array("I", blob[1:]):
                sparse.setdefault(entry & bitmaps.CLASS_MASK, []).append(
                    entry >> bitmaps.CLASS_BITS
                )
        else:
            for key, bitmap in bitmaps.unpack_postings(blob):
                by_class[key] |= bitmap

    def _close(self) -> None:
        prefix, by_class, sparse = self._open.pop()
        for key, docs in sparse.items():
            by_class[key] |= bitmaps.bitmap_of(docs)
        if self._open:
            above = self._open[-1][1]
            for key, bitmap in enumerate(by_class):
                above[key] |= bitmap
        self._done.append((prefix, bitmaps.pack_postings(bitmaps.exclusive(by_class))))

    def finish(self) -> list[tuple[str, bytes]]:
        """The stored unions."""
        while self._open:
            self._close()
        return self._done


def _gram_rows(vocabulary: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    places: dict[str, list[int]] = {}
    for place, word in enumerate(vocabulary):
        for before, letter in zip("^" + word, word, strict=False):
            gram = before + letter
            found = places.get(gram)
            if found is None:
                places[gram] = [place]
            else:
                found.append(place)
    for gram in sorted(places):
        yield gram, bitmaps.pack_postings(((1, bitmaps.bitmap_of(places[gram])),))


def merge_grown(connection: Connection, dead: int, next_number: int) -> None:
    """Merge segments of one size while there are `SAME_SIZE_SEGMENTS` of them."""
    while True:
        known = segments(connection)
        by_size: dict[int, list[int]] = {}
        for number, size in known.items():
            by_size.setdefault(max(size, 1).bit_length() // 3, []).append(number)
        full = [numbers for numbers in by_size.values() if len(numbers) >= SAME_SIZE_SEGMENTS]
        if not full:
            return
        merge_segments(connection, full[0], next_number, dead)
        size = sum(known.pop(number) for number in full[0])
        known[next_number] = size
        write_segments(connection, known)
        next_number += 1


def settle(connection: Connection, dead: int, next_number: int) -> bool:
    """Merge all segments into one, unless one holds nearly everything already; did it?"""
    known = segments(connection)
    total = sum(known.values())
    if len(known) < 2 or max(known.values()) > SETTLED * total:
        return False
    merge_segments(connection, list(known), next_number, dead)
    write_segments(connection, {next_number: total})
    return True


def merge_segments(
    connection: Connection,
    numbers: Sequence[int],
    target: int,
    dead: int,
    renumbered: Sequence[int] | None = None,
) -> None:
    """Write segment ``target`` out of ``numbers`` and delete those.

    Documents in ``dead`` are left out; ``renumbered`` maps old document numbers to new ones.
    """
    vocabulary = sorted(
        {
            term
            for number in numbers
            for (term,) in connection.execute(
                "SELECT term FROM search_postings WHERE segment = ? AND term >= ?",
                (number, FIRST_WORD),
            )
        }
    )
    rows = _merged_rows(connection, numbers, dead, renumbered)
    write_segment(connection, target, vocabulary, rows)
    connection.executemany(
        "DELETE FROM search_postings WHERE segment = ?", [(number,) for number in numbers]
    )


def _rows(connection: Connection, number: int) -> Iterator[tuple[str, bytes]]:
    last = ""
    while True:
        rows = connection.execute(
            "SELECT term, postings FROM search_postings WHERE segment = ? AND term > ?"
            " AND NOT (term >= ? AND term < ?) ORDER BY term LIMIT ?",
            (number, last, *DERIVED, ROWS_AT_ONCE),
        ).fetchall()
        if not rows:
            return
        yield from rows
        last = rows[-1][0]


def _merged_rows(
    connection: Connection, numbers: Sequence[int], dead: int, renumbered: Sequence[int] | None
) -> Iterator[tuple[str, bytes]]:
    dead_docs = frozenset(bitmaps.documents(dead))
    streams = [_rows(connection, number) for number in numbers]
    for term, group in groupby(merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
        blob = bitmaps.merge_blobs([blob for _, blob in group])
        if dead_docs:
            blob = _without(blob, dead, dead_docs)
        if renumbered is not None:
            blob = _renumber(blob, renumbered)
        yield term, blob


def _without(blob: bytes, dead: int, dead_docs: frozenset[int]) -> bytes:
    if blob[:1] == bitmaps.SPARSE:
        entries = array("I", blob[1:])
        kept = [entry for entry in entries if entry >> bitmaps.CLASS_BITS not in dead_docs]
        return blob if len(kept) == len(entries) else bitmaps.pack_entries(array("I", kept))
    postings = bitmaps.unpack_postings(blob)
    return bitmaps.pack_postings(tuple((key, bitmap & ~dead) for key, bitmap in postings))


def _renumber(blob: bytes, renumbered: Sequence[int]) -> bytes:
    entries = array("I")
    for key, bitmap in bitmaps.unpack_postings(blob):
        entries.extend(
            renumbered[doc] << bitmaps.CLASS_BITS | key for doc in bitmaps.documents(bitmap)
        )
    return bitmaps.pack_entries(entries)
