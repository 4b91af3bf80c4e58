"""Which referrals are recorded in the patient system (table records); it goes nowhere."""

from datetime import UTC, datetime

from hyteterm.local_cache.store_connection import StoreConnection


class VaultRecords:
    """The “recorded” marks.  Each write is one durable commit, or joins the caller's."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    def mark(self, referral_id: str, at: datetime) -> None:
        """The referral's text is in the patient system; a first mark keeps its time."""
        self._connection.execute(
            "INSERT INTO records VALUES (?, ?) ON CONFLICT (referral_id) DO NOTHING",
            (referral_id, at.astimezone(UTC).isoformat()),
        )

    def unmark(self, referral_id: str) -> None:
        """It was not recorded after all."""
        self._connection.execute("DELETE FROM records WHERE referral_id = ?", (referral_id,))

    def recorded_at(self, referral_id: str) -> datetime | None:
        """When it was recorded; None: not yet."""
        row = self._connection.row(
            "SELECT recorded_at FROM records WHERE referral_id = ?", (referral_id,)
        )
        return None if row is None else datetime.fromisoformat(row[0])

    def share(self, since: datetime, until: datetime) -> tuple[int, int]:
        """(recorded, all) of the referrals made here from ``since`` to before ``until``.

        Those that never left, were cancelled or entered in error do not count.
        """
        row = self._connection.row(
            """
            SELECT count(recorded_at), count(*)
            FROM referrals LEFT JOIN records ON referral_id = id
            WHERE role = 'sender' AND created_at >= ? AND created_at < ?
                AND shown NOT IN ('draft', 'cancelled', 'entered-in-error')
            """,
            (since.astimezone(UTC).isoformat(), until.astimezone(UTC).isoformat()),
        )
        return int(row[0]), int(row[1])
