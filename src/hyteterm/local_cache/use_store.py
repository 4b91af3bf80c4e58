"""Sums of use on this terminal, and figures that were fetched (``use.db``).

A plain file that works while the terminal is locked.  It knows no person: sums by month,
words without a hit with neither month nor order, and sums on their way to the hub.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

from hyteterm.domain.use_counts import CountsPayload
from hyteterm.local_cache.disk_full import disk_full_told
from hyteterm.local_cache.migrations import Step, migrate
from hyteterm.local_cache.private_file import ensure_private
from hyteterm.local_cache.sqlite import Connection, connect
from hyteterm.local_cache.store_connection import StoreConnection

USE_APPLICATION_ID: Final = 0x48795455
"""“HyTU” in the file's header."""
MOST_WORDS: Final = 500
"""Words without a hit that are kept; a new one beyond that is not."""

_FIRST: Final = (
    """
    CREATE TABLE sums (
        month TEXT NOT NULL,                    -- YYYY-MM
        name TEXT NOT NULL,
        value INTEGER NOT NULL,
        PRIMARY KEY (month, name)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE words (                        -- no month, no order of arrival
        word TEXT PRIMARY KEY,
        value INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE leaving (                      -- sums on their way to the hub
        id TEXT PRIMARY KEY,                    -- random
        body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE fetched (                      -- what the hub told, for use without a line
        name TEXT PRIMARY KEY,
        fetched_at TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE settings (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)


def _first(connection: Connection) -> None:
    for statement in _FIRST:
        connection.execute(statement)


USE_STEPS: Final[tuple[Step, ...]] = (_first,)


class UseStore:
    """The open file.  One per thread.  Every call may raise `DiskFull` or `DamagedFile`."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open ``path``, or make it.  Raises `SchemaMismatch` for a newer program's file."""
        with disk_full_told():
            ensure_private(path)
            raw = connect(path, application_id=USE_APPLICATION_ID, synchronous="NORMAL")
            try:
                migrate(raw, USE_STEPS)
            except BaseException:
                raw.close()
                raise
        return cls(StoreConnection(raw, path.name))

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # -- counting ---------------------------------------------------------------

    def add(self, month: str, name: str, count: int = 1) -> None:
        """Add to a sum of the month."""
        self._connection.execute(
            "INSERT INTO sums VALUES (?, ?, ?) "
            "ON CONFLICT (month, name) DO UPDATE SET value = value + excluded.value",
            (month, name, count),
        )

    def add_words(self, words: Iterable[str]) -> None:
        """One more search without a hit for each word."""
        with self._connection.transaction():
            for word in words:
                self._connection.execute(
                    "INSERT INTO words SELECT ?1, 1 WHERE "
                    "(SELECT count(*) FROM words) < ?2 OR EXISTS "
                    "(SELECT 1 FROM words WHERE word = ?1) "
                    "ON CONFLICT (word) DO UPDATE SET value = value + 1",
                    (word, MOST_WORDS),
                )

    def sums(self, month: str) -> dict[str, int]:
        """The sums of a month, by name."""
        rows = self._connection.rows("SELECT name, value FROM sums WHERE month = ?", (month,))
        return {name: int(value) for name, value in rows}

    def words(self) -> dict[str, int]:
        """Words without a hit that have not left yet, the most frequent first."""
        rows = self._connection.rows("SELECT word, value FROM words ORDER BY value DESC, word")
        return {word: int(value) for word, value in rows}

    # -- leaving ------------------------------------------------------------------

    def closed_until(self) -> str:
        """The last month whose sums are on their way; empty: none was closed yet."""
        row = self._connection.row("SELECT value FROM settings WHERE name = 'closed_until'")
        return "" if row is None else str(row[0])

    def close_month(self, month: str, payload: CountsPayload | None, words: Iterable[str]) -> None:
        """The month is over: its sums and ``words`` leave as ``payload``, and are forgotten."""
        with self._connection.transaction():
            if payload is not None:
                self.put_leaving(payload)
            self._connection.execute("DELETE FROM sums WHERE month <= ?", (month,))
            for word in words:
                self._connection.execute("DELETE FROM words WHERE word = ?", (word,))
            self._connection.execute(
                "INSERT INTO settings VALUES ('closed_until', ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (month,),
            )

    def put_leaving(self, payload: CountsPayload) -> None:
        """Keep sums until the hub has them."""
        self._connection.execute(
            "INSERT INTO leaving VALUES (?, ?)", (payload.id, payload.model_dump_json())
        )

    def leaving(self) -> list[CountsPayload]:
        """Sums that the hub does not have yet; their random ids give no order of time."""
        rows = self._connection.rows("SELECT body FROM leaving ORDER BY id")
        return [CountsPayload.model_validate_json(body) for (body,) in rows]

    def has_left(self, id: str) -> None:
        """The hub has these sums."""
        self._connection.execute("DELETE FROM leaving WHERE id = ?", (id,))

    # -- fetched figures ------------------------------------------------------------

    def keep_fetched(self, name: str, body: Mapping[str, object], at: datetime) -> None:
        """Keep what the hub told, in place of what it told before."""
        self._connection.execute(
            "INSERT INTO fetched VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
            "fetched_at = excluded.fetched_at, body = excluded.body",
            (name, at.astimezone(UTC).isoformat(), json.dumps(body, ensure_ascii=False)),
        )

    def fetched(self, name: str) -> tuple[datetime, str] | None:
        """When something was last fetched, and its JSON."""
        row = self._connection.row("SELECT fetched_at, body FROM fetched WHERE name = ?", (name,))
        return None if row is None else (datetime.fromisoformat(row[0]), str(row[1]))
