"""The sender's side of the outbox: claims by lease, outcomes, and driving again."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hyteterm.local_cache.outbox_row import ClaimedDelivery, DeliveryState
from hyteterm.local_cache.outbox_schema import OPEN_STATES
from hyteterm.local_cache.store_connection import StoreConnection
from hyteterm.local_cache.trusted_time import TrustedTime

# ruff: noqa: S608  (what is put into statements are constants)

LEASE_SECONDS: Final = 120.0
"""Longer than any request may take."""
STATUS_CHANGE: Final = "status-change"
"""The kind that goes to an address of its own."""

_FIRST_OF_SUBJECT: Final = f"""
    FROM deliveries AS this
    WHERE state IN {OPEN_STATES}
      AND NOT EXISTS (
          SELECT 1 FROM deliveries AS earlier
          WHERE earlier.subject_id = this.subject_id AND earlier.sequence < this.sequence
            AND earlier.state IN {OPEN_STATES})
"""
"""Of one subject only the earliest may leave: its steps arrive in order, and a delivery
that nobody takes holds up nothing but its own subject."""

_DUE: Final = f"""
    {_FIRST_OF_SUBJECT}
      AND not_before <= :now
      AND (state = 'waiting' AND next_at <= :now OR state = 'claimed' AND lease_until <= :now)
"""

_ORDER: Final = "ORDER BY max(0, attempts - 2), sequence LIMIT :limit"
"""In the order of queueing, but what fails again and again comes after the rest: one
delivery that makes the hub fail must not stop those behind it."""


@dataclass(frozen=True, slots=True)
class HubView:
    """What each of the hub's answers says of its store."""

    epoch: str
    highest_sequence: int | None
    """The highest of this terminal that it has accepted; None: the answer did not say."""
    our_highest: int = 0
    """The highest that we had a receipt for when we asked."""


