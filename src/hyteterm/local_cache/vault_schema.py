"""Tables of the vault, as migrations: a step that was released is never changed."""

from typing import Final

from hyteterm.local_cache.migrations import Step
from hyteterm.local_cache.sqlite import Connection

VAULT_APPLICATION_ID: Final = 0x48795456
"""“HyTV” in the file's header."""

_FIRST: Final = (
    """
    CREATE TABLE settings (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL                     -- JSON
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE clients (
        reference TEXT PRIMARY KEY,             -- opaque, a UUID
        body TEXT NOT NULL,                     -- JSON of domain Client
        changed_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE drafts (
        id TEXT PRIMARY KEY,                    -- id of what it becomes
        kind TEXT NOT NULL,                     -- referral, card, ...
        owner TEXT NOT NULL,                    -- professional's id
        title TEXT NOT NULL DEFAULT '',
        body TEXT NOT NULL,                     -- JSON
        delivery_id TEXT NOT NULL DEFAULT '',   -- set while it is being queued
        change INTEGER NOT NULL,                -- local order
        saved_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE referrals (
        id TEXT NOT NULL,
        role TEXT NOT NULL,                     -- sender, receiver
        type TEXT NOT NULL,
        client_reference TEXT NOT NULL DEFAULT '',
        client_name TEXT NOT NULL DEFAULT '',
        receiver TEXT NOT NULL DEFAULT '',
        owner TEXT NOT NULL DEFAULT '',         -- sending professional's id
        status TEXT NOT NULL,                   -- as known to the hub, or on the way there
        shown TEXT NOT NULL,                    -- with our own waiting steps
        version INTEGER NOT NULL DEFAULT 0,     -- the hub's; 0: it has not taken it yet
        epoch TEXT NOT NULL DEFAULT '',         -- the hub's store that gave the version
        revision INTEGER NOT NULL,
        outcome TEXT,
        attempts INTEGER NOT NULL DEFAULT 0,
        timeline TEXT NOT NULL DEFAULT '[]',    -- the hub's, JSON of TimelineEntry
        unread INTEGER NOT NULL DEFAULT 0,
        quarantined TEXT NOT NULL DEFAULT '',   -- reason code of a refusal or conflict
        delivery_id TEXT NOT NULL DEFAULT '',   -- of the newest revision
        created_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        change INTEGER NOT NULL,                -- local order
        PRIMARY KEY (id, role)
    ) STRICT
    """,
    "CREATE INDEX referrals_newest ON referrals (change)",
    "CREATE INDEX referrals_of_client ON referrals (client_reference)",
    """
    CREATE TABLE revisions (
        referral_id TEXT NOT NULL,
        role TEXT NOT NULL,
        revision INTEGER NOT NULL,
        body TEXT NOT NULL,                     -- JSON: Referral (sender), ReferralPayload (receiver)
        delivery_id TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (referral_id, role, revision)
    ) STRICT
    """,
    """
    CREATE TABLE steps (                        -- taken on this terminal
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        referral_id TEXT NOT NULL,
        role TEXT NOT NULL,
        after_version INTEGER NOT NULL,         -- the hub's version it stands on
        entry TEXT NOT NULL,                    -- JSON of TimelineEntry
        change TEXT,                            -- JSON of StatusChange; NULL: nothing to send
        delivery_id TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL,                    -- StepState
        version INTEGER,                        -- the hub's after it
        reason TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX steps_of_referral ON steps (referral_id, role, number)",
    "CREATE INDEX steps_of_delivery ON steps (delivery_id)",
    "CREATE INDEX revisions_of_delivery ON revisions (delivery_id)",
    """
    CREATE TABLE access_log (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        professional_id TEXT NOT NULL,
        professional TEXT NOT NULL,
        role TEXT NOT NULL,
        client_reference TEXT NOT NULL,
        action TEXT NOT NULL,
        reason TEXT NOT NULL,
        recipient TEXT NOT NULL,
        subject_id TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX access_log_of_client ON access_log (client_reference, number)",
    """
    CREATE TRIGGER access_log_stays BEFORE UPDATE ON access_log
    BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END
    """,
    """
    CREATE TRIGGER access_log_remains BEFORE DELETE ON access_log
    BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END
    """,
)


def _first(connection: Connection) -> None:
    for statement in _FIRST:
        connection.execute(statement)


_CARDS: Final = (
    """
    CREATE TABLE cards (                        -- finished ones; unfinished ones are drafts
        id TEXT PRIMARY KEY,
        form TEXT NOT NULL,                     -- the questionnaire's canonical address
        owner TEXT NOT NULL,                    -- professional's id
        client_reference TEXT NOT NULL,
        known_by TEXT NOT NULL,                 -- name and birth year, to find an earlier card
        body TEXT NOT NULL,                     -- JSON
        finished_at TEXT NOT NULL,
        change INTEGER NOT NULL                 -- local order
    ) STRICT
    """,
    "CREATE INDEX cards_known_by ON cards (known_by, form, change)",
    "CREATE INDEX cards_of_client ON cards (client_reference, change)",
)


def _cards(connection: Connection) -> None:
    for statement in _CARDS:
        connection.execute(statement)


_RECEIVING: Final = (
    "ALTER TABLE referrals ADD COLUMN handler TEXT NOT NULL DEFAULT ''",  # receiver's side: who
    "ALTER TABLE referrals ADD COLUMN gone INTEGER NOT NULL DEFAULT 0",  # Presence
    """
    CREATE TABLE workload (                     -- the receiver's own marks; they go nowhere
        referral_id TEXT PRIMARY KEY,
        next_contact TEXT,                      -- a day, YYYY-MM-DD
        note TEXT NOT NULL
    ) STRICT
    """,
)


def _receiving(connection: Connection) -> None:
    for statement in _RECEIVING:
        connection.execute(statement)


_RECORDS: Final = """
    CREATE TABLE records (                      -- referrals whose text is in the patient system
        referral_id TEXT PRIMARY KEY,
        recorded_at TEXT NOT NULL
    ) STRICT
    """


def _records(connection: Connection) -> None:
    connection.execute(_RECORDS)


_HANDLERS: Final = (
    # receiver's side: the professional's id; empty in what the hub told before it told ids
    "ALTER TABLE referrals ADD COLUMN handler_id TEXT NOT NULL DEFAULT ''",
)


def _handlers(connection: Connection) -> None:
    for statement in _HANDLERS:
        connection.execute(statement)


VAULT_STEPS: Final[tuple[Step, ...]] = (_first, _cards, _receiving, _records, _handlers)
