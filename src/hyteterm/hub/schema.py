"""The tables of the hub, as one list of steps; ``user_version`` counts the steps taken.

The statements are of the dialect that SQLite and PostgreSQL share.  Times are text, ISO
8601 in UTC; lists and payloads are JSON text.
"""

from typing import Final

_FIRST: Final = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL);

CREATE TABLE unit (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    municipalities TEXT NOT NULL,
    referral_types TEXT NOT NULL,
    services TEXT NOT NULL,
    accepting INTEGER NOT NULL,
    waiting_time TEXT NOT NULL,
    closed_at TEXT
);
CREATE TABLE professional (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    phone TEXT NOT NULL,
    revoked_at TEXT
);
CREATE TABLE terminal (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL,
    enrolled_at TEXT NOT NULL,
    highest_sequence BIGINT NOT NULL,
    wipe INTEGER NOT NULL,
    revoked_at TEXT
);
CREATE TABLE token (
    hash TEXT PRIMARY KEY,
    terminal_id TEXT NOT NULL REFERENCES terminal (id),
    kind TEXT NOT NULL
);
CREATE TABLE one_time_code (
    hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    used_by TEXT
);
CREATE TABLE hub_key (
    id TEXT PRIMARY KEY,
    private_key TEXT NOT NULL,
    public_key TEXT NOT NULL,
    made_at TEXT NOT NULL,
    not_after TEXT NOT NULL
);

CREATE TABLE delivery (
    terminal_id TEXT NOT NULL REFERENCES terminal (id),
    id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    result TEXT NOT NULL,
    reason TEXT NOT NULL,
    received_at TEXT NOT NULL,
    referral_version BIGINT,
    PRIMARY KEY (terminal_id, id)
);
CREATE TABLE referral (
    id TEXT PRIMARY KEY,
    revision BIGINT NOT NULL,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    outcome TEXT,
    attempts BIGINT NOT NULL,
    type TEXT NOT NULL,
    sender_unit_id TEXT NOT NULL REFERENCES unit (id),
    receiver_unit_id TEXT NOT NULL REFERENCES unit (id),
    terminal_id TEXT NOT NULL REFERENCES terminal (id),
    received_at TEXT NOT NULL,
    payload TEXT NOT NULL
);
CREATE INDEX referral_by_month ON referral (received_at);
CREATE TABLE timeline (
    referral_id TEXT NOT NULL REFERENCES referral (id),
    version BIGINT NOT NULL,
    change_id TEXT UNIQUE,
    entry TEXT NOT NULL,
    PRIMARY KEY (referral_id, version)
);
CREATE TABLE submission (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    received_on TEXT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE feed (
    unit_id TEXT NOT NULL REFERENCES unit (id),
    role TEXT NOT NULL,
    referral_id TEXT NOT NULL REFERENCES referral (id),
    number BIGINT NOT NULL,
    last_version BIGINT,
    PRIMARY KEY (unit_id, role, referral_id)
);
CREATE UNIQUE INDEX feed_of_unit ON feed (unit_id, number);

CREATE TABLE catalogue (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    line TEXT NOT NULL,
    withdrawn INTEGER NOT NULL
);
CREATE UNIQUE INDEX catalogue_by_number ON catalogue (number);

CREATE TABLE log (
    number BIGINT PRIMARY KEY,
    at TEXT NOT NULL,
    terminal_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    professional_id TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    client_reference TEXT NOT NULL,
    result TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX log_of_client ON log (client_reference)
"""

_DICTIONARIES: Final = """
CREATE TABLE catalogue_dictionary (
    hash TEXT PRIMARY KEY,
    number BIGINT NOT NULL,
    data TEXT NOT NULL
)
"""

_COUNTS: Final = """
CREATE TABLE count_sum (
    month TEXT NOT NULL,
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (month, name)
);
CREATE TABLE count_taken (id TEXT PRIMARY KEY);
CREATE TABLE feedback_word (
    id TEXT PRIMARY KEY,
    month TEXT NOT NULL,
    word TEXT NOT NULL
)
"""

_CARDS: Final = """
CREATE TABLE card_response (
    id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    professional_id TEXT NOT NULL,
    client_reference TEXT NOT NULL,
    received_at TEXT NOT NULL,
    response TEXT NOT NULL
);
CREATE INDEX card_response_of_client ON card_response (client_reference)
"""

STEPS: Final[tuple[str, ...]] = (_FIRST, _DICTIONARIES, _COUNTS, _CARDS)
