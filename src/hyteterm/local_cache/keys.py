"""Keys of the professionals on a shared terminal (``keys.json``).

::

    PIN ─argon2id─► · ─HKDF with the device secret─► KEK
    KEK wraps the professional's X25519 private key      (AES-256-GCM)
    the vault's key is sealed to each public key         (HPKE)

So a new vault key needs nobody's PIN.  During a rekey the old and the new key stand
side by side until it has committed.  The file holds wrapped keys and the names of the
professionals, nothing of clients.
"""

import hmac
import os
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from hyteterm.local_cache.device_secret import DeviceSecret, DeviceSecretKind
from hyteterm.local_cache.file_lock import locked
from hyteterm.local_cache.keys_file import KeysDamaged, KeysFile, KeysMissing, Wrap
from hyteterm.local_cache.pin import (
    DEFAULT_COST,
    SALT_BYTES,
    PinCost,
    check_strength,
    key_encryption_key,
)
from hyteterm.local_cache.trusted_time import TrustedTime

__all__ = [
    "DelayedUnlock",
    "DeviceSecretChanged",
    "EnrolledProfessional",
    "KeyStore",
    "KeysDamaged",
    "KeysMissing",
    "LockedOut",
    "Professional",
    "UnlockRefused",
    "Unlocked",
    "VaultKey",
    "WrongPin",
]

MISSES_BEFORE_DELAY: Final = 3
MISSES_ALLOWED: Final = 5
"""The fifth miss in a row locks the professional out."""
DELAY_SECONDS: Final = 30.0
"""After the third miss; doubled at each further one."""


@dataclass(frozen=True, slots=True)
class Professional:
    """Who may open the vault; the same fields as a referral's `Sender`."""

    id: str
    name: str
    role: str = ""
    unit_id: str = ""
    unit: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class EnrolledProfessional:
    """A professional as the unlock screen lists them."""

    professional: Professional
    locked_out: bool
    wait_seconds: float
    """How long to wait before the next try; 0.0: not at all."""


@dataclass(frozen=True, slots=True)
class VaultKey:
    """A raw 32-byte key of the vault; a rekey raises ``epoch`` by one."""

    epoch: int
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What a right PIN gives: the newest vault key first, older ones while a rekey is pending."""

    professional: Professional
    vault_keys: tuple[VaultKey, ...]


class UnlockRefused(Exception):
    """The vault stays closed."""


class WrongPin(UnlockRefused):
    """PIN, professional or passphrase is wrong; which of them is not told."""


class DelayedUnlock(UnlockRefused):
    """Too many misses: wait ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f}")
        self.seconds = seconds


class LockedOut(UnlockRefused):
    """Five misses: only an administrator's re-enrolment or `KeyStore.reinstate` helps."""


