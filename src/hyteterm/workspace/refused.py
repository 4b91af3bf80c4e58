"""Deliveries that the hub did not take and that are no referrals: reports, feedback, cards."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from hyteterm.domain.delivery import DeliveryKind
from hyteterm.domain.message import N_
from hyteterm.local_cache.outbox import Outbox

if TYPE_CHECKING:
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.outbox_row import DeliveryRow
    from hyteterm.local_cache.trusted_time import TrustedTime
    from hyteterm.workspace.connection import Connection

KIND_LABELS: Final[dict[str, str]] = {
    DeliveryKind.CARD_RESPONSE: N_("kortin vastaus"),
    DeliveryKind.ERROR_REPORT: N_("virheilmoitus palvelusta"),
    DeliveryKind.FEEDBACK: N_("asiakkaan palaute"),
}
"""Referrals and steps on them are seen to on their own rows."""


class RefusedDesk:
    """What of them somebody must see to.  Needs no unlocking: they are sealed."""

    def __init__(self, home: Home, line: Connection, time: TrustedTime) -> None:
        self._home = home
        self._line = line
        self._time = time

    def all(self) -> list[DeliveryRow]:
        """In the order in which they were made."""
        if not self._home.outbox.exists():
            return []
        with Outbox.open(self._home.outbox, self._time) as outbox:
            return [row for row in outbox.quarantined() if row.kind in KIND_LABELS]

    def made_at(self, row: DeliveryRow) -> datetime:
        """When it was queued."""
        return datetime.fromtimestamp(row.created_at, UTC)

    def send_again(self, row: DeliveryRow) -> None:
        """Try it as it is."""
        with Outbox.open(self._home.outbox, self._time) as outbox:
            outbox.requeue(row.id)
        self._line.changed()
        self._line.sync_now()

    def dismiss(self, row: DeliveryRow) -> None:
        """It has been seen to: it is not sent."""
        with Outbox.open(self._home.outbox, self._time) as outbox:
            outbox.close_quarantined(row.id)
        self._line.changed()
