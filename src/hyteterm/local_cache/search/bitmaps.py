"""Sets of documents as Python integers: bit *n* is document *n*.

And, or and population count of such integers run in C, so a query costs about the
same however many documents it meets.  Scores are added in bit planes: plane *p* holds
bit *p* of every document's score.
"""

import re
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

CLASS_BITS: Final = 3
CLASSES: Final = 1 << CLASS_BITS
CLASS_MASK: Final = CLASSES - 1
IMPACT: Final = (0.0, 0.03, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
"""Impact class → impact 0…1."""
DENSE_FROM: Final = 96
"""Postings from this many documents on are stored as one bitmap per impact class."""
SHORT: Final = 2_000
FEW: Final = 4
MORE: Final = 16
"""Up to so many documents are picked one by one, `MORE` where the bitmap is `SHORT`."""
SPARSE: Final = b"s"
DENSE: Final = b"d"
PLAIN: Final = b"p"
"""Dense, without compression."""
PLAIN_TO: Final = 8_192
"""Bits up to which unpacking a bitmap would cost more than reading it."""

Postings = tuple[tuple[int, int], ...]
"""(impact class 1…7, bitmap), highest class first; the bitmaps are disjoint."""

_NONZERO: Final = re.compile(rb"[^\0]", re.DOTALL)
_BITS: Final = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


def documents(bitmap: int) -> Iterator[int]:
    """The documents of a bitmap, ascending."""
    if bitmap.bit_count() < (FEW if bitmap.bit_length() > SHORT else MORE):
        while bitmap:
            low = bitmap & -bitmap
            yield low.bit_length() - 1
            bitmap ^= low
        return
    data = _bytes_of(bitmap)
    for found in _NONZERO.finditer(data):
        place = found.start()
        base = place * 8
        for bit in _BITS[data[place]]:
            yield base + bit


def bitmap_of(docs: Iterable[int]) -> int:
    """The bitmap of some documents."""
    known = docs if isinstance(docs, Sequence) else list(docs)
    if len(known) < 3:
        bitmap = 0
        for doc in known:
            bitmap |= 1 << doc
        return bitmap
    data = bytearray(max(known) // 8 + 1)
    for doc in known:
        data[doc >> 3] |= 1 << (doc & 7)
    return int.from_bytes(data, "little")


def pack_bitmap(bitmap: int) -> bytes:
    """A bitmap as a compressed blob."""
    return zlib.compress(_bytes_of(bitmap), 1)


def _bytes_of(bitmap: int) -> bytes:
    return bitmap.to_bytes((bitmap.bit_length() + 7) // 8, "little")


def unpack_bitmap(blob: bytes) -> int:
    """The bitmap of `pack_bitmap`."""
    return int.from_bytes(zlib.decompress(blob), "little")


def pack_entries(entries: "array[int]") -> bytes:
    """Postings given as ``document << CLASS_BITS | class``, each document once."""
    if len(entries) < DENSE_FROM:
        return SPARSE + entries.tobytes()
    by_class: dict[int, list[int]] = {}
    for entry in entries:
        by_class.setdefault(entry & CLASS_MASK, []).append(entry >> CLASS_BITS)
    return pack_postings(tuple((key, bitmap_of(docs)) for key, docs in by_class.items()))


def pack_postings(postings: Postings) -> bytes:
    """Postings given as bitmaps per class."""
    if size(postings) < DENSE_FROM:
        entries = array("I")
        for key, bitmap in postings:
            entries.extend(doc << CLASS_BITS | key for doc in documents(bitmap))
        return SPARSE + entries.tobytes()
    short = max(bitmap.bit_length() for _, bitmap in postings) <= PLAIN_TO
    pieces = [PLAIN if short else DENSE]
    for key, bitmap in sorted(postings, reverse=True):
        blob = _bytes_of(bitmap) if short else pack_bitmap(bitmap)
        pieces += [bytes([key]), len(blob).to_bytes(4, "little"), blob]
    return b"".join(pieces)


def unpack_postings(blob: bytes) -> Postings:
    """The postings of `pack_entries` or `pack_postings`."""
    if blob[:1] == SPARSE:
        entries = array("I", blob[1:])
        by_class: dict[int, list[int]] = {}
        for entry in entries:
            by_class.setdefault(entry & CLASS_MASK, []).append(entry >> CLASS_BITS)
        return tuple([(key, bitmap_of(by_class[key])) for key in sorted(by_class, reverse=True)])
    from_bytes = int.from_bytes
    return tuple([(key, from_bytes(data, "little")) for key, data in dense_bitmaps(blob)])


def dense_bitmaps(blob: bytes) -> list[tuple[int, bytes]]:
    """(impact class, bitmap as little-endian bytes) of a dense blob, highest class first."""
    found: list[tuple[int, bytes]] = []
    at = 1
    size = len(blob)
    while at < size:
        start = at + 5
        end = start + int.from_bytes(blob[at + 1 : start], "little")
        found.append((blob[at], blob[start:end]))
        at = end
    if blob[:1] == DENSE:
        return [(key, zlib.decompress(data)) for key, data in found]
    return found


def unpack_entries(blob: bytes, rank: Mapping[int, int]) -> Postings:
    """The postings of a sparse blob that have a number in ``rank``, by that number."""
    by_class: dict[int, int] = {}
    for entry in array("I", blob[1:]):
        place = rank.get(entry >> CLASS_BITS)
        if place is not None:
            key = entry & CLASS_MASK
            by_class[key] = by_class.get(key, 0) | 1 << place
    return tuple(sorted(by_class.items(), reverse=True))


def merge_blobs(blobs: Sequence[bytes]) -> bytes:
    """One blob of postings over disjoint documents."""
    if len(blobs) == 1:
        return blobs[0]
    if all(blob[:1] == SPARSE for blob in blobs):
        return pack_entries(array("I", b"".join(blob[1:] for blob in blobs)))
    return pack_postings(union([unpack_postings(blob) for blob in blobs]))


def union(several: Sequence[Postings]) -> Postings:
    """Every document with its highest class."""
    by_class = [0] * CLASSES
    for postings in several:
        for key, bitmap in postings:
            by_class[key] |= bitmap
    return exclusive(by_class)


def exclusive(by_class: Sequence[int]) -> Postings:
    """Postings of bitmaps by class, a document staying in its highest class only."""
    found: list[tuple[int, int]] = []
    seen = 0
    for key in range(len(by_class) - 1, 0, -1):
        if fresh := by_class[key] & ~seen:
            found.append((key, fresh))
            seen |= fresh
    return tuple(found)


def coverage(postings: Postings) -> int:
    """All documents of some postings."""
    everything = 0
    for _, bitmap in postings:
        everything |= bitmap
    return everything


def size(postings: Postings) -> int:
    """How many documents some postings have."""
    found = 0
    for _, bitmap in postings:
        found += bitmap.bit_count()
    return found


def add_to_planes(planes: list[int], addend: Sequence[int]) -> None:
    """Add the numbers in ``addend`` (planes, lowest first) to ``planes``, in place."""
    carry = 0
    for place, bits in enumerate(addend):
        if place == len(planes):
            planes.append(0)
        current = planes[place]
        half = current ^ bits
        planes[place] = half ^ carry
        carry = (current & bits) | (half & carry)
    place = len(addend)
    while carry:
        if place == len(planes):
            planes.append(0)
        current = planes[place]
        planes[place] = current ^ carry
        carry &= current
        place += 1


def highest(planes: Sequence[int], among: int, count: int) -> int:
    """At least ``count`` documents of ``among`` with the highest numbers; ties come whole."""
    chosen = 0
    undecided = among
    for bits in reversed(planes):
        above = undecided & bits
        if (chosen | above).bit_count() >= count:
            undecided = above
        else:
            chosen |= above
            undecided &= ~bits
    return chosen | undecided


def by_number(planes: Sequence[int]) -> list[tuple[int, int]]:
    """The documents by their numbers, greatest first; those with nought are left out."""
    everything = 0
    for bits in planes:
        everything |= bits
    groups = [(0, everything)]
    for bits in reversed(planes):
        split: list[tuple[int, int]] = []
        for number, docs in groups:
            with_bit = docs & bits
            without = docs ^ with_bit
            if with_bit:
                split.append((number << 1 | 1, with_bit))
            if without:
                split.append((number << 1, without))
        groups = split
    return groups
