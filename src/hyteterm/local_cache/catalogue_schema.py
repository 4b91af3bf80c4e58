"""Tables of catalogue.db, as ordered migrations."""

from typing import TYPE_CHECKING, Final

from hyteterm.local_cache.migrations import Step
from hyteterm.local_cache.sqlite import Connection

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID: Final = 0x48595443
"""“HYTC” in ASCII."""


def database(connection: Connection) -> "Database":
    """sqlite-utils on our connection; its plug-ins are left out, they cost time at start."""
    from sqlite_utils import Database

    return Database(connection, recursive_triggers=False, execute_plugins=False)


def _first_tables(connection: Connection) -> None:
    db = database(connection)
    db.table("services").create(
        {
            "id": str,
            "source": str,
            "source_id": str,
            "origin": str,
            "hash": str,
            "modified": str,
            "provider_type": str,
            "price": str,
            "nationwide": int,
            "has_contact": int,
            "has_finnish": int,
            "texts": str,
            "municipalities": str,
            "themes": str,
            "target_groups": str,
            "record": str,
        },
        pk="id",
        not_null={"source", "source_id", "origin", "hash", "record"},
    )
    db.table("services").create_index(["source"])
    db.table("cursors").create({"source": str, "cursor": str}, pk="source")
    db.table("import_runs").create(
        {
            "id": int,
            "source": str,
            "label": str,
            "started": str,
            "finished": str,
            "added": int,
            "changed": int,
            "unchanged": int,
            "removed": int,
            "refused": int,
            "interrupted": str,
        },
        pk="id",
        not_null={"source", "started", "finished", "interrupted"},
    )
    db.table("month_ends").create({"month": str, "figures": str}, pk="month")
    db.table("marks").create({"name": str, "value": str}, pk="name")


def _search_tables(connection: Connection) -> None:
    from hyteterm.local_cache.search import create_tables

    create_tables(connection)


STEPS: Final[tuple[Step, ...]] = (_first_tables, _search_tables)
