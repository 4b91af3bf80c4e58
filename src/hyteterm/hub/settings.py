"""What a county decides for its terminals, and the hub's own marks (tables setting, counter)."""

import json
from typing import Any, Final

from hyteterm.domain.identifier import new_id
from hyteterm.hub.store import Transaction

LEASE_DAYS: Final = 14
"""Days that a terminal may work without contact, unless the county says otherwise."""
POLICIES: Final[dict[str, Any]] = {"contact_attempts": 3, "findrisc_threshold": 12}
"""Policies until the county sets its own (`set_policies`)."""


async def epoch(tx: Transaction) -> str:
    """The id of this store's history; a restored backup gets a new one."""
    found = await tx.row("SELECT value FROM setting WHERE name = 'epoch'")
    if found is None:
        raise LookupError("epoch")
    return str(found["value"])


async def renew_epoch(tx: Transaction) -> str:
    """Say that the store was restored: terminals re-drive what they have kept."""
    new = new_id().replace("-", "")
    await _set(tx, "epoch", new)
    return new


async def lease_days(tx: Transaction) -> int:
    """Days of the offline lease."""
    found = await tx.row("SELECT value FROM setting WHERE name = 'lease_days'")
    return LEASE_DAYS if found is None else int(found["value"])


async def set_lease_days(tx: Transaction, days: int) -> None:
    """Set the offline lease.  Raises `ValueError` outside 1–90 days."""
    if not 1 <= days <= 90:
        raise ValueError("days")
    await _set(tx, "lease_days", str(days))


async def policies(tx: Transaction) -> dict[str, Any]:
    """The county's policies over the built-in ones."""
    found = await tx.row("SELECT value FROM setting WHERE name = 'policies'")
    return POLICIES if found is None else POLICIES | json.loads(found["value"])


async def set_policies(tx: Transaction, own: dict[str, Any]) -> None:
    """Replace the county's own policies."""
    await _set(tx, "policies", json.dumps(own, ensure_ascii=False, sort_keys=True))


async def next_number(tx: Transaction, counter: str) -> int:
    """The next number of a named counter, in the order of commits.

    The row of the counter is locked until the transaction ends (SQLite has one writer
    anyway), so that a lower number is never committed after a higher one has been read.
    A database with many writers may give the numbers after the commit instead, by one
    sequencer: only `feed.record` and `catalogue_records.publish` call this.
    """
    found = await tx.row(
        "INSERT INTO counter (name, value) VALUES ($1, 1)"
        " ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value",
        counter,
    )
    if found is None:
        raise LookupError(counter)
    return int(found["value"])


async def last_number(tx: Transaction, counter: str) -> int:
    """The number that `next_number` gave last; 0 before the first."""
    found = await tx.row("SELECT value FROM counter WHERE name = $1", counter)
    return 0 if found is None else int(found["value"])


async def _set(tx: Transaction, name: str, value: str) -> None:
    await tx.execute(
        "INSERT INTO setting (name, value) VALUES ($1, $2)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value,
    )
