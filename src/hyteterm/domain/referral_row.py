"""Rows of the sent and received lists; plain dataclasses, so that lists stay light."""

from dataclasses import dataclass
from datetime import datetime

from hyteterm.domain.referral_status import Actor, Status


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """One referral in a list."""

    id: str
    type: str
    status: Status
    client_name: str
    receiver: str
    created_at: datetime
    changed_at: datetime
    whose_turn: Actor | None
    unread: bool = False
    """Something has changed that this professional has not opened."""
    quarantined: str = ""
    """Reason code when the hub refused the delivery; empty otherwise."""