class Sending:
    """Used by the one process that holds the home's sync lock."""

    def __init__(self, connection: StoreConnection, time: TrustedTime) -> None:
        self._connection = connection
        self._time = time

    def claim(self, owner: str, limit: int, *, max_bytes: int = 200_000) -> list[ClaimedDelivery]:
        """Take the next due deliveries of one address for `LEASE_SECONDS`.

        Each claim counts as an attempt and as a touch of the hub: if this process dies,
        nobody knows how far it came.
        """
        with self._connection.transaction():
            now = self._time.now()
            first = self._connection.row(
                f"SELECT kind = '{STATUS_CHANGE}' {_DUE} {_ORDER}", {"now": now, "limit": 1}
            )
            if first is None:
                return []
            rows = self._connection.rows(
                f"SELECT sequence, id, kind, key_id, sha256, attempts + 1, size {_DUE} "
                f"AND (kind = '{STATUS_CHANGE}') = :steps {_ORDER}",
                {"now": now, "limit": limit, "steps": first[0]},
            )
            claimed: list[ClaimedDelivery] = []
            total = 0
            for sequence, id, kind, key_id, hash, attempts, size in rows:
                total += size
                if claimed and total > max_bytes:
                    break
                sealed = self._connection.row(
                    "SELECT sealed FROM sealed_bytes WHERE delivery_id = ?", (id,)
                )[0]
                self._connection.execute(
                    "UPDATE deliveries SET state = 'claimed', attempts = attempts + 1, "
                    "touches = touches + 1, lease_owner = ?, lease_until = ? WHERE sequence = ?",
                    (owner, now + LEASE_SECONDS, sequence),
                )
                claimed.append(ClaimedDelivery(sequence, id, kind, key_id, hash, attempts, sealed))
            return claimed

    def release(self, owner: str, ids: Collection[str], *, reached_hub: bool) -> None:
        """Give claims back that did not fail by themselves.

        ``reached_hub`` False: surely not sent, so that it can still be taken back.
        """
        with self._connection.transaction():
            for id in ids:
                self._connection.execute(
                    "UPDATE deliveries SET state = 'waiting', lease_owner = '', lease_until = 0, "
                    "attempts = attempts - 1, touches = touches - ? "
                    "WHERE id = ? AND state = 'claimed' AND lease_owner = ?",
                    (0 if reached_hub else 1, id, owner),
                )

    def retry_later(self, owner: str, id: str, delay: float) -> None:
        """Give a claim back that failed, to be tried again after ``delay`` seconds."""
        self._connection.execute(
            "UPDATE deliveries SET state = 'waiting', lease_owner = '', lease_until = 0, "
            "next_at = ? WHERE id = ? AND state = 'claimed' AND lease_owner = ?",
            (self._time.now() + delay, id, owner),
        )

    def hurry(self) -> None:
        """Somebody asks for it: backoff is not waited for any longer, the hold is."""
        self._connection.execute(
            "UPDATE deliveries SET next_at = not_before WHERE state = 'waiting'"
        )

    def recover(self) -> int:
        """Free the claims of senders that died; only with the home's sync lock in hand."""
        return self._connection.execute(
            "UPDATE deliveries SET state = 'waiting', lease_owner = '', lease_until = 0 "
            "WHERE state = 'claimed'"
        )

    def finish(self, id: str, state: DeliveryState, reason: str, receipt: dict[str, Any]) -> None:
        """Note the hub's verdict: delivered, refused or conflict.  Whoever holds the lease.

        Steps that stand on one that was not taken, and have never been sent, are in conflict
        with it: the hub could only keep them waiting for a version that never comes.
        """
        with self._connection.transaction():
            now = self._time.now()
            self._connection.execute(
                "UPDATE deliveries SET state = ?, reason = ?, receipt = ?, told = 0, "
                "finished_at = ?, lease_owner = '', lease_until = 0 WHERE id = ?",
                (state, reason, json.dumps(receipt), now, id),
            )
            if state in (DeliveryState.REFUSED, DeliveryState.CONFLICT):
                self._connection.execute(
                    "UPDATE deliveries SET state = 'conflict', reason = 'stale', told = 0, "
                    "finished_at = :now WHERE kind = :step AND state = 'waiting' AND touches = 0 "
                    "AND (subject_id, :step) = (SELECT subject_id, kind FROM deliveries "
                    "WHERE id = :id) AND sequence > (SELECT sequence FROM deliveries "
                    "WHERE id = :id)",
                    {"now": now, "step": STATUS_CHANGE, "id": id},
                )

    def next_due(self) -> float | None:
        """When the next delivery is due (seconds since 1970); None: nothing waits."""
        row = self._connection.row(
            f"SELECT min(max(not_before, next_at, lease_until)) {_FIRST_OF_SUBJECT}"
        )
        return None if row is None or row[0] is None else float(row[0])

    def held_for(self) -> float:
        """Seconds until the last held delivery may leave; 0.0: none is held."""
        now = self._time.now()
        row = self._connection.row(
            f"SELECT max(not_before) FROM deliveries WHERE state IN {OPEN_STATES}"
        )
        return max(0.0, (row[0] or 0.0) - now)

    def highest_delivered(self) -> int:
        """The highest sequence number that we have a receipt for; 0: none."""
        row = self._connection.row("SELECT max(sequence) FROM deliveries WHERE state = 'delivered'")
        return int(row[0] or 0)

    def drive_again(self, view: HubView, known_epoch: str) -> int:
        """Queue what a restored hub has lost; returns how many.

        Another epoch: everything that is kept goes again, the hub knows repeats.  The same
        epoch but a lower highest sequence than our receipts: the same.
        """
        with self._connection.transaction():
            same_store = view.epoch == known_epoch or not known_epoch
            highest = view.highest_sequence
            if same_store and (highest is None or view.our_highest <= highest):
                return 0
            return self._connection.execute(
                "UPDATE deliveries SET state = 'waiting', next_at = ? WHERE state = 'delivered' "
                "AND id IN (SELECT delivery_id FROM sealed_bytes)",
                (self._time.now(),),
            )


def ids_of(claimed: Sequence[ClaimedDelivery]) -> list[str]:
    """Their ids."""
    return [delivery.id for delivery in claimed]
