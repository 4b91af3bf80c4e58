"""A town with a hub."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .town import COUNSELLOR, NURSE, Station, Town, opened_town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A hub and no terminals yet."""
    town = opened_town(tmp_path)
    yield town
    town.close()


@pytest.fixture
def nurse(town: Town) -> Station:
    """A nurse's terminal, unlocked."""
    return town.station(NURSE)


@pytest.fixture
def counsellor(town: Town) -> Station:
    """A counsellor's terminal, unlocked."""
    return town.station(COUNSELLOR)
