"""What the county has decided about cards: calculators, limits, codes, instructions.

The county's policies come with the central API; a county that has none writes the same
names into ``county.json`` in the home.  Everything has a cautious default.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hyteterm.domain.calculators import GUIDANCE_FROM
from hyteterm.domain.localized import LocalizedText
from hyteterm.domain.safety import Alarm, CountySafety
from hyteterm.domain.suggestion_rules import LETTER_AGES

if TYPE_CHECKING:
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.trusted_time import TrustedTime

COUNTY_FILE: Final = "county.json"


class AlarmPolicy(BaseModel):
    """The county's own words for one alarm, by language."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    instruction: LocalizedText = Field(default_factory=dict)
    contact: LocalizedText = Field(default_factory=dict)


class CardPolicy(BaseModel):
    """Names as in the policies of ``GET /v1/terminal``; others are none of the card's."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    calculators: bool = False
    """FINDRISC, AUDIT-C and HSI may be opened."""
    calculators_steer: bool = False
    """Their results count in suggestions (see docs/medical-device-note.md)."""
    findrisc_threshold: int = Field(default=GUIDANCE_FROM, ge=1, le=26)
    counter_mode: bool = False
    """Others can hear here: a card opens with the private themes hidden."""
    procedure_codes: dict[str, str] = Field(default_factory=dict)
    """``card`` and ``brief-advice`` → the county's procedure code."""
    letter_ages: tuple[int, ...] = LETTER_AGES
    safety: dict[Alarm, AlarmPolicy] = Field(default_factory=dict)

    @property
    def county_safety(self) -> CountySafety:
        """Instructions and contacts for `hyteterm.domain.safety.safety_guide`."""
        return CountySafety(
            instructions={a: p.instruction for a, p in self.safety.items() if p.instruction},
            contacts={a: p.contact for a, p in self.safety.items() if p.contact},
        )


def card_policy(home: Home, time: TrustedTime) -> CardPolicy:
    """The policy that stands on this terminal; what is malformed counts as not said."""
    from hyteterm.local_cache.outbox import Outbox
    from hyteterm.sync.terminal_notice import COUNTY_SETTING

    said = _from_file(home)
    if home.outbox.exists():
        with Outbox.open(home.outbox, time) as outbox:
            county = outbox.get_setting(COUNTY_SETTING, {})
        policies = county.get("policies") if isinstance(county, dict) else None
        said |= policies if isinstance(policies, dict) else {}
    return understood(said)


def understood(said: dict[str, Any]) -> CardPolicy:
    """The policy in ``said``, without the names whose values make no sense."""
    left = dict(said)
    while True:
        try:
            return CardPolicy.model_validate(left)
        except ValidationError as error:
            for fault in error.errors():
                left.pop(str(fault["loc"][0]), None)


def _from_file(home: Home) -> dict[str, Any]:
    try:
        found = json.loads((home.path / COUNTY_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
