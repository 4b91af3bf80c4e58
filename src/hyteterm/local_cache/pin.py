"""From a PIN to a key-encryption key: argon2id, then HKDF with the device secret.

A six-digit PIN alone falls in an hour to somebody who has copied the disk; together
with a secret that is not on the same disk it does not.
"""

import unicodedata
from dataclasses import asdict, dataclass
from typing import Final, Self

SALT_BYTES: Final = 16
MIN_PIN_LENGTH: Final = 6
_RUNS: Final = ("01234567890123456789", "98765432109876543210")


@dataclass(frozen=True, slots=True)
class PinCost:
    """Parameters of argon2id; stored with each wrap, so that they can be raised later."""

    time_cost: int = 3
    """Passes."""
    memory_cost: int = 64 * 1024
    """KiB."""
    parallelism: int = 1

    def as_json(self) -> dict[str, int]:
        """The parameters as they stand in the keys file."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, int]) -> Self:
        """The opposite of `as_json`."""
        return cls(stored["time_cost"], stored["memory_cost"], stored["parallelism"])


DEFAULT_COST: Final = PinCost()


class WeakPin(ValueError):
    """Shorter than `MIN_PIN_LENGTH`, one character repeated, or digits in a row."""


def check_strength(pin: str) -> None:
    """Raises `WeakPin` for a PIN that anybody would try first."""
    if len(pin) < MIN_PIN_LENGTH or len(set(pin)) == 1 or any(pin in run for run in _RUNS):
        raise WeakPin


def stretched(secret: str, salt: bytes, cost: PinCost) -> bytes:
    """32 bytes from a PIN or a passphrase, slowly (64 MiB and 0.1–0.3 s by default)."""
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        unicodedata.normalize("NFKC", secret).encode(),
        salt,
        time_cost=cost.time_cost,
        memory_cost=cost.memory_cost,
        parallelism=cost.parallelism,
        hash_len=32,
        type=Type.ID,
    )


def key_encryption_key(pin: str, salt: bytes, cost: PinCost, device_secret: bytes) -> bytes:
    """The key that wraps a professional's private key: from PIN and device secret together."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derive = HKDF(SHA256(), 32, salt=device_secret, info=b"hyteterm key-encryption key v1")
    return derive.derive(stretched(pin, salt, cost))
