"""Finished cards in the vault: conversations and a county's own forms (table cards)."""

# ruff: noqa: S608  (what is put into statements are constants of this file)

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from hyteterm.local_cache.store_connection import StoreConnection


@dataclass(frozen=True, slots=True)
class FinishedCard:
    """A card that was brought to its end.  ``body`` is JSON-like."""

    id: str
    form: str
    """The questionnaire's canonical address."""
    owner: str
    """The professional who finished it."""
    client_reference: str
    known_by: str
    """What an earlier card of the same client is looked up by; empty: nothing was told."""
    body: dict[str, Any]
    finished_at: datetime


_COLUMNS: Final = "id, form, owner, client_reference, known_by, body, finished_at"
_SELECT: Final = f"SELECT {_COLUMNS} FROM cards"


class VaultCards:
    """The finished cards.  Each call is one durable commit, or joins the caller's."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    def put(self, card: FinishedCard) -> None:
        """Keep a card, in place of its former state.  Raises `DiskFull`: that one then stands."""
        self._connection.execute(
            f"""
            INSERT INTO cards ({_COLUMNS}, change)
            VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(change), 0) + 1 FROM cards))
            ON CONFLICT (id) DO UPDATE SET
                form = excluded.form, owner = excluded.owner,
                client_reference = excluded.client_reference, known_by = excluded.known_by,
                body = excluded.body, finished_at = excluded.finished_at, change = excluded.change
            """,
            (
                card.id,
                card.form,
                card.owner,
                card.client_reference,
                card.known_by,
                json.dumps(card.body, ensure_ascii=False, separators=(",", ":")),
                card.finished_at.astimezone(UTC).isoformat(),
            ),
        )

    def get(self, id: str) -> FinishedCard | None:
        """The card with this id."""
        row = self._connection.row(f"{_SELECT} WHERE id = ?", (id,))
        return None if row is None else _card(row)

    def latest(self, form: str, known_by: str, *, other_than: str = "") -> FinishedCard | None:
        """The newest card of a form that is known by the same words; nothing for no words."""
        if not known_by:
            return None
        row = self._connection.row(
            f"{_SELECT} WHERE form = ? AND known_by = ? AND id <> ? ORDER BY change DESC LIMIT 1",
            (form, known_by, other_than),
        )
        return None if row is None else _card(row)

    def of_client(self, client_reference: str) -> list[FinishedCard]:
        """All cards of a client, newest first."""
        rows = self._connection.rows(
            f"{_SELECT} WHERE client_reference = ? ORDER BY change DESC", (client_reference,)
        )
        return [_card(row) for row in rows]

    def finished_between(self, since: datetime, until: datetime) -> list[FinishedCard]:
        """The cards finished from ``since`` to before ``until``, oldest first; for counting."""
        rows = self._connection.rows(
            f"{_SELECT} WHERE finished_at >= ? AND finished_at < ? ORDER BY change",
            (since.astimezone(UTC).isoformat(), until.astimezone(UTC).isoformat()),
        )
        return [_card(row) for row in rows]

    def delete(self, id: str) -> bool:
        """Throw a card away; whether there was one."""
        return bool(self._connection.execute("DELETE FROM cards WHERE id = ?", (id,)))


def _card(row: Sequence[Any]) -> FinishedCard:
    id, form, owner, reference, known_by, body, finished_at = row
    return FinishedCard(
        id, form, owner, reference, known_by, json.loads(body), datetime.fromisoformat(finished_at)
    )
