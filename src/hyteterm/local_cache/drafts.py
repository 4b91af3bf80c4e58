"""Drafts: whatever is being typed, saved at every change, of any kind."""

# ruff: noqa: S608  (what is put into statements are constants of this file)

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from hyteterm.local_cache.store_connection import StoreConnection


class DraftKind(StrEnum):
    """What a draft becomes."""

    REFERRAL = "referral"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Draft:
    """A saved draft.  ``body`` is JSON-like; a referral's is the dump of domain `Referral`."""

    id: str
    kind: str
    owner: str
    """The professional who types it."""
    body: dict[str, Any]
    title: str = ""
    """How lists show it."""
    delivery_id: str = ""
    """Set while it is being queued."""
    saved_at: datetime | None = None


_COLUMNS: Final = "id, kind, owner, body, title, delivery_id, saved_at"


class Drafts:
    """The drafts in the vault.  Each call is one durable commit, or joins the caller's."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    def save(self, draft: Draft, at: datetime) -> None:
        """Put the draft in place of its last saved state.

        A draft that is being queued keeps its mark only when ``draft`` carries it.  Raises
        `DiskFull`: the last saved state then stands.
        """
        self._connection.execute(
            """
            INSERT INTO drafts (id, kind, owner, title, body, delivery_id, saved_at, change)
            VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(change), 0) + 1 FROM drafts))
            ON CONFLICT (id) DO UPDATE SET
                kind = excluded.kind, owner = excluded.owner, title = excluded.title,
                body = excluded.body, delivery_id = excluded.delivery_id,
                saved_at = excluded.saved_at, change = excluded.change
            """,
            (
                draft.id,
                draft.kind,
                draft.owner,
                draft.title,
                json.dumps(draft.body, ensure_ascii=False, separators=(",", ":")),
                draft.delivery_id,
                at.astimezone(UTC).isoformat(),
            ),
        )

    def get(self, id: str) -> Draft | None:
        """The draft as it was last saved."""
        row = self._connection.row(
            f"SELECT {_COLUMNS} FROM drafts WHERE id = ?",
            (id,),
        )
        return None if row is None else _draft(row)

    def all(self, *, kind: str | None = None, owner: str | None = None) -> list[Draft]:
        """Drafts, last saved first."""
        rows = self._connection.rows(
            f"SELECT {_COLUMNS} FROM drafts "
            "WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR owner = ?2) ORDER BY change DESC",
            (kind, owner),
        )
        return [_draft(row) for row in rows]

    def delete(self, id: str) -> bool:
        """Throw a draft away; whether there was one."""
        return bool(self._connection.execute("DELETE FROM drafts WHERE id = ?", (id,)))


def _draft(row: tuple[str, str, str, str, str, str, str]) -> Draft:
    id, kind, owner, body, title, delivery_id, saved_at = row
    return Draft(
        id, kind, owner, json.loads(body), title, delivery_id, datetime.fromisoformat(saved_at)
    )
