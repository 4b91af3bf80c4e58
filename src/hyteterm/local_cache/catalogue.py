"""The catalogue of services on this disk: catalogue.db, plain, readable while locked."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from hyteterm.local_cache import search, sqlite
from hyteterm.local_cache.catalogue_figures import (
    figures,
    keep_month_ends,
    mark,
    month_ends,
    set_mark,
)
from hyteterm.local_cache.catalogue_reports import CatalogueStatus, Counts, ImportRun
from hyteterm.local_cache.catalogue_schema import APPLICATION_ID, STEPS, database
from hyteterm.local_cache.migrations import migrate

if TYPE_CHECKING:
    from hyteterm.domain.service import Service, Tombstone

__all__ = ["Catalogue", "CatalogueStatus", "Counts", "ImportRun"]

REINDEX_TIMEOUT_MS: Final = 120_000
"""How long another process may take to write the index of 50,000 services anew."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Catalogue:
    """An open catalogue.db; one per thread, any number per machine.

    ``read_only`` refuses writes and raises `FileNotFoundError` when there is no file yet.
    ``any_thread`` lets another thread use it, one at a time.  ``now`` is the clock of the
    figures.  Raises `SchemaMismatch` for a file of another or a newer program.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        any_thread: bool = False,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        if read_only and not path.exists():
            raise FileNotFoundError(path)
        self.path = path
        self._now = now
        self.connection = sqlite.connect(
            path,
            application_id=APPLICATION_ID,
            synchronous="NORMAL",
            check_same_thread=not any_thread,
        )
        try:
            migrate(self.connection, STEPS)
            if not search.is_current(self.connection):
                self._bring_up_to_date()
            if read_only:
                self.connection.execute("PRAGMA query_only = ON")
        except BaseException:
            self.connection.close()
            raise

    def close(self) -> None:
        """Close the file; the catalogue cannot be used after it."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- Writing -------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def store(
        self,
        records: Iterable["Service | Tombstone"],
        *,
        cursor: tuple[str, str] | None = None,
    ) -> Counts:
        """Write one page in one transaction, the search index and the cursor with it.

        Of records with the same id the last wins.  ``cursor`` is (source, cursor).  Pages of
        about 1,000 keep the memory small and the lock short.
        """
        from hyteterm.domain.service import Service, service_id
        from hyteterm.local_cache.catalogue_rows import row

        page: dict[str, Service | None] = {}
        for record in records:
            if isinstance(record, Service):
                page[record.id] = record
            else:
                page[service_id(record.source, record.source_id)] = None
        rows = {key: row(service) for key, service in page.items() if service is not None}
        with self._writing():
            known = self._hashes(page)
            changed = [key for key, each in rows.items() if known.get(key) != each["hash"]]
            removed = [key for key, each in page.items() if each is None and key in known]
            if changed or removed:
                keep_month_ends(self.connection, self._now())
                self._write([rows[key] for key in changed], removed)
                self._index([page[key] for key in changed], removed)
            if cursor is not None:
                self.connection.execute("INSERT OR REPLACE INTO cursors VALUES (?, ?)", cursor)
        added = sum(key not in known for key in changed)
        return Counts(
            added=added,
            changed=len(changed) - added,
            unchanged=len(rows) - len(changed),
            removed=len(removed),
        )

    def remove_missing(self, source: str, present: Iterable[str]) -> int:
        """Remove the services of ``source`` whose ids are not in ``present``; how many went."""
        keep = set(present)
        with self._writing():
            found = self.connection.execute("SELECT id FROM services WHERE source = ?", (source,))
            gone = [key for (key,) in found if key not in keep]
            if gone:
                keep_month_ends(self.connection, self._now())
                self._write([], gone)
                self._index([], gone)
        return len(gone)

    def reindex(self) -> int:
        """Write the search index anew, in one transaction; how many services."""
        with self._writing():
            return self._write_index()

    def _bring_up_to_date(self) -> None:
        """Write the index anew once, whoever opens the file first; the others wait for it."""
        self.connection.execute(f"PRAGMA busy_timeout = {REINDEX_TIMEOUT_MS}")
        with self._writing():
            if not search.is_current(self.connection):
                self._write_index()
        self.connection.execute(f"PRAGMA busy_timeout = {sqlite.BUSY_TIMEOUT_MS}")

    def _write_index(self) -> int:
        count = 0
        search.empty_tables(self.connection)
        page: list[Service | None] = []
        for service in self.services():
            page.append(service)
            if len(page) == 1000:
                self._index(page, [])
                count, page = count + len(page), []
        self._index(page, [])
        search.settle(self.connection)
        return count + len(page)

    def record_run(self, run: ImportRun) -> None:
        """Keep what an import did, for the status, and make what it wrote fast to search.

        Of runs that changed nothing only the newest of each source stays: the hub's feed
        is asked every hour.
        """
        entry = {
            "source": run.source,
            "label": run.label,
            "started": run.started.isoformat(),
            "finished": run.finished.isoformat(),
            "added": run.counts.added,
            "changed": run.counts.changed,
            "unchanged": run.counts.unchanged,
            "removed": run.counts.removed,
            "refused": run.refused,
            "interrupted": run.interrupted,
        }
        with self._writing():
            if run.counts.added or run.counts.changed:
                search.settle(self.connection)
            self.connection.execute(
                """DELETE FROM import_runs WHERE source = ? AND interrupted = ''
                   AND added + changed + removed + refused = 0""",
                (run.source,),
            )
            database(self.connection).table("import_runs").insert(entry)

    def note_paths(self, count: int) -> None:
        """Keep the number of service paths, which live elsewhere, for the figures."""
        if mark(self.connection, "paths") == str(count):
            return
        with self._writing():
            keep_month_ends(self.connection, self._now())
            set_mark(self.connection, "paths", str(count))

    def _hashes(self, ids: Iterable[str]) -> dict[str, str]:
        found = self.connection.execute(
            "SELECT id, hash FROM services WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return dict(found.fetchall())

    def _write(self, rows: Sequence[dict[str, Any]], removed: Sequence[str]) -> None:
        if rows:
            database(self.connection).table("services").upsert_all(rows, pk="id")
        self.connection.execute(
            "DELETE FROM services WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(removed),),
        )

    def _index(self, changed: "Sequence[Service | None]", removed: Sequence[str]) -> None:
        search.apply(self.connection, [each for each in changed if each is not None], list(removed))

    # --- Reading -------------------------------------------------------------

    def get(self, service_id: str) -> "Service | None":
        """The service with our id; None when there is none."""
        from hyteterm.domain.service import Service

        found = self.connection.execute(
            "SELECT record FROM services WHERE id = ?", (service_id,)
        ).fetchone()
        return Service.model_validate_json(found[0]) if found else None

    def services(self, source: str | None = None) -> Iterator["Service"]:
        """All services, or those of one source, by id."""
        from hyteterm.domain.service import Service

        rows = self.connection.execute(
            "SELECT record FROM services WHERE :source IS NULL OR source = :source ORDER BY id",
            {"source": source},
        )
        for (record,) in rows:
            yield Service.model_validate_json(record)

    def __len__(self) -> int:
        return int(self.connection.execute("SELECT COUNT(*) FROM services").fetchone()[0])

    def cursor(self, source: str) -> str | None:
        """Where the last stored page of ``source`` left off; None when nowhere."""
        found = self.connection.execute(
            "SELECT cursor FROM cursors WHERE source = ?", (source,)
        ).fetchone()
        return str(found[0]) if found else None

    def updated_at(self) -> datetime | None:
        """When the last whole import finished; None: never."""
        whole = self.connection.execute(
            "SELECT MAX(finished) FROM import_runs WHERE interrupted = ''"
        ).fetchone()[0]
        return datetime.fromisoformat(whole) if whole else None

    def status(self) -> CatalogueStatus:
        """How the catalogue stands now."""
        now = self._now()
        today = figures(self.connection, now)
        updated = self.updated_at()
        files = (self.path, self.path.with_name(self.path.name + "-wal"))
        return CatalogueStatus(
            size=sum(file.stat().st_size for file in files if file.exists()),
            updated=updated,
            age_seconds=max(0, int((now - updated).total_seconds())) if updated else None,
            figures=today,
            months=month_ends(self.connection, now, today),
            runs=self._last_runs(),
        )

    def _last_runs(self) -> tuple[ImportRun, ...]:
        rows = self.connection.execute(
            """SELECT source, label, started, finished, added, changed, unchanged, removed,
                      refused, interrupted
               FROM import_runs WHERE id IN (SELECT MAX(id) FROM import_runs GROUP BY source)
               ORDER BY id DESC"""
        )
        return tuple(
            ImportRun(
                source=source,
                label=label,
                started=datetime.fromisoformat(started),
                finished=datetime.fromisoformat(finished),
                counts=Counts(*counts),
                refused=refused,
                interrupted=interrupted,
            )
            for source, label, started, finished, *counts, refused, interrupted in rows
        )
