"""What the county's main user does to a hub: units, people, codes, revocations, catalogue.

Works on the database itself, also while a hub serves it.  Every call is one transaction
with its row in the log.  Codes are given out once and kept as hashes.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from hyteterm.domain.identifier import new_id
from hyteterm.domain.service import Service, Tombstone
from hyteterm.domain.statistics import month_of
from hyteterm.hub import (
    catalogue_records,
    codes,
    enrolment,
    error_reports,
    feedback,
    log,
    professionals,
    settings,
    terminals,
    units,
)
from hyteterm.hub.catalogue_records import Published
from hyteterm.hub.codes import CodeKind
from hyteterm.hub.error_reports import ReceivedReport
from hyteterm.hub.professionals import Professional
from hyteterm.hub.store import Store, Transaction, Work, open_store
from hyteterm.hub.times import Clock, hub_clock
from hyteterm.hub.units import Unit

T = TypeVar("T")


class Unknown(LookupError):
    """There is no such unit, professional or terminal."""


class NotOver(ValueError):
    """The month still goes on."""


@dataclass(frozen=True, slots=True)
class DemoCodes:
    """One-time codes of a seeded hub."""

    terminals: dict[str, str]
    """Unit id → code to enrol one terminal."""
    professionals: dict[str, str]
    """Professional id → code to enrol on one terminal."""


class Administration:
    """The main user's door; synchronous, may be used from any thread; a context manager."""

    def __init__(
        self, database: str | Path, *, store: Store | None = None, clock: Clock = hub_clock
    ) -> None:
        """``store``: use this one (and leave it open).  Raises `DatabaseRefused`."""
        self._owned = store is None
        self._store: Store = store if store is not None else open_store(database)
        self._clock = clock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._owned:
            self._store.close()

    def put_unit(self, unit: Unit) -> None:
        """Add a unit, or replace what is known of it."""

        async def work(tx: Transaction) -> None:
            await units.put(tx, unit)
            await self._logged(tx, "unit-put", unit.id)

        self._write(work)

    def units(self) -> list[Unit]:
        """All units that are not closed, by name."""
        return self._read(units.every)

    def close_unit(self, unit_id: str) -> None:
        """Close a unit: it gets no more referrals.  Raises `Unknown`."""

        async def work(tx: Transaction) -> None:
            await self._known_unit(tx, unit_id)
            await units.close(tx, unit_id, self._clock())
            await self._logged(tx, "unit-closed", unit_id)

        self._write(work)

    def add_professional(
        self, *, unit_id: str, name: str, role: str = "", phone: str = "", id: str = ""
    ) -> tuple[Professional, str]:
        """A professional and a one-time code for one terminal.  Raises `Unknown`."""
        professional = Professional(id or new_id(), unit_id, name, role, phone)

        async def work(tx: Transaction) -> str:
            await self._known_unit(tx, unit_id)
            await professionals.put(tx, professional)
            await self._logged(tx, "professional-put", professional.id)
            return await codes.make(tx, CodeKind.PROFESSIONAL, professional.id, self._clock())

        return professional, self._write(work)

    def professional_code(self, professional_id: str) -> str:
        """Another code, for another terminal of the unit.  Raises `Unknown`."""

        async def work(tx: Transaction) -> str:
            if await professionals.get(tx, professional_id) is None:
                raise Unknown(professional_id)
            await self._logged(tx, "code-made", professional_id)
            return await codes.make(tx, CodeKind.PROFESSIONAL, professional_id, self._clock())

        return self._write(work)

    def terminal_code(self, unit_id: str) -> str:
        """A one-time code that enrols one terminal of the unit.  Raises `Unknown`."""

        async def work(tx: Transaction) -> str:
            await self._known_unit(tx, unit_id)
            await self._logged(tx, "code-made", unit_id)
            return await codes.make(tx, CodeKind.TERMINAL, unit_id, self._clock())

        return self._write(work)

    def revoke_professional(self, professional_id: str) -> None:
        """Take the right to act away, on every terminal.  Raises `Unknown`."""
        self._marked(professionals.revoke, "professional-revoked", professional_id)

    def revoke_terminal(self, terminal_id: str) -> None:
        """Shut a terminal out at once.  Raises `Unknown`."""
        self._marked(terminals.revoke, "terminal-revoked", terminal_id)

    def order_wipe(self, terminal_id: str) -> None:
        """Order a terminal to wipe itself at its next contact.  Raises `Unknown`."""

        async def ordered(tx: Transaction, subject: str, _: Any) -> bool:
            return await terminals.order_wipe(tx, subject)

        self._marked(ordered, "wipe-ordered", terminal_id)

    def set_policies(self, policies: Mapping[str, Any]) -> None:
        """Replace the county's own policies (see `settings.POLICIES`)."""

        async def work(tx: Transaction) -> None:
            await settings.set_policies(tx, dict(policies))
            await self._logged(tx, "policies-set", "")

        self._write(work)

    def set_lease_days(self, days: int) -> None:
        """Days that terminals may work without contact.  Raises `ValueError`."""

        async def work(tx: Transaction) -> None:
            await settings.set_lease_days(tx, days)
            await self._logged(tx, "lease-set", str(days))

        self._write(work)

    def restored(self) -> None:
        """Say that the database is a restored backup: terminals deliver again what they kept."""

        async def work(tx: Transaction) -> None:
            await settings.renew_epoch(tx)
            await self._logged(tx, "restored", "")

        self._write(work)

    def publish(self, records: Iterable[Service | Tombstone], *, whole: bool = False) -> Published:
        """Take records into the catalogue; see `catalogue_records.publish`."""
        return _ran(catalogue_records.publish(self._store, records, self._clock(), whole=whole))

    def feedback_words(self, month: str) -> list[str]:
        """What clients said in their own words in a month (YYYY-MM) that is over.

        Without answers, units and days, in no order of time.  Raises `NotOver`: whoever read
        before and after one client's feedback would see whose word it is.
        """
        if month >= month_of(self._clock()):
            raise NotOver(month)

        async def work(tx: Transaction) -> list[str]:
            await self._logged(tx, "feedback-read", month)
            return await feedback.words(tx, month)

        return self._write(work)

    def error_reports(self) -> list[ReceivedReport]:
        """Reports of errors in descriptions that nobody has closed, oldest first."""
        return self._read(error_reports.listed)

    def close_error_report(self, id: str) -> None:
        """Remove a report that has been seen to.  Raises `Unknown`."""

        async def work(tx: Transaction) -> None:
            if not await error_reports.close(tx, id):
                raise Unknown(id)
            await self._logged(tx, "error-report-closed", id)

        self._write(work)

    def log_is_whole(self) -> bool:
        """Whether no row of the access log was altered or taken out."""
        return self._read(log.first_broken) is None

    def log_of_client(self, client_reference: str) -> list[log.LogRow]:
        """The rows about one client, oldest first."""

        async def work(tx: Transaction) -> list[log.LogRow]:
            return [row for _, row in await log.of_client(tx, client_reference)]

        return self._read(work)

    def prepare(self) -> None:
        """Make the hub's first key pair, if there is none."""
        _ran(enrolment.ensure_key(self._store, self._clock()))

    def _marked(
        self,
        mark: Callable[[Transaction, str, Any], Any],
        action: str,
        subject: str,
    ) -> None:
        async def work(tx: Transaction) -> None:
            if not await mark(tx, subject, self._clock()):
                raise Unknown(subject)
            await self._logged(tx, action, subject)

        self._write(work)

    async def _known_unit(self, tx: Transaction, unit_id: str) -> None:
        if await units.get(tx, unit_id) is None:
            raise Unknown(unit_id)

    async def _logged(self, tx: Transaction, action: str, subject: str) -> None:
        await log.append(tx, self._clock(), log.LogRow(action=action, subject=subject))

    def _read(self, work: Work[T]) -> T:
        return _ran(self._store.read(work))

    def _write(self, work: Work[T]) -> T:
        return _ran(self._store.write(work))


def seed_demo(
    database: str | Path,
    *,
    units: Sequence[Unit],
    professionals: Sequence[Professional],
    services: Iterable[Service] = (),
    policies: Mapping[str, Any] | None = None,
    store: Store | None = None,
) -> DemoCodes:
    """Fill a hub with invented units and people; codes for a terminal of each unit and each person.

    Seeding again replaces names and makes new codes; ids stay as given.
    """
    with Administration(database, store=store) as administration:
        administration.prepare()
        for unit in units:
            administration.put_unit(unit)
        codes_of_people = {
            one.id: administration.add_professional(
                id=one.id, unit_id=one.unit_id, name=one.name, role=one.role, phone=one.phone
            )[1]
            for one in professionals
        }
        administration.publish(services)
        if policies:
            administration.set_policies(policies)
        return DemoCodes(
            {unit.id: administration.terminal_code(unit.id) for unit in units}, codes_of_people
        )


def _ran(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end, also where this thread already runs a loop."""
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(asyncio.run(work))
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
    return done[0]
