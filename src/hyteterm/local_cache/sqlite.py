"""The one SQLite library of the process: sqlcipher3, for plain files too.

Two SQLite libraries on one WAL file in one process drop each other's locks and
lose commits.  Importing this module first makes sqlite-utils use sqlcipher3 as
well (it looks for a module named ``pysqlite3``).
"""

import sys
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlcipher3 import dbapi2

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

Connection = Any
"""A ``sqlcipher3.dbapi2.Connection``; the package has no type information."""

Error = dbapi2.Error
OperationalError = dbapi2.OperationalError
DatabaseError = dbapi2.DatabaseError
IntegrityError = dbapi2.IntegrityError

BUSY_TIMEOUT_MS = 10_000


class SchemaMismatch(Exception):
    """The file is not ours, or a newer program wrote it."""


def connect(
    path: Path,
    *,
    application_id: int,
    key: bytes | None = None,
    synchronous: str = "FULL",
    check_same_thread: bool = True,
) -> Connection:
    """Open ``path`` in WAL mode, autocommit; ``key`` is a raw 32-byte SQLCipher key.

    Transactions are explicit (``BEGIN IMMEDIATE``).  Raises `SchemaMismatch` when the
    file belongs to another program, `DatabaseError` when it cannot be read with this key.
    """
    connection = dbapi2.connect(
        str(path),
        isolation_level=None,
        timeout=BUSY_TIMEOUT_MS / 1000,
        check_same_thread=check_same_thread,
    )
    try:
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        if found not in (0, application_id):
            raise SchemaMismatch(f"{path.name}: application_id {found:#x}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA foreign_keys = ON")
        if key is not None:
            connection.execute("PRAGMA secure_delete = ON")
        if found == 0:
            connection.execute(f"PRAGMA application_id = {application_id}")
    except BaseException:
        connection.close()
        raise
    return connection
