"""Referring: drafts, the queue, and what became of each referral."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hyteterm.domain.consent import ConsentGiven
from hyteterm.domain.message import N_
from hyteterm.domain.referral import Referral, ReferralPayload, Sender
from hyteterm.domain.referral_form import ReferralDraft, draft_of
from hyteterm.domain.referral_row import ReferralRow
from hyteterm.domain.referral_status import Actor, Status, Step, allowed_steps, whose_turn
from hyteterm.local_cache.access_log import Action
from hyteterm.local_cache.drafts import Draft, DraftKind
from hyteterm.local_cache.outbox import HOLD_SECONDS, Outbox
from hyteterm.local_cache.queueing import Queueing
from hyteterm.local_cache.reconciliation import Reconciliation, reconcile
from hyteterm.local_cache.stored_referral import StoredReferral
from hyteterm.translation import current_language
from hyteterm.workspace import drafting
from hyteterm.workspace.session import Locked

if TYPE_CHECKING:
    from hyteterm.domain.service_hit import ServiceHit
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.trusted_time import TrustedTime
    from hyteterm.local_cache.vault import Vault
    from hyteterm.workspace.catalogue import CatalogueDesk
    from hyteterm.workspace.connection import Connection
    from hyteterm.workspace.quick_line import QuickLine
    from hyteterm.workspace.session import Session

CANCELLED: Final = N_("Lähete on peruttu. Vastaanottaja saa siitä tiedon.")
TAKEN_BACK: Final = N_("Lähete ei lähtenyt. Se on nyt luonnos.")
DRAFT_DELETED: Final = N_("Luonnos on poistettu.")
NOT_CANCELLED: Final = N_("Tätä lähetettä ei voi enää perua.")

REFUSALS: Final[dict[str, str]] = {
    "unreadable": N_("Keskuspalvelu ei pystynyt avaamaan lähetettä. Korjaa ja lähetä uudelleen."),
    "unknown-professional": N_("Keskuspalvelu ei tunne sinua tällä päätteellä. Kutsu pääkäyttäjä."),
    "revoked": N_("Oikeutesi lähettää on päättynyt. Kutsu pääkäyttäjä."),
    "wrong-unit": N_("Yksikkösi ei voi tehdä tätä. Kutsu pääkäyttäjä."),
    "already-received": N_("Lähete on jo perillä. Uutta ei tarvita."),
    "other-bytes": N_("Lähetyksessä tapahtui virhe. Korjaa ja lähetä uudelleen."),
    "no-receiver": N_("Vastaanottajaa ei löytynyt. Valitse toinen palvelu tai kunta."),
    "consent-missing": N_("Suostumus puuttuu. Kysy se ja lähetä uudelleen."),
    "step-refused": N_("Lähetteen tilanne on muuttunut, eikä muutosta otettu."),
    "stale": N_("Toinen ehti muuttaa lähetettä ensin. Katso uusi tilanne."),
    "unknown-referral": N_("Keskuspalvelu ei tunne lähetettä. Kutsu pääkäyttäjä."),
    "too-large": N_("Lähete on liian pitkä. Lyhennä tekstejä ja lähetä uudelleen."),
}
REFUSED_OTHERWISE: Final = N_(
    "Keskuspalvelu ei ottanut lähetettä vastaan. Korjaa ja lähetä uudelleen."
)


class ReferralDesk:
    """The professional's own referrals.  One thread, the one of the vault."""

    typed = staticmethod(drafting.typed)
    with_feedback = staticmethod(drafting.with_feedback)
    without_consent = staticmethod(drafting.without_consent)
    with_violence = staticmethod(drafting.with_violence)
    in_writing = staticmethod(drafting.in_writing)
    for_recipient = staticmethod(drafting.for_recipient)
    with_non_disclosure = staticmethod(drafting.with_non_disclosure)
    missing = staticmethod(drafting.mistakes)
    is_minor = staticmethod(drafting.is_minor)

    def __init__(
        self,
        home: Home,
        session: Session,
        catalogue: CatalogueDesk,
        line: Connection,
        time: TrustedTime,
    ) -> None:
        self._home = home
        self._session = session
        self._catalogue = catalogue
        self._line = line
        self._time = time

    # -- drafts ------------------------------------------------------------------

    @property
    def sender(self) -> Sender:
        """The professional who works here.  Raises `Locked`."""
        person = self._session.professional
        if person is None:
            raise Locked
        return Sender(
            professional_id=person.id,
            name=person.name,
            role=person.role,
            unit_id=person.unit_id,
            unit=person.unit,
            phone=person.phone,
        )

    def new_draft(self, service_id: str | None, municipality: str) -> ReferralDraft:
        """An empty referral, to a service when one is given; nothing is saved yet."""
        service = self._catalogue.service(service_id) if service_id else None
        return drafting.new_draft(self.sender, service, municipality, current_language())

    def draft(self, referral_id: str) -> ReferralDraft:
        """A saved draft, or a returned referral as the draft of its correction.

        Raises `LookupError` when there is neither.
        """
        vault = self._vault
        saved = vault.drafts.get(referral_id)
        if saved is not None:
            draft = _draft(saved)
        else:
            stored = vault.referrals.get(referral_id)
            if stored is None or stored.referral is None:
                raise LookupError("draft")
            draft = draft_of(stored.referral)
        self._log(Action.VIEW, draft.referral)
        return draft

    def save_draft(self, draft: ReferralDraft) -> None:
        """Save; when this returns the draft survives a power cut.  Raises `DiskFull`."""
        self._vault.drafts.save(
            Draft(
                id=draft.id,
                kind=DraftKind.REFERRAL,
                owner=self.sender.professional_id,
                body=draft.model_dump(mode="json"),
                title=draft.referral.client.name,
            ),
            datetime.now(UTC),
        )

    def chosen(self, draft: ReferralDraft, field: str, code: str) -> ReferralDraft:
        """The draft after choosing a service, a type, a municipality or a language."""
        if field != "service":
            return drafting.chosen(draft, field, code)
        service = self._catalogue.service(code)
        if service is None:
            return draft
        referral = drafting.to_service(draft.referral, service, current_language())
        return ReferralDraft(referral=referral, typed=draft.typed)

    def with_consent(
        self,
        draft: ReferralDraft,
        *,
        wider: bool,
        how: ConsentGiven = ConsentGiven.SPOKEN,
        recipient: str = "",
    ) -> ReferralDraft:
        """The client, or the guardian, said yes; ``recipient`` was named without a service."""
        provider = self._catalogue.provider_type(draft.referral.receiver.service_id)
        return drafting.with_consent(draft, provider, wider=wider, how=how, recipient=recipient)

    def phrases(self, draft: ReferralDraft) -> list[str]:
        """Phrases for the reason: the county's own (``phrases.json``), then ours."""
        from hyteterm.domain.reason_phrases import phrases

        return phrases(draft.referral.type, own_phrases(self._home.path / "phrases.json"))

    def quick_line(self, municipality: str) -> QuickLine:
        """Quick entry for one referral, by a client of ``municipality`` unless it is said."""
        from hyteterm.workspace.quick_line import QuickLine

        return QuickLine(self._catalogue, municipality)

    def preview(self, draft: ReferralDraft) -> ReferralPayload | None:
        """What would go out; None while something is missing."""
        return drafting.preview(draft)

    def services_for(self, draft: ReferralDraft) -> list[ServiceHit]:
        """Services that could take this referral, its type's and municipality's first."""
        referral = draft.referral
        return self._catalogue.services_for_referrals(referral.client.municipality, referral.type)

    # -- queue -------------------------------------------------------------------------

    def queue(self, draft: ReferralDraft, *, hold: float = HOLD_SECONDS) -> str:
        """Queue the referral; when this returns it will be delivered.  Returns its id.

        ``hold``: seconds in which it can be taken back for sure.
        Raises `NotAllowed`, `StepRefused`, `NoHubKey`, `DiskFull` (the draft stands).
        """
        referral = draft.referral.model_copy(update={"sender": self.sender})
        with self._queueing() as queueing:
            queued = queueing.referral(referral, hold=hold)
        self._line.changed()
        self._line.wake()
        return queued.referral.id

    def take_back(self, referral_id: str) -> bool:
        """Make a queued referral a draft again; False: it had left, and is cancelled."""
        with self._queueing() as queueing:
            if queueing.take_back(referral_id) is not None:
                self._line.changed()
                return True
        self.cancel(referral_id)
        return False

    def cancel(self, referral_id: str) -> str:
        """Cancel a referral, or delete a draft; the message id of what was done."""
        vault = self._vault
        stored = vault.referrals.get(referral_id)
        if stored is None or stored.status is Status.DRAFT:
            vault.drafts.delete(referral_id)
            return DRAFT_DELETED
        if stored.status is Status.QUEUED:
            with self._queueing() as queueing:
                if queueing.take_back(referral_id) is not None:
                    self._line.changed()
                    return TAKEN_BACK
            stored = vault.referrals.get(referral_id)
        if stored is None or Step.CANCEL not in allowed_steps(Actor.SENDER, stored.status):
            return NOT_CANCELLED
        with self._queueing() as queueing:
            queueing.step(stored, Step.CANCEL, self.sender)
        self._line.changed()
        self._line.wake()
        return CANCELLED

    def requeue(self, referral_id: str) -> None:
        """Send a refused delivery again as it is."""
        with self._outbox() as outbox:
            for delivery in outbox.of_subject(referral_id):
                outbox.requeue(delivery.id)
        self._line.changed()
        self._line.sync_now()

    def reconcile(self) -> Reconciliation:
        """Bring vault and outbox together after a start."""
        with self._outbox() as outbox:
            return reconcile(self._vault, outbox, self._time)

    # -- what became of them ---------------------------------------------------------------

    def sent(self) -> list[ReferralRow]:
        """Drafts first, then sent referrals, last changed first."""
        vault = self._vault
        owner = self.sender.professional_id
        drafts = [
            _draft_row(_draft(saved), saved)
            for saved in vault.drafts.all(kind=DraftKind.REFERRAL, owner=owner)
        ]
        drafted = {row.id for row in drafts}
        rows = [row for row in vault.referrals.rows(Actor.SENDER) if row.id not in drafted]
        return [*drafts, *rows]

    def referral(self, referral_id: str) -> StoredReferral | None:
        """Everything that is known of a sent referral; None for a draft."""
        return self._vault.referrals.get(referral_id)

    def viewed(self, referral_id: str) -> None:
        """The professional has opened it: no longer news; the access log notes the look."""
        vault = self._vault
        stored = vault.referrals.get(referral_id)
        if stored is None or stored.referral is None:
            return
        self._log(Action.VIEW, stored.referral)
        if stored.quarantined and stored.status is not Status.RETURNED:
            with self._queueing() as queueing:
                queueing.dismiss(referral_id, Actor.SENDER)
        vault.referrals.mark_read(referral_id, Actor.SENDER)

    def sender_steps(self, row: ReferralRow) -> tuple[Step, ...]:
        """What the sender may do with it now."""
        return allowed_steps(Actor.SENDER, row.status)

    def refusal_text(self, code: str) -> str:
        """Why the hub refused, as a message id."""
        return REFUSALS.get(code, REFUSED_OTHERWISE)

    # -- inner ------------------------------------------------------------------------------

    @property
    def _vault(self) -> Vault:
        return self._session.vault

    @contextmanager
    def _outbox(self) -> Iterator[Outbox]:
        with Outbox.open(self._home.outbox, self._time) as outbox:
            yield outbox

    @contextmanager
    def _queueing(self) -> Iterator[Queueing]:
        with self._outbox() as outbox:
            yield Queueing(self._vault, outbox, self._time)

    def _log(self, action: Action, referral: Referral) -> None:
        access = self._session.access(
            action, client=referral.client.reference, subject=referral.id, why=referral.type
        )
        self._vault.access_log.record(access, datetime.now(UTC))


def _draft(saved: Draft) -> ReferralDraft:
    if "referral" in saved.body:
        return ReferralDraft.model_validate(saved.body)
    return draft_of(Referral.model_validate(saved.body))


def _draft_row(draft: ReferralDraft, saved: Draft) -> ReferralRow:
    referral = draft.referral
    receiver = referral.receiver
    return ReferralRow(
        id=draft.id,
        type=referral.type,
        status=Status.DRAFT,
        client_name=draft.typed.get("name", "") or referral.client.name,
        receiver=receiver.service or receiver.organisation,
        created_at=referral.created_at,
        changed_at=saved.saved_at or referral.created_at,
        whose_turn=whose_turn(Status.DRAFT),
    )


def own_phrases(path: Path) -> dict[str, list[str]]:
    """A county's phrases, type → texts; empty for a missing or unusable file."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(stored, dict):
        return {}
    return {
        str(type): [text for text in texts if isinstance(text, str)]
        for type, texts in stored.items()
        if isinstance(texts, list)
    }
