"""Making a referral: what the form's keys and choices do to a draft."""

from __future__ import annotations

from hyteterm.domain import finnish_time
from hyteterm.domain.client import ContactWay
from hyteterm.domain.consent import Consent, ConsentGiven, ConsentItem
from hyteterm.domain.consent_text import basic_items
from hyteterm.domain.localized import localized
from hyteterm.domain.referral import (
    Receiver,
    Referral,
    ReferralPayload,
    Sender,
    Urgency,
    disclosed,
    problems,
)
from hyteterm.domain.referral_form import ReferralDraft, draft_of, missing, type_in
from hyteterm.domain.service import Service
from hyteterm.domain.vocabulary import ProviderType

WIDER = frozenset(set(ConsentItem) - {ConsentItem.IDENTITY_CODE, ConsentItem.VIOLENCE})
"""The wider permission: everything but what needs an own yes."""


def new_draft(
    sender: Sender, service: Service | None, municipality: str, language: str
) -> ReferralDraft:
    """An empty referral of this sender, to ``service`` when one is given."""
    referral = Referral(created_at=finnish_time.now(), sender=sender)
    client = referral.client.model_copy(update={"municipality": municipality})
    referral = referral.model_copy(update={"client": client})
    if service is not None:
        referral = to_service(referral, service, language)
    return draft_of(referral)


def to_service(referral: Referral, service: Service, language: str) -> Referral:
    """The referral addressed to a service, its type the one that the service accepts."""
    receiver = Receiver(
        organisation=localized(service.provider.names, language),
        service_id=service.id,
        service=localized(service.names, language),
    )
    consent = referral.consent
    if consent.stands and receiver != referral.receiver:
        consent = Consent()  # a yes is for the receiver that was named
    return referral.model_copy(
        update={
            "receiver": receiver,
            "type": service.referral_type or referral.type,
            "themes": service.themes or referral.themes,
            "consent": consent,
        }
    )


def typed(draft: ReferralDraft, field: str, text: str) -> ReferralDraft:
    """The draft after typing into a field."""
    return type_in(draft, field, text, finnish_time.local(finnish_time.now()).date())


def chosen(draft: ReferralDraft, field: str, code: str) -> ReferralDraft:
    """The draft after choosing a value of a field of the referral or of its client."""
    referral = draft.referral
    if field == "urgency":
        return _with(draft, referral.model_copy(update={"urgency": Urgency(code)}))
    if field == "type":
        return _with(draft, referral.model_copy(update={"type": code}))
    value = ContactWay(code) if field == "contact_way" else code
    client = referral.client.model_copy(update={field: value})
    return _with(draft, referral.model_copy(update={"client": client}))


def with_consent(
    draft: ReferralDraft,
    provider: ProviderType | None,
    *,
    wider: bool,
    how: ConsentGiven = ConsentGiven.SPOKEN,
    recipient: str = "",
) -> ReferralDraft:
    """The client, or the guardian, said yes to the basic or the wider permission.

    ``recipient``: who was named, when that is not the provider of the service.
    """
    referral = draft.referral
    receiver = referral.receiver
    items = WIDER if wider else basic_items(provider, referral.type)
    if referral.client.non_disclosure:
        items -= {ConsentItem.MUNICIPALITY}  # it is not asked for, and never goes
    consent = referral.consent.model_copy(
        update={
            "items": items,
            "recipient": receiver.organisation or receiver.service or recipient,
            "how": how,
            "given_at": finnish_time.now(),
            "language": referral.client.language,
            "withdrawn_at": None,
            "named_receiver_despite_non_disclosure": referral.client.non_disclosure,
        }
    )
    return _with(draft, referral.model_copy(update={"consent": consent}))


def for_recipient(draft: ReferralDraft, recipient: str) -> ReferralDraft:
    """The draft that would go to ``recipient``: a yes stands only for whom the client heard."""
    consent = draft.referral.consent
    if consent.stands and consent.recipient and recipient not in ("", consent.recipient):
        return without_consent(draft)
    return draft


def with_violence(draft: ReferralDraft, agreed: bool) -> ReferralDraft:
    """The client's own yes to tell of violence, or no yes to it; the rest of the yes stands."""
    consent = draft.referral.consent
    if not consent.stands:
        return draft
    violence = {ConsentItem.VIOLENCE}
    items = consent.items | violence if agreed else consent.items - violence
    consent = consent.model_copy(update={"items": items})
    return _with(draft, draft.referral.model_copy(update={"consent": consent}))


def in_writing(draft: ReferralDraft, written: bool) -> ReferralDraft:
    """Whether the client's own yes is on paper; a guardian's stays a guardian's."""
    consent = draft.referral.consent
    if not consent.stands or consent.how is ConsentGiven.BY_GUARDIAN:
        return draft
    how = ConsentGiven.WRITTEN if written else ConsentGiven.SPOKEN
    consent = consent.model_copy(update={"how": how})
    return _with(draft, draft.referral.model_copy(update={"consent": consent}))


def without_consent(draft: ReferralDraft) -> ReferralDraft:
    """The client said no, or took the yes back before sending."""
    consent = Consent(feedback_to_sender=draft.referral.consent.feedback_to_sender)
    return _with(draft, draft.referral.model_copy(update={"consent": consent}))


def with_feedback(draft: ReferralDraft, wanted: bool) -> ReferralDraft:
    """Whether the sender may be told how it went."""
    consent = draft.referral.consent.model_copy(update={"feedback_to_sender": wanted})
    return _with(draft, draft.referral.model_copy(update={"consent": consent}))


def with_non_disclosure(draft: ReferralDraft, protected: bool) -> ReferralDraft:
    """The client has, or has not, a non-disclosure order; an earlier yes no longer stands."""
    referral = draft.referral
    client = referral.client.model_copy(update={"non_disclosure": protected})
    consent = referral.consent
    if protected != referral.client.non_disclosure:
        consent = Consent(feedback_to_sender=consent.feedback_to_sender)
    return _with(draft, referral.model_copy(update={"client": client, "consent": consent}))


def mistakes(draft: ReferralDraft) -> list[tuple[str, str]]:
    """(field, message id) of everything to mend before sending."""
    return missing(draft, finnish_time.local(finnish_time.now()).date())


def preview(draft: ReferralDraft) -> ReferralPayload | None:
    """What would go out; None while something is missing."""
    return None if problems(draft.referral) else disclosed(draft.referral)


def _with(draft: ReferralDraft, referral: Referral) -> ReferralDraft:
    return ReferralDraft(referral=referral, typed=draft.typed)


def is_minor(draft: ReferralDraft) -> bool:
    """Whether the client may be under 18, by the date or, failing that, the year of birth."""
    client = draft.referral.client
    today = finnish_time.local(finnish_time.now()).date()
    if client.birth_date is not None:
        born = client.birth_date
        return (today.year - born.year - ((today.month, today.day) < (born.month, born.day))) < 18
    year = client.year_of_birth
    return year is not None and today.year - year <= 18
