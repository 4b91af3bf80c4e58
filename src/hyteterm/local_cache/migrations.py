"""Schema migrations: an ordered list of steps, one transaction each."""

from collections.abc import Callable, Sequence

from hyteterm.local_cache.sqlite import Connection, SchemaMismatch

Step = Callable[[Connection], None]


def migrate(connection: Connection, steps: Sequence[Step]) -> int:
    """Bring the schema to ``len(steps)`` (``user_version``); returns the steps taken.

    Safe with several processes: the version is read again inside the write lock.
    Raises `SchemaMismatch` when a newer program has written the file.
    """
    taken = 0
    while True:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(steps):
            raise SchemaMismatch(f"schema {version} is newer than {len(steps)}")
        if version == len(steps):
            return taken
        connection.execute("BEGIN IMMEDIATE")
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] == version:
                steps[version](connection)
                connection.execute(f"PRAGMA user_version = {version + 1}")
                taken += 1
            connection.execute("COMMIT")
        except BaseException:
            # SQLite has rolled back by itself when the disk was full.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
