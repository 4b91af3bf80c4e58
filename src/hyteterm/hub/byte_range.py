"""One byte range of an HTTP request (RFC 9110, 14.2)."""

import re
from typing import Final

_FORM: Final = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))")


class OutsideRange(ValueError):
    """No byte of the content is in the range."""


def read(header: str, size: int) -> tuple[int, int] | None:
    """First byte and end (exclusive) of the range; None: answer with the whole.

    Several ranges and other forms are left out, as a server may.  Raises `OutsideRange`.
    """
    form = _FORM.fullmatch(header.replace(" ", ""))
    if form is None:
        return None
    first, last, tail = form.groups()
    if tail is not None:
        if int(tail) == 0 or size == 0:
            raise OutsideRange
        return max(0, size - int(tail)), size
    start = int(first)
    end = min(size, int(last) + 1) if last else size
    if last and int(last) < start:
        return None
    if start >= size:
        raise OutsideRange
    return start, end
