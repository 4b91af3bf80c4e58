"""What the outbox tells of itself; plain dataclasses, without client data."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class DeliveryState(StrEnum):
    """Where a delivery is."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    """A sender has it."""
    DELIVERED = "delivered"
    """The hub's receipt echoed its id and hash."""
    REFUSED = "refused"
    CONFLICT = "conflict"
    CLOSED = "closed"
    """Refused or conflicting, and since corrected or dismissed."""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery in a list."""

    sequence: int
    id: str
    kind: str
    subject_id: str
    state: DeliveryState
    attempts: int
    """Times that failed, this one counted while it is under way."""
    held_until: float
    """Seconds since 1970; until then nothing sends it."""
    next_at: float
    reason: str
    """Code of the refusal or conflict."""
    size: int
    """Bytes."""
    created_at: float


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """The figures of the status line."""

    waiting: int = 0
    """Not yet delivered, the held ones counted."""
    held: int = 0
    """Still within the time in which they can be taken back."""
    quarantined: int = 0
    """Refused or in conflict: somebody must correct them."""
    oldest_created_at: float | None = None
    """Of the waiting ones; seconds since 1970."""


@dataclass(frozen=True, slots=True)
class ClaimedDelivery:
    """A delivery in the hands of a sender."""

    sequence: int
    id: str
    kind: str
    key_id: str
    sha256: str
    attempts: int
    """Times that failed, this one counted."""
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
    """An outcome that the vault has not been told of yet."""

    sequence: int
    id: str
    kind: str
    subject_id: str
    state: DeliveryState
    reason: str
    referral_version: int | None
    finished_at: float


@dataclass(frozen=True, slots=True)
class HubKey:
    """One of the hub's public keys."""

    key_id: str
    public_key: bytes
    """Raw X25519, 32 bytes."""
    not_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Terminal:
    """This terminal's enrolment, as far as it may be known while locked."""

    id: str
    name: str
    unit_id: str
    unit: str
    hub_url: str
    delivery_token: str = field(repr=False)
    """For deliveries and the catalogue only."""
    hub_keys: tuple[HubKey, ...] = ()
    epoch: str = ""
    """The hub's store; another one means that the hub was restored from a backup."""
    lease_days: int = 14


@dataclass(frozen=True, slots=True)
class Contact:
    """The last contacts with the hub."""

    failures: int = 0
    """In a row."""
    next_at: float = 0.0
    """Not to be tried before (backoff, Retry-After); seconds since 1970."""
    last_at: float = 0.0
    """Last answer of the hub; the offline lease counts from it."""
    problem: str = ""
    """Code of the last failure; empty when the last contact succeeded."""

    @property
    def online(self) -> bool | None:
        """Whether the last contact succeeded; None: never tried."""
        if self.problem:
            return False
        return True if self.last_at else None
