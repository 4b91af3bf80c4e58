"""The access log (käyttöloki): who looked at whose data, when, why, and to whom it went.

Append-only: triggers forbid changes, and each row's hash covers the row before it, so
that a changed, removed or inserted row shows.  A row holds no client data but the
opaque reference.
"""

# ruff: noqa: S608  (what is put into statements are constants of this file)

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from hyteterm.local_cache.store_connection import StoreConnection


class Action(StrEnum):
    """What was done with the client's data."""

    VIEW = "view"
    SEARCH = "search"
    SAVE = "save"
    SEND = "send"
    RECEIVE = "receive"
    STEP = "step"
    PRINT = "print"
    COPY = "copy"
    EXPORT = "export"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Access:
    """One thing done, before it has a place in the log."""

    professional_id: str
    professional: str
    """Name, as it was then."""
    role: str
    action: Action
    client_reference: str = ""
    """Whose data; empty when it concerned nobody in particular (a search without a hit)."""
    reason: str = ""
    """Why, in words without client data."""
    recipient: str = ""
    """To whom it was given."""
    subject_id: str = ""
    """The referral's or card's id."""


@dataclass(frozen=True, slots=True)
class LoggedAccess:
    """A row of the log."""

    number: int
    at: datetime
    access: Access
    hash: str


_NAMES: Final = tuple(field.name for field in fields(Access))
_COLUMNS: Final = ", ".join(_NAMES)
_INSERT: Final = (
    f"INSERT INTO access_log (at, {_COLUMNS}, hash) VALUES ({', '.join('?' * (len(_NAMES) + 2))})"
)
_SELECT: Final = f"SELECT number, at, {_COLUMNS}, hash FROM access_log"


class AccessLog:
    """The log in the vault; rows are written in the caller's transaction, if there is one."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    def record(self, access: Access, at: datetime) -> int:
        """Append a row; returns its number.  ``at`` is aware."""
        with self._connection.transaction():
            last = self._connection.row(
                "SELECT number, hash FROM access_log ORDER BY number DESC LIMIT 1"
            )
            number, before = last or (0, "")
            when = at.astimezone(UTC).isoformat()
            values = [str(getattr(access, name)) for name in _NAMES]
            hash = _hash(before, number + 1, when, values)
            return self._connection.insert(_INSERT, (when, *values, hash))

    def entries(
        self, *, client_reference: str | None = None, limit: int = -1
    ) -> Iterator[LoggedAccess]:
        """Rows, newest first; of one client when asked.  ``limit`` -1: all."""
        where = "" if client_reference is None else " WHERE client_reference = ?"
        values = () if client_reference is None else (client_reference,)
        for number, at, *columns, hash in self._connection.rows(
            f"{_SELECT}{where} ORDER BY number DESC LIMIT ?", (*values, limit)
        ):
            stored = dict(zip(_NAMES, columns, strict=True))
            access = Access(**{**stored, "action": Action(stored["action"])})
            yield LoggedAccess(number, datetime.fromisoformat(at), access, hash)

    def first_broken(self) -> int | None:
        """The number of the first row that was changed, or that something is missing before.

        None: the chain is whole.  Rows cut off the end show as a number one past the last
        row that is left.
        """
        before, expected = "", 1
        for number, at, *columns, hash in self._connection.rows(f"{_SELECT} ORDER BY number"):
            if number != expected or hash != _hash(before, number, at, columns):
                return expected
            before, expected = hash, expected + 1
        given = self._connection.row("SELECT seq FROM sqlite_sequence WHERE name = 'access_log'")
        return expected if given is not None and given[0] != expected - 1 else None


def _hash(before: str, number: int, at: str, values: list[str]) -> str:
    row = json.dumps([before, number, at, *values], ensure_ascii=False, separators=(",", ":"))
    return sha256(row.encode()).hexdigest()
