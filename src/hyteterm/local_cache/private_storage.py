"""Opening the private storage: key and vault together, and changing the vault's key."""

from dataclasses import dataclass

from hyteterm.local_cache.file_lock import FileLock
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.keys import (
    KeyStore,
    Professional,
    Unlocked,
    UnlockRefused,
    VaultKey,
    new_vault_key,
)
from hyteterm.local_cache.vault import Unreadable, Vault, VaultInUse, VaultUnreadable, opened


@dataclass(frozen=True, slots=True)
class OpenStorage:
    """An unlocked terminal: who unlocked it, the vault, and the key it is under now.

    Further threads open their own connection with ``Vault.open(home, storage.key)``.
    """

    unlocked: Unlocked
    key: VaultKey
    vault: Vault


def create(home: Home, keys: KeyStore, professional: Professional, pin: str) -> OpenStorage:
    """The first professional of a terminal: a new vault and its keys.

    Raises `WeakPin`; `FileExistsError` when a vault or keys exist (a vault without keys is
    put away with `set_aside` first, on somebody's word).
    """
    if keys.exists:
        raise FileExistsError(home.keys.name)
    key = new_vault_key()
    # The vault first: one without keys is empty and can be set aside.
    vault = Vault.create(home, key)
    try:
        keys.create(professional, pin, key)
    except BaseException:
        vault.close()
        home.vault.unlink()
        raise
    return OpenStorage(Unlocked(professional, (key,)), key, vault)


def unlock(home: Home, keys: KeyStore, professional_id: str, pin: str) -> OpenStorage:
    """Open the vault with a PIN; a rekey that is wanted is done when nobody else is in.

    Raises the `UnlockRefused` kinds of `KeyStore.unlock`, `VaultUnreadable`, `VaultInUse`.
    """
    unlocked = keys.unlock(professional_id, pin)
    if keys.rekey_wanted:
        try:
            unlocked = Unlocked(unlocked.professional, (rekey(home, keys, unlocked),))
        except VaultInUse:
            pass  # the next unlock tries again; both keys stand meanwhile
    # Newest first: after a rekey that was broken off either key may be the vault's.
    for key in unlocked.vault_keys[:-1]:
        try:
            return OpenStorage(unlocked, key, Vault.open(home, key))
        except VaultUnreadable as error:
            if error.reason is not Unreadable.KEY:
                raise
    if not unlocked.vault_keys:
        raise UnlockRefused
    key = unlocked.vault_keys[-1]
    return OpenStorage(unlocked, key, Vault.open(home, key))


def rekey(home: Home, keys: KeyStore, unlocked: Unlocked) -> VaultKey:
    """Put the vault under a new key; needs nobody's PIN but that of ``unlocked``.

    Killed at any point, the vault opens with the old key or with the new one, and both
    stand in the keys file until the new one has committed.  Nobody may have the vault
    open, this process included: raises `VaultInUse`.
    """
    lock = FileLock(home.vault_lock)
    if not lock.acquire():
        raise VaultInUse
    try:
        fresh = keys.begin_rekey(unlocked)
        _put_under(home, fresh, [key for key in unlocked.vault_keys if key != fresh])
        keys.finish_rekey(fresh)
    finally:
        lock.release()
    return fresh


def _put_under(home: Home, fresh: VaultKey, older: list[VaultKey]) -> None:
    try:
        opened(home.vault, fresh).close()
    except VaultUnreadable as error:
        if error.reason is not Unreadable.KEY:
            raise
    else:
        return
    for key in older:
        try:
            connection = opened(home.vault, key)
        except VaultUnreadable as error:
            if error.reason is not Unreadable.KEY or key is older[-1]:
                raise
            continue
        try:
            connection.execute(f"PRAGMA rekey = \"x'{fresh.key.hex()}'\"")
            # Nothing of the old key's pages is left in the log.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
        return
    raise VaultUnreadable(Unreadable.KEY)


def wipe(home: Home) -> None:
    """By the hub's order: the keys and the vault are gone, sealed deliveries still leave.

    Without its key the vault's bytes are noise, so that also copies of the file say nothing.
    """
    home.keys.unlink(missing_ok=True)
    for path in home.path.glob("vault*"):
        path.unlink()
