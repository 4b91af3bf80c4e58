"""Kills a nurse's terminal and the hub again and again, and counts what is left."""

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from hyteterm.domain.referral_status import Actor, Status, Step
from hyteterm.hub.administration import Administration, seed_demo
from hyteterm.local_cache.device_secret import DemoSecret
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.keys import KeyStore
from hyteterm.local_cache.outbox import HOLD_SECONDS, Outbox
from hyteterm.sync import enrolment
from hyteterm.sync.client import HubClient
from hyteterm.workspace import Workspace
from tests.proof.faulty_line import FaultyLine
from tests.proof.lives import (
    BACK_IN_DRAFTS,
    BEGUN,
    QUEUED,
    TAKING_BACK,
    hub_life,
    nurse_life,
)
from tests.sync.town import CHEAP, COUNSELLOR, COUNSELLORS, NURSE, NURSES, PIN

STEP_S: Final = 0.002
LINES: Final = 14
"""At most so many lines of the journal does a nurse's life last,"""
NURSE_REQUESTS: Final = 8
"""or so many requests on the line: by work and not by time, which a busy machine eats."""
LONGEST_S: Final = 4.0
STILLBORN: Final = 0.15
"""Share of lives that may end before the terminal is unlocked and mended."""
HUB_REQUESTS: Final = 28
HUB_DOWN_S: Final = 0.2
JITTER_S: Final = 0.03
PRELOADED: Final = (
    "tests.proof.lives",
    "hyteterm.workspace.referrals",
    "hyteterm.sync.worker",
    "httpcore",
    "h11",
    "argon2",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.h11_impl",
)
"""What a life would import: it begins at once."""
FAULTS_SHARE: Final = 0.35
DRAIN_ROUNDS: Final = 40
ALL: Final = 1_000_000


@dataclass
class Life:
    """A process that will be killed."""

    process: Any
    ready: Any
    born: float
    begun: bool = False
    ends: float = float("inf")
    """At this moment, or"""
    last_request: float = float("inf")
    """when the line has carried so many, or"""
    last_line: float = float("inf")
    """when the journal has so many lines."""

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()
        self.process.join()
        self.process.close()
        self.ready.close()


@dataclass
class Tally:
    """What the proof counts."""

    nurse_kills: int = 0
    hub_kills: int = 0
    requests: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    begun: int = 0
    """Lives in which the terminal was unlocked and mended."""
    said: int = 0
    """Referrals that were said to be queued and not taken back."""
    missing: list[str] = field(default_factory=list)
    """Said to be queued, and not at the hub."""
    twice: list[str] = field(default_factory=list)
    """At the hub, or arrived there, more than once."""
    back_in_drafts: int = 0
    not_told: list[str] = field(default_factory=list)
    """At the hub, and the terminal does not know it."""
    waiting: int = 0
    quarantined: int = 0
    broken_log: int | None = None

    def line(self) -> str:
        """For the report."""
        return (
            f"{self.nurse_kills} kills of the terminal ({self.begun} after unlocking), "
            f"{self.hub_kills} of the hub, {self.faults.total()} faults on {self.requests} "
            f"requests; {self.said} referrals said to be queued: {len(self.missing)} missing, "
            f"{len(self.twice)} twice, {self.back_in_drafts} back in drafts, "
            f"{len(self.not_told)} arrived untold, {self.waiting} waiting, "
            f"{self.quarantined} in quarantine"
        )


