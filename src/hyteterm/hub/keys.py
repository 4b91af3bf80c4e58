"""The hub's HPKE key pairs (table hub_key), and the opening of what is sealed to them.

DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; the sealed bytes are the encapsulated
key followed by the ciphertext (RFC 9180, base mode).
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from hyteterm.domain.identifier import new_id
from hyteterm.hub import times
from hyteterm.hub.store import Row, Transaction

SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
VALID: Final = timedelta(days=365)
"""How long terminals may seal to a key."""
RENEWED_BEFORE: Final = timedelta(days=90)
"""A new key is offered this long before the newest one ends, for terminals long offline."""


@dataclass(frozen=True, slots=True)
class HubKey:
    """A public key that terminals seal to."""

    id: str
    public_key: str
    """Raw X25519, base64."""
    not_after: datetime


class NotOpened(Exception):
    """The sealed bytes are of another key, another terminal or another delivery."""


async def offered(tx: Transaction, now: datetime) -> list[HubKey]:
    """The keys that may be sealed to now, newest first; none before `make`."""
    found = await tx.rows(
        "SELECT * FROM hub_key WHERE not_after > $1 ORDER BY made_at DESC, id DESC",
        times.written(now),
    )
    return [_read(row) for row in found]


def wants_renewal(keys: list[HubKey], now: datetime) -> bool:
    """Whether it is time to `make` the next key."""
    return not keys or keys[0].not_after - now < RENEWED_BEFORE


async def make(tx: Transaction, now: datetime) -> HubKey:
    """A new key pair."""
    private = X25519PrivateKey.generate()
    key = HubKey(new_id(), b64encode(private.public_key().public_bytes_raw()).decode(), now + VALID)
    await tx.execute(
        "INSERT INTO hub_key (id, private_key, public_key, made_at, not_after)"
        " VALUES ($1, $2, $3, $4, $5)",
        key.id,
        b64encode(private.private_bytes_raw()).decode(),
        key.public_key,
        times.written(now),
        times.written(key.not_after),
    )
    return key


async def private_keys(tx: Transaction) -> dict[str, X25519PrivateKey]:
    """All private keys by key id: what was sealed to an old key still opens."""
    found = await tx.rows("SELECT id, private_key FROM hub_key")
    return {
        row["id"]: X25519PrivateKey.from_private_bytes(b64decode(row["private_key"]))
        for row in found
    }


def opened(private: X25519PrivateKey, sealed: bytes, info: bytes) -> bytes:
    """The content of ``sealed``.  Raises `NotOpened`."""
    try:
        return SUITE.decrypt(sealed, private, info=info)
    except (InvalidTag, ValueError):
        raise NotOpened from None


def _read(row: Row) -> HubKey:
    return HubKey(row["id"], row["public_key"], times.read(row["not_after"]))
