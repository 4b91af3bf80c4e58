"""The client of a referral or a card: a person, with no more data than is needed."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator

from hyteterm.domain import personal_identity_code, phone_number
from hyteterm.domain.identifier import new_id


class ContactWay(StrEnum):
    """How the client wants to be reached."""

    CALL = "call"
    TEXT_MESSAGE = "text-message"
    EMAIL = "email"
    LETTER = "letter"
    CLIENT_CALLS = "client-calls"


class Guardian(BaseModel):
    """Who decides for a minor or a person under guardianship."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str = ""
    phone: str = ""
    relation: str = ""


class Client(BaseModel):
    """A client.  `reference` is opaque and may stand in logs; nothing else of this may."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    reference: str = Field(default_factory=new_id)
    name: str = ""
    phone: str = ""
    """International form, see `hyteterm.domain.phone_number`."""
    email: str = ""
    birth_year: int | None = Field(default=None, ge=1890, le=2100)
    birth_date: date | None = None
    identity_code: str = ""
    """Henkilötunnus; not stored by default, only where the receiver's law needs it."""
    municipality: str = ""
    """Three-digit code of the home municipality."""
    language: str = "fi"
    interpreter: str = ""
    """Language to interpret; empty: none needed."""
    contact_way: ContactWay = ContactWay.CALL
    contact_time: str = ""
    """When to reach the client, in words."""
    non_disclosure: bool = False
    """Turvakielto: municipality and contact details are protected."""
    safe_contact: str = ""
    """The safe way to reach a client under a non-disclosure order, in words."""
    guardian: Guardian | None = None

    @field_validator("phone")
    @classmethod
    def _phone(cls, value: str) -> str:
        return phone_number.normalise(value) if value.strip() else ""

    @field_validator("identity_code")
    @classmethod
    def _identity_code(cls, value: str) -> str:
        return personal_identity_code.normalise(value) if value.strip() else ""

    @field_validator("name", "email", "contact_time", "safe_contact")
    @classmethod
    def _stripped(cls, value: str) -> str:
        return " ".join(value.split())

    @property
    def year_of_birth(self) -> int | None:
        """From the identity code, the birth date or the year itself, in that order."""
        if self.identity_code:
            return personal_identity_code.birth_date(self.identity_code).year
        return self.birth_date.year if self.birth_date else self.birth_year
