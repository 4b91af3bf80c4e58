"""A referral arrives, for the first time or as a correction of a returned one."""

from dataclasses import replace

from hyteterm.domain.delivery import DeliveryResult
from hyteterm.domain.referral import ReferralPayload, TimelineEntry
from hyteterm.domain.referral_status import Actor, Status, Step, StepRefused, after
from hyteterm.hub import agreement, referrals, units
from hyteterm.hub.decision import Circumstances, Decision, refused
from hyteterm.hub.referrals import StoredReferral
from hyteterm.hub.store import Transaction


async def take(tx: Transaction, payload: ReferralPayload, who: Circumstances) -> Decision:
    """Store the referral for its receiver, or refuse it with a code."""
    unit_id = who.terminal.unit_id
    sender = payload.sender
    if sender.professional_id != who.professional_id or sender.unit_id not in ("", unit_id):
        return refused("wrong-unit")
    if not agreement.holds(payload):
        return refused("consent-missing")
    stored = await referrals.get(tx, payload.id)
    if stored is not None and stored.sender_unit_id != unit_id:
        return refused("unknown-referral")
    if stored is not None and not _corrects(payload, stored):
        return refused("already-received")
    receiver = await units.receiver_of(tx, payload)
    if receiver is None:
        return refused("no-receiver")
    arrived = StoredReferral(
        id=payload.id,
        revision=payload.revision,
        version=1,
        status=Status.DELIVERED,
        outcome=None,
        attempts=0,
        sender_unit_id=unit_id,
        receiver_unit_id=receiver.id,
        terminal_id=who.terminal.id,
        received_at=who.now,
        payload=payload,
    )
    corrected = stored is not None
    entry = TimelineEntry(
        step=Step.CORRECT if corrected else Step.DELIVER,
        actor=Actor.SENDER if corrected else Actor.DELIVERY,
        at=who.now,
        status=Status.DELIVERED,
        by=sender.unit or sender.name,
    )
    if stored is None:
        await referrals.add(tx, arrived, entry)
    else:
        arrived = replace(arrived, received_at=stored.received_at)
        arrived = await referrals.advance(tx, stored, arrived, entry)
    return Decision(
        DeliveryResult.ACCEPTED,
        version=arrived.version,
        action=f"referral:{entry.step}",
        client_reference=payload.client_reference,
    )


def _corrects(payload: ReferralPayload, stored: StoredReferral) -> bool:
    """Whether the payload is a newer revision of a referral that the receiver returned."""
    try:
        after(Step.CORRECT, Actor.SENDER, stored.status)
    except StepRefused:
        return False
    return payload.revision > stored.revision
