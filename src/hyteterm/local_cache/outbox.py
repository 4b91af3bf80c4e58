"""The outbox: sealed deliveries on their way to the hub (``outbox.db``).

A plain file that works while the terminal is locked: what is in it was sealed to the
hub's public key, and nobody here can read it.  It holds no client data: a subject is an
opaque id.  ``sequence`` orders everything; clocks only delay.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self

from hyteterm.local_cache.disk_full import disk_full_told
from hyteterm.local_cache.migrations import migrate
from hyteterm.local_cache.outbox_row import (
    Contact,
    DeliveryOutcome,
    DeliveryRow,
    DeliveryState,
    HubKey,
    OutboxCounts,
    Terminal,
)
from hyteterm.local_cache.outbox_schema import (
    OPEN_STATES,
    OUTBOX_APPLICATION_ID,
    OUTBOX_STEPS,
    OUTCOME_STATES,
)
from hyteterm.local_cache.outbox_sending import Sending
from hyteterm.local_cache.private_file import ensure_private
from hyteterm.local_cache.sqlite import connect
from hyteterm.local_cache.store_connection import StoreConnection
from hyteterm.local_cache.trusted_time import TrustedTime

# ruff: noqa: S608  (what is put into statements are constants)

HOLD_SECONDS: Final = 10.0
"""A delivery leaves this long after queueing at the earliest."""
KEPT_DAYS: Final = 30
"""Sealed bytes stay at least this long after delivery."""
_DAY: Final = 86_400.0

_ROW: Final = """
    SELECT sequence, id, kind, subject_id, state, attempts, not_before, next_at, reason, size,
           created_at
    FROM deliveries
