"""A referral (lähete): what it carries, its revisions and its timeline."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from hyteterm.domain.alarm_words import VIOLENCE_WORDS, heard
from hyteterm.domain.client import Client, ContactWay, Guardian
from hyteterm.domain.consent import Consent, ConsentGiven, ConsentItem, ConsentRecord
from hyteterm.domain.identifier import new_id
from hyteterm.domain.message import N_
from hyteterm.domain.referral_problems import Problem
from hyteterm.domain.referral_status import Actor, Outcome, Status, Step
from hyteterm.domain.referral_types import ReceiverRule, kind_of
from hyteterm.domain.vocabulary import Theme


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Urgency(StrEnum):
    """How soon the client should be reached."""

    ROUTINE = "routine"
    SOON = "soon"
    URGENT = "urgent"


URGENCY_LABELS: Final[dict[Urgency, str]] = {
    Urgency.ROUTINE: N_("tavallinen"),
    Urgency.SOON: N_("pian"),
    Urgency.URGENT: N_("kiireellinen"),
}


class Sender(_Frozen):
    """The professional who refers."""

    professional_id: str
    name: str
    role: str = ""
    unit_id: str = ""
    unit: str = ""
    phone: str = ""


class Receiver(_Frozen):
    """Where the referral goes."""

    unit_id: str = ""
    """The hub's id of the receiving unit; empty: the hub routes by service, type, municipality."""
    organisation: str = ""
    service_id: str = ""
    service: str = ""


class Referral(_Frozen):
    """A referral as the sender's terminal keeps it.

    One id through all corrections; each content that is queued is a new `revision`
    (1, 2, …), sealed once and never again.  A draft has revision 0.
    """

    id: str = Field(default_factory=new_id)
    revision: int = Field(default=0, ge=0)
    type: str = ""
    """A `ReferralType` or a county's own code."""
    created_at: AwareDatetime
    sender: Sender
    receiver: Receiver = Field(default_factory=Receiver)
    client: Client = Field(default_factory=Client)
    reason: str = ""
    themes: tuple[Theme, ...] = ()
    goal: str = ""
    """The client's own goal, in the client's words."""
    restrictions: str = ""
    """What matters for safe activity, and no more."""
    urgency: Urgency = Urgency.ROUTINE
    consent: Consent = Field(default_factory=Consent)
    card_summary: str = ""
    note: str = ""


class TimelineEntry(_Frozen):
    """One step in a referral's life."""

    step: Step
    actor: Actor
    at: AwareDatetime
    status: Status
    by: str = ""
    """Name or unit of whoever did it, as shown to the other side."""
    by_id: str = ""
    """The professional's id; empty in what was written before ids were told."""
    reason: str = ""
    note: str = ""
    outcome: Outcome | None = None
    attempts: int = 0


class ReferralPayload(_Frozen):
    """What leaves the terminal: the part of a referral that the client agreed to."""

    version: int = 1
    id: str
    revision: int = Field(ge=1)
    type: str
    created_at: AwareDatetime
    sender: Sender
    receiver: Receiver
    consent: ConsentRecord
    urgency: Urgency = Urgency.ROUTINE
    client_reference: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    contact_way: ContactWay | None = None
    contact_time: str = ""
    safe_contact: str = ""
    language: str = ""
    interpreter: str = ""
    guardian: Guardian | None = None
    birth_year: int | None = None
    identity_code: str = ""
    municipality: str = ""
    non_disclosure: bool = False
    reason: str = ""
    themes: tuple[Theme, ...] = ()
    goal: str = ""
    restrictions: str = ""
    card_summary: str = ""
    note: str = ""


def carries_client(type: str) -> bool:
    """Whether a referral of this type tells who the client is (a consultation does not)."""
    kind = kind_of(type)
    return kind is None or kind.carries_client


def problems(referral: Referral) -> tuple[Problem, ...]:
    """What keeps the referral from being queued, in the order of the form."""
    client, consent = referral.client, referral.consent
    anonymous = not carries_client(referral.type)
    found: list[Problem] = []
    if not referral.type:
        found.append(Problem.NO_TYPE)
    if not (referral.receiver.unit_id or referral.receiver.service_id):
        if _only_to_a_service(referral):
            found.append(Problem.NO_SERVICE)
        elif not client.municipality:
            found.append(Problem.NO_RECEIVER)
    if not referral.reason.strip():
        found.append(Problem.NO_REASON)
    if anonymous:
        return tuple(found)
    if not client.name:
        found.append(Problem.NO_NAME)
    reached = client.phone or client.email or client.safe_contact
    if not (client.non_disclosure or reached):  # then only the safe way counts, see below
        found.append(Problem.NO_CONTACT)
    if consent.withdrawn_at is not None:
        found.append(Problem.CONSENT_WITHDRAWN)
    elif not consent.stands or ConsentItem.CONTACT not in consent.items:
        found.append(Problem.NO_CONSENT)
    by_guardian = consent.how is ConsentGiven.BY_GUARDIAN
    if by_guardian and not (client.guardian and client.guardian.name):
        found.append(Problem.NO_GUARDIAN)
    if client.non_disclosure:
        if not consent.named_receiver_despite_non_disclosure:
            found.append(Problem.NON_DISCLOSURE)
        if not client.safe_contact:
            found.append(Problem.NO_SAFE_CONTACT)
    if ConsentItem.VIOLENCE not in consent.items and tells_of_violence(referral, consent.items):
        found.append(Problem.VIOLENCE_WITHOUT_YES)
    return tuple(found)


