"""Keeps one byte that is not UTF-8 from ending the program.

A terminal set to Latin-1 (an old PuTTY profile) sends ``ä`` as one byte 0xE4.
Textual's input thread decodes strictly and would raise; here such bytes are
read as Latin-1, so the letter arrives as it was typed.
"""

import codecs
from typing import Any, Final

ERRORS: Final = "hyteterm-latin-1"
LONELY: Final = (b"\xe4", b"\xe5")
"""ä and å of Latin-1.  In UTF-8 they begin Chinese characters only: there is no use in
waiting for the rest, and the letter would show one key late.  (0xF6, ö, begins nothing.)"""


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


class TolerantDecoder(codecs.BufferedIncrementalDecoder):
    """UTF-8, and Latin-1 where it cannot be UTF-8."""

    def __init__(self, errors: str = ERRORS) -> None:
        super().__init__(errors)

    def _buffer_decode(self, input: Any, errors: str, final: bool) -> tuple[str, int]:
        text, used = codecs.utf_8_decode(input, errors, final)
        if input[used:] in LONELY:
            return text + input[used:].decode("latin-1"), len(input)
        return text, used


def install() -> None:
    """Make Textual's drivers of this platform read tolerantly.  Idempotent."""
    codecs.register_error(ERRORS, _as_latin_1)
    try:
        from textual.drivers import linux_driver
    except ImportError:  # Windows reads characters, not bytes
        return
    vars(linux_driver)["getincrementaldecoder"] = lambda encoding: TolerantDecoder
