"""Content encodings of the catalogue: which one to use, and how to compress."""

import zlib
from collections.abc import Callable
from typing import Final, Protocol

import zstandard


class Compressor(Protocol):
    """A streaming compressor."""

    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


class _Plain:
    """No compression."""

    def compress(self, data: bytes, /) -> bytes:
        return data

    def flush(self) -> bytes:
        return b""


_ZSTD_LEVEL: Final = 15
_ZSTD_WINDOW_LOG: Final = 23
"""8 MiB: the largest window that every decoder of the web takes (RFC 8878)."""


def _zstd() -> Compressor:
    parameters = zstandard.ZstdCompressionParameters.from_level(
        _ZSTD_LEVEL, window_log=_ZSTD_WINDOW_LOG, enable_ldm=True, write_checksum=True
    )
    compressor: Compressor = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return compressor


def _gzip() -> Compressor:
    return zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)


ENCODINGS: Final[dict[str, Callable[[], Compressor]]] = {
    "zstd": _zstd,
    "gzip": _gzip,
    "identity": _Plain,
}
"""In the order of preference."""


def chosen(accept_encoding: str) -> str:
    """The best encoding that an ``Accept-Encoding`` header allows."""
    accepted = _accepted(accept_encoding)
    for encoding in ENCODINGS:
        if accepted.get(encoding, accepted.get("*", 0.0)) > 0:
            return encoding
    return "identity"


def accepts(accept_encoding: str, encoding: str) -> bool:
    """Whether the header names ``encoding`` itself."""
    return _accepted(accept_encoding).get(encoding, 0.0) > 0


def _accepted(accept_encoding: str) -> dict[str, float]:
    accepted: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, _, parameter = part.strip().partition(";")
        weight = parameter.strip().removeprefix("q=") or "1"
        try:
            accepted[name.strip()] = float(weight)
        except ValueError:
            continue
    return accepted


def compressed(data: bytes, encoding: str) -> bytes:
    """All of ``data`` in ``encoding``."""
    compressor = ENCODINGS[encoding]()
    return compressor.compress(data) + compressor.flush()
