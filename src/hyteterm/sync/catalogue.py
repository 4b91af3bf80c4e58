"""The hub's catalogue: a whole snapshot that resumes after any break, then changes only."""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlsplit

from hyteterm.local_cache.catalogue_reports import Counts, ImportRun
from hyteterm.local_cache.disk_full import disk_full_told
from hyteterm.local_cache.private_file import replace_json
from hyteterm.sync.catalogue_dictionary import CatalogueDictionary
from hyteterm.sync.catalogue_pages import CataloguePage, document_of, pages, records_of, zstd_error
from hyteterm.sync.client import Gone, HubClient, HubUnreachable, NotTheHub, RequestRefused

if TYPE_CHECKING:
    from hyteterm.domain.service import Service, Tombstone

FEED: Final = "hub"
"""Name of the catalogue's cursor for this feed."""
_CURSOR_HEADER: Final = "X-Catalogue-Cursor"
_SNAPSHOT: Final = "/v1/catalogue"
_CHANGES: Final = "/v1/catalogue/changes"
_ENCODINGS: Final = "zstd, gzip"
_MOST_PAGES: Final = 10_000
LARGEST_SNAPSHOT: Final = 512 * 1024 * 1024
"""Bytes on the line."""


class StoreCounts(Protocol):
    """What a store did, in services."""

    @property
    def added(self) -> int: ...
    @property
    def changed(self) -> int: ...
    @property
    def removed(self) -> int: ...


class CatalogueStore(Protocol):
    """What this needs of `local_cache.catalogue.Catalogue`."""

    def cursor(self, source: str) -> str | None: ...
    def store(
        self, records: "Iterable[Service | Tombstone]", *, cursor: tuple[str, str] | None = None
    ) -> StoreCounts: ...
    def remove_missing(self, source: str, present: Iterable[str]) -> int: ...
    def record_run(self, run: ImportRun) -> None: ...
    def close(self) -> None: ...


