"""Reads the demo catalogue into `Service` records that are fresh on the day they are read.

The files in ``catalogue/`` hold services in the shape of `Service`, with four differences
that keep them short and never out of date:

- ``provider`` is a key of ``providers.json``;
- a channel of kind ``place`` names a place of ``places.json``, which gives the address and,
  where the service has none of its own, the accessibility;
- ``events`` are weekly rules (`EventRule`) instead of times;
- ``modified_months_ago`` stands for ``modified``.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zlib import crc32
from zoneinfo import ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hyteterm.domain.finnish_time import helsinki, local
from hyteterm.domain.localized import LocalizedText
from hyteterm.domain.service import Channel, ChannelKind, Service, ServiceEvent, service_id

SOURCE: Final = "demo"
_DAYS_OF_EVERY_MONTH: Final = 28
_OFFICE_HOURS: Final = range(8, 15)


class Place(BaseModel):
    """A building where services are given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    municipality: str
    names: LocalizedText
    address: LocalizedText
    accessibility: LocalizedText

    def described(self) -> LocalizedText:
        """“Kouvolan pääkirjasto, Palomäenkatu 4, 45100 Kouvola” in each language."""
        return {code: f"{name}, {self.address[code]}" for code, name in self.names.items()}


class EventRule(BaseModel):
    """Something that happens on one weekday, every week or every few weeks."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    weekday: int = Field(ge=1, le=7)
    """ISO: 1 is Monday."""
    starts: time = Field(alias="from")
    """Local time in Finland."""
    ends: time = Field(alias="to")
    weeks: int = Field(ge=1)
    """How many weeks ahead the times reach."""
    every_weeks: int = Field(default=1, ge=1)
    first_week: int = Field(default=0, ge=0)
    """Weeks to skip from now."""
    place: str = ""
    """Key of ``places.json``; empty: the place is told otherwise."""
    notes: LocalizedText = Field(default_factory=dict)

    @model_validator(mode="after")
    def _happens_at_least_once(self) -> "EventRule":
        if self.weeks < self.every_weeks:
            raise ValueError("weeks must reach at least one repetition of every_weeks")
        if self.ends <= self.starts:
            raise ValueError("an event ends after it starts")
        return self

    def dates(self, now: datetime) -> Iterator[date]:
        """The coming days of this rule, seen from the aware time ``now``.

        Rules that skip weeks are tied to the calendar's own weeks, so that the days stay
        the same whichever day of the week the demo is opened.
        """
        here = local(now)
        first = here.date() + timedelta(days=(self.weekday - here.isoweekday()) % 7)
        if first == here.date() and self.starts <= here.time():
            first += timedelta(weeks=1)
        first += timedelta(weeks=self.first_week)
        for week in range(self.weeks):
            day = first + timedelta(weeks=week)
            # Day 1 of the proleptic calendar was a Monday.
            if (day.toordinal() - 1) // 7 % self.every_weeks == 0:
                yield day

    def events(self, now: datetime) -> Iterator[ServiceEvent]:
        """The coming times of this rule, in Finnish time."""
        for day in self.dates(now):
            yield ServiceEvent(
                starts=_moment(day, self.starts),
                ends=_moment(day, self.ends),
                place=_places()[self.place].described() if self.place else {},
                notes=self.notes,
            )


def demo_services(now: datetime) -> Iterator[Service]:
    """Every service of the demo catalogue as it would stand at ``now``.

    ``now`` must know its time zone.  Raises `ValueError` for a naive time and pydantic's
    `ValidationError` or `KeyError` when a data file is wrong.
    """
    if now.tzinfo is None:
        raise ValueError("now must be an aware time")
    folder = files(__package__) / "catalogue"
    for source in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if source.name.endswith(".json"):
            for record in json.loads(source.read_text(encoding="utf-8")):
                yield _service(record, now)


def _service(record: dict[str, Any], now: datetime) -> Service:
    fields = dict(record)
    source_id: str = fields["source_id"]
    places = [_places()[entry["place"]] for entry in record["channels"] if "place" in entry]
    rules = [EventRule.model_validate(rule) for rule in fields.pop("events", [])]
    months = fields.pop("modified_months_ago")
    return Service.model_validate(
        {
            "accessibility": places[0].accessibility if places else {},
            **fields,
            "id": service_id(SOURCE, source_id),
            "source": SOURCE,
            "provider": {"id": record["provider"], **_providers()[record["provider"]]},
            "channels": [_channel(entry) for entry in record["channels"]],
            "events": sorted(
                (event for rule in rules for event in rule.events(now)),
                key=lambda event: event.starts,
            ),
            "modified": _months_ago(now, months, source_id),
        }
    )


def _channel(entry: dict[str, Any]) -> Channel:
    if "place" not in entry:
        return Channel.model_validate(entry)
    place = _places()[entry["place"]]
    return Channel(
        kind=ChannelKind.PLACE,
        source_id=entry["place"],
        names=place.names,
        address=place.address,
        municipality=place.municipality,
        hours=entry.get("hours", {}),
    )


def _months_ago(now: datetime, months: int, source_id: str) -> datetime:
    """An office hour of the month ``months`` before ``now``, on a day of the service's own."""
    here = local(now)
    year, month = divmod(here.year * 12 + here.month - 1 - months, 12)
    spread = crc32(source_id.encode())
    day = date(year, month + 1, 1 + spread % _DAYS_OF_EVERY_MONTH)
    clock = time(_OFFICE_HOURS[spread % len(_OFFICE_HOURS)], spread % 60)
    return min(now, _moment(day, clock))


def _moment(day: date, clock: time) -> datetime:
    """``clock`` in Finland; on the computer's own clock where time zone data is missing."""
    try:
        return datetime.combine(day, clock, helsinki())
    except ZoneInfoNotFoundError:
        return datetime.combine(day, clock).astimezone()


@cache
def _places() -> dict[str, Place]:
    return {key: Place.model_validate(place) for key, place in _table("places.json").items()}


@cache
def _providers() -> dict[str, Any]:
    return _table("providers.json")


def _table(name: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads((files(__package__) / name).read_text(encoding="utf-8"))
    return table
