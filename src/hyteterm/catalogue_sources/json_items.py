"""Items of a large JSON document, one at a time."""

import codecs
import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from hyteterm.catalogue_sources.reading import SourceError

_CHUNK_BYTES: Final = 1 << 20
_BLANK = re.compile(r"[ \t\n\r]*")


def _is_cut(error: ValueError, text: str) -> bool:
    """Whether the text only lacks its end."""
    rest = text[getattr(error, "pos", 0) :].strip()
    message = str(error)
    return (
        "Unterminated string" in message
        or any(literal.startswith(rest) for literal in ("true", "false", "null", "-"))
        or ("escape" in message and len(rest) <= 6)
    )


class _Text:
    """The text of a file that is longer than what is held of it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._json = json.JSONDecoder(parse_constant=lambda _: None)
        self.name = path.name
        self.text = ""
        self.at = 0
        self.ended = False

    def close(self) -> None:
        self._file.close()

    def more(self) -> bool:
        """Read on; False at the end of the file."""
        if self.ended:
            return False
        try:
            data = self._file.read(_CHUNK_BYTES)
            self.ended = not data
            new = self._decoder.decode(data, final=self.ended)
        except UnicodeDecodeError:
            raise SourceError("encoding", self.name) from None
        except OSError:
            raise SourceError("unreadable", self.name) from None
        self.text = self.text[self.at :] + new
        self.at = 0
        return True

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            found = _BLANK.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def take(self, expected: str) -> None:
        """Step over one of the ``expected`` characters."""
        character = self.peek()
        if not character:
            raise SourceError("truncated", self.name)
        if character not in expected:
            raise SourceError("not-json", self.name)
        self.at += 1

    def value(self) -> Any:
        """The JSON value that begins here."""
        if not self.peek():
            raise SourceError("truncated", self.name)
        while True:
            try:
                value, end = self._json.raw_decode(self.text, self.at)
            except RecursionError:
                raise SourceError("not-json", self.name) from None
            except ValueError as error:
                # Reading on doubles what is held, so a long value costs no more than twice.
                if self._grow():
                    continue
                reason = "truncated" if _is_cut(error, self.text) else "not-json"
                raise SourceError(reason, self.name) from None
            # A number at the very end of the chunk may go on in the next one.
            if end == len(self.text) and not self.ended and self.more():
                continue
            self.at = end
            return value

    def _grow(self) -> bool:
        wanted = 2 * (len(self.text) - self.at)
        grew = False
        while self.more():
            grew = True
            if len(self.text) >= wanted:
                break
        return grew


def json_items(path: Path, list_keys: Collection[str], *, many: bool = False) -> Iterator[Any]:
    """The elements of the list in the document, or the single object that it is.

    With ``many`` several documents may follow each other, as in NDJSON.

    The list is the document itself or stands under one of ``list_keys`` at its top; the
    other members are passed over.  The whole file is gone through: after the last element it
    is known to be whole.  Raises `SourceError`: ``missing``, ``unreadable``, ``empty``,
    ``encoding``, ``not-json``, ``truncated``, ``other-shape``.
    """
    try:
        text = _Text(path)
    except FileNotFoundError:
        raise SourceError("missing", path.name) from None
    except OSError:
        raise SourceError("unreadable", path.name) from None
    try:
        if not text.peek():
            raise SourceError("empty", path.name)
        yield from _document(text, list_keys)
        while text.peek():
            if not many:
                raise SourceError("not-json", path.name)
            yield from _document(text, list_keys)
    finally:
        text.close()


def _document(text: _Text, list_keys: Collection[str]) -> Iterator[Any]:
    first = text.peek()
    if first == "[":
        yield from _elements(text)
    elif first == "{":
        yield from _members(text, list_keys)
    else:
        text.value()
        raise SourceError("other-shape", text.name)


def _elements(text: _Text) -> Iterator[Any]:
    text.take("[")
    if text.peek() == "]":
        text.take("]")
        return
    while True:
        yield text.value()
        ended = text.peek() == "]"
        text.take(",]")
        if ended:
            return


def _members(text: _Text, list_keys: Collection[str]) -> Iterator[Any]:
    text.take("{")
    single: dict[str, Any] = {}
    has_list = False
    if text.peek() == "}":
        text.take("}")
        yield single
        return
    while True:
        if text.peek() != '"':
            text.take('"')
        key = text.value()
        text.take(":")
        if key in list_keys and text.peek() == "[":
            has_list = True
            yield from _elements(text)
        else:
            single[key] = text.value()
        ended = text.peek() == "}"
        text.take(",}")
        if ended:
            break
    if not has_list:
        yield single
