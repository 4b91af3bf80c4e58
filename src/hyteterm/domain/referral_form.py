"""The referral form: what is typed, and the referral it makes.

A draft keeps the typed text itself, so that a half-written phone number is there
again after a power cut; the referral holds only what was understood.
"""

from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from hyteterm.domain import phone_number
from hyteterm.domain.birth import NotABirth, parse_birth
from hyteterm.domain.client import Client, Guardian
from hyteterm.domain.message import N_
from hyteterm.domain.referral import Referral, problems
from hyteterm.domain.referral_problems import PROBLEM_TEXTS, Problem
from hyteterm.domain.referral_types import kind_of

FIELDS: Final = (
    "name",
    "phone",
    "email",
    "born",
    "contact_time",
    "reason",
    "goal",
    "restrictions",
    "safe_contact",
    "guardian_name",
    "guardian_phone",
)
"""The typed fields, in the order of the form."""

ORDER: Final = (
    "service",
    "type",
    "name",
    "phone",
    "email",
    "born",
    "municipality",
    "reason",
    "goal",
    "restrictions",
    "contact_time",
    "safe_contact",
    "consent",
    "guardian_name",
)
"""Every field that may have to be mended, in the order of the form."""

FIELD_OF_PROBLEM: Final[dict[Problem, str]] = {
    Problem.NO_TYPE: "type",
    Problem.NO_RECEIVER: "municipality",
    Problem.NO_SERVICE: "service",
    Problem.NO_NAME: "name",
    Problem.NO_CONTACT: "phone",
    Problem.NO_REASON: "reason",
    Problem.NO_CONSENT: "consent",
    Problem.CONSENT_WITHDRAWN: "consent",
    Problem.NON_DISCLOSURE: "consent",
    Problem.NO_SAFE_CONTACT: "safe_contact",
    Problem.NO_GUARDIAN: "guardian_name",
    Problem.VIOLENCE_WITHOUT_YES: "consent",
}
"""Where the cursor goes to mend a problem."""

NEEDED: Final = N_("Täytä tämä: tällainen lähete tarvitsee sen.")
NOT_UNDERSTOOD: Final[dict[str, str]] = {
    "phone": N_("Puhelinnumeroa ei ymmärretty. Esimerkki: 040 123 4567."),
    "email": N_("Sähköpostiosoitetta ei ymmärretty. Esimerkki: nimi@example.fi."),
    "born": N_(
        "Syntymäaikaa ei ymmärretty. Kelpaa vuosi 1958, päivä 12.3.1958, ikä 67 v tai henkilötunnus."
    ),
}


class ReferralDraft(BaseModel):
    """A referral being written."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    referral: Referral
    typed: dict[str, str] = Field(default_factory=dict)

    @property
    def id(self) -> str:
        """The referral's id."""
        return self.referral.id


def draft_of(referral: Referral) -> ReferralDraft:
    """A draft whose fields show the referral."""
    client = referral.client
    day = client.birth_date
    born = client.identity_code or (_day_text(day) if day else str(client.birth_year or ""))
    typed = {
        "name": client.name,
        "phone": phone_number.shown(client.phone),
        "email": client.email,
        "born": born,
        "contact_time": client.contact_time,
        "reason": referral.reason,
        "goal": referral.goal,
        "restrictions": referral.restrictions,
        "safe_contact": client.safe_contact,
        "guardian_name": client.guardian.name if client.guardian else "",
        "guardian_phone": phone_number.shown(client.guardian.phone) if client.guardian else "",
    }
    return ReferralDraft(referral=referral, typed={k: v for k, v in typed.items() if v})


def type_in(draft: ReferralDraft, field: str, text: str, today: date) -> ReferralDraft:
    """The draft after ``text`` was typed into ``field``; what is not understood stays typed."""
    referral = draft.referral
    if field in ("reason", "goal", "restrictions"):
        referral = referral.model_copy(update={field: text.strip()})
    else:
        changes = _client_changes(referral.client, field, text, today)
        if changes.get("identity_code") and not takes_identity_code(referral.type):
            # Not stored where the receiver's law does not need it: the date stays.
            changes["identity_code"] = ""
            text = _day_text(changes["birth_date"])
        client = Client.model_validate({**referral.client.model_dump(), **changes})
        referral = referral.model_copy(update={"client": client})
    return ReferralDraft(referral=referral, typed={**draft.typed, field: text})


def not_understood(draft: ReferralDraft, today: date) -> dict[str, str]:
    """Fields with text that means nothing → message id."""
    found: dict[str, str] = {}
    client = draft.referral.client
    if draft.typed.get("phone", "").strip() and not client.phone:
        found["phone"] = NOT_UNDERSTOOD["phone"]
    if draft.typed.get("email", "").strip() and not client.email:
        found["email"] = NOT_UNDERSTOOD["email"]
    if draft.typed.get("born", "").strip() and client.year_of_birth is None:
        found["born"] = NOT_UNDERSTOOD["born"]
    return found


def missing(draft: ReferralDraft, today: date) -> list[tuple[str, str]]:
    """(field, message id) of everything to mend before sending, in the form's order."""
    wrong = list(not_understood(draft, today).items())
    found = [(FIELD_OF_PROBLEM[each], PROBLEM_TEXTS[each]) for each in problems(draft.referral)]
    for field, message in (*found, *((field, NEEDED) for field in _needed(draft))):
        if field not in {taken for taken, _message in wrong}:
            wrong.append((field, message))
    return sorted(wrong, key=lambda one: ORDER.index(one[0]))


def _needed(draft: ReferralDraft) -> list[str]:
    """Empty fields of those that only this type of referral needs."""
    referral = draft.referral
    kind = kind_of(referral.type)
    held = {
        "service": referral.receiver.service_id,
        "email": referral.client.email,
        "born": referral.client.year_of_birth,
        "contact_time": referral.client.contact_time,
        "goal": referral.goal,
        "restrictions": referral.restrictions,
    }
    return [field for field in (kind.required if kind else ()) if not held.get(field, True)]


def takes_identity_code(type: str) -> bool:
    """Whether the receiver's law needs the identity code in a referral of this type."""
    kind = kind_of(type)
    return kind is not None and kind.takes_identity_code


def _day_text(day: object) -> str:
    return f"{day.day}.{day.month}.{day.year}" if isinstance(day, date) else ""


def _client_changes(client: Client, field: str, text: str, today: date) -> dict[str, object]:
    text = text.strip()
    if field in ("guardian_name", "guardian_phone"):
        name = field.removeprefix("guardian_")
        guardian = (client.guardian or Guardian()).model_copy(update={name: " ".join(text.split())})
        return {"guardian": guardian if guardian.name or guardian.phone else None}
    if field == "phone":
        try:
            return {"phone": phone_number.normalise(text) if text else ""}
        except phone_number.InvalidPhoneNumber:
            return {"phone": ""}
    if field == "email":
        name, at, host = text.partition("@")
        good = name and at and "." in host.strip(".") and " " not in text
        return {"email": text if good else ""}
    if field == "born":
        empty: dict[str, object] = {"birth_year": None, "birth_date": None, "identity_code": ""}
        try:
            birth = parse_birth(text, today)
        except NotABirth:
            return empty
        return {
            "birth_year": birth.year,
            "birth_date": birth.day,
            "identity_code": birth.identity_code,
        }
    return {field: text}
