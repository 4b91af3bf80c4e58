"""Keeping a paper in a file, where nothing that was there before is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hyteterm.local_cache.home import Home

FOLDER: Final = "leaflets"


class CannotSave(Exception):
    """The file could not be written; nothing else was changed."""


def save_paper(
    home: Home, usual: Path, path: Path, text: Callable[[], str], pdf: Callable[[], bytes]
) -> Path:
    """Write a paper and return where: ``.txt`` as text, everything else as PDF.

    A folder gets the usual name in it, and an existing file stays: the new one gets a
    number.  Raises `CannotSave`, `NoGlyph`.
    """
    path = path.expanduser()
    if path.is_dir():
        path /= usual.name
    if path.suffix.lower() not in (".pdf", ".txt"):
        path = path.with_name(path.name + ".pdf")
    data = f"{text()}\n".encode() if path.suffix.lower() == ".txt" else pdf()
    try:
        if path.parent == home.path / FOLDER:
            home.create()
            path.parent.mkdir(exist_ok=True)
        path = _free(path)
        path.write_bytes(data)
    except OSError:
        raise CannotSave from None
    return path


def _free(path: Path) -> Path:
    """``path``, or the first of ``path-2``, ``path-3``, … that does not exist."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free
