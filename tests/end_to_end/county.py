"""A hub on loopback and the terminals of its units: real homes, real vaults, no screens."""

import time as wall_time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from hyteterm.domain.client import Client
from hyteterm.domain.consent import BASIC_ITEMS, Consent
from hyteterm.domain.referral import Receiver, TimelineEntry
from hyteterm.domain.referral_form import draft_of
from hyteterm.domain.referral_status import Status, Step
from hyteterm.hub.administration import Administration, seed_demo
from hyteterm.hub.professionals import Professional
from hyteterm.hub.serve import HubThread
from hyteterm.hub.units import Unit
from hyteterm.local_cache.device_secret import DemoSecret
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.keys import KeyStore
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.pin import PinCost
from hyteterm.local_cache.stored_referral import StoredReferral
from hyteterm.local_cache.trusted_time import TrustedTime
from hyteterm.sync.sync_once import SyncReport
from hyteterm.workspace import Workspace
from hyteterm.workspace.enrolment import enrol
from hyteterm.workspace.stepping import NO_WORDS, StepWords

PIN = "271828"
CHEAP = PinCost(time_cost=1, memory_cost=8, parallelism=1)
NOWHERE = "http://127.0.0.1:9"
HEALTH_CENTRE = Unit("terveysasema", "Kouvolan terveysasema")
COUNSELLING = Unit(
    "liikuntaneuvonta",
    "Kouvolan liikuntaneuvonta",
    municipalities=("286",),
    referral_types=("exercise",),
)
ASSOCIATION = Unit("yhdistys", "Kymen Kulku ry", referral_types=("ngo",))
NURSE = Professional("hilkka", HEALTH_CENTRE.id, "Hilkka Hoitaja", "sh", "+358401234567")
COUNSELLOR = Professional("lauri", COUNSELLING.id, "Lauri Liikuttaja", "liikuntaneuvoja")
COLLEAGUE = Professional("liisa", COUNSELLING.id, "Liisa Lenkki", "liikuntaneuvoja")
LEADER = Professional("jaana", ASSOCIATION.id, "Jaana Järjestö", "ohjaaja")
CLIENT = Client(name="Matti Koekäyttö", phone="+358507654321", municipality="286", birth_year=1958)


class Clock:
    """A wall clock and a monotonic one that only a test moves."""

    def __init__(self) -> None:
        self.wall = wall_time.time()
        self.monotonic = 100.0

    def pass_(self, seconds: float) -> None:
        """Let time go by."""
        self.wall += seconds
        self.monotonic += seconds

    def trusted(self) -> TrustedTime:
        """A `TrustedTime` that runs by this clock."""
        return TrustedTime(wall=lambda: self.wall, monotonic=lambda: self.monotonic)


@dataclass
class Terminal:
    """One terminal: its home, and the workspace that is open on it."""

    home: Home
    person: Professional
    hub_url: str
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.workspace = self._workspace()

    def _workspace(self) -> Workspace:
        workspace = Workspace(self.home)
        workspace.__dict__["time"] = self.clock.trusted()
        keys = KeyStore(
            self.home.keys, DemoSecret(self.home.demo_device_secret), workspace.time, CHEAP
        )
        workspace.session.keys = lambda: keys  # type: ignore[method-assign]
        return workspace

    def unlock(self) -> None:
        """The professional gives the PIN; what was cut off is mended."""
        self.workspace.session.unlock(self.person.id, PIN)
        self.workspace.opening_notices()

    def restart(self) -> None:
        """The program ends as the user wanted, and is started again."""
        self.workspace.close()
        self.workspace = self._workspace()
        self.unlock()

    def die(self) -> None:
        """The program is gone without a word; another is started."""
        self.workspace = self._workspace()
        self.unlock()

    def line(self, *, up: bool) -> None:
        """The line to the hub comes or goes."""
        with Outbox.open(self.home.outbox, self.workspace.time) as outbox:
            outbox.update_terminal(hub_url=self.hub_url if up else NOWHERE)

    def sync(self, *, after: float = 11.0) -> SyncReport:
        """The time to take a step back goes by, and F9 is pressed."""
        self.clock.pass_(after)
        return self.workspace.line.sync_once(catalogue=False)

    # -- the sender ---------------------------------------------------------------------

    def refer(self, *, client: Client = CLIENT, type: str = "exercise") -> str:
        """Write a referral and queue it."""
        desk = self.workspace.referrals
        draft = desk.new_draft(None, "286")
        referral = draft.referral.model_copy(
            update={
                "type": type,
                "client": client,
                "reason": "polvi vihoittelee",
                "receiver": Receiver(organisation="Kouvolan kaupunki"),
                "consent": Consent(
                    items=BASIC_ITEMS, given_at=datetime.now(UTC), feedback_to_sender=True
                ),
            }
        )
        return desk.queue(draft_of(referral))

    def sent(self, referral_id: str) -> StoredReferral:
        """What the sender sees."""
        found = self.workspace.referrals.referral(referral_id)
        assert found is not None
        return found

    # -- the receiver ---------------------------------------------------------------------

    def received(self, referral_id: str) -> StoredReferral:
        """What the receiver sees."""
        found = self.workspace.received.referral(referral_id)
        assert found is not None
        return found

    def take(self, referral_id: str, step: Step, words: StepWords = NO_WORDS) -> str:
        """Take a receiver's step on what is seen now."""
        return self.workspace.received.take(self.received(referral_id), step, words)

    def listed(self) -> list[str]:
        """Ids in the received list."""
        return [row.id for row in self.workspace.received.rows()]


class County:
    """A hub and its terminals."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "hub.db"
        self.hub = HubThread(self.database).__enter__()
        seed_demo(
            self.database,
            units=(HEALTH_CENTRE, COUNSELLING, ASSOCIATION),
            professionals=(NURSE, COUNSELLOR, COLLEAGUE, LEADER),
            store=self.hub.store,
        )
        self.terminals: list[Terminal] = []

    @property
    def administration(self) -> Administration:
        """The main user's door."""
        return Administration(self.database, store=self.hub.store)

    def terminal(self, person: Professional) -> Terminal:
        """Enrol a terminal, unlocked by ``person``."""
        home = Home(self.folder / f"home-{len(self.terminals)}")
        terminal = Terminal(home, person, self.hub.url)
        enrol(
            terminal.workspace,
            hub_url=self.hub.url,
            terminal_code=self.administration.terminal_code(person.unit_id),
            terminal_name="vastaanotto",
            professional_code=self.administration.professional_code(person.id),
            pin=PIN,
        )
        terminal.unlock()
        terminal.sync()
        self.terminals.append(terminal)
        return terminal

    def close(self) -> None:
        """Everybody goes home."""
        for terminal in self.terminals:
            terminal.workspace.close()
        self.hub.__exit__(None, None, None)


def steps_of(timeline: Sequence[TimelineEntry]) -> list[Step]:
    """The steps alone."""
    return [entry.step for entry in timeline]


def both(nurse: Terminal, counsellor: Terminal, referral_id: str) -> tuple[Status, Status]:
    """What each side shows."""
    return nurse.sent(referral_id).status, counsellor.received(referral_id).status
