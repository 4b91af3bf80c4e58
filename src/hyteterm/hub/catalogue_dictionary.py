"""What terminals and hub both know of the catalogue's language (table catalogue_dictionary).

A few changed services compress badly by themselves: most of their bytes are names of
fields, providers and phrases that the catalogue is full of.  So the hub picks typical
pieces of the catalogue as a dictionary, sends it at the end of the zstd snapshot, and
compresses changes with it for a terminal that says it has it (RFC 9842, ``dcz``).
A terminal without it gets zstd or gzip as before.
"""

import hashlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Final

import zstandard
from starlette.concurrency import run_in_threadpool

from hyteterm.domain import shared_dictionary
from hyteterm.domain.shared_dictionary import HASH_LENGTH
from hyteterm.hub import catalogue_records
from hyteterm.hub.store import Store, Transaction

SIZE: Final = 110 * 1024
"""Bytes; zstd's own advice.  Each snapshot carries it, in about 30 kB."""
LEAST_SERVICES: Final = 200
"""A smaller catalogue is small by itself."""
SAMPLES: Final = 1000
KEPT: Final = 4
_SEGMENT: Final = {"k": 256, "d": 8}
"""Length of the pieces and of what is compared, bytes (zstd's cover algorithm)."""
_LEVEL: Final = 19


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A dictionary and its SHA-256."""

    data: bytes
    hash: bytes


async def current(store: Store) -> Dictionary | None:
    """The dictionary for new snapshots, made when there is none or much has changed since.

    None for a small catalogue.
    """

    async def state(tx: Transaction) -> tuple[Dictionary | None, int, int, int]:
        row = await tx.row("SELECT * FROM catalogue_dictionary ORDER BY number DESC LIMIT 1")
        newest = None if row is None else _read(row["data"])
        made_at = 0 if row is None else int(row["number"])
        count = await catalogue_records.live_count(tx)
        return newest, made_at, await catalogue_records.end(tx), count

    newest, made_at, end, count = await store.read(state)
    if count < LEAST_SERVICES or (newest is not None and end - made_at <= count):
        return newest
    lines = await store.read(lambda tx: _samples(tx, count))
    data = await run_in_threadpool(_trained, lines)
    if data is None:
        return newest
    made = _read(b64encode(data).decode())
    await store.write(lambda tx: _keep(tx, made, end))
    return made


async def known(tx: Transaction, available: str) -> Dictionary | None:
    """The dictionary that an ``Available-Dictionary`` header names; None: not of this hub."""
    hash_ = shared_dictionary.named(available)
    if hash_ is None:
        return None
    row = await tx.row("SELECT data FROM catalogue_dictionary WHERE hash = $1", hash_.hex())
    return None if row is None else _read(row["data"])


def compressed(data: bytes, dictionary: Dictionary) -> bytes:
    """``data`` in the encoding ``dcz``."""
    raw = zstandard.ZstdCompressionDict(dictionary.data, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=raw, write_checksum=True)
    return shared_dictionary.DCZ_MAGIC + dictionary.hash + compressor.compress(data)


async def _samples(tx: Transaction, count: int) -> list[bytes | bytearray | memoryview]:
    """Records spread evenly over the catalogue."""
    every = max(1, count // SAMPLES)
    samples: list[bytes | bytearray | memoryview] = []
    last, seen = "", 0
    while page := await catalogue_records.live_after(tx, last):
        last = page[-1][0]
        for _, line in page:
            if seen % every == 0:
                samples.append(line.encode())
            seen += 1
    return samples


def _trained(lines: list[bytes | bytearray | memoryview]) -> bytes | None:
    try:
        return bytes(zstandard.train_dictionary(SIZE, lines, **_SEGMENT).as_bytes())
    except zstandard.ZstdError:
        # Too little text to learn from: the catalogue does well without.
        return None


async def _keep(tx: Transaction, made: Dictionary, number: int) -> None:
    await tx.execute(
        "INSERT INTO catalogue_dictionary (hash, number, data) VALUES ($1, $2, $3)"
        " ON CONFLICT (hash) DO UPDATE SET number = excluded.number",
        made.hash.hex(),
        number,
        b64encode(made.data).decode(),
    )
    await tx.execute(
        "DELETE FROM catalogue_dictionary WHERE hash NOT IN"
        " (SELECT hash FROM catalogue_dictionary ORDER BY number DESC LIMIT $1)",
        KEPT,
    )


def _read(text: str) -> Dictionary:
    data = b64decode(text)
    hash_ = hashlib.sha256(data).digest()
    assert len(hash_) == HASH_LENGTH
    return Dictionary(data, hash_)
