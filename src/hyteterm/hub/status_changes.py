"""A step of the sender or the receiver arrives: checked against the one table of steps."""

from dataclasses import replace

from hyteterm.domain.delivery import DeliveryResult, StatusChange
from hyteterm.domain.referral import TimelineEntry
from hyteterm.domain.referral_status import Step, StepRefused, after
from hyteterm.hub import professionals, referrals, units
from hyteterm.hub.decision import Circumstances, Decision, refused
from hyteterm.hub.referrals import StoredReferral
from hyteterm.hub.store import Transaction


async def take(tx: Transaction, change: StatusChange, who: Circumstances) -> Decision:
    """Take the step, or refuse it with a code, or say that it acted on an old version."""
    stored = await referrals.get(tx, change.referral_id)
    roles = () if stored is None else stored.roles_of(who.terminal.unit_id)
    if stored is None or not roles:
        return refused("unknown-referral", final=False)
    decision = await _judged(tx, change, stored, who)
    return replace(
        decision,
        action=f"step:{change.step}",
        client_reference=stored.payload.client_reference,
    )


async def _judged(
    tx: Transaction, change: StatusChange, stored: StoredReferral, who: Circumstances
) -> Decision:
    taken = await referrals.version_after(tx, change.id, stored.id)
    if taken is not None:
        return Decision(DeliveryResult.ACCEPTED, version=taken)
    if change.base_version > stored.version:
        # Only a hub restored from a backup is behind: the others' steps are on their way.
        return Decision(DeliveryResult.RETRY, "ahead", stored.version, final=False)
    if change.base_version < stored.version:
        return Decision(DeliveryResult.CONFLICT, "stale", stored.version)
    if change.actor not in stored.roles_of(who.terminal.unit_id):
        return refused("step-refused")
    try:
        status = after(
            change.step,
            change.actor,
            stored.status,
            reason=change.reason,
            outcome=change.outcome,
        )
    except StepRefused:
        return refused("step-refused")
    receiver_unit_id = stored.receiver_unit_id
    if change.step is Step.PASS_ON:
        receiver = await units.get(tx, change.receiver_unit_id)
        if receiver is None or receiver.id == receiver_unit_id:
            return refused("no-receiver")
        receiver_unit_id = receiver.id
    attempts = stored.attempts + (change.step is Step.NOT_REACHED)
    by = await _name(tx, change, who)
    moved = replace(
        stored,
        status=status,
        outcome=change.outcome if change.step is Step.COMPLETE else stored.outcome,
        attempts=0 if change.step is Step.PASS_ON else attempts,
        receiver_unit_id=receiver_unit_id,
    )
    entry = TimelineEntry(
        step=change.step,
        actor=change.actor,
        at=min(change.at, who.now),
        status=status,
        by=by,
        by_id=who.professional_id,
        reason=change.reason,
        note=change.note,
        outcome=change.outcome if change.step is Step.COMPLETE else None,
        attempts=attempts,
    )
    moved = await referrals.advance(tx, stored, moved, entry, change.id)
    return Decision(DeliveryResult.ACCEPTED, version=moved.version)


async def _name(tx: Transaction, change: StatusChange, who: Circumstances) -> str:
    """Who did it, as the hub knows the professional, not as the message claims."""
    professional = await professionals.get(tx, who.professional_id)
    unit = await units.get(tx, who.terminal.unit_id)
    names = [professional.name if professional else "", unit.name if unit else ""]
    return ", ".join(name for name in names if name) or change.by
