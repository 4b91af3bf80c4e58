"""What travels between terminal and hub, and how it is sealed in form (not in key).

A delivery is made once: content → JSON → zlib → HPKE.  Its id is the subject's id and
revision; ``sha256`` is over the sealed bytes.  The same id with the same bytes is a
repeat and gets the same receipt; the same id with other bytes is refused.
"""

import hashlib
import json
import zlib
from base64 import b64decode, b64encode
from enum import StrEnum
from typing import Any, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from hyteterm.domain.referral import ReferralPayload, TimelineEntry
from hyteterm.domain.referral_status import Actor, Outcome, Status, Step

ENVELOPE_VERSION: Final = 1
MAX_BATCH: Final = 50
"""Envelopes in one request at most."""
MAX_CONTENT: Final = 256 * 1024
"""Bytes of opened content at most: a sealed envelope cannot be a decompression bomb."""


class DeliveryKind(StrEnum):
    """What a delivery holds."""

    REFERRAL = "referral"
    STATUS_CHANGE = "status-change"
    CARD_RESPONSE = "card-response"
    ERROR_REPORT = "error-report"
    FEEDBACK = "feedback"


class Envelope(BaseModel):
    """One sealed delivery on the wire."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    version: int = ENVELOPE_VERSION
    id: str = Field(min_length=1, max_length=80, pattern=r"^[0-9a-f-]{36}\.[0-9]{1,6}$")
    """``{subject id}.{revision}``."""
    sequence: int = Field(ge=1)
    """The terminal's local sequence number."""
    key_id: str
    """Which of the hub's public keys it is sealed to."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    sealed: str
    """The sealed bytes, base64."""

    def sealed_bytes(self) -> bytes:
        """The sealed bytes.  Raises `ValueError` when they are not base64 or not of this hash."""
        data = b64decode(self.sealed, validate=True)
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise ValueError("sha256")
        return data


class Content(BaseModel):
    """What is inside an envelope."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    version: int = ENVELOPE_VERSION
    kind: DeliveryKind
    professional_id: str
    body: dict[str, Any]


class StatusChange(BaseModel):
    """One step on a referral, by its sender or its receiver."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str
    """UUIDv7 of this step: taken once, however often it arrives."""
    referral_id: str
    base_version: int = Field(ge=0)
    """The hub's version that the professional saw; another one there is a conflict."""
    step: Step
    actor: Actor
    at: AwareDatetime
    by: str = ""
    reason: str = ""
    note: str = ""
    outcome: Outcome | None = None
    receiver_unit_id: str = ""
    """For `Step.PASS_ON`."""


class DeliveryResult(StrEnum):
    """The hub's answer for one envelope."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    RETRY = "retry"
    CONFLICT = "conflict"
    """A step on a version that is no longer the newest (status changes only)."""


class Receipt(BaseModel):
    """The hub's answer for one envelope.  Only an `ACCEPTED` that echoes id and hash counts."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    id: str
    sha256: str
    result: DeliveryResult
    reason: str = ""
    """Code of the refusal or conflict; without client data."""
    received_at: AwareDatetime | None = None
    referral_version: int | None = None


class DeliveryAnswer(BaseModel):
    """The body of the answer to ``POST /v1/deliveries`` and ``POST /v1/status-changes``."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    epoch: str
    """Changes when the hub's store was restored from a backup."""
    highest_sequence: int
    """The highest sequence number that the hub had accepted from this terminal before this
    request: one lower than the terminal's receipts tells of a hub restored from a backup."""
    hub_time: AwareDatetime
    receipts: list[Receipt]


class ReferralState(BaseModel):
    """How the hub sees a referral now: one item of ``GET /v1/updates``."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    sequence: int
    referral_id: str
    revision: int
    version: int
    """Counts the steps; `StatusChange.base_version` refers to it."""
    role: Actor
    """What this terminal's unit is to the referral: sender or receiver."""
    status: Status
    outcome: Outcome | None = None
    attempts: int = 0
    timeline: list[TimelineEntry] = Field(default_factory=list)
    payload: ReferralPayload | None = None
    """The content, for the receiver's unit (and for the sender's other terminals)."""


class UpdatesAnswer(BaseModel):
    """The body of ``GET /v1/updates``."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    epoch: str
    hub_time: AwareDatetime
    cursor: str
    more: bool = False
    updates: list[ReferralState]


def packed(content: Content) -> bytes:
    """Content as the bytes to seal: compact JSON, zlib."""
    text = json.dumps(
        content.model_dump(mode="json", exclude_defaults=False),
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    return zlib.compress(text.encode(), 9)


def unpacked(data: bytes) -> Content:
    """The opposite of `packed`.  Raises `ValueError` for anything else, and over `MAX_CONTENT`."""
    machine = zlib.decompressobj()
    try:
        text = machine.decompress(data, MAX_CONTENT)
    except zlib.error:
        raise ValueError("zlib") from None
    if machine.unconsumed_tail or not machine.eof:
        raise ValueError("size")
    return Content.model_validate_json(text)


def seal_info(terminal_id: str, delivery_id: str) -> bytes:
    """The HPKE ``info`` that binds sealed bytes to a terminal and a delivery."""
    return f"hyteterm delivery v{ENVELOPE_VERSION}|{terminal_id}|{delivery_id}".encode()


def delivery_id(subject_id: str, revision: int) -> str:
    """The id of a delivery."""
    return f"{subject_id}.{revision}"


def envelope(*, id: str, sequence: int, key_id: str, sealed: bytes) -> Envelope:
    """The wire form of sealed bytes."""
    return Envelope(
        id=id,
        sequence=sequence,
        key_id=key_id,
        sha256=hashlib.sha256(sealed).hexdigest(),
        sealed=b64encode(sealed).decode(),
    )
