"""What outlives the hub: restarts, kills between commit and answer, restored backups."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from hyteterm.domain.delivery import DeliveryResult
from hyteterm.domain.referral_status import Actor, Status, Step
from hyteterm.hub.administration import seed_demo
from hyteterm.hub.serve import HubThread
from hyteterm.hub.store import open_store

from .conftest import COUNSELLORS, NGO, NURSES, PEOPLE, started
from .terminal import HubTerminal

SOURCE = Path(__file__).resolve().parents[2] / "src"

SERVE = """
import sys
from hyteterm.hub.serve import serve
serve(sys.argv[1])
"""
SERVE_AND_DIE_AFTER_THE_COMMIT = """
import os, signal, sys
from hyteterm.hub import deliveries, serve, store_sqlite

take = deliveries._take
write = store_sqlite.SqliteStore.write
took = []

async def taking(*arguments):
    took.append(True)
    return await take(*arguments)

async def writing(store, work):
    answer = await write(store, work)
    if took:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer

deliveries._take = taking
store_sqlite.SqliteStore.write = writing
serve.serve(sys.argv[1])
"""


class HubProcess:
    """A hub in a process of its own, as the command line runs it."""

    def __init__(self, database: Path, program: str = SERVE) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, str(database)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(SOURCE)},
        )
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline()
        self.url = self.line.removeprefix("hub ready ").strip()

    def __enter__(self) -> "HubProcess":
        return self

    def __exit__(self, *_: Any) -> None:
        self.end(signal.SIGKILL)

    def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Stop it; exit status and what it wrote to stderr."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        _, errors = self.process.communicate(timeout=30)
        return self.process.returncode, errors


def seeded(database: Path) -> dict[str, tuple[str, str]]:
    """Codes (terminal, professional) by unit."""
    codes = seed_demo(database, units=(NURSES, COUNSELLORS, NGO), professionals=PEOPLE)
    return {
        one.unit_id: (codes.terminals[one.unit_id], codes.professionals[one.id]) for one in PEOPLE
    }


def test_the_hub_says_where_it_is_and_stops_when_told(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub.db") as hub:
        assert hub.line.startswith("hub ready http://127.0.0.1:")
        assert httpx.get(f"{hub.url}/v1/terminal", trust_env=False).status_code == 401
        status, errors = hub.end()
    assert errors == ""
    assert status in (0, -signal.SIGTERM)
    assert (tmp_path / "hub.db").stat().st_mode & 0o077 == 0


def test_a_restart_with_the_same_database_keeps_everything(tmp_path: Path) -> None:
    database = tmp_path / "hub.db"
    with HubThread(database) as hub:
        place = started(database, hub)
        payload = place.nurse.referral()
        sealed = place.nurse.sealed_referral(payload)
        first = place.nurse.deliver(sealed)
        place.counsellor.step(payload.id, 1, Step.ACCEPT, Actor.RECEIVER)
        cursor = place.counsellor.updates().cursor
        place.close()
    with HubThread(database) as hub:
        for terminal in (place.nurse, place.counsellor):
            terminal.http = httpx.Client(base_url=hub.url, trust_env=False)
        again = place.nurse.deliver(sealed)
        assert again.receipts == first.receipts
        assert again.epoch == first.epoch
        assert place.counsellor.updates(cursor).updates == []
        assert place.nurse.refreshed()[0].status is Status.ACCEPTED
        place.close()


def test_killed_between_commit_and_answer_the_hub_gives_the_same_receipt_later(
    tmp_path: Path,
) -> None:
    database = tmp_path / "hub.db"
    codes = seeded(database)
    with HubProcess(database, SERVE_AND_DIE_AFTER_THE_COMMIT) as hub:
        nurse = HubTerminal.enrolled(hub.url, *codes[NURSES.id])
        counsellor = HubTerminal.enrolled(hub.url, *codes[COUNSELLORS.id])
        sealed = nurse.sealed_referral(nurse.referral())
        with pytest.raises(httpx.TransportError):
            nurse.deliver(sealed)
        assert hub.end()[0] == -signal.SIGKILL
        nurse.http.close()
        counsellor.http.close()
    with HubProcess(database) as hub:
        for terminal in (nurse, counsellor):
            terminal.http = httpx.Client(base_url=hub.url, trust_env=False)
        first, again = nurse.deliver(sealed), nurse.deliver(sealed)
        assert first.receipts == again.receipts
        assert first.receipts[0].result is DeliveryResult.ACCEPTED
        assert first.receipts[0].referral_version == 1
        assert [state.version for state in counsellor.refreshed()] == [1]
        nurse.http.close()
        counsellor.http.close()


def copy_of(database: Path, folder: Path) -> Path:
    """A backup, made as one makes it of a running SQLite."""
    folder.mkdir()
    store = open_store(database)
    connection = store._connect()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return Path(shutil.copy(database, folder / "hub.db"))


def test_a_restored_older_copy_is_seen_by_the_sequence_and_is_filled_again(
    tmp_path: Path,
) -> None:
    database = tmp_path / "hub.db"
    with HubThread(database) as hub:
        place = started(database, hub)
        kept = place.nurse.referral()
        early = place.nurse.sealed_referral(kept)
        place.nurse.deliver(early)
        backup = copy_of(database, tmp_path / "backup")
        lost = place.nurse.referral()
        late = place.nurse.sealed_referral(lost)
        place.nurse.deliver(late)
        steps = [
            place.counsellor.sealed_step(lost.id, 1, Step.ACCEPT, Actor.RECEIVER),
            place.counsellor.sealed_step(lost.id, 2, Step.START, Actor.RECEIVER),
        ]
        place.counsellor.deliver(*steps, path="/v1/status-changes")
        cursor = place.counsellor.updates().cursor
        place.close()
    with HubThread(backup) as hub:
        for terminal in (place.nurse, place.counsellor, place.ngo):
            terminal.http = httpx.Client(base_url=hub.url, trust_env=False)
        # The receiver is first: what the hub does not know yet is not refused for good.
        early_steps = place.counsellor.deliver(*steps, path="/v1/status-changes")
        assert {one.reason for one in early_steps.receipts} == {"unknown-referral"}
        asked = place.nurse.deliver(early)
        assert asked.receipts[0].result is DeliveryResult.ACCEPTED
        assert asked.highest_sequence < late.sequence
        place.nurse.deliver(late)
        assert place.nurse.deliver(late).highest_sequence == late.sequence
        ahead = place.counsellor.deliver(steps[1], path="/v1/status-changes").receipts[0]
        assert (ahead.result, ahead.reason) == (DeliveryResult.RETRY, "ahead")
        again = place.counsellor.deliver(*steps, path="/v1/status-changes").receipts
        assert [one.referral_version for one in again] == [2, 3]
        # The cursor of the lost history does not hide what came after the restore.
        states = place.counsellor.updates(cursor).updates
        assert {state.referral_id for state in states} == {kept.id, lost.id}
        place.close()


def test_a_hub_told_that_it_was_restored_has_a_new_epoch(tmp_path: Path) -> None:
    database = tmp_path / "hub.db"
    with HubThread(database) as hub:
        place = started(database, hub)
        sealed = place.nurse.sealed_referral(place.nurse.referral())
        before = place.nurse.deliver(sealed)
        place.administration.restored()
        after = place.nurse.deliver(sealed)
        assert after.epoch != before.epoch
        assert after.receipts == before.receipts
        assert place.nurse.get("/v1/terminal").json()["hub"]["epoch"] == after.epoch
        place.close()


def test_two_hub_processes_serve_one_database(tmp_path: Path) -> None:
    database = tmp_path / "hub.db"
    codes = seeded(database)
    with HubProcess(database) as first, HubProcess(database) as second:
        nurse = HubTerminal.enrolled(first.url, *codes[NURSES.id])
        counsellor = HubTerminal.enrolled(second.url, *codes[COUNSELLORS.id])
        sealed = [nurse.sealed_referral(nurse.referral()) for _ in range(4)]
        receipts = nurse.deliver(*sealed).receipts
        nurse.http.close()
        nurse.http = httpx.Client(base_url=second.url, trust_env=False)
        assert nurse.deliver(*sealed).receipts == receipts
        assert len(counsellor.refreshed()) == 4
        nurse.http.close()
        counsellor.http.close()
