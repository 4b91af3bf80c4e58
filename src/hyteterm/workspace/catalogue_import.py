"""Import of a catalogue source: reader → catalogue, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from hyteterm.catalogue_sources.files import is_url
from hyteterm.catalogue_sources.reading import (
    Checkpoint,
    Item,
    Progress,
    Refused,
    SourceError,
)
from hyteterm.catalogue_sources.registry import read
from hyteterm.local_cache.catalogue import Catalogue, Counts, ImportRun

if TYPE_CHECKING:
    from hyteterm.domain.service import Service, Tombstone

PAGE: Final = 1000
"""Records a transaction."""


@dataclass(slots=True)
class ImportReport:
    """What an import did, in services, and the records it refused."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    refused: list[Refused] = field(default_factory=list)

    @property
    def changed_nothing(self) -> bool:
        """Whether the catalogue is as it was before."""
        return not (self.added or self.changed or self.removed)

    def add(self, counts: Counts) -> None:
        """Add what one page did."""
        self.added += counts.added
        self.changed += counts.changed
        self.unchanged += counts.unchanged
        self.removed += counts.removed


class ImportBroken(SourceError):
    """The source could not be read to its end; ``report`` tells what was stored before."""

    def __init__(self, error: SourceError, report: ImportReport) -> None:
        super().__init__(error.reason, error.detail)
        self.report = report


def source_label(source: str) -> str:
    """What people recognise the source by: a host or a file name, without keys or folders."""
    if is_url(source):
        return urlsplit(source).hostname or ""
    return Path(source).name


def import_source(
    catalogue: Catalogue,
    format: str,
    source: str,
    progress: Progress | None = None,
    *,
    replace: bool = False,
) -> ImportReport:
    """Read ``source`` in ``format`` into the catalogue; each page is stored whole or not at all.

    A web address is read on from where the last import left off.  Records that the source
    does not have are kept, other files of the same format may have brought them; with
    ``replace`` the source is read from the beginning and they are removed.  Raises
    `ImportBroken` (a `SourceError`) when the source cannot be read.
    """
    started = datetime.now(UTC)
    report = ImportReport()
    key = f"{format} {source}" if is_url(source) else ""
    since = catalogue.cursor(key) if key and not replace else None
    present: set[str] = set()
    interrupted = "cancelled"
    try:
        try:
            for page, cursor in _pages(
                read(format, source, since=since, progress=progress), report
            ):
                report.add(catalogue.store(page, cursor=(key, cursor) if key and cursor else None))
                if replace:
                    present.update(_ids(page))
        except SourceError as error:
            interrupted = error.reason
            raise ImportBroken(error, report) from None
        if replace:
            present.update(_refused_ids(format, report.refused))
            report.removed += catalogue.remove_missing(format, present)
        interrupted = ""
    finally:
        counts = Counts(report.added, report.changed, report.unchanged, report.removed)
        catalogue.record_run(
            ImportRun(
                source=format,
                label=source_label(source),
                started=started,
                finished=datetime.now(UTC),
                counts=counts,
                refused=len(report.refused),
                interrupted=interrupted,
            )
        )
    return report


def _pages(
    items: Iterator[Item], report: ImportReport
) -> Iterator[tuple[list["Service | Tombstone"], str]]:
    """Pages of at most `PAGE` records with the cursor that belongs to each; refusals set aside."""
    page: list[Service | Tombstone] = []
    for item in items:
        if isinstance(item, Refused):
            report.refused.append(item)
        elif isinstance(item, Checkpoint):
            yield page, item.cursor
            page = []
        else:
            page.append(item)
            if len(page) == PAGE:
                yield page, ""
                page = []
    if page:
        yield page, ""


def _ids(page: "list[Service | Tombstone]") -> Iterator[str]:
    from hyteterm.domain.service import Service

    return (record.id for record in page if isinstance(record, Service))


def _refused_ids(format: str, refused: list[Refused]) -> Iterator[str]:
    """A record that could not be read this time is not thereby gone."""
    from hyteterm.domain.service import service_id

    return (service_id(format, each.source_id) for each in refused if each.source_id)
