"""The whole catalogue as files, one for each encoding and state.

They are made when first asked for, the usual one also when the hub starts.

Bytes of one state and encoding never change, so a strong ETag and ranges hold.
"""

import asyncio
import hashlib
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hyteterm.domain.shared_dictionary import framed
from hyteterm.hub import catalogue_dictionary, catalogue_records, cursor
from hyteterm.hub.encodings import ENCODINGS, Compressor, compressed
from hyteterm.hub.store import Store, StoreUnavailable, Transaction

_PREFIX: Final = "hyteterm-hub-catalogue-"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the catalogue in one encoding."""

    number: int
    cursor: str
    """Where to go on with ``/changes``."""
    etag: str
    path: Path
    size: int
    """Bytes."""


class Snapshots:
    """The newest snapshot of each encoding."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files: dict[str, list[Path]] = {encoding: [] for encoding in ENCODINGS}
        self._made: dict[str, Snapshot] = {}
        self._making = {encoding: asyncio.Lock() for encoding in ENCODINGS}

    async def newest(self, encoding: str) -> Snapshot:
        """The catalogue now."""
        async with self._making[encoding]:
            made = self._made.get(encoding)
            number = await self._store.read(catalogue_records.end)
            if made is None or made.number != number or not await self._stands(made):
                made = self._made[encoding] = await self._make(encoding)
            return made

    async def pack_ahead(self) -> None:
        """Make the usual one, so that the first terminal after a start need not wait for it."""
        with suppress(StoreUnavailable):
            if await self._store.read(catalogue_records.end):
                await self.newest(next(iter(ENCODINGS)))

    def close(self) -> None:
        """Remove the files."""
        self._made.clear()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    async def _stands(self, made: Snapshot) -> bool:
        """Whether it is of this history still (the file may have been restored under us)."""

        async def work(tx: Transaction) -> bool:
            return await cursor.position(tx, made.cursor) is not None

        return await self._store.read(work)

    async def _dictionary(self) -> bytes:
        """The dictionary for later changes, in a frame that decoders skip; or nothing."""
        found = await catalogue_dictionary.current(self._store)
        return framed(compressed(found.data, "zstd")) if found is not None else b""

    async def _make(self, encoding: str) -> Snapshot:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        compressor = ENCODINGS[encoding]()
        tail = await self._dictionary() if encoding == "zstd" else b""
        name = folder / f"making-{encoding}"

        async def work(tx: Transaction) -> tuple[int, str, str, int]:
            number = await catalogue_records.end(tx)
            hash_, size = await _written(tx, name, compressor, tail)
            return number, await cursor.at(tx, number), hash_, size

        number, place, hash_, size = await self._store.read(work)
        path = folder / f"{number}-{hash_}.{encoding}"
        name.replace(path)
        # The state before stays: an answer may be about to open it.
        files = self._files[encoding] = [one for one in self._files[encoding] if one != path]
        files.append(path)
        for old in files[:-2]:
            with suppress(OSError):
                old.unlink()
        del files[:-2]
        return Snapshot(number, place, f'"{hash_[:32]}-{encoding}"', path, size)


async def _written(
    tx: Transaction, path: Path, compressor: Compressor, tail: bytes
) -> tuple[str, int]:
    """Write all live records and ``tail`` to ``path``; sha256 and size of the bytes written."""
    hash_ = hashlib.sha256()
    size, last = 0, ""
    with path.open("wb") as file:
        while page := await catalogue_records.live_after(tx, last):
            last = page[-1][0]
            text = "".join(f"{line}\n" for _, line in page)
            part = compressor.compress(text.encode())
            hash_.update(part)
            size += file.write(part)
        part = compressor.flush() + tail
        hash_.update(part)
        size += file.write(part)
    return hash_.hexdigest(), size
