"""Keys of a shared terminal: PINs, misses, colleagues, revocation, a new vault key."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from hyteterm.local_cache import keys as keys_module
from hyteterm.local_cache import private_storage
from hyteterm.local_cache.device_secret import (
    CREDENTIAL_NAME,
    CredentialSecret,
    DemoSecret,
    DeviceSecretKind,
    DeviceSecretMissing,
    PassphraseSecret,
    WeakPassphrase,
)
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.keys import (
    DelayedUnlock,
    DeviceSecretChanged,
    KeysDamaged,
    KeysMissing,
    KeyStore,
    LockedOut,
    WrongPin,
    new_vault_key,
)
from hyteterm.local_cache.pin import PinCost, WeakPin
from hyteterm.local_cache.vault import Unreadable, Vault, VaultInUse, VaultUnreadable

from .storage import CHEAP, COLLEAGUE, NURSE, PIN, Clock, Storage, key_store

WRONG = "000001"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


def enrolled(home: Home, clock: Clock) -> KeyStore:
    keys = key_store(home, clock.trusted())
    keys.create(NURSE, PIN, new_vault_key())
    return keys


def miss(keys: KeyStore, times: int, clock: Clock) -> None:
    """Wrong PINs, each after its delay has passed."""
    for _ in range(times):
        with pytest.raises(WrongPin):
            keys.unlock(NURSE.id, WRONG)
        clock.pass_(1000)


def test_the_right_pin_gives_the_vault_key(home: Home) -> None:
    clock = Clock()
    keys = key_store(home, clock.trusted())
    key = new_vault_key()
    keys.create(NURSE, PIN, key)
    unlocked = keys.unlock(NURSE.id, PIN)
    assert unlocked.professional == NURSE
    assert unlocked.vault_keys == (key,)
    assert key.key.hex() not in repr(unlocked)


def test_misses_delay_from_the_third_and_lock_at_the_fifth(home: Home) -> None:
    clock = Clock()
    keys = enrolled(home, clock)
    for _ in range(3):
        with pytest.raises(WrongPin):
            keys.unlock(NURSE.id, WRONG)
    with pytest.raises(DelayedUnlock) as delayed:
        keys.unlock(NURSE.id, PIN)
    assert delayed.value.seconds == pytest.approx(30)
    assert keys.professionals()[0].wait_seconds == pytest.approx(30)
    clock.pass_(30)
    with pytest.raises(WrongPin):
        keys.unlock(NURSE.id, WRONG)
    with pytest.raises(DelayedUnlock) as delayed:
        keys.unlock(NURSE.id, PIN)
    assert delayed.value.seconds == pytest.approx(60)
    clock.pass_(60)
    with pytest.raises(WrongPin):
        keys.unlock(NURSE.id, WRONG)
    clock.pass_(1_000_000)
    with pytest.raises(LockedOut):
        keys.unlock(NURSE.id, PIN)
    assert keys.professionals()[0].locked_out


def test_the_right_pin_forgets_the_misses(home: Home) -> None:
    clock = Clock()
    keys = enrolled(home, clock)
    for _ in range(3):
        miss(keys, 2, clock)
        keys.unlock(NURSE.id, PIN)


def test_the_miss_is_on_the_disk_before_the_pin_is_tried(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = enrolled(home, Clock())

    def power_cut(*_: Any) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(keys_module, "key_encryption_key", power_cut)
    with pytest.raises(KeyboardInterrupt):
        keys.unlock(NURSE.id, WRONG)
    stored = json.loads(home.keys.read_text())
    assert stored["professionals"][NURSE.id]["misses"] == 1


def test_setting_the_clock_back_shortens_no_delay(home: Home) -> None:
    clock = Clock()
    keys = enrolled(home, clock)
    for _ in range(3):
        with pytest.raises(WrongPin):
            keys.unlock(NURSE.id, WRONG)
    clock.wall -= 100_000
    restarted = key_store(home, clock.trusted())
    with pytest.raises(DelayedUnlock) as delayed:
        restarted.unlock(NURSE.id, PIN)
    assert delayed.value.seconds == pytest.approx(30)


def test_an_unknown_professional_costs_the_same_work(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = enrolled(home, Clock())
    tried: list[PinCost] = []
    real: Callable[..., bytes] = keys_module.key_encryption_key

    def counted(pin: str, salt: bytes, cost: PinCost, secret: bytes) -> bytes:
        tried.append(cost)
        return real(pin, salt, cost, secret)

    monkeypatch.setattr(keys_module, "key_encryption_key", counted)
    for professional_id in (NURSE.id, "nobody"):
        with pytest.raises(WrongPin):
            keys.unlock(professional_id, WRONG)
    assert tried == [CHEAP, CHEAP]


def test_colleagues_share_the_vault_with_their_own_pins(storage: Storage) -> None:
    storage.keys.enrol(COLLEAGUE, "314159", storage.opened.unlocked)
    names = [entry.professional.name for entry in storage.keys.professionals()]
    assert names == [NURSE.name, COLLEAGUE.name]
    theirs = storage.keys.unlock(COLLEAGUE.id, "314159")
    assert theirs.vault_keys == storage.opened.unlocked.vault_keys
    with pytest.raises(WrongPin):
        storage.keys.unlock(COLLEAGUE.id, PIN)


def test_enrolling_anew_frees_somebody_locked_out(storage: Storage) -> None:
    storage.keys.enrol(COLLEAGUE, "314159", storage.opened.unlocked)
    miss(storage.keys, 5, storage.clock)
    colleague = storage.keys.unlock(COLLEAGUE.id, "314159")
    storage.keys.enrol(NURSE, "161803", colleague)
    assert storage.keys.unlock(NURSE.id, "161803").vault_keys == colleague.vault_keys


def test_an_administrators_word_frees_the_only_professional(storage: Storage) -> None:
    miss(storage.keys, 5, storage.clock)
    storage.keys.reinstate(NURSE.id)
    assert storage.keys.unlock(NURSE.id, PIN)


def test_a_changed_pin_is_the_only_one(home: Home) -> None:
    keys = enrolled(home, Clock())
    keys.change_pin(NURSE.id, PIN, "161803")
    assert keys.unlock(NURSE.id, "161803")
    with pytest.raises(WrongPin):
        keys.unlock(NURSE.id, PIN)


def test_a_raised_cost_is_taken_at_the_next_unlock(home: Home) -> None:
    keys = enrolled(home, Clock())
    dearer = PinCost(time_cost=2, memory_cost=16)
    later = KeyStore(home.keys, DemoSecret(home.demo_device_secret), Clock().trusted(), dearer)
    first = later.unlock(NURSE.id, PIN)
    stored = json.loads(home.keys.read_text())["professionals"][NURSE.id]["pin"]
    assert (stored["time_cost"], stored["memory_cost"]) == (2, 16)
    assert later.unlock(NURSE.id, PIN) == first == keys.unlock(NURSE.id, PIN)


@pytest.mark.parametrize("pin", ["12345", "111111", "123456", "654321", "901234"])
def test_pins_that_anybody_tries_first_are_refused(home: Home, pin: str) -> None:
    with pytest.raises(WeakPin):
        key_store(home, Clock().trusted()).create(NURSE, pin, new_vault_key())
    assert not home.keys.exists()


def test_a_copied_disk_without_the_device_secret_opens_nothing(home: Home) -> None:
    keys = enrolled(home, Clock())
    home.demo_device_secret.unlink()
    with pytest.raises(DeviceSecretMissing):
        keys.unlock(NURSE.id, PIN)
    DemoSecret(home.demo_device_secret).prepare()
    with pytest.raises(WrongPin):
        keys.unlock(NURSE.id, PIN)


def test_a_missing_device_secret_counts_as_no_miss(home: Home) -> None:
    keys = enrolled(home, Clock())
    secret = home.demo_device_secret.read_bytes()
    home.demo_device_secret.unlink()
    for _ in range(6):
        with pytest.raises(DeviceSecretMissing):
            keys.unlock(NURSE.id, PIN)
    home.demo_device_secret.write_bytes(secret)
    assert keys.unlock(NURSE.id, PIN)


def test_a_passphrase_can_stand_for_the_device_secret(home: Home) -> None:
    time = Clock().trusted()
    keys = KeyStore(home.keys, PassphraseSecret("sininen kuu ja kolme", CHEAP), time, CHEAP)
    keys.create(NURSE, PIN, new_vault_key())
    assert keys.unlock(NURSE.id, PIN)
    other = KeyStore(home.keys, PassphraseSecret("punainen kuu ja neljä", CHEAP), time, CHEAP)
    with pytest.raises(WrongPin):
        other.unlock(NURSE.id, PIN)
    with pytest.raises(WeakPassphrase):
        PassphraseSecret("lyhyt")
    with pytest.raises(DeviceSecretChanged) as changed:
        key_store(home, time).unlock(NURSE.id, PIN)
    assert changed.value.kind is DeviceSecretKind.PASSPHRASE


def test_a_systemd_credential_is_the_device_secret(home: Home, tmp_path: Path) -> None:
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    keys = KeyStore(home.keys, CredentialSecret(environ), Clock().trusted(), CHEAP)
    with pytest.raises(DeviceSecretMissing):
        keys.create(NURSE, PIN, new_vault_key())
    (tmp_path / CREDENTIAL_NAME).write_bytes(b"s" * 32)
    keys.create(NURSE, PIN, new_vault_key())
    assert keys.unlock(NURSE.id, PIN)
    with pytest.raises(DeviceSecretMissing):
        CredentialSecret({}).read(b"")


def test_a_swapped_public_key_is_found_at_the_rekey(storage: Storage) -> None:
    stored = json.loads(storage.home.keys.read_text())
    other = key_store(Home(storage.home.path / "other").create(), storage.time)
    other.create(COLLEAGUE, PIN, new_vault_key())
    theirs = json.loads((storage.home.path / "other" / "keys.json").read_text())
    stranger = theirs["professionals"][COLLEAGUE.id]["public_key"]
    stored["professionals"][NURSE.id]["public_key"] = stranger
    storage.home.keys.write_text(json.dumps(stored))
    with pytest.raises(KeysDamaged):
        storage.keys.begin_rekey(storage.opened.unlocked)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"version": 1}', '{"version": 99}', "\xff"])
def test_a_damaged_keys_file_is_told_and_left_alone(home: Home, damage: str) -> None:
    keys = enrolled(home, Clock())
    home.keys.write_bytes(damage.encode("latin-1"))
    with pytest.raises(KeysDamaged):
        keys.unlock(NURSE.id, PIN)
    with pytest.raises(FileExistsError):
        keys.create(NURSE, PIN, new_vault_key())
    assert home.keys.read_bytes() == damage.encode("latin-1")


def test_without_keys_nobody_is_enrolled(home: Home) -> None:
    keys = key_store(home, Clock().trusted())
    assert not keys.exists
    with pytest.raises(KeysMissing):
        keys.professionals()


def test_the_keys_file_is_readable_by_its_owner_alone(home: Home) -> None:
    enrolled(home, Clock())
    assert home.keys.stat().st_mode & 0o077 == 0
    assert home.demo_device_secret.stat().st_mode & 0o077 == 0
    assert home.path.stat().st_mode & 0o077 == 0


def test_a_revoked_professional_is_out_and_the_vault_gets_a_new_key(storage: Storage) -> None:
    storage.keys.enrol(COLLEAGUE, "314159", storage.opened.unlocked)
    old = storage.opened.key
    storage.vault.set_setting("kept", "yes")
    storage.vault.close()
    assert storage.keys.revoke([COLLEAGUE.id, "nobody"]) == [COLLEAGUE.id]
    assert storage.keys.rekey_wanted
    storage.opened = private_storage.unlock(storage.home, storage.keys, NURSE.id, PIN)
    assert storage.opened.key.epoch == old.epoch + 1
    assert storage.vault.get_setting("kept") == "yes"
    assert not storage.keys.rekey_wanted
    with pytest.raises(WrongPin):
        storage.keys.unlock(COLLEAGUE.id, "314159")
    with pytest.raises(VaultUnreadable) as unreadable:
        Vault.open(storage.home, old)
    assert unreadable.value.reason is Unreadable.KEY


def test_a_rekey_waits_until_nobody_else_is_in(storage: Storage) -> None:
    storage.keys.revoke(["nobody"])
    with pytest.raises(VaultInUse):
        private_storage.rekey(storage.home, storage.keys, storage.opened.unlocked)
    storage.keys.enrol(COLLEAGUE, "314159", storage.opened.unlocked)
    storage.keys.revoke([COLLEAGUE.id])
    second = private_storage.unlock(storage.home, storage.keys, NURSE.id, PIN)
    assert second.key == storage.opened.key
    second.vault.close()
    assert storage.keys.rekey_wanted


REKEY = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
from local_cache.storage import NURSE, PIN, Clock, key_store
from hyteterm.local_cache import private_storage
from hyteterm.local_cache.home import Home
home = Home(Path({home!r}))
keys = key_store(home, Clock().trusted())
unlocked = keys.unlock(NURSE.id, PIN)
print("begins", flush=True)
private_storage.rekey(home, keys, unlocked)
print("done", flush=True)
"""


def test_a_rekey_killed_at_any_point_loses_nothing(storage: Storage) -> None:
    with storage.vault.transaction():
        for number in range(800):
            storage.vault.set_setting(f"row {number}", "x" * 4000)
    root = Path(__file__).resolve().parents[1]
    paths = [str(root), str(root.parent / "src")]
    for attempt in range(8):
        storage.vault.close()
        script = REKEY.format(path=paths, home=str(storage.home.path))
        child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "begins\n"
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=0.004 * attempt)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        storage.opened = private_storage.unlock(storage.home, storage.keys, NURSE.id, PIN)
        assert storage.vault.get_setting("row 799") == "x" * 4000
        assert not storage.keys.rekey_wanted
