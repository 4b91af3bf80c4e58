"""Locks between processes on one home; the operating system drops them with the process."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_RETRY_SECONDS: Final = 0.02

if sys.platform == "win32":
    import msvcrt

    _SHARERS: Final = 64

    def _try(descriptor: int, *, shared: bool) -> bool:
        """A sharer locks one free byte, the exclusive one all of them."""
        for place in range(_SHARERS) if shared else (0,):
            os.lseek(descriptor, place, os.SEEK_SET)
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1 if shared else _SHARERS)
            except OSError:
                continue
            return True
        return False

else:
    import fcntl

    def _try(descriptor: int, *, shared: bool) -> bool:
        how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class FileLock:
    """A lock on ``path``: exclusive, or shared by several.

    Two objects on one path exclude each other within one process too.
    """

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        self._path = path
        self._shared = shared
        self._descriptor: int | None = None

    def acquire(self, timeout: float = 0.0) -> bool:
        """Take it within ``timeout`` seconds; whether it was taken."""
        if self._descriptor is not None:
            return True
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        end = time.monotonic() + timeout
        while not _try(descriptor, shared=self._shared):
            if time.monotonic() >= end:
                os.close(descriptor)
                return False
            time.sleep(_RETRY_SECONDS)
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Give it back; nothing happens when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class LockTimeout(Exception):
    """Another process has held the lock all the while."""


@contextmanager
def locked(path: Path, *, shared: bool = False, timeout: float = 10.0) -> Iterator[None]:
    """Hold the lock within.  Raises `LockTimeout` after ``timeout`` seconds."""
    lock = FileLock(path, shared=shared)
    if not lock.acquire(timeout):
        raise LockTimeout(path.name)
    try:
        yield
    finally:
        lock.release()
