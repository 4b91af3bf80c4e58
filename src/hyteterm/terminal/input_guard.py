"""Keeps one byte that is not UTF-8 from ending the program.

A terminal set to Latin-1 (an old PuTTY profile) sends ``ä`` as one byte 0xE4.
Textual's input thread decodes strictly and would raise; here such bytes are
read as Latin-1, so the letter arrives as it was typed.
"""

import codecs
from typing import Any

ERRORS = "hyteterm-latin-1"


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


def _tolerant_decoder(encoding: str) -> Any:
    decoder = codecs.getincrementaldecoder(encoding)
    return lambda errors=ERRORS: decoder(errors)


def install() -> None:
    """Make Textual's drivers of this platform read tolerantly.  Idempotent."""
    codecs.register_error(ERRORS, _as_latin_1)
    try:
        from textual.drivers import linux_driver
    except ImportError:  # Windows reads characters, not bytes
        return
    vars(linux_driver)["getincrementaldecoder"] = _tolerant_decoder
