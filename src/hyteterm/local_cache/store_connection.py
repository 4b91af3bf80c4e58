"""A connection to one of our databases whose faults come as errors of ours."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NoReturn

from sqlcipher3 import dbapi2

from hyteterm.local_cache.disk_full import DiskFull, is_disk_full
from hyteterm.local_cache.sqlite import Connection, DatabaseError

Values = Sequence[Any] | Mapping[str, Any]

SQLITE_CORRUPT: Final = 11
SQLITE_NOTADB: Final = 26


class DamagedFile(Exception):
    """The database cannot be read: a part of the file is broken, or the key is another's.

    The file stays where it is and as it is.
    """


class StoreConnection:
    """Statements and transactions.  Every call may raise `DiskFull` or `DamagedFile`."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self._name = name

    def execute(self, sql: str, values: Values = ()) -> int:
        """Run a statement that changes something; returns the number of rows changed."""
        try:
            return int(self._connection.execute(sql, values).rowcount)
        except Exception as error:
            self._tell(error)

    def insert(self, sql: str, values: Values = ()) -> int:
        """Run an INSERT; returns the new row's number."""
        try:
            return int(self._connection.execute(sql, values).lastrowid)
        except Exception as error:
            self._tell(error)

    def rows(self, sql: str, values: Values = ()) -> list[Any]:
        """All rows of a query."""
        try:
            found: list[Any] = self._connection.execute(sql, values).fetchall()
        except Exception as error:
            self._tell(error)
        return found

    def row(self, sql: str, values: Values = ()) -> Any:
        """The first row of a query, or None."""
        try:
            return self._connection.execute(sql, values).fetchone()
        except Exception as error:
            self._tell(error)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; within another transaction it becomes a part of that one."""
        if self._connection.in_transaction:
            yield
            return
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            # SQLite has rolled back by itself when the disk was full.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Close it; a second time does nothing."""
        self._connection.close()

    def _tell(self, error: Exception) -> NoReturn:
        if is_disk_full(error):
            raise DiskFull(self._name) from None
        if isinstance(error, DatabaseError) and error_code(error) in (
            SQLITE_CORRUPT,
            SQLITE_NOTADB,
        ):
            raise DamagedFile(self._name) from None
        raise error


def error_code(error: Exception) -> int:
    """SQLite's primary result code; 0 for errors that are not SQLite's."""
    return int(getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def silence_sqlcipher() -> None:
    """Keep SQLCipher from writing to stderr, which is in the middle of the screen."""
    connection = dbapi2.connect(":memory:")
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.close()