@dataclass
class CatalogueReport:
    """What a refresh has done, in services."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    refused: int = 0
    """Records that this program cannot read; the rest was taken."""
    snapshot: bool = False

    @property
    def anything(self) -> bool:
        """Whether the catalogue is another one now."""
        return bool(self.added or self.changed or self.removed)

    def as_run(self, hub_url: str, started: float, finished: float) -> ImportRun:
        """This refresh as an import; the times are seconds since 1970."""
        return ImportRun(
            source=FEED,
            label=urlsplit(hub_url).hostname or "",
            started=datetime.fromtimestamp(started, UTC),
            finished=datetime.fromtimestamp(finished, UTC),
            counts=Counts(added=self.added, changed=self.changed, removed=self.removed),
            refused=self.refused,
        )


class CatalogueFeed:
    """The feed of one hub; works with the delivery token, so while locked too."""

    def __init__(self, client: HubClient, token: str, download: Path) -> None:
        """``download``: where a snapshot lies until it is whole."""
        self._client = client
        self._token = token
        self._download = download
        self._notes = download.with_name(download.name + ".json")
        self._dictionary = CatalogueDictionary(download.with_suffix(".dictionary"))

    def changes(self, cursor: str) -> Iterator[CataloguePage]:
        """Pages of what changed since ``cursor``.  Raises `Gone`: take the snapshot."""
        for _ in range(_MOST_PAGES):
            answer = self._client.get(
                _CHANGES,
                self._token,
                params={"since": cursor},
                headers=self._dictionary.headers(),
            )
            body = self._dictionary.body(answer)
            first, *lines = body.decode("utf-8", "replace").splitlines() or [""]
            head = document_of(first)
            new = head.get("cursor") if head else None
            if not isinstance(new, str) or not new:
                raise NotTheHub
            records, refused = records_of(lines)
            yield CataloguePage(records, new, refused)
            if not head or not head.get("more"):
                return
            if new == cursor:
                break
            cursor = new
        raise NotTheHub("endless-changes")

    def snapshot(self) -> Iterator[CataloguePage]:
        """Pages of the whole catalogue; the last one carries the cursor.

        A download that was broken off goes on where it stopped, if it is of the same
        bytes.  Raises `HubUnreachable`, `DiskFull`: what has come stays for the next time.
        """
        notes = self._whole()
        if notes["encoding"] == "zstd":
            self._dictionary.take(self._download)
        try:
            with self._download.open("rb") as file:
                yield from pages(file, notes["encoding"], notes["cursor"])
        except (OSError, EOFError, ValueError, zlib.error, zstd_error()):
            # What came is not what was sent: the next time it is fetched from the beginning.
            self.forget()
            raise NotTheHub from None
        self.forget()

    def forget(self) -> None:
        """Throw the download away."""
        self._download.unlink(missing_ok=True)
        self._notes.unlink(missing_ok=True)

    def _whole(self) -> dict[str, str]:
        """Download until it is whole; what it is: cursor, encoding, ETag."""
        for _ in range(2):
            notes = self._noted()
            have = self._download.stat().st_size if notes and self._download.exists() else 0
            headers = {"Accept-Encoding": _ENCODINGS}
            if notes and have == int(notes["size"]):
                return notes
            if notes and have:
                headers |= {"Range": f"bytes={have}-", "If-Range": notes["etag"]}
            try:
                return self._fetched(headers, notes, have)
            except RequestRefused as refused:
                if refused.status != 416:
                    raise
                self.forget()
        raise NotTheHub

    def _fetched(
        self, headers: dict[str, str], notes: dict[str, str] | None, have: int
    ) -> dict[str, str]:
        with self._client.streamed("GET", _SNAPSHOT, self._token, headers=headers) as response:
            if response.status_code == 206:
                start, size = _range(response.headers)
                if notes is None or start != have or size != int(notes["size"]):
                    self.forget()
                    raise NotTheHub
            else:
                self.forget()
                notes, have = _notes(response.headers), 0
                with disk_full_told():
                    replace_json(self._notes, notes)
            size = int(notes["size"])
            with disk_full_told(), self._download.open("ab" if have else "wb") as file:
                for chunk in response.iter_raw():
                    have += len(chunk)
                    if have > size:
                        break
                    file.write(chunk)
        if have > size:
            self.forget()
            raise NotTheHub
        if have < size:
            raise HubUnreachable
        return notes

    def _noted(self) -> dict[str, str] | None:
        try:
            stored = json.loads(self._notes.read_text("utf-8"))
            return {name: str(stored[name]) for name in ("etag", "encoding", "cursor", "size")}
        except (OSError, ValueError, KeyError, TypeError):
            return None


def refresh(feed: CatalogueFeed, catalogue: CatalogueStore) -> CatalogueReport:
    """Bring the catalogue up to date; each page and its cursor are one transaction.

    Raises the `SyncProblem` kinds, `DiskFull`; the next refresh goes on from there.
    """
    cursor = catalogue.cursor(FEED)
    if cursor:
        report = CatalogueReport()
        try:
            for page in feed.changes(cursor):
                _store(page, catalogue, report)
        except Gone:
            pass
        else:
            return report
    report = CatalogueReport(snapshot=True)
    present: dict[str, list[str]] = {}
    last = CataloguePage([], "")
    for page in feed.snapshot():
        for record in page.records:
            if (id := getattr(record, "id", None)) is not None:
                present.setdefault(record.source, []).append(id)
        if page.cursor:
            last = page
            break
        _store(page, catalogue, report)
    for source, ids in present.items():
        report.removed += catalogue.remove_missing(source, ids)
    # The cursor last: broken off before, the snapshot is taken again.
    _store(last, catalogue, report)
    feed.forget()
    return report


def _store(page: CataloguePage, catalogue: CatalogueStore, report: CatalogueReport) -> None:
    counts = catalogue.store(page.records, cursor=(FEED, page.cursor) if page.cursor else None)
    report.added += counts.added
    report.changed += counts.changed
    report.removed += counts.removed
    report.refused += page.refused


def _notes(headers: Mapping[str, str]) -> dict[str, str]:
    try:
        notes = {
            "etag": headers["etag"],
            "encoding": headers.get("content-encoding", "identity"),
            "cursor": headers[_CURSOR_HEADER],
            "size": str(int(headers["content-length"])),
        }
    except (KeyError, ValueError):
        raise NotTheHub from None
    if notes["encoding"] not in ("zstd", "gzip", "identity"):
        raise NotTheHub
    if int(notes["size"]) > LARGEST_SNAPSHOT:
        raise NotTheHub("answer-too-large")
    return notes


def _range(headers: Mapping[str, str]) -> tuple[int, int]:
    """Start and whole size of a 206."""
    try:
        unit, _, rest = headers["content-range"].partition(" ")
        span, _, size = rest.partition("/")
        if unit != "bytes":
            raise NotTheHub
        return int(span.partition("-")[0]), int(size)
    except (KeyError, ValueError):
        raise NotTheHub from None
