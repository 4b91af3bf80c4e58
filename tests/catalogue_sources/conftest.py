"""Records of our own in the real shape of each source, and ways to read them."""

from pathlib import Path

import pytest

from hyteterm.catalogue_sources.reading import Item, Refused
from hyteterm.catalogue_sources.registry import read
from hyteterm.domain.service import Service, Tombstone


class Read:
    """Everything that a reader gave, sorted by kind."""

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.services = {item.source_id: item for item in items if isinstance(item, Service)}
        self.gone = {item.source_id for item in items if isinstance(item, Tombstone)}
        self.refused = [item for item in items if isinstance(item, Refused)]

    @property
    def reasons(self) -> list[tuple[int, str]]:
        """(index, reason) of the refused, in order."""
        return sorted((item.index, item.reason) for item in self.refused)


def read_all(format: str, source: Path | str) -> Read:
    """Read a source to its end."""
    return Read(list(read(format, str(source))))


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of fixtures."""
    return Path(__file__).resolve().parents[1] / "fixtures"
