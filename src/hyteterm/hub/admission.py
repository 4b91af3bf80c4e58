"""How much work the hub takes on at a time: the rest is told to come back later."""

import random
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from hyteterm.hub.problems import Problem


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request and all requests together may take."""

    body_bytes: int = 2 * 1024 * 1024
    """Bytes of a request body; a terminal halves its batch on 413."""
    body_seconds: float = 30.0
    """Seconds for a body to arrive."""
    at_once: int = 64
    """Requests worked on in this process."""
    arriving: int = 512
    """Requests whose bodies are still on the line: slow ones keep no fast one out."""
    retry_after: tuple[int, int] = (2, 20)
    """Seconds, drawn at random, so that the turned away do not come back together."""
    wrong_codes: int = 60
    """Wrong one-time codes in a minute, from all terminals together."""


def too_many(limits: Limits) -> Problem:
    """The answer to a request that the hub does not take on now."""
    return Problem(
        "too-many-requests",
        headers={"Retry-After": str(random.randint(*limits.retry_after))},
    )


@dataclass(slots=True)
class Gate:
    """Counts the requests of this process: those that arrive, and those worked on."""

    limits: Limits
    arriving: int = 0
    working: int = 0

    @contextmanager
    def arrival(self) -> Iterator[None]:
        """Hold a place while the request is read.  Raises `Problem`.

        When there is no room to work, it is turned away before its body costs anything.
        """
        if self.arriving >= self.limits.arriving or self.working >= self.limits.at_once:
            raise too_many(self.limits)
        self.arriving += 1
        try:
            yield
        finally:
            self.arriving -= 1

    @contextmanager
    def work(self) -> Iterator[None]:
        """Hold a place while the request is worked on.  Raises `Problem`."""
        if self.working >= self.limits.at_once:
            raise too_many(self.limits)
        self.working += 1
        try:
            yield
        finally:
            self.working -= 1


@dataclass(slots=True)
class CodeGuard:
    """Slows the guessing of one-time codes."""

    limits: Limits
    clock: Callable[[], float] = monotonic
    _wrong: deque[float] = field(default_factory=deque)

    def check(self) -> None:
        """Raises `Problem` when too many wrong codes have come within a minute."""
        while self._wrong and self._wrong[0] < self.clock() - 60:
            self._wrong.popleft()
        if len(self._wrong) >= self.limits.wrong_codes:
            raise too_many(self.limits)

    def wrong(self) -> None:
        """A wrong code came."""
        self._wrong.append(self.clock())
