"""Who works here now: unlocking and locking the private storage."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from hyteterm.translation import gettext as _
from hyteterm.workspace.settings import Settings

if TYPE_CHECKING:
    from hyteterm.local_cache.access_log import Access, Action
    from hyteterm.local_cache.device_secret import DeviceSecret, PassphraseSecret
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.keys import KeyStore, Professional, VaultKey
    from hyteterm.local_cache.trusted_time import TrustedTime
    from hyteterm.local_cache.vault import Vault

DEMO_PIN_VARIABLE = "HYTETERM_DEMO_PIN"
"""Set by `hyteterm demo` alone: the PIN that the unlock screen may show."""


class Locked(Exception):
    """This needs an unlocked terminal."""


class LeaseOver(Exception):
    """The terminal has been without its central API for longer than ``days``."""

    def __init__(self, days: int) -> None:
        super().__init__(str(days))
        self.days = days


class Session:
    """The locked or unlocked terminal."""

    def __init__(
        self, home: Home, time: Callable[[], TrustedTime], settings: Callable[[], Settings]
    ) -> None:
        self._home = home
        self._time = time
        self._settings = settings
        self._vault: Vault | None = None
        self._key: VaultKey | None = None
        self._passphrase: PassphraseSecret | None = None
        self.professional: Professional | None = None

    @property
    def unlocked(self) -> bool:
        """Whether a professional has unlocked the terminal."""
        return self._key is not None

    @property
    def title(self) -> str:
        """“HyteTerm · Kouvola, pääterveysasema · sh A. Demo”."""
        person = self.professional
        parts = ["HyteTerm", self._settings().place]
        if person is not None:
            parts.append(" ".join(part for part in (person.role, person.name) if part))
        return " · ".join(part for part in parts if part)

    def keys(self) -> KeyStore:
        """The professionals' keys on this terminal."""
        from hyteterm.local_cache.keys import KeyStore

        return KeyStore(self._home.keys, self.device_secret(), self._time())

    def device_secret(self) -> DeviceSecret:
        """Where this terminal's device secret comes from.

        The demo's labelled file; else what the operating system opens (systemd
        credential); else the passphrase given in `use_passphrase`.
        """
        from hyteterm.local_cache.device_secret import CredentialSecret, DemoSecret

        if os.environ.get(DEMO_PIN_VARIABLE) or self._home.demo_device_secret.exists():
            return DemoSecret(self._home.demo_device_secret)
        return self._passphrase or CredentialSecret()

    @property
    def has_device_secret(self) -> bool:
        """Whether a device secret can be had without asking anybody."""
        from hyteterm.local_cache.device_secret import DeviceSecretKind, DeviceSecretMissing

        secret = self.device_secret()
        if secret.kind is DeviceSecretKind.DEMO:
            return True
        try:
            secret.read(bytes(16))
        except DeviceSecretMissing:
            return False
        return True

    def use_passphrase(self, text: str) -> None:
        """The passphrase that stands for a device secret.  Raises `WeakPassphrase`."""
        from hyteterm.local_cache.device_secret import PassphraseSecret

        self._passphrase = PassphraseSecret(text)

    def forget_passphrase(self) -> None:
        """It did not open anything: ask for it again."""
        if not self.unlocked:
            self._passphrase = None

    @property
    def wants_passphrase(self) -> bool:
        """Whether this terminal's keys need a passphrase that has not been given yet."""
        from hyteterm.local_cache.device_secret import DeviceSecretKind
        from hyteterm.local_cache.keys_file import KeysFile

        if self._passphrase is not None or not self._home.keys.exists():
            return False
        return KeysFile.read(self._home.keys).secret_kind == DeviceSecretKind.PASSPHRASE

    def professionals(self) -> list[Professional]:
        """Who can unlock, by name; empty before anybody is enrolled."""
        if not self._home.keys.exists():
            return []
        return [entry.professional for entry in self.keys().professionals()]

    def unlock_hint(self) -> str:
        """The sentence under the PIN field."""
        if pin := os.environ.get(DEMO_PIN_VARIABLE):
            return _("Esittely keksityillä tiedoilla. PIN on {pin}.").format(pin=pin)
        if not self._home.keys.exists():
            return _("Päätettä ei ole otettu käyttöön: hyteterm enrol.")
        return _("PIN ei näy. Viiden virheen jälkeen pääte lukittuu.")

    def unlock(self, professional_id: str, pin: str) -> None:
        """Derive the key and check that the vault opens; takes 0.1–0.3 s, any thread.

        Raises what `hyteterm.local_cache.private_storage.unlock` raises, and `LeaseOver`.
        """
        from hyteterm.local_cache import private_storage

        self._check_lease()

        storage = private_storage.unlock(self._home, self.keys(), professional_id, pin)
        # Opened by a worker; the screens' thread opens its own.
        storage.vault.close()
        self.professional = storage.unlocked.professional
        self._key = storage.key

    def _check_lease(self) -> None:
        from hyteterm.local_cache.outbox import Outbox

        if not self._home.outbox.exists():
            return
        with Outbox.open(self._home.outbox, self._time()) as outbox:
            terminal = outbox.terminal
            if terminal is not None and outbox.contact.last_at and not outbox.lease_seconds_left:
                raise LeaseOver(terminal.lease_days)

    def lock(self) -> None:
        """Close the vault and forget the key."""
        if self._vault is not None:
            self._vault.close()
        self._vault = self._key = self.professional = None

    @property
    def vault(self) -> Vault:
        """The open vault of the caller's thread, which must always be the same.  Raises `Locked`."""
        if self._vault is None:
            self._vault = self.open_vault()
        return self._vault

    def open_vault(self) -> Vault:
        """One more connection, for another thread.  Raises `Locked`."""
        from hyteterm.local_cache.vault import Vault

        if self._key is None:
            raise Locked
        return Vault.open(self._home, self._key)

    def access(
        self,
        action: Action,
        *,
        client: str = "",
        subject: str = "",
        recipient: str = "",
        why: str = "",
    ) -> Access:
        """A row for the access log, by the professional who works here.  Raises `Locked`."""
        from hyteterm.local_cache.access_log import Access

        person = self.professional
        if person is None:
            raise Locked
        return Access(
            professional_id=person.id,
            professional=person.name,
            role=person.role,
            action=action,
            client_reference=client,
            reason=why,
            recipient=recipient,
            subject_id=subject,
        )
