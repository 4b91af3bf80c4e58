"""Receiving: referrals that came to this unit, and the receiver's steps on them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hyteterm.domain.referral_row import ReferralRow
from hyteterm.domain.referral_status import Actor, Outcome, Step, allowed_steps
from hyteterm.local_cache.access_log import Action
from hyteterm.local_cache.outbox import HOLD_SECONDS, Outbox
from hyteterm.local_cache.queueing import Queueing
from hyteterm.local_cache.stored_referral import StoredReferral

if TYPE_CHECKING:
    from hyteterm.domain.referral import Sender
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.trusted_time import TrustedTime
    from hyteterm.workspace.connection import Connection
    from hyteterm.workspace.session import Session


class ReceivingDesk:
    """The referrals of the receiving unit.  One thread, the one of the vault."""

    def __init__(
        self, home: Home, session: Session, line: Connection, time: TrustedTime, sender: Sender
    ) -> None:
        self._home = home
        self._session = session
        self._line = line
        self._time = time
        self._by = sender

    def rows(self) -> list[ReferralRow]:
        """Received referrals, last changed first."""
        return self._session.vault.referrals.rows(Actor.RECEIVER)

    def referral(self, referral_id: str) -> StoredReferral | None:
        """Everything that is known of a received referral."""
        return self._session.vault.referrals.get(referral_id, Actor.RECEIVER)

    def steps(self, row: ReferralRow) -> tuple[Step, ...]:
        """What the receiver may do with it now."""
        return allowed_steps(Actor.RECEIVER, row.status)

    def viewed(self, referral_id: str) -> None:
        """The professional has opened it."""
        vault = self._session.vault
        stored = self.referral(referral_id)
        if stored is None:
            return
        client = stored.payload.client_reference if stored.payload else ""
        access = self._session.access(Action.VIEW, client=client, subject=referral_id)
        vault.access_log.record(access, datetime.now(UTC))
        vault.referrals.mark_read(referral_id, Actor.RECEIVER)

    def take(
        self,
        seen: StoredReferral,
        step: Step,
        *,
        reason: str = "",
        note: str = "",
        outcome: Outcome | None = None,
        receiver_unit_id: str = "",
        hold: float = HOLD_SECONDS,
    ) -> None:
        """Take a step on what was seen.  Raises `StepRefused`, `NoHubKey`, `DiskFull`."""
        with Outbox.open(self._home.outbox, self._time) as outbox:
            Queueing(self._session.vault, outbox, self._time).step(
                seen,
                step,
                self._by,
                reason=reason,
                note=note,
                outcome=outcome,
                receiver_unit_id=receiver_unit_id,
                hold=hold,
            )
        self._line.changed()
        self._line.wake()
