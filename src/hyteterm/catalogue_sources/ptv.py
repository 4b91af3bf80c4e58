"""PTV (Palvelutietovaranto), the national catalogue of services: files and web, version 11.

The reader of each version stands apart: `ptv_api` and `ptv_files` read version 11 and the
older ones that agree with it.
"""

from collections.abc import Iterator
from pathlib import Path

from hyteterm.catalogue_sources.files import is_url
from hyteterm.catalogue_sources.reading import Item, Progress


def read(
    source: str, *, since: str | None = None, progress: Progress | None = None
) -> Iterator[Item]:
    """Services and tombstones of a file, a folder or a web address.

    ``since`` is the cursor of the last stored `Checkpoint`; files have none.
    """
    if is_url(source):
        from hyteterm.catalogue_sources.ptv_api import read_url

        return read_url(source, since=since, progress=progress)
    from hyteterm.catalogue_sources.ptv_files import read_files

    return read_files(Path(source), progress)
