"""PTV v11 from files: a page, a bare list, one body, or a folder of such, joined."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from hyteterm.catalogue_sources.files import PROGRESS_EVERY, Newest, source_files
from hyteterm.catalogue_sources.json_items import json_items
from hyteterm.catalogue_sources.ptv_general import general_service_of, is_general_description
from hyteterm.catalogue_sources.ptv_service import (
    JoinedChannel,
    joined_channel,
    service_of,
)
from hyteterm.catalogue_sources.reading import Item, Progress, Refused, SourceError, UnusableRecord
from hyteterm.catalogue_sources.texts import moment
from hyteterm.domain.service import Service, Tombstone

LIST_KEYS: Final = ("itemList",)
"""Where a page holds its bodies."""

_SERVICE_MEMBERS: Final = frozenset({"serviceNames", "serviceDescriptions", "serviceClasses"})
_CHANNEL_MEMBERS: Final = frozenset({"serviceChannelNames", "serviceChannelType"})


def is_service(record: Any) -> bool:
    """Whether the record has the shape of a service body, perhaps a half-broken one."""
    return isinstance(record, dict) and not _SERVICE_MEMBERS.isdisjoint(record)


def is_channel(record: Any) -> bool:
    """Whether the record has the shape of a channel body."""
    return isinstance(record, dict) and not _CHANNEL_MEMBERS.isdisjoint(record)


@dataclass
class _Survey:
    """What the first pass learns: channels, and which record of an id is the newest."""

    total: int = 0
    recognised: int = 0
    newest: Newest = field(default_factory=Newest)
    channels: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """Id → (modified, its ways as JSON): 72,000 of them are kept, so small."""
    by_service: dict[str, list[str]] = field(default_factory=dict)
    """Service → channels that name it."""
    refused: list[Refused] = field(default_factory=list)

    def channel(self, channel_id: str) -> JoinedChannel | None:
        kept = self.channels.get(channel_id)
        return JoinedChannel.model_validate_json(kept[1]) if kept else None


def read_files(source: Path, progress: Progress | None = None) -> Iterator[Item]:
    """Services of a file or folder, channels joined, whatever the order.

    Every file is gone through before the first record is given, so a broken source raises
    `SourceError` before anything could be stored.  Of records with one id the last changed
    counts, the others are refused as duplicates.
    """
    paths = source_files(source, (".json",))
    survey = _survey(paths)
    if survey.total and not survey.recognised:
        raise SourceError("other-shape", source.name)
    yield from survey.refused
    index = 0
    for path in paths:
        for record in json_items(path, LIST_KEYS):
            index += 1
            if progress is not None and index % PROGRESS_EVERY == 0:
                progress(index, survey.total)
            if is_channel(record) and not is_service(record):
                continue
            yield _taken(record, index, survey)
    if progress is not None:
        progress(index, survey.total)


def _id(record: Any) -> str:
    found = record.get("id") or record.get("Id")
    return str(found).strip().lower() if found else ""


def _modified(record: Any) -> str:
    changed = moment(str(record.get("modified") or ""))
    return changed.isoformat() if changed else ""


def _survey(paths: list[Path]) -> _Survey:
    survey = _Survey()
    for path in paths:
        for record in json_items(path, LIST_KEYS):
            survey.total += 1
            if is_service(record) or is_general_description(record):
                survey.recognised += 1
                survey.newest.add(_id(record), record.get("modified"), survey.total)
            elif is_channel(record):
                survey.recognised += 1
                _keep_channel(record, survey)
    return survey


def _keep_channel(record: Any, survey: _Survey) -> None:
    try:
        channel_id, ways, services = joined_channel(record)
    except UnusableRecord as unusable:
        survey.refused.append(Refused(survey.total, _id(record), unusable.reason, unusable.detail))
        return
    mine = _modified(record)
    if mine >= survey.channels.get(channel_id, ("", b""))[0]:
        survey.channels[channel_id] = (mine, ways.model_dump_json(exclude_defaults=True).encode())
    for service in services:
        survey.by_service.setdefault(service, []).append(channel_id)


def _taken(record: Any, index: int, survey: _Survey) -> Service | Tombstone | Refused:
    if not isinstance(record, dict):
        return Refused(index, "", "not-an-object")
    key = _id(record)
    general = is_general_description(record)
    if not general and not is_service(record):
        return Refused(index, key[:200], "unknown-shape")
    if not survey.newest.is_newest(key, index):
        return Refused(index, key[:200], "duplicate")
    try:
        if general:
            return general_service_of(record)
        return service_of(record, survey.channel, survey.by_service.get(key, ()))
    except UnusableRecord as unusable:
        return Refused(index, key[:200], unusable.reason, unusable.detail)
