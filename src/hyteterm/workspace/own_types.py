"""A county's own referral types: ``referral_types.json`` in the home."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic import model_validator as check

from hyteterm.domain.consent import BASIC_ITEMS, ConsentItem
from hyteterm.domain.localized import LocalizedText, localized
from hyteterm.domain.message import N_
from hyteterm.domain.referral_types import ReceiverRule, ReferralKind, adopt

FILE: Final = "referral_types.json"
BROKEN: Final = N_(
    "Alueen lähetetyyppejä ei voitu lukea ({file}, {where}). Käytössä ovat HyteTermin omat."
)
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
Word = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=2)]
Needed = Literal[
    "service",
    "name",
    "phone",
    "email",
    "born",
    "municipality",
    "reason",
    "goal",
    "restrictions",
    "contact_time",
]


class _OwnType(BaseModel):
    """One type in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    label: LocalizedText = Field(min_length=1)
    stems: tuple[Word, ...] = ()
    words: tuple[Word, ...] = ()
    required: tuple[Needed, ...] = ("name", "phone", "municipality", "reason")
    asked: tuple[Needed, ...] = ()
    receiver: ReceiverRule = ReceiverRule.COUNTY
    consent: frozenset[ConsentItem] = BASIC_ITEMS
    carries_client: bool = True
    takes_identity_code: bool = False
    next_step: LocalizedText = Field(default_factory=dict)
    reason_hint: LocalizedText = Field(default_factory=dict)

    @check(mode="after")
    def _agrees_with_itself(self) -> Self:
        if not self.stems and not self.words:
            raise ValueError("stems or words")
        if ConsentItem.VIOLENCE in self.consent:
            raise ValueError("violence needs an own yes")
        if (ConsentItem.CONTACT in self.consent) is not self.carries_client:
            raise ValueError("consent to contact and carries_client")
        if (ConsentItem.IDENTITY_CODE in self.consent) is not self.takes_identity_code:
            raise ValueError("consent to identity-code and takes_identity_code")
        return self

    def kind(self) -> ReferralKind:
        """As the program uses it."""
        return ReferralKind(
            self.code,
            localized(self.label),
            stems=self.stems,
            words=self.words,
            required=self.required,
            asked=self.asked,
            receiver=self.receiver,
            consent_items=self.consent,
            carries_client=self.carries_client,
            takes_identity_code=self.takes_identity_code,
            texts={
                "label": self.label,
                "next_step": self.next_step,
                "reason_hint": self.reason_hint,
            },
        )


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    types: tuple[_OwnType, ...]


def adopt_own_types(folder: Path) -> str:
    """Use the county's types in this process; where the file is wrong, empty when it is not.

    Without a file, or with one that cannot be used, the built-in types are used alone.
    """
    path = folder / FILE
    own: list[ReferralKind] = []
    where = ""
    try:
        own = [one.kind() for one in _File.model_validate_json(path.read_bytes()).types]
    except FileNotFoundError:
        pass
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "JSON"
    except OSError:
        where = "?"
    adopt(own)
    return where
