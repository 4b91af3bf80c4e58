"""The vault: encrypted, durable, never made anew in place of one that cannot be read."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hyteterm.domain.client import Client
from hyteterm.domain.delivery import ReferralState, UpdatesAnswer
from hyteterm.domain.referral import TimelineEntry, disclosed
from hyteterm.domain.referral_status import Actor, Outcome, Status, Step
from hyteterm.local_cache import private_storage
from hyteterm.local_cache import vault as vault_module
from hyteterm.local_cache.disk_full import DiskFull
from hyteterm.local_cache.drafts import Draft, DraftKind
from hyteterm.local_cache.keys import new_vault_key
from hyteterm.local_cache.queueing import referral_draft
from hyteterm.local_cache.sqlite import Connection
from hyteterm.local_cache.store_connection import DamagedFile
from hyteterm.local_cache.vault import (
    Unreadable,
    Vault,
    VaultInUse,
    VaultUnreadable,
    set_aside,
    stored_count,
)

from .storage import NAME, NURSE, PHONE, PIN, REASON, START, Storage, referral

AT = datetime.fromtimestamp(START, UTC)


def state(sequence: int, version: int, status: Status, **changes: object) -> ReferralState:
    """What the hub says of a referral that this unit receives."""
    fields: dict[str, object] = {
        "sequence": sequence,
        "referral_id": RECEIVED.id,
        "revision": 1,
        "version": version,
        "role": Actor.RECEIVER,
        "status": status,
        "timeline": [entry(Step.DELIVER, Actor.DELIVERY, Status.DELIVERED)],
        "payload": disclosed(RECEIVED),
    }
    return ReferralState.model_validate({**fields, **changes})


RECEIVED = referral(revision=1)


def entry(step: Step, actor: Actor, status: Status, **changes: object) -> TimelineEntry:
    return TimelineEntry.model_validate(
        {"step": step, "actor": actor, "at": AT, "status": status, **changes}
    )


def answer(cursor: str, *updates: ReferralState, epoch: str = "epoch-1") -> UpdatesAnswer:
    return UpdatesAnswer(epoch=epoch, hub_time=AT, cursor=cursor, updates=list(updates))


def test_nothing_of_a_client_is_readable_on_the_disk(storage: Storage) -> None:
    storage.vault.drafts.save(referral_draft(referral()), AT)
    storage.queueing.referral(referral())
    storage.vault.take_updates(answer("1", state(1, 1, Status.DELIVERED)), AT)
    written = b"".join(path.read_bytes() for path in storage.home.path.iterdir() if path.is_file())
    for secret in (NAME, "Virtanen", PHONE, REASON, "1958"):
        assert secret.encode() not in written
    for path in storage.home.path.iterdir():
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_another_sqlite_sees_noise(storage: Storage) -> None:
    storage.close()
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(storage.home.vault).execute("SELECT * FROM sqlite_master")


def test_a_draft_is_there_after_the_program_ends(storage: Storage) -> None:
    draft = Draft("d-1", DraftKind.CARD, NURSE.id, {"uni": 3, "oma": "“hyvä”"}, "M. V.")
    storage.vault.drafts.save(draft, AT)
    changed = Draft("d-1", DraftKind.CARD, NURSE.id, {"uni": 4}, "M. V.")
    storage.vault.drafts.save(changed, AT)
    storage.vault.drafts.save(Draft("d-2", DraftKind.REFERRAL, "nurse-2", {}), AT)
    storage.reopen()
    found = storage.vault.drafts.get("d-1")
    assert found is not None
    assert found.body == {"uni": 4}
    assert found.saved_at == AT
    assert [one.id for one in storage.vault.drafts.all()] == ["d-2", "d-1"]
    assert [one.id for one in storage.vault.drafts.all(kind="card")] == ["d-1"]
    assert [one.id for one in storage.vault.drafts.all(owner="nurse-2")] == ["d-2"]
    assert storage.vault.drafts.delete("d-1")
    assert not storage.vault.drafts.delete("d-1")


def test_a_full_disk_keeps_the_last_saved_draft(storage: Storage) -> None:
    drafts = storage.vault.drafts
    drafts.save(Draft("d-1", DraftKind.REFERRAL, NURSE.id, {"reason": "first"}), AT)
    connection = drafts._connection
    pages = connection.row("PRAGMA page_count")[0]
    connection.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull):
        drafts.save(Draft("d-1", DraftKind.REFERRAL, NURSE.id, {"reason": "x" * 500_000}), AT)
    found = drafts.get("d-1")
    assert found is not None
    assert found.body == {"reason": "first"}
    connection.rows("PRAGMA max_page_count = 1000000")
    drafts.save(Draft("d-1", DraftKind.REFERRAL, NURSE.id, {"reason": "y" * 500_000}), AT)


FILE_LIMIT = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
sys.path[:0] = {path!r}
from local_cache.storage import AT, NURSE, PIN, Clock, key_store, referral
from hyteterm.local_cache import private_storage
from hyteterm.local_cache import vault as vault_module
from hyteterm.local_cache.disk_full import DiskFull
from hyteterm.local_cache.drafts import Draft
from hyteterm.local_cache.home import Home
home = Home(Path({home!r}))
keys = key_store(home, Clock().trusted())
vault = private_storage.unlock(home, keys, NURSE.id, PIN).vault
vault.drafts.save(Draft("d-1", "referral", NURSE.id, {{"reason": "first"}}), AT)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = home.vault.stat().st_size + 100_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    vault.drafts.save(Draft("d-1", "referral", NURSE.id, {{"reason": "x" * 900_000}}), AT)
except DiskFull:
    print("full", vault.drafts.get("d-1").body["reason"])
"""


