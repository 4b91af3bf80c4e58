"""Maintenance figures of the catalogue: what the counties counted by hand."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, Final

from hyteterm.local_cache.sqlite import Connection

STALE_MONTHS: Final = 12

_COUNTED: Final[dict[str, str]] = {
    "services": "COUNT(*)",
    "nationwide": "SUM(nationwide)",
    "stale": "SUM(modified < :stale_before)",
    "undated": "SUM(modified IS NULL)",
    "without_contact": "SUM(NOT has_contact)",
    "without_finnish": "SUM(NOT has_finnish)",
}
"""Figure → SQL over the table ``services``."""

_GROUPED: Final[dict[str, str]] = {
    "sources": "SELECT origin, COUNT(*) FROM services GROUP BY 1",
    "provider_types": "SELECT provider_type, COUNT(*) FROM services GROUP BY 1",
    "prices": "SELECT price, COUNT(*) FROM services GROUP BY 1",
    "municipalities": "SELECT value, COUNT(*) FROM services, json_each(municipalities) GROUP BY 1",
    "themes": "SELECT value, COUNT(*) FROM services, json_each(themes) GROUP BY 1",
    "target_groups": "SELECT value, COUNT(*) FROM services, json_each(target_groups) GROUP BY 1",
    "languages": "SELECT value, COUNT(*) FROM services, json_each(texts) GROUP BY 1",
}
"""Figure by code → SQL that gives (code, count)."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of services; in the dictionaries by code, most first."""

    services: int = 0
    nationwide: int = 0
    stale: int = 0
    """Changed by their source more than 12 months ago."""
    undated: int = 0
    """Their source does not tell when they changed."""
    without_contact: int = 0
    """No phone, e-mail, web address or visiting address."""
    without_finnish: int = 0
    """No Finnish name, or neither summary nor description in Finnish."""
    paths: int = 0
    """Service paths (palvelupolku), as last noted by whoever keeps them."""
    sources: dict[str, int] = field(default_factory=dict)
    """PTV's own and Lähellä.fi's records apart."""
    provider_types: dict[str, int] = field(default_factory=dict)
    prices: dict[str, int] = field(default_factory=dict)
    municipalities: dict[str, int] = field(default_factory=dict)
    themes: dict[str, int] = field(default_factory=dict)
    target_groups: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    """Languages in which a name is given."""

    def since(self, then: "Figures") -> "Figures":
        """This minus ``then``, figure by figure; codes without a change are left out."""
        changes: dict[str, Any] = {}
        for each in fields(self):
            now, before = getattr(self, each.name), getattr(then, each.name)
            if isinstance(now, dict):
                differences = {
                    code: now.get(code, 0) - before.get(code, 0) for code in {*now, *before}
                }
                changes[each.name] = {
                    code: change for code, change in sorted(differences.items()) if change
                }
            else:
                changes[each.name] = now - before
        return Figures(**changes)


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """The figures as they stood at the end of a month, and the change since then."""

    month: str
    """“2026-10”."""
    figures: Figures
    change: Figures


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and time ``months`` earlier; the 28th stands for later days."""
    count = moment.year * 12 + moment.month - 1 - months
    return moment.replace(year=count // 12, month=count % 12 + 1, day=min(moment.day, 28))


def month_of(moment: datetime) -> str:
    """“2026-10” in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m")


def month_end(month: str) -> datetime:
    """The first instant after the month."""
    year, number = map(int, month.split("-"))
    return datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)


def months_between(first: str, last: str) -> Iterator[str]:
    """From ``first`` up to, not including, ``last``."""
    while first < last:
        yield first
        first = month_of(month_end(first))


def mark(connection: Connection, name: str) -> str | None:
    """A single value kept beside the tables; None when it was never set."""
    found = connection.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
    return str(found[0]) if found else None


def set_mark(connection: Connection, name: str, value: str) -> None:
    """Keep a single value; call inside a write transaction."""
    connection.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (name, value))


def figures(connection: Connection, now: datetime) -> Figures:
    """Count everything, staleness as of ``now``."""
    counted = ", ".join(f"COALESCE({sql}, 0)" for sql in _COUNTED.values())
    stale_before = months_before(now.astimezone(UTC), STALE_MONTHS).isoformat()
    row = connection.execute(
        f"SELECT {counted} FROM services",  # noqa: S608 - the expressions are ours
        {"stale_before": stale_before},
    ).fetchone()
    grouped: dict[str, Any] = {
        name: dict(sorted(connection.execute(sql).fetchall(), key=lambda pair: (-pair[1], pair[0])))
        for name, sql in _GROUPED.items()
    }
    counts: dict[str, Any] = dict(zip(_COUNTED, row, strict=True))
    paths = int(mark(connection, "paths") or 0)
    return Figures(**counts, paths=paths, **grouped)


def by_place_and_theme(connection: Connection) -> dict[str, dict[str, int]]:
    """Municipality → theme → services of its own (the nationwide ones are not counted)."""
    found: dict[str, dict[str, int]] = {}
    for place, theme, count in connection.execute(
        """SELECT place.value, theme.value, COUNT(*)
           FROM services, json_each(municipalities) AS place, json_each(themes) AS theme
           GROUP BY 1, 2"""
    ):
        found.setdefault(place, {})[theme] = count
    return found


def keep_month_ends(connection: Connection, now: datetime) -> None:
    """Before the first change of a new month, keep how the months that ended stood.

    Nothing changed between the last write and now, so the figures of today are those of
    every month end in between.  Call inside the write transaction.
    """
    written = mark(connection, "written")
    moment = now.astimezone(UTC).isoformat()
    set_mark(connection, "written", max(written or "", moment))
    if written is None:
        return
    for month in months_between(written[:7], month_of(now)):
        stood = json.dumps(asdict(figures(connection, month_end(month))))
        connection.execute("INSERT OR IGNORE INTO month_ends VALUES (?, ?)", (month, stood))


def month_ends(connection: Connection, now: datetime, today: Figures) -> tuple[MonthEnd, ...]:
    """The kept month ends, newest first, and those since the last write."""
    kept = {
        month: Figures(**json.loads(stood))
        for month, stood in connection.execute("SELECT month, figures FROM month_ends")
    }
    written = mark(connection, "written")
    if written is not None:
        for month in months_between(written[:7], month_of(now)):
            kept.setdefault(month, figures(connection, month_end(month)))
    return tuple(
        MonthEnd(month, stood, today.since(stood)) for month, stood in sorted(kept.items())[::-1]
    )
