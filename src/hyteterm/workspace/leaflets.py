"""Leaflets: made of services, shown, saved as PDF or text, printed, and scanned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hyteterm.domain import finnish_time
from hyteterm.domain.leaflet import (
    Detail,
    Leaflet,
    leaflet,
    printable,
    scan_target,
    text_lines,
)
from hyteterm.domain.leaflet_phrases import LeafletVersion
from hyteterm.domain.localized import localized
from hyteterm.domain.service import Service
from hyteterm.workspace import printing
from hyteterm.workspace.paper.files import FOLDER, save_paper

if TYPE_CHECKING:
    from hyteterm.local_cache.home import Home
    from hyteterm.workspace.catalogue import CatalogueDesk

FILE_WIDTH: Final = 72
"""Characters in a line of a text file."""


class NothingToPrint(Exception):
    """No service is left: they are withdrawn, or may not stand on paper."""


@dataclass(frozen=True, slots=True)
class MadeLeaflet:
    """A leaflet and what became of it while it was made to fit."""

    content: Leaflet
    services: tuple[Service, ...]
    left_out: tuple[str, ...]
    """Names of services that may not stand on paper."""
    pages: int
    """0: the fonts lack a letter, so there is text only."""


class LeafletDesk:
    """Leaflets need no unlocking: they are made of the catalogue alone."""

    def __init__(self, home: Home, catalogue: CatalogueDesk) -> None:
        self._home = home
        self._catalogue = catalogue

    def make(self, service_ids: Sequence[str], version: LeafletVersion) -> MadeLeaflet:
        """The leaflet with as much as one page holds; more pages when even the least does not.

        Withdrawn services and those that may not stand on paper are left out.  Raises
        `NothingToPrint` when none remains.
        """
        from hyteterm.workspace.paper.font import NoGlyph
        from hyteterm.workspace.paper.leaflet_pages import pages_of

        found = [each for each in map(self._catalogue.service, service_ids) if each is not None]
        services = tuple(service for service in found if printable(service))
        left_out = tuple(
            localized(service.names, version.language)
            for service in found
            if not printable(service)
        )
        if not services:
            raise NothingToPrint
        at = finnish_time.now()
        content = leaflet(services, version, at)
        try:
            for detail in sorted(Detail, reverse=True):
                content = leaflet(services, version, at, detail)
                if (pages := len(pages_of(content))) == 1:
                    break
        except NoGlyph:
            pages = 0
        return MadeLeaflet(content, services, left_out, pages)

    def text(self, made: MadeLeaflet, width: int = FILE_WIDTH) -> str:
        """The leaflet as plain text, lines of at most ``width`` characters."""
        return "\n".join(text_lines(made.content, width))

    def pdf(self, made: MadeLeaflet) -> bytes:
        """The leaflet as a tagged PDF.  Raises `NoGlyph`."""
        from hyteterm.workspace.paper import leaflet_pages

        return leaflet_pages.pdf(made.content, finnish_time.now())

    def usual_path(self) -> Path:
        """Where a leaflet is saved unless another place is typed; its name tells no client."""
        made = finnish_time.local(finnish_time.now())
        return self._home.path / FOLDER / f"esite-{made:%Y-%m-%d-%H%M}.pdf"

    def save(self, made: MadeLeaflet, path: Path) -> Path:
        """Write the leaflet and return where: ``.txt`` as text, everything else as PDF.

        A folder gets the usual name in it, and an existing file stays: the new one gets a
        number.  Raises `CannotSave`, `NoGlyph`.
        """
        return save_paper(
            self._home, self.usual_path(), path, lambda: self.text(made), lambda: self.pdf(made)
        )

    def print(self, data: bytes) -> None:
        """Print a PDF that `pdf` made; any thread.  Raises `NoPrinter`, `PrintingFailed`."""
        printing.print_pdf(data, self._home.path / FOLDER)

    def remove_printed(self) -> None:
        """Clear away what the last print may have left."""
        printing.remove_printed(self._home.path / FOLDER)

    def scan_code(self, service: Service) -> list[str]:
        """A QR code in half blocks, dark on light, with its quiet edge; empty without a target."""
        target = scan_target(service)
        return half_blocks(target) if target else []


def half_blocks(target: str) -> list[str]:
    """The QR code of ``target``, two rows of modules in each line of text."""
    import segno

    code = segno.make(target, error="m", micro=False)
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=3)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    return [
        "".join(_BLOCKS[above, below] for above, below in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


_BLOCKS: Final = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
