"""Linked Events, the open event calendar interface: files and the web.

The events of one series are one service with many times.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from hyteterm.catalogue_sources.events_service import (
    SOURCE,
    Event,
    event_of,
    is_event,
    service_of_events,
)
from hyteterm.catalogue_sources.files import PROGRESS_EVERY, is_url, source_files
from hyteterm.catalogue_sources.json_items import json_items
from hyteterm.catalogue_sources.reading import (
    Item,
    Progress,
    Refused,
    SourceError,
    UnusableRecord,
)
from hyteterm.domain.service import Tombstone

LIST_KEYS: Final = ("data",)


def read(
    source: str, *, since: str | None = None, progress: Progress | None = None
) -> Iterator[Item]:
    """Services of an event calendar.

    The whole calendar is read every time: a series can only be put together from all its
    events, so ``since`` is not used.
    """
    records = _web(source) if is_url(source) else _files(Path(source))
    return _services(records, progress)


def _files(source: Path) -> Iterator[Any]:
    for path in source_files(source, (".json",)):
        yield from json_items(path, LIST_KEYS)


def _web(url: str) -> Iterator[Any]:
    from hyteterm.catalogue_sources.web import Web

    host = urlsplit(url).hostname
    address = url
    seen: set[str] = set()
    with Web() as web:
        while address and address not in seen:
            seen.add(address)
            answer = web.get(address)
            data = answer.get("data") if isinstance(answer, dict) else None
            if not isinstance(data, list):
                raise SourceError("other-shape")
            yield from data
            meta = answer.get("meta")
            following = meta.get("next") if isinstance(meta, dict) else None
            # The next page is followed on the same host only.
            same = isinstance(following, str) and urlsplit(following).hostname == host
            address = str(following) if same else ""


@dataclass
class _Calendar:
    """All the events, by id and by series."""

    events: dict[str, tuple[int, Event]] = field(default_factory=dict)
    """Id → (index, event)."""
    series: dict[str, list[str]] = field(default_factory=dict)
    """Id of a super event → ids of its events."""
    refused: list[Refused] = field(default_factory=list)

    def add(self, record: Any, index: int) -> None:
        """Take one record; of two with the same id the last changed counts."""
        key = str(record.get("id") or "")[:200] if isinstance(record, dict) else ""
        try:
            event = event_of(record)
        except UnusableRecord as unusable:
            self.refused.append(Refused(index, key, unusable.reason, unusable.detail))
            return
        before = self.events.get(event.id)
        if before is not None:
            newer = event.last_modified_time >= before[1].last_modified_time
            loser = before[0] if newer else index
            self.refused.append(Refused(loser, key, "duplicate"))
            if not newer:
                return
        self.events[event.id] = (index, event)

    def group(self) -> Iterator[tuple[int, Event, list[Event]]]:
        """(index, the event that stands for the group, all its events with times)."""
        for _, event in self.events.values():
            if event.super_id:
                self.series.setdefault(event.super_id, []).append(event.id)
        folded: set[str] = set()
        for series, members in self.series.items():
            events = [self.events[member][1] for member in members]
            head = self.events.get(series)
            if not _is_series(head[1] if head else None, events):
                continue
            folded.update(members, [series])
            index, first = head or self.events[members[0]]
            yield index, first.model_copy(update={"id": series}), events
        for key, (index, event) in self.events.items():
            if key not in folded:
                yield index, event, [event]


def _is_series(head: Event | None, events: list[Event]) -> bool:
    """Recurring events are one service; the parts of a festival (umbrella) are not.

    Without the head, events of the same name are taken for a series.
    """
    if head is not None:
        return head.super_event_type == "recurring"
    return len({tuple(sorted(event.name.items())) for event in events}) == 1


def _services(records: Iterable[Any], progress: Progress | None) -> Iterator[Item]:
    calendar = _Calendar()
    total = 0
    recognised = False
    for total, record in enumerate(records, 1):
        if not is_event(record):
            reason = "unknown-shape" if isinstance(record, dict) else "not-an-object"
            calendar.refused.append(Refused(total, "", reason))
            continue
        recognised = True
        calendar.add(record, total)
        if progress is not None and total % PROGRESS_EVERY == 0:
            progress(total, None)
    if total and not recognised:
        raise SourceError("other-shape")
    groups = list(calendar.group())
    yield from calendar.refused
    for index, event, events in groups:
        yield _taken(index, event, events)
    if progress is not None:
        progress(total, total)


def _taken(index: int, event: Event, events: list[Event]) -> Item:
    if event.is_gone or all(each.is_gone for each in events):
        return Tombstone(source=SOURCE, source_id=event.id)
    try:
        return service_of_events(event, [each for each in events if not each.is_gone])
    except UnusableRecord as unusable:
        return Refused(index, event.id[:200], unusable.reason, unusable.detail)
