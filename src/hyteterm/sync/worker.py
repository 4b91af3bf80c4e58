"""The background sync: one thread of a process that wakes by the clock or when called."""

import random
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Final

from hyteterm.local_cache.disk_full import DiskFull
from hyteterm.local_cache.file_lock import LockTimeout
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.keys import KeyStore
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.outbox_row import OutboxCounts
from hyteterm.local_cache.trusted_time import TrustedTime
from hyteterm.local_cache.vault import Vault, VaultInUse
from hyteterm.sync.backoff import full_jitter
from hyteterm.sync.catalogue import CatalogueStore
from hyteterm.sync.client import HubClient, InsecureHub
from hyteterm.sync.events import LineChanged, OutboxCounted, SyncEvent, SyncFailed
from hyteterm.sync.sync_once import EVERYTHING, Part, SyncOnce, SyncReport

LONGEST_SLEEP: Final = 5.0
"""Seconds; another process may have queued something meanwhile."""
AFTER_FAULT: Final = 30.0
BUSY_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Intervals:
    """Seconds between two rounds of a part; each is spread by a fifth either way."""

    updates: float = 60.0
    notice: float = 900.0
    catalogue: float = 3600.0
    first_contact: float = 3.0
    """The first contact of a process comes anywhere within this time."""


@dataclass
class SyncWorker:
    """The sync of one process.  ``start`` it once, ``stop`` it before the vault closes.

    ``post`` is called in the worker's thread with past-tense facts; it must not block and
    must not touch a widget.  ``open_vault`` gives a vault for the worker's thread alone,
    or None while locked; the worker closes it after each round.  ``open_catalogue``
    likewise.
    """

    home: Home
    time: TrustedTime
    post: Callable[[SyncEvent], None]
    open_vault: Callable[[], Vault | None] = lambda: None
    open_catalogue: Callable[[], CatalogueStore | None] = lambda: None
    keys: KeyStore | None = None
    chance: random.Random = field(default_factory=random.Random)
    intervals: Intervals = field(default_factory=Intervals)
    connect: Callable[[str], HubClient] = HubClient

    def __post_init__(self) -> None:
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._asked = threading.Event()
        self._unlocked = threading.Event()
        self._announced = threading.Event()
        self._thread: threading.Thread | None = None
        self._due: dict[Part, float] = {}
        self._client: tuple[str, HubClient] | None = None
        self._counts: OutboxCounts | None = None
        self._online: bool | None = None
        self._fault_until = 0.0

    def start(self) -> None:
        """Begin in the background."""
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 5.0) -> bool:
        """End after the request that is under way; whether it ended in time.

        What is cut off is safe: the claim's lease ends, and the hub knows repeats.
        """
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout)
            return not self._thread.is_alive()
        return True

    def wake(self) -> None:
        """Something was queued: look again."""
        self._wake.set()

    def unlocked(self) -> None:
        """The vault can be opened now: fetch its updates at once."""
        self._unlocked.set()
        self._wake.set()

    def announced(self) -> None:
        """This unit has something to tell its senders: do it as soon as the line allows."""
        self._announced.set()
        self._wake.set()

    def sync_now(self) -> None:
        """Somebody asked for it: everything, at once, whatever the backoff says."""
        self._asked.set()
        self._wake.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with Outbox.open(self.home.outbox, self.time) as outbox:
                    self._watch(outbox)
            except Exception as error:
                # The thread must live on; what the error says may hold anything.
                self._fault(_fault_code(error))
                self._stopping.wait(AFTER_FAULT)
        self._hang_up()

    def _watch(self, outbox: Outbox) -> None:
        first = self.time.now() + self.chance.uniform(0.0, self.intervals.first_contact)
        self._due = dict.fromkeys(EVERYTHING, first)
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                self._look(outbox)
                self._count(outbox)
            except Exception as error:
                self._fault(_fault_code(error))
            self._wake.wait(self._sleep(outbox))

    def _look(self, outbox: Outbox) -> None:
        """Do the parts that are due."""
        now = self.time.now()
        asked = self._asked.is_set()
        if self._unlocked.is_set():
            self._unlocked.clear()
            self._due |= {Part.NOTICE: now, Part.UPDATES: now}
        if self._announced.is_set():
            self._announced.clear()
            self._due |= {Part.NOTICE: now}
        parts = Part(0)
        for part, due in self._due.items():
            if part is not Part.DELIVERIES and (asked or due <= now):
                parts |= part
        due_at = outbox.sending.next_due()
        if asked or (due_at is not None and max(due_at, self._due[Part.DELIVERIES]) <= now):
            parts |= Part.DELIVERIES
        if not asked and max(outbox.contact.next_at, self._fault_until) > now:
            return
        if not parts:
            return
        self._asked.clear()
        report = self._round(outbox, parts, asked)
        if report is None or report.not_enrolled:
            self._due = dict.fromkeys(EVERYTHING, now + LONGEST_SLEEP)
        elif report.busy:
            self._fault_until = now + BUSY_SECONDS
            if asked:
                self._asked.set()
        else:
            self._plan(outbox, report)
            if report.online is not None and report.online != self._online:
                self._online = report.online
                self.post(LineChanged(report.online))

    def _round(self, outbox: Outbox, parts: Part, impatient: bool) -> SyncReport | None:
        terminal = outbox.terminal
        if terminal is None:
            return None
        try:
            client = self._connected(terminal.hub_url)
        except InsecureHub as problem:
            self._fault(problem.code)
            return None
        with ExitStack() as stack:
            # The notice tells of the county only to the token that lies in the vault.
            wanted = Part.UPDATES | Part.DELIVERIES | Part.NOTICE
            vault = self._vault(stack) if parts & wanted else None
            catalogue = self.open_catalogue() if Part.CATALOGUE in parts else None
            if catalogue is not None:
                stack.callback(catalogue.close)
            return SyncOnce(
                home=self.home,
                outbox=outbox,
                client=client,
                time=self.time,
                chance=self.chance,
                keys=self.keys,
                vault=vault,
                catalogue=catalogue,
                post=self.post,
            ).run(parts, impatient=impatient)

    def _vault(self, stack: ExitStack) -> Vault | None:
        try:
            vault = self.open_vault()
        except VaultInUse:
            return None
        if vault is not None:
            stack.callback(vault.close)
        return vault

    def _plan(self, outbox: Outbox, report: SyncReport) -> None:
        """When each part is due again; after a problem the contact's own delay rules."""
        every = {
            Part.NOTICE: self.intervals.notice,
            Part.UPDATES: self.intervals.updates,
            Part.CATALOGUE: self.intervals.catalogue,
        }
        now = self.time.now()
        self._due[Part.DELIVERIES] = now
        if report.refused and Part.UPDATES not in report.done:
            self._due[Part.UPDATES] = now  # so that what overtook our step is here to be seen
            every.pop(Part.UPDATES)
        for part, seconds in every.items():
            if part is report.failed_part:
                self._due[part] = now + full_jitter(outbox.contact.failures, self.chance)
            elif part in report.done:
                self._due[part] = now + seconds * self.chance.uniform(0.8, 1.2)

    def _sleep(self, outbox: Outbox) -> float:
        """Seconds until something may be due, at most `LONGEST_SLEEP`."""
        with suppress(Exception):
            now = self.time.now()
            moments = [due for part, due in self._due.items() if part is not Part.DELIVERIES]
            due_at = outbox.sending.next_due()
            if due_at is not None:
                moments.append(max(due_at, self._due[Part.DELIVERIES]))
            soonest = max(min(moments), outbox.contact.next_at, self._fault_until)
            return min(LONGEST_SLEEP, max(0.05, soonest - now))
        return LONGEST_SLEEP

    def _count(self, outbox: Outbox) -> None:
        counts = outbox.counts()
        if counts != self._counts:
            self._counts = counts
            self.post(OutboxCounted(counts))

    def _fault(self, code: str) -> None:
        self._fault_until = self.time.now() + AFTER_FAULT
        self.post(SyncFailed(code))

    def _connected(self, url: str) -> HubClient:
        if self._client is None or self._client[0] != url:
            self._hang_up()
            self._client = (url, self.connect(url))
        return self._client[1]

    def _hang_up(self) -> None:
        if self._client is not None:
            self._client[1].close()
            self._client = None


def _fault_code(error: Exception) -> str:
    """A code for what is wrong on this terminal itself."""
    if isinstance(error, DiskFull):
        return "disk-full"
    if isinstance(error, LockTimeout):
        return "in-use"
    return f"fault:{type(error).__name__}"
