"""The county's units: who takes a referral now and how long the wait is, told before sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hyteterm.domain.receiving_unit import receiving_unit
from hyteterm.local_cache.outbox import Outbox
from hyteterm.sync.own_unit import OwnUnitNotice
from hyteterm.sync.terminal_notice import COUNTY_SETTING

if TYPE_CHECKING:
    from hyteterm.domain.referral import Referral
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.trusted_time import TrustedTime
    from hyteterm.workspace.connection import Connection
    from hyteterm.workspace.session import Session

CONTACT_ATTEMPTS: Final = 3
"""Tries to reach a client until the county says otherwise."""
_MOST_ATTEMPTS: Final = 99


@dataclass(frozen=True, slots=True)
class CountyUnit:
    """A unit as the terminals know it."""

    id: str
    name: str
    municipalities: tuple[str, ...] = ()
    referral_types: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    accepting: bool = True
    """Whether it takes new referrals now."""
    waiting_time: str = ""
    """The wait for a first contact, in the unit's own words."""

    @property
    def receives(self) -> bool:
        """Whether referrals can come to it at all."""
        return bool(self.services or self.referral_types)


class UnitDesk:
    """What the hub's last notice told of the county; works offline."""

    def __init__(self, home: Home, session: Session, line: Connection, time: TrustedTime) -> None:
        self._home = home
        self._session = session
        self._line = line
        self._time = time

    def all(self) -> list[CountyUnit]:
        """All units, by name; none before the first contact."""
        found = (_unit(row) for row in self._county().get("units", []))
        return [unit for unit in found if unit is not None]

    @property
    def own(self) -> CountyUnit | None:
        """This professional's unit, with what it has announced but could not tell yet."""
        person = self._session.professional
        unit = next((u for u in self.all() if person is not None and u.id == person.unit_id), None)
        if unit is None or not self._home.outbox.exists():
            return unit
        with Outbox.open(self._home.outbox, self._time) as outbox:
            waiting = OwnUnitNotice.waiting(outbox)
        if waiting is None:
            return unit
        return CountyUnit(
            unit.id,
            unit.name,
            unit.municipalities,
            unit.referral_types,
            unit.services,
            waiting.accepting,
            waiting.waiting_time,
        )

    @property
    def receives(self) -> bool:
        """Whether this unit takes referrals, so that F6 stands in the key bar."""
        own = self.own
        return own is not None and own.receives

    def others(self) -> list[CountyUnit]:
        """Units to which a received referral can be passed on."""
        person = self._session.professional
        mine = person.unit_id if person is not None else ""
        return [unit for unit in self.all() if unit.receives and unit.id != mine]

    def receiver_of(self, referral: Referral) -> CountyUnit | None:
        """The unit that the hub would choose, whether it takes new ones now or not."""
        every = self.all()
        if referral.receiver.unit_id:
            return next((unit for unit in every if unit.id == referral.receiver.unit_id), None)
        return receiving_unit(
            every,
            service_id=referral.receiver.service_id,
            type=referral.type,
            municipality=referral.client.municipality,
        )

    @property
    def contact_attempts(self) -> int:
        """Tries to reach a client, after which the referral goes back to its sender."""
        wanted = self._county().get("policies", {}).get("contact_attempts", CONTACT_ATTEMPTS)
        return (
            min(wanted, _MOST_ATTEMPTS) if type(wanted) is int and wanted > 0 else CONTACT_ATTEMPTS
        )

    def announce(self, *, accepting: bool, waiting_time: str) -> None:
        """Tell the senders; it leaves at once or when the line is back.  Raises `DiskFull`."""
        person = self._session.professional
        if person is None:
            return
        notice = OwnUnitNotice(person.id, accepting, " ".join(waiting_time.split())[:80])
        with Outbox.open(self._home.outbox, self._time) as outbox:
            notice.keep(outbox)
        self._line.announced()

    def _county(self) -> dict[str, Any]:
        if not self._home.outbox.exists():
            return {}
        with Outbox.open(self._home.outbox, self._time) as outbox:
            county = outbox.get_setting(COUNTY_SETTING, {})
        return county if isinstance(county, dict) else {}


def _unit(row: Any) -> CountyUnit | None:
    """A unit of the notice; None when it is not one."""
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        return None
    return CountyUnit(
        id=row["id"],
        name=str(row.get("name", "")),
        municipalities=tuple(row.get("municipalities") or ()),
        referral_types=tuple(row.get("referral_types") or ()),
        services=tuple(row.get("services") or ()),
        accepting=bool(row.get("accepting", True)),
        waiting_time=str(row.get("waiting_time", "")),
    )
