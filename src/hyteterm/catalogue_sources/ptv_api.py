"""PTV v11 over the web: what has changed since the last time, in batches that can be resumed.

The order of PTV's pages is not stable, so the ids are listed first and gone through in their
own order; the cursor remembers the last one done.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from hyteterm.catalogue_sources.ptv_files import is_channel, is_service
from hyteterm.catalogue_sources.ptv_service import (
    SOURCE,
    JoinedChannel,
    joined_channel,
    service_of,
)
from hyteterm.catalogue_sources.reading import (
    Checkpoint,
    Item,
    Progress,
    Refused,
    SourceError,
    UnusableRecord,
)
from hyteterm.catalogue_sources.texts import moment
from hyteterm.catalogue_sources.web import Web
from hyteterm.domain.service import Service, Tombstone

BATCH: Final = 100
"""Bodies a request, PTV's limit."""

OVERLAP: Final = timedelta(hours=6)
"""Read again this far before the last time: PTV does not tell the zone of its dates."""

_GONE: Final = ("Archived", "Withdrawn")

_VERSION = re.compile(
    r"^(?P<base>https?://[^/?#]+(?:/[^?#]*?)?/api/v(?P<version>\d+))(?P<rest>/.*)?$"
)

READ_LIKE_11: Final = frozenset({"7", "8", "9", "10", "11"})
"""Versions whose bodies agree with version 11 in the fields we use."""


@dataclass(frozen=True, slots=True)
class Address:
    """A web address of PTV taken apart."""

    base: str
    """“https://…/api/v11/”; empty when the address names no version."""
    page: str
    """The address of a list of bodies; empty for the whole interface."""


def address_of(url: str) -> Address:
    """Take a PTV address apart; a bare host means version 11.

    Raises `SourceError`: ``bad-url``, ``unknown-version``.  Version 12 has another shape and
    will be another reader beside this one.
    """
    if not re.fullmatch(r"https?://[^\s/?#]+[^\s]*", url):
        raise SourceError("bad-url")
    if re.fullmatch(r"https?://[^/?#]+/?", url):
        url = url.rstrip("/") + "/api/v11/"
    found = _VERSION.match(url)
    if found is None:
        return Address("", url)
    if found["version"] not in READ_LIKE_11:
        raise SourceError("unknown-version", f"v{found['version']}")
    rest = (found["rest"] or "").strip("/")
    return Address(found["base"] + "/", url if rest not in ("", "Service") else "")


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


@dataclass
class _Reading:
    """One run against one interface."""

    web: Web
    base: str
    channels: dict[str, bytes] = field(default_factory=dict)
    """Id → its ways as JSON."""
    count: int = 0
    newest: datetime | None = None

    def bodies(self, kind: str, ids: Sequence[str]) -> list[Any]:
        """Bodies by id; those the server does not know are missing."""
        found: list[Any] = []
        for start in range(0, len(ids), BATCH):
            guids = ",".join(ids[start : start + BATCH])
            try:
                answer = self.web.get(f"{self.base}{kind}/list", {"guids": guids})
            except SourceError as error:
                if error.reason != "not-found":
                    raise
                continue
            found += page_items(answer)
        return found

    def ids(self, kind: str, status: str, since: str) -> set[str]:
        """Ids with this status, changed since."""
        found: set[str] = set()
        page, pages = 1, 1
        while page <= pages:
            params = {"page": str(page), "status": status}
            if since:
                params["date"] = since
            answer = self.web.get(f"{self.base}{kind}", params)
            for item in page_items(answer):
                key = item.get("id") if isinstance(item, dict) else item
                if isinstance(key, str) and key.strip():
                    found.add(key.strip().lower())
            pages = page_count(answer)
            page += 1
        return found

    def join(self, bodies: Sequence[Any]) -> None:
        """Fetch the channels that the bodies name and that are not known yet."""
        wanted = {
            key
            for body in bodies
            for link in _listed(body, "serviceChannels")
            if (key := _linked_id(link, "serviceChannel")) and key not in self.channels
        }
        for body in self.bodies("ServiceChannel", sorted(wanted)):
            try:
                key, ways, _ = joined_channel(body)
            except UnusableRecord:
                continue
            self.channels[key] = ways.model_dump_json(exclude_defaults=True).encode()
        for key in wanted:
            self.channels.setdefault(key, b"")

    def channel(self, key: str) -> JoinedChannel | None:
        kept = self.channels.get(key)
        return JoinedChannel.model_validate_json(kept) if kept else None

    def taken(self, body: Any) -> Service | Tombstone | Refused:
        """One service body as what it is to us."""
        self.count += 1
        key = str(body.get("id") or "")[:60].lower() if isinstance(body, dict) else ""
        try:
            service = service_of(body, self.channel)
        except UnusableRecord as unusable:
            return Refused(self.count, key, unusable.reason, unusable.detail)
        changed = service.modified if isinstance(service, Service) else service.at
        if changed is not None:
            self.newest = max(changed, self.newest or changed)
        return service


