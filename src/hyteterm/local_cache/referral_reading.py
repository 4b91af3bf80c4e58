"""Reading referrals from the vault, sent and received: lists, revisions, steps."""

# ruff: noqa: S608  (what is put into statements are constants of this file)

import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from hyteterm.domain.delivery import StatusChange
from hyteterm.domain.referral import Referral, ReferralPayload, TimelineEntry
from hyteterm.domain.referral_row import ReferralRow
from hyteterm.domain.referral_status import (
    Actor,
    Outcome,
    Status,
    Step,
    whose_turn,
)
from hyteterm.local_cache.store_connection import StoreConnection
from hyteterm.local_cache.stored_referral import (
    OwnStep,
    Presence,
    StepState,
    StoredReferral,
    merged_timeline,
    restored,
    shown_status,
)

_ROW: Final = """
    SELECT id, type, shown, client_name, receiver, created_at, changed_at, unread, quarantined
    FROM referrals
"""
REFERRAL: Final = """
    SELECT status, version, revision, outcome, attempts, timeline, unread, quarantined,
           delivery_id, created_at, changed_at, epoch, handler, gone
    FROM referrals WHERE id = ? AND role = ?
"""
"""By id and role; the columns are numbered from 0 where it is used."""


class ReferralReading:
    """Queries, and the writing that both sides share."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    def rows(
        self, role: Actor, *, statuses: Collection[Status] | None = None, limit: int = 1000
    ) -> list[ReferralRow]:
        """Referrals for a list, last changed first; drafts that were never queued are not here.

        ``receiver`` of a row is the other side: for received ones the sending unit.
        """
        wanted = [status for status in (statuses or Status) if status is not Status.DRAFT]
        places = ", ".join("?" * len(wanted))
        rows = self._connection.rows(
            f"{_ROW} WHERE role = ? AND gone = 0 AND shown IN ({places}) "
            "ORDER BY change DESC LIMIT ?",
            (role, *wanted, limit),
        )
        return [_row(row) for row in rows]

    def of_client(self, client_reference: str) -> list[ReferralRow]:
        """Every referral of one client, last changed first."""
        rows = self._connection.rows(
            f"{_ROW} WHERE client_reference = ? AND shown <> 'draft' ORDER BY change DESC",
            (client_reference,),
        )
        return [_row(row) for row in rows]

    def get(self, id: str, role: Actor = Actor.SENDER) -> StoredReferral | None:
        """One referral with its timeline."""
        row = self._connection.row(REFERRAL, (id, role))
        if row is None:
            return None
        steps = self._steps(id, role)
        body = self._body(id, role, row[2])
        from_hub = timeline_of(row[5])
        sent_by_us = body is not None and "client" in body
        return StoredReferral(
            id=id,
            role=role,
            status=shown_status(Status(row[0]), steps),
            settled_status=Status(row[0]),
            version=row[1],
            revision=row[2],
            outcome=_outcome(row[3], steps),
            attempts=_attempts(row[4], steps),
            timeline=merged_timeline(from_hub, steps),
            unread=bool(row[6]),
            quarantined=row[7],
            delivery_id=row[8],
            created_at=datetime.fromisoformat(row[9]),
            changed_at=datetime.fromisoformat(row[10]),
            referral=restored(Referral, body) if body and sent_by_us else None,
            payload=restored(ReferralPayload, body) if body and not sent_by_us else None,
            own_steps=steps,
            handler=row[12],
            presence=Presence(row[13]),
            from_hub=tuple(from_hub),
        )

    def find_delivery(self, delivery_id: str) -> str | None:
        """The id of the sent referral that has a revision with this delivery."""
        row = self._connection.row(
            "SELECT referral_id FROM revisions WHERE delivery_id = ?", (delivery_id,)
        )
        return None if row is None else str(row[0])

    def find_step(self, delivery_id: str) -> tuple[str, Actor, OwnStep] | None:
        """(referral's id, role, step) of the step with this delivery."""
        row = self._connection.row(
            f"SELECT referral_id, role, {_STEP_COLUMNS} FROM steps WHERE delivery_id = ?",
            (delivery_id,),
        )
        return None if row is None else (row[0], Actor(row[1]), _step(row[2:]))

    def revision(self, id: str, revision: int) -> Referral | None:
        """One of our own revisions."""
        body = self._body(id, Actor.SENDER, revision)
        return None if body is None else restored(Referral, body)

    def next_revision(self, id: str) -> int:
        """The number of the next content; a number is never used twice."""
        row = self._connection.row(
            "SELECT max(revision) FROM revisions WHERE referral_id = ? AND role = ?",
            (id, Actor.SENDER),
        )
        return int(row[0] or 0) + 1

    def waiting_deliveries(self) -> list[tuple[str, str, int]]:
        """(id, delivery id, revision) of sent referrals that say they are on their way."""
        return self._connection.rows(
            "SELECT id, delivery_id, revision FROM referrals "
            "WHERE role = ? AND status IN ('queued', 'sent') "
            "AND NOT EXISTS (SELECT 1 FROM steps WHERE steps.id = delivery_id || ':delivered')",
            (Actor.SENDER,),
        )

    def steps_in(self, state: StepState) -> list[tuple[str, Actor, OwnStep]]:
        """(referral's id, role, step) of all steps in ``state``."""
        found = self._connection.rows(
            f"SELECT referral_id, role, {_STEP_COLUMNS} FROM steps WHERE state = ? ORDER BY number",
            (state,),
        )
        return [(row[0], Actor(row[1]), _step(row[2:])) for row in found]

    def count(self) -> tuple[int, int]:
        """(all referrals, those still open), drafts not counted."""
        row = self._connection.row(
            "SELECT count(*), coalesce(sum(shown NOT IN "
            "('completed', 'cancelled', 'entered-in-error')), 0) "
            "FROM referrals WHERE shown <> 'draft'"
        )
        return int(row[0]), int(row[1])

    def _steps(self, id: str, role: Actor) -> tuple[OwnStep, ...]:
        found = self._connection.rows(
            f"SELECT {_STEP_COLUMNS} FROM steps WHERE referral_id = ? AND role = ? ORDER BY number",
            (id, role),
        )
        return tuple(_step(row) for row in found)

    def _has_step(self, step_id: str) -> bool:
        return self._connection.row("SELECT 1 FROM steps WHERE id = ?", (step_id,)) is not None

    def _last_refusal(self, id: str) -> str | None:
        """The reason of the newest refusal by the hub."""
        row = self._connection.row(
            "SELECT entry FROM steps WHERE referral_id = ? AND role = 'sender' "
            "AND id LIKE '%:refused' ORDER BY number DESC LIMIT 1",
            (id,),
        )
        return None if row is None else restored(TimelineEntry, row[0]).reason

    def _body(self, id: str, role: Actor, revision: int) -> dict[str, Any] | None:
        row = self._connection.row(
            "SELECT body FROM revisions WHERE referral_id = ? AND role = ? AND revision <= ? "
            "ORDER BY revision DESC LIMIT 1",
            (id, role, revision),
        )
        return None if row is None else json.loads(row[0])


_STEP_COLUMNS: Final = "id, entry, state, after_version, change, delivery_id, version, reason"


def _step(row: Sequence[Any]) -> OwnStep:
    return OwnStep(
        id=row[0],
        entry=restored(TimelineEntry, row[1]),
        state=StepState(row[2]),
        after_version=row[3],
        change=None if row[4] is None else restored(StatusChange, row[4]),
        delivery_id=row[5],
        version=row[6],
        reason=row[7],
    )


def _row(row: Sequence[Any]) -> ReferralRow:
    status = Status(row[2])
    return ReferralRow(
        id=row[0],
        type=row[1],
        status=status,
        client_name=row[3],
        receiver=row[4],
        created_at=datetime.fromisoformat(row[5]),
        changed_at=datetime.fromisoformat(row[6]),
        whose_turn=whose_turn(status),
        unread=bool(row[7]),
        quarantined=row[8],
    )


def timeline_of(text: str) -> list[TimelineEntry]:
    """The hub's timeline as it stands in the table."""
    return [restored(TimelineEntry, entry) for entry in json.loads(text)]


def _outcome(stored: str | None, steps: Sequence[OwnStep]) -> Outcome | None:
    ours = [
        step.entry.outcome
        for step in steps
        if step.entry.outcome and step.state in (StepState.WAITING, StepState.ACCEPTED)
    ]
    return ours[-1] if ours else (Outcome(stored) if stored else None)


def _attempts(stored: int, steps: Sequence[OwnStep]) -> int:
    return stored + sum(
        step.entry.step is Step.NOT_REACHED
        for step in steps
        if step.state in (StepState.WAITING, StepState.ACCEPTED)
    )


def stamp(at: datetime) -> str:
    """A moment as it stands in the tables."""
    return at.astimezone(UTC).isoformat()
