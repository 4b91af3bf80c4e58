"""A line between terminal and hub that fails in every way a line can.

It stands on loopback between the real client and the real hub and carries one request a
connection.  What it does to a request is drawn from `FAULTS`.
"""

import random
import socket
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

PORTAL: Final = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 24\r\n"
    b"Connection: close\r\n\r\n<html>Welcome!</html>\r\n\r\n"
)
BUSY: Final = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
BROKEN: Final = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
PATIENCE_S: Final = 10.0


class FaultyLine:
    """A context manager; ``share`` of the requests meets a fault."""

    def __init__(self, chance: random.Random, faults: Sequence[str] = ()) -> None:
        """``faults``: names out of `FAULTS`; all of them when none is named."""
        self._chance = chance
        self._faults = list(faults or FAULTS)
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._late: list[bytes] = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.hub_port = 0
        """0: the hub is down."""
        self.share = 0.0
        self.met: Counter[str] = Counter()
        """Fault → how often."""
        self.carried = 0

    def __enter__(self) -> "FaultyLine":
        threading.Thread(target=self._accept, name="line", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        # A thread that waits in accept keeps a closed socket listening.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                terminal, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(terminal,), daemon=True).start()

    def _serve(self, terminal: socket.socket) -> None:
        with terminal, suppress(OSError):
            terminal.settimeout(PATIENCE_S)
            request = read_request(terminal)
            if not request:
                return
            with self._lock:
                self.carried += 1
                meets = self._chance.random() < self.share
                name = self._chance.choice(self._faults) if meets else ""
                if name:
                    self.met[name] += 1
            answer = FAULTS[name](self, request) if name else self.forwarded(request)
            terminal.sendall(answer)

    def forwarded(self, request: bytes) -> bytes:
        """The hub's answer; empty when it is down or dies on the way."""
        answer = b""
        with suppress(OSError):
            with socket.create_connection(("127.0.0.1", self.hub_port), PATIENCE_S) as hub:
                hub.sendall(closing(request))
                while piece := hub.recv(65536):
                    answer += piece
            return answer
        return b"" if self.hub_port else answer

    def torn(self, request: bytes) -> bytes:
        """Half of the request arrives; then the line is dead."""
        with (
            suppress(OSError),
            socket.create_connection(("127.0.0.1", self.hub_port), PATIENCE_S) as hub,
        ):
            hub.sendall(closing(request)[: len(request) // 2])
        return b""

    def repeated_late(self, request: bytes) -> bytes:
        """The same request comes to the hub again, long after it was answered."""
        with self._lock:
            self._late.append(request)
            again = self._late.pop(0) if len(self._late) > 5 else b""
        answer = self.forwarded(request)
        if again:
            self.forwarded(again)
        return answer


FAULTS: Final[dict[str, Callable[[FaultyLine, bytes], bytes]]] = {
    "request lost": lambda line, request: b"",
    "request torn": FaultyLine.torn,
    "answer lost": lambda line, request: line.forwarded(request)[:0],
    "answer torn": lambda line, request: (answer := line.forwarded(request))[: len(answer) // 2],
    "captive portal": lambda line, request: PORTAL,
    "captive portal after the hub": lambda line, request: (line.forwarded(request), PORTAL)[1],
    "busy": lambda line, request: BUSY,
    "gateway fails after the hub": lambda line, request: (line.forwarded(request), BROKEN)[1],
    "sent twice": lambda line, request: (line.forwarded(request), line.forwarded(request))[1],
    "repeated late": FaultyLine.repeated_late,
}


def read_request(terminal: socket.socket) -> bytes:
    """One whole request; empty when the terminal hung up before its end."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = terminal.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(line[15:]) for line in head.split(b"\r\n") if line.lower()[:15] == b"content-length:"),
        0,
    )
    while len(body) < length:
        piece = terminal.recv(65536)
        if not piece:
            return b""
        body += piece
    return head + b"\r\n\r\n" + body


def closing(request: bytes) -> bytes:
    """The request asking the hub to close the connection after its answer."""
    head, _, body = request.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close", b"", b""]) + body