"""


class OtherBytes(ValueError):
    """A delivery of this id stands already, with other bytes."""


class Outbox:
    """The open outbox.  One per thread; several processes may stand on one file.

    Every call may raise `DiskFull` or `DamagedFile`.  `sending` has what the sync needs.
    """

    def __init__(self, connection: StoreConnection, time: TrustedTime) -> None:
        self._connection = connection
        self._time = time
        self.sending = Sending(connection, time)

    @classmethod
    def open(cls, path: Path, time: TrustedTime) -> Self:
        """Open ``path``, or make it.  Raises `SchemaMismatch` for a newer program's file."""
        with disk_full_told():
            ensure_private(path)
            raw = connect(path, application_id=OUTBOX_APPLICATION_ID)
            try:
                migrate(raw, OUTBOX_STEPS)
            except BaseException:
                raw.close()
                raise
        outbox = cls(StoreConnection(raw, path.name), time)
        time.observe(float(outbox.get_setting("latest_time", 0.0)))
        return outbox

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # Queueing

    def add(
        self,
        id: str,
        kind: str,
        subject_id: str,
        sealed: bytes,
        key_id: str,
        *,
        hold: float = HOLD_SECONDS,
    ) -> int:
        """Put a sealed delivery into the queue, durably; returns its sequence number.

        The same delivery again changes nothing; other bytes under its id raise
        `OtherBytes`.  A quarantined delivery of the same subject is closed by it.
        """
        hash = sha256(sealed).hexdigest()
        with self._connection.transaction():
            standing = self._connection.row(
                "SELECT sequence, sha256 FROM deliveries WHERE id = ?", (id,)
            )
            if standing is not None:
                if standing[1] != hash:
                    raise OtherBytes(id)
                return int(standing[0])
            self._connection.execute(
                "UPDATE deliveries SET state = 'closed' WHERE subject_id = ? AND kind = ? "
                "AND state IN ('refused', 'conflict')",
                (subject_id, kind),
            )
            now = self._time.now()
            sequence = self._connection.insert(
                "INSERT INTO deliveries (id, kind, subject_id, key_id, sha256, size, not_before, "
                "next_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (id, kind, subject_id, key_id, hash, len(sealed), now + hold, now + hold, now),
            )
            self._connection.execute("INSERT INTO sealed_bytes VALUES (?, ?)", (id, sealed))
            self.set_setting("latest_time", now)
        return sequence

    def take_back(self, id: str) -> bool:
        """Delete a delivery that no sender has had in hand; whether that was so.

        False: it may be at the hub already, and only a cancellation undoes it.
        """
        return bool(
            self._connection.execute(
                "DELETE FROM deliveries WHERE id = ? AND state = 'waiting' AND touches = 0", (id,)
            )
        )

    def requeue(self, id: str) -> bool:
        """Send a quarantined delivery again as it is; whether it was in quarantine.

        It helps where the way was at fault (too large for a proxy, a broken answer).  A hub
        that refused it answers the same again: then a new revision is needed.
        """
        now = self._time.now()
        return bool(
            self._connection.execute(
                "UPDATE deliveries SET state = 'waiting', reason = '', next_at = ?, told = 0 "
                "WHERE id = ? AND state IN ('refused', 'conflict')",
                (now, id),
            )
        )

    def close_quarantined(self, id: str) -> bool:
        """Somebody has seen to it: it needs no correction any more."""
        return bool(
            self._connection.execute(
                "UPDATE deliveries SET state = 'closed' "
                "WHERE id = ? AND state IN ('refused', 'conflict')",
                (id,),
            )
        )

    def purge(self, subject_ids: Sequence[str], *, kept_days: float = KEPT_DAYS) -> int:
        """Forget finished deliveries of closed subjects after ``kept_days``; returns how many."""
        before = self._time.now() - kept_days * _DAY
        with self._connection.transaction():
            return sum(
                self._connection.execute(
                    f"DELETE FROM deliveries WHERE subject_id = ? AND finished_at <= ? "
                    f"AND told = 1 AND state NOT IN {OPEN_STATES}",
                    (subject_id, before),
                )
                for subject_id in subject_ids
            )

    # Looking

    def counts(self) -> OutboxCounts:
        """The figures of the status line; quick also with thousands waiting."""
        waiting, held, oldest = self._connection.row(
            f"SELECT count(*), coalesce(sum(not_before > ?), 0), min(created_at) "
            f"FROM deliveries WHERE state IN {OPEN_STATES}",
            (self._time.now(),),
        )
        quarantined = self._connection.row(
            "SELECT count(*) FROM deliveries WHERE state IN ('refused', 'conflict')"
        )[0]
        return OutboxCounts(waiting, held, quarantined, oldest)

    def delivery(self, id: str) -> DeliveryRow | None:
        """One delivery."""
        row = self._connection.row(f"{_ROW} WHERE id = ?", (id,))
        return None if row is None else _row(row)

    def of_subject(self, subject_id: str) -> list[DeliveryRow]:
        """Every delivery of a referral or card, in order."""
        rows = self._connection.rows(
            f"{_ROW} WHERE subject_id = ? ORDER BY sequence", (subject_id,)
        )
        return [_row(row) for row in rows]

    def waiting(self, limit: int = 100) -> list[DeliveryRow]:
        """Those not delivered yet, in order."""
        rows = self._connection.rows(
            f"{_ROW} WHERE state IN {OPEN_STATES} ORDER BY sequence LIMIT ?", (limit,)
        )
        return [_row(row) for row in rows]

    def quarantined(self, limit: int = 100) -> list[DeliveryRow]:
        """Those that somebody must correct, in order."""
        rows = self._connection.rows(
            f"{_ROW} WHERE state IN ('refused', 'conflict') ORDER BY sequence LIMIT ?", (limit,)
        )
        return [_row(row) for row in rows]

    # Telling the vault

    def untold(self, limit: int = 1000) -> list[DeliveryOutcome]:
        """Outcomes that the vault does not know yet, in order."""
        rows = self._connection.rows(
            f"SELECT sequence, id, kind, subject_id, state, reason, receipt, finished_at "
            f"FROM deliveries WHERE told = 0 AND state IN {OUTCOME_STATES} "
            f"ORDER BY sequence LIMIT ?",
            (limit,),
        )
        return [_outcome(row) for row in rows]

    def mark_told(self, outcomes: Sequence[DeliveryOutcome]) -> None:
        """The vault has them, committed."""
        with self._connection.transaction():
            for outcome in outcomes:
                self._connection.execute(
                    "UPDATE deliveries SET told = 1 WHERE id = ? AND state = ?",
                    (outcome.id, outcome.state),
                )

    # The terminal

    def get_setting(self, name: str, default: Any = None) -> Any:
        """A JSON-like value kept in the plain file: nothing of clients."""
        row = self._connection.row("SELECT value FROM settings WHERE name = ?", (name,))
        return default if row is None else json.loads(row[0])

    def set_setting(self, name: str, value: Any) -> None:
        """Keep a JSON-like value."""
        self._connection.execute(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, json.dumps(value)),
        )

    @property
    def terminal(self) -> Terminal | None:
        """The enrolment; None before it."""
        stored = self.get_setting("terminal")
        if stored is None:
            return None
        keys = tuple(
            HubKey(
                key["key_id"],
                bytes.fromhex(key["public_key"]),
                datetime.fromisoformat(key["not_after"]) if key["not_after"] else None,
            )
            for key in stored.pop("hub_keys")
        )
        return Terminal(**stored, hub_keys=keys)

    @terminal.setter
    def terminal(self, terminal: Terminal) -> None:
        stored = asdict(terminal)
        stored["hub_keys"] = [
            {
                "key_id": key.key_id,
                "public_key": key.public_key.hex(),
                "not_after": key.not_after.isoformat() if key.not_after else None,
            }
            for key in terminal.hub_keys
        ]
        self.set_setting("terminal", stored)

    def update_terminal(self, **changes: Any) -> None:
        """Change fields of the enrolment, named as in `Terminal`."""
        terminal = self.terminal
        if terminal is not None:
            self.terminal = replace(terminal, **changes)

    @property
    def contact(self) -> Contact:
        """The last contacts with the hub."""
        return Contact(**self.get_setting("contact", {}))

    @contact.setter
    def contact(self, contact: Contact) -> None:
        self.set_setting("contact", asdict(contact))

    def contact_succeeded(self) -> None:
        """The hub has answered: line and lease are fresh."""
        now = self._time.now()
        with self._connection.transaction():
            self.contact = Contact(last_at=now)
            self.set_setting("latest_time", now)

    def contact_failed(self, problem: str, delay: float) -> None:
        """No use to try again within ``delay`` seconds."""
        with self._connection.transaction():
            before = self.contact
            self.contact = replace(
                before,
                failures=before.failures + 1,
                next_at=self._time.now() + delay,
                problem=problem,
            )

    @property
    def lease_seconds_left(self) -> float:
        """How long the terminal may still be unlocked without a contact; 0.0: no longer."""
        terminal = self.terminal
        if terminal is None:
            return 0.0
        return max(0.0, self.contact.last_at + terminal.lease_days * _DAY - self._time.now())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written within stands together or not at all."""
        with self._connection.transaction():
            yield


def _row(row: Sequence[Any]) -> DeliveryRow:
    return DeliveryRow(
        sequence=row[0],
        id=row[1],
        kind=row[2],
        subject_id=row[3],
        state=DeliveryState(row[4]),
        attempts=row[5],
        held_until=row[6],
        next_at=row[7],
        reason=row[8],
        size=row[9],
        created_at=row[10],
    )


def _outcome(row: Sequence[Any]) -> DeliveryOutcome:
    receipt = json.loads(row[6]) if row[6] else {}
    return DeliveryOutcome(
        sequence=row[0],
        id=row[1],
        kind=row[2],
        subject_id=row[3],
        state=DeliveryState(row[4]),
        reason=row[5],
        referral_version=receipt.get("referral_version"),
        finished_at=row[7],
    )
