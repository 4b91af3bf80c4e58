"""A program in a pseudo-terminal, timed from outside.

While the clock runs, what the program writes is only stamped and kept; the emulator reads
it afterwards, so that emulating costs nothing in the figures.  A screen counts as painted
when it looks as it does once everything is quiet, never by silence alone.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pyte

Look = Callable[[Sequence[str]], object]
"""What of a screen (its rows) is compared."""

UNKNOWN_TO_PYTE: Final = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$[a-z]")
ASKS_FOR_SYNCHRONISED_OUTPUT: Final = b"\x1b[?2026$p"
MODERN_ANSWER: Final = b"\x1b[?2026;2$y"
TICKS: Final = os.sysconf("SC_CLK_TCK")


class NeverSeen(AssertionError):
    """The screen never came; the message is what stood there instead."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that came together; ``at`` is `time.perf_counter`."""

    at: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What one key did.  Seconds since the key was written; None: that part did not change."""

    first_byte: float | None
    painted: float | None
    bytes: int
    pieces: int


class PtySession:
    """A context manager; the program is ended on leaving."""

    def __init__(
        self, argv: Sequence[str], environ: Mapping[str, str], *, columns: int = 80, rows: int = 24
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._emulated = 0
        self.pieces: list[Piece] = []
        controller, worker = pty.openpty()
        fcntl.ioctl(worker, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.started = time.perf_counter()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(controller)
                os.setsid()
                fcntl.ioctl(worker, termios.TIOCSCTTY, 0)
                for target in (0, 1, 2):
                    os.dup2(worker, target)
                os.execvpe(argv[0], list(argv), dict(environ))
            finally:
                os._exit(127)
        os.close(worker)
        self._fd = controller

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.kill(self.pid, signal.SIGTERM)
        end = time.perf_counter() + 3
        while not os.waitpid(self.pid, os.WNOHANG)[0]:
            if time.perf_counter() > end:
                os.kill(self.pid, signal.SIGKILL)
            self._read(0.02)
        os.close(self._fd)

    # -- what it writes ----------------------------------------------------------

    @property
    def rows(self) -> list[str]:
        """What a person sees now."""
        self._emulate(len(self.pieces))
        return list(self._screen.display)

    @property
    def written(self) -> int:
        """Bytes so far."""
        return sum(len(piece.data) for piece in self.pieces)

    def seen(self, *texts: str, timeout: float = 30.0) -> float:
        """The moment (`time.perf_counter`) when the screen first held all ``texts``.

        Raises `NeverSeen`.
        """
        end = time.perf_counter() + timeout
        while time.perf_counter() < end:
            while self._emulated < len(self.pieces):
                self._emulate(self._emulated + 1)
                shown = "\n".join(self._screen.display)
                if all(text in shown for text in texts):
                    return self.pieces[self._emulated - 1].at
            self._read(0.02)
        raise NeverSeen("\n".join(self._screen.display))

    def quiet(self, seconds: float = 0.3, *, limit: float = 20.0) -> None:
        """Read until nothing has come for ``seconds``."""
        end = time.perf_counter() + limit
        while self._read(seconds) and time.perf_counter() < end:
            pass

    def listened(self, seconds: float) -> int:
        """Bytes that come by themselves within ``seconds``."""
        before, end = self.written, time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)
        return self.written - before

    def key(self, text: str, look: Look, *, settle: float = 0.08) -> Answer:
        """Type one key; when ``look`` of the screen had become what it is when all is quiet."""
        before = look(self.rows)
        first = len(self.pieces)
        sent = time.perf_counter()
        os.write(self._fd, text.encode())
        self._read(1.0)
        while self._read(settle):
            pass
        answer = self.pieces[first:]
        looks = []
        for place in range(first, len(self.pieces)):
            self._emulate(place + 1)
            looks.append(look(self._screen.display))
        painted = None
        if looks and looks[-1] != before:
            there = len(looks)
            while there and looks[there - 1] == looks[-1]:
                there -= 1
            painted = answer[there].at - sent
        return Answer(
            first_byte=answer[0].at - sent if answer else None,
            painted=painted,
            bytes=sum(len(piece.data) for piece in answer),
            pieces=len(answer),
        )

    def type(self, text: str) -> float:
        """Type without waiting; the moment."""
        sent = time.perf_counter()
        os.write(self._fd, text.encode())
        return sent

    def _read(self, timeout: float) -> bool:
        ready, _, _ = select.select([self._fd], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:
            return False
        self.pieces.append(Piece(time.perf_counter(), data))
        if ASKS_FOR_SYNCHRONISED_OUTPUT in data:
            os.write(self._fd, MODERN_ANSWER)
        return bool(data)

    def _emulate(self, until: int) -> None:
        for piece in self.pieces[self._emulated : until]:
            self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", piece.data))
        self._emulated = max(self._emulated, until)

    # -- what it takes (Linux) -----------------------------------------------------

    def children(self) -> list[int]:
        """Processes that the program has started."""
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def cpu(self, pid: int | None = None) -> float:
        """Seconds of processor time so far, threads included; steps of 10 ms."""
        fields = Path(f"/proc/{pid or self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self, pid: int | None = None) -> dict[str, float]:
        """``rss`` and ``pss`` in MiB."""
        lines = Path(f"/proc/{pid or self.pid}/smaps_rollup").read_text().splitlines()
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
        return {name.lower(): round(sizes[name] / 1024, 1) for name in ("Rss", "Pss")}
