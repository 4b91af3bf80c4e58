"""The hub's access log (käyttöloki; table log): append-only, each row's hash over the one before.

Rows hold opaque ids and codes, never what a client's data says.
"""

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime

from hyteterm.hub import times
from hyteterm.hub.store import Row, Transaction

START = "0" * 64


@dataclass(frozen=True, slots=True)
class LogRow:
    """What happened: by whom, to what, with what result."""

    action: str
    subject: str = ""
    result: str = ""
    terminal_id: str = ""
    unit_id: str = ""
    professional_id: str = ""
    client_reference: str = ""
    """The client's opaque reference, so that a client's own rows can be given out."""


async def append(tx: Transaction, now: datetime, row: LogRow) -> None:
    """Add a row in the transaction of what it tells about."""
    last = await tx.row("SELECT number, hash FROM log ORDER BY number DESC LIMIT 1")
    number, before = (0, START) if last is None else (last["number"], last["hash"])
    at = times.written(now)
    await tx.execute(
        "INSERT INTO log (number, at, terminal_id, unit_id, professional_id, action, subject,"
        " client_reference, result, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        number + 1,
        at,
        row.terminal_id,
        row.unit_id,
        row.professional_id,
        row.action,
        row.subject,
        row.client_reference,
        row.result,
        _hash(before, number + 1, at, row),
    )


async def mark(tx: Transaction) -> tuple[int, str]:
    """Number and hash of the newest row: names one point of this history and no other."""
    last = await tx.row("SELECT number, hash FROM log ORDER BY number DESC LIMIT 1")
    return (0, START) if last is None else (last["number"], last["hash"])


async def hash_at(tx: Transaction, number: int) -> str | None:
    """The hash of a row; None when this history has no such row."""
    if number == 0:
        return START
    found = await tx.row("SELECT hash FROM log WHERE number = $1", number)
    return None if found is None else str(found["hash"])


async def first_broken(tx: Transaction) -> int | None:
    """The number of the first row that was altered, or follows a missing one; None: whole."""
    before, expected = START, 1
    for found in await tx.rows("SELECT * FROM log ORDER BY number"):
        if found["number"] != expected:
            return expected
        if found["hash"] != _hash(before, expected, found["at"], _read(found)):
            return expected
        before, expected = found["hash"], expected + 1
    return None


async def of_client(tx: Transaction, client_reference: str) -> list[tuple[datetime, LogRow]]:
    """All rows about one client, oldest first."""
    found = await tx.rows(
        "SELECT * FROM log WHERE client_reference = $1 ORDER BY number", client_reference
    )
    return [(times.read(row["at"]), _read(row)) for row in found]


def _read(row: Row) -> LogRow:
    return LogRow(**{field.name: row[field.name] for field in fields(LogRow)})


def _hash(before: str, number: int, at: str, row: LogRow) -> str:
    parts = [before, str(number), at, *(getattr(row, field.name) for field in fields(LogRow))]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
