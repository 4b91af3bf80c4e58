"""What is kept of a conversation: in a draft at every answer, and when it is finished."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from hyteterm.domain.birth import NotABirth, parse_birth
from hyteterm.domain.brief_advice import BriefAdvice
from hyteterm.domain.calculators import ScoreResult
from hyteterm.domain.card_answers import CardAnswers
from hyteterm.domain.client import Client
from hyteterm.domain.identifier import new_id
from hyteterm.domain.localized import Language
from hyteterm.domain.segmentation import GainSought, SupportNeed
from hyteterm.domain.vocabulary import Theme

BODY_VERSION: Final = 1
CONVERSATION: Final = "conversation"
"""Value of `CardBody.kind`; a county's form has its own shape (`FormBody`)."""
COUNTY_FORM: Final = "form"
_CODE_BEGUN: Final = re.compile(r"\d{6}[-+A-Ya-y]")


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    version: int = BODY_VERSION
    id: str = Field(default_factory=new_id)
    started_at: AwareDatetime
    client: Client = Field(default_factory=Client)
    typed: dict[str, str] = Field(default_factory=dict)
    """What stands in the header's fields, understood or not."""

    @property
    def known_by(self) -> str:
        """What an earlier card of the same client is looked up by; empty: too little is told."""
        name, year = self.client.name.casefold(), self.client.year_of_birth
        return f"{name}|{year}" if name and year else ""


class CardBody(_Kept):
    """One conversation on our own card."""

    kind: str = CONVERSATION
    language: Language = Language.FINNISH
    """The language in which the client is asked."""
    answers: dict[str, object] = Field(default_factory=dict)
    """`hyteterm.domain.questionnaire.Session.draft`."""
    at: Theme | None = None
    """The theme that was open; None: the topics were being chosen."""
    others_hear: bool = False
    """Counter mode: the private themes are hidden."""
    safety_hidden: bool = False
    """The safety theme was put away with one key; its answers stay."""
    services: tuple[str, ...] = ()
    """Ids of the services to which the client was guided."""
    results: tuple[ScoreResult, ...] = ()
    advice: tuple[BriefAdvice, ...] = ()
    need: SupportNeed | None = None
    gain: GainSought | None = None
    shared: bool | None = None
    """Whether the client lets the answers go to the county's system; None: not asked."""
    earlier: CardAnswers | None = None
    """Answers of the earlier card that the professional has put beside this one."""
    earlier_on: date | None = None


class FormBody(_Kept):
    """One filling of a county's form."""

    kind: str = COUNTY_FORM
    form: str
    """Name of the form, see `hyteterm.workspace.card_forms.Form`."""
    language: str = "fi"
    answers: dict[str, object] = Field(default_factory=dict)


def birth_year_of(text: str, today: date) -> int | None:
    """The birth year that was typed in any usual way; None when it is not understood."""
    try:
        return parse_birth(text, today).year
    except NotABirth:
        return None


def told_birth(text: str, today: date) -> str:
    """What may be kept of a typed birth: an identity code or a date is reduced to its year."""
    try:
        birth = parse_birth(text, today)
    except NotABirth:
        # A code that is half typed or mistyped: its individual number is not kept either.
        begun = _CODE_BEGUN.match(text.strip())
        return begun[0] if begun else text
    return str(birth.year) if birth.identity_code or birth.day else text
