"""The power of the hub fails at any moment: what it gave a receipt for is there afterwards.

The real hub answers real terminals on loopback; only its SQLite stands on a disk that
fails (`cut_disk`).  After each cut the file is opened as the hub ships it.

``HYTETERM_PROOF_CUTS`` cuts each (1000), ``HYTETERM_PROOF_SEED`` (7).
"""

import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hyteterm.domain.delivery import DeliveryResult
from hyteterm.domain.referral_status import Actor, Step
from hyteterm.hub import store_sqlite
from hyteterm.hub.administration import seed_demo
from hyteterm.hub.serve import HubThread
from hyteterm.local_cache.sqlite import dbapi2
from tests.hub.conftest import COUNSELLORS, NGO, NURSES, PEOPLE
from tests.hub.terminal import HubTerminal

pytest.importorskip("apsw", reason="needs apsw-sqlite3mc: make proof")

import apsw

from tests.proof.conftest import Report
from tests.proof.cut_disk import (
    TOLD,
    Cut,
    Diary,
    RecordedConnection,
    RecordedCursor,
    RecordedSqlite,
    cut,
    state_of,
)

pytestmark = pytest.mark.proof

CUTS = int(os.environ.get("HYTETERM_PROOF_CUTS", "1000"))
SEED = int(os.environ.get("HYTETERM_PROOF_SEED", "7"))
DELIVERIES = 40
CUTS_A_DAY = 100
FILE = "hub.db"
RECEIPT = "receipt"


class NamedRow(tuple[Any, ...]):
    """A row that is read by column name, as the hub does."""

    names: Sequence[str]

    def __getitem__(self, column: Any) -> Any:
        return super().__getitem__(self.names.index(column) if isinstance(column, str) else column)


class NamedConnection(RecordedConnection):
    """With names, and with cursors that are closed."""

    row_factory: Any = None

    def execute(self, sql: str, values: Any = ()) -> RecordedCursor:
        names: list[str] = []

        def named(cursor: Any, row: tuple[Any, ...]) -> NamedRow:
            names[:] = names or [column[0] for column in cursor.get_description()]
            found = NamedRow(row)
            found.names = names
            return found

        self._connection.row_trace = named
        try:
            return super().execute(sql, values)
        finally:
            self._connection.row_trace = None


class RecordedHubSqlite(RecordedSqlite):
    """Stands where the hub looks for its SQLite module."""

    Row = None
    Error = apsw.Error
    IntegrityError = apsw.ConstraintError
    DataError = apsw.MismatchError
    ProgrammingError = apsw.BindingsError

    def recorded(self, connection: Any, file: str) -> RecordedConnection:
        return NamedConnection(connection, file, self._diary, self._synchronous)


@dataclass
class Losses:
    """What the cuts have cost."""

    cuts: int = 0
    commits: int = 0
    """Confirmed commits that are gone."""
    cuts_with_loss: int = 0
    damaged: int = 0
    receipts: int = 0
    receipts_gone: int = 0
    """Deliveries with a receipt that the hub does not know any more."""

    def line(self, synchronous: str) -> str:
        """For the report."""
        return (
            f"hub, synchronous={synchronous}: {self.cuts} cuts; {self.commits} confirmed commits "
            f"lost in {self.cuts_with_loss} cuts, {self.damaged} damaged; "
            f"{self.receipts_gone} of {self.receipts} receipts gone"
        )


def day(
    folder: Path, chance: random.Random, synchronous: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[Diary, bytes]:
    """Referrals and steps of two terminals; the diary, and the file as it was before."""
    database = folder / FILE
    with HubThread(database) as hub:
        codes = seed_demo(
            database, units=(NURSES, COUNSELLORS, NGO), professionals=PEOPLE, store=hub.store
        )
        nurse, counsellor = (
            HubTerminal.enrolled(hub.url, codes.terminals[one.unit_id], codes.professionals[one.id])
            for one in PEOPLE[:2]
        )
        port = int(hub.url.rpartition(":")[2])
    before = database.read_bytes()
    diary = Diary()
    connection = dbapi2.connect(str(database))
    diary.states[FILE].append(state_of(connection))
    connection.close()
    with monkeypatch.context() as patch:
        patch.setattr(store_sqlite, "dbapi2", RecordedHubSqlite(diary, synchronous=synchronous))
        with HubThread(database, port=port):
            work(nurse, counsellor, diary, chance)
    for terminal in (nurse, counsellor):
        terminal.http.close()
    return diary, before


def work(nurse: HubTerminal, counsellor: HubTerminal, diary: Diary, chance: random.Random) -> None:
    """Deliver, alone and several at once, some of it twice; the counsellor answers some."""
    while nurse.sequence < DELIVERIES:
        batch = [nurse.sealed_referral(nurse.referral()) for _ in range(chance.randint(1, 4))]
        for _ in range(chance.choice((1, 1, 2))):
            for receipt in nurse.deliver(*batch).receipts:
                assert receipt.result is DeliveryResult.ACCEPTED
                diary.told(RECEIPT, receipt.id)
        if chance.random() < 0.5:
            for state in counsellor.refreshed():
                if state.version == 1 and chance.random() < 0.5:
                    taken = counsellor.step(
                        state.referral_id, state.version, Step.ACCEPT, Actor.RECEIVER
                    )
                    assert taken.result is DeliveryResult.ACCEPTED
                    diary.told(RECEIPT, taken.id)


def judge(found: Cut, path: Path, diary: Diary, losses: Losses) -> None:
    """What the hub finds at its next start, beside what it had said."""
    path.mkdir()
    for name, data in found.files.items():
        (path / name).write_bytes(data)
    losses.cuts += 1
    states, confirmed = diary.states[FILE], found.confirmed.get(FILE, 0)
    told = {
        id for what, id, _, word in diary.events[: found.place] if (what, word) == (TOLD, RECEIPT)
    }
    losses.receipts += len(told)
    try:
        connection = dbapi2.connect(str(path / FILE))
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        state = state_of(connection)
        known = {id for (id,) in connection.execute("SELECT id FROM delivery")}
        connection.close()
    except dbapi2.Error:
        sound, state, known = False, 0, set()
    losses.receipts_gone += len(told - known)
    if not sound or state not in states:
        losses.damaged += 1
        return
    there = max(place for place, one in enumerate(states) if one == state)
    losses.commits += max(0, confirmed - there)
    losses.cuts_with_loss += confirmed > there


def losses_of(synchronous: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Losses:
    """Cut the power `CUTS` times."""
    losses = Losses()
    chance = random.Random(SEED)
    while losses.cuts < CUTS:
        here = folder / f"{synchronous}-{losses.cuts}"
        here.mkdir()
        diary, before = day(here, chance, synchronous, monkeypatch)
        for number in range(min(CUTS_A_DAY, CUTS - losses.cuts)):
            place = chance.randrange(1, len(diary.events))
            found = cut(diary.events, {FILE: before}, place, chance)
            judge(found, here / f"cut-{number}", diary, losses)
    return losses


def test_a_hub_keeps_what_it_gave_a_receipt_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, report: Report
) -> None:
    losses = losses_of("FULL", tmp_path, monkeypatch)
    report(losses.line("FULL"))
    assert losses.cuts == CUTS
    assert losses.receipts > CUTS
    assert (losses.commits, losses.damaged, losses.receipts_gone) == (0, 0, 0)


def test_the_same_disk_takes_receipts_from_a_hub_that_does_not_wait_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, report: Report
) -> None:
    losses = losses_of("NORMAL", tmp_path, monkeypatch)
    report(losses.line("NORMAL"))
    assert losses.receipts_gone > CUTS / 5