def _only_to_a_service(referral: Referral) -> bool:
    """Whether the home municipality finds no receiver: it may not be told, or it does not help."""
    kind = kind_of(referral.type)
    if kind is not None and kind.receiver is ReceiverRule.SERVICE:
        return True
    if not carries_client(referral.type):
        return False
    untold = referral.consent.stands and ConsentItem.MUNICIPALITY not in referral.consent.items
    return referral.client.non_disclosure or untold


def tells_of_violence(
    referral: Referral, items: Collection[ConsentItem] = tuple(ConsentItem)
) -> bool:
    """Whether a text of these items speaks of violence, by the words that bring the numbers up."""
    texts = {
        ConsentItem.REASON: (referral.reason, referral.note),
        ConsentItem.GOAL: (referral.goal,),
        ConsentItem.RESTRICTIONS: (referral.restrictions,),
        ConsentItem.CARD_SUMMARY: (referral.card_summary,),
    }
    going = (text for item, told in texts.items() if item in items for text in told)
    return any(heard(text, VIOLENCE_WORDS) for text in going)


class NotAllowed(ValueError):
    """The referral may not leave the terminal; ``problems`` says why."""

    def __init__(self, found: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(found))
        self.problems = found


def disclosed(referral: Referral) -> ReferralPayload:
    """What goes out: exactly what the client agreed to.  Raises `NotAllowed`.

    Under turvakielto the municipality, phone and e-mail stay out: only the safe way
    to reach the client goes.
    """
    if found := problems(referral):
        raise NotAllowed(found)
    client, consent = referral.client, referral.consent
    anonymous = not carries_client(referral.type)
    items = frozenset() if anonymous else consent.items
    protected = client.non_disclosure

    def allowed(item: ConsentItem) -> bool:
        return item in items

    contact = allowed(ConsentItem.CONTACT)
    themes = tuple(
        theme
        for theme in referral.themes
        if theme is not Theme.SAFETY or allowed(ConsentItem.VIOLENCE) or anonymous
    )
    return ReferralPayload(
        id=referral.id,
        revision=max(1, referral.revision),
        type=referral.type,
        created_at=referral.created_at,
        sender=referral.sender,
        receiver=referral.receiver,
        urgency=referral.urgency,
        consent=ConsentRecord(
            items=tuple(sorted(items)),
            recipient=consent.recipient,
            how=consent.how,
            given_at=consent.given_at or referral.created_at,
            language=consent.language,
            feedback_to_sender=consent.feedback_to_sender or anonymous,
        ),
        client_reference="" if anonymous else client.reference,
        name=client.name if contact else "",
        phone=client.phone if contact and not protected else "",
        email=client.email if contact and not protected else "",
        contact_way=client.contact_way if contact and not protected else None,
        contact_time=client.contact_time if contact and not protected else "",
        safe_contact=client.safe_contact if contact else "",
        language=client.language if contact else "",
        interpreter=client.interpreter if contact else "",
        guardian=client.guardian if contact and not protected else None,
        birth_year=client.year_of_birth if allowed(ConsentItem.BIRTH_YEAR) else None,
        identity_code=client.identity_code if allowed(ConsentItem.IDENTITY_CODE) else "",
        municipality=(
            client.municipality
            if (allowed(ConsentItem.MUNICIPALITY) and not protected) or anonymous
            else ""
        ),
        non_disclosure=protected and contact,
        reason=referral.reason if allowed(ConsentItem.REASON) or anonymous else "",
        themes=themes if allowed(ConsentItem.REASON) or anonymous else (),
        goal=referral.goal if allowed(ConsentItem.GOAL) else "",
        restrictions=referral.restrictions if allowed(ConsentItem.RESTRICTIONS) else "",
        card_summary=referral.card_summary if allowed(ConsentItem.CARD_SUMMARY) else "",
        note=referral.note if allowed(ConsentItem.REASON) or anonymous else "",
    )
