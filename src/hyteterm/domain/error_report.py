"""A professional's report of an error in a service's description; nothing of any client."""

import re
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from hyteterm.domain.personal_identity_code import is_valid

LONGEST: Final = 300
"""Characters of the text."""
_CODE: Final = re.compile(r"\d{6}[-+A-Fa-fU-Yu-y−–]\d{3}[0-9A-Za-z]")


class ErrorReport(BaseModel):
    """What is wrong with which description."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    service_id: str = Field(min_length=1, max_length=80)
    source: str = Field(default="", max_length=80)
    source_id: str = Field(default="", max_length=200)
    name: str = Field(default="", max_length=300)
    """The service's name as it stood, so that a person knows it after a removal too."""
    text: str = Field(min_length=1, max_length=LONGEST)


def names_a_person(text: str) -> bool:
    """Whether a personal identity code stands in ``text``."""
    return any(is_valid(found) for found in _CODE.findall(text))
