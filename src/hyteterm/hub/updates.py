"""What changed for a unit: the states of its referrals, as that unit may see them."""

from datetime import datetime
from typing import Final

from hyteterm.domain.delivery import ReferralState, UpdatesAnswer
from hyteterm.domain.referral import TimelineEntry
from hyteterm.domain.referral_status import Actor, Status, Step
from hyteterm.hub import cursor, feed, log, referrals, settings
from hyteterm.hub.feed import FeedRow
from hyteterm.hub.referrals import StoredReferral
from hyteterm.hub.store import Store, Transaction
from hyteterm.hub.terminals import Terminal

DEFAULT_LIMIT: Final = 100
MAX_LIMIT: Final = 500

_TAKEN_BACK: Final = frozenset({Status.CANCELLED, Status.ENTERED_IN_ERROR})
"""Nobody may work on it any more, so nobody gets the content."""
_ALWAYS_TOLD: Final = frozenset({Step.RETURN, Step.PASS_ON})
"""Receiver's steps whose reason the sender needs, to go on with the referral."""


async def since(
    store: Store, terminal: Terminal, position: str, limit: int, now: datetime
) -> UpdatesAnswer:
    """Changes after the cursor ``position`` (empty: all), at most ``limit`` referrals.

    A cursor of another history (the hub was restored) starts from the beginning: states
    are whole, so taking one twice does no harm.  Handing out content is logged before it
    is handed out.  Raises `cursor.CursorRefused`.
    """

    async def page(tx: Transaction) -> UpdatesAnswer:
        start = (await cursor.position(tx, position) if position else None) or 0
        found = await feed.after(tx, terminal.unit_id, start, limit + 1)
        more, found = len(found) > limit, found[:limit]
        end = found[-1].number if more else await feed.end(tx)
        return UpdatesAnswer(
            epoch=await settings.epoch(tx),
            hub_time=now,
            cursor=await cursor.at(tx, end),
            more=more,
            updates=[state for row in found if (state := await _state(tx, row, terminal))],
        )

    answer = await store.read(page)
    handed_out = [state for state in answer.updates if state.payload is not None]
    if handed_out:

        async def logged(tx: Transaction) -> None:
            for state in handed_out:
                reference = state.payload.client_reference if state.payload else ""
                await log.append(
                    tx,
                    now,
                    log.LogRow(
                        action="handed-out",
                        subject=f"{state.referral_id}.{state.revision}",
                        result=state.role,
                        terminal_id=terminal.id,
                        unit_id=terminal.unit_id,
                        client_reference=reference,
                    ),
                )

        await store.write(logged)
    return answer


async def _state(tx: Transaction, row: FeedRow, terminal: Terminal) -> ReferralState | None:
    stored = await referrals.get(tx, row.referral_id)
    if stored is None:
        return None
    version = stored.version if row.last_version is None else row.last_version
    entries = await referrals.timeline(tx, stored.id, version)
    if row.role is Actor.SENDER and not stored.payload.consent.feedback_to_sender:
        entries = [_without_feedback(entry) for entry in entries]
    newest = entries[-1]
    return ReferralState(
        sequence=row.number,
        referral_id=stored.id,
        revision=stored.revision,
        version=version,
        role=row.role,
        status=newest.status,
        outcome=next((e.outcome for e in reversed(entries) if e.outcome is not None), None),
        attempts=newest.attempts,
        timeline=entries,
        payload=stored.payload if _needs_content(row, stored, terminal) else None,
    )


def _needs_content(row: FeedRow, stored: StoredReferral, terminal: Terminal) -> bool:
    """Whether the unit works on it and this terminal did not send it itself."""
    if row.last_version is not None or stored.status in _TAKEN_BACK:
        return False
    return row.role is Actor.RECEIVER or stored.terminal_id != terminal.id


def _without_feedback(entry: TimelineEntry) -> TimelineEntry:
    """What the sender sees when the client did not agree to feedback: where it is, no more."""
    if entry.actor is not Actor.RECEIVER or entry.step in _ALWAYS_TOLD:
        return entry.model_copy(update={"attempts": 0})
    return entry.model_copy(update={"note": "", "reason": "", "outcome": None, "attempts": 0})
