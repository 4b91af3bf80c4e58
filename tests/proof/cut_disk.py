"""A disk whose power fails: what was not synced is there in part, in any order, torn.

SQLite is another build here (apsw-sqlite3mc), because it lets Python stand under it; it
reads and writes the same SQLCipher and WAL files.  Everything above it is the program's
own: its PRAGMAs, its statements, its transactions.  The files that the program's SQLite
has open are never opened by this one in the same process.
"""

import os
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import apsw

SECTOR: Final = 512
WRITE, TRUNCATE, DELETE, SYNC, COMMIT, TOLD = range(6)
Event = tuple[int, str, Any, Any]
"""(what, file, offset or size or number, bytes or word)"""


class Diary:
    """All that reached the disk's driver, in order, and what the program told meanwhile."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.states: defaultdict[str, list[int]] = defaultdict(list)
        """File → hash of all its rows after each commit, the first being before any."""

    def told(self, what: str, subject: str) -> None:
        """The program has said so to a person."""
        self.events.append((TOLD, subject, None, what))

    def committed(self, file: str, state: int) -> None:
        """A commit was confirmed."""
        self.events.append((COMMIT, file, len(self.states[file]), None))
        self.states[file].append(state)


class _File(apsw.VFSFile):
    def __init__(self, diary: Diary, base: str, name: Any, flags: list[int]) -> None:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        self._name = os.path.basename(path)  # noqa: PTH119
        self._diary = diary
        super().__init__(base, name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._diary.events.append((WRITE, self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:
        self._diary.events.append((TRUNCATE, self._name, size, None))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        # The real disk is not asked: no power fails here.
        self._diary.events.append((SYNC, self._name, None, None))


class DiaryVfs(apsw.VFS):
    """Writes the diary; stands under the encryption, so it sees what the disk sees."""

    NAME: Final = "diary"
    BASE: Final = "unix"

    def __init__(self) -> None:
        self.diary = Diary()
        super().__init__(self.NAME, self.BASE)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        return _File(self.diary, self.BASE, name, flags)

    def xDelete(self, name: str, sync_folder: bool) -> None:
        self.diary.events.append((DELETE, os.path.basename(name), None, None))  # noqa: PTH119
        super().xDelete(name, sync_folder)


@cache
def the_disk() -> DiaryVfs:
    """One a process: the encryption keeps a pointer to it, so it may never go away."""
    return DiaryVfs()


class RecordedSqlite:
    """Stands where the program looks for its SQLite module (`hyteterm.local_cache.sqlite`)."""

    def __init__(self, diary: Diary, *, synchronous: str) -> None:
        self._diary = diary
        self._synchronous = synchronous
        the_disk().diary = diary

    def connect(self, path: str, **_options: Any) -> "RecordedConnection":
        """Open a file on the recorded disk."""
        connection = apsw.Connection(path, vfs=f"multipleciphers-{the_disk().NAME}")
        connection.set_busy_timeout(10_000)
        return self.recorded(connection, Path(path).name)

    def recorded(self, connection: apsw.Connection, file: str) -> "RecordedConnection":
        """The connection that the program gets."""
        return RecordedConnection(connection, file, self._diary, self._synchronous)


class RecordedConnection:
    """As much of a DB-API connection as the program uses; notes each confirmed commit."""

    def __init__(
        self, connection: apsw.Connection, file: str, diary: Diary, synchronous: str
    ) -> None:
        self._connection = connection
        self._file = file
        self._diary = diary
        self._synchronous = synchronous
        self._changes = 0

    @property
    def in_transaction(self) -> bool:
        """Between BEGIN and its end."""
        return self._connection.in_transaction

    def execute(self, sql: str, values: Any = ()) -> "RecordedCursor":
        """Run a statement as the program wrote it."""
        if sql.startswith("PRAGMA key"):
            self._connection.execute("PRAGMA cipher = 'sqlcipher'")
            self._connection.execute("PRAGMA legacy = 4")
        if sql == "PRAGMA synchronous = FULL":
            sql = f"PRAGMA synchronous = {self._synchronous}"
        rows = self._connection.execute(sql, values).fetchall()
        answer = RecordedCursor(
            rows, self._connection.changes(), self._connection.last_insert_rowid()
        )
        if not self.in_transaction and self._connection.total_changes() != self._changes:
            self._changes = self._connection.total_changes()
            self._diary.committed(self._file, state_of(self._connection))
        return answer

    def close(self) -> None:
        """Close it."""
        self._connection.close()


@dataclass(frozen=True, slots=True)
class RecordedCursor:
    """The answer to a statement."""

    rows: list[Any]
    rowcount: int
    lastrowid: int

    def fetchone(self) -> Any:
        """The first row, or None."""
        return self.rows[0] if self.rows else None

    def fetchall(self) -> list[Any]:
        """All rows."""
        return self.rows

    def close(self) -> None:
        """Nothing is held."""


def state_of(connection: Any) -> int:
    """A hash of every row of every table."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall()
    return hash(
        tuple(
            (name, tuple(sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))))
            for (name,) in tables
        )
    )


@dataclass
class Cut:
    """The power failed here."""

    place: int
    """In the diary."""
    files: dict[str, bytes]
    """What the disk holds afterwards."""
    confirmed: dict[str, int] = field(default_factory=dict)
    """File → the last commit that was confirmed before (its place in `Diary.states`)."""


def cut(
    events: Sequence[Event], before: Mapping[str, bytes], place: int, chance: random.Random
) -> Cut:
    """Fail the power after ``place`` events, on a disk that held ``before`` at the start.

    What was synced is there.  Of the rest any part may be: writes in any order and torn at
    sectors.  A deletion that nothing synced later stands on may not have happened.
    """
    disk: dict[str, bytearray] = {name: bytearray(data) for name, data in before.items()}
    waiting: defaultdict[str, list[Event]] = defaultdict(list)
    found = Cut(place, {})
    for event in events[:place]:
        what, name, number, _ = event
        if what in (WRITE, TRUNCATE, DELETE):
            waiting[name].append(event)
        elif what == SYNC:
            for one in waiting.pop(name, []):
                _apply(disk, one)
        elif what == COMMIT:
            found.confirmed[name] = number
    for name in sorted(waiting):
        for one in _survivors(waiting[name], chance):
            _apply(disk, one)
    found.files = {name: bytes(data) for name, data in disk.items()}
    return found


def _survivors(events: list[Event], chance: random.Random) -> list[Event]:
    kept: list[Event] = []
    part: list[Event] = []
    for event in [*events, None]:
        if event is not None and event[0] != DELETE:
            part.append(event)
            continue
        share = chance.choice((0.0, 0.3, 0.7, 1.0))
        some = [one for one in part if chance.random() < share]
        chance.shuffle(some)
        kept += [torn for one in some for torn in _torn(one, chance)]
        part = []
        if event is not None:
            if chance.random() < 0.5:
                return kept
            kept.append(event)
    return kept


def _torn(event: Event, chance: random.Random) -> list[Event]:
    what, name, offset, data = event
    if what != WRITE:
        return [event]
    whole = chance.random() < 0.5
    return [
        (WRITE, name, offset + start, data[start : start + SECTOR])
        for start in range(0, len(data), SECTOR)
        if whole or chance.random() < 0.9
    ]


def _apply(disk: dict[str, bytearray], event: Event) -> None:
    what, name, number, data = event
    if what == DELETE:
        disk.pop(name, None)
        return
    content = disk.setdefault(name, bytearray())
    if what == TRUNCATE:
        del content[number:]
        return
    if len(content) < number:
        content.extend(bytes(number - len(content)))
    content[number : number + len(data)] = data
