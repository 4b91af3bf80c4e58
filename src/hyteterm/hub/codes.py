"""One-time codes that a person types (table one_time_code): 60 random bits, kept hashed."""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from hyteterm.hub import times
from hyteterm.hub.store import Transaction

VALID_DAYS: Final = 7
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


class CodeKind(StrEnum):
    """What a code enrols."""

    TERMINAL = "terminal"
    """The subject is a unit."""
    PROFESSIONAL = "professional"
    """The subject is a professional."""


class CodeRefused(Exception):
    """The code cannot be used; ``str()`` is ``unknown-code``, ``code-used`` or ``code-expired``."""


async def make(
    tx: Transaction, kind: CodeKind, subject_id: str, now: datetime, days: int = VALID_DAYS
) -> str:
    """A new code, ``XXXX-XXXX-XXXX``, valid for ``days``; this is the only time to read it."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    await tx.execute(
        "INSERT INTO one_time_code (hash, kind, subject_id, expires_at) VALUES ($1, $2, $3, $4)",
        _hash(letters),
        kind,
        subject_id,
        times.written(now + timedelta(days=days)),
    )
    return "-".join((letters[:4], letters[4:8], letters[8:]))


async def use(tx: Transaction, kind: CodeKind, code: str, used_by: str, now: datetime) -> str:
    """Use the code up; returns its subject.  Raises `CodeRefused`.

    ``used_by`` may use it again (an answer lost on the line is asked for again); empty:
    nobody may.
    """
    hash_ = _hash(code.upper().translate(_MISREAD))
    found = await tx.row(
        "SELECT subject_id, expires_at, used_by FROM one_time_code WHERE hash = $1 AND kind = $2",
        hash_,
        kind,
    )
    if found is None:
        raise CodeRefused("unknown-code")
    if found["used_by"] is not None and (not used_by or found["used_by"] != used_by):
        raise CodeRefused("code-used")
    if found["used_by"] is None and found["expires_at"] < times.written(now):
        raise CodeRefused("code-expired")
    await tx.execute(
        "UPDATE one_time_code SET used_at = coalesce(used_at, $2), used_by = $3 WHERE hash = $1",
        hash_,
        times.written(now),
        used_by,
    )
    return str(found["subject_id"])


def _hash(letters: str) -> str:
    return hashlib.sha256(letters.encode()).hexdigest()
