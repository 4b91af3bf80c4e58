"""Sealing a delivery to the hub's public key: HPKE (X25519, HKDF-SHA256, AES-256-GCM).

The bytes are made once and never again; nobody on the terminal can open them.
"""

from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from hyteterm.domain.delivery import MAX_CONTENT, Content, packed, seal_info, unpacked
from hyteterm.local_cache.outbox_row import HubKey, Terminal

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class NoHubKey(Exception):
    """The terminal is not enrolled, or every key of the hub it knows has expired."""


class ContentTooLarge(ValueError):
    """More than `MAX_CONTENT` bytes: the hub would not open it."""


def hub_key(terminal: Terminal | None, now: float) -> HubKey:
    """The key to seal to: the one that lasts longest.  Raises `NoHubKey`."""
    moment = datetime.fromtimestamp(now, UTC)
    endless = datetime.max.replace(tzinfo=UTC)
    standing = [
        key
        for key in (terminal.hub_keys if terminal else ())
        if (key.not_after or endless) > moment
    ]
    if not standing:
        raise NoHubKey
    return max(standing, key=lambda key: key.not_after or endless)


def sealed(content: Content, *, terminal_id: str, delivery_id: str, key: HubKey) -> bytes:
    """The content as sealed bytes, bound to terminal and delivery.  Raises `ContentTooLarge`."""
    data = packed(content)
    try:
        unpacked(data)
    except ValueError:
        raise ContentTooLarge(str(MAX_CONTENT)) from None
    public = X25519PublicKey.from_public_bytes(key.public_key)
    return SUITE.encrypt(data, public, info=seal_info(terminal_id, delivery_id))
