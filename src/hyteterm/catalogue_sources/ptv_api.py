"""PTV v11 over the web: what has changed since the last time, in batches that can be resumed.

The order of PTV's pages is not stable, so the ids are listed first and gone through in their
own order; the cursor remembers the last one done.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from hyteterm.catalogue_sources.ptv_client import (
    BATCH,
    PtvClient,
    address_of,
    linked_id,
    listed,
    page_count,
    page_items,
)
from hyteterm.catalogue_sources.ptv_files import is_channel, is_service
from hyteterm.catalogue_sources.ptv_service import SOURCE
from hyteterm.catalogue_sources.reading import (
    Checkpoint,
    Item,
    Progress,
    Refused,
    SourceError,
)
from hyteterm.catalogue_sources.texts import moment
from hyteterm.catalogue_sources.web import Web
from hyteterm.domain.service import Tombstone

OVERLAP: Final = timedelta(hours=6)
"""Read again this far before the last time: PTV does not tell the zone of its dates."""

_GONE: Final = ("Archived", "Withdrawn")


@dataclass
class _Cursor:
    """Where an import stands; kept as JSON."""

    base: str
    since: str = ""
    """Changes from this on are asked for; empty: everything."""
    next_since: str = ""
    """What `since` will be when this run is through."""
    after: str = ""
    """The last id done; empty: the run is through or has not begun."""

    def text(self) -> str:
        return json.dumps(self.__dict__, sort_keys=True)

    @classmethod
    def of(cls, text: str | None, base: str) -> "_Cursor":
        """The kept cursor, if it is of this address; else a new one."""
        try:
            kept = cls(**json.loads(text or "{}"))
        except (ValueError, TypeError):
            return cls(base)
        return kept if kept.base == base else cls(base)


def read_url(
    url: str, *, since: str | None = None, progress: Progress | None = None, web: Web | None = None
) -> Iterator[Item]:
    """Services of PTV's interface: all the first time, then what has changed.

    ``since`` is the cursor of the last `Checkpoint` that was stored.  An address of a list
    of bodies (“…/Service/list/area/Municipality/code/286”) is read whole every time.
    Raises `SourceError`; what came before the last `Checkpoint` may be kept.
    """
    address = address_of(url)
    with web or Web() as opened:
        client = PtvClient(opened, address.base)
        if address.page:
            yield from _pages(client, address.page, progress)
        else:
            yield from _changes(client, _Cursor.of(since, address.base), progress)


def _pages(client: PtvClient, url: str, progress: Progress | None) -> Iterator[Item]:
    page, pages, done = 1, 1, 0
    seen: set[str] = set()
    while page <= pages:
        answer = client.web.get(url, {"page": str(page)} if page > 1 else None)
        bodies = [body for body in page_items(answer) if not is_channel(body) or is_service(body)]
        if client.base:
            client.join(bodies)
        items = [client.taken(body) for body in bodies]
        if page == 1 and items and all(isinstance(item, Refused) for item in items):
            raise SourceError("other-shape")
        for item in items:
            key = item.source_id
            if not isinstance(item, Refused) and key in seen:
                yield Refused(client.count, key, "duplicate")
                continue
            seen.add(key)
            yield item
        yield Checkpoint("")
        done += len(items)
        pages = page_count(answer)
        if progress is not None:
            progress(done, done if page >= pages else None)
        page += 1


def _changes(client: PtvClient, cursor: _Cursor, progress: Progress | None) -> Iterator[Item]:
    published = client.ids("Service", "Published", cursor.since)
    gone = set().union(*(client.ids("Service", status, cursor.since) for status in _GONE))
    if cursor.since:
        published |= _services_of_changed_channels(client, cursor.since)
    if not cursor.after:
        started = client.web.server_time
        cursor.next_since = _date_parameter(started - OVERLAP) if started else ""
    for key in sorted(gone - published):
        yield Tombstone(source=SOURCE, source_id=key)
    wanted = [key for key in sorted(published) if key > cursor.after]
    done = len(published) - len(wanted)
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        yield from _batch(client, batch)
        cursor.after = batch[-1]
        yield Checkpoint(cursor.text())
        done += len(batch)
        if progress is not None:
            progress(done, len(published))
    newest = _date_parameter(client.newest - OVERLAP) if client.newest else ""
    cursor.since = cursor.next_since or newest or cursor.since
    cursor.next_since = cursor.after = ""
    yield Checkpoint(cursor.text())


def _batch(client: PtvClient, batch: list[str]) -> Iterator[Item]:
    bodies = client.bodies("Service", batch)
    client.join(bodies)
    latest: dict[str, Any] = {}
    for body in bodies:
        key = str(body.get("id") or "").lower() if isinstance(body, dict) else ""
        if key and key in latest:
            client.count += 1
            yield Refused(client.count, key[:200], "duplicate")
            if _modified(body) < _modified(latest[key]):
                continue
        latest[key or f"#{len(latest)}"] = body
    for body in latest.values():
        yield client.taken(body)
    for key in batch:
        if key not in latest:
            client.count += 1
            yield Refused(client.count, key, "body-missing")


def _modified(body: Any) -> str:
    changed = moment(str(body.get("modified") or ""))
    return changed.isoformat() if changed else ""


def _services_of_changed_channels(client: PtvClient, since: str) -> set[str]:
    """Services whose channels have changed, though they themselves may not have."""
    changed: set[str] = set()
    for status in ("Published", *_GONE):
        try:
            changed |= client.ids("ServiceChannel", status, since)
        except SourceError as error:
            if error.reason != "not-found":
                raise
    services: set[str] = set()
    for body in client.bodies("ServiceChannel", sorted(changed)):
        services.update(linked_id(link, "service") for link in listed(body, "services"))
    return services - {""}


def _date_parameter(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%S")
