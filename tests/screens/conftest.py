"""Screens on a real workspace: real catalogue, real vault, and no hub that answers."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from textual import _wait

from hyteterm.app import HyteTermApp
from hyteterm.domain import finnish_time
from hyteterm.local_cache.home import Home
from hyteterm.translation import set_language
from hyteterm.workspace import Workspace
from tests.homes import NOW, NURSE, PIN, fixed_time

# After every key Textual's pilot looks for a quiet moment of 20 ms, twice.  The program keeps
# keys in order by itself, and tests wait for what they expect: 5 ms halve the time of a run.
_wait.SLEEP_GRANULARITY = 1 / 200
_wait.SLEEP_IDLE = 1 / 2_000


@pytest.fixture
def workspace(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A locked workspace in the year 2026; nothing is sent anywhere."""

    def fixed() -> datetime:
        return NOW

    monkeypatch.setattr(finnish_time, "now", fixed)
    monkeypatch.setenv("HYTETERM_THEME", "dark")
    with Workspace(home) as opened:
        monkeypatch.setattr(opened.line, "start", lambda: None)
        vars(opened)["time"] = fixed_time()
        yield opened
    set_language("fi")


@pytest.fixture
def unlocked(workspace: Workspace) -> Workspace:
    """The same, unlocked by the nurse."""
    workspace.session.unlock(NURSE.id, PIN)
    return workspace


@pytest.fixture
def app(workspace: Workspace) -> HyteTermApp:
    """The program at its unlock screen."""
    return HyteTermApp(workspace)
