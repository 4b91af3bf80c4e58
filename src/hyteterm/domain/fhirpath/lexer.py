"""FHIRPath text → tokens (FHIRPath N1, appendix “Formal Specifications”)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from .errors import FhirPathSyntaxError


class TokenKind(Enum):
    """Sorts of tokens."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TIME = "time"
    WORD = "word"
    DELIMITED = "delimited"
    VARIABLE = "variable"
    SPECIAL = "special"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `text` has quotes removed and escapes resolved where there were any."""

    kind: TokenKind
    text: str
    position: int


_TOKEN: Final = re.compile(
    r"""
      (?P<blank>   (?: \s+ | //[^\n]* | /\*.*?\*/ )+ )
    | (?P<string>  '(?:[^'\\]|\\.)*' )
    | (?P<delimited> `(?:[^`\\]|\\.)*` | "(?:[^"\\]|\\.)*" )
    | (?P<variable> %(?: [A-Za-z_][A-Za-z0-9_]* | `(?:[^`\\]|\\.)*` | '(?:[^'\\]|\\.)*' ) )
    | (?P<time>    @T\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)? )
    | (?P<datetime> @\d{4}(?:-\d{2}(?:-\d{2})?)?
                   (?:T(?:\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:\d{2})?)?)? )
    | (?P<number>  \d+(?:\.\d+)? )
    | (?P<special> \$this | \$index | \$total )
    | (?P<word>    [A-Za-z_][A-Za-z0-9_]* )
    | (?P<symbol>  <= | >= | != | !~ | [-+*/&|=<>~.,()\[\]{}] )
    """,
    re.VERBOSE | re.DOTALL,
)

_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}


def _unescaped(text: str) -> str:
    def replacement(match: re.Match[str]) -> str:
        if match[1]:
            return chr(int(match[1], 16))
        return _ESCAPED.get(match[2], match[2])

    return _ESCAPE.sub(replacement, text) if "\\" in text else text


def tokens(text: str) -> Iterator[Token]:
    """The tokens of ``text``, ended by one of kind `TokenKind.END`.

    Raises `FhirPathSyntaxError` where no token begins.
    """
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise FhirPathSyntaxError("unexpected character", position)
        kind, found = match.lastgroup or "", match.group()
        if kind in ("string", "delimited"):
            found = _unescaped(found[1:-1])
        elif kind == "variable":
            found = found[1:] if found[1].isalpha() or found[1] == "_" else _unescaped(found[2:-1])
        elif kind in ("time", "datetime"):
            found = found[1:]
        if kind != "blank":
            yield Token(TokenKind(kind), found, position)
        position = match.end()
    yield Token(TokenKind.END, "", position)
