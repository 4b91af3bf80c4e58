"""The vault: everything about clients, encrypted on the disk (SQLCipher, ``vault.db``).

One file, one random 256-bit key, `FULL` synchronisation: what a call has written when
it returns survives a power cut.  A vault is never made in place of one that is lost or
cannot be read: see `Vault.open` and `set_aside`.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self

from hyteterm.domain.client import Client
from hyteterm.domain.delivery import UpdatesAnswer
from hyteterm.local_cache.access_log import AccessLog
from hyteterm.local_cache.disk_full import DiskFull, disk_full_told
from hyteterm.local_cache.drafts import Drafts
from hyteterm.local_cache.file_lock import FileLock
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.keys import VaultKey
from hyteterm.local_cache.migrations import migrate
from hyteterm.local_cache.private_file import ensure_private, replace_json, sync_folder
from hyteterm.local_cache.sqlite import Connection, DatabaseError, SchemaMismatch, connect
from hyteterm.local_cache.store_connection import (
    SQLITE_CORRUPT,
    SQLITE_NOTADB,
    DamagedFile,
    StoreConnection,
    error_code,
    silence_sqlcipher,
)
from hyteterm.local_cache.stored_referral import restored
from hyteterm.local_cache.vault_cards import VaultCards
from hyteterm.local_cache.vault_records import VaultRecords
from hyteterm.local_cache.vault_referrals import VaultReferrals
from hyteterm.local_cache.vault_schema import VAULT_APPLICATION_ID, VAULT_STEPS
from hyteterm.local_cache.workload import Workload

PAGE_BYTES: Final = 4096
_OPEN_TIMEOUT: Final = 10.0


class Unreadable(StrEnum):
    """Why a vault cannot be opened."""

    MISSING = "missing"
    """The keys are here, the file is not."""
    DAMAGED = "damaged"
    """Cut off, empty or broken inside."""
    KEY = "key"
    """It does not open with this key: another vault's file, or its beginning is broken."""
    NEWER = "newer"
    """A newer program wrote it."""


class VaultUnreadable(Exception):
    """The vault cannot be opened; the file stands untouched."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason)
        self.reason = reason


class VaultInUse(Exception):
    """Another process is changing the vault's key, or has it open when nobody may."""


@dataclass(frozen=True, slots=True)
class VaultCount:
    """How much a vault holds; known without its key."""

    referrals: int = 0
    open_referrals: int = 0
    drafts: int = 0


@dataclass(frozen=True, slots=True)
class SetAside:
    """A vault that was put away because it cannot be read."""

    path: Path
    count: VaultCount


class Vault:
    """The open vault.  One per thread; several may stand on one file.

    Everything may raise `DiskFull` (what was saved before stands) or `DamagedFile`.
    """

    def __init__(self, connection: StoreConnection, home: Home, lock: FileLock) -> None:
        self._connection = connection
        self.home = home
        self._lock = lock
        self._closed = False
        self.drafts = Drafts(connection)
        self.referrals = VaultReferrals(connection)
        self.cards = VaultCards(connection)
        self.records = VaultRecords(connection)
        self.workload = Workload(connection)
        self.access_log = AccessLog(connection)

    @classmethod
    def create(cls, home: Home, key: VaultKey) -> Self:
        """Make the vault and open it.  Raises `FileExistsError` when there is one."""
        if home.vault.exists():
            raise FileExistsError(home.vault.name)
        beside = home.vault.with_suffix(".new")
        _remove(beside)
        with disk_full_told():
            ensure_private(beside)
            connection = _connected(beside, key)
            try:
                migrate(connection, VAULT_STEPS)
            finally:
                connection.close()
            # A log left by a lost vault would be played into the new one.
            _set_aside_logs(home, home.vault.with_name("vault.lost.set-aside.db"))
            # Whole or not at all: a half-made vault would look like a damaged one.
            beside.rename(home.vault)
            sync_folder(home.path)
        vault = cls.open(home, key)
        vault.save_count()
        return vault

    @classmethod
    def open(cls, home: Home, key: VaultKey) -> Self:
        """Open the vault that exists.  Raises `VaultUnreadable`, `VaultInUse`."""
        lock = FileLock(home.vault_lock, shared=True)
        if not lock.acquire(_OPEN_TIMEOUT):
            raise VaultInUse
        try:
            connection = opened(home.vault, key)
            if schema_age(connection):
                # A program that stands on the old tables must not see them change.
                connection.close()
                lock.release()
                _migrate_alone(home, key)
                if not lock.acquire(_OPEN_TIMEOUT):
                    raise VaultInUse
                connection = opened(home.vault, key)
        except BaseException:
            lock.release()
            raise
        return cls(StoreConnection(connection, home.vault.name), home, lock)

    def close(self) -> None:
        """Close it and leave its count for those without the key; again: nothing happens."""
        if self._closed:
            return
        self._closed = True
        try:
            self.save_count()
        except (DamagedFile, DiskFull):
            pass  # the count of the last change stands
        finally:
            self._connection.close()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written within stands together or not at all."""
        with self._connection.transaction():
            yield

    def get_setting(self, name: str, default: Any = None) -> Any:
        """A JSON-like value kept in the vault."""
        row = self._connection.row("SELECT value FROM settings WHERE name = ?", (name,))
        return default if row is None else json.loads(row[0])

    def set_setting(self, name: str, value: Any) -> None:
        """Keep a JSON-like value."""
        self._connection.execute(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, json.dumps(value)),
        )

    @property
    def updates_token(self) -> str:
        """The token for everything but deliveries and catalogue; empty: not enrolled."""
        return str(self.get_setting("updates_token", ""))

    @updates_token.setter
    def updates_token(self, token: str) -> None:
        self.set_setting("updates_token", token)

    @property
    def updates_cursor(self) -> str:
        """Where the next updates begin; empty: from the beginning."""
        return str(self.get_setting("updates_cursor", ""))

    @property
    def updates_epoch(self) -> str:
        """The hub's store that gave the cursor."""
        return str(self.get_setting("updates_epoch", ""))

    def forget_updates_cursor(self, epoch: str) -> None:
        """Begin the updates anew: the hub's store is another one (``epoch``)."""
        with self.transaction():
            self.set_setting("updates_cursor", "")
            self.set_setting("updates_epoch", epoch)

    def take_updates(self, answer: UpdatesAnswer, at: datetime) -> list[str]:
        """Store a page of updates and its cursor in one transaction.

        Returns the ids of the referrals that changed.  A page that comes again changes nothing.
        """
        with self.transaction():
            changed = [
                state.referral_id
                for state in answer.updates
                if self.referrals.merge(state, answer.epoch, at)
            ]
            self.set_setting("updates_cursor", answer.cursor)
            self.set_setting("updates_epoch", answer.epoch)
        return changed

    def client(self, reference: str) -> Client | None:
        """A client as last referred."""
        row = self._connection.row("SELECT body FROM clients WHERE reference = ?", (reference,))
        return None if row is None else restored(Client, row[0])

    def count(self) -> VaultCount:
        """How much is in here."""
        referrals, still_open = self.referrals.count()
        drafts = self._connection.row("SELECT count(*) FROM drafts")[0]
        return VaultCount(referrals, still_open, int(drafts))

    def save_count(self) -> None:
        """Write `count` beside the vault.  A disk that is full does not matter here."""
        count = self.count()
        if count == stored_count(self.home):
            return
        try:
            replace_json(
                self.home.vault_count,
                {
                    "referrals": count.referrals,
                    "open_referrals": count.open_referrals,
                    "drafts": count.drafts,
                },
            )
        except OSError:
            return


