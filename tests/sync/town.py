"""A hub on loopback, a nurse's and a counsellor's terminal, and a line with faults."""

import random
import shutil
import time as wall_time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from hyteterm.domain.client import Client
from hyteterm.domain.consent import BASIC_ITEMS, Consent
from hyteterm.domain.referral import Receiver, Referral, Sender
from hyteterm.domain.referral_row import ReferralRow
from hyteterm.domain.referral_status import Actor
from hyteterm.hub.administration import Administration, DemoCodes, seed_demo
from hyteterm.hub.professionals import Professional
from hyteterm.hub.serve import HubThread
from hyteterm.hub.units import Unit
from hyteterm.local_cache import private_storage
from hyteterm.local_cache.device_secret import DemoSecret
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.keys import KeyStore
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.pin import PinCost
from hyteterm.local_cache.private_storage import OpenStorage
from hyteterm.local_cache.queueing import Queueing
from hyteterm.local_cache.stored_referral import StoredReferral
from hyteterm.local_cache.trusted_time import TrustedTime
from hyteterm.local_cache.vault import Vault
from hyteterm.sync import enrolment
from hyteterm.sync.catalogue import CatalogueStore
from hyteterm.sync.client import HubClient
from hyteterm.sync.events import SyncEvent
from hyteterm.sync.sync_once import EVERYTHING, Part, SyncOnce, SyncReport

PIN = "271828"
CHEAP = PinCost(time_cost=1, memory_cost=8, parallelism=1)
NURSES = Unit("terveysasema", "Kouvolan terveysasema")
COUNSELLORS = Unit(
    "liikuntaneuvonta",
    "Kouvolan liikuntaneuvonta",
    municipalities=("286",),
    referral_types=("exercise",),
)
NURSE = Professional("hilkka", NURSES.id, "Hilkka Hoitaja", "sairaanhoitaja", "+358401234567")
COUNSELLOR = Professional("lauri", COUNSELLORS.id, "Lauri Liikuttaja", "liikuntaneuvoja")
NAME = "Matti Virtanen-Koekäyttö"

Fault = Callable[[httpx.Request], httpx.Response | None]


@dataclass
class Clock:
    """A wall clock and a monotonic one that only a test moves."""

    wall: float = field(default_factory=wall_time.time)
    monotonic: float = 100.0

    def pass_(self, seconds: float) -> None:
        """Let time go by."""
        self.wall += seconds
        self.monotonic += seconds

    def trusted(self) -> TrustedTime:
        """A `TrustedTime` that runs by this clock."""
        return TrustedTime(wall=lambda: self.wall, monotonic=lambda: self.monotonic)


