"""Bringing vault and outbox together: after a crash, and after deliveries while locked."""

from dataclasses import dataclass
from datetime import UTC, datetime

from hyteterm.domain.delivery import DeliveryKind
from hyteterm.domain.referral import Referral
from hyteterm.local_cache.drafts import Draft
from hyteterm.local_cache.file_lock import locked
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.outbox_row import DeliveryOutcome, DeliveryState
from hyteterm.local_cache.queueing import Queueing
from hyteterm.local_cache.stored_referral import StepState, restored
from hyteterm.local_cache.trusted_time import TrustedTime
from hyteterm.local_cache.vault import Vault

_STEP_STATES = {
    DeliveryState.DELIVERED: StepState.ACCEPTED,
    DeliveryState.REFUSED: StepState.REFUSED,
    DeliveryState.CONFLICT: StepState.CONFLICT,
}


@dataclass(frozen=True, slots=True)
class ReferralOutcome:
    """What became of a referral's delivery or of a step on it."""

    referral_id: str
    kind: str
    state: DeliveryState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What `reconcile` found."""

    queued: tuple[str, ...] = ()
    """Drafts that were in the outbox already: they are queued now."""
    returned_to_draft: tuple[str, ...] = ()
    """Referrals said to be queued whose delivery is gone: tell it, they must be sent again."""
    dropped_steps: tuple[str, ...] = ()
    """Referrals of which a step of ours was never queued: tell it."""
    outcomes: tuple[ReferralOutcome, ...] = ()


def reconcile(vault: Vault, outbox: Outbox, time: TrustedTime) -> Reconciliation:
    """Finish or undo what was cut off, and take the outcomes; run after every unlock."""
    queueing = Queueing(vault, outbox, time)
    with locked(vault.home.queueing_lock):
        queued = [
            draft.id
            for draft in vault.drafts.all()
            if _finish(draft, vault, outbox, queueing, time)
        ]
        returned = []
        for id, delivery, _revision in vault.referrals.waiting_deliveries():
            if outbox.delivery(delivery) is None:
                queueing.put_back(id)
                returned.append(id)
        dropped = _settle_steps(vault, outbox, time)
    outcomes = take_outcomes(vault, outbox, time)
    vault.save_count()
    return Reconciliation(tuple(queued), tuple(returned), tuple(dropped), tuple(outcomes))


def take_outcomes(vault: Vault, outbox: Outbox, time: TrustedTime) -> list[ReferralOutcome]:
    """Tell the vault what has become of the deliveries; repeated, it changes nothing."""
    taken: list[ReferralOutcome] = []
    with locked(vault.home.queueing_lock):
        while outcomes := outbox.untold():
            with vault.transaction():
                for outcome in outcomes:
                    found = (
                        _tell_step(vault, outcome, time)
                        if outcome.kind == DeliveryKind.STATUS_CHANGE
                        else _tell_referral(vault, outcome)
                    )
                    if found is not None:
                        taken.append(found)
            outbox.mark_told(outcomes)
    return taken


def _finish(
    draft: Draft, vault: Vault, outbox: Outbox, queueing: Queueing, time: TrustedTime
) -> bool:
    if not draft.delivery_id:
        return False
    if outbox.delivery(draft.delivery_id) is not None:
        queueing.mark_queued(restored(Referral, draft.body), draft.delivery_id)
        return True
    unmarked = Draft(draft.id, draft.kind, draft.owner, draft.body, draft.title)
    vault.drafts.save(unmarked, draft.saved_at or _at(time))
    return False


def _settle_steps(vault: Vault, outbox: Outbox, time: TrustedTime) -> list[str]:
    dropped = []
    for state in (StepState.INTENDED, StepState.WAITING):
        for id, role, step in vault.referrals.steps_in(state):
            if outbox.delivery(step.delivery_id) is None:
                vault.referrals.drop_step(id, role, step.id, _at(time))
                dropped.append(id)
            elif state is StepState.INTENDED:
                vault.referrals.set_step(id, role, step, StepState.WAITING, _at(time))
    return dropped


def _tell_referral(vault: Vault, outcome: DeliveryOutcome) -> ReferralOutcome | None:
    id = vault.referrals.find_delivery(outcome.id)
    if id is None:
        return None
    at = datetime.fromtimestamp(outcome.finished_at, UTC)
    if outcome.state is DeliveryState.DELIVERED:
        vault.referrals.mark_delivered(id, outcome.id, outcome.referral_version, at)
    else:
        vault.referrals.mark_refused(id, outcome.id, outcome.reason or outcome.state, at)
    return ReferralOutcome(id, outcome.kind, outcome.state, outcome.reason)


def _tell_step(vault: Vault, outcome: DeliveryOutcome, time: TrustedTime) -> ReferralOutcome | None:
    found = vault.referrals.find_step(outcome.id)
    if found is None:
        return None
    id, role, step = found
    if step.state in (StepState.INTENDED, StepState.WAITING):
        vault.referrals.set_step(
            id,
            role,
            step,
            _STEP_STATES[outcome.state],
            _at(time),
            version=outcome.referral_version,
            reason=outcome.reason,
        )
    return ReferralOutcome(id, outcome.kind, outcome.state, outcome.reason)


def _at(time: TrustedTime) -> datetime:
    return datetime.fromtimestamp(time.now(), UTC)
