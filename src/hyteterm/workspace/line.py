"""What the status line says of the line, and what happened on it lately."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LineState:
    """The truth about the line and what waits for it."""

    online: bool | None = None
    """None: not tried yet."""
    waiting: int = 0
    needs_attention: int = 0
    """Deliveries that the central API refused, and that a person must mend."""
    catalogue_at: datetime | None = None
    """When the catalogue was last brought up to date."""
    enrolled: bool = False
    problem: str = ""
    """Code of the last failure (``token``, ``unreachable``, …); empty when there is none."""


@dataclass(frozen=True, slots=True)
class LineChanged:
    """The line came or went, or a count of the status line changed."""


@dataclass(frozen=True, slots=True)
class ReferralsChanged:
    """A delivery was confirmed or refused, or an answer of a receiver arrived."""

    referral_ids: tuple[str, ...] = ()
    answered: int = 0
    """How many of them are news from a receiver."""


@dataclass(frozen=True, slots=True)
class CatalogueChanged:
    """The catalogue on this terminal is newer than before."""

    changed: int = 0


@dataclass(frozen=True, slots=True)
class TerminalClosed:
    """The county has closed this terminal to its professional."""

    wiped: bool
    """Client data is to be forgotten, sealed deliveries still leave."""


WorkspaceEvent = LineChanged | ReferralsChanged | CatalogueChanged | TerminalClosed
