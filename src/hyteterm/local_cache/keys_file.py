"""The form of ``keys.json``: read, checked, and replaced as a whole."""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from hyteterm.local_cache.disk_full import disk_full_told
from hyteterm.local_cache.pin import PinCost
from hyteterm.local_cache.private_file import replace_json

KEYS_FILE_VERSION: Final = 1


class KeysMissing(Exception):
    """Nobody has been enrolled on this terminal."""


class KeysDamaged(Exception):
    """The keys file cannot be read, or a newer program wrote it.  It is never made anew."""


@dataclass(slots=True)
class Wrap:
    """One professional's wrapped keys and misses."""

    profile: dict[str, str]
    public_key: bytes
    cost: PinCost
    salt: bytes = b""
    nonce: bytes = b""
    private_key: bytes = b""
    """The X25519 private key under the KEK."""
    wrapped_epoch: int = 0
    vault_keys: dict[int, bytes] = field(default_factory=dict)
    """Epoch → the vault's key sealed to `public_key`."""
    voucher: bytes = b""
    misses: int = 0
    wait_until: float = 0.0
    """Seconds since 1970."""


@dataclass(slots=True)
class KeysFile:
    """The whole file."""

    secret_kind: str
    secret_salt: bytes
    epoch: int
    next_epoch: int | None = None
    """Set while a rekey is pending."""
    rekey_wanted: bool = False
    latest_time: float = 0.0
    wraps: dict[str, Wrap] = field(default_factory=dict)

    @property
    def epochs(self) -> frozenset[int]:
        """Epochs of vault keys that stand now."""
        return frozenset({self.epoch} if self.next_epoch is None else {self.epoch, self.next_epoch})

    @classmethod
    def read(cls, path: Path) -> Self:
        """The file at ``path``.  Raises `KeysMissing`, `KeysDamaged`."""
        try:
            text = path.read_text("utf-8")
        except FileNotFoundError:
            raise KeysMissing(path.name) from None
        except UnicodeDecodeError:
            raise KeysDamaged("form") from None
        try:
            stored = json.loads(text)
            if stored["version"] > KEYS_FILE_VERSION:
                raise KeysDamaged("newer")
            return cls(
                secret_kind=stored["device_secret"]["kind"],
                secret_salt=b64decode(stored["device_secret"]["salt"]),
                epoch=stored["epoch"],
                next_epoch=stored["next_epoch"],
                rekey_wanted=stored["rekey_wanted"],
                latest_time=float(stored["latest_time"]),
                wraps={id: _wrap(entry) for id, entry in stored["professionals"].items()},
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            raise KeysDamaged("form") from None

    def write(self, path: Path) -> None:
        """Put it in place of ``path``, durably.  Raises `DiskFull`; the old file then stands."""
        with disk_full_told():
            replace_json(
                path,
                {
                    "version": KEYS_FILE_VERSION,
                    "device_secret": {"kind": self.secret_kind, "salt": _text(self.secret_salt)},
                    "epoch": self.epoch,
                    "next_epoch": self.next_epoch,
                    "rekey_wanted": self.rekey_wanted,
                    "latest_time": self.latest_time,
                    "professionals": {id: _entry(wrap) for id, wrap in self.wraps.items()},
                },
            )


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _entry(wrap: Wrap) -> dict[str, Any]:
    return {
        "profile": wrap.profile,
        "public_key": _text(wrap.public_key),
        "pin": {"salt": _text(wrap.salt), "algorithm": "argon2id", **wrap.cost.as_json()},
        "private_key": {
            "nonce": _text(wrap.nonce),
            "wrapped": _text(wrap.private_key),
            "epoch": wrap.wrapped_epoch,
        },
        "vault_keys": {str(epoch): _text(sealed) for epoch, sealed in wrap.vault_keys.items()},
        "voucher": _text(wrap.voucher),
        "misses": wrap.misses,
        "wait_until": wrap.wait_until,
    }


def _wrap(entry: dict[str, Any]) -> Wrap:
    private = entry["private_key"]
    return Wrap(
        profile={str(name): str(value) for name, value in entry["profile"].items()},
        public_key=b64decode(entry["public_key"]),
        cost=PinCost.from_json(entry["pin"]),
        salt=b64decode(entry["pin"]["salt"]),
        nonce=b64decode(private["nonce"]),
        private_key=b64decode(private["wrapped"]),
        wrapped_epoch=int(private["epoch"]),
        vault_keys={int(epoch): b64decode(key) for epoch, key in entry["vault_keys"].items()},
        voucher=b64decode(entry["voucher"]),
        misses=int(entry["misses"]),
        wait_until=float(entry["wait_until"]),
    )
