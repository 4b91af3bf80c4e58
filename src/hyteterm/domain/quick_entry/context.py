"""What the quick-entry line is read against: day, place, services, types."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from hyteterm.domain.quick_entry.type_words import TypeWords
from hyteterm.domain.referral_types import BUILT_IN, ReferralKind


class FoundService(NamedTuple):
    """A service as the line needs it."""

    id: str
    name: str
    municipality: str
    """Three-digit code; empty when it serves more than one."""
    referral_type: str
    """The type of referral it accepts; empty: none."""
    municipalities: tuple[str, ...] = ()
    """All that it serves; empty: `municipality`, or the whole country."""

    def serves(self, code: str) -> bool:
        """Whether it is known to serve a municipality."""
        return code == self.municipality or code in self.municipalities


ServiceRow = tuple[str, str, str, str] | tuple[str, str, str, str, tuple[str, ...]]
"""(id, name, municipality, referral type[, municipalities])"""
FindService = Callable[[str], Sequence[ServiceRow]]
"""Text → the services meant by it."""


def no_service(text: str) -> Sequence[ServiceRow]:
    """For a terminal without a catalogue: finds nothing."""
    return ()


@dataclass(frozen=True)
class Context:
    """Everything outside the line that its meaning depends on."""

    today: date
    home_municipality: str = ""
    """Code of the terminal's own municipality; empty: none is assumed."""
    find_service: FindService = no_service
    """Services whose name begins with the text.  Called a few times a key: from memory."""
    find_near_service: FindService = no_service
    """Services meant in spite of typing mistakes; asked only about words nobody knows."""
    types: tuple[ReferralKind, ...] = BUILT_IN
    language: str = "fi"
    """The language of a client of whom nothing else is said."""
    type_words: TypeWords = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "type_words", TypeWords(self.types))
