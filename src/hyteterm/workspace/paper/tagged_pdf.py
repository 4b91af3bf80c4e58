"""A tagged PDF: text with its structure, language and title, for screen readers.

PDF 1.7 with what PDF/UA-1 asks of running text: every piece of content is marked and stands
in the structure tree in reading order, the fonts are embedded with their Unicode mapping,
and the document has a language and a title.  `pydyf` writes the objects.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

import pydyf

from hyteterm.workspace.paper.font import Font, font

A4: Final = (595.28, 841.89)
"""Width and height in points."""
PRODUCER: Final = "HyteTerm"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text on a page, its baseline's left end at ``x``, ``y`` points."""

    text: str
    font: str
    size: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Element:
    """A leaf of the structure: a heading or paragraph, with its lines on one page."""

    tag: str
    """A standard structure type: ``H1``, ``P``."""
    lines: tuple[Line, ...]
    language: str


Section = Sequence[Element]
Page = Sequence[Section]


def document(pages: Sequence[Page], *, title: str, language: str, at: datetime) -> bytes:
    """The PDF's bytes.  Raises `NoGlyph` for letters that the fonts do not have."""
    pdf = pydyf.PDF()
    used = sorted({line.font for page in pages for s in page for e in s for line in e.lines})
    fonts = {name: _embedded(pdf, font(name)) for name in used}
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    body = _structure(pdf, "Document", root)
    root["K"] = body.reference
    sections: list[pydyf.Dictionary] = []
    parents: list[bytes] = []
    for number, page in enumerate(pages):
        leaves = _page(pdf, page, number, fonts, body, sections, language)
        listed = pydyf.Array([leaf.reference for leaf in leaves])
        pdf.add_object(listed)
        parents += [str(number).encode(), listed.reference]
    body["K"] = pydyf.Array([section.reference for section in sections])
    tree = pydyf.Dictionary({"Nums": pydyf.Array(parents)})
    pdf.add_object(tree)
    root["ParentTree"] = tree.reference
    root["ParentTreeNextKey"] = len(pages)
    _describe(pdf, root, title=title, language=language, at=at)
    written = io.BytesIO()
    pdf.write(written, version=b"1.7", identifier=True)
    return written.getvalue()


def _page(
    pdf: pydyf.PDF,
    page: Page,
    number: int,
    fonts: dict[str, pydyf.Dictionary],
    body: pydyf.Dictionary,
    sections: list[pydyf.Dictionary],
    language: str,
) -> list[pydyf.Dictionary]:
    """Add one page; returns its leaves in the order of their marks."""
    stream = pydyf.Stream(compress=True)
    holder = pydyf.Dictionary(
        {
            "Type": "/Page",
            "Parent": pdf.pages.reference,
            "MediaBox": pydyf.Array([0, 0, *A4]),
            "Resources": pydyf.Dictionary(
                {"Font": pydyf.Dictionary({n: f.reference for n, f in fonts.items()})}
            ),
            "StructParents": number,
            "Tabs": "/S",
        }
    )
    pdf.add_page(holder)
    leaves: list[pydyf.Dictionary] = []
    for elements in page:
        section = _structure(pdf, "Sect", body)
        own: list[bytes] = []
        for element in elements:
            leaf = _structure(pdf, element.tag, section)
            leaf["K"] = len(leaves)
            leaf["Pg"] = holder.reference
            if element.language != language:
                leaf["Lang"] = pydyf.String(element.language)
            _draw(stream, element, len(leaves))
            leaves.append(leaf)
            own.append(leaf.reference)
        section["K"] = pydyf.Array(own)
        sections.append(section)
    pdf.add_object(stream)
    holder["Contents"] = stream.reference
    return leaves


def _structure(pdf: pydyf.PDF, tag: str, parent: pydyf.Dictionary) -> pydyf.Dictionary:
    element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{tag}", "P": parent.reference})
    pdf.add_object(element)
    return element