class DeviceSecretChanged(Exception):
    """The keys were made with another kind of device secret, named in ``kind``."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = DeviceSecretKind(kind)


def new_vault_key(epoch: int = 1) -> VaultKey:
    """A random key."""
    return VaultKey(epoch, os.urandom(32))


class KeyStore:
    """The keys file and everything done with it.

    Every change is a read, change and atomic replace under a lock between processes.
    All methods raise `KeysMissing` before `create`, `KeysDamaged` for a broken file,
    `DiskFull` when the disk takes no more.
    """

    def __init__(
        self,
        path: Path,
        secret: DeviceSecret,
        time: TrustedTime,
        cost: PinCost = DEFAULT_COST,
    ) -> None:
        self._path = path
        self._lock = path.with_suffix(".lock")
        self._secret = secret
        self._time = time
        self._cost = cost

    @property
    def exists(self) -> bool:
        """Whether anybody has been enrolled on this terminal."""
        return self._path.exists()

    def professionals(self) -> list[EnrolledProfessional]:
        """Who can unlock, by name."""
        file = self._read()
        now = self._time.now()
        found = [
            EnrolledProfessional(
                Professional(id, **wrap.profile),
                wrap.misses >= MISSES_ALLOWED,
                max(0.0, wrap.wait_until - now),
            )
            for id, wrap in file.wraps.items()
        ]
        return sorted(found, key=lambda entry: (entry.professional.name, entry.professional.id))

    def create(self, professional: Professional, pin: str, vault_key: VaultKey) -> None:
        """Make the file with its first professional.  Raises `WeakPin`, `FileExistsError`."""
        check_strength(pin)
        with locked(self._lock):
            if self.exists:
                raise FileExistsError(self._path.name)
            self._secret.prepare()
            file = KeysFile(
                secret_kind=self._secret.kind,
                secret_salt=os.urandom(SALT_BYTES),
                epoch=vault_key.epoch,
            )
            self._add(file, professional, pin, (vault_key,))
            self._write(file)

    def enrol(self, professional: Professional, pin: str, opened: Unlocked) -> None:
        """Add a professional, or enrol one anew (new PIN, misses forgotten).

        ``opened``: somebody who has unlocked hands the vault's key on.  Raises `WeakPin`.
        """
        check_strength(pin)
        with locked(self._lock):
            file = self._read()
            standing = [key for key in opened.vault_keys if key.epoch in file.epochs]
            self._add(file, professional, pin, standing)
            self._write(file)

    def unlock(self, professional_id: str, pin: str) -> Unlocked:
        """The vault's keys.  Raises `WrongPin`, `DelayedUnlock`, `LockedOut`.

        The miss is on the disk before the PIN is tried, so that pulling the plug gives no
        free tries; an unknown professional takes the same time as a wrong PIN.  Without the
        device secret (`DeviceSecretMissing`, `DeviceSecretChanged`) nothing counts as a miss.
        """
        with locked(self._lock):
            file = self._read()
            self._device_half(file)
            wrap = file.wraps.get(professional_id)
            if wrap is None:
                self._write(file)
                self._kek(file, pin, bytes(SALT_BYTES), self._cost)
                raise WrongPin
            if wrap.misses >= MISSES_ALLOWED:
                raise LockedOut
            now = self._time.now()
            if now < wrap.wait_until:
                raise DelayedUnlock(wrap.wait_until - now)
            wrap.misses += 1
            late = wrap.misses - MISSES_BEFORE_DELAY
            wrap.wait_until = 0.0 if late < 0 else now + DELAY_SECONDS * 2.0**late
            self._write(file)
            private = self._private_key(file, professional_id, wrap, pin)
            keys = tuple(
                VaultKey(epoch, _opened(sealed, private, _seal_info(professional_id, epoch)))
                for epoch, sealed in sorted(wrap.vault_keys.items(), reverse=True)
            )
            if wrap.cost != self._cost:
                self._wrap_private(file, professional_id, wrap, private, pin)
            wrap.misses, wrap.wait_until = 0, 0.0
            self._write(file)
            return Unlocked(Professional(professional_id, **wrap.profile), keys)

    def change_pin(self, professional_id: str, old: str, new: str) -> None:
        """Wrap the private key with a new PIN.  Raises like `unlock`, and `WeakPin`."""
        check_strength(new)
        self.unlock(professional_id, old)
        with locked(self._lock):
            file = self._read()
            wrap = file.wraps[professional_id]
            private = self._private_key(file, professional_id, wrap, old)
            self._wrap_private(file, professional_id, wrap, private, new)
            self._write(file)

    def reinstate(self, professional_id: str) -> None:
        """Forget the misses of somebody locked out; the caller has the administrator's word."""
        with locked(self._lock):
            file = self._read()
            wrap = file.wraps[professional_id]
            wrap.misses, wrap.wait_until = 0, 0.0
            self._write(file)

    def revoke(self, professional_ids: Iterable[str]) -> list[str]:
        """Drop the keys of these; returns those who had any.  Needs no PIN.

        A rekey is wanted afterwards (`rekey_wanted`): whoever was revoked may know the key.
        """
        with locked(self._lock):
            file = self._read()
            gone = [id for id in professional_ids if file.wraps.pop(id, None) is not None]
            if gone:
                file.rekey_wanted = True
                self._write(file)
        return gone

    @property
    def rekey_wanted(self) -> bool:
        """Whether the vault needs a new key, or a rekey was broken off."""
        file = self._read()
        return file.rekey_wanted or file.next_epoch is not None

    def begin_rekey(self, opened: Unlocked) -> VaultKey:
        """The new key of a rekey, sealed for everybody beside the old one.

        A rekey that was broken off goes on with its key.  Raises `KeysDamaged` when the
        public key of a professional is not the one that was enrolled.
        """
        with locked(self._lock):
            file = self._read()
            if file.next_epoch is not None:
                for key in opened.vault_keys:
                    if key.epoch == file.next_epoch:
                        return key
            current = next(key for key in opened.vault_keys if key.epoch == file.epoch)
            fresh = new_vault_key(file.epoch + 1)
            for id, wrap in file.wraps.items():
                if not hmac.compare_digest(wrap.voucher, _voucher(current, id, wrap.public_key)):
                    raise KeysDamaged("voucher")
                _add_vault_key(wrap, id, fresh)
            file.next_epoch = fresh.epoch
            self._write(file)
            return fresh

    def finish_rekey(self, key: VaultKey) -> None:
        """The vault is under ``key``: forget all others."""
        with locked(self._lock):
            file = self._read()
            for id, wrap in file.wraps.items():
                wrap.vault_keys = {key.epoch: wrap.vault_keys[key.epoch]}
                wrap.voucher = _voucher(key, id, wrap.public_key)
            file.epoch, file.next_epoch, file.rekey_wanted = key.epoch, None, False
            self._write(file)

    def _read(self) -> KeysFile:
        file = KeysFile.read(self._path)
        self._time.observe(file.latest_time)
        return file

    def _write(self, file: KeysFile) -> None:
        file.latest_time = self._time.now()
        file.write(self._path)

    def _device_half(self, file: KeysFile) -> bytes:
        if file.secret_kind != self._secret.kind:
            raise DeviceSecretChanged(file.secret_kind)
        return self._secret.read(file.secret_salt)

    def _kek(self, file: KeysFile, pin: str, salt: bytes, cost: PinCost) -> bytes:
        return key_encryption_key(pin, salt, cost, self._device_half(file))

    def _add(
        self, file: KeysFile, professional: Professional, pin: str, keys: Iterable[VaultKey]
    ) -> None:
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        private = X25519PrivateKey.generate()
        wrap = Wrap(
            profile={name: getattr(professional, name) for name in _PROFILE},
            public_key=private.public_key().public_bytes_raw(),
            cost=self._cost,
        )
        for key in keys:
            _add_vault_key(wrap, professional.id, key)
            if key.epoch == file.epoch:
                wrap.voucher = _voucher(key, professional.id, wrap.public_key)
        self._wrap_private(file, professional.id, wrap, private.private_bytes_raw(), pin)
        file.wraps[professional.id] = wrap

    def _wrap_private(self, file: KeysFile, id: str, wrap: Wrap, private: bytes, pin: str) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        wrap.cost = self._cost
        wrap.salt, wrap.nonce = os.urandom(SALT_BYTES), os.urandom(12)
        wrap.wrapped_epoch = file.epoch
        kek = self._kek(file, pin, wrap.salt, wrap.cost)
        wrap.private_key = AESGCM(kek).encrypt(wrap.nonce, private, _wrap_data(id, wrap))

    def _private_key(self, file: KeysFile, id: str, wrap: Wrap, pin: str) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        kek = self._kek(file, pin, wrap.salt, wrap.cost)
        try:
            return AESGCM(kek).decrypt(wrap.nonce, wrap.private_key, _wrap_data(id, wrap))
        except InvalidTag:
            raise WrongPin from None


_PROFILE: Final = ("name", "role", "unit_id", "unit", "phone")


def _wrap_data(id: str, wrap: Wrap) -> bytes:
    return f"{id}|{wrap.wrapped_epoch}".encode()


def _seal_info(id: str, epoch: int) -> bytes:
    return f"hyteterm vault key v1|{id}|{epoch}".encode()


def _suite() -> Any:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _add_vault_key(wrap: Wrap, id: str, key: VaultKey) -> None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    public = X25519PublicKey.from_public_bytes(wrap.public_key)
    wrap.vault_keys[key.epoch] = _suite().encrypt(key.key, public, info=_seal_info(id, key.epoch))


def _opened(sealed: bytes, private: bytes, info: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    try:
        opened: bytes = _suite().decrypt(
            sealed, X25519PrivateKey.from_private_bytes(private), info=info
        )
    except InvalidTag:
        raise KeysDamaged("vault key") from None
    return opened


def _voucher(key: VaultKey, id: str, public_key: bytes) -> bytes:
    """Vouches that a public key was put there by somebody who had the vault's key."""
    message = b"hyteterm public key v1|" + id.encode() + b"|" + b64encode(public_key)
    return hmac.new(key.key, message, sha256).digest()
