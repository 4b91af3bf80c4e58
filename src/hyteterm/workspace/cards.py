"""Conversing: unfinished and finished cards, what they lead to, and what leaves of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from hyteterm.domain import finnish_time
from hyteterm.domain.brief_advice import advice_text
from hyteterm.domain.card_answers import CardAnswers, read_card, response_values
from hyteterm.domain.card_summary import record_text
from hyteterm.domain.delivery import DeliveryKind
from hyteterm.domain.finnish_time import local
from hyteterm.domain.localized import localized
from hyteterm.domain.questionnaire import Session as FormSession
from hyteterm.domain.questionnaire.response import canonical_of
from hyteterm.domain.referral_form import ReferralDraft, draft_of
from hyteterm.domain.safety import Alarm, SafetyGuide, safety_guide
from hyteterm.domain.suggestion_request import SuggestionRequest
from hyteterm.local_cache.access_log import Action
from hyteterm.local_cache.drafts import Draft, DraftKind
from hyteterm.local_cache.vault_cards import FinishedCard
from hyteterm.translation import current_language
from hyteterm.translation import gettext as _
from hyteterm.workspace import suggesting
from hyteterm.workspace.card_body import CONVERSATION, CardBody, FormBody
from hyteterm.workspace.card_forms import OWN_CARD, Form, forms, own_card
from hyteterm.workspace.card_policy import CardPolicy, card_policy
from hyteterm.workspace.card_sharing import begun_referral, shared_response
from hyteterm.workspace.conversation import Conversation, new_conversation
from hyteterm.workspace.session import Locked
from hyteterm.workspace.suggesting import Suggestions

if TYPE_CHECKING:
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.trusted_time import TrustedTime
    from hyteterm.local_cache.vault import Vault
    from hyteterm.workspace.catalogue import CatalogueDesk
    from hyteterm.workspace.connection import Connection
    from hyteterm.workspace.referrals import ReferralDesk
    from hyteterm.workspace.session import Session

LOGGED_CARD: Final = "card"
"""Reason of the access log's rows about cards."""


@dataclass(frozen=True, slots=True)
class UnfinishedCard:
    """A card that can be gone on with."""

    id: str
    form: str
    """`OWN_CARD`, or the name of the county's form."""
    title: str
    """The client as told; may be empty."""
    saved_at: datetime


