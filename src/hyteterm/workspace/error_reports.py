"""Reporting an error in a service's description: one line, through the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hyteterm.domain.delivery import DeliveryKind
from hyteterm.domain.error_report import LONGEST, ErrorReport, names_a_person
from hyteterm.domain.identifier import new_id
from hyteterm.domain.localized import localized
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.queueing import Queueing

if TYPE_CHECKING:
    from hyteterm.domain.service import Service
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.trusted_time import TrustedTime
    from hyteterm.workspace.connection import Connection
    from hyteterm.workspace.session import Session


class NamesAPerson(Exception):
    """The text holds a personal identity code; nothing was queued."""


class ErrorReportDesk:
    """Reports of errors; only when unlocked, so that the hub knows the unit's right to send."""

    longest = LONGEST

    def __init__(self, home: Home, session: Session, line: Connection, time: TrustedTime) -> None:
        self._home = home
        self._session = session
        self._line = line
        self._time = time

    def queue(self, service: Service, text: str) -> None:
        """Queue the report; when this returns it will be delivered.

        Raises `NamesAPerson`, `Locked`, `NoHubKey`, `DiskFull`: nothing was queued.
        """
        if names_a_person(text):
            raise NamesAPerson
        vault = self._session.vault
        person = self._session.professional
        report = ErrorReport(
            service_id=service.id,
            source=service.source,
            source_id=service.source_id,
            name=localized(service.names)[:300],
            text=text.strip()[:LONGEST],
        )
        with Outbox.open(self._home.outbox, self._time) as outbox:
            Queueing(vault, outbox, self._time).content(
                DeliveryKind.ERROR_REPORT,
                new_id(),
                report.model_dump(mode="json"),
                professional_id=person.id if person else "",
            )
        self._line.changed()
        self._line.wake()
