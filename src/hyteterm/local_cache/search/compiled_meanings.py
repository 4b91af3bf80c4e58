"""The compiled need dictionary as it lies on disk and in memory: bytes, read in place.

Thousands of Python strings would take ten megabytes; here a line becomes a string when
it is asked for.  Layout after unpacking (little-endian): the length of every part as
uint32, then the parts in the order of `pack`.
"""

import struct
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Final

from hyteterm.local_cache.search import bitmaps

KEYS_TOGETHER: Final = 16
"""A key is looked for among so many."""
_HEAD: Final = struct.Struct("<12I")


class Lines:
    """Numbered lines of text."""

    def __init__(self, data: bytes, ends: bytes) -> None:
        self._data = data
        self._ends = array("I", ends)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        start = self._ends[number - 1] if number else 0
        return self._data[start : self._ends[number]].decode()


class CompiledMeanings:
    """The dictionary that `pack` made."""

    def __init__(self, packed: bytes) -> None:
        data = zlib.decompress(packed)
        parts: list[bytes] = []
        at = _HEAD.size
        for size in _HEAD.unpack_from(data):
            parts.append(data[at : at + size])
            at += size
        self.blocks = Lines(parts[0], parts[1])
        """A line a need: kind, number of its first expression, terms."""
        self.expressions = Lines(parts[2], parts[3])
        """A line an expression: block, weights of its words, small words, text."""
        self._first_keys = parts[4].decode().split("\n")
        self._keys = parts[5]
        self._key_ends = array("I", parts[6])
        self._names = Lines(parts[7], parts[8])
        self._grams = dict(zip(parts[9].decode().split("\n"), array("I", parts[10]), strict=True))
        self._gram_bitmaps = parts[11]

    def places(self, key: str) -> str | None:
        """Where a key stands, as `meanings.compile_blocks` wrote it; None when it is unknown."""
        found = self._find(key)
        if found < 0:
            return None
        return self._keys[found : self._keys.index(b"\n", found)].decode()

    def __contains__(self, key: str) -> bool:
        return self._find(key) >= 0

    def _find(self, key: str) -> int:
        group = bisect_right(self._first_keys, key) - 1
        if group < 0:
            return -1
        head = b"\n%b\t" % key.encode()
        start = self._key_ends[group - 1] if group else 0
        # A group begins with the line end of the one before it.
        found = self._keys.find(head, start, self._key_ends[group])
        return found + len(head) if found >= 0 else -1

    def key(self, number: int) -> str:
        """The key with a number, in alphabetical order."""
        return self._names[number]

    def keys_from(self, prefix: str, count: int) -> list[str]:
        """Of the first ``count`` keys from ``prefix`` on, those that begin with it."""
        names = self._names
        at = bisect_left(names, prefix)
        some = (names[number] for number in range(at, min(at + count, len(names))))
        return [key for key in some if key.startswith(prefix)]

    def with_gram(self, gram: str) -> int:
        """The numbers of the keys that have a pair of letters, as a bitmap."""
        start = self._grams.get(gram)
        if start is None:
            return 0
        size = int.from_bytes(self._gram_bitmaps[start : start + 4], "little")
        return bitmaps.unpack_bitmap(self._gram_bitmaps[start + 4 : start + 4 + size])


def pack(
    blocks: Sequence[str],
    expressions: Sequence[str],
    places: Mapping[str, str],
    pairs: Mapping[str, int],
) -> bytes:
    """The file of some lines, the keys' places by key and the keys that have a letter pair."""
    ordered = sorted(places)
    groups = [
        ordered[start : start + KEYS_TOGETHER] for start in range(0, len(ordered), KEYS_TOGETHER)
    ]
    keys = ["".join(f"\n{key}\t{places[key]}" for key in group).encode() for group in groups]
    stored = [bitmaps.pack_bitmap(bitmap) for bitmap in pairs.values()]
    sized = [len(blob).to_bytes(4, "little") + blob for blob in stored]
    ends = list(accumulate(len(blob) for blob in sized))
    parts = (
        *_lines(blocks),
        *_lines(expressions),
        "\n".join(group[0] for group in groups).encode(),
        b"".join(keys) + b"\n",
        _ends(keys),
        *_lines(ordered),
        "\n".join(pairs).encode(),
        array("I", [0, *ends[:-1]]).tobytes(),
        b"".join(sized),
    )
    return zlib.compress(_HEAD.pack(*map(len, parts)) + b"".join(parts), 9)


def _lines(lines: Sequence[str]) -> tuple[bytes, bytes]:
    encoded = [line.encode() for line in lines]
    return b"".join(encoded), _ends(encoded)


def _ends(pieces: Iterable[bytes]) -> bytes:
    return array("I", accumulate(len(piece) for piece in pieces)).tobytes()
