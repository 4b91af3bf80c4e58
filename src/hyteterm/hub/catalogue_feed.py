"""The catalogue on the line: the whole with ETag and ranges, or what changed since a cursor."""

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from hyteterm.domain.shared_dictionary import ENCODING, HEADER
from hyteterm.hub import byte_range, catalogue_dictionary, catalogue_records, cursor, encodings
from hyteterm.hub.byte_range import OutsideRange
from hyteterm.hub.catalogue_dictionary import Dictionary
from hyteterm.hub.catalogue_snapshot import Snapshot, Snapshots
from hyteterm.hub.cursor import CursorRefused
from hyteterm.hub.problems import Problem
from hyteterm.hub.store import Store, Transaction

CURSOR_HEADER: Final = "X-Catalogue-Cursor"
PAGE: Final = 1000
"""Changes in one answer at most; the first line says when there are more."""
_NDJSON: Final = "application/x-ndjson"
_CHUNK: Final = 64 * 1024
_WORTH_COMPRESSING: Final = 400


async def snapshot(snapshots: Snapshots, headers: Mapping[str, str]) -> Response:
    """The answer to ``GET /v1/catalogue``.  Raises `Problem`."""
    encoding = encodings.chosen(headers.get("accept-encoding", ""))
    newest = await snapshots.newest(encoding)
    answered = {
        "ETag": newest.etag,
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Encoding",
        CURSOR_HEADER: newest.cursor,
    }
    if _matches(headers.get("if-none-match", ""), newest.etag):
        return Response(status_code=304, headers=answered)
    answered["Accept-Ranges"] = "bytes"
    if encoding != "identity":
        answered["Content-Encoding"] = encoding
    part = _part(newest, headers)
    start, end = part or (0, newest.size)
    answered["Content-Length"] = str(end - start)
    if part is not None:
        answered["Content-Range"] = f"bytes {start}-{end - 1}/{newest.size}"
    return StreamingResponse(
        _bytes(newest.path, start, end), 206 if part else 200, answered, media_type=_NDJSON
    )


async def changes(store: Store, since: str, headers: Mapping[str, str]) -> Response:
    """The answer to ``GET /v1/catalogue/changes``.  Raises `Problem`."""

    accepted = headers.get("accept-encoding", "")

    async def work(tx: Transaction) -> tuple[list[str], str, bool, Dictionary | None]:
        try:
            start = await cursor.position(tx, since)
        except CursorRefused:
            start = None
        if start is None:
            raise Problem("cursor-gone")
        found = await catalogue_records.changed_after(tx, start, PAGE + 1)
        more, found = len(found) > PAGE, found[:PAGE]
        end = found[-1][0] if more else await catalogue_records.end(tx)
        # Nothing new: the reader's own cursor, so that an unchanged answer stays the same.
        place = await cursor.at(tx, end) if found else since
        shared = encodings.accepts(accepted, ENCODING) and found
        dictionary = (
            await catalogue_dictionary.known(tx, headers.get(HEADER, "")) if shared else None
        )
        return [line for _, line in found], place, more, dictionary

    lines, place, more, dictionary = await store.read(work)
    first = json.dumps({"cursor": place} | ({"more": True} if more else {}))
    data = "".join(f"{line}\n" for line in [first, *lines]).encode()
    answered = {CURSOR_HEADER: place, "Cache-Control": "no-store"}
    encoding = encodings.chosen(accepted)
    if dictionary is not None:
        data = await run_in_threadpool(catalogue_dictionary.compressed, data, dictionary)
        answered["Content-Encoding"] = ENCODING
    elif encoding != "identity" and len(data) > _WORTH_COMPRESSING:
        data = await run_in_threadpool(encodings.compressed, data, encoding)
        answered["Content-Encoding"] = encoding
    return Response(data, 200, answered, media_type=_NDJSON)


def _part(newest: Snapshot, headers: Mapping[str, str]) -> tuple[int, int] | None:
    """The range asked for, when it is of these very bytes.  Raises `Problem`."""
    wanted = headers.get("range")
    if wanted is None or headers.get("if-range", newest.etag) != newest.etag:
        return None
    try:
        return byte_range.read(wanted, newest.size)
    except OutsideRange:
        raise Problem(
            "range", headers={"Content-Range": f"bytes */{newest.size}", "ETag": newest.etag}
        ) from None


def _matches(if_none_match: str, etag: str) -> bool:
    """Weak comparison, as RFC 9110 wants for If-None-Match."""
    wanted = (one.strip().removeprefix("W/") for one in if_none_match.split(","))
    return any(one in ("*", etag) for one in wanted)


async def _bytes(path: Path, start: int, end: int) -> AsyncIterator[bytes]:
    file = await run_in_threadpool(path.open, "rb")
    try:
        file.seek(start)
        left = end - start
        while left and (chunk := await run_in_threadpool(file.read, min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
    finally:
        file.close()
