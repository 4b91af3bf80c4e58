"""The receiver's list and own marks: next contact and a note that go nowhere (table workload)."""

from dataclasses import dataclass
from datetime import date, datetime

from hyteterm.domain.received_row import ReceivedRow
from hyteterm.domain.referral import Urgency
from hyteterm.domain.referral_status import Status
from hyteterm.local_cache.store_connection import StoreConnection
from hyteterm.local_cache.stored_referral import Presence


@dataclass(frozen=True, slots=True)
class OwnMark:
    """What the receiver has written down for themselves."""

    next_contact: date | None = None
    note: str = ""


class Workload:
    """Received referrals with the receiver's own marks.  Each write is one durable commit."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    def rows(self, limit: int = 2000) -> list[ReceivedRow]:
        """Received referrals that are here, last changed first."""
        found = self._connection.rows(
            """
            SELECT id, type, shown, client_name, receiver, created_at, changed_at,
                (SELECT json_extract(body, '$.urgency') FROM revisions
                 WHERE referral_id = id AND role = 'receiver' ORDER BY revision DESC LIMIT 1),
                handler, handler_id, next_contact, coalesce(note, ''), unread, quarantined
            FROM referrals LEFT JOIN workload ON referral_id = id
            WHERE role = 'receiver' AND gone = ? ORDER BY change DESC LIMIT ?
            """,
            (Presence.HERE, limit),
        )
        return [
            ReceivedRow(
                id=row[0],
                type=row[1],
                status=Status(row[2]),
                client_name=row[3],
                sender=row[4],
                created_at=datetime.fromisoformat(row[5]),
                changed_at=datetime.fromisoformat(row[6]),
                urgency=Urgency(row[7] or Urgency.ROUTINE),
                handler=row[8],
                handler_id=row[9],
                next_contact=date.fromisoformat(row[10]) if row[10] else None,
                note=row[11],
                unread=bool(row[12]),
                quarantined=row[13],
            )
            for row in found
        ]

    def mark(self, referral_id: str) -> OwnMark:
        """The own mark of a referral; an empty one when there is none."""
        row = self._connection.row(
            "SELECT next_contact, note FROM workload WHERE referral_id = ?", (referral_id,)
        )
        if row is None:
            return OwnMark()
        return OwnMark(date.fromisoformat(row[0]) if row[0] else None, row[1])

    def put_mark(self, referral_id: str, mark: OwnMark) -> None:
        """Keep the mark in place of the former one.  Raises `DiskFull`: that one then stands."""
        day = mark.next_contact.isoformat() if mark.next_contact else None
        self._connection.execute(
            "INSERT INTO workload VALUES (?, ?, ?) ON CONFLICT (referral_id) DO UPDATE SET "
            "next_contact = excluded.next_contact, note = excluded.note",
            (referral_id, day, mark.note),
        )
