"""Opaque cursors of the two feeds (updates, catalogue).

A cursor holds the number read to, and one point of the hub's history: epoch, row of the
log, its hash.  A hub that was restored from an older copy lacks that point even when its
numbers have since passed the cursor's, so a reader is told and misses nothing.
"""

import re
from typing import Final

from hyteterm.hub import log, settings
from hyteterm.hub.store import Transaction

_FORM: Final = re.compile(r"([0-9a-f]{8})\.([0-9]{1,18})\.([0-9]{1,18})\.([0-9a-f]{8})")


class CursorRefused(ValueError):
    """The text is not a cursor of any hub."""


async def at(tx: Transaction, number: int) -> str:
    """The cursor of a reader who has everything up to ``number``."""
    row, hash_ = await log.mark(tx)
    return f"{(await settings.epoch(tx))[:8]}.{number}.{row}.{hash_[:8]}"


async def position(tx: Transaction, cursor: str) -> int | None:
    """The number that ``cursor`` stands at; None when it is of another history.

    Raises `CursorRefused`.
    """
    form = _FORM.fullmatch(cursor)
    if form is None:
        raise CursorRefused("cursor")
    epoch, number, row, hash_ = form.groups()
    if epoch != (await settings.epoch(tx))[:8]:
        return None
    known = await log.hash_at(tx, int(row))
    return int(number) if known is not None and known[:8] == hash_ else None
