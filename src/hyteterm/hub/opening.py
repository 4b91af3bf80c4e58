"""From a sealed envelope to what it says, outside any transaction: decoding, HPKE, size, form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from pydantic import ValidationError

from hyteterm.domain.delivery import (
    ENVELOPE_VERSION,
    MAX_CONTENT,
    Content,
    DeliveryKind,
    Envelope,
    StatusChange,
    seal_info,
    unpacked,
)
from hyteterm.domain.referral import ReferralPayload
from hyteterm.hub import keys

MAX_SEALED: Final = MAX_CONTENT + 1024
"""Bytes of one sealed delivery at most: content that did not compress, and the frame."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An envelope and what was found in it."""

    envelope: Envelope
    content: Content | None = None
    body: ReferralPayload | StatusChange | None = None
    """The parsed body, for the kinds that act on a referral."""
    refusal: str = ""
    """Why there is no content; empty when there is."""
    damaged: bool = False
    """The bytes are not those that the terminal hashed: the line broke them."""

    @property
    def subject_id(self) -> str:
        """What the delivery is about: the id of a referral, a step or a report."""
        return self.envelope.id.partition(".")[0]

    @property
    def revision(self) -> int:
        """Which content of the subject it is."""
        return int(self.envelope.id.partition(".")[2])


def open_all(
    envelopes: Sequence[Envelope], terminal_id: str, private: Mapping[str, X25519PrivateKey]
) -> list[Opened]:
    """Open each envelope; never raises for what is inside one."""
    return [_open(envelope, terminal_id, private) for envelope in envelopes]


def _open(envelope: Envelope, terminal_id: str, private: Mapping[str, X25519PrivateKey]) -> Opened:
    try:
        sealed = envelope.sealed_bytes()
    except ValueError:
        return Opened(envelope, damaged=True)
    if len(sealed) > MAX_SEALED:
        return Opened(envelope, refusal="too-large")
    key = private.get(envelope.key_id)
    if key is None or envelope.version != ENVELOPE_VERSION:
        return Opened(envelope, refusal="unreadable")
    try:
        content = unpacked(keys.opened(key, sealed, seal_info(terminal_id, envelope.id)))
        found = Opened(envelope, content, _body(content))
    except (keys.NotOpened, ValidationError):
        return Opened(envelope, refusal="unreadable")
    except ValueError as error:
        too_large = error.args == ("size",)
        return Opened(envelope, refusal="too-large" if too_large else "unreadable")
    return found if _is_what_it_says(found) else Opened(envelope, refusal="unreadable")


def _body(content: Content) -> ReferralPayload | StatusChange | None:
    if content.kind is DeliveryKind.REFERRAL:
        return ReferralPayload.model_validate(content.body)
    if content.kind is DeliveryKind.STATUS_CHANGE:
        return StatusChange.model_validate(content.body)
    return None


def _is_what_it_says(found: Opened) -> bool:
    """Whether the id outside the seal names what is inside it."""
    body = found.body
    if isinstance(body, ReferralPayload):
        return (body.id, body.revision) == (found.subject_id, found.revision)
    if isinstance(body, StatusChange):
        return body.id == found.subject_id
    return True
