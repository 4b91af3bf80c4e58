"""What the hub says of referrals: receipts, refusals, and newer versions from the updates."""

# ruff: noqa: S608  (what is put into statements are constants of this file)

import json
from datetime import datetime
from typing import Final

from hyteterm.domain.delivery import ReferralState
from hyteterm.domain.referral import Receiver, Sender, TimelineEntry
from hyteterm.domain.referral_status import (
    Actor,
    Status,
    Step,
    StepRefused,
    after,
)
from hyteterm.local_cache.referral_reading import REFERRAL, ReferralReading, stamp, timeline_of
from hyteterm.local_cache.stored_referral import (
    OwnStep,
    Presence,
    StepState,
    handler_of,
    merged_timeline,
    presence_of,
    shown_status,
)

NEXT_CHANGE: Final = "(SELECT coalesce(max(change), 0) + 1 FROM referrals)"
"""The next place in the local order."""


class ReferralMerging(ReferralReading):
    """Takes the hub's answers; the same answer again changes nothing."""

    def mark_delivered(self, id: str, delivery_id: str, version: int | None, at: datetime) -> None:
        """The hub's receipt for a revision.  The same receipt again changes nothing."""
        with self._connection.transaction():
            row = self._connection.row(REFERRAL, (id, Actor.SENDER))
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
            row = self._connection.row(REFERRAL, (id, Actor.SENDER))
            step_id = f"{delivery_id}:refused"
            if row is None or row[8] != delivery_id or self._has_step(step_id):
                return
            try:
                status = after(Step.REFUSE, Actor.DELIVERY, Status(row[0]), reason=reason)
            except StepRefused:
                return
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
            row = self._connection.row(REFERRAL, (state.referral_id, state.role))
            if row is not None and row[11] == epoch and state.version <= row[1]:
                return False
            old = [] if row is None else timeline_of(row[5])
            if row is None:
                self._insert_from_hub(state, at)
            self._keep_payload(state)
            others = [
                entry
                for entry in state.timeline[len(old) :]
                if entry.actor not in (state.role, Actor.DELIVERY)
            ]
            arrived = state.role is Actor.RECEIVER and (
                row is None or (row[13] == Presence.GONE and not _passed_on(state))
            )
            self._connection.execute(
                """
                UPDATE referrals SET status = ?, version = ?, epoch = ?, outcome = ?, attempts = ?,
                    revision = max(revision, ?), timeline = ?, gone = ?
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
                    Presence.GONE if _passed_on(state) else Presence.HERE,
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
            if _passed_on(state):
                self._forget_content(state.referral_id)
            self._refresh(state.referral_id, state.role, at, unread=arrived or bool(others))
            return True

    def _forget_content(self, id: str) -> None:
        """Another unit has it: what it told of the client has served its purpose here.

        A hub that is restored to before the passing on hands the content out again.
        """
        for statement in (
            "DELETE FROM revisions WHERE referral_id = ? AND role = 'receiver'",
            "DELETE FROM workload WHERE referral_id = ?",
            "UPDATE referrals SET client_name = '' WHERE id = ? AND role = 'receiver'",
        ):
            self._connection.execute(statement, (id,))

    def _insert_from_hub(self, state: ReferralState, at: datetime) -> None:
        payload = state.payload
        sender = payload.sender if payload else Sender(professional_id="", name="")
        receiver = payload.receiver if payload else Receiver()
        received = state.role is Actor.RECEIVER
        self._connection.execute(
            f"""
            INSERT INTO referrals (id, role, type, client_reference, client_name, receiver, owner,
                status, shown, revision, created_at, changed_at, change)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, {NEXT_CHANGE})
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
                stamp(payload.created_at if payload else at),
                stamp(at),
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
            if state.role is Actor.RECEIVER:
                self._connection.execute(
                    "UPDATE referrals SET type = ?, client_name = ? WHERE id = ? AND role = ?",
                    (state.payload.type, state.payload.name, state.referral_id, state.role),
                )

    def _add_own(self, id: str, role: Actor, step_id: str, entry: TimelineEntry) -> None:
        version = self._connection.row(REFERRAL, (id, role))[1]
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
        row = self._connection.row(REFERRAL, (id, role))
        steps = self._steps(id, role)
        shown = shown_status(Status(row[0]), steps)
        received = role is Actor.RECEIVER
        name, handler_id = (
            handler_of(merged_timeline(timeline_of(row[5]), steps)) if received else ("", "")
        )
        self._connection.execute(
            f"""
            UPDATE referrals SET shown = ?, unread = unread OR ?, changed_at = ?, handler = ?,
                handler_id = ?, gone = ?, quarantined = coalesce(?, quarantined), change = {NEXT_CHANGE}
            WHERE id = ? AND role = ?
            """,
            (shown, unread, stamp(at), name, handler_id,
             presence_of(Presence(row[13]), steps), quarantined, id, role),
        )  # fmt: skip


def _passed_on(state: ReferralState) -> bool:
    """Whether it has left this unit.  The hub hands no content out to a unit that passed it on."""
    return (
        state.role is Actor.RECEIVER
        and state.payload is None
        and bool(state.timeline)
        and state.timeline[-1].step is Step.PASS_ON
    )
