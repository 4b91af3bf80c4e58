"""Consent: what the client lets whom know, and what therefore goes out.

`disclosed` is the only way from a referral to what leaves the terminal.
"""

from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class ConsentItem(StrEnum):
    """One thing that the client may allow to be told."""

    CONTACT = "contact"
    """Name, phone, e-mail, when and how to reach, language and interpreter."""
    BIRTH_YEAR = "birth-year"
    IDENTITY_CODE = "identity-code"
    MUNICIPALITY = "municipality"
    REASON = "reason"
    """Reason and themes."""
    GOAL = "goal"
    RESTRICTIONS = "restrictions"
    CARD_SUMMARY = "card-summary"
    VIOLENCE = "violence"
    """Matters of violence: never without an own yes."""


class ConsentGiven(StrEnum):
    """How consent was given."""

    SPOKEN = "spoken"
    WRITTEN = "written"
    BY_GUARDIAN = "by-guardian"


BASIC_ITEMS: Final = frozenset(
    {
        ConsentItem.CONTACT,
        ConsentItem.BIRTH_YEAR,
        ConsentItem.MUNICIPALITY,
        ConsentItem.REASON,
        ConsentItem.GOAL,
        ConsentItem.RESTRICTIONS,
    }
)
"""What the one-key permission (“lupa”) of the quick referral covers."""

NGO_ITEMS: Final = frozenset({ConsentItem.CONTACT, ConsentItem.GOAL})
"""What an NGO gets unless the client agrees to more: name, phone, language and wish."""


class Consent(BaseModel):
    """A recorded consent.  Without `items` nothing of the client may go anywhere."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    items: frozenset[ConsentItem] = frozenset()
    recipient: str = ""
    """To whom, in the words the client heard."""
    how: ConsentGiven = ConsentGiven.SPOKEN
    given_at: AwareDatetime | None = None
    language: str = "fi"
    """The language in which it was asked."""
    feedback_to_sender: bool = False
    withdrawn_at: AwareDatetime | None = None
    named_receiver_despite_non_disclosure: bool = False
    """A separate yes that names the receiver, for a client under turvakielto."""

    @property
    def stands(self) -> bool:
        """Given and not withdrawn."""
        return bool(self.items) and self.given_at is not None and self.withdrawn_at is None


class ConsentRecord(BaseModel):
    """The part of a consent that goes with the referral."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    items: tuple[ConsentItem, ...] = Field(default=())
    recipient: str = ""
    how: ConsentGiven = ConsentGiven.SPOKEN
    given_at: AwareDatetime
    language: str = "fi"
    feedback_to_sender: bool = False