def page_items(answer: Any) -> list[Any]:
    """The elements of a page or of a bare list.  Raises `SourceError` ``other-shape``."""
    if isinstance(answer, list):
        return answer
    if isinstance(answer, dict) and "itemList" in answer:
        items = answer["itemList"]
        if items is None:
            return []
        if isinstance(items, list):
            return items
    if is_service(answer) or is_channel(answer):
        return [answer]
    raise SourceError("other-shape")


def page_count(answer: Any) -> int:
    """How many pages the list has; 1 when it does not tell."""
    count = answer.get("pageCount") if isinstance(answer, dict) else None
    return count if isinstance(count, int) and 0 <= count <= 100_000 else 1


def _listed(body: Any, member: str) -> list[Any]:
    found = body.get(member) if isinstance(body, dict) else None
    return found if isinstance(found, list) else []


def _linked_id(link: Any, member: str) -> str:
    target = link.get(member) if isinstance(link, dict) else None
    key = target.get("id") if isinstance(target, dict) else None
    return key.strip().lower() if isinstance(key, str) else ""


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
        reading = _Reading(opened, address.base)
        if address.page:
            yield from _pages(reading, address.page, progress)
        else:
            yield from _changes(reading, _Cursor.of(since, address.base), progress)


def _pages(reading: _Reading, url: str, progress: Progress | None) -> Iterator[Item]:
    page, pages, done = 1, 1, 0
    seen: set[str] = set()
    while page <= pages:
        answer = reading.web.get(url, {"page": str(page)} if page > 1 else None)
        bodies = [body for body in page_items(answer) if not is_channel(body) or is_service(body)]
        if reading.base:
            reading.join(bodies)
        items = [reading.taken(body) for body in bodies]
        if page == 1 and items and all(isinstance(item, Refused) for item in items):
            raise SourceError("other-shape")
        for item in items:
            key = item.source_id
            if not isinstance(item, Refused) and key in seen:
                yield Refused(reading.count, key, "duplicate")
                continue
            seen.add(key)
            yield item
        yield Checkpoint("")
        done += len(items)
        pages = page_count(answer)
        if progress is not None:
            progress(done, done if page >= pages else None)
        page += 1


def _changes(reading: _Reading, cursor: _Cursor, progress: Progress | None) -> Iterator[Item]:
    published = reading.ids("Service", "Published", cursor.since)
    gone = set().union(*(reading.ids("Service", status, cursor.since) for status in _GONE))
    if cursor.since:
        published |= _services_of_changed_channels(reading, cursor.since)
    if not cursor.after:
        started = reading.web.server_time
        cursor.next_since = _date_parameter(started - OVERLAP) if started else ""
    for key in sorted(gone - published):
        yield Tombstone(source=SOURCE, source_id=key)
    wanted = [key for key in sorted(published) if key > cursor.after]
    done = len(published) - len(wanted)
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        yield from _batch(reading, batch)
        cursor.after = batch[-1]
        yield Checkpoint(cursor.text())
        done += len(batch)
        if progress is not None:
            progress(done, len(published))
    newest = _date_parameter(reading.newest - OVERLAP) if reading.newest else ""
    cursor.since = cursor.next_since or newest or cursor.since
    cursor.next_since = cursor.after = ""
    yield Checkpoint(cursor.text())


def _batch(reading: _Reading, batch: list[str]) -> Iterator[Item]:
    bodies = reading.bodies("Service", batch)
    reading.join(bodies)
    latest: dict[str, Any] = {}
    for body in bodies:
        key = str(body.get("id") or "").lower() if isinstance(body, dict) else ""
        if key and key in latest:
            reading.count += 1
            yield Refused(reading.count, key[:60], "duplicate")
            if _modified(body) < _modified(latest[key]):
                continue
        latest[key or f"#{len(latest)}"] = body
    for body in latest.values():
        yield reading.taken(body)
    for key in batch:
        if key not in latest:
            reading.count += 1
            yield Refused(reading.count, key, "body-missing")


def _modified(body: Any) -> str:
    changed = moment(str(body.get("modified") or ""))
    return changed.isoformat() if changed else ""


def _services_of_changed_channels(reading: _Reading, since: str) -> set[str]:
    """Services whose channels have changed, though they themselves may not have."""
    changed: set[str] = set()
    for status in ("Published", *_GONE):
        try:
            changed |= reading.ids("ServiceChannel", status, since)
        except SourceError as error:
            if error.reason != "not-found":
                raise
    services: set[str] = set()
    for body in reading.bodies("ServiceChannel", sorted(changed)):
        services.update(_linked_id(link, "service") for link in _listed(body, "services"))
    return services - {""}


def _date_parameter(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%S")
