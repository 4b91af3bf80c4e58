"""What changed for which unit (table feed): one row per unit, role and referral.

A change moves the row to the end, so that a reader gets each referral's newest state once
and never skips one.  Numbers come from `settings.next_number`, the one place to replace
when a database with many writers gets a sequencer.
"""

from dataclasses import dataclass
from typing import Final

from hyteterm.domain.referral_status import Actor
from hyteterm.hub import settings
from hyteterm.hub.store import Transaction

COUNTER: Final = "feed"


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A referral that changed."""

    number: int
    referral_id: str
    role: Actor
    last_version: int | None
    """The version at which the referral left the unit; None while it is the unit's."""


async def record(
    tx: Transaction,
    unit_id: str,
    role: Actor,
    referral_id: str,
    *,
    last_version: int | None = None,
) -> None:
    """The referral changed for this unit."""
    await tx.execute(
        "INSERT INTO feed (unit_id, role, referral_id, number, last_version)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (unit_id, role, referral_id) DO UPDATE"
        " SET number = excluded.number, last_version = excluded.last_version",
        unit_id,
        role,
        referral_id,
        await settings.next_number(tx, COUNTER),
        last_version,
    )


async def after(tx: Transaction, unit_id: str, number: int, limit: int) -> list[FeedRow]:
    """What changed for the unit after ``number``, oldest first."""
    found = await tx.rows(
        "SELECT number, referral_id, role, last_version FROM feed"
        " WHERE unit_id = $1 AND number > $2 ORDER BY number LIMIT $3",
        unit_id,
        number,
        limit,
    )
    return [
        FeedRow(row["number"], row["referral_id"], Actor(row["role"]), row["last_version"])
        for row in found
    ]


async def end(tx: Transaction) -> int:
    """The number of the newest change."""
    return await settings.last_number(tx, COUNTER)
