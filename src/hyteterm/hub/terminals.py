"""Terminals of units (table terminal)."""

from dataclasses import dataclass
from datetime import datetime

from hyteterm.domain.identifier import new_id
from hyteterm.hub import times, tokens
from hyteterm.hub.store import Transaction


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal; it belongs to one unit, and the unit decides what it may see."""

    id: str
    unit_id: str
    name: str
    highest_sequence: int
    wipe: bool


async def add(tx: Transaction, unit_id: str, name: str, now: datetime) -> Terminal:
    """A new terminal of the unit."""
    terminal = Terminal(new_id(), unit_id, name, 0, False)
    await tx.execute(
        "INSERT INTO terminal (id, unit_id, name, enrolled_at, highest_sequence, wipe)"
        " VALUES ($1, $2, $3, $4, 0, 0)",
        terminal.id,
        unit_id,
        name,
        times.written(now),
    )
    return terminal


async def get(tx: Transaction, terminal_id: str) -> Terminal | None:
    """The terminal; None when it is unknown or revoked."""
    found = await tx.row("SELECT * FROM terminal WHERE id = $1 AND revoked_at IS NULL", terminal_id)
    if found is None:
        return None
    return Terminal(
        found["id"],
        found["unit_id"],
        found["name"],
        found["highest_sequence"],
        bool(found["wipe"]),
    )


async def accepted(tx: Transaction, terminal_id: str, sequence: int) -> None:
    """Remember the highest sequence number accepted from the terminal."""
    await tx.execute(
        "UPDATE terminal SET highest_sequence = $2 WHERE id = $1 AND highest_sequence < $2",
        terminal_id,
        sequence,
    )


async def highest_sequence(tx: Transaction, terminal_id: str) -> int:
    """The highest sequence number accepted from the terminal; 0 before the first."""
    found = await tx.row("SELECT highest_sequence FROM terminal WHERE id = $1", terminal_id)
    return 0 if found is None else int(found["highest_sequence"])


async def order_wipe(tx: Transaction, terminal_id: str) -> bool:
    """Order the terminal to wipe itself.

    It may still deliver what it holds sealed, so that no referral is lost, and gets
    nothing but the order.  False when there is no such terminal.
    """
    found = await tx.row("UPDATE terminal SET wipe = 1 WHERE id = $1 RETURNING id", terminal_id)
    return found is not None


async def revoke(tx: Transaction, terminal_id: str, now: datetime) -> bool:
    """Shut the terminal out at once; False when there is no such terminal."""
    found = await tx.row(
        "UPDATE terminal SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1 RETURNING id",
        terminal_id,
        times.written(now),
    )
    await tokens.revoke(tx, terminal_id)
    return found is not None
