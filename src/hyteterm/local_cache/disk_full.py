"""A disk that takes no more, as one error of ours."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_OS_ERRORS: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SQLITE_ERRORS: Final = frozenset({10, 13})
"""SQLITE_IOERR (an exceeded quota or file limit comes as one) and SQLITE_FULL."""


class DiskFull(Exception):
    """The disk takes no more: full, over the account's quota, or failing.

    What was saved before stands; what was being saved was not.
    """


def is_disk_full(error: BaseException) -> bool:
    """Whether ``error`` says that the disk takes no more."""
    if isinstance(error, DiskFull):
        return True
    if isinstance(error, OSError):
        return error.errno in _OS_ERRORS
    code: Any = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and (code & 0xFF) in _SQLITE_ERRORS


@contextmanager
def disk_full_told() -> Iterator[None]:
    """Within it a full disk is raised as `DiskFull`, everything else as it is."""
    try:
        yield
    except Exception as error:
        if not isinstance(error, DiskFull) and is_disk_full(error):
            raise DiskFull(type(error).__name__) from None
        raise
