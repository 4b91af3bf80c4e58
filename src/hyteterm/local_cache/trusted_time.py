"""Time for leases, delays and lock-outs: it never runs backwards.

The greatest of what was stored, the wall clock and what the hub has told.  Within a
process it also advances with the monotonic clock, so that a wall clock that jumped
ahead and was set back does not stop the queue.  It orders nothing and dedupes nothing:
that is done by local sequence numbers.
"""

import threading
import time
from collections.abc import Callable


class TrustedTime:
    """Seconds since 1970 (UTC), never less than before.  Safe to share between threads."""

    def __init__(
        self,
        *,
        latest: float = 0.0,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._latest = latest
        self._mark = monotonic()

    def now(self) -> float:
        """The time now."""
        with self._lock:
            mark = self._monotonic()
            self._latest = max(self._latest + (mark - self._mark), self._wall())
            self._mark = mark
            return self._latest

    def observe(self, moment: float) -> None:
        """It is at least ``moment``: a stored time, or the hub's."""
        with self._lock:
            mark = self._monotonic()
            self._latest = max(self._latest + (mark - self._mark), moment)
            self._mark = mark
