"""Bytes of an old terminal profile."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.terminal import input_guard
from hyteterm.terminal.input_guard import TolerantDecoder


@pytest.fixture(autouse=True)
def _installed() -> None:
    input_guard.install()


@given(st.text(st.characters(codec="utf-8", max_codepoint=0x24F)), st.integers(1, 4))
def test_utf_8_is_read_as_it_is_however_it_is_cut(text: str, size: int) -> None:
    decoder = TolerantDecoder()
    data = text.encode()
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert "".join(decoder.decode(piece) for piece in pieces) + decoder.decode(b"", True) == text


def test_latin_1_letters_show_at_once() -> None:
    decoder = TolerantDecoder()
    assert [decoder.decode(bytes([byte])) for byte in "yö ä å".encode("latin-1")] == list("yö ä å")


@given(st.binary())
def test_no_bytes_raise(data: bytes) -> None:
    decoder = TolerantDecoder()
    decoder.decode(data)
    decoder.decode(b"", True)


def test_the_driver_uses_it() -> None:
    linux_driver = pytest.importorskip("textual.drivers.linux_driver")
    decoder = linux_driver.getincrementaldecoder("utf-8")()
    assert decoder.decode(b"\xe4") == "ä"
    assert isinstance(decoder, codecs.IncrementalDecoder)
