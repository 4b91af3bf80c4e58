"""A workspace of the tests' own terminal."""

from collections.abc import Iterator

import pytest

from hyteterm.local_cache.home import Home
from hyteterm.translation import set_language
from hyteterm.workspace import Workspace
from tests.homes import NURSE, PIN


@pytest.fixture
def workspace(home: Home) -> Iterator[Workspace]:
    """Locked."""
    with Workspace(home) as opened:
        yield opened
    set_language("fi")


@pytest.fixture
def unlocked(workspace: Workspace) -> Workspace:
    """The same, unlocked by the nurse."""
    workspace.session.unlock(NURSE.id, PIN)
    return workspace
