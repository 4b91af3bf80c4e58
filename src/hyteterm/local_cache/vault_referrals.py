"""Referrals in the vault, sent and received: all revisions, steps and the hub's answers."""

# ruff: noqa: S608  (what is put into statements are constants of this file)

import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from hyteterm.domain.client import Client
from hyteterm.domain.delivery import ReferralState, StatusChange
from hyteterm.domain.referral import Receiver, Referral, ReferralPayload, Sender, TimelineEntry
from hyteterm.domain.referral_row import ReferralRow
from hyteterm.domain.referral_status import (
    Actor,
    Outcome,
    Status,
    Step,
    after,
    whose_turn,
)
from hyteterm.local_cache.store_connection import StoreConnection
from hyteterm.local_cache.stored_referral import (
    OwnStep,
    StepState,
    StoredReferral,
    merged_timeline,
    shown_status,
)

_NEXT_CHANGE: Final = "(SELECT coalesce(max(change), 0) + 1 FROM referrals)"
_ROW: Final = """
    SELECT id, type, shown, client_name, receiver, created_at, changed_at, unread, quarantined
    FROM referrals
"""
_REFERRAL: Final = """
    SELECT status, version, revision, outcome, attempts, timeline, unread, quarantined,
           delivery_id, created_at, changed_at, epoch
    FROM referrals WHERE id = ? AND role = ?
"""


