"""The basket, and a referral to each of its services in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hyteterm.domain.basket import Basket, ReceiverGroup, by_receiver
from hyteterm.domain.identifier import new_id
from hyteterm.domain.message import N_
from hyteterm.domain.referral_form import ReferralDraft
from hyteterm.translation import current_language

if TYPE_CHECKING:
    from hyteterm.domain.service import Service
    from hyteterm.workspace.catalogue import CatalogueDesk
    from hyteterm.workspace.referrals import ReferralDesk

NOBODY_ASKED: Final = N_("Kysy lupa jokaiselle vastaanottajalle: k, l tai e.")
EVERYBODY_REFUSED: Final = N_(
    "Ilman lupaa mitään ei lähetetä. Anna asiakkaalle esite: Esc ja Enter."
)


class Answer(StrEnum):
    """What the client said of one receiver."""

    BASIC = "basic"
    WIDER = "wider"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Batch:
    """Referrals being written together: one client and reason, an answer for each receiver."""

    draft: ReferralDraft
    """To the first service; it is saved, so that what is typed is never lost."""
    groups: tuple[ReceiverGroup, ...]
    ids: Mapping[str, str]
    """Service → id of its referral."""
    answers: Mapping[str, Answer]
    """Key of a `ReceiverGroup` → answer."""
    violence: frozenset[str] = frozenset()
    """Keys of the receivers that may be told of violence, too: an own yes."""

    def answer(self, group: ReceiverGroup) -> Answer | None:
        """What was said of this receiver; None: not asked yet."""
        return self.answers.get(group.key)


class BasketDesk:
    """The basket of this sitting: it is kept in memory and is gone when the terminal locks."""

    def __init__(self, catalogue: CatalogueDesk, referrals: Callable[[], ReferralDesk]) -> None:
        self._catalogue = catalogue
        self._referrals = referrals
        self.basket = Basket()
        self._begun: Batch | None = None

    def toggle(self, service_id: str) -> bool:
        """Put the service in, or take it out; whether it is in now."""
        self.basket = self.basket.toggled(service_id)
        return service_id in self.basket

    def clear(self) -> None:
        """Empty it, for the next client; referrals that were begun stay as a draft."""
        self.basket = Basket()
        self._begun = None

    def services(self) -> list[Service]:
        """The services in it, without those that have been withdrawn meanwhile."""
        found = map(self._catalogue.service, self.basket.service_ids)
        return [service for service in found if service is not None]

    # -- a referral to each -------------------------------------------------------------

    def begin(self, municipality: str) -> Batch | None:
        """Referrals to every service that takes them; None when none does.  Raises `Locked`.

        What was begun with this basket goes on: the client is there, and so is the answer
        for each receiver whose services are the same.
        """
        groups = by_receiver(self.services(), current_language())
        if not groups:
            return None
        desk, before = self._referrals(), self._begun
        services = [service for group in groups for service in group.services]
        if before is None:
            draft = desk.new_draft(services[0].id, municipality)
        else:
            draft = desk.chosen(before.draft, "service", services[0].id)
        asked = before.groups if before else ()
        return Batch(
            draft=draft,
            groups=groups,
            ids={service.id: new_id() for service in services} | {services[0].id: draft.id},
            answers={
                key: answer
                for key, answer in (before.answers if before else {}).items()
                if any(group.key == key and group in asked for group in groups)
            },
            violence=before.violence if before else frozenset(),
        )

    def keep(self, batch: Batch) -> None:
        """Remember how far a batch has come.  Raises `DiskFull` when it could not be saved."""
        self._begun = batch
        self._referrals().save_draft(batch.draft)

    def changed(self, batch: Batch, draft: ReferralDraft) -> Batch:
        """The batch with another client or reason.

        A yes does not outlive a change of the client's protection.
        """
        before, after = batch.draft.referral.client, draft.referral.client
        same = before.non_disclosure == after.non_disclosure
        if same:
            return replace(batch, draft=draft)
        return replace(batch, draft=draft, answers={}, violence=frozenset())

    def answered(self, batch: Batch, group: ReceiverGroup, answer: Answer) -> Batch:
        """The batch with what the client said of one receiver; matters of violence are asked anew."""
        answers = {**batch.answers, group.key: answer}
        return replace(batch, answers=answers, violence=batch.violence - {group.key})

    def with_violence(self, batch: Batch, group: ReceiverGroup) -> Batch:
        """The batch with the own yes, or no longer with it, to tell one receiver of violence."""
        return replace(batch, violence=batch.violence ^ {group.key})

    def drafts(self, batch: Batch, group: ReceiverGroup) -> list[ReferralDraft]:
        """The referrals to one receiver, as they would go now."""
        answer = batch.answer(group)
        made = []
        for service in group.services:
            draft = self._addressed(batch, service)
            if answer in (Answer.BASIC, Answer.WIDER):
                wider = answer is Answer.WIDER
                draft = self._referrals().with_consent(draft, wider=wider)
                told = group.key in batch.violence
                draft = self._referrals().with_violence(draft, told)
            made.append(draft)
        return made

    def missing(self, batch: Batch) -> list[tuple[str, str]]:
        """(field or ``consent``, message id) of what to mend before sending."""
        if any(batch.answer(group) is None for group in batch.groups):
            # What the client has not been asked is told after what has not been typed.
            waiting = [("consent", NOBODY_ASKED)]
        else:
            waiting = []
        agreed = [group for group in batch.groups if batch.answer(group) is not Answer.NO]
        if not agreed:
            return [("consent", EVERYBODY_REFUSED)]
        found = {
            field: message
            for group in agreed
            for draft in self.drafts(batch, group)
            for field, message in self._referrals().missing(draft)
            if field != "consent" or batch.answer(group) is not None
        }
        return [*found.items(), *waiting]

    def queue(self, batch: Batch) -> list[str]:
        """Queue a referral to every receiver that the client agreed to; returns their ids.

        All or none: when one cannot be queued, those before it are taken back and the
        error is raised again (`NotAllowed`, `NoHubKey`, `DiskFull`).  The basket is emptied.
        """
        desk = self._referrals()
        queued: list[str] = []
        agreed = [group for group in batch.groups if batch.answer(group) is not Answer.NO]
        try:
            for group in agreed:
                for draft in self.drafts(batch, group):
                    queued.append(desk.queue(draft))
        except Exception:
            for referral_id in queued:
                desk.take_back(referral_id)
                if referral_id != batch.draft.id:
                    desk.cancel(referral_id)
            desk.save_draft(batch.draft)
            raise
        if batch.draft.id not in queued:
            desk.cancel(batch.draft.id)
        self.clear()
        return queued

    def _addressed(self, batch: Batch, service: Service) -> ReferralDraft:
        """The same client and reason, to this service."""
        desk = self._referrals()
        draft = desk.chosen(batch.draft, "service", service.id)
        referral = draft.referral.model_copy(update={"id": batch.ids[service.id]})
        draft = ReferralDraft(referral=referral, typed=draft.typed)
        if born := draft.typed.get("born"):
            # An identity code stays only where this type's receiver needs it.
            draft = desk.typed(draft, "born", born)
        return draft
