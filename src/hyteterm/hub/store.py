"""The seam between the hub's rules and the database that holds its tables.

A piece of work is a coroutine function over a `Transaction`; the store runs it in one
transaction and commits before it returns.  The SQL of a table stands in the module that
owns the table, in the dialect that SQLite and PostgreSQL share: ``$1`` placeholders,
``ON CONFLICT … DO UPDATE``, ``RETURNING``, text and integers only.  So another database
needs a class with these two methods and nothing else.  A piece of work may await its
transaction only, never a clock, a socket or another store.
"""

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from hyteterm.hub.store_sqlite import SqliteStore

T = TypeVar("T")
Value = str | int | None
"""What a column holds: text (also for times, ISO 8601 UTC) or an integer."""


class Row(Protocol):
    """One row of an answer, read by column name."""

    def __getitem__(self, column: str) -> Any: ...


class Transaction(Protocol):
    """What a piece of work may ask of the database."""

    async def execute(self, sql: str, *values: Value) -> None:
        """Run a statement that gives no rows."""

    async def row(self, sql: str, *values: Value) -> Row | None:
        """The first row, or None."""

    async def rows(self, sql: str, *values: Value) -> Sequence[Row]:
        """All rows."""


Work = Callable[[Transaction], Coroutine[Any, Any, T]]


class Store(Protocol):
    """The hub's database."""

    async def read(self, work: Work[T]) -> T:
        """Run ``work`` on one consistent snapshot.  Raises `StoreUnavailable`."""

    async def write(self, work: Work[T]) -> T:
        """Run ``work`` in one transaction; it is on the disk when this returns.

        Anything that ``work`` raises undoes all of it.  Raises `StoreUnavailable` when
        the database is busy, full or broken, and `WorkFailed` when it refuses the
        statements: then nothing of it was done.
        """

    def close(self) -> None:
        """Close every connection."""


class StoreUnavailable(Exception):
    """The database cannot be used now; without any of its content."""


class WorkFailed(Exception):
    """The database refuses this piece of work, and would again; without any of its content."""


class DatabaseRefused(Exception):
    """The database URL or file cannot be used by this build; the text says why."""


def open_store(database: str | Path) -> "SqliteStore":
    """Open, and create where absent, the database of a hub.

    ``database`` is a path or ``sqlite:///path``.  Raises `DatabaseRefused` for any other
    kind, for a file of another program, and for a file of a newer hub.
    """
    from hyteterm.hub.store_sqlite import SqliteStore

    return SqliteStore(database_path(database))


def database_path(database: str | Path) -> Path:
    """The file that a database URL names.  Raises `DatabaseRefused`."""
    if isinstance(database, Path):
        return database
    scheme, separator, rest = database.partition("://")
    if not separator:
        return Path(database)
    if scheme in ("postgresql", "postgres"):
        raise DatabaseRefused(
            "this build of the hub stores in SQLite only; give a path or sqlite:///path"
        )
    if scheme != "sqlite" or not rest.startswith("/") or rest == "/":
        raise DatabaseRefused(f"unknown database {scheme}://…; give a path or sqlite:///path")
    return Path(rest[1:])
