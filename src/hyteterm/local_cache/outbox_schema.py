"""Tables of the outbox, as migrations: a step that was released is never changed."""

from typing import Final

from hyteterm.local_cache.migrations import Step
from hyteterm.local_cache.sqlite import Connection

OUTBOX_APPLICATION_ID: Final = 0x4879544F
"""“HyTO” in the file's header."""

OPEN_STATES: Final = "('waiting', 'claimed')"
"""As written in the partial indexes: queries must say the same words to use them."""

OUTCOME_STATES: Final = "('delivered', 'refused', 'conflict')"

_FIRST: Final = (
    """
    CREATE TABLE deliveries (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,  -- orders everything; never used twice
        id TEXT NOT NULL UNIQUE,                     -- subject and revision
        kind TEXT NOT NULL,                          -- DeliveryKind
        subject_id TEXT NOT NULL,                    -- opaque
        key_id TEXT NOT NULL,                        -- the hub's key it is sealed to
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,                       -- bytes
        state TEXT NOT NULL DEFAULT 'waiting',       -- DeliveryState
        not_before REAL NOT NULL,                    -- until then it can be taken back
        next_at REAL NOT NULL,
        touches INTEGER NOT NULL DEFAULT 0,          -- times it may have reached the hub
        attempts INTEGER NOT NULL DEFAULT 0,         -- times that failed
        lease_owner TEXT NOT NULL DEFAULT '',
        lease_until REAL NOT NULL DEFAULT 0,
        reason TEXT NOT NULL DEFAULT '',             -- code
        receipt TEXT,                                -- JSON
        told INTEGER NOT NULL DEFAULT 0,             -- the vault knows the outcome
        created_at REAL NOT NULL,
        finished_at REAL
    ) STRICT
    """,
    f"CREATE INDEX backlog ON deliveries (sequence) WHERE state IN {OPEN_STATES}",
    f"CREATE INDEX backlog_of_subject ON deliveries (subject_id, sequence) "
    f"WHERE state IN {OPEN_STATES}",
    f"CREATE INDEX untold ON deliveries (sequence) WHERE told = 0 AND state IN {OUTCOME_STATES}",
    "CREATE INDEX quarantine ON deliveries (sequence) WHERE state IN ('refused', 'conflict')",
    """
    CREATE TABLE sealed_bytes (                      -- kept after delivery, for a restored hub
        delivery_id TEXT PRIMARY KEY REFERENCES deliveries (id) ON DELETE CASCADE,
        sealed BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE settings (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL                          -- JSON
    ) STRICT, WITHOUT ROWID
    """,
)


def _first(connection: Connection) -> None:
    for statement in _FIRST:
        connection.execute(statement)


OUTBOX_STEPS: Final[tuple[Step, ...]] = (_first,)
