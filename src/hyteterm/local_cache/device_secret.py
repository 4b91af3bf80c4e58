"""The device secret: the half of the key that must not be on the same disk as the vault.

One class per kind that exists; screens tell which kind guards the terminal
(`DEVICE_SECRET_TEXTS`).
"""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from hyteterm.domain.message import N_
from hyteterm.local_cache.pin import DEFAULT_COST, PinCost, stretched
from hyteterm.local_cache.private_file import replace_bytes

CREDENTIAL_NAME: Final = "hyteterm.device-secret"
"""Name of the systemd credential (``LoadCredentialEncrypted=``, sealed to the TPM)."""
MIN_PASSPHRASE_LENGTH: Final = 12
MIN_SECRET_BYTES: Final = 32
_DEMO_LABEL: Final = b"DEMO: this lies on the same disk and protects nothing\n"


class DeviceSecretKind(StrEnum):
    """Where the device secret comes from."""

    DEMO = "demo"
    CREDENTIAL = "credential"
    PASSPHRASE = "passphrase"


DEVICE_SECRET_TEXTS: Final[dict[DeviceSecretKind, str]] = {
    DeviceSecretKind.DEMO: N_("Esittelyn laiteavain: ei suojaa oikeita asiakastietoja."),
    DeviceSecretKind.CREDENTIAL: N_("Laiteavain tulee käyttöjärjestelmältä."),
    DeviceSecretKind.PASSPHRASE: N_("Laiteavaimen tilalla on salalause."),
}


class DeviceSecretMissing(Exception):
    """The device secret cannot be had: the file, the credential or the passphrase is missing."""


class WeakPassphrase(ValueError):
    """Shorter than `MIN_PASSPHRASE_LENGTH` characters."""


class DeviceSecret(Protocol):
    """A source of the device secret."""

    @property
    def kind(self) -> DeviceSecretKind:
        """Which kind it is."""

    def prepare(self) -> None:
        """Make the secret if it is ours to make; called once, when the terminal is enrolled."""

    def read(self, salt: bytes) -> bytes:
        """The secret.  ``salt`` stands in the keys file.  Raises `DeviceSecretMissing`."""


class DemoSecret:
    """A file in the home, labelled as no secret: for `hyteterm demo` and tests only."""

    kind = DeviceSecretKind.DEMO

    def __init__(self, path: Path) -> None:
        self._path = path

    def prepare(self) -> None:
        """Write the file unless it exists."""
        if not self._path.exists():
            replace_bytes(self._path, _DEMO_LABEL + os.urandom(MIN_SECRET_BYTES).hex().encode())

    def read(self, salt: bytes) -> bytes:
        """The secret in the file."""
        try:
            return bytes.fromhex(self._path.read_bytes().removeprefix(_DEMO_LABEL).decode())
        except (OSError, ValueError):
            raise DeviceSecretMissing(self.kind) from None


class CredentialSecret:
    """A credential that systemd opens (by TPM2 or the host's key) into ``CREDENTIALS_DIRECTORY``."""

    kind = DeviceSecretKind.CREDENTIAL

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = os.environ if environ is None else environ

    def prepare(self) -> None:
        """The administrator makes the credential; it must be there by now."""
        self.read(b"")

    def read(self, salt: bytes) -> bytes:
        """The credential's bytes, at least `MIN_SECRET_BYTES`."""
        try:
            path = Path(self._environ["CREDENTIALS_DIRECTORY"]) / CREDENTIAL_NAME
            secret = path.read_bytes()
        except (KeyError, OSError):
            raise DeviceSecretMissing(self.kind) from None
        if len(secret) < MIN_SECRET_BYTES:
            raise DeviceSecretMissing(self.kind)
        return secret


class PassphraseSecret:
    """A passphrase that is typed when the terminal is started: known by the unit, kept nowhere."""

    kind = DeviceSecretKind.PASSPHRASE

    def __init__(self, passphrase: str, cost: PinCost = DEFAULT_COST) -> None:
        if len(passphrase) < MIN_PASSPHRASE_LENGTH:
            raise WeakPassphrase
        self._passphrase = passphrase
        self._cost = cost
        self._made: dict[bytes, bytes] = {}

    def prepare(self) -> None:
        """Nothing to make: the passphrase is the secret."""

    def read(self, salt: bytes) -> bytes:
        """The passphrase, stretched; slow the first time."""
        if salt not in self._made:
            self._made[salt] = stretched(self._passphrase, salt, self._cost)
        return self._made[salt]
