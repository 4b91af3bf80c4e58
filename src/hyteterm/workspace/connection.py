"""The line: what waits for it, whether it is there, and the worker that uses it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from hyteterm.workspace.line import (
    CatalogueChanged,
    LineChanged,
    LineState,
    ReferralsChanged,
    TerminalClosed,
    WorkspaceEvent,
)
from hyteterm.workspace.session import DEMO_PIN_VARIABLE, Locked

if TYPE_CHECKING:
    from hyteterm.domain.statistics import MonthlyStatistics
    from hyteterm.local_cache.catalogue import Catalogue
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.outbox_row import DeliveryRow
    from hyteterm.local_cache.trusted_time import TrustedTime
    from hyteterm.local_cache.vault import Vault
    from hyteterm.sync.events import SyncEvent
    from hyteterm.sync.sync_once import SyncReport
    from hyteterm.sync.worker import SyncWorker
    from hyteterm.workspace.catalogue import CatalogueDesk
    from hyteterm.workspace.session import Session

Listener = Callable[[WorkspaceEvent], None]
WAIT_FOR_OTHERS_S: Final = 30.0


class Connection:
    """This terminal's line to the central API."""

    def __init__(
        self,
        home: Home,
        session: Session,
        catalogue: CatalogueDesk,
        time: Callable[[], TrustedTime],
    ) -> None:
        self._home = home
        self._session = session
        self._catalogue = catalogue
        self._time = time
        self._listener: Listener | None = None
        self._worker: SyncWorker | None = None

    def state(self) -> LineState:
        """The truth as the files tell it now; reads the disk (under a millisecond)."""
        from hyteterm.local_cache.outbox import Outbox

        updated = self._catalogue.updated_at()
        if not self._home.outbox.exists():
            return LineState(catalogue_at=updated)
        with Outbox.open(self._home.outbox, self._time()) as outbox:
            counts, contact = outbox.counts(), outbox.contact
            return LineState(
                online=contact.online,
                waiting=counts.waiting,
                needs_attention=counts.quarantined,
                catalogue_at=updated,
                enrolled=outbox.terminal is not None,
                problem=contact.problem,
            )

    def deliveries(self) -> list[DeliveryRow]:
        """What waits, and what needs correcting, in order; without client data."""
        from hyteterm.local_cache.outbox import Outbox

        if not self._home.outbox.exists():
            return []
        with Outbox.open(self._home.outbox, self._time()) as outbox:
            return [*outbox.quarantined(), *outbox.waiting()]

    def statistics(self, month: str) -> MonthlyStatistics:
        """The month's figures from the central API.  Raises `Locked`, the `SyncProblem` kinds."""
        from hyteterm.local_cache.outbox import Outbox
        from hyteterm.sync.client import HubClient
        from hyteterm.sync.statistics import fetch_statistics

        token = self._session.vault.updates_token
        with Outbox.open(self._home.outbox, self._time()) as outbox:
            terminal = outbox.terminal
        with HubClient(terminal.hub_url if terminal else "") as client:
            return fetch_statistics(client, token, month)

    def fault(self, error: Exception) -> str | None:
        """The sentence for a problem with the line; None for anything else."""
        from hyteterm.sync.client import SyncProblem
        from hyteterm.sync.sync_once import SyncReport
        from hyteterm.translation import gettext
        from hyteterm.workspace.sync_faults import sync_fault

        if not isinstance(error, SyncProblem):
            return None
        return sync_fault(SyncReport(problem=error.code), gettext)

    def listen(self, listener: Listener) -> None:
        """Tell ``listener`` what happens; it may be called from another thread."""
        self._listener = listener

    def changed(self) -> None:
        """A count of the status line has changed."""
        self._tell(LineChanged())

    def start(self) -> None:
        """Use the line in the background; also on a locked terminal, for what is sealed."""
        from hyteterm.sync.worker import Intervals, SyncWorker

        if self._worker is None:
            quick = bool(os.environ.get(DEMO_PIN_VARIABLE))
            self._worker = SyncWorker(
                home=self._home.create(),
                time=self._time(),
                post=self._happened,
                open_vault=self._vault_of_the_worker,
                open_catalogue=self._catalogue_of_the_worker,
                keys=self._session.keys(),
                intervals=Intervals(updates=2.0, first_contact=0.2) if quick else Intervals(),
            )
            self._worker.start()
        if self._session.unlocked:
            self._worker.unlocked()

    def wake(self) -> None:
        """Something was queued."""
        if self._worker is not None:
            self._worker.wake()

    def announced(self) -> None:
        """This unit has something to tell its senders."""
        if self._worker is not None:
            self._worker.announced()

    def sync_now(self) -> None:
        """Deliver and fetch at once in the background, whatever the backoff says."""
        self.start()
        if self._worker is not None:
            self._worker.sync_now()

    def sync_once(self, *, wait_held: float = 0.0, catalogue: bool = True) -> SyncReport:
        """One round in the caller's thread; what the vault holds only when unlocked."""
        import random

        from hyteterm.local_cache.outbox import Outbox
        from hyteterm.sync.client import HubClient
        from hyteterm.sync.sync_once import SyncOnce, SyncReport

        if not self._home.outbox.exists():
            return SyncReport(not_enrolled=True)
        time = self._time()
        with Outbox.open(self._home.outbox, time) as outbox:
            terminal = outbox.terminal
            if terminal is None:
                return SyncReport(not_enrolled=True)
            vault = self._session.vault if self._session.unlocked else None
            with HubClient(terminal.hub_url) as client:
                report = SyncOnce(
                    home=self._home,
                    outbox=outbox,
                    client=client,
                    time=time,
                    chance=random.Random(),
                    keys=self._session.keys(),
                    vault=vault,
                    catalogue=self._catalogue.catalogue if catalogue else None,
                ).run(impatient=True, lock_timeout=WAIT_FOR_OTHERS_S, wait_held=wait_held)
        self._catalogue.forget()
        return report

    def close(self) -> None:
        """End the background work after the request that is under way."""
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    # -- the worker's thread ----------------------------------------------------

    def _vault_of_the_worker(self) -> Vault | None:
        try:
            return self._session.open_vault()
        except Locked:
            return None

    def _catalogue_of_the_worker(self) -> Catalogue:
        from hyteterm.local_cache.catalogue import Catalogue

        return Catalogue(self._home.catalogue)

    def _happened(self, event: SyncEvent) -> None:
        from hyteterm.sync import events

        match event:
            case events.DeliveryConfirmed() | events.DeliveryRefused():
                self._tell(ReferralsChanged((event.subject_id,)))
            case events.UpdatesReceived():
                self._tell(ReferralsChanged(event.referral_ids, len(event.referral_ids)))
            case events.CatalogueRefreshed():
                self._tell(CatalogueChanged(event.added + event.changed + event.removed))
            case events.ProfessionalsRevoked():
                person = self._session.professional
                if person is not None and person.id in event.professional_ids:
                    self._tell(TerminalClosed(wiped=False))
            case events.WipeOrdered():
                self._tell(TerminalClosed(wiped=True))
        self._tell(LineChanged())

    def _tell(self, event: WorkspaceEvent) -> None:
        if self._listener is not None:
            self._listener(event)
