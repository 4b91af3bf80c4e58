"""The formats that can be imported, by the name used on the command line."""

from collections.abc import Iterator
from importlib import import_module
from typing import Final, Protocol, cast

from hyteterm.catalogue_sources.reading import Item, Progress, SourceError

FORMATS: Final[dict[str, str]] = {
    "ptv": "hyteterm.catalogue_sources.ptv",
    "hsds": "hyteterm.catalogue_sources.hsds",
    "events": "hyteterm.catalogue_sources.events",
    "csv": "hyteterm.catalogue_sources.csv_list",
}
"""Format → the module that reads it; loaded when first used."""


class _Reader(Protocol):
    def read(
        self, source: str, *, since: str | None = None, progress: Progress | None = None
    ) -> Iterator[Item]: ...


def read(
    format: str, source: str, *, since: str | None = None, progress: Progress | None = None
) -> Iterator[Item]:
    """Records of a source, one at a time.

    ``format`` is one of `FORMATS`; ``source`` a file, a folder or a web address; ``since``
    the cursor of the last stored `Checkpoint`.  Raises `SourceError` at once or while it is
    gone through.
    """
    try:
        module = FORMATS[format]
    except KeyError:
        raise SourceError("unknown-format", format[:20]) from None
    return cast(_Reader, import_module(module)).read(source, since=since, progress=progress)
