"""The Finnish lexicon: folded word form → lemma, compound parts and the word it derives from.

The file is made by ``tools/make_lexicon.py``.  It is read in place: a block of some
dozen forms is unpacked when a word of it is first asked for, so opening costs nothing.

Layout (little-endian): magic ``HTLX3\\n``; uint32 number of blocks; uint32 length of the
packed list of first forms; uint32 length of the preset dictionary; that list (zlib,
``\\n``-joined); the preset; uint32 end offset of every block counted from the first block;
`FILTER_BITS` bits, that of the CRC-32 of every form set, so that nine in ten unknown words
cost no unpacking; the blocks (zlib with the preset).  A block is lines that begin with ``\\n``:
``form TAB reading TAB reading …``; a reading is ``part|part|part<root``, the parts being
folded lemmas and the root, when there is one, the folded verb a noun derives from.  A
form without a reading is its own.  `OTHER` ends a lemma that only its dots tell from
another one: “pelätä” is ``pelata¨``, “pelata” is ``pelata``.
"""

import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from hyteterm.local_cache.search.schema import LEXICON

MAGIC: Final = b"HTLX3\n"
OTHER: Final = "¨"
FILTER_BITS: Final = 1 << 21
BLOCK_FORMS: Final = 64
BLOCKS_KEPT: Final = 200
"""Unpacked blocks kept while searching: about half a megabyte."""
PRESET_BYTES: Final = 8_000
PRESET_SHARE: Final = 160
"""Of so many blocks a sample of this length makes the preset dictionary."""


class Reading(NamedTuple):
    """One way to understand a word form; all folded."""

    parts: tuple[str, ...]
    """Compound parts; the last one is a lemma, the others may stand in the genitive."""
    root: str = ""
    """The verb that the noun derives from (“liikunta” from “liikkua”)."""

    @property
    def lemma(self) -> str:
        """The whole word."""
        return "".join(self.parts)


class Lexicon:
    """Read-only word forms of one lexicon file."""

    def __init__(self, data: bytes) -> None:
        """Raises `ValueError` when ``data`` is not a lexicon."""
        if not data.startswith(MAGIC):
            raise ValueError("not a lexicon file")
        head = len(MAGIC)
        count, packed, preset = struct.unpack_from("<III", data, head)
        head += 12
        self._first = zlib.decompress(data[head : head + packed]).decode().split("\n")
        head += packed
        self._preset = data[head : head + preset]
        head += preset
        self._ends = (0, *struct.unpack_from(f"<{count}I", data, head))
        self._filter = head + 4 * count
        self._start = self._filter + FILTER_BITS // 8
        self._data = data
        self._block = lru_cache(maxsize=BLOCKS_KEPT)(self._unpack)

    def keep_all_blocks(self) -> None:
        """Keep every block unpacked from now on: for building an index, not for searching."""
        self._block = lru_cache(maxsize=None)(self._unpack)

    def release_blocks(self) -> None:
        """Let go of the unpacked blocks and keep few again."""
        self._block = lru_cache(maxsize=BLOCKS_KEPT)(self._unpack)

    def readings(self, form: str) -> tuple[Reading, ...]:
        """The readings of a folded form; empty when it is unknown."""
        line = self._line(form)
        if line is None:
            return ()
        texts = line.decode().split("\t") if line else (form,)
        return tuple(_reading(text) for text in texts)

    def __contains__(self, form: str) -> bool:
        return self._line(form) is not None

    def _line(self, form: str) -> bytes | None:
        """The readings of a form as they are stored; None when it is unknown."""
        encoded = form.encode()
        bit = _bit(encoded)
        if not self._data[self._filter + (bit >> 3)] >> (bit & 7) & 1:
            return None
        block = self._block(max(0, bisect_right(self._first, form) - 1))
        head = b"\n%b\t" % encoded
        at = block.find(head)
        if at < 0:
            return None
        at += len(head)
        end = block.find(b"\n", at)
        return block[at:] if end < 0 else block[at:end]

    def _unpack(self, place: int) -> bytes:
        start, end = self._start + self._ends[place], self._start + self._ends[place + 1]
        return zlib.decompressobj(zdict=self._preset).decompress(self._data[start:end])


def _bit(form: bytes) -> int:
    return zlib.crc32(form) % FILTER_BITS


def _reading(text: str) -> Reading:
    parts, _, root = text.partition("<")
    return Reading(tuple(parts.split("|")), root)


def pack(entries: Iterable[tuple[str, Sequence[str]]]) -> bytes:
    """The file of ``entries`` (folded form, readings as text), which must come sorted by form."""
    texts: list[bytes] = []
    first: list[str] = []
    lines: list[str] = []
    known = bytearray(FILTER_BITS // 8)
    for form, readings in entries:
        bit = _bit(form.encode())
        known[bit >> 3] |= 1 << (bit & 7)
        if len(lines) == BLOCK_FORMS:
            texts.append("".join(lines).encode())
            lines.clear()
        if not lines:
            first.append(form)
        text = "\t".join(readings)
        lines.append(f"\n{form}\t" + ("" if text == form else text))
    texts.append("".join(lines).encode())
    step = max(1, len(texts) * PRESET_SHARE // PRESET_BYTES)
    preset = b"\n".join(text[:PRESET_SHARE] for text in texts[::step])[:PRESET_BYTES]
    blocks: list[bytes] = []
    for block in texts:
        packer = zlib.compressobj(9, zdict=preset)
        blocks.append(packer.compress(block) + packer.flush())
    names = zlib.compress("\n".join(first).encode(), 9)
    ends: list[int] = []
    total = 0
    for block in blocks:
        total += len(block)
        ends.append(total)
    head = struct.pack("<III", len(blocks), len(names), len(preset))
    places = struct.pack(f"<{len(ends)}I", *ends)
    return b"".join([MAGIC, head, names, preset, places, bytes(known), *blocks])


@lru_cache(maxsize=1)
def finnish() -> Lexicon:
    """The lexicon that ships with the program."""
    return Lexicon(LEXICON.read_bytes())
