"""HSDS 3.0 (Open Referral): a file or folder of JSON or NDJSON, the CSV tables, or the web.

HSDS does not tell the language of its texts; it is told from their common words.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from hyteterm.catalogue_sources.files import PROGRESS_EVERY, Newest, is_url, source_files
from hyteterm.catalogue_sources.hsds_service import hsds_service_of
from hyteterm.catalogue_sources.json_items import json_items
from hyteterm.catalogue_sources.reading import (
    Checkpoint,
    Item,
    Progress,
    Refused,
    SourceError,
    UnusableRecord,
)

LIST_KEYS: Final = ("contents",)
_SUFFIXES: Final = (".json", ".ndjson", ".jsonl")

_ORGANIZATION_MEMBERS: Final = frozenset({"legal_status", "tax_status", "year_incorporated"})


def read(
    source: str, *, since: str | None = None, progress: Progress | None = None
) -> Iterator[Item]:
    """Services of an HSDS source; ``since`` is the last ``last_modified`` seen on the web."""
    if is_url(source):
        return _web(source, since, progress)
    path = Path(source)
    if path.is_dir() and (tables := _tables(path)) is not None:
        from hyteterm.catalogue_sources.hsds_tables import table_records

        return _records(list(table_records(tables)), progress)
    return _files(path, progress)


def is_service(record: Any) -> bool:
    """Whether the record has the shape of a service: organisations and places have no status."""
    return isinstance(record, dict) and "status" in record


def _tables(folder: Path) -> Path | None:
    found = sorted(folder.rglob("services.csv"))
    return found[0].parent if found else None


def _key(record: dict[str, Any]) -> str:
    found = record.get("id")
    return found.strip().lower()[:200] if isinstance(found, str) else ""


def _records(records: list[Any], progress: Progress | None) -> Iterator[Item]:
    newest = Newest()
    for index, record in enumerate(records, 1):
        newest.add(_key(record), record.get("last_modified"), index)
    for index, record in enumerate(records, 1):
        yield _taken(record, index, newest, {})
    if progress is not None:
        progress(len(records), len(records))


def _files(source: Path, progress: Progress | None) -> Iterator[Item]:
    paths = source_files(source, _SUFFIXES)
    folder = source.is_dir()
    newest, organizations = Newest(), {}
    total, services = 0, 0
    for path in paths:
        for record in json_items(path, LIST_KEYS, many=True):
            total += 1
            if is_service(record):
                services += 1
                newest.add(_key(record), record.get("last_modified"), total)
            elif isinstance(record, dict) and not _ORGANIZATION_MEMBERS.isdisjoint(record):
                organizations[_key(record)] = record
    if total and not services:
        raise SourceError("other-shape", source.name)
    index = 0
    for path in paths:
        for record in json_items(path, LIST_KEYS, many=True):
            index += 1
            if progress is not None and index % PROGRESS_EVERY == 0:
                progress(index, total)
            # A folder holds the other tables of the standard beside the services.
            if folder and isinstance(record, dict) and not is_service(record) and "id" in record:
                continue
            yield _taken(record, index, newest, organizations)
    if progress is not None:
        progress(index, total)


def _taken(record: Any, index: int, newest: Newest, organizations: dict[str, Any]) -> Item:
    if not isinstance(record, dict):
        return Refused(index, "", "not-an-object")
    key = _key(record)
    if not is_service(record):
        return Refused(index, key[:200], "unknown-shape")
    if not newest.is_newest(key, index):
        return Refused(index, key[:200], "duplicate")
    owner = record.get("organization_id")
    if not record.get("organization") and isinstance(owner, str):
        record = {**record, "organization": organizations.get(owner.strip().lower())}
    try:
        return hsds_service_of(record)
    except UnusableRecord as unusable:
        return Refused(index, key[:200], unusable.reason, unusable.detail)


def _web(url: str, since: str | None, progress: Progress | None) -> Iterator[Item]:
    """``GET /services?modified_after=&page=``, page by page."""
    from hyteterm.catalogue_sources.web import Web

    address = (
        url if url.split("?")[0].rstrip("/").endswith("services") else f"{url.rstrip('/')}/services"
    )
    latest = since or ""
    page, pages, done = 1, 1, 0
    with Web() as web:
        while page <= pages:
            params = {"page": str(page)} | ({"modified_after": since} if since else {})
            answer = web.get(address, params)
            records = answer.get("contents") if isinstance(answer, dict) else answer
            if not isinstance(records, list):
                raise SourceError("other-shape")
            newest = Newest()
            for index, record in enumerate(records, done + 1):
                if isinstance(record, dict):
                    newest.add(_key(record), record.get("last_modified"), index)
                    modified = record.get("last_modified")
                    latest = max(latest, modified if isinstance(modified, str) else "")
            for index, record in enumerate(records, done + 1):
                yield _taken(record, index, newest, {})
            done += len(records)
            count = answer.get("total_pages") if isinstance(answer, dict) else None
            pages = count if isinstance(count, int) and 0 < count <= 100_000 else 1
            if progress is not None:
                progress(done, done if page >= pages else None)
            page += 1
            yield Checkpoint(latest if page > pages else "")