class CrashTown:
    """One nurse's terminal, one counsellor's, a hub, and the line between them."""

    def __init__(
        self, folder: Path, seed: int, sabotage: str = "", faults: Sequence[str] = ()
    ) -> None:
        """``sabotage``: a fault put into the program; ``faults``: of the line, all when empty."""
        self._folder = folder
        self._chance = random.Random(seed)
        self._sabotage = sabotage
        # Each life is forked from a process that has imported everything and done nothing.
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(list(PRELOADED))
        self._line = FaultyLine(random.Random(seed + 1), faults)
        self._hub: Life | None = None
        self._hub_starts = 0.0
        self._nurse: Life | None = None
        self._unlocked_last_time = True
        self._journal = folder / "journal"
        self.tally = Tally()

    def run(self, nurse_kills: int, hub_kills: int, seconds: float) -> Tally:
        """Enrol, kill so often, let everything arrive, count.

        ``seconds``: for the killing; raises `TimeoutError` after it.
        """
        with self._line:
            try:
                self._enrol()
                self._line.share = FAULTS_SHARE
                end = time.monotonic() + seconds
                tally = self.tally
                while tally.nurse_kills < nurse_kills or tally.hub_kills < hub_kills:
                    if time.monotonic() > end:
                        raise TimeoutError(tally.line())
                    self._mind_hub()
                    self._mind_nurse()
                    time.sleep(STEP_S)
                self._end_nurse()
                self._count()
            finally:
                self._end_nurse()
                if self._hub is not None:
                    self._hub.kill()
        return self.tally

    # -- lives -------------------------------------------------------------------

    def _mind_hub(self) -> None:
        now = time.monotonic()
        if self._hub is None:
            if now >= self._hub_starts:
                self._start_hub()
        elif not self._hub.begun and self._hub.ready.poll():
            self._line.hub_port = self._hub.ready.recv()
            self._hub.begun = True
            self._hub.last_request = self._line.carried + self._chance.randint(1, HUB_REQUESTS)
        elif self._is_over(self._hub):
            self._hub.kill()
            self._hub, self._line.hub_port = None, 0
            self._hub_starts = now + self._chance.uniform(0.0, HUB_DOWN_S)
            self.tally.hub_kills += 1

    def _mind_nurse(self) -> None:
        now = time.monotonic()
        if self._nurse is None:
            self._nurse = self._born(
                nurse_life,
                str(self._folder / "nurse"),
                str(self._journal),
                after=(self._chance.randrange(1 << 30), self._sabotage),
            )
            # Each kill while the PIN is being checked counts as a miss; the fifth locks out.
            if self._unlocked_last_time and self._chance.random() < STILLBORN:
                self._nurse.ends = now + self._chance.uniform(0.0, 0.4)
        elif not self._nurse.process.is_alive():
            raise RuntimeError(f"a life ended by itself: {self._nurse.process.exitcode}")
        elif self._is_over(self._nurse):
            self._unlocked_last_time = self._nurse.begun
            self._end_nurse()
            self.tally.nurse_kills += 1
        elif not self._nurse.begun and self._nurse.ready.poll():
            self._nurse.begun = True
            self._nurse.ends = min(self._nurse.ends, now + LONGEST_S)
            if self._chance.random() < 0.5:
                self._nurse.last_line = self._lines() + self._chance.randint(0, LINES)
            else:
                self._nurse.last_request = self._line.carried + self._chance.randint(
                    1, NURSE_REQUESTS
                )

    def _is_over(self, life: Life) -> bool:
        """Whether its end has come; what it was doing then goes on for a random moment."""
        over = (
            time.monotonic() >= life.ends
            or self._line.carried >= life.last_request
            or (life.last_line < float("inf") and self._lines() >= life.last_line)
        )
        if over:
            time.sleep(self._chance.uniform(0.0, JITTER_S))
        return over

    def _lines(self) -> int:
        return self._journal.read_bytes().count(b"\n") if self._journal.exists() else 0

    def _end_nurse(self) -> None:
        if self._nurse is not None:
            self._nurse.kill()
            self._nurse = None

    def _start_hub(self) -> None:
        self._hub = self._born(hub_life, str(self._folder / "hub.db"), after=(self._sabotage,))

    def _born(self, life: Any, *before: Any, after: Any = ()) -> Life:
        receiving, sending = self._processes.Pipe(duplex=False)
        process = self._processes.Process(target=life, args=(*before, sending, *after), daemon=True)
        process.start()
        sending.close()
        return Life(process, receiving, time.monotonic())

    # -- before and after ------------------------------------------------------------

    def _enrol(self) -> None:
        database = self._folder / "hub.db"
        seed_demo(database, units=(NURSES, COUNSELLORS), professionals=(NURSE, COUNSELLOR))
        with Administration(database) as administration:
            codes = {
                person.id: (
                    administration.terminal_code(person.unit_id),
                    administration.professional_code(person.id),
                )
                for person in (NURSE, COUNSELLOR)
            }
        self._hub_up()
        for name, person in (("nurse", NURSE), ("counsellor", COUNSELLOR)):
            self._enrol_one(Home(self._folder / name).create(), codes[person.id])

    def _hub_up(self) -> None:
        while self._hub is None or not self._hub.begun:
            self._mind_hub()
            time.sleep(STEP_S)

    def _enrol_one(self, home: Home, codes: tuple[str, str]) -> None:
        with Workspace(home) as workspace:
            time = workspace.time
            keys = KeyStore(home.keys, DemoSecret(home.demo_device_secret), time, CHEAP)
            with Outbox.open(home.outbox, time) as outbox, HubClient(self._line.url) as client:
                enrolment.enrol(
                    home,
                    keys,
                    outbox,
                    time,
                    client,
                    hub_url=self._line.url,
                    terminal_code=codes[0],
                    terminal_name="vastaanotto",
                    professional_code=codes[1],
                    pin=PIN,
                ).vault.close()

    def _count(self) -> None:
        tally = self.tally
        tally.requests, tally.faults = self._line.carried, self._line.met.copy()
        self._line.share = 0.0
        self._hub_up()
        assert self._hub is not None
        self._hub.last_request = float("inf")
        words = [line.split() for line in self._journal.read_text().splitlines()]
        said: dict[str, None] = {}
        for word, id in words:
            tally.begun += word == BEGUN
            # Cut off while it was being taken back, it is rightly a draft.
            tally.back_in_drafts += word == BACK_IN_DRAFTS and id in said
            if word == QUEUED:
                said[id] = None
            elif word == TAKING_BACK:
                said.pop(id, None)
        tally.said = len(said)
        statuses = self._drained(said)
        arrivals = self._arrivals()
        by_id = Counter(id for id, _mark, _times in arrivals)
        by_mark = Counter(mark for _id, mark, _times in arrivals)
        tally.missing = [id for id in said if id not in by_id]
        tally.twice = [id for id, count in by_id.items() if count > 1]
        tally.twice += [mark for mark, count in by_mark.items() if count > 1]
        tally.twice += [id for id, _mark, times in arrivals if times > 1]
        tally.not_told = [
            id for id in said if statuses.get(id) in (None, Status.DRAFT, Status.QUEUED)
        ]

    def _drained(self, said: Container[str]) -> dict[str, Status]:
        """Start once more, let everything leave; the terminal's own view."""
        with Workspace(Home(self._folder / "nurse")) as workspace:
            workspace.session.unlock(NURSE.id, PIN)
            returned = workspace.referrals.reconcile().returned_to_draft
            self.tally.back_in_drafts += sum(id in said for id in returned)
            for _ in range(DRAIN_ROUNDS):
                if not workspace.line.sync_once(wait_held=HOLD_SECONDS, catalogue=False).waiting:
                    break
            state = workspace.line.state()
            self.tally.waiting, self.tally.quarantined = state.waiting, state.needs_attention
            self.tally.broken_log = workspace.session.vault.access_log.first_broken()
            rows = workspace.session.vault.referrals.rows(Actor.SENDER, limit=ALL)
            return {row.id: row.status for row in rows}

    def _arrivals(self) -> list[tuple[str, str, int]]:
        """What the counsellor's terminal sees: id, mark, times that it arrived."""
        with Workspace(Home(self._folder / "counsellor")) as workspace:
            workspace.session.unlock(COUNSELLOR.id, PIN)
            workspace.line.sync_once(catalogue=False)
            referrals = workspace.session.vault.referrals
            found = []
            for row in referrals.rows(Actor.RECEIVER, limit=ALL):
                stored = referrals.get(row.id, Actor.RECEIVER)
                assert stored is not None
                # Cancelled before the counsellor looked: nothing of it is told any more.
                mark = stored.payload.reason if stored.payload else row.id
                times = sum(entry.step is Step.DELIVER for entry in stored.timeline)
                found.append((row.id, mark, times))
            return found