def _draw(stream: pydyf.Stream, element: Element, mark: int) -> None:
    stream.begin_marked_content(element.tag, pydyf.Dictionary({"MCID": mark}))
    stream.begin_text()
    for index, line in enumerate(element.lines):
        face = font(line.font)
        # A blank at the end of a line that goes on, so that copied text keeps its words apart.
        text = line.text + (" " if index + 1 < len(element.lines) else "")
        stream.set_font_size(line.font, line.size)
        stream.set_text_matrix(1, 0, 0, 1, line.x, line.y)
        codes = "".join(f"{face.glyph(letter):04X}" for letter in text)
        stream.stream.append(f"<{codes}> Tj")
    stream.end_text()
    stream.end_marked_content()


# --- Fonts ------------------------------------------------------------------------------------


def _embedded(pdf: pydyf.PDF, face: Font) -> pydyf.Dictionary:
    """The font as a composite font whose codes are glyph numbers."""
    file = pydyf.Stream([face.data], {"Length1": len(face.data)}, compress=True)
    pdf.add_object(file)
    descriptor = pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": f"/{face.name}",
            "Flags": 32,
            "FontBBox": pydyf.Array([round(edge) for edge in face.box]),
            "ItalicAngle": 0,
            "Ascent": round(face.ascent),
            "Descent": round(face.descent),
            "CapHeight": round(face.cap_height),
            "StemV": 80,
            "FontFile2": file.reference,
        }
    )
    pdf.add_object(descriptor)
    descendant = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": f"/{face.name}",
            "CIDSystemInfo": pydyf.Dictionary(
                {
                    "Registry": pydyf.String("Adobe"),
                    "Ordering": pydyf.String("Identity"),
                    "Supplement": 0,
                }
            ),
            "FontDescriptor": descriptor.reference,
            "CIDToGIDMap": "/Identity",
            "DW": round(face.widths[-1]),
            "W": pydyf.Array([0, pydyf.Array([round(width) for width in face.widths])]),
        }
    )
    pdf.add_object(descendant)
    mapping = pydyf.Stream([_to_unicode(face.glyphs)], compress=True)
    pdf.add_object(mapping)
    whole = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": f"/{face.name}",
            "Encoding": "/Identity-H",
            "DescendantFonts": pydyf.Array([descendant.reference]),
            "ToUnicode": mapping.reference,
        }
    )
    pdf.add_object(whole)
    return whole


def _to_unicode(glyphs: dict[int, int]) -> bytes:
    """The character map from glyph numbers back to text (100 lines a block at most)."""
    back: dict[int, int] = {}
    for code, glyph in glyphs.items():
        back.setdefault(glyph, code)
    rows = [f"<{glyph:04X}> <{code:04X}>" for glyph, code in sorted(back.items())]
    blocks: list[str] = []
    for start in range(0, len(rows), 100):
        part = rows[start : start + 100]
        blocks += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    text = "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<0000> <FFFF>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
    return text.encode("ascii")


# --- What the document says of itself -----------------------------------------------------------


def _describe(
    pdf: pydyf.PDF, root: pydyf.Dictionary, *, title: str, language: str, at: datetime
) -> None:
    pdf.info["Title"] = pydyf.String(title)
    pdf.info["Producer"] = pydyf.String(PRODUCER)
    pdf.info["CreationDate"] = pydyf.String(at.strftime("D:%Y%m%d%H%M%SZ"))
    metadata = pydyf.Stream(
        [_metadata(title, language).encode()], {"Type": "/Metadata", "Subtype": "/XML"}
    )
    pdf.add_object(metadata)
    pdf.catalog["Metadata"] = metadata.reference
    pdf.catalog["Lang"] = pydyf.String(language)
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["StructTreeRoot"] = root.reference


def _metadata(title: str, language: str) -> str:
    parts: Iterable[str] = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"',
        ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">',
        "<pdfuaid:part>1</pdfuaid:part>",
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>',
        f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>",
        "</rdf:Description></rdf:RDF></x:xmpmeta>",
        '<?xpacket end="r"?>',
    )
    return "\n".join(parts)
