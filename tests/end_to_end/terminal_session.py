"""The real program in a real pseudo-terminal, seen through an emulator."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

import pyte

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "f12": "\x1b[24~",
    "ctrl+e": "\x05",
    "ctrl+q": "\x11",
    "ctrl+z": "\x1a",
}
UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$[a-z]")


class NotSeen(AssertionError):
    """The text never appeared; the message is the screen."""


class TerminalSession:
    """A program on a terminal of 80×24, unless another size is given."""

    def __init__(
        self,
        argv: Sequence[str],
        environ: Mapping[str, str],
        *,
        columns: int = 80,
        rows: int = 24,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.received = b""
        controller, worker = pty.openpty()
        fcntl.ioctl(worker, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
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
        self.fd = controller

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill(signal.SIGTERM)

    def kill(self, number: int = signal.SIGKILL) -> None:
        """End the program and wait for it; harmless when it has ended."""
        if self.pid == 0:
            return
        try:
            os.kill(self.pid, number)
            for _ in range(100):
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    break
                self.pump(0.05)
            else:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        self.pid = 0
        os.close(self.fd)

    def pump(self, timeout: float) -> bool:
        """Read what the program has written, for at most ``timeout`` seconds."""
        ready, _, _ = select.select([self.fd], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.received += data
        self.stream.feed(UNKNOWN_TO_PYTE.sub(b"", data))
        return bool(data)

    @property
    def text(self) -> str:
        """What a person sees."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, *texts: str, timeout: float = 30.0) -> str:
        """The screen once it shows all ``texts``.  Raises `NotSeen`."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if all(text in self.text for text in texts):
                return self.text
            self.pump(0.1)
        raise NotSeen(f"never seen: {texts}\n{self.text}")

    def wait_until_gone(self, text: str, timeout: float = 30.0) -> str:
        """The screen once it no longer shows ``text``."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if text not in self.text:
                return self.text
            self.pump(0.1)
        raise NotSeen(f"still seen: {text}\n{self.text}")

    def press(self, *keys: str) -> None:
        """Press keys by name, or as the characters they are."""
        for key in keys:
            os.write(self.fd, KEYS.get(key, key).encode())
            self.pump(0.02)

    def write(self, text: str) -> None:
        """Type a text."""
        os.write(self.fd, text.encode())
        self.pump(0.02)
