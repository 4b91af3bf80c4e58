"""What the sync tells the rest of the program: facts in the past tense, no client data."""

from dataclasses import dataclass

from hyteterm.local_cache.outbox_row import OutboxCounts


@dataclass(frozen=True, slots=True)
class DeliveryConfirmed:
    """The hub's receipt for a delivery is here."""

    delivery_id: str
    subject_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class DeliveryRefused:
    """A delivery is in quarantine: refused, or in conflict with a newer version."""

    delivery_id: str
    subject_id: str
    kind: str
    reason: str
    conflict: bool


@dataclass(frozen=True, slots=True)
class UpdatesReceived:
    """These referrals have changed, sent or received ones."""

    referral_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CatalogueRefreshed:
    """The catalogue is another one now."""

    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class LineChanged:
    """The hub has come within reach, or gone out of it."""

    online: bool


@dataclass(frozen=True, slots=True)
class OutboxCounted:
    """The figures of the status line have changed, by this process or another."""

    counts: OutboxCounts


@dataclass(frozen=True, slots=True)
class ProfessionalsRevoked:
    """These may not work on this terminal any more; their keys are gone."""

    professional_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WipeOrdered:
    """The hub orders this terminal to forget everything but what is sealed."""


@dataclass(frozen=True, slots=True)
class SyncFailed:
    """A round ended early; ``code`` says why (``token``, ``disk-full``, ``unreachable``, …)."""

    code: str


SyncEvent = (
    DeliveryConfirmed
    | DeliveryRefused
    | UpdatesReceived
    | CatalogueRefreshed
    | LineChanged
    | OutboxCounted
    | ProfessionalsRevoked
    | WipeOrdered
    | SyncFailed
)
