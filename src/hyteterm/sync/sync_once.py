"""One round of everything: notice, deliveries, updates, catalogue.

Used by the background worker and by ``hyteterm sync``; runs in the caller's thread.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Flag, auto
from time import sleep
from typing import Final

from hyteterm.local_cache.file_lock import FileLock
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.keys import KeyStore
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.outbox_row import DeliveryState, Terminal
from hyteterm.local_cache.reconciliation import take_outcomes
from hyteterm.local_cache.trusted_time import TrustedTime
from hyteterm.local_cache.vault import Vault
from hyteterm.sync.catalogue import CatalogueFeed, CatalogueReport, CatalogueStore, refresh
from hyteterm.sync.client import HubBusy, HubClient, HubUnreachable, SyncProblem, TokenRefused
from hyteterm.sync.delivery import DeliveryReport, DeliveryRound, wait_after
from hyteterm.sync.events import (
    CatalogueRefreshed,
    DeliveryConfirmed,
    DeliveryRefused,
    ProfessionalsRevoked,
    SyncEvent,
    SyncFailed,
    UpdatesReceived,
    WipeOrdered,
)
from hyteterm.sync.own_unit import tell_own_unit
from hyteterm.sync.terminal_notice import fetch_notice, take_notice
from hyteterm.sync.updates import fetch_updates


class Part(Flag):
    """Parts of a round."""

    NOTICE = auto()
    DELIVERIES = auto()
    UPDATES = auto()
    """Done when the vault is open."""
    CATALOGUE = auto()
    """Done when a catalogue is given."""


EVERYTHING: Final = Part.NOTICE | Part.DELIVERIES | Part.UPDATES | Part.CATALOGUE

_WHOLE_LINE: Final = (HubUnreachable, HubBusy, TokenRefused)
"""Problems that every further request would meet too."""


@dataclass
class SyncReport:
    """What a round has done."""

    delivered: list[str] = field(default_factory=list)
    """Delivery ids."""
    refused: list[str] = field(default_factory=list)
    """Delivery ids, the conflicts too."""
    retried: int = 0
    driven_again: int = 0
    """Sent once more because the hub was restored from a backup."""
    updated: list[str] = field(default_factory=list)
    """Referral ids."""
    catalogue: CatalogueReport | None = None
    revoked: list[str] = field(default_factory=list)
    """Professional ids."""
    wipe_ordered: bool = False
    problem: str = ""
    """Code of what ended the round early; empty: it went through."""
    done: Part = Part(0)  # noqa: RUF009
    """Parts that went through."""
    failed_part: Part | None = None
    """In which part that was."""
    online: bool | None = None
    """Whether the last contact succeeded; None: there was none yet."""
    busy: bool = False
    """Another process is syncing this home: nothing was done."""
    not_enrolled: bool = False
    waiting: int = 0
    """Deliveries that still wait."""


@dataclass
class SyncOnce:
    """Everything that one round needs.  Only what is given is synced."""

    home: Home
    outbox: Outbox
    client: HubClient
    time: TrustedTime
    chance: random.Random
    keys: KeyStore | None = None
    vault: Vault | None = None
    """Open and of this thread; None: the terminal is locked."""
    catalogue: CatalogueStore | None = None
    post: Callable[[SyncEvent], None] = lambda event: None
    wait: Callable[[float], None] = sleep

    def run(
        self,
        parts: Part = EVERYTHING,
        *,
        impatient: bool = False,
        lock_timeout: float = 0.0,
        wait_held: float = 0.0,
    ) -> SyncReport:
        """Do the round.  ``impatient``: somebody asked for it, so backoff is not waited for.

        ``lock_timeout``: seconds to wait for another process's round.  ``wait_held``:
        seconds to wait for deliveries that may still be taken back (a single command).
        Problems with the hub are in the report; `DiskFull` and faults of files are raised.
        """
        report = SyncReport()
        terminal = self.outbox.terminal
        if terminal is None:
            report.not_enrolled = True
            return report
        if (held := self.outbox.sending.held_for()) and wait_held:
            self.wait(min(wait_held, held))
        lock = FileLock(self.home.sync_lock)
        if not lock.acquire(lock_timeout):
            report.busy = True
            return report
        try:
            self.outbox.sending.recover()
            if impatient:
                self.outbox.sending.hurry()
            self._parts(parts, terminal, report)
            report.online = self.outbox.contact.online
            report.waiting = self.outbox.counts().waiting
        finally:
            lock.release()
        return report

    def _parts(self, parts: Part, terminal: Terminal, report: SyncReport) -> None:
        steps: tuple[tuple[Part, Callable[[Terminal, SyncReport], None]], ...] = (
            (Part.DELIVERIES, self._deliver),
            # First what this unit says of itself, so that the notice tells it back.
            (Part.NOTICE, self._tell_own_unit),
            (Part.NOTICE, self._notice),
            # The notice may have found a restored hub, whose losses go at once.
            (Part.NOTICE, self._deliver_again),
            (Part.UPDATES, self._update),
            (Part.CATALOGUE, self._refresh),
        )
        for part, step in steps:
            if part not in parts or report.wipe_ordered:
                continue
            try:
                step(terminal, report)
            except SyncProblem as problem:
                report.problem, report.failed_part = problem.code, part
                # One call of the hub that fails must not keep deliveries from leaving.
                whole_line = part is Part.DELIVERIES or isinstance(problem, _WHOLE_LINE)
                failures = self.outbox.contact.failures + 1
                delay = wait_after(problem, failures, self.chance) if whole_line else 0.0
                self.outbox.contact_failed(problem.code, delay)
                self.post(SyncFailed(problem.code))
                break
            report.done |= part
        self._tell_vault()

    def _token(self, terminal: Terminal) -> str:
        """The wider token while the vault is open."""
        return (self.vault.updates_token if self.vault else "") or terminal.delivery_token

    def _deliver(self, terminal: Terminal, report: SyncReport) -> None:
        done = DeliveryRound(
            self.outbox, self.client, terminal.delivery_token, self.time, self.chance
        ).run()
        self._post_outcomes(done)
        report.delivered += done.delivered
        report.refused += done.refused
        report.retried += done.retried
        report.driven_again += done.driven_again
        if done.answered:
            self.outbox.contact_succeeded()
        if done.problem is not None:
            raise done.problem

    def _deliver_again(self, terminal: Terminal, report: SyncReport) -> None:
        if report.driven_again:
            self._deliver(terminal, report)

    def _tell_own_unit(self, terminal: Terminal, report: SyncReport) -> None:
        tell_own_unit(self.client, self.outbox, self._token(terminal))

    def _notice(self, terminal: Terminal, report: SyncReport) -> None:
        notice = fetch_notice(self.client, self._token(terminal))
        report.driven_again += take_notice(notice, self.outbox, self.time)
        self.outbox.contact_succeeded()
        if self.keys is not None and self.keys.exists and notice.revoked_professionals:
            report.revoked = self.keys.revoke(notice.revoked_professionals)
            if report.revoked:
                self.post(ProfessionalsRevoked(tuple(report.revoked)))
        if notice.wipe:
            report.wipe_ordered = True
            self.post(WipeOrdered())

    def _update(self, terminal: Terminal, report: SyncReport) -> None:
        if self.vault is None or not self.vault.updates_token:
            return
        self._tell_vault()
        found = fetch_updates(self.client, self.vault, self.outbox, self.time)
        self.outbox.contact_succeeded()
        report.updated = found.changed
        report.driven_again += found.driven_again
        if found.changed:
            self.vault.save_count()
            self.post(UpdatesReceived(tuple(found.changed)))

    def _refresh(self, terminal: Terminal, report: SyncReport) -> None:
        if self.catalogue is None:
            return
        feed = CatalogueFeed(self.client, terminal.delivery_token, self.home.catalogue_download)
        started = self.time.now()
        done = report.catalogue = refresh(feed, self.catalogue)
        self.outbox.contact_succeeded()
        # Also when nothing has changed: the catalogue is as fresh as the hub's.
        self.catalogue.record_run(done.as_run(terminal.hub_url, started, self.time.now()))
        if done.anything:
            self.post(CatalogueRefreshed(done.added, done.changed, done.removed))

    def _tell_vault(self) -> None:
        if self.vault is not None:
            take_outcomes(self.vault, self.outbox, self.time)

    def _post_outcomes(self, done: DeliveryReport) -> None:
        for id in (*done.delivered, *done.refused):
            row = self.outbox.delivery(id)
            if row is None:
                continue
            if row.state in (DeliveryState.REFUSED, DeliveryState.CONFLICT):
                conflict = row.state is DeliveryState.CONFLICT
                self.post(DeliveryRefused(id, row.subject_id, row.kind, row.reason, conflict))
            else:
                self.post(DeliveryConfirmed(id, row.subject_id, row.kind))
