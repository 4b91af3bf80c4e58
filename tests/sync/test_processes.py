"""Several processes on one home, and processes that die: each delivery arrives once."""

import subprocess
import sys
import time
from pathlib import Path

from hyteterm.domain.referral_status import Actor, Status
from hyteterm.local_cache.reconciliation import reconcile

from .town import Station, Town

COMMON = """
import random, sys
from pathlib import Path
sys.path[:0] = {path!r}
from sync.town import CHEAP, NURSE, PIN, referral
from hyteterm.domain.referral import Sender
from hyteterm.local_cache import private_storage
from hyteterm.local_cache.device_secret import DemoSecret
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.keys import KeyStore
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.queueing import Queueing
from hyteterm.local_cache.trusted_time import TrustedTime
from hyteterm.sync.client import HubClient
from hyteterm.sync.sync_once import Part, SyncOnce
home, time = Home(Path({home!r})), TrustedTime()
keys = KeyStore(home.keys, DemoSecret(home.demo_device_secret), time, CHEAP)
outbox = Outbox.open(home.outbox, time)
"""
WRITER = """
storage = private_storage.unlock(home, keys, NURSE.id, PIN)
who = storage.unlocked.professional
sender = Sender(professional_id=who.id, name=who.name, unit_id=who.unit_id, unit=who.unit)
for number in range({count}):
    made = Queueing(storage.vault, outbox, time).referral(referral(sender), hold=0)
    print(made.referral.id, flush=True)
"""
SYNCER = """
client = HubClient(outbox.terminal.hub_url)
while True:
    once = SyncOnce(home, outbox, client, time, random.Random())
    for id in once.run(Part.DELIVERIES, impatient=True, lock_timeout=0.05).delivered:
        print(id, flush=True)
"""


def start(station: Station, script: str) -> subprocess.Popen[str]:
    """Another process on the station's home."""
    root = Path(__file__).resolve().parents[1]
    paths = [str(root), str(root.parent / "src")]
    text = (COMMON + script).format(path=paths, home=str(station.home.path), count=40)
    return subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True)


def read(child: subprocess.Popen[str]) -> list[str]:
    """What it said until its end."""
    assert child.stdout is not None
    lines = child.stdout.read().split()
    child.stdout.close()
    child.wait()
    return lines


def drained(station: Station, seconds: float = 30.0) -> bool:
    """Wait until nothing waits in the outbox."""
    end = time.monotonic() + seconds
    while station.outbox.counts().waiting and time.monotonic() < end:
        time.sleep(0.05)
    return not station.outbox.counts().waiting


def test_a_writer_and_two_syncers_on_one_home(
    town: Town, nurse: Station, counsellor: Station
) -> None:
    syncers = [start(nurse, SYNCER) for _ in range(2)]
    made = read(start(nurse, WRITER))
    assert len(made) == 40
    assert drained(nurse)
    for child in syncers:
        child.kill()
    said = [line for child in syncers for line in read(child)]
    assert sorted(said) == sorted(f"{id}.1" for id in made)
    counsellor.sync()
    assert {row.id for row in counsellor.received()} == set(made)
    assert all(counsellor.see(id, Actor.RECEIVER).version == 1 for id in made)


def test_killed_between_queueing_and_delivery_nothing_is_lost(
    town: Town, nurse: Station, counsellor: Station
) -> None:
    made: set[str] = set()
    for wanted in (1, 4, 9):
        writer = start(nurse, WRITER)
        assert writer.stdout is not None
        made |= {writer.stdout.readline().strip() for _ in range(wanted)}
        writer.kill()
        made |= {line for line in read(writer) if len(line) == 36}
        syncer = start(nurse, SYNCER)
        assert syncer.stdout is not None
        syncer.stdout.readline()
        syncer.kill()
        read(syncer)
    reconcile(nurse.vault, nurse.outbox, nurse.time)
    nurse.sync()
    counsellor.sync()
    received = {row.id for row in counsellor.received()}
    assert made <= received
    assert received == {row.id for row in nurse.sent()}
    assert all(nurse.see(id).status is Status.DELIVERED for id in received)
    assert all(counsellor.see(id, Actor.RECEIVER).version == 1 for id in received)
