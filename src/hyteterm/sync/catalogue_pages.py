"""The feed's NDJSON as pages of records."""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from typing import IO, TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from hyteterm.domain.service import Service, Tombstone

PAGE: Final = 1000
"""Records of a snapshot in one transaction."""


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """Records to be stored in one transaction with their cursor."""

    records: "list[Service | Tombstone]"
    cursor: str
    """Empty: not to be kept yet (the snapshot goes on)."""
    refused: int = 0


def pages(file: IO[bytes], encoding: str, cursor: str) -> Iterator[CataloguePage]:
    """Pages of a whole snapshot; the last one carries ``cursor``.

    Raises what a damaged file raises: `OSError`, `EOFError`, `ValueError`, `zlib.error`,
    `zstd_error()`.
    """
    lines: list[str] = []
    with TextIOWrapper(cast(BufferedReader, _opened(file, encoding)), encoding="utf-8") as text:
        for line in text:
            lines.append(line)
            if len(lines) == PAGE:
                records, refused = records_of(lines)
                yield CataloguePage(records, "", refused)
                lines = []
    records, refused = records_of(lines)
    yield CataloguePage(records, cursor, refused)


def _opened(file: IO[bytes], encoding: str) -> Any:
    if encoding == "zstd":
        import zstandard

        return zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
    return gzip.open(file, "rb") if encoding == "gzip" else file


def zstd_error() -> type[Exception]:
    """The class of what zstandard raises; imported when first needed."""
    import zstandard

    return zstandard.ZstdError


def records_of(lines: Iterable[str]) -> "tuple[list[Service | Tombstone], int]":
    """The records of NDJSON lines, and how many could not be read."""
    from pydantic import ValidationError

    from hyteterm.domain.service import Service, Tombstone

    records: list[Service | Tombstone] = []
    refused = 0
    for line in lines:
        document = document_of(line)
        try:
            if document is None:
                refused += bool(line.strip())
            elif document.get("tombstone"):
                records.append(
                    Tombstone(source=document["source"], source_id=document["source_id"])
                )
            elif "names" in document:
                records.append(Service.model_validate_json(line))
            elif "cursor" not in document:
                refused += 1
        except (ValidationError, KeyError):
            refused += 1
    return records, refused


def document_of(line: str) -> dict[str, Any] | None:
    """A line as a JSON object; None when it is none."""
    try:
        document = json.loads(line)
    except ValueError:
        return None
    return document if isinstance(document, dict) else None
