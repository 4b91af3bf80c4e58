"""Following up: what the sender does with a referral after writing it, each undone for a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from hyteterm.domain.message import N_
from hyteterm.domain.referral_form import ReferralDraft
from hyteterm.domain.referral_row import ReferralRow
from hyteterm.domain.referral_status import WITHDRAWN, Actor, Status, Step, allowed_steps
from hyteterm.local_cache.access_log import Action
from hyteterm.local_cache.outbox import HOLD_SECONDS
from hyteterm.local_cache.stored_referral import StoredReferral
from hyteterm.workspace import drafting
from hyteterm.workspace.referrals import CANCELLED, NOT_CANCELLED
from hyteterm.workspace.stepping import NO_WORDS, Conflict, Stepping, StepWords

if TYPE_CHECKING:
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.trusted_time import TrustedTime
    from hyteterm.local_cache.vault import Vault
    from hyteterm.workspace.connection import Connection
    from hyteterm.workspace.referrals import ReferralDesk
    from hyteterm.workspace.session import Session

REMINDED: Final = N_("Vastaanottajaa muistutetaan.")
ENTERED_IN_ERROR: Final = N_("Lähete on mitätöity. Vastaanottaja saa siitä tiedon.")
NOTED: Final = N_("Vastaus on kirjattu omaksi merkinnäksesi.")
WITHDRAWN_DRAFT: Final = N_("Suostumus on peruttu. Luonnos ei lähde ilman uutta lupaa.")
WITHDRAWN_SENT: Final = N_("Suostumus on peruttu. Vastaanottaja saa peruutuksen ja syyn.")
WITHDRAWN_LATE: Final = N_(
    "Suostumuksen peruminen on kirjattu. Lähete on jo päättynyt: kerro vastaanottajalle."
)


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, and how to undo it within the time for it."""

    message: str
    """A message id."""
    undo: Callable[[], bool] | None = None
    """Whether it could still be undone."""


