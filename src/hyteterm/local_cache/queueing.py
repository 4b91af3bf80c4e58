"""From draft to queue and back: the vault and the outbox changed together.

They are two files, so the order of writes is the rule.  The intention is saved in the
vault first (a draft, or an intended step), then the sealed delivery in the outbox, then
the vault's mark.  Cut off in between, `reconciliation.reconcile` finishes or undoes it.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from hyteterm.domain.delivery import Content, DeliveryKind, StatusChange, delivery_id
from hyteterm.domain.identifier import new_id
from hyteterm.domain.referral import Referral, Sender, disclosed
from hyteterm.domain.referral_status import Actor, Outcome, Step, StepRefused
from hyteterm.local_cache.access_log import Access, Action
from hyteterm.local_cache.disk_full import DiskFull
from hyteterm.local_cache.drafts import Draft, DraftKind
from hyteterm.local_cache.file_lock import locked
from hyteterm.local_cache.outbox import HOLD_SECONDS, Outbox
from hyteterm.local_cache.sealing import NoHubKey, hub_key, sealed
from hyteterm.local_cache.stored_referral import OwnStep, StepState, StoredReferral, restored
from hyteterm.local_cache.trusted_time import TrustedTime
from hyteterm.local_cache.vault import Vault

_STEP_REVISION: Final = 1


@dataclass(frozen=True, slots=True)
class Queued:
    """A delivery that is in the queue, durably."""

    delivery_id: str
    sequence: int
    held_until: float
    """Seconds since 1970; until then it can be taken back for sure."""


@dataclass(frozen=True, slots=True)
class QueuedReferral:
    """A referral in the queue, with the revision it got."""

    referral: Referral
    queued: Queued


class Queueing:
    """Queues referrals, steps and other deliveries.  Every call may raise `DiskFull`."""

    def __init__(self, vault: Vault, outbox: Outbox, time: TrustedTime) -> None:
        self._vault = vault
        self._outbox = outbox
        self._time = time

    def referral(self, referral: Referral, *, hold: float = HOLD_SECONDS) -> QueuedReferral:
        """Queue a draft, or the correction of a refused or returned referral.

        When it returns, the referral survives a power cut and will be delivered.  Raises
        `NotAllowed` (with the problems), `StepRefused` (on its way already), `NoHubKey`,
        `ContentTooLarge`, `DiskFull` (nothing was queued; the draft stands).
        """
        with locked(self._vault.home.queueing_lock):
            self._undo_half_queued(referral.id)
            self._vault.referrals.queueing_step(referral.id)
            revision = max(self._vault.referrals.next_revision(referral.id), referral.revision)
            referral = referral.model_copy(update={"revision": revision})
            delivery = delivery_id(referral.id, revision)
            content = Content(
                kind=DeliveryKind.REFERRAL,
                professional_id=referral.sender.professional_id,
                body=disclosed(referral).model_dump(mode="json"),
            )
            data, key_id = self._sealed(content, delivery)
            draft = referral_draft(referral)
            self._vault.drafts.save(replace(draft, delivery_id=delivery), self._at())
            sequence = self._outbox.add(
                delivery, DeliveryKind.REFERRAL, referral.id, data, key_id, hold=hold
            )
            try:
                self.mark_queued(referral, delivery)
            except DiskFull:
                self._outbox.take_back(delivery)
                raise
        return QueuedReferral(referral, self._queued(delivery, sequence))

    def mark_queued(self, referral: Referral, delivery: str) -> None:
        """The vault's mark of a referral whose delivery is in the outbox."""
        at = self._at()
        with self._vault.transaction():
            self._vault.referrals.put_queued(referral, delivery, at)
            self._vault.drafts.delete(referral.id)
            receiver = referral.receiver
            self._vault.access_log.record(
                _access(
                    referral.sender,
                    Action.SEND,
                    referral.client.reference,
                    referral.id,
                    reason=referral.type,
                    recipient=receiver.organisation or receiver.service or receiver.unit_id,
                ),
                at,
            )
        self._vault.save_count()

    def take_back(self, referral_id: str) -> Referral | None:
        """Make a queued referral a draft again; the draft is saved.

        None: a sender has had it in hand, and only a cancellation (`step`) undoes it.
        """
        with locked(self._vault.home.queueing_lock):
            stored = self._vault.referrals.get(referral_id)
            if stored is None or not self._outbox.take_back(stored.delivery_id):
                return None
            return self.put_back(referral_id)

    def put_back(self, referral_id: str) -> Referral:
        """The vault's side of `take_back`: for a referral whose delivery is not in the outbox."""
        at = self._at()
        with self._vault.transaction():
            referral = self._vault.referrals.put_back_to_draft(referral_id, at)
            self._vault.drafts.save(referral_draft(referral), at)
        return referral

    def step(
        self,
        seen: StoredReferral,
        step: Step,
        by: Sender,
        *,
        reason: str = "",
        note: str = "",
        outcome: Outcome | None = None,
        receiver_unit_id: str = "",
        hold: float = HOLD_SECONDS,
    ) -> Queued:
        """Queue a step on a referral, standing on the version that ``by`` has ``seen``.

        Shown at once; a step that somebody else's has overtaken comes back as a conflict.
        Raises `StepRefused`, `NoHubKey`, `ContentTooLarge`, `DiskFull` (nothing was queued).
        """
        at = self._at()
        change = StatusChange(
            id=new_id(),
            referral_id=seen.id,
            base_version=seen.base_version,
            step=step,
            actor=seen.role,
            at=at,
            by=by.name,
            reason=reason,
            note=note,
            outcome=outcome,
            receiver_unit_id=receiver_unit_id,
        )
        delivery = delivery_id(change.id, _STEP_REVISION)
        content = Content(
            kind=DeliveryKind.STATUS_CHANGE,
            professional_id=by.professional_id,
            body=change.model_dump(mode="json"),
        )
        with locked(self._vault.home.queueing_lock):
            data, key_id = self._sealed(content, delivery)
            own = self._vault.referrals.intend_step(
                seen.id, seen.role, change, delivery, by_id=by.professional_id
            )
            try:
                sequence = self._outbox.add(
                    delivery, DeliveryKind.STATUS_CHANGE, seen.id, data, key_id, hold=hold
                )
            except DiskFull:
                self._vault.referrals.drop_step(seen.id, seen.role, own.id, at)
                raise
            with self._vault.transaction():
                self._vault.referrals.set_step(seen.id, seen.role, own, StepState.WAITING, at)
                self._vault.access_log.record(
                    _access(by, Action.STEP, _client_of(seen), seen.id, reason=step), at
                )
        return self._queued(delivery, sequence)

    def take_back_step(self, referral_id: str, role: Actor, step: OwnStep) -> bool:
        """Undo a step that no sender has had in hand; whether that was so."""
        with locked(self._vault.home.queueing_lock):
            if not self._outbox.take_back(step.delivery_id):
                return False
            self._vault.referrals.drop_step(referral_id, role, step.id, self._at())
        return True

    def content(
        self,
        kind: DeliveryKind,
        subject_id: str,
        body: dict[str, object],
        *,
        professional_id: str,
        revision: int = 1,
        hold: float = HOLD_SECONDS,
    ) -> Queued:
        """Queue something that is no referral: a card's response, an error report, feedback."""
        delivery = delivery_id(subject_id, revision)
        content = Content(kind=kind, professional_id=professional_id, body=body)
        data, key_id = self._sealed(content, delivery)
        sequence = self._outbox.add(delivery, kind, subject_id, data, key_id, hold=hold)
        return self._queued(delivery, sequence)

    def dismiss(self, referral_id: str, role: Actor) -> None:
        """The professional has seen why their steps on a referral were not taken."""
        with locked(self._vault.home.queueing_lock):
            stored = self._vault.referrals.get(referral_id, role)
            for step in stored.own_steps if stored else ():
                if step.state in (StepState.REFUSED, StepState.CONFLICT):
                    self._outbox.close_quarantined(step.delivery_id)
            self._vault.referrals.dismiss_conflict(referral_id, role)

    def _undo_half_queued(self, referral_id: str) -> None:
        """A queueing was cut off after the outbox: take it back, or let it stand as queued."""
        draft = self._vault.drafts.get(referral_id)
        if draft is None or not self._outbox.delivery(draft.delivery_id):
            return
        if not self._outbox.take_back(draft.delivery_id):
            self.mark_queued(restored(Referral, draft.body), draft.delivery_id)
            raise StepRefused("queued")

    def _sealed(self, content: Content, delivery: str) -> tuple[bytes, str]:
        terminal = self._outbox.terminal
        if terminal is None:
            raise NoHubKey
        key = hub_key(terminal, self._time.now())
        return sealed(content, terminal_id=terminal.id, delivery_id=delivery, key=key), key.key_id

    def _queued(self, delivery: str, sequence: int) -> Queued:
        row = self._outbox.delivery(delivery)
        return Queued(delivery, sequence, row.held_until if row else 0.0)

    def _at(self) -> datetime:
        return datetime.fromtimestamp(self._time.now(), UTC)


def referral_draft(referral: Referral) -> Draft:
    """A referral as a draft of its sender."""
    return Draft(
        id=referral.id,
        kind=DraftKind.REFERRAL,
        owner=referral.sender.professional_id,
        body=referral.model_dump(mode="json"),
        title=referral.client.name,
    )


def _client_of(stored: StoredReferral) -> str:
    if stored.referral is not None:
        return stored.referral.client.reference
    return stored.payload.client_reference if stored.payload else ""


def _access(
    by: Sender,
    action: Action,
    client_reference: str,
    subject_id: str,
    *,
    reason: str = "",
    recipient: str = "",
) -> Access:
    return Access(
        professional_id=by.professional_id,
        professional=by.name,
        role=by.role,
        action=action,
        client_reference=client_reference,
        reason=reason,
        recipient=recipient,
        subject_id=subject_id,
    )