class VaultReferrals:
    """Reading and writing referrals; every write is one transaction, or joins the caller's."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    # Reading

    def rows(
        self, role: Actor, *, statuses: Collection[Status] | None = None, limit: int = 1000
    ) -> list[ReferralRow]:
        """Referrals for a list, last changed first; drafts that were never queued are not here.

        ``receiver`` of a row is the other side: for received ones the sending unit.
        """
        wanted = [status for status in (statuses or Status) if status is not Status.DRAFT]
        places = ", ".join("?" * len(wanted))
        rows = self._connection.rows(
            f"{_ROW} WHERE role = ? AND shown IN ({places}) ORDER BY change DESC LIMIT ?",
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
        row = self._connection.row(_REFERRAL, (id, role))
        if row is None:
            return None
        steps = self._steps(id, role)
        body = self._body(id, role, row[2])
        sent_by_us = body is not None and "client" in body
        return StoredReferral(
            id=id,
            role=role,
            status=shown_status(Status(row[0]), steps),
            settled_status=Status(row[0]),
            version=row[1],
            revision=row[2],
            outcome=_outcome(row[3], steps),
            attempts=row[4],
            timeline=merged_timeline(_timeline(row[5]), steps),
            unread=bool(row[6]),
            quarantined=row[7],
            delivery_id=row[8],
            created_at=datetime.fromisoformat(row[9]),
            changed_at=datetime.fromisoformat(row[10]),
            referral=Referral.model_validate(body) if sent_by_us else None,
            payload=ReferralPayload.model_validate(body) if body and not sent_by_us else None,
            own_steps=steps,
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
        return None if body is None else Referral.model_validate(body)

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

    # Writing: what is done on this terminal

    def queueing_step(self, id: str) -> Step:
        """How a referral can be queued now: `Step.QUEUE` or `Step.CORRECT`.

        Raises `StepRefused` when it is on its way or at the receiver already.
        """
        row = self._connection.row(_REFERRAL, (id, Actor.SENDER))
        status = Status.DRAFT if row is None else Status(row[0])
        step = Step.QUEUE if status is Status.DRAFT else Step.CORRECT
        after(step, Actor.SENDER, status)
        return step

    def put_queued(self, referral: Referral, delivery_id: str, at: datetime) -> None:
        """A revision has been queued.  Raises `StepRefused` like `queueing_step`."""
        with self._connection.transaction():
            step = self.queueing_step(referral.id)
            receiver = referral.receiver
            self._connection.execute(
                f"""
                INSERT INTO referrals (id, role, type, client_reference, client_name, receiver,
                    owner, status, shown, revision, delivery_id, created_at, changed_at, change)
                VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', 'queued', ?, ?, ?, ?, {_NEXT_CHANGE})
                ON CONFLICT (id, role) DO UPDATE SET
                    type = excluded.type, client_reference = excluded.client_reference,
                    client_name = excluded.client_name, receiver = excluded.receiver,
                    owner = excluded.owner, status = 'queued', shown = 'queued',
                    revision = excluded.revision, delivery_id = excluded.delivery_id,
                    outcome = NULL, quarantined = '', unread = 0,
                    changed_at = excluded.changed_at, change = excluded.change
                """,
                (
                    referral.id,
                    Actor.SENDER,
                    referral.type,
                    referral.client.reference,
                    referral.client.name,
                    receiver.service or receiver.organisation,
                    referral.sender.professional_id,
                    referral.revision,
                    delivery_id,
                    _stamp(referral.created_at),
                    _stamp(at),
                ),
            )
            self._connection.execute(
                "INSERT INTO revisions VALUES (?, ?, ?, ?, ?)",
                (
                    referral.id,
                    Actor.SENDER,
                    referral.revision,
                    referral.model_dump_json(),
                    delivery_id,
                ),
            )
            self._save_client(referral.client, at)
            entry = TimelineEntry(
                step=step, actor=Actor.SENDER, at=at, status=Status.QUEUED, by=referral.sender.name
            )
            self._add_own(referral.id, Actor.SENDER, f"{delivery_id}:queued", entry)

    def put_back_to_draft(self, id: str, at: datetime) -> Referral:
        """A queued revision never left: returns its content.  The number stays used."""
        with self._connection.transaction():
            row = self._connection.row(_REFERRAL, (id, Actor.SENDER))
            status, revision = Status(row[0]), int(row[2])
            before = after(Step.TAKE_BACK, Actor.SENDER, status)
            referral = self.revision(id, revision)
            if referral is None:
                raise LookupError("revision")
            refusal = self._last_refusal(id)
            returned = bool(row[1]) or refusal is not None
            entry = TimelineEntry(
                step=Step.TAKE_BACK, actor=Actor.SENDER, at=at, status=before,
                by=referral.sender.name,
            )  # fmt: skip
            self._add_own(id, Actor.SENDER, f"{row[8]}:taken-back", entry)
            # A correction that is taken back waits for its sender as before.
            self._set_status(
                id, Actor.SENDER, Status.RETURNED if returned else before, at, quarantined=refusal
            )
            return referral

    def intend_step(self, id: str, role: Actor, change: StatusChange, delivery_id: str) -> OwnStep:
        """Note a step before it is queued.  Raises `StepRefused`, `LookupError`."""
        with self._connection.transaction():
            stored = self.get(id, role)
            if stored is None:
                raise LookupError("referral")
            status = after(
                change.step, role, stored.status, reason=change.reason, outcome=change.outcome
            )
            step = OwnStep(
                id=change.id,
                entry=TimelineEntry(
                    step=change.step, actor=role, at=change.at, status=status, by=change.by,
                    reason=change.reason, note=change.note, outcome=change.outcome,
                ),
                state=StepState.INTENDED,
                after_version=change.base_version,
                change=change,
                delivery_id=delivery_id,
            )  # fmt: skip
            self._insert_step(id, role, step)
            return step

    def set_step(
        self,
        id: str,
        role: Actor,
        step: OwnStep,
        state: StepState,
        at: datetime,
        *,
        version: int | None = None,
        reason: str = "",
    ) -> None:
        """A step has come further; a refusal or conflict marks the referral too."""
        with self._connection.transaction():
            self._connection.execute(
                "UPDATE steps SET state = ?, version = ?, reason = ? WHERE id = ?",
                (state, version, reason, step.id),
            )
            failed = state in (StepState.REFUSED, StepState.CONFLICT)
            self._refresh(id, role, at, quarantined=reason if failed else None, unread=failed)

    def drop_step(self, id: str, role: Actor, step_id: str, at: datetime) -> None:
        """A step never left this terminal: it is as if it had not been taken."""
        with self._connection.transaction():
            self._connection.execute("DELETE FROM steps WHERE id = ?", (step_id,))
            self._refresh(id, role, at)

    def mark_read(self, id: str, role: Actor) -> None:
        """The professional has opened it."""
        self._connection.execute(
            "UPDATE referrals SET unread = 0 WHERE id = ? AND role = ?", (id, role)
        )

    def dismiss_conflict(self, id: str, role: Actor) -> None:
        """The professional has seen why a step was not taken."""
        self._connection.execute(
            "UPDATE referrals SET quarantined = '', unread = 0 WHERE id = ? AND role = ? "
            "AND status <> 'returned'",
            (id, role),
        )

    # Writing: what the hub says

    def mark_delivered(self, id: str, delivery_id: str, version: int | None, at: datetime) -> None:
        """The hub's receipt for a revision.  The same receipt again changes nothing."""
        with self._connection.transaction():
            row = self._connection.row(_REFERRAL, (id, Actor.SENDER))
            step_id = f"{delivery_id}:delivered"
            if row is None or row[8] != delivery_id or self._has_step(step_id):
                return
            entry = TimelineEntry(
                step=Step.DELIVER, actor=Actor.DELIVERY, at=at, status=Status.DELIVERED
            )
            made = version or row[1] + 1
            seen = row[1] >= made
            self._insert_step(
                id,
                Actor.SENDER,
                OwnStep(
                    step_id,
                    entry,
                    StepState.MERGED if seen else StepState.ACCEPTED,
                    after_version=made - 1,
                    version=made,
                ),
            )
            self._refresh(id, Actor.SENDER, at)

    def mark_refused(self, id: str, delivery_id: str, reason: str, at: datetime) -> None:
        """The hub did not take a revision: it waits for a correction.  Again: no change."""
        with self._connection.transaction():
            row = self._connection.row(_REFERRAL, (id, Actor.SENDER))
            step_id = f"{delivery_id}:refused"
            if row is None or row[8] != delivery_id or self._has_step(step_id):
                return
            status = after(Step.REFUSE, Actor.DELIVERY, Status(row[0]), reason=reason)
            entry = TimelineEntry(
                step=Step.REFUSE, actor=Actor.DELIVERY, at=at, status=status, reason=reason
            )
            self._add_own(id, Actor.SENDER, step_id, entry)
            self._set_status(id, Actor.SENDER, status, at, quarantined=reason)

    def merge(self, state: ReferralState, epoch: str, at: datetime) -> bool:
        """Take the hub's view when its version is newer; whether anything changed.

        Within one ``epoch`` versions only grow; a restored hub (another epoch) is believed.
        """
        with self._connection.transaction():
            row = self._connection.row(_REFERRAL, (state.referral_id, state.role))
            if row is not None and row[11] == epoch and state.version <= row[1]:
                return False
            old = [] if row is None else _timeline(row[5])
            if row is None:
                self._insert_from_hub(state, at)
            self._keep_payload(state)
            others = [
                entry
                for entry in state.timeline[len(old) :]
                if entry.actor not in (state.role, Actor.DELIVERY)
            ]
            arrived = row is None and state.role is Actor.RECEIVER
            self._connection.execute(
                """
                UPDATE referrals SET status = ?, version = ?, epoch = ?, outcome = ?, attempts = ?,
                    revision = max(revision, ?), timeline = ?
                WHERE id = ? AND role = ?
                """,
                (
                    state.status,
                    state.version,
                    epoch,
                    state.outcome,
                    state.attempts,
                    state.revision,
                    json.dumps([entry.model_dump(mode="json") for entry in state.timeline]),
                    state.referral_id,
                    state.role,
                ),
            )
            self._connection.execute(
                "UPDATE steps SET state = 'merged' WHERE referral_id = ? AND role = ? "
                "AND state = 'accepted' AND (version <= ? OR ?)",
                (state.referral_id, state.role, state.version, row is not None and row[11] != ""
                 and row[11] != epoch),
            )  # fmt: skip
            self._refresh(state.referral_id, state.role, at, unread=arrived or bool(others))
            return True

    # Inside

    def _insert_from_hub(self, state: ReferralState, at: datetime) -> None:
        payload = state.payload
        sender = payload.sender if payload else Sender(professional_id="", name="")
        receiver = payload.receiver if payload else Receiver()
        received = state.role is Actor.RECEIVER
        self._connection.execute(
            f"""
            INSERT INTO referrals (id, role, type, client_reference, client_name, receiver, owner,
                status, shown, revision, created_at, changed_at, change)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, {_NEXT_CHANGE})
            """,
            (
                state.referral_id,
                state.role,
                payload.type if payload else "",
                payload.client_reference if payload else "",
                payload.name if payload else "",
                (sender.unit or sender.name)
                if received
                else (receiver.service or receiver.organisation),
                sender.professional_id,
                state.status,
                state.status,
                state.revision,
                _stamp(payload.created_at if payload else at),
                _stamp(at),
            ),
        )

    def _keep_payload(self, state: ReferralState) -> None:
        if state.payload is not None:
            self._connection.execute(
                "INSERT OR IGNORE INTO revisions VALUES (?, ?, ?, ?, '')",
                (
                    state.referral_id,
                    state.role,
                    state.revision,
                    state.payload.model_dump_json(),
                ),
            )

    def _save_client(self, client: Client, at: datetime) -> None:
        self._connection.execute(
            "INSERT INTO clients VALUES (?, ?, ?) ON CONFLICT (reference) DO UPDATE SET "
            "body = excluded.body, changed_at = excluded.changed_at",
            (client.reference, client.model_dump_json(), _stamp(at)),
        )

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
        return None if row is None else TimelineEntry.model_validate_json(row[0]).reason

    def _body(self, id: str, role: Actor, revision: int) -> dict[str, Any] | None:
        row = self._connection.row(
            "SELECT body FROM revisions WHERE referral_id = ? AND role = ? AND revision <= ? "
            "ORDER BY revision DESC LIMIT 1",
            (id, role, revision),
        )
        return None if row is None else json.loads(row[0])

    def _add_own(self, id: str, role: Actor, step_id: str, entry: TimelineEntry) -> None:
        version = self._connection.row(_REFERRAL, (id, role))[1]
        self._insert_step(id, role, OwnStep(step_id, entry, StepState.OWN, after_version=version))

    def _insert_step(self, id: str, role: Actor, step: OwnStep) -> None:
        self._connection.execute(
            "INSERT INTO steps (id, referral_id, role, after_version, entry, change, "
            "delivery_id, state, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                step.id,
                id,
                role,
                step.after_version,
                step.entry.model_dump_json(),
                None if step.change is None else step.change.model_dump_json(),
                step.delivery_id,
                step.state,
                step.version,
            ),
        )

    def _set_status(
        self, id: str, role: Actor, status: Status, at: datetime, *, quarantined: str | None = None
    ) -> None:
        self._connection.execute(
            "UPDATE referrals SET status = ? WHERE id = ? AND role = ?", (status, id, role)
        )
        self._refresh(id, role, at, quarantined=quarantined, unread=quarantined is not None)

    def _refresh(
        self,
        id: str,
        role: Actor,
        at: datetime,
        *,
        quarantined: str | None = None,
        unread: bool = False,
    ) -> None:
        """Count the shown status anew, and put the referral on top of the list."""
        row = self._connection.row(_REFERRAL, (id, role))
        shown = shown_status(Status(row[0]), self._steps(id, role))
        self._connection.execute(
            f"""
            UPDATE referrals SET shown = ?, unread = unread OR ?, changed_at = ?,
                quarantined = coalesce(?, quarantined), change = {_NEXT_CHANGE}
            WHERE id = ? AND role = ?
            """,
            (shown, unread, _stamp(at), quarantined, id, role),
        )


_STEP_COLUMNS: Final = "id, entry, state, after_version, change, delivery_id, version, reason"


def _step(row: Sequence[Any]) -> OwnStep:
    return OwnStep(
        id=row[0],
        entry=TimelineEntry.model_validate_json(row[1]),
        state=StepState(row[2]),
        after_version=row[3],
        change=None if row[4] is None else StatusChange.model_validate_json(row[4]),
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


def _timeline(text: str) -> list[TimelineEntry]:
    return [TimelineEntry.model_validate(entry) for entry in json.loads(text)]


def _outcome(stored: str | None, steps: Sequence[OwnStep]) -> Outcome | None:
    ours = [
        step.entry.outcome
        for step in steps
        if step.entry.outcome and step.state in (StepState.WAITING, StepState.ACCEPTED)
    ]
    return ours[-1] if ours else (Outcome(stored) if stored else None)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
