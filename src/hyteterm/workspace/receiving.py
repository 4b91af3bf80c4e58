"""Receiving: referrals that came to this unit, and the receiver's steps on them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from hyteterm.domain import finnish_time
from hyteterm.domain.contact_day import parse_day
from hyteterm.domain.received_row import ReceivedRow, View, Worker, counts, viewed
from hyteterm.domain.referral_status import Actor, Status, Step, allowed_steps
from hyteterm.local_cache.access_log import Action
from hyteterm.local_cache.outbox import HOLD_SECONDS
from hyteterm.local_cache.stored_referral import StoredReferral
from hyteterm.local_cache.workload import OwnMark
from hyteterm.workspace.stepping import NO_WORDS, Conflict, Stepping, StepWords

if TYPE_CHECKING:
    from hyteterm.domain.referral import Sender
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.trusted_time import TrustedTime
    from hyteterm.workspace.connection import Connection
    from hyteterm.workspace.session import Session
    from hyteterm.workspace.units import UnitDesk

_CLOSED_TO_ALL = frozenset({Status.CANCELLED, Status.ENTERED_IN_ERROR})


class ReceivingDesk:
    """The referrals of the receiving unit.  One thread, the one of the vault."""

    def __init__(
        self,
        home: Home,
        session: Session,
        line: Connection,
        time: TrustedTime,
        by: Sender,
        units: UnitDesk,
    ) -> None:
        self._session = session
        self._by = by
        self._units = units
        self._steps = Stepping(Actor.RECEIVER, home, session, line, time, by)

    @property
    def professional(self) -> Worker:
        """Who works here."""
        return Worker(self._by.professional_id, self._by.name)

    # -- the list ------------------------------------------------------------------

    def rows(self) -> list[ReceivedRow]:
        """Received referrals, last changed first; those that were passed on are not here."""
        return self._session.vault.workload.rows()

    def shown(
        self, rows: list[ReceivedRow], view: View, kept: frozenset[str] = frozenset()
    ) -> list[ReceivedRow]:
        """The rows of a view in its order; ``kept`` stay although they no longer belong."""
        return viewed(rows, view, self.professional, kept=kept)

    def counts(self, rows: list[ReceivedRow]) -> dict[View, int]:
        """How many rows each view has."""
        return counts(rows, self.professional)

    # -- one referral -----------------------------------------------------------------

    def referral(self, referral_id: str) -> StoredReferral | None:
        """Everything that is known of a received referral."""
        return self._session.vault.referrals.get(referral_id, Actor.RECEIVER)

    def steps(self, status: Status) -> tuple[Step, ...]:
        """What the receiver may do in ``status``."""
        return allowed_steps(Actor.RECEIVER, status)

    def viewed(self, referral_id: str) -> None:
        """The professional has opened it: no longer news; the access log notes the look."""
        vault = self._session.vault
        stored = self.referral(referral_id)
        if stored is None:
            return
        payload = stored.payload
        access = self._session.access(
            Action.VIEW,
            client=payload.client_reference if payload else "",
            subject=referral_id,
            why=payload.type if payload else "",
        )
        with vault.transaction():
            vault.access_log.record(access, datetime.now(UTC))
            vault.referrals.mark_read(referral_id, Actor.RECEIVER)

    def is_withdrawn(self, stored: StoredReferral) -> bool:
        """Whether the sender has taken it back, so that its content is nobody's to read."""
        return stored.status in _CLOSED_TO_ALL

    def attempts_left(self, stored: StoredReferral) -> int:
        """Tries to reach the client until it goes back to the sender; 0: it is time."""
        return max(0, self._units.contact_attempts - stored.attempts)

    # -- steps ----------------------------------------------------------------------------

    def take(
        self,
        seen: StoredReferral,
        step: Step,
        words: StepWords = NO_WORDS,
        *,
        hold: float = HOLD_SECONDS,
    ) -> str:
        """Take a step on what was seen; returns its id.

        Raises `StepRefused`, `NoHubKey`, `DiskFull`: nothing was done.
        """
        taken = self._steps.take(seen, step, words, hold=hold)
        self._session.vault.referrals.mark_read(seen.id, Actor.RECEIVER)
        return taken

    def take_back(self, referral_id: str, step_id: str) -> bool:
        """Undo a step that has not left yet; whether that was so."""
        return self._steps.take_back(referral_id, step_id)

    def conflict(self, referral_id: str) -> Conflict | None:
        """Our steps that were not taken, beside what happened; None when there are none."""
        return self._steps.conflict(referral_id)

    def redo(self, referral_id: str, *, hold: float = HOLD_SECONDS) -> int:
        """Take our steps that were not taken again; returns how many."""
        return self._steps.redo(referral_id, hold=hold)

    def drop(self, referral_id: str) -> None:
        """Leave our steps that were not taken."""
        self._steps.drop(referral_id)

    # -- own marks ---------------------------------------------------------------------------

    def mark(self, referral_id: str) -> OwnMark:
        """The receiver's own note and the day of the next contact; they go nowhere."""
        return self._session.vault.workload.mark(referral_id)

    def put_mark(self, referral_id: str, day: date | None, note: str) -> None:
        """Keep them.  Raises `DiskFull`."""
        self._session.vault.workload.put_mark(referral_id, OwnMark(day, note.strip()))

    def day(self, text: str) -> date | None:
        """The coming day that ``text`` means; None for no text.  Raises `NotADay`."""
        return parse_day(text, self.today()) if text.strip() else None

    def today(self) -> date:
        """The day in Finland."""
        return finnish_time.local(finnish_time.now()).date()
