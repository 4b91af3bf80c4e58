"""A leaflet laid out on A4: 18 points, the phone number and the name larger."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hyteterm.domain.leaflet import Block, BlockKind, Leaflet, broken
from hyteterm.workspace.paper.font import BOLD, REGULAR, font
from hyteterm.workspace.paper.tagged_pdf import A4, Element, Line, Section, document

MARGIN: Final = 56.0
"""Points, 2 cm."""
LEADING: Final = 1.3
"""Line height as a share of the font size."""
BETWEEN_SECTIONS: Final = 16.0
"""Points."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of block looks and what it is tagged as."""

    font: str
    size: float
    tag: str
    above: float = 0.0
    """Points of empty room above."""


STYLES: Final[dict[BlockKind, Style]] = {
    BlockKind.PHONE: Style(BOLD, 24, "P"),
    BlockKind.NAME: Style(BOLD, 20, "H1"),
    BlockKind.LINE: Style(REGULAR, 18, "P", above=3),
    BlockKind.FOOTER: Style(REGULAR, 18, "P", above=6),
}


def pages_of(content: Leaflet) -> list[list[Section]]:
    """The leaflet's elements on their places; a service is never torn over two pages.

    Raises `NoGlyph`.
    """
    top, bottom = A4[1] - MARGIN, MARGIN
    pages: list[list[Section]] = [[]]
    y = top
    for blocks in (*content.sections, (content.footer,)):
        height = sum(_height(block) for block in blocks)
        gap = BETWEEN_SECTIONS if pages[-1] else 0.0
        if pages[-1] and y - gap - height < bottom:
            pages.append([])
            y, gap = top, 0.0
        y -= gap
        section: list[Element] = []
        for block in blocks:
            style = STYLES[block.kind]
            y -= style.above
            lines = []
            for text in _lines(block):
                y -= style.size * LEADING
                # The baseline stands above the line's lower edge by what letters need below it.
                lines.append(Line(text, style.font, style.size, MARGIN, y + style.size * 0.3))
            section.append(Element(style.tag, tuple(lines), block.language))
        pages[-1].append(section)
    return pages


def pdf(content: Leaflet, at: datetime) -> bytes:
    """The leaflet as a tagged PDF.  Raises `NoGlyph`."""
    return document(
        pages_of(content), title=content.title, language=content.version.language, at=at
    )


def _height(block: Block) -> float:
    style = STYLES[block.kind]
    return style.above + sum(1 for _ in _lines(block)) * style.size * LEADING


def _lines(block: Block) -> Iterator[str]:
    style = STYLES[block.kind]
    face = font(style.font)
    room = A4[0] - 2 * MARGIN

    def measure(text: str) -> float:
        return face.width(text, style.size)

    for line in broken(_clean(block.text).split(), room, measure):
        yield from _cut(line, room, style)


def _cut(line: str, room: float, style: Style) -> Iterator[str]:
    """A word wider than the page, such as a web address, in pieces that fit."""
    face = font(style.font)
    piece = ""
    for letter in line:
        if piece and face.width(piece + letter, style.size) > room:
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _clean(text: str) -> str:
    """Composed letters, and without pictures and marks that no printed font has."""
    composed = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\u00a0", " ")
    kept = font(REGULAR).glyphs
    return "".join(
        letter
        for letter in composed
        if ord(letter) in kept or letter.isspace() or unicodedata.category(letter)[0] in "LN"
    )