def script(source: str, storage: Storage) -> subprocess.CompletedProcess[str]:
    """Run another process on the same home."""
    root = Path(__file__).resolve().parents[1]
    text = source.format(path=[str(root), str(root.parent / "src")], home=str(storage.home.path))
    return subprocess.run([sys.executable, "-c", text], capture_output=True, text=True)


def test_a_disk_that_takes_no_more_is_told_as_such(storage: Storage) -> None:
    done = script(FILE_LIMIT, storage)
    assert (done.stdout, done.stderr) == ("full first\n", "")
    found = storage.vault.drafts.get("d-1")
    assert found is not None
    assert found.body == {"reason": "first"}


KILLED = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
from local_cache.storage import AT, NURSE, PIN, Clock, key_store
from hyteterm.local_cache import private_storage
from hyteterm.local_cache import vault as vault_module
from hyteterm.local_cache.drafts import Draft
from hyteterm.local_cache.home import Home
home = Home(Path({home!r}))
vault = private_storage.unlock(home, key_store(home, Clock().trusted()), NURSE.id, PIN).vault
for number in range(1_000_000):
    vault.drafts.save(Draft("d-1", "card", NURSE.id, {{"number": number}}), AT)
    print(number, flush=True)
"""


def test_a_draft_survives_the_program_being_killed(storage: Storage) -> None:
    root = Path(__file__).resolve().parents[1]
    text = KILLED.format(path=[str(root), str(root.parent / "src")], home=str(storage.home.path))
    child = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    said = [int(child.stdout.readline()) for _ in range(30)]
    child.send_signal(signal.SIGKILL)
    said += [int(line) for line in child.stdout.read().splitlines() if line.isdecimal()]
    child.wait()
    child.stdout.close()
    found = storage.vault.drafts.get("d-1")
    assert found is not None
    assert found.body["number"] in (said[-1], said[-1] + 1)


def test_a_vault_under_another_key_is_told_and_left_alone(storage: Storage) -> None:
    storage.close()
    before = storage.home.vault.read_bytes()
    with pytest.raises(VaultUnreadable) as unreadable:
        Vault.open(storage.home, new_vault_key())
    assert unreadable.value.reason is Unreadable.KEY
    assert storage.home.vault.read_bytes() == before


def test_sqlcipher_writes_nothing_over_the_screen(
    storage: Storage, capfd: pytest.CaptureFixture[str]
) -> None:
    storage.close()
    with pytest.raises(VaultUnreadable):
        Vault.open(storage.home, new_vault_key())
    assert capfd.readouterr() == ("", "")


def test_a_missing_vault_is_not_made_anew(storage: Storage) -> None:
    storage.close()
    storage.home.vault.unlink()
    with pytest.raises(VaultUnreadable) as unreadable:
        private_storage.unlock(storage.home, storage.keys, NURSE.id, PIN)
    assert unreadable.value.reason is Unreadable.MISSING
    assert not storage.home.vault.exists()


@pytest.mark.parametrize("size", [0, 100, 4096, 10_000])
def test_a_cut_off_vault_is_told_as_damaged(storage: Storage, size: int) -> None:
    storage.close()
    os.truncate(storage.home.vault, size)
    with pytest.raises((VaultUnreadable, DamagedFile)):
        private_storage.unlock(storage.home, storage.keys, NURSE.id, PIN).vault.referrals.count()
    assert storage.home.vault.stat().st_size == size
    set_aside(storage.home, AT)


def test_a_page_broken_in_the_middle_is_told_as_damaged(storage: Storage) -> None:
    with storage.vault.transaction():
        for number in range(200):
            storage.vault.drafts.save(Draft(str(number), "card", NURSE.id, {"x": "y" * 3000}), AT)
    storage.close()
    with storage.home.vault.open("r+b") as file:
        for page in range(20, 90):
            file.seek(page * 4096 + 50)
            file.write(b"broken")
    opened = Vault.open(storage.home, storage.opened.key)
    with pytest.raises(DamagedFile):
        opened.drafts.all()
    opened.close()
    set_aside(storage.home, AT)


def test_an_unreadable_vault_is_set_aside_with_its_count(storage: Storage) -> None:
    storage.queueing.referral(referral())
    storage.vault.drafts.save(Draft("d-1", DraftKind.CARD, NURSE.id, {}), AT)
    with pytest.raises(VaultInUse):
        set_aside(storage.home, AT)
    storage.vault.close()
    aside = set_aside(storage.home, AT)
    assert (aside.count.referrals, aside.count.open_referrals, aside.count.drafts) == (1, 1, 1)
    assert aside.path.exists()
    assert not storage.home.vault.exists()
    assert stored_count(storage.home).referrals == 0
    with Vault.create(storage.home, storage.opened.key) as fresh:
        assert fresh.count().referrals == 0


def test_a_vault_of_a_newer_program_is_left_alone(storage: Storage) -> None:
    storage.vault._connection.rows("PRAGMA user_version = 999")
    storage.close()
    with pytest.raises(VaultUnreadable) as unreadable:
        Vault.open(storage.home, storage.opened.key)
    assert unreadable.value.reason is Unreadable.NEWER
    storage.clock.pass_(1)
    set_aside(storage.home, AT)


def test_creating_twice_is_refused(storage: Storage) -> None:
    with pytest.raises(FileExistsError):
        Vault.create(storage.home, new_vault_key())
    with pytest.raises(FileExistsError):
        private_storage.create(storage.home, storage.keys, NURSE, PIN)


def test_a_wiped_terminal_has_neither_keys_nor_vault(storage: Storage) -> None:
    storage.queueing.referral(referral())
    storage.vault.close()
    private_storage.wipe(storage.home)
    assert not storage.home.keys.exists()
    assert not list(storage.home.path.glob("vault*"))
    assert storage.outbox.counts().waiting == 1
    storage.opened = private_storage.create(storage.home, storage.keys, NURSE, PIN)


def test_a_received_referral_is_new_until_it_is_opened(storage: Storage) -> None:
    changed = storage.vault.take_updates(answer("c1", state(1, 1, Status.DELIVERED)), AT)
    assert changed == [RECEIVED.id]
    assert storage.vault.updates_cursor == "c1"
    (row,) = storage.vault.referrals.rows(Actor.RECEIVER)
    assert (row.client_name, row.receiver, row.unread) == (NAME, "Pääterveysasema", True)
    assert row.status is Status.DELIVERED
    assert row.whose_turn is Actor.RECEIVER
    storage.vault.referrals.mark_read(RECEIVED.id, Actor.RECEIVER)
    stored = storage.vault.referrals.get(RECEIVED.id, Actor.RECEIVER)
    assert stored is not None
    assert stored.payload == disclosed(RECEIVED)
    assert stored.referral is None
    assert not stored.unread


def test_an_older_or_repeated_update_changes_nothing(storage: Storage) -> None:
    newer = state(2, 2, Status.ACCEPTED)
    storage.vault.take_updates(answer("2", newer), AT)
    assert storage.vault.take_updates(answer("2", newer), AT) == []
    assert storage.vault.take_updates(answer("2", state(1, 1, Status.DELIVERED)), AT) == []
    stored = storage.vault.referrals.get(RECEIVED.id, Actor.RECEIVER)
    assert stored is not None
    assert (stored.status, stored.version) == (Status.ACCEPTED, 2)


def test_a_restored_hub_is_believed(storage: Storage) -> None:
    storage.vault.take_updates(answer("2", state(2, 2, Status.ACCEPTED)), AT)
    restored = answer("1", state(1, 1, Status.DELIVERED), epoch="epoch-2")
    assert storage.vault.take_updates(restored, AT) == [RECEIVED.id]
    stored = storage.vault.referrals.get(RECEIVED.id, Actor.RECEIVER)
    assert stored is not None
    assert (stored.status, stored.version) == (Status.DELIVERED, 1)


def test_a_page_of_updates_stands_as_a_whole_or_not_at_all(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    merge = storage.vault.referrals.merge
    taken: list[str] = []

    def power_cut(update: ReferralState, *rest: object) -> bool:
        if taken:
            raise KeyboardInterrupt
        taken.append(update.referral_id)
        return bool(merge(update, *rest))

    monkeypatch.setattr(storage.vault.referrals, "merge", power_cut)
    two = answer(
        "2", state(1, 1, Status.DELIVERED), state(2, 1, Status.DELIVERED, referral_id="r-2")
    )
    with pytest.raises(KeyboardInterrupt):
        storage.vault.take_updates(two, AT)
    assert storage.vault.updates_cursor == ""
    assert storage.vault.referrals.rows(Actor.RECEIVER) == []


def test_the_outcome_is_kept_beside_the_status(storage: Storage) -> None:
    done = state(
        3,
        3,
        Status.COMPLETED,
        outcome=Outcome.NOT_REACHED,
        attempts=3,
        timeline=[
            entry(Step.DELIVER, Actor.DELIVERY, Status.DELIVERED),
            entry(Step.ACCEPT, Actor.RECEIVER, Status.ACCEPTED),
            entry(Step.COMPLETE, Actor.RECEIVER, Status.COMPLETED, outcome=Outcome.NOT_REACHED),
        ],
    )
    storage.vault.take_updates(answer("3", done), AT)
    stored = storage.vault.referrals.get(RECEIVED.id, Actor.RECEIVER)
    assert stored is not None
    assert (stored.outcome, stored.attempts) == (Outcome.NOT_REACHED, 3)
    assert [one.step for one in stored.timeline] == [Step.DELIVER, Step.ACCEPT, Step.COMPLETE]
    rows = storage.vault.referrals.rows(Actor.RECEIVER, statuses={Status.DELIVERED})
    assert rows == []


def test_a_client_is_kept_as_last_referred(storage: Storage) -> None:
    first = referral()
    storage.queueing.referral(first)
    assert storage.vault.client(first.client.reference) == first.client
    assert storage.vault.client("nobody") is None
    again = referral(client=first.client.model_copy(update={"phone": "+358509999999"}))
    storage.queueing.referral(again)
    kept: Client | None = storage.vault.client(first.client.reference)
    assert kept is not None
    assert kept.phone == "+358509999999"
    assert len(storage.vault.referrals.of_client(first.client.reference)) == 2


def test_the_log_of_a_lost_vault_is_not_played_into_a_new_one(storage: Storage) -> None:
    storage.vault.set_setting("old", "x" * 100_000)
    log = storage.home.vault.with_name("vault.db-wal").read_bytes()
    storage.vault.close()
    storage.home.vault.unlink()
    storage.home.vault.with_name("vault.db-wal").write_bytes(log)
    with Vault.create(storage.home, storage.opened.key) as fresh:
        assert fresh.get_setting("old") is None
        fresh.set_setting("new", "y")
    assert len(list(storage.home.path.glob("vault.lost*-wal"))) == 1


def test_an_older_vault_is_migrated_by_whoever_has_it_alone(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def second(connection: Connection) -> None:
        connection.execute("CREATE TABLE added (value TEXT)")

    monkeypatch.setattr(vault_module, "VAULT_STEPS", (*vault_module.VAULT_STEPS, second))
    monkeypatch.setattr(vault_module, "_OPEN_TIMEOUT", 0.05)
    with pytest.raises(VaultInUse):
        Vault.open(storage.home, storage.opened.key)
    storage.vault.close()
    with Vault.open(storage.home, storage.opened.key) as migrated:
        assert migrated._connection.rows("SELECT * FROM added") == []


def test_what_cannot_be_read_is_told_without_the_clients_data(storage: Storage) -> None:
    made = storage.queueing.referral(referral()).referral
    connection = storage.vault._connection
    connection.execute("UPDATE revisions SET body = replace(body, 'routine', 'someday')")
    with pytest.raises(DamagedFile) as damaged:
        storage.vault.referrals.get(made.id)
    assert NAME not in str(damaged.value)
    assert damaged.value.__cause__ is None
    assert damaged.value.__suppress_context__