class Line(httpx.BaseTransport):
    """The line to the hub.  ``fault`` may answer instead of the hub, or raise."""

    def __init__(self) -> None:
        self._way = httpx.HTTPTransport(retries=0)
        self.fault: Fault | None = None
        self.answer_lost = False
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry a request, or let the fault have it."""
        self.requests.append(request)
        if self.fault is not None and (answer := self.fault(request)) is not None:
            answer.request = request
            return answer
        answer = self._way.handle_request(request)
        if self.answer_lost:
            answer.close()
            raise httpx.ReadTimeout("lost", request=request)
        return answer

    def close(self) -> None:
        """Hang up."""
        self._way.close()


@dataclass
class Station:
    """One terminal: its home, its open storage, its line."""

    home: Home
    clock: Clock
    time: TrustedTime
    keys: KeyStore
    storage: OpenStorage
    outbox: Outbox
    line: Line
    client: HubClient
    sender: Sender
    events: list[SyncEvent] = field(default_factory=list)
    catalogue: CatalogueStore | None = None
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    @property
    def vault(self) -> Vault:
        """The open vault."""
        return self.storage.vault

    @property
    def queueing(self) -> Queueing:
        """Vault and outbox together."""
        return Queueing(self.vault, self.outbox, self.time)

    def once(self, *, locked: bool = False) -> SyncOnce:
        """A round, ready to run."""
        return SyncOnce(
            self.home,
            self.outbox,
            self.client,
            self.time,
            self.chance,
            keys=self.keys,
            vault=None if locked else self.vault,
            catalogue=self.catalogue,
            post=self.events.append,
        )

    def sync(self, parts: Part = EVERYTHING, *, locked: bool = False) -> SyncReport:
        """Somebody presses F9."""
        return self.once(locked=locked).run(parts, impatient=True)

    def refer(self, *, hold: float = 0.0, **changes: Any) -> Referral:
        """Queue a referral."""
        return self.queueing.referral(referral(self.sender, **changes), hold=hold).referral

    def see(self, id: str, role: Actor = Actor.SENDER) -> StoredReferral:
        """Open a referral."""
        found = self.vault.referrals.get(id, role)
        assert found is not None
        return found

    def sent(self) -> list[ReferralRow]:
        """The sent list."""
        return self.vault.referrals.rows(Actor.SENDER)

    def received(self) -> list[ReferralRow]:
        """The received list."""
        return self.vault.referrals.rows(Actor.RECEIVER)

    def close(self) -> None:
        """Switch off."""
        self.vault.close()
        self.outbox.close()
        self.client.close()


@dataclass
class Town:
    """A hub that can be stopped and started, and its terminals."""

    folder: Path
    hub: HubThread
    codes: DemoCodes
    stations: list[Station] = field(default_factory=list)
    running: bool = True

    @property
    def database(self) -> Path:
        """The hub's store."""
        return self.folder / "hub.db"

    @property
    def administration(self) -> Administration:
        """The main user's door."""
        return Administration(self.database, store=self.hub.store)

    def stop_hub(self) -> None:
        """The hub goes down."""
        self.hub.__exit__(None, None, None)
        self.running = False

    def start_hub(self) -> None:
        """The hub comes back at its address."""
        port = int(self.hub.url.rpartition(":")[2])
        self.hub = HubThread(self.database, port=port).__enter__()
        self.running = True

    def backup(self) -> Path:
        """A copy of the hub's store; the hub is down meanwhile."""
        self.stop_hub()
        copy = self.folder / "backup.db"
        shutil.copy(self.database, copy)
        self.start_hub()
        return copy

    def restore(self, copy: Path) -> None:
        """Put a copy in place of the hub's store."""
        self.stop_hub()
        for path in self.folder.glob("hub.db*"):
            path.unlink()
        shutil.copy(copy, self.database)
        self.start_hub()

    def station(self, professional: Professional) -> Station:
        """Enrol a terminal with its professional."""
        home = Home(self.folder / f"home-{professional.id}-{len(self.stations)}").create()
        clock = Clock()
        time = clock.trusted()
        keys = KeyStore(home.keys, DemoSecret(home.demo_device_secret), time, CHEAP)
        line = Line()
        client = HubClient(self.hub.url, transport=line)
        outbox = Outbox.open(home.outbox, time)
        admin = self.administration
        storage = enrolment.enrol(
            home,
            keys,
            outbox,
            time,
            client,
            hub_url=self.hub.url,
            terminal_code=admin.terminal_code(professional.unit_id),
            terminal_name="vastaanotto",
            professional_code=admin.professional_code(professional.id),
            pin=PIN,
        )
        who = storage.unlocked.professional
        sender = Sender(
            professional_id=who.id, name=who.name, role=who.role, unit_id=who.unit_id, unit=who.unit
        )
        station = Station(home, clock, time, keys, storage, outbox, line, client, sender)
        self.stations.append(station)
        return station

    def close(self) -> None:
        """Everybody goes home."""
        for station in self.stations:
            station.close()
        if self.running:
            self.stop_hub()


def opened_town(folder: Path) -> Town:
    """A town whose hub is running."""
    hub = HubThread(folder / "hub.db").__enter__()
    codes = seed_demo(
        folder / "hub.db",
        units=(NURSES, COUNSELLORS),
        professionals=(NURSE, COUNSELLOR),
        store=hub.store,
    )
    return Town(folder, hub, codes)


def referral(sender: Sender, **changes: Any) -> Referral:
    """A referral that the hub takes."""
    now = datetime.now(UTC)
    fields: dict[str, Any] = {
        "type": "exercise",
        "created_at": now,
        "sender": sender,
        "receiver": Receiver(organisation="Kouvolan kaupunki", service="Liikuntaneuvonta"),
        "client": Client(name=NAME, phone="+358507654321", municipality="286", birth_year=1958),
        "reason": "polvi vihoittelee",
        "consent": Consent(items=BASIC_ITEMS, given_at=now, feedback_to_sender=True),
    }
    return Referral(**{**fields, **changes})


def unlocked_again(station: Station) -> None:
    """The program ends and is started and unlocked again."""
    station.vault.close()
    station.storage = private_storage.unlock(station.home, station.keys, NURSE.id, PIN)


def answers(status: int, body: bytes = b"", kind: str = "text/html", **headers: str) -> Fault:
    """A fault that answers every request the same."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, headers={"content-type": kind, **headers}, content=body)

    return answer


def dead(request: httpx.Request) -> httpx.Response:
    """A line that is down."""
    raise httpx.ConnectError("down", request=request)
