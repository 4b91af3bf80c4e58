"""Texts."""

import base64
import binascii
import html
import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from ..equality import Items
from ..errors import FhirPathError
from ..scope import Compiled, Function, Scope, argument, as_integer, as_text, fhirpath

Arguments = tuple[Compiled, ...]

MAX_PATTERN: Final = 1000
"""Longest regular expression that is tried; longer ones are refused."""


def _enter(name: str, work: Callable[..., object], texts: int) -> None:
    """A function of the input text and ``texts`` text arguments; empty when any is empty."""

    def run(scope: Scope, source: Items, arguments: Arguments) -> Items:
        values = [as_text(source, f"{name}()")]
        values += [as_text(argument(scope, each), f"{name}()") for each in arguments]
        if None in values:
            return []
        result = work(*values)
        if result is None:
            return []
        return result if isinstance(result, list) else [result]

    function: Function = run
    fhirpath(name, arguments=(texts, texts))(function)


_NAMED_GROUP: Final = re.compile(r"(?<!\\)\(\?<(?=[A-Za-z])")


@lru_cache(maxsize=256)
def _pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    if len(text) > MAX_PATTERN:
        raise FhirPathError("regular expression too long")
    try:
        # FHIRPath names groups as the engines of the web do.
        return re.compile(_NAMED_GROUP.sub("(?P<", text), re.DOTALL | flags)
    except (re.error, RecursionError, OverflowError):
        raise FhirPathError("regular expression not understood") from None


def _found(text: str, wanted: str) -> int:
    return text.find(wanted)


def _replaced(text: str, old: str, new: str) -> str:
    return text.replace(old, new)


_GROUP: Final = re.compile(r"\$(\d+|\$|\{([A-Za-z]\w*)\})")


def _replaced_matches(text: str, pattern: str, new: str) -> str:
    python_template = _GROUP.sub(
        lambda match: "$" if match[1] == "$" else f"\\g<{match[2] or match[1]}>",
        new.replace("\\", "\\\\"),
    )
    try:
        return _pattern(pattern).sub(python_template, text)
    except (re.error, IndexError):
        raise FhirPathError("replaceMatches(): group not understood") from None


def _encoded(text: str, kind: str) -> str | None:
    data = text.encode()
    match kind:
        case "hex":
            return data.hex()
        case "base64":
            return base64.b64encode(data).decode()
        case "urlbase64" | "base64url":
            return base64.urlsafe_b64encode(data).decode()
    return None


def _decoded(text: str, kind: str) -> str | None:
    try:
        match kind:
            case "hex":
                return bytes.fromhex(text).decode()
            case "base64":
                return base64.b64decode(text).decode()
            case "urlbase64" | "base64url":
                return base64.urlsafe_b64decode(text).decode()
    except (ValueError, binascii.Error):
        raise FhirPathError("decode(): not understood") from None
    return None


def _escaped(text: str, kind: str) -> str | None:
    match kind:
        case "html":
            return html.escape(text, quote=True).replace("&#x27;", "&#39;")
        case "json":
            return json.dumps(text, ensure_ascii=False)[1:-1]
    return None


def _unescaped(text: str, kind: str) -> str | None:
    match kind:
        case "html":
            return html.unescape(text)
        case "json":
            try:
                return str(json.loads(f'"{text}"'))
            except ValueError:
                raise FhirPathError("unescape(): not understood") from None
    return None


for _name, _work, _texts in (
    ("indexOf", _found, 1),
    ("lastIndexOf", str.rfind, 1),
    ("startsWith", str.startswith, 1),
    ("endsWith", str.endswith, 1),
    ("contains", str.__contains__, 1),
    ("upper", str.upper, 0),
    ("lower", str.lower, 0),
    ("trim", str.strip, 0),
    ("length", len, 0),
    ("toChars", list, 0),
    ("replace", _replaced, 2),
    ("replaceMatches", _replaced_matches, 2),
    ("encode", _encoded, 1),
    ("decode", _decoded, 1),
    ("escape", _escaped, 1),
    ("unescape", _unescaped, 1),
):
    _enter(_name, _work, _texts)


def _matching(name: str, test: Callable[[re.Pattern[str], str], object]) -> Function:
    def run(scope: Scope, source: Items, arguments: Arguments) -> Items:
        text = as_text(source, f"{name}()")
        pattern = as_text(argument(scope, arguments[0]), f"{name}()")
        flags = ""
        if len(arguments) == 2:
            flags = as_text(argument(scope, arguments[1]), f"{name}()") or ""
        if text is None or pattern is None:
            return []
        wanted = (re.IGNORECASE if "i" in flags else 0) | (re.MULTILINE if "m" in flags else 0)
        return [bool(test(_pattern(pattern, wanted), text))]

    return run


fhirpath("matches", arguments=(1, 2))(_matching("matches", re.Pattern.search))
fhirpath("matchesFull", arguments=(1, 2))(_matching("matchesFull", re.Pattern.fullmatch))


@fhirpath("substring", arguments=(1, 2))
def substring(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """From a place, counted from 0, to the end or for so many characters."""
    text = as_text(source, "substring()")
    start = as_integer(argument(scope, arguments[0]), "substring()")
    if text is None or start is None or not 0 <= start < len(text):
        return []
    if len(arguments) == 1:
        return [text[start:]]
    length = as_integer(argument(scope, arguments[1]), "substring()")
    return [text[start:] if length is None else text[start : start + max(length, 0)]]


@fhirpath("split", arguments=(1, 1))
def split(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The parts between separators."""
    text = as_text(source, "split()")
    separator = as_text(argument(scope, arguments[0]), "split()")
    if text is None or separator is None:
        return []
    return list(text.split(separator)) if separator else list(text)


@fhirpath("join", arguments=(0, 1))
def join(scope: Scope, source: Items, arguments: Arguments) -> Items:
    """The texts with a separator between them; nothing of nothing."""
    separator = ""
    if arguments:
        separator = as_text(argument(scope, arguments[0]), "join()") or ""
    texts = [as_text([item], "join()") for item in source]
    kept = [text for text in texts if text is not None]
    return [separator.join(kept)] if kept else []