def opened(path: Path, key: VaultKey) -> Connection:
    """A checked connection to the vault at ``path``.  Raises `VaultUnreadable`."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise VaultUnreadable(Unreadable.MISSING) from None
    if size < PAGE_BYTES:
        raise VaultUnreadable(Unreadable.DAMAGED)
    try:
        connection = _connected(path, key)
    except SchemaMismatch:
        raise VaultUnreadable(Unreadable.NEWER) from None
    except DatabaseError as error:
        if error_code(error) == SQLITE_NOTADB:
            raise VaultUnreadable(Unreadable.KEY) from None
        if error_code(error) == SQLITE_CORRUPT:
            raise VaultUnreadable(Unreadable.DAMAGED) from None
        raise
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if schema_age(connection) < 0:
            raise VaultUnreadable(Unreadable.NEWER)
    except DatabaseError as error:
        connection.close()
        if error_code(error) in (SQLITE_CORRUPT, SQLITE_NOTADB):
            raise VaultUnreadable(Unreadable.DAMAGED) from None
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def schema_age(connection: Connection) -> int:
    """How many migrations the vault lacks; below 0: a newer program wrote it."""
    return len(VAULT_STEPS) - int(connection.execute("PRAGMA user_version").fetchone()[0])


def _migrate_alone(home: Home, key: VaultKey) -> None:
    lock = FileLock(home.vault_lock)
    if not lock.acquire(_OPEN_TIMEOUT):
        raise VaultInUse
    try:
        connection = opened(home.vault, key)
        try:
            with disk_full_told():
                migrate(connection, VAULT_STEPS)
        finally:
            connection.close()
    finally:
        lock.release()


def _connected(path: Path, key: VaultKey) -> Connection:
    silence_sqlcipher()
    return connect(path, application_id=VAULT_APPLICATION_ID, key=key.key)


def stored_count(home: Home) -> VaultCount:
    """What the vault held when it was last closed; zeros when nobody knows."""
    try:
        stored = json.loads(home.vault_count.read_text("utf-8"))
        return VaultCount(stored["referrals"], stored["open_referrals"], stored["drafts"])
    except (OSError, ValueError, KeyError, TypeError):
        return VaultCount()


def set_aside(home: Home, at: datetime) -> SetAside:
    """Put an unreadable vault away under another name, with its log file and its count.

    Only on the professional's or administrator's word; nothing is deleted, and a lost
    key that turns up opens it again.  Raises `VaultInUse`, `FileNotFoundError`.
    """
    lock = FileLock(home.vault_lock)
    if not lock.acquire():
        raise VaultInUse
    try:
        count = stored_count(home)
        target = home.vault.with_name(f"vault.{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.set-aside.db")
        home.vault.rename(target)
        _set_aside_logs(home, target)
        if home.vault_count.exists():
            home.vault_count.rename(target.with_suffix(".count.json"))
        sync_folder(home.path)
    finally:
        lock.release()
    return SetAside(target, count)


def _set_aside_logs(home: Home, target: Path) -> None:
    for ending in ("-wal", "-shm"):
        beside = home.vault.with_name(home.vault.name + ending)
        if beside.exists():
            beside.replace(target.with_name(target.name + ending))


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
