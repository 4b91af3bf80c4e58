"""Referrals as the hub keeps them, and their timelines (tables referral, timeline)."""

from dataclasses import dataclass, replace
from datetime import datetime

from hyteterm.domain.referral import ReferralPayload, TimelineEntry
from hyteterm.domain.referral_status import Actor, Outcome, Status, Step
from hyteterm.hub import feed, times
from hyteterm.hub.store import Row, Transaction


@dataclass(frozen=True, slots=True)
class StoredReferral:
    """A referral now; ``version`` counts the accepted deliveries and steps."""

    id: str
    revision: int
    version: int
    status: Status
    outcome: Outcome | None
    attempts: int
    """Times that the receiver tried and did not reach the client."""
    sender_unit_id: str
    receiver_unit_id: str
    terminal_id: str
    """Which terminal delivered the newest revision."""
    received_at: datetime
    payload: ReferralPayload

    def roles_of(self, unit_id: str) -> tuple[Actor, ...]:
        """What a unit is to the referral; nothing for any other unit."""
        return tuple(
            role
            for role, unit in (
                (Actor.SENDER, self.sender_unit_id),
                (Actor.RECEIVER, self.receiver_unit_id),
            )
            if unit == unit_id
        )


async def get(tx: Transaction, referral_id: str) -> StoredReferral | None:
    """The referral, or None."""
    found = await tx.row("SELECT * FROM referral WHERE id = $1", referral_id)
    return None if found is None else _read(found)


async def timeline(tx: Transaction, referral_id: str, last_version: int) -> list[TimelineEntry]:
    """The steps up to ``last_version``, oldest first."""
    found = await tx.rows(
        "SELECT entry FROM timeline WHERE referral_id = $1 AND version <= $2 ORDER BY version",
        referral_id,
        last_version,
    )
    return [TimelineEntry.model_validate_json(row["entry"]) for row in found]


async def version_after(tx: Transaction, change_id: str, referral_id: str) -> int | None:
    """The version that a step made when it was taken; None when it was not."""
    found = await tx.row(
        "SELECT version FROM timeline WHERE change_id = $1 AND referral_id = $2",
        change_id,
        referral_id,
    )
    return None if found is None else int(found["version"])


async def add(tx: Transaction, referral: StoredReferral, entry: TimelineEntry) -> None:
    """A referral that arrives for the first time."""
    await tx.execute(
        "INSERT INTO referral (id, revision, version, status, outcome, attempts, type,"
        " sender_unit_id, receiver_unit_id, terminal_id, received_at, payload)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        referral.id,
        referral.revision,
        referral.version,
        referral.status,
        referral.outcome,
        referral.attempts,
        referral.payload.type,
        referral.sender_unit_id,
        referral.receiver_unit_id,
        referral.terminal_id,
        times.written(referral.received_at),
        referral.payload.model_dump_json(),
    )
    await _told(tx, referral, entry, None)


async def advance(
    tx: Transaction,
    before: StoredReferral,
    after: StoredReferral,
    entry: TimelineEntry,
    change_id: str | None = None,
) -> StoredReferral:
    """Write the next version, add ``entry`` to the timeline and tell the units."""
    after = replace(after, version=before.version + 1)
    await tx.execute(
        "UPDATE referral SET revision = $2, version = $3, status = $4, outcome = $5,"
        " attempts = $6, type = $7, receiver_unit_id = $8, terminal_id = $9, payload = $10"
        " WHERE id = $1",
        after.id,
        after.revision,
        after.version,
        after.status,
        after.outcome,
        after.attempts,
        after.payload.type,
        after.receiver_unit_id,
        after.terminal_id,
        after.payload.model_dump_json(),
    )
    if before.receiver_unit_id != after.receiver_unit_id:
        # The unit that had it sees that it has gone, and nothing of what follows.  Passing
        # on is its own step; a correction sent elsewhere is not.
        seen = after.version if entry.step is Step.PASS_ON else before.version
        await feed.record(tx, before.receiver_unit_id, Actor.RECEIVER, after.id, last_version=seen)
    await _told(tx, after, entry, change_id)
    return after


async def _told(
    tx: Transaction, referral: StoredReferral, entry: TimelineEntry, change_id: str | None
) -> None:
    await tx.execute(
        "INSERT INTO timeline (referral_id, version, change_id, entry) VALUES ($1, $2, $3, $4)",
        referral.id,
        referral.version,
        change_id,
        entry.model_dump_json(),
    )
    await feed.record(tx, referral.sender_unit_id, Actor.SENDER, referral.id)
    await feed.record(tx, referral.receiver_unit_id, Actor.RECEIVER, referral.id)


async def received_between(tx: Transaction, first: datetime, end: datetime) -> list[StoredReferral]:
    """Referrals that first arrived from ``first`` on and before ``end``."""
    found = await tx.rows(
        "SELECT * FROM referral WHERE received_at >= $1 AND received_at < $2",
        times.written(first),
        times.written(end),
    )
    return [_read(row) for row in found]


def _read(row: Row) -> StoredReferral:
    return StoredReferral(
        id=row["id"],
        revision=row["revision"],
        version=row["version"],
        status=Status(row["status"]),
        outcome=None if row["outcome"] is None else Outcome(row["outcome"]),
        attempts=row["attempts"],
        sender_unit_id=row["sender_unit_id"],
        receiver_unit_id=row["receiver_unit_id"],
        terminal_id=row["terminal_id"],
        received_at=times.read(row["received_at"]),
        payload=ReferralPayload.model_validate_json(row["payload"]),
    )
