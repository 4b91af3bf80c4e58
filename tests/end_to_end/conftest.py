"""A real hub on loopback, and terminals enrolled to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hyteterm.commands.demo_hub import DemoCodes, seed
from hyteterm.commands.demo_receiver import DemoReceiver
from hyteterm.demo.people import RECEIVER_UNITS
from hyteterm.hub.serve import HubThread
from hyteterm.local_cache.home import Home
from hyteterm.workspace import Workspace
from hyteterm.workspace.demonstration import prepare
from hyteterm.workspace.session import DEMO_PIN_VARIABLE


@dataclass
class Line:
    """A hub that can be cut off and come back on the same port."""

    database: Path
    codes: DemoCodes
    hub: HubThread | None = None
    port: int = 0

    def up(self) -> None:
        """Serve."""
        self.hub = HubThread(self.database, port=self.port)
        self.hub.__enter__()
        self.port = int(self.hub.url.rpartition(":")[2])

    def down(self) -> None:
        """Stop serving."""
        if self.hub is not None:
            self.hub.__exit__(None, None, None)
            self.hub = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    """A seeded hub that is serving."""
    database = tmp_path / "hub.db"
    made = Line(database, seed(database))
    made.up()
    yield made
    made.down()


@pytest.fixture
def sender_home(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The nurse's terminal, enrolled, with the catalogue of the hub."""
    monkeypatch.setenv(DEMO_PIN_VARIABLE, "246810")
    home = Home(tmp_path / "terminal")
    with Workspace(home) as workspace:
        prepare(workspace, line.url, line.codes.terminal, line.codes.professional)
    return home


@pytest.fixture
def receiver(line: Line, sender_home: Home, tmp_path: Path) -> Iterator[Callable[[], DemoReceiver]]:
    """The exercise counsellor's terminal."""
    unit = RECEIVER_UNITS[0].id
    made: list[DemoReceiver] = []

    def make() -> DemoReceiver:
        one = DemoReceiver(tmp_path / unit, line.url, *line.codes.receivers[unit])
        one.__enter__()
        made.append(one)
        return one

    yield make
    for one in made:
        one.__exit__(None, None, None)
