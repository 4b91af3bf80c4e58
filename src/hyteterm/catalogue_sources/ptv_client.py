"""One conversation with PTV's interface: lists of ids, bodies, channels joined."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from hyteterm.catalogue_sources.ptv_files import is_channel, is_service
from hyteterm.catalogue_sources.ptv_service import (
    JoinedChannel,
    joined_channel,
    service_of,
)
from hyteterm.catalogue_sources.reading import (
    Refused,
    SourceError,
    UnusableRecord,
)
from hyteterm.catalogue_sources.web import Web
from hyteterm.domain.service import Service, Tombstone

BATCH: Final = 100
"""Bodies a request, PTV's limit."""

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
class PtvClient:
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
            for link in listed(body, "serviceChannels")
            if (key := linked_id(link, "serviceChannel")) and key not in self.channels
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
        """The ways of a channel that `join` has fetched."""
        kept = self.channels.get(key)
        return JoinedChannel.model_validate_json(kept) if kept else None

    def taken(self, body: Any) -> Service | Tombstone | Refused:
        """One service body as what it is to us."""
        self.count += 1
        key = str(body.get("id") or "")[:200].lower() if isinstance(body, dict) else ""
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


def listed(body: Any, member: str) -> list[Any]:
    """The list under a member; empty when there is none."""
    found = body.get(member) if isinstance(body, dict) else None
    return found if isinstance(found, list) else []


def linked_id(link: Any, member: str) -> str:
    """The id of the object under a member, or empty."""
    target = link.get(member) if isinstance(link, dict) else None
    key = target.get("id") if isinstance(target, dict) else None
    return key.strip().lower() if isinstance(key, str) else ""