class FollowingDesk:
    """The sender's side of the loop.  One thread, the one of the vault."""

    def __init__(
        self,
        home: Home,
        session: Session,
        line: Connection,
        time: TrustedTime,
        referrals: ReferralDesk,
    ) -> None:
        self._session = session
        self._referrals = referrals
        self._steps = Stepping(Actor.SENDER, home, session, line, time, referrals.sender)
        self._warned: set[tuple[str, str]] = set()

    # -- steps -----------------------------------------------------------------------

    def remind(self, referral_id: str, *, hold: float = HOLD_SECONDS) -> Done:
        """Remind the receiver.  Raises `StepRefused`, `DiskFull`."""
        return self._step(referral_id, Step.REMIND, REMINDED, hold=hold)

    def enter_in_error(self, referral_id: str, *, hold: float = HOLD_SECONDS) -> Done:
        """It should never have been made.  Raises `StepRefused`, `DiskFull`."""
        return self._step(referral_id, Step.ENTER_IN_ERROR, ENTERED_IN_ERROR, hold=hold)

    def cancel(self, referral_id: str, *, hold: float = HOLD_SECONDS) -> Done:
        """Cancel a referral, take it back, or delete a draft, whichever it takes now."""
        vault = self._vault
        stored = vault.referrals.get(referral_id)
        if stored is not None and stored.status not in (Status.DRAFT, Status.QUEUED):
            if Step.CANCEL not in allowed_steps(Actor.SENDER, stored.status):
                return Done(NOT_CANCELLED)
            return self._step(referral_id, Step.CANCEL, CANCELLED, hold=hold)
        draft = vault.drafts.get(referral_id)
        message = self._referrals.cancel(referral_id)
        if draft is None:
            return Done(message)

        def restored() -> bool:
            vault.drafts.save(draft, datetime.now(UTC))
            return True

        return Done(message, restored)

    def withdraw(self, referral_id: str, *, hold: float = HOLD_SECONDS) -> Done:
        """The client takes the consent back, before sending or after it.

        Before: the draft stays, without consent.  After: the receiver gets a cancellation
        with this reason.  Raises `DiskFull`.
        """
        vault = self._vault
        stored = vault.referrals.get(referral_id)
        if stored is not None and stored.status is Status.QUEUED:
            self._steps.to_draft(referral_id)
            stored = vault.referrals.get(referral_id)
        if stored is None or stored.status is Status.DRAFT:
            if vault.drafts.get(referral_id) is None:
                return Done(NOT_CANCELLED)
            draft = self._referrals.draft(referral_id)
            self._referrals.save_draft(drafting.without_consent(draft))
            return Done(WITHDRAWN_DRAFT, lambda: self._saved(draft))
        vault.drafts.delete(referral_id)  # a correction that was begun
        step_id = ""
        if Step.CANCEL in allowed_steps(Actor.SENDER, stored.status):
            step_id = self._steps.take(stored, Step.CANCEL, StepWords(reason=WITHDRAWN), hold=hold)
        vault.referrals.withdraw_consent(referral_id, datetime.now(UTC))

        def restored() -> bool:
            if step_id and not self._steps.take_back(referral_id, step_id):
                return False
            vault.referrals.withdraw_consent(referral_id, None)
            return True

        return Done(WITHDRAWN_SENT if step_id else WITHDRAWN_LATE, restored)

    def answered_by_phone(self, referral_id: str, text: str) -> Done:
        """Keep what the receiver said on the phone as the sender's own note; it goes nowhere.

        The status stays: the receiver alone changes it.  Raises `DiskFull`, `LookupError`.
        """
        vault, at = self._vault, datetime.now(UTC)
        stored = vault.referrals.get(referral_id)
        with vault.transaction():
            note = vault.referrals.add_own_note(
                referral_id, self._referrals.sender.name, text.strip(), at
            )
            self._log(Action.SAVE, stored)

        def removed() -> bool:
            vault.referrals.drop_step(referral_id, Actor.SENDER, note, datetime.now(UTC))
            return True

        return Done(NOTED, removed)

    # -- collisions ------------------------------------------------------------------

    def conflict(self, referral_id: str) -> Conflict | None:
        """Our steps that were not taken, beside what happened; None when there are none."""
        return self._steps.conflict(referral_id)

    def redo(self, referral_id: str, *, hold: float = HOLD_SECONDS) -> int:
        """Take our steps that were not taken again; returns how many."""
        return self._steps.redo(referral_id, hold=hold)

    def drop(self, referral_id: str) -> None:
        """Leave our steps that were not taken."""
        self._steps.drop(referral_id)

    def resend_withdrawals(self) -> int:
        """A client's no holds whatever the receiver did meanwhile: send it anew, unasked.

        Returns how many.  One that is no longer possible (the referral has ended) stays for
        the professional to see.
        """
        done = 0
        for row in self._vault.referrals.rows(Actor.SENDER):
            conflict = self.conflict(row.id) if row.quarantined else None
            if conflict is not None and any(
                one.possible and one.words.reason == WITHDRAWN for one in conflict.own
            ):
                done += self.redo(row.id, hold=0.0)
        return done

    # -- before sending ----------------------------------------------------------------

    def open_alike(self, draft: ReferralDraft) -> ReferralRow | None:
        """An open referral of the same type for the same client; the first look is logged.

        The same client: the same reference, or the same name with the same phone or birth.
        """
        referral = draft.referral
        client, name = referral.client, referral.client.name.casefold()
        for row, reference in self._vault.referrals.open_of_type(referral.type, but=referral.id):
            same = reference == client.reference
            if not same and name and row.client_name.casefold() == name:
                other = self._vault.client(reference)
                same = other is not None and (
                    bool(client.phone and client.phone == other.phone)
                    or bool(client.year_of_birth and client.year_of_birth == other.year_of_birth)
                )
            if same:
                if (draft.id, row.id) not in self._warned:
                    self._warned.add((draft.id, row.id))
                    self._log(Action.SEARCH, self._vault.referrals.get(row.id))
                return row
        return None

    # -- inner ---------------------------------------------------------------------------

    @property
    def _vault(self) -> Vault:
        return self._session.vault

    def _step(self, referral_id: str, step: Step, message: str, *, hold: float) -> Done:
        stored = self._vault.referrals.get(referral_id)
        if stored is None:
            return Done(NOT_CANCELLED)
        step_id = self._steps.take(stored, step, NO_WORDS, hold=hold)
        return Done(message, lambda: self._steps.take_back(referral_id, step_id))

    def _saved(self, draft: ReferralDraft) -> bool:
        self._referrals.save_draft(draft)
        return True

    def _log(self, action: Action, stored: StoredReferral | None) -> None:
        if stored is None:
            return
        body = stored.referral
        reference = body.client.reference if body else ""
        access = self._session.access(
            action, client=reference, subject=stored.id, why=body.type if body else ""
        )
        self._vault.access_log.record(access, datetime.now(UTC))
