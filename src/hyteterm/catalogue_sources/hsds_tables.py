"""The CSV tables of HSDS put together into the nested records of its JSON."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from hyteterm.catalogue_sources.reading import SourceError

_Row = dict[str, Any]

_SERVICE_PARTS: Final = (
    # Member of a service and of the table that holds it.
    ("phones", "phones"),
    ("schedules", "schedules"),
    ("service_areas", "service_areas"),
    ("languages", "languages"),
    ("cost_options", "cost_options"),
    ("contacts", "contacts"),
)


def _table(folder: Path, name: str) -> list[_Row]:
    """Rows of a table; an absent one is empty.

    Raises `SourceError`: ``encoding``, ``not-csv``, ``unreadable``.
    """
    path = folder / f"{name}.csv"
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [
                {key: value for key, value in row.items() if isinstance(key, str)}
                for row in csv.DictReader(file, strict=True)
            ]
    except UnicodeDecodeError:
        raise SourceError("encoding", path.name) from None
    except csv.Error:
        raise SourceError("not-csv", path.name) from None
    except OSError:
        raise SourceError("unreadable", path.name) from None


def _by(rows: list[_Row], member: str) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        if key := row.get(member):
            found.setdefault(key, []).append(row)
    return found


def table_records(folder: Path) -> Iterator[_Row]:
    """Services with their phones, places, schedules and organisation, as in HSDS JSON.

    Raises `SourceError`.
    """
    services = _table(folder, "services")
    if not services:
        raise SourceError("empty", "services.csv")
    if "id" not in services[0] or "name" not in services[0]:
        raise SourceError("header", "services.csv")
    parts = {member: _by(_table(folder, name), "service_id") for member, name in _SERVICE_PARTS}
    organizations = {row.get("id"): row for row in _table(folder, "organizations")}
    places = _places(folder)
    terms = {row.get("id"): row for row in _table(folder, "taxonomy_terms")}
    links = _by(_table(folder, "attributes"), "link_id")
    at = _by(
        _table(folder, "service_at_location") + _table(folder, "service_at_locations"),
        "service_id",
    )
    for service in services:
        key = service.get("id") or ""
        yield {
            **service,
            **{member: rows.get(key, []) for member, rows in parts.items()},
            "organization": organizations.get(service.get("organization_id")),
            "service_at_locations": [
                {"location": places.get(str(row.get("location_id")))} for row in at.get(key, [])
            ],
            "attributes": [
                {"taxonomy_term": terms.get(row.get("taxonomy_term_id"))}
                for row in links.get(key, [])
            ],
        }


def _places(folder: Path) -> dict[str, _Row]:
    addresses = _by(_table(folder, "addresses"), "location_id")
    access = _by(_table(folder, "accessibility"), "location_id")
    return {
        str(row["id"]): {
            **row,
            "addresses": addresses.get(row["id"], []),
            "accessibility": access.get(row["id"], []),
        }
        for row in _table(folder, "locations")
        if row.get("id")
    }
