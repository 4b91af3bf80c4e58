"""The hub's store on one SQLite file: WAL, FULL, one writer, several readers.

Work is written as coroutines so that the same rules run on an asynchronous driver.  Here
each piece of work runs to its end inside one thread: a statement answers at once, so the
coroutine never waits, and a transaction costs one hop to a thread however many statements
it has.
"""

import asyncio
import stat
import threading
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlcipher3 import dbapi2

from hyteterm.hub import schema
from hyteterm.hub.store import (
    DatabaseRefused,
    Row,
    StoreUnavailable,
    Transaction,
    Value,
    Work,
    WorkFailed,
)

T = TypeVar("T")

APPLICATION_ID: Final = 0x48795468
"""“HyTh”: marks the file as a hub's."""
BUSY_TIMEOUT_S: Final = 10.0
READERS: Final = 4


class SqliteTransaction:
    """A `Transaction` on a connection of this thread."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def execute(self, sql: str, *values: Value) -> None:
        self._connection.execute(sql, _named(values))

    async def row(self, sql: str, *values: Value) -> Row | None:
        cursor = self._connection.execute(sql, _named(values))
        found: Row | None = cursor.fetchone()
        cursor.close()
        return found

    async def rows(self, sql: str, *values: Value) -> Sequence[Row]:
        found: Sequence[Row] = self._connection.execute(sql, _named(values)).fetchall()
        return found


class SqliteStore:
    """A `Store` on a file.  Several processes may have the same file open."""

    def __init__(self, path: Path) -> None:
        """Open or create ``path``.  Raises `DatabaseRefused`."""
        self.path = path
        self._connections: list[Any] = []
        self._own = threading.local()
        self._guard = threading.Lock()
        new = not path.exists()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=stat.S_IRUSR | stat.S_IWUSR)
            self._prepare(new)
        except (dbapi2.Error, OSError) as error:
            self.close()
            raise DatabaseRefused(f"{path.name}: {type(error).__name__}") from None
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="hub-writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="hub-reader")

    async def read(self, work: Work[T]) -> T:
        """See `Store.read`."""
        return await self._run(self._readers, "BEGIN", work)

    async def write(self, work: Work[T]) -> T:
        """See `Store.write`.

        The work goes on to its end when the caller is cancelled (a client that hangs up
        has been heard).
        """
        return await self._run(self._writer, "BEGIN IMMEDIATE", work)

    def close(self) -> None:
        """Let running work end, then close every connection."""
        for pool in ("_writer", "_readers"):
            if executor := getattr(self, pool, None):
                executor.shutdown(wait=True)
        with self._guard:
            while self._connections:
                self._connections.pop().close()

    async def _run(self, pool: ThreadPoolExecutor, begin: str, work: Work[T]) -> T:
        try:
            waiting = asyncio.get_running_loop().run_in_executor(
                pool, self._in_transaction, begin, work
            )
        except RuntimeError:
            raise StoreUnavailable("closed") from None
        result: T = await waiting
        return result

    def _in_transaction(self, begin: str, work: Callable[[Transaction], Any]) -> Any:
        try:
            connection = self._connection()
            connection.execute(begin)
            try:
                result = _finished(work(SqliteTransaction(connection)))
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        # The message of SQLite may quote values; its class says enough.
        except (dbapi2.IntegrityError, dbapi2.DataError, dbapi2.ProgrammingError) as error:
            raise WorkFailed(type(error).__name__) from None
        except dbapi2.Error as error:
            raise StoreUnavailable(type(error).__name__) from None
        return result

    def _connection(self) -> Any:
        found = getattr(self._own, "connection", None)
        if found is None:
            found = self._own.connection = self._connect()
        return found

    def _connect(self) -> Any:
        connection = dbapi2.connect(
            str(self.path), isolation_level=None, timeout=BUSY_TIMEOUT_S, check_same_thread=False
        )
        with self._guard:
            self._connections.append(connection)
        connection.row_factory = dbapi2.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    def _prepare(self, new: bool) -> None:
        connection = self._connect()
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        if found != APPLICATION_ID and not (found == 0 and (new or self._is_empty(connection))):
            raise DatabaseRefused(f"{self.path.name}: the file of another program")
        connection.execute("BEGIN IMMEDIATE")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(schema.STEPS):
            connection.execute("ROLLBACK")
            raise DatabaseRefused(f"{self.path.name}: written by a newer hub")
        for step in schema.STEPS[version:]:
            for statement in step.split(";"):
                if statement.strip():
                    connection.execute(statement)
        if version == 0:
            connection.execute(
                "INSERT INTO setting (name, value) VALUES ('epoch', lower(hex(randomblob(16))))"
            )
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(schema.STEPS)}")
        connection.execute("COMMIT")

    @staticmethod
    def _is_empty(connection: Any) -> bool:
        return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0)


def _named(values: tuple[Value, ...]) -> dict[str, Value]:
    return {str(place): value for place, value in enumerate(values, start=1)}


def _finished(work: Coroutine[Any, Any, T]) -> T:
    try:
        work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    work.close()
    raise RuntimeError("work on a store may await its transaction only")
