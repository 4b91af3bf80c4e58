"""Deliveries: each is acted on once, however often it arrives (table delivery).

Effect, receipt, log row and the terminal's highest sequence are of one transaction, so a
hub that dies between commit and answer gives the stored receipt when it is asked again.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hyteterm.domain.delivery import (
    DeliveryAnswer,
    DeliveryKind,
    DeliveryResult,
    Envelope,
    Receipt,
    StatusChange,
)
from hyteterm.domain.referral import ReferralPayload
from hyteterm.hub import (
    arrivals,
    card_responses,
    faults,
    keys,
    log,
    professionals,
    settings,
    status_changes,
    submissions,
    terminals,
    times,
)
from hyteterm.hub.decision import Circumstances, Decision, refused
from hyteterm.hub.opening import Opened, open_all
from hyteterm.hub.store import Row, Store, StoreUnavailable, Transaction
from hyteterm.hub.terminals import Terminal


async def receive(
    store: Store, envelopes: Sequence[Envelope], terminal: Terminal, now: datetime
) -> DeliveryAnswer:
    """Take the envelopes in their order, in one transaction; a receipt for each.

    When the transaction breaks, each envelope gets its own, so that one that cannot be
    stored does not hold the others up: it is answered `retry`.
    """
    private = await store.read(keys.private_keys)

    async def before(tx: Transaction) -> int:
        return await terminals.highest_sequence(tx, terminal.id)

    # Before this request has an effect: a restored copy would hide its loss behind it.
    highest = await store.read(before)
    found = await asyncio.to_thread(open_all, envelopes, terminal.id, private)

    async def together(tx: Transaction) -> list[Receipt]:
        return [await _take(tx, one, terminal, now) for one in found]

    try:
        receipts = await store.write(together)
    except StoreUnavailable:
        raise
    except Exception as error:
        faults.report(error)
        receipts = [await _alone(store, one, terminal, now) for one in found]

    async def answer(tx: Transaction) -> DeliveryAnswer:
        return DeliveryAnswer(
            epoch=await settings.epoch(tx),
            highest_sequence=highest,
            hub_time=now,
            receipts=receipts,
        )

    return await store.read(answer)


async def _alone(store: Store, one: Opened, terminal: Terminal, now: datetime) -> Receipt:
    async def work(tx: Transaction) -> Receipt:
        return await _take(tx, one, terminal, now)

    try:
        return await store.write(work)
    except StoreUnavailable:
        raise
    except Exception as error:
        faults.report(error)
        return _receipt(one, Decision(DeliveryResult.RETRY, "hub-fault"), None)


async def _take(tx: Transaction, one: Opened, terminal: Terminal, now: datetime) -> Receipt:
    """The receipt of one envelope: the stored one, or that of a decision made now."""
    envelope = one.envelope
    if one.damaged:
        return _receipt(one, Decision(DeliveryResult.RETRY, "damaged"), None)
    stored = await tx.row(
        "SELECT * FROM delivery WHERE terminal_id = $1 AND id = $2", terminal.id, envelope.id
    )
    if stored is not None:
        same = stored["sha256"] == envelope.sha256
        return _stored(stored) if same else _receipt(one, refused("other-bytes"), None)
    decision = await _decided(tx, one, terminal, now)
    if decision.result is DeliveryResult.RETRY:
        return _receipt(one, decision, None)
    await log.append(
        tx,
        now,
        log.LogRow(
            action=decision.action or "delivery",
            subject=envelope.id,
            result=decision.reason or decision.result,
            terminal_id=terminal.id,
            unit_id=terminal.unit_id,
            professional_id=one.content.professional_id if one.content else "",
            client_reference=decision.client_reference,
        ),
    )
    if decision.result is DeliveryResult.ACCEPTED:
        await terminals.accepted(tx, terminal.id, envelope.sequence)
    if decision.final:
        await tx.execute(
            "INSERT INTO delivery (terminal_id, id, sha256, sequence, result, reason,"
            " received_at, referral_version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            terminal.id,
            envelope.id,
            envelope.sha256,
            envelope.sequence,
            decision.result,
            decision.reason,
            times.written(now),
            decision.version,
        )
    return _receipt(one, decision, now)


async def _decided(tx: Transaction, one: Opened, terminal: Terminal, now: datetime) -> Decision:
    content = one.content
    if content is None:
        return refused(one.refusal)
    who = Circumstances(terminal, content.professional_id, now)
    if reason := await professionals.refusal(tx, who.professional_id, terminal.unit_id):
        return replace(refused(reason), action=content.kind)
    if isinstance(one.body, ReferralPayload):
        decision = await arrivals.take(tx, one.body, who)
    elif isinstance(one.body, StatusChange):
        decision = await status_changes.take(tx, one.body, who)
    elif content.kind is DeliveryKind.CARD_RESPONSE:
        decision = await card_responses.take(tx, content, who, one.subject_id)
    else:
        decision = await submissions.take(tx, content, who)
    return replace(decision, action=decision.action or content.kind)


def _receipt(one: Opened, decision: Decision, received_at: datetime | None) -> Receipt:
    return Receipt(
        id=one.envelope.id,
        sha256=one.envelope.sha256,
        result=decision.result,
        reason=decision.reason,
        received_at=received_at,
        referral_version=decision.version,
    )


def _stored(row: Row) -> Receipt:
    return Receipt(
        id=row["id"],
        sha256=row["sha256"],
        result=DeliveryResult(row["result"]),
        reason=row["reason"],
        received_at=times.read(row["received_at"]),
        referral_version=row["referral_version"],
    )
