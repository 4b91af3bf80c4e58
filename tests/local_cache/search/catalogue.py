"""Small catalogues for the tests of the search."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hyteterm.domain.service import Service
from hyteterm.local_cache.search import SearchIndex, apply, create_tables
from hyteterm.local_cache.sqlite import Connection, connect

APPLICATION_ID = 0x7E57


def service(number: int, name: str, **more: Any) -> Service:
    """A nationwide service with a Finnish name."""
    fields: dict[str, Any] = {"nationwide": not more.get("municipalities")}
    if "summary" in more:
        fields["summaries"] = {"fi": more.pop("summary")}
    if "description" in more:
        fields["descriptions"] = {"fi": more.pop("description")}
    return Service(
        id=f"{number:08x}-0000-4000-8000-000000000000",
        source="test",
        source_id=str(number),
        names=more.pop("names", {"fi": name}),
        **fields,
        **more,
    )


def opened(path: Path, *, new: bool = True) -> Connection:
    """A connection to a catalogue file with the search tables."""
    connection = connect(path, application_id=APPLICATION_ID, synchronous="NORMAL")
    if new:
        create_tables(connection)
    return connection


def change(
    connection: Connection, changed: Iterable[Service] = (), removed: Iterable[str] = ()
) -> None:
    """Apply a change in a transaction of its own, as the catalogue does."""
    connection.execute("BEGIN IMMEDIATE")
    apply(connection, changed, removed)
    connection.execute("COMMIT")


def index_of(folder: Path, services: Iterable[Service]) -> SearchIndex:
    """An index of some services."""
    connection = opened(folder / "catalogue.db")
    change(connection, services)
    return SearchIndex(connection)
