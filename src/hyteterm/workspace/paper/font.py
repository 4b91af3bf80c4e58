"""A TrueType font, read as far as a PDF needs it: glyphs of letters and their widths.

The fonts are subsets of Noto Sans (SIL Open Font License) that ship with the program, see
tools/make_leaflet_fonts.py, so nothing depends on what the system has.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).resolve().parents[2] / "fonts"
REGULAR: Final = "NotoSans-Regular"
BOLD: Final = "NotoSans-Bold"

_UNICODE_BMP: Final = (3, 1)
_MAPPED_BY_SEGMENTS: Final = 4


class NoGlyph(ValueError):
    """A letter that the shipped fonts do not have; the text itself is not told."""


@dataclass(frozen=True, slots=True)
class Font:
    """One weight.  Lengths are in thousandths of the font size, as PDF wants them."""

    name: str
    data: bytes
    glyphs: dict[int, int]
    """Code point → glyph number."""
    widths: tuple[float, ...]
    """By glyph number; glyphs after the last have its width."""
    box: tuple[float, float, float, float]
    ascent: float
    descent: float
    cap_height: float

    def glyph(self, letter: str) -> int:
        """The glyph of a letter.  Raises `NoGlyph`."""
        try:
            return self.glyphs[ord(letter)]
        except KeyError:
            raise NoGlyph from None

    def width(self, text: str, size: float) -> float:
        """Width of ``text`` in points at ``size`` points.  Raises `NoGlyph`."""
        last = len(self.widths) - 1
        return sum(self.widths[min(self.glyph(c), last)] for c in text) * size / 1000


@cache
def font(name: str) -> Font:
    """One of the shipped fonts, `REGULAR` or `BOLD`."""
    data = (FONTS / f"{name}.ttf").read_bytes()
    tables = _tables(data)
    head, hhea, os2 = tables["head"], tables["hhea"], tables["OS/2"]
    units = struct.unpack_from(">H", data, head + 18)[0]
    scale = 1000 / units
    box = struct.unpack_from(">4h", data, head + 36)
    ascent, descent = struct.unpack_from(">2h", data, hhea + 4)
    count = struct.unpack_from(">H", data, hhea + 34)[0]
    widths = struct.unpack_from(">" + "Hh" * count, data, tables["hmtx"])[::2]
    return Font(
        name=name,
        data=data,
        glyphs=_glyphs(data, tables["cmap"]),
        widths=tuple(width * scale for width in widths),
        box=(box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale),
        ascent=ascent * scale,
        descent=descent * scale,
        cap_height=struct.unpack_from(">h", data, os2 + 88)[0] * scale,
    )


def _tables(data: bytes) -> dict[str, int]:
    """Table → where it begins."""
    count = struct.unpack_from(">H", data, 4)[0]
    found = {}
    for number in range(count):
        tag, _checksum, offset, _length = struct.unpack_from(">4sLLL", data, 12 + 16 * number)
        found[tag.decode("ascii")] = offset
    return found


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """The Unicode mapping of format 4 (segments of code points)."""
    for number in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHL", data, cmap + 4 + 8 * number)
        start = cmap + offset
        if (platform, encoding) == _UNICODE_BMP:
            break
    else:
        raise ValueError("cmap")
    if struct.unpack_from(">H", data, start)[0] != _MAPPED_BY_SEGMENTS:
        raise ValueError("cmap format")
    doubled = struct.unpack_from(">H", data, start + 6)[0]
    segments = doubled // 2
    ends = struct.unpack_from(f">{segments}H", data, start + 14)
    starts = struct.unpack_from(f">{segments}H", data, start + 16 + doubled)
    deltas = struct.unpack_from(f">{segments}H", data, start + 16 + 2 * doubled)
    ranges_at = start + 16 + 3 * doubled
    ranges = struct.unpack_from(f">{segments}H", data, ranges_at)
    found: dict[int, int] = {}
    for index in range(segments):
        for code in range(starts[index], ends[index] + 1):
            if ranges[index]:
                place = ranges_at + 2 * index + ranges[index] + 2 * (code - starts[index])
                glyph = struct.unpack_from(">H", data, place)[0]
                glyph = (glyph + deltas[index]) & 0xFFFF if glyph else 0
            else:
                glyph = (code + deltas[index]) & 0xFFFF
            if glyph:
                found[code] = glyph
    return found
