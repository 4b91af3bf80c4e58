"""How a compression dictionary that both ends know stands on the wire.

Answers: RFC 9842, encoding ``dcz``: eight bytes of magic, the dictionary's SHA-256, then
a Zstandard frame compressed with the dictionary as raw content.  The dictionary itself
comes at the end of the zstd snapshot, in a frame that decoders skip (RFC 8878, 3.1.2):

    magic ``5D 2A 4D 18`` · length · compressed dictionary · length of that, 4 bytes

so that a reader who knows nothing of it reads the snapshot as before.
"""

from base64 import b64decode, b64encode
from struct import pack, unpack
from typing import Final

ENCODING: Final = "dcz"
HEADER: Final = "Available-Dictionary"
HASH_LENGTH: Final = 32
DCZ_MAGIC: Final = bytes.fromhex("5e2a4d1820000000")
"""A skippable frame of 32 bytes: the hash."""
LARGEST: Final = 1024 * 1024
"""Bytes of a dictionary that a reader takes."""
FOOT_LENGTH: Final = 4
HEAD_LENGTH: Final = 8
_FRAME_MAGIC: Final = 0x184D2A5D


def naming(hash_: bytes) -> str:
    """The value of ``Available-Dictionary`` for a SHA-256."""
    return f":{b64encode(hash_).decode()}:"


def named(value: str) -> bytes | None:
    """The SHA-256 in a value of ``Available-Dictionary``; None when there is none."""
    text = value.strip()
    if len(text) < 2 or text[0] != ":" or text[-1] != ":":
        return None
    try:
        hash_ = b64decode(text[1:-1], validate=True)
    except ValueError:
        return None
    return hash_ if len(hash_) == HASH_LENGTH else None


def framed(compressed: bytes) -> bytes:
    """The skippable frame around a compressed dictionary."""
    length = len(compressed)
    return pack("<II", _FRAME_MAGIC, length + FOOT_LENGTH) + compressed + pack("<I", length)


def frame_length(foot: bytes) -> int:
    """Bytes of the whole frame, when `foot` is the end of one."""
    return HEAD_LENGTH + int(unpack("<I", foot)[0]) + FOOT_LENGTH


def unframed(frame: bytes) -> bytes | None:
    """The compressed dictionary in a frame; None when it is no such frame."""
    if len(frame) < HEAD_LENGTH + FOOT_LENGTH:
        return None
    magic, length = unpack("<II", frame[:HEAD_LENGTH])
    inside = frame[HEAD_LENGTH:-FOOT_LENGTH]
    if magic != _FRAME_MAGIC or length != len(inside) + FOOT_LENGTH:
        return None
    return inside if frame_length(frame[-FOOT_LENGTH:]) == len(frame) else None
