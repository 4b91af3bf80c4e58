"""The background worker: it tells what happened, and a fault never ends it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from hyteterm.domain.referral_status import Actor, Status
from hyteterm.local_cache.disk_full import DiskFull
from hyteterm.local_cache.reconciliation import reconcile
from hyteterm.local_cache.vault import Vault
from hyteterm.sync.client import HubClient
from hyteterm.sync.events import (
    DeliveryConfirmed,
    LineChanged,
    OutboxCounted,
    SyncEvent,
    SyncFailed,
    UpdatesReceived,
)
from hyteterm.sync.worker import Intervals, SyncWorker

from .town import Station, Town, answers, dead

AT_ONCE = Intervals(updates=3600, notice=3600, catalogue=3600, first_contact=0)


@dataclass
class Office:
    """A terminal whose worker runs; ``told`` waits for an event."""

    station: Station
    events: list[SyncEvent] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)
    locked: bool = False

    def __post_init__(self) -> None:
        self.worker = SyncWorker(
            home=self.station.home,
            time=self.station.clock.trusted(),
            post=self.post,
            open_vault=self.vault,
            keys=self.station.keys,
            intervals=AT_ONCE,
            connect=lambda url: HubClient(url, transport=self.station.line),
        )

    def vault(self) -> Vault | None:
        return None if self.locked else Vault.open(self.station.home, self.station.storage.key)

    def post(self, event: SyncEvent) -> None:
        with self.news:
            self.events.append(event)
            self.news.notify_all()

    def told(self, wanted: Callable[[SyncEvent], bool]) -> SyncEvent:
        """Wait until such an event has come."""
        with self.news:
            assert self.news.wait_for(lambda: any(map(wanted, self.events)), 20), self.events
            return next(filter(wanted, self.events))


@pytest.fixture
def office(nurse: Station) -> Iterator[Office]:
    office = Office(nurse)
    yield office
    assert office.worker.stop()


def test_what_is_queued_is_delivered_and_told(office: Office) -> None:
    office.worker.start()
    office.told(lambda event: event == LineChanged(True))
    made = office.station.refer()
    office.worker.wake()
    office.told(lambda event: event == DeliveryConfirmed(f"{made.id}.1", made.id, "referral"))
    office.told(lambda event: event == UpdatesReceived((made.id,)) or True)
    office.told(lambda event: isinstance(event, OutboxCounted) and not event.counts.waiting)


def test_a_line_that_goes_and_comes_is_told(office: Office) -> None:
    office.station.line.fault = dead
    made = office.station.refer()
    office.worker.start()
    office.told(lambda event: event == LineChanged(False))
    office.told(lambda event: isinstance(event, OutboxCounted) and event.counts.waiting == 1)
    office.station.line.fault = None
    office.worker.sync_now()
    office.told(lambda event: event == LineChanged(True))
    office.told(lambda event: event == DeliveryConfirmed(f"{made.id}.1", made.id, "referral"))


def test_a_locked_terminal_delivers_and_updates_come_after_the_unlock(
    office: Office, counsellor: Station
) -> None:
    theirs = counsellor.refer()
    counsellor.sync()
    office.locked = True
    made = office.station.refer()
    office.worker.start()
    office.told(lambda event: isinstance(event, DeliveryConfirmed))
    assert office.station.see(made.id).status is Status.QUEUED
    office.locked = False
    office.worker.unlocked()
    office.told(lambda event: isinstance(event, UpdatesReceived))
    reconcile(office.station.vault, office.station.outbox, office.station.time)
    assert office.station.see(made.id).status is Status.DELIVERED
    assert theirs.id not in {row.id for row in office.station.received()}


def test_a_failing_call_does_not_keep_deliveries_from_leaving(office: Office) -> None:
    def no_updates(request: object) -> object:
        fault = answers(500, b"{}", "application/problem+json")
        return fault(request) if "/v1/updates" in str(request.url) else None  # type: ignore[attr-defined,arg-type]

    office.station.line.fault = no_updates  # type: ignore[assignment]
    office.worker.start()
    office.told(lambda event: event == SyncFailed("failed"))
    made = office.station.refer()
    office.worker.wake()
    office.told(lambda event: event == DeliveryConfirmed(f"{made.id}.1", made.id, "referral"))


def test_a_fault_of_the_terminal_itself_is_told_and_the_worker_lives(office: Office) -> None:
    faults = [DiskFull("vault.db"), RuntimeError("client data")]
    real = office.vault

    def failing() -> Vault | None:
        if faults:
            raise faults.pop(0)
        return real()

    office.worker.open_vault = failing
    office.worker.start()
    office.told(lambda event: event == SyncFailed("disk-full"))
    office.worker.sync_now()
    office.told(lambda event: event == SyncFailed("fault:RuntimeError"))
    assert "client data" not in repr(office.events)
    office.worker.sync_now()
    office.told(lambda event: event == LineChanged(True))


def test_two_processes_send_each_delivery_once(town: Town, nurse: Station, counsellor: Station) -> None:  # fmt: skip
    first, second = Office(nurse), Office(nurse)
    for office in (first, second):
        office.worker.start()
    made = {nurse.refer().id for _ in range(30)}
    for office in (first, second):
        office.worker.sync_now()
    first.told(lambda event: isinstance(event, OutboxCounted) and not event.counts.waiting)
    second.told(lambda event: isinstance(event, OutboxCounted) and not event.counts.waiting)
    for office in (first, second):
        assert office.worker.stop()
    confirmed = [e.subject_id for e in first.events + second.events if isinstance(e, DeliveryConfirmed)]  # fmt: skip
    assert sorted(confirmed) == sorted(made)
    counsellor.sync()
    assert {row.id for row in counsellor.received()} == made
    assert counsellor.see(min(made), Actor.RECEIVER).version == 1