class CardDesk:
    """The professional's cards.  One thread, the one of the vault; `suggest` on any."""

    def __init__(
        self,
        home: Home,
        session: Session,
        catalogue: CatalogueDesk,
        referrals: ReferralDesk,
        line: Connection,
        time: TrustedTime,
    ) -> None:
        self._home = home
        self._session = session
        self._catalogue = catalogue
        self._referrals = referrals
        self._line = line
        self._time = time
        self._searched: set[tuple[str, str]] = set()
        """Card and client that were searched for on this sitting."""

    @cached_property
    def policy(self) -> CardPolicy:
        """What the county has decided; read once after a start."""
        return card_policy(self._home, self._time)

    def forms(self) -> list[Form]:
        """Our own card and the county's forms, also those that cannot be opened."""
        return forms(self._home)

    # -- unfinished ------------------------------------------------------------------

    def new(self, municipality: str) -> Conversation:
        """A card with nothing on it; nothing is saved yet."""
        return new_conversation(
            municipality=municipality,
            language=current_language(),
            others_hear=self.policy.counter_mode,
            at=finnish_time.now(),
        )

    def new_form(self, form: str) -> FormBody:
        """An empty filling of a county's form; nothing is saved yet."""
        return FormBody(form=form, language=str(current_language()), started_at=finnish_time.now())

    def unfinished(self) -> list[UnfinishedCard]:
        """This professional's unfinished cards, last saved first."""
        return [
            UnfinishedCard(
                draft.id,
                str(draft.body.get("form", OWN_CARD)),
                draft.title,
                draft.saved_at or finnish_time.now(),
            )
            for draft in self._vault.drafts.all(kind=DraftKind.CARD, owner=self._owner)
        ]

    def resume(self, card_id: str) -> Conversation | FormBody:
        """An unfinished card as it was last saved.  Raises `LookupError` when there is none."""
        draft = self._vault.drafts.get(card_id)
        if draft is None or draft.kind != DraftKind.CARD:
            raise LookupError("card")
        body: CardBody | FormBody
        if draft.body.get("kind") == CONVERSATION:
            body = CardBody.model_validate(draft.body)
        else:
            body = FormBody.model_validate(draft.body)
        self._log(Action.VIEW, body)
        return Conversation(body) if isinstance(body, CardBody) else body

    def save(self, body: CardBody | FormBody) -> None:
        """Save; when this returns the card survives a power cut.  Raises `DiskFull`."""
        vault = self._vault
        first = vault.drafts.get(body.id) is None
        draft = Draft(
            id=body.id,
            kind=DraftKind.CARD,
            owner=self._owner,
            body=body.model_dump(mode="json"),
            title=body.client.name,
        )
        with vault.transaction():
            vault.drafts.save(draft, datetime.now(UTC))
            if first:
                self._log(Action.SAVE, body)

    def discard(self, body: CardBody | FormBody) -> None:
        """Throw an unfinished card away."""
        vault = self._vault
        with vault.transaction():
            if vault.drafts.delete(body.id):
                self._log(Action.DELETE, body)

    # -- finished ----------------------------------------------------------------------

    def finish(self, conversation: Conversation) -> bool:
        """Keep the card as finished; whether its answers went into the queue for the county.

        Raises `DiskFull` (the draft stands).  What the client agreed to share is queued after
        the card is safe; a terminal that is not enrolled shares nothing.
        """
        body = conversation.body
        self._put(body, canonical_of(own_card()))
        if not body.shared:
            return False
        response = shared_response(
            conversation.response("completed", finnish_time.now()), body.client
        )
        return self._share(body, response)

    def finish_form(self, body: FormBody, canonical: str) -> None:
        """Keep a county's form as finished.  Raises `DiskFull` (the draft stands)."""
        self._put(body, canonical)

    def _put(self, body: CardBody | FormBody, canonical: str) -> None:
        vault = self._vault
        card = FinishedCard(
            id=body.id,
            form=canonical,
            owner=self._owner,
            client_reference=body.client.reference,
            known_by=body.known_by,
            body=body.model_dump(mode="json"),
            finished_at=datetime.now(UTC),
        )
        with vault.transaction():
            vault.cards.put(card)
            vault.drafts.delete(body.id)
            self._log(Action.SAVE, body)

    def _share(self, body: CardBody, response: dict[str, object]) -> bool:
        from hyteterm.local_cache.outbox import Outbox
        from hyteterm.local_cache.queueing import Queueing
        from hyteterm.local_cache.sealing import NoHubKey

        content: dict[str, object] = {
            "client_reference": body.client.reference,
            "response": response,
        }
        with Outbox.open(self._home.outbox, self._time) as outbox:
            try:
                Queueing(self._vault, outbox, self._time).content(
                    DeliveryKind.CARD_RESPONSE,
                    body.id,
                    content,
                    professional_id=self._owner,
                )
            except NoHubKey:
                return False
        self._log(Action.SEND, body)
        self._line.changed()
        self._line.wake()
        return True

    # -- an earlier card ------------------------------------------------------------------

    def earlier_on(self, conversation: Conversation) -> datetime | None:
        """When a card was finished for somebody with this name and birth year; nothing is shown.

        It is a search of a person: the first one for these words leaves a row in the access log.
        """
        found = self._earlier(conversation.body)
        search = (conversation.id, conversation.body.known_by)
        if conversation.body.known_by and search not in self._searched:
            self._searched.add(search)
            reference = found.client_reference if found else ""
            access = self._session.access(
                Action.SEARCH, client=reference, subject=conversation.id, why=LOGGED_CARD
            )
            self._vault.access_log.record(access, datetime.now(UTC))
        return found.finished_at if found else None

    def _earlier(self, body: CardBody) -> FinishedCard | None:
        return self._vault.cards.latest(canonical_of(own_card()), body.known_by, other_than=body.id)

    def put_beside(self, conversation: Conversation) -> bool:
        """The professional says that it is the same client: show the earlier card's scores."""
        body = conversation.body
        found = self._earlier(body)
        if found is None:
            return False
        earlier = CardBody.model_validate(found.body)
        self._log(Action.VIEW, earlier)
        reference = earlier.client.reference
        conversation.change(
            client=body.client.model_copy(update={"reference": reference}),
            earlier=_answers(earlier),
            earlier_on=local(found.finished_at).date(),
        )
        return True

    # -- what it leads to --------------------------------------------------------------------

    def request(self, conversation: Conversation) -> SuggestionRequest:
        """The client's side of the suggestions."""
        body = conversation.body
        client = body.client
        return SuggestionRequest(
            card=conversation.answers,
            municipality="" if client.non_disclosure else client.municipality,
            language=client.language,
            birth_year=client.year_of_birth,
            year=local(finnish_time.now()).year,
            hidden_themes=conversation.hidden,
            results=body.results,
            results_steer=self.policy.calculators_steer,
        )

    def suggest(self, request: SuggestionRequest) -> Suggestions:
        """Services, paths and the letter for the client; any thread, tens of milliseconds."""
        return suggesting.suggestions(self._home, request, self.policy.letter_ages)

    def safety(self, alarms: frozenset[Alarm]) -> SafetyGuide:
        """Numbers and instructions; for no alarm in particular, all of them."""
        return safety_guide(alarms or Alarm, self.policy.county_safety)

    def record_text(self, conversation: Conversation, *, with_violence: bool = False) -> str:
        """The text for the patient record, in the professional's language."""
        body = conversation.body
        text = record_text(
            conversation.answers,
            local(body.started_at).date(),
            _,
            procedure_code=self.policy.procedure_codes.get("card", ""),
            earlier=body.earlier,
            results=body.results,
            services=[self._service_name(one) for one in body.services],
            with_violence=with_violence,
        )
        code = self.policy.procedure_codes.get("brief-advice", "")
        return "\n".join([text, *(advice_text(one, _, code) for one in body.advice)])

    def copied(self, conversation: Conversation) -> None:
        """The access log notes that the record text was taken out."""
        self._log(Action.COPY, conversation.body)

    def referral(self, conversation: Conversation, service_id: str | None) -> ReferralDraft:
        """A referral that starts from the card; nothing is saved yet."""
        client = conversation.body.client
        draft = self._referrals.new_draft(service_id, client.municipality)
        service = self._catalogue.service(service_id) if service_id else None
        return draft_of(begun_referral(draft.referral, client, conversation.answers, service, _))

    # -- inner ---------------------------------------------------------------------------------

    def _service_name(self, service_id: str) -> str:
        service = self._catalogue.service(service_id)
        return localized(service.names, current_language()) if service else ""

    @property
    def _vault(self) -> Vault:
        return self._session.vault

    @property
    def _owner(self) -> str:
        person = self._session.professional
        if person is None:
            raise Locked
        return person.id

    def _log(self, action: Action, body: CardBody | FormBody) -> None:
        access = self._session.access(
            action, client=body.client.reference, subject=body.id, why=LOGGED_CARD
        )
        self._vault.access_log.record(access, datetime.now(UTC))


def _answers(body: CardBody) -> CardAnswers:
    session = FormSession(own_card(), body.answers or None, finnish_time.now())
    return read_card(response_values(session.response()))
