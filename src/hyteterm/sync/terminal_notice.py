"""What the hub tells a terminal of itself: lease, keys, revocations, a wipe, its county."""

from typing import Any, Final

from pydantic import AwareDatetime, Base64Bytes, BaseModel, ConfigDict, Field, field_validator

from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.outbox_row import HubKey
from hyteterm.local_cache.outbox_sending import HubView
from hyteterm.local_cache.trusted_time import TrustedTime
from hyteterm.sync.client import HubClient
from hyteterm.sync.delivery import note_hub

COUNTY_SETTING: Final = "county"
"""Name of the outbox's setting that holds the county's policies and units."""
X25519_BYTES: Final = 32


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class HubKeyAnswer(_Answer):
    """One of the hub's public keys."""

    key_id: str
    public_key: Base64Bytes
    not_after: AwareDatetime | None = None

    @field_validator("public_key")
    @classmethod
    def _x25519(cls, value: bytes) -> bytes:
        if len(value) != X25519_BYTES:
            raise ValueError("public_key")
        return value

    def key(self) -> HubKey:
        """As the outbox keeps it."""
        return HubKey(self.key_id, self.public_key, self.not_after)


class HubAnswerOfKeys(_Answer):
    """Keys and store of the hub."""

    keys: list[HubKeyAnswer]
    epoch: str


class UnitAnswer(_Answer):
    """A unit, by id and name."""

    id: str
    name: str


class TerminalNotice(_Answer):
    """The body of ``GET /v1/terminal``; with the delivery token without the county."""

    terminal_id: str
    lease_days: int = Field(ge=1, le=366)
    wipe: bool = False
    hub: HubAnswerOfKeys
    hub_time: AwareDatetime
    unit: UnitAnswer | None = None
    revoked_professionals: list[str] = Field(default_factory=list)
    policies: dict[str, Any] | None = None
    units: list[dict[str, Any]] | None = None


def fetch_notice(client: HubClient, token: str) -> TerminalNotice:
    """Ask the hub.  Raises the `SyncProblem` kinds."""
    return client.get("/v1/terminal", token).model(TerminalNotice)


def take_notice(notice: TerminalNotice, outbox: Outbox, time: TrustedTime) -> int:
    """Keep what it says; returns how many deliveries go again (a restored hub).

    Revocations and the wipe order are the caller's: they concern the keys.
    """
    time.observe(notice.hub_time.timestamp())
    again = note_hub(outbox, HubView(notice.hub.epoch, None))
    with outbox.transaction():
        terminal = outbox.terminal
        if terminal is not None:
            outbox.update_terminal(
                lease_days=notice.lease_days,
                hub_keys=tuple(key.key() for key in notice.hub.keys),
                unit=notice.unit.name if notice.unit else terminal.unit,
            )
        if notice.policies is not None or notice.units is not None:
            outbox.set_setting(
                COUNTY_SETTING, {"policies": notice.policies or {}, "units": notice.units or []}
            )
    return again
