"""The merged catalogue that the hub serves (table catalogue): one line of NDJSON a record.

A record that changes moves to the end of the numbers; a withdrawn one stays as a
tombstone, so that a terminal that was away long hears of it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hyteterm.domain.service import Service, Tombstone, service_id
from hyteterm.hub import log, settings
from hyteterm.hub.store import Store, Transaction

COUNTER: Final = "catalogue"
_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did."""

    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0


async def publish(
    store: Store, records: Iterable[Service | Tombstone], now: datetime, *, whole: bool = False
) -> Published:
    """Take records into the catalogue, in one transaction.

    ``whole``: the records are all that their sources have, and what is missing is
    withdrawn; an empty `records` withdraws nothing.
    """
    lines = list(_lines(records))

    async def work(tx: Transaction) -> Published:
        changed = withdrawn = 0
        for line in lines:
            moved = await _put(tx, line)
            changed += moved and not line.withdrawn
            withdrawn += moved and line.withdrawn
        if whole:
            withdrawn += await _withdraw_missing(tx, lines)
        if changed or withdrawn:
            result = f"{changed} changed, {withdrawn} withdrawn"
            await log.append(tx, now, log.LogRow(action="catalogue-published", result=result))
        unchanged = sum(not line.withdrawn for line in lines) - changed
        return Published(changed, unchanged, withdrawn)

    return await store.write(work)


async def live_after(tx: Transaction, after: str) -> list[tuple[str, str]]:
    """The next records (id, line) by id that are not withdrawn; none at the end."""
    found = await tx.rows(
        "SELECT id, line FROM catalogue WHERE id > $1 AND withdrawn = 0 ORDER BY id LIMIT $2",
        after,
        _PAGE,
    )
    return [(row["id"], row["line"]) for row in found]


async def changed_after(tx: Transaction, number: int, limit: int) -> list[tuple[int, str]]:
    """The next records and tombstones (number, line) that changed after ``number``."""
    found = await tx.rows(
        "SELECT number, line FROM catalogue WHERE number > $1 ORDER BY number LIMIT $2",
        number,
        limit,
    )
    return [(row["number"], row["line"]) for row in found]


async def live_count(tx: Transaction) -> int:
    """How many records are not withdrawn."""
    found = await tx.row("SELECT count(*) AS count FROM catalogue WHERE withdrawn = 0")
    return 0 if found is None else int(found["count"])


async def end(tx: Transaction) -> int:
    """The number of the newest change."""
    return await settings.last_number(tx, COUNTER)


@dataclass(frozen=True, slots=True)
class _Line:
    id: str
    source: str
    source_id: str
    text: str
    withdrawn: bool


def _lines(records: Iterable[Service | Tombstone]) -> Iterator[_Line]:
    for record in records:
        if isinstance(record, Service):
            text = record.model_dump_json(exclude_defaults=True)
            yield _Line(record.id, record.source, record.source_id, text, False)
        else:
            yield _tombstone(
                service_id(record.source, record.source_id), record.source, record.source_id
            )


def _tombstone(id_: str, source: str, source_id: str) -> _Line:
    document = {"tombstone": True, "source": source, "source_id": source_id, "id": id_}
    return _Line(id_, source, source_id, json.dumps(document, ensure_ascii=False), True)


async def _put(tx: Transaction, line: _Line) -> bool:
    """Write the line if it says anything new."""
    found = await tx.row("SELECT line FROM catalogue WHERE id = $1", line.id)
    if (found is None and line.withdrawn) or (found is not None and found["line"] == line.text):
        return False
    await tx.execute(
        "INSERT INTO catalogue (id, source, source_id, number, line, withdrawn)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET"
        " source = excluded.source, source_id = excluded.source_id, number = excluded.number,"
        " line = excluded.line, withdrawn = excluded.withdrawn",
        line.id,
        line.source,
        line.source_id,
        await settings.next_number(tx, COUNTER),
        line.text,
        int(line.withdrawn),
    )
    return True


async def _withdraw_missing(tx: Transaction, lines: list[_Line]) -> int:
    kept = {line.id for line in lines}
    withdrawn = 0
    for source in sorted({line.source for line in lines}):
        found = await tx.rows(
            "SELECT id, source_id FROM catalogue WHERE source = $1 AND withdrawn = 0", source
        )
        for row in found:
            if row["id"] not in kept:
                withdrawn += await _put(tx, _tombstone(row["id"], source, row["source_id"]))
    return withdrawn
