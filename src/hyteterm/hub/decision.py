"""What the hub decides about one envelope, before the receipt is written."""

from dataclasses import dataclass
from datetime import datetime

from hyteterm.domain.delivery import DeliveryResult
from hyteterm.hub.terminals import Terminal


@dataclass(frozen=True, slots=True)
class Decision:
    """Result, code of a refusal, the referral's version, and what the log is to say."""

    result: DeliveryResult
    reason: str = ""
    version: int | None = None
    action: str = ""
    """For the log: the kind of delivery, with the step."""
    client_reference: str = ""
    final: bool = True
    """Whether a repeat gets the same answer.  Not when the answer is about the hub's own
    state (a restored copy that lacks the referral): then a repeat is judged anew."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Who delivers, and when by the hub's clock."""

    terminal: Terminal
    professional_id: str
    now: datetime


def refused(reason: str, *, final: bool = True) -> Decision:
    """Nothing is stored under the referral."""
    return Decision(DeliveryResult.REFUSED, reason, final=final)
