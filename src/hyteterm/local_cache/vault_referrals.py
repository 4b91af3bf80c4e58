"""Referrals in the vault, sent and received: all revisions, steps and the hub's answers."""

# ruff: noqa: S608  (what is put into statements are constants of this file)

from datetime import datetime

from hyteterm.domain.client import Client
from hyteterm.domain.delivery import StatusChange
from hyteterm.domain.identifier import new_id
from hyteterm.domain.referral import Referral, TimelineEntry
from hyteterm.domain.referral_row import ReferralRow
from hyteterm.domain.referral_status import (
    OPEN,
    Actor,
    Status,
    Step,
    after,
)
from hyteterm.local_cache.referral_merging import NEXT_CHANGE, ReferralMerging
from hyteterm.local_cache.referral_reading import REFERRAL, stamp
from hyteterm.local_cache.stored_referral import (
    OwnStep,
    StepState,
)


class VaultReferrals(ReferralMerging):
    """Reading and writing referrals; every write is one transaction, or joins the caller's."""

    def queueing_step(self, id: str) -> Step:
        """How a referral can be queued now: `Step.QUEUE` or `Step.CORRECT`.

        Raises `StepRefused` when it is on its way or at the receiver already.
        """
        row = self._connection.row(REFERRAL, (id, Actor.SENDER))
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
                VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', 'queued', ?, ?, ?, ?, {NEXT_CHANGE})
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
                    stamp(referral.created_at),
                    stamp(at),
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
            row = self._connection.row(REFERRAL, (id, Actor.SENDER))
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

    def intend_step(
        self, id: str, role: Actor, change: StatusChange, delivery_id: str, *, by_id: str
    ) -> OwnStep:
        """Note a step before it is queued.  Raises `StepRefused`, `LookupError`.

        ``by_id``: the professional's.
        """
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
                    by_id=by_id, reason=change.reason, note=change.note, outcome=change.outcome,
                    attempts=stored.attempts + 1 if change.step is Step.NOT_REACHED else 0,
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

    def add_own_note(self, id: str, by: str, text: str, at: datetime) -> str:
        """A note of the sender's own that goes nowhere (an answer by phone); returns its id."""
        with self._connection.transaction():
            status = self.get(id)
            if status is None:
                raise LookupError("referral")
            step_id = new_id()
            entry = TimelineEntry(
                step=Step.NOTE, actor=Actor.SENDER, at=at, status=status.status, by=by, note=text
            )
            self._add_own(id, Actor.SENDER, step_id, entry)
            self._refresh(id, Actor.SENDER, at)
            return step_id

    def withdraw_consent(self, id: str, at: datetime | None) -> None:
        """Record in every revision of ours that the client took the yes back (None: undone)."""
        withdrawn = None if at is None else stamp(at)
        self._connection.execute(
            "UPDATE revisions SET body = json_set(body, '$.consent.withdrawn_at', ?) "
            "WHERE referral_id = ? AND role = ? AND json_type(body, '$.client') IS NOT NULL",
            (withdrawn, id, Actor.SENDER),
        )

    def open_of_type(self, type: str, *, but: str = "") -> list[tuple[ReferralRow, str]]:
        """(row, client's reference) of our open sent referrals of a type, last changed first."""
        references = dict(
            self._connection.rows(
                "SELECT id, client_reference FROM referrals WHERE role = ? AND type = ? "
                "AND id <> ?",
                (Actor.SENDER, type, but),
            )
        )
        rows = self.rows(Actor.SENDER, statuses=OPEN) if references else []
        return [(row, references[row.id]) for row in rows if row.id in references]

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

    def _save_client(self, client: Client, at: datetime) -> None:
        self._connection.execute(
            "INSERT INTO clients VALUES (?, ?, ?) ON CONFLICT (reference) DO UPDATE SET "
            "body = excluded.body, changed_at = excluded.changed_at",
            (client.reference, client.model_dump_json(), stamp(at)),
        )
