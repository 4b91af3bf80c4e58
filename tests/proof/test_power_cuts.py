"""The power fails at any moment: what was said to be saved is there afterwards.

The program's own code writes, through SQLite on a disk that fails (`cut_disk`).  After
each cut the files are opened by the program as it ships.  With ``synchronous = FULL``
nothing that was confirmed may be missing; the same with ``NORMAL`` loses commits, which
shows that the disk is cruel enough.

``HYTETERM_PROOF_CUTS`` cuts each (1000), ``HYTETERM_PROOF_SEED`` (7).
"""

import os
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from hyteterm.domain.referral_status import Status
from hyteterm.local_cache import sqlite
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.outbox_schema import OUTBOX_APPLICATION_ID
from hyteterm.local_cache.reconciliation import reconcile
from hyteterm.local_cache.vault import Vault
from hyteterm.local_cache.vault_schema import VAULT_APPLICATION_ID
from tests.local_cache.storage import Storage

pytest.importorskip("apsw", reason="needs apsw-sqlite3mc: make proof")

from tests.proof.conftest import Report
from tests.proof.cut_disk import Cut, Diary, RecordedSqlite, cut, state_of
from tests.proof.power_cut_work import Morning, said

pytestmark = pytest.mark.proof

CUTS = int(os.environ.get("HYTETERM_PROOF_CUTS", "1000"))
SEED = int(os.environ.get("HYTETERM_PROOF_SEED", "7"))
THINGS = 60
CUTS_A_MORNING = 50
FILES = {"vault.db": VAULT_APPLICATION_ID, "outbox.db": OUTBOX_APPLICATION_ID}


@dataclass
class Losses:
    """What the cuts have cost, by file."""

    cuts: int = 0
    unconfirmed: Counter[str] = field(default_factory=Counter)
    """Cuts after which a file held a commit that nobody had been told of; harmless."""
    lost: Counter[str] = field(default_factory=Counter)
    """Confirmed commits that are gone."""
    cuts_with_loss: Counter[str] = field(default_factory=Counter)
    damaged: Counter[str] = field(default_factory=Counter)
    """Files that do not open, or hold what no commit made."""
    referrals_said: int = 0
    referrals_gone: int = 0

    def line(self, synchronous: str) -> str:
        """For the report."""
        files = "; ".join(
            f"{name}: {self.lost[name]} confirmed commits lost in {self.cuts_with_loss[name]} cuts, "
            f"{self.damaged[name]} damaged"
            for name in FILES
        )
        return (
            f"synchronous={synchronous}: {self.cuts} cuts; {files}; "
            f"{self.referrals_gone} of {self.referrals_said} queued referrals gone"
        )


def morning(
    folder: Path, seed: int, synchronous: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[Storage, Diary, dict[str, bytes]]:
    """Work on a recorded disk; the storage, the diary, and the files as they were before."""
    storage = Storage.enrolled(folder)
    storage.close()
    diary = Diary()
    before = {name: (storage.home.path / name).read_bytes() for name in FILES}
    for name in FILES:
        connection = opened(storage.home, storage, name)
        diary.states[name].append(state_of(connection))
        connection.close()
    recorded = RecordedSqlite(diary, synchronous=synchronous)
    with monkeypatch.context() as patch:
        patch.setattr(sqlite, "dbapi2", recorded)
        Morning(storage, diary, random.Random(seed)).spend(THINGS)
    return storage, diary, before


def opened(home: Home, storage: Storage, name: str) -> sqlite.Connection:
    """A file as the program opens it."""
    key = storage.opened.key.key if name == "vault.db" else None
    return sqlite.connect(home.path / name, application_id=FILES[name], key=key)


def after(found: Cut, folder: Path) -> Home:
    """What the next start finds."""
    home = Home(folder).create()
    for name, data in found.files.items():
        (folder / name).write_bytes(data)
    return home


def judge(found: Cut, home: Home, storage: Storage, diary: Diary, losses: Losses) -> bool:
    """Compare the files with what was confirmed; whether both are whole."""
    whole = True
    for name in FILES:
        states, confirmed = diary.states[name], found.confirmed.get(name, 0)
        try:
            connection = opened(home, storage, name)
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            state = state_of(connection)
            connection.close()
        except sqlite.Error:
            sound, state = False, 0
        if not sound or state not in states:
            losses.damaged[name] += 1
            whole = False
            continue
        # The newest of equal states: a commit may change nothing that shows.
        there = max(place for place, one in enumerate(states) if one == state)
        losses.lost[name] += max(0, confirmed - there)
        losses.cuts_with_loss[name] += confirmed > there
        losses.unconfirmed[name] += there > confirmed
    losses.cuts += 1
    return whole


def count_referrals(found: Cut, home: Home, storage: Storage, diary: Diary, losses: Losses) -> None:
    """Start as the program does; are the referrals that it had said to be queued?"""
    with (
        Vault.open(home, storage.opened.key) as vault,
        Outbox.open(home.outbox, storage.time) as outbox,
    ):
        reconcile(vault, outbox, storage.time)
        for id in said(diary, found.place):
            stored = vault.referrals.get(id)
            there = stored is not None and stored.status is not Status.DRAFT
            losses.referrals_said += 1
            losses.referrals_gone += not (there and outbox.of_subject(id))


def losses_of(synchronous: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Losses:
    """Cut the power `CUTS` times."""
    losses = Losses()
    chance = random.Random(SEED)
    while losses.cuts < CUTS:
        here = folder / f"{synchronous}-{losses.cuts}"
        here.mkdir()
        storage, diary, before = morning(here, chance.randrange(1 << 32), synchronous, monkeypatch)
        for number in range(min(CUTS_A_MORNING, CUTS - losses.cuts)):
            found = cut(diary.events, before, chance.randrange(1, len(diary.events)), chance)
            home = after(found, here / f"cut-{number}")
            if judge(found, home, storage, diary, losses):
                again = after(replace(found), here / f"start-{number}")
                count_referrals(found, again, storage, diary, losses)
    return losses


def test_full_loses_no_confirmed_commit_and_no_referral(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, report: Report
) -> None:
    losses = losses_of("FULL", tmp_path, monkeypatch)
    report(losses.line("FULL"))
    assert losses.cuts == CUTS
    assert losses.referrals_said > CUTS
    assert losses.lost.total() == 0
    assert losses.damaged.total() == 0
    assert losses.referrals_gone == 0


def test_the_same_disk_makes_normal_lose_commits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, report: Report
) -> None:
    losses = losses_of("NORMAL", tmp_path, monkeypatch)
    report(losses.line("NORMAL"))
    for name in FILES:
        assert losses.cuts_with_loss[name] > CUTS / 5
