"""A hub on loopback with three units, and a terminal in each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hyteterm.hub.administration import Administration, seed_demo
from hyteterm.hub.professionals import Professional
from hyteterm.hub.serve import HubThread
from hyteterm.hub.units import Unit

from .terminal import HubTerminal

NURSES = Unit("terveysasema", "Kouvolan terveysasema")
COUNSELLORS = Unit(
    "liikuntaneuvonta",
    "Kouvolan liikuntaneuvonta",
    municipalities=("286",),
    referral_types=("exercise",),
    services=("5f3d0a52-0000-4000-8000-000000000001",),
    waiting_time="noin 2 viikkoa",
)
NGO = Unit("yhdistys", "Kymen Kulku ry", referral_types=("ngo",))

PEOPLE = (
    Professional("hilkka", NURSES.id, "Hilkka Hoitaja", "sairaanhoitaja", "+358401234567"),
    Professional("lauri", COUNSELLORS.id, "Lauri Liikuttaja", "liikuntaneuvoja"),
    Professional("jaana", NGO.id, "Jaana Järjestö", "ohjaaja"),
)


@dataclass
class Place:
    """A hub that is running, and three terminals."""

    database: Path
    hub: HubThread
    nurse: HubTerminal
    counsellor: HubTerminal
    ngo: HubTerminal
    others: list[HubTerminal] = field(default_factory=list)

    def close(self) -> None:
        """Hang up."""
        for terminal in (self.nurse, self.counsellor, self.ngo, *self.others):
            terminal.http.close()

    @property
    def administration(self) -> Administration:
        """The main user's door to the running hub."""
        return Administration(self.database, store=self.hub.store)

    def another(self, unit_id: str, professional_id: str) -> HubTerminal:
        """One more terminal of a unit."""
        terminal = HubTerminal.enrolled(
            self.hub.url,
            self.administration.terminal_code(unit_id),
            self.administration.professional_code(professional_id),
        )
        self.others.append(terminal)
        return terminal


def started(database: Path, hub: HubThread) -> Place:
    """Seed the hub and enrol a terminal in each unit."""
    codes = seed_demo(
        database, units=(NURSES, COUNSELLORS, NGO), professionals=PEOPLE, store=hub.store
    )
    nurse, counsellor, ngo = (
        HubTerminal.enrolled(hub.url, codes.terminals[one.unit_id], codes.professionals[one.id])
        for one in PEOPLE
    )
    return Place(database, hub, nurse, counsellor, ngo)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A running hub of the test's own."""
    database = tmp_path / "hub.db"
    with HubThread(database) as hub:
        found = started(database, hub)
        yield found
        found.close()
