"""The hub's compression dictionary on this terminal: kept from a snapshot, used for changes."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hyteterm.domain import shared_dictionary as wire
from hyteterm.local_cache.disk_full import disk_full_told
from hyteterm.local_cache.private_file import replace_bytes
from hyteterm.sync.client import MAX_ANSWER, HubAnswer, NotTheHub

_ENCODINGS: Final = f"{wire.ENCODING}, zstd, gzip"


class CatalogueDictionary:
    """A file beside the catalogue; without it changes come as zstd or gzip."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def take(self, snapshot: Path) -> None:
        """Keep the dictionary at the end of a zstd snapshot; without one nothing changes.

        Raises `DiskFull`, `OSError`.
        """
        import zstandard

        frame = _last_frame(snapshot)
        compressed = None if frame is None else wire.unframed(frame)
        if compressed is None:
            return
        try:
            data = zstandard.ZstdDecompressor().decompress(compressed, max_output_size=wire.LARGEST)
        except zstandard.ZstdError:
            return
        with disk_full_told():
            replace_bytes(self._path, data)

    def forget(self) -> None:
        """Do without."""
        self._path.unlink(missing_ok=True)

    def headers(self) -> Mapping[str, str]:
        """What a request for changes says of it; nothing when there is none."""
        data = self._data()
        if data is None:
            return {}
        named = wire.naming(hashlib.sha256(data).digest())
        return {"Accept-Encoding": _ENCODINGS, wire.HEADER: named}

    def body(self, answer: HubAnswer) -> bytes:
        """The body of an answer, whatever its encoding.  Raises `NotTheHub`."""
        if answer.headers.get("content-encoding", "") != wire.ENCODING:
            return answer.body
        import zstandard

        data = self._data() or b""
        start = wire.DCZ_MAGIC + hashlib.sha256(data).digest()
        raw = zstandard.ZstdCompressionDict(data, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        try:
            if not answer.body.startswith(start):
                raise NotTheHub
            whole = zstandard.ZstdDecompressor(dict_data=raw).decompress(
                answer.body[len(start) :], max_output_size=MAX_ANSWER
            )
        except (NotTheHub, zstandard.ZstdError):
            # The next time it is asked for without, and comes.
            self.forget()
            raise NotTheHub from None
        return bytes(whole)

    def _data(self) -> bytes | None:
        try:
            return self._path.read_bytes()
        except OSError:
            return None


def _last_frame(snapshot: Path) -> bytes | None:
    """As many bytes of the end as a frame there would have."""
    with snapshot.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if size < wire.FOOT_LENGTH:
            return None
        file.seek(size - wire.FOOT_LENGTH)
        length = wire.frame_length(file.read(wire.FOOT_LENGTH))
        if length > min(size, wire.LARGEST):
            return None
        file.seek(size - length)
        return file.read(length)
