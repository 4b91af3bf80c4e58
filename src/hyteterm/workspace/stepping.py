"""Steps on referrals, by either side: taken, taken back, and what to do when they collide."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hyteterm.domain.referral import TimelineEntry
from hyteterm.domain.referral_status import Actor, Outcome, Status, Step, StepRefused, after
from hyteterm.local_cache.outbox import HOLD_SECONDS, Outbox
from hyteterm.local_cache.outbox_row import DeliveryState
from hyteterm.local_cache.queueing import Queueing
from hyteterm.local_cache.stored_referral import OwnStep, StepState, StoredReferral

if TYPE_CHECKING:
    from hyteterm.domain.referral import Sender
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.trusted_time import TrustedTime
    from hyteterm.workspace.connection import Connection
    from hyteterm.workspace.session import Session

_FAILED = frozenset({DeliveryState.REFUSED, DeliveryState.CONFLICT})


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a person adds to a step."""

    reason: str = ""
    note: str = ""
    outcome: Outcome | None = None
    receiver_unit_id: str = ""


NO_WORDS = StepWords()


@dataclass(frozen=True, slots=True)
class FailedStep:
    """A step of ours that was not taken."""

    entry: TimelineEntry
    words: StepWords
    reason: str
    """Why: a code (``stale``, ``step-refused``, …)."""
    possible: bool
    """Whether it can still be done, the earlier ones of ours done first."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Our steps that were not taken, beside what had happened meanwhile."""

    seen: StoredReferral
    own: tuple[FailedStep, ...]
    happened: tuple[TimelineEntry, ...]
    """By others, since the version that our first step stood on."""
    fetched: bool
    """Whether what happened has come here already."""

    @property
    def can_redo(self) -> bool:
        """Whether something of ours can still be done."""
        return self.fetched and any(step.possible for step in self.own)


class Stepping:
    """Steps by one side of the referrals.  One thread, the one of the vault."""

    def __init__(
        self,
        role: Actor,
        home: Home,
        session: Session,
        line: Connection,
        time: TrustedTime,
        by: Sender,
    ) -> None:
        self._role = role
        self._home = home
        self._session = session
        self._line = line
        self._time = time
        self._by = by

    def take(
        self,
        seen: StoredReferral,
        step: Step,
        words: StepWords = NO_WORDS,
        *,
        hold: float = HOLD_SECONDS,
    ) -> str:
        """Take a step on what was seen; returns its id, by which it can be taken back.

        Raises `StepRefused`, `NoHubKey`, `DiskFull`: nothing was done.
        """
        with self._queueing() as queueing:
            queued = queueing.step(
                seen,
                step,
                self._by,
                reason=words.reason,
                note=words.note,
                outcome=words.outcome,
                receiver_unit_id=words.receiver_unit_id,
                hold=hold,
            )
        self._line.changed()
        self._line.wake()
        return queued.delivery_id.partition(".")[0]

    def take_back(self, referral_id: str, step_id: str) -> bool:
        """Undo a step that nobody has sent yet; whether that was so."""
        stored = self._session.vault.referrals.get(referral_id, self._role)
        own = (
            next((step for step in stored.own_steps if step.id == step_id), None)
            if stored
            else None
        )
        if own is None:
            return False
        with self._queueing() as queueing:
            done = queueing.take_back_step(referral_id, self._role, own)
        self._line.changed()
        return done

    def to_draft(self, referral_id: str) -> bool:
        """Make a queued referral a draft again; False: a sender has had it in hand."""
        with self._queueing() as queueing:
            done = queueing.take_back(referral_id) is not None
        self._line.changed()
        return done

    def conflict(self, referral_id: str) -> Conflict | None:
        """Our steps on a referral that were not taken; None when all were, or they were seen to."""
        stored = self._session.vault.referrals.get(referral_id, self._role)
        if stored is None:
            return None
        with Outbox.open(self._home.outbox, self._time) as outbox:
            failed = [
                step
                for step in stored.own_steps
                if step.state in (StepState.REFUSED, StepState.CONFLICT)
                and (row := outbox.delivery(step.delivery_id)) is not None
                and row.state in _FAILED
            ]
        if not failed:
            return None
        first = min(step.after_version for step in failed)
        ours = {step.id for step in failed}
        taken = {(s.entry.step, s.entry.at) for s in stored.own_steps if s.id not in ours}
        happened = tuple(
            entry for entry in stored.from_hub[first:] if (entry.step, entry.at) not in taken
        )
        newest = max((step.version or 0 for step in failed), default=0)
        return Conflict(
            seen=stored,
            own=_judged(failed, stored.status, self._role),
            happened=happened,
            fetched=stored.version >= newest,
        )

    def redo(self, referral_id: str, *, hold: float = HOLD_SECONDS) -> int:
        """Take the steps that were not taken again, on what is known now; returns how many.

        Those that are no longer possible are dropped.
        """
        conflict = self.conflict(referral_id)
        if conflict is None or not conflict.can_redo:
            return 0
        self.drop(referral_id)
        done = 0
        for failed in conflict.own:
            seen = self._session.vault.referrals.get(referral_id, self._role)
            if failed.possible and seen is not None:
                self.take(seen, failed.entry.step, failed.words, hold=hold)
                done += 1
        return done

    def drop(self, referral_id: str) -> None:
        """Leave our steps that were not taken; what happened stands."""
        with self._queueing() as queueing:
            queueing.dismiss(referral_id, self._role)
        self._line.changed()

    @contextmanager
    def _queueing(self) -> Iterator[Queueing]:
        with Outbox.open(self._home.outbox, self._time) as outbox:
            yield Queueing(self._session.vault, outbox, self._time)


def _judged(failed: list[OwnStep], status: Status, role: Actor) -> tuple[FailedStep, ...]:
    judged = []
    for step in failed:
        entry, change = step.entry, step.change
        try:
            status = after(entry.step, role, status, reason=entry.reason, outcome=entry.outcome)
        except StepRefused:
            possible = False
        else:
            possible = True
        unit = change.receiver_unit_id if change else ""
        words = StepWords(entry.reason, entry.note, entry.outcome, unit)
        judged.append(FailedStep(entry, words, step.reason, possible))
    return tuple(judged)
