"""Municipalities in the line: any case form, abbreviated, mistyped, Swedish."""

from bisect import bisect_left
from functools import cache
from typing import Final

from hyteterm.domain.municipality import find_municipality, municipalities, municipality
from hyteterm.domain.quick_entry.mistakes import Spellings, forgiven
from hyteterm.domain.quick_entry.words import fold

SHORTEST_NEAR_ABBREVIATION: Final = 4
SHORTEST_ABBREVIATION: Final = 6
SHORTEST_HOME_ABBREVIATION: Final = 3
_ENDINGS: Final = (
    "ssa",
    "sta",
    "lla",
    "lta",
    "lle",
    "ksi",
    "seen",
    "n",
    "an",
    "on",
    "un",
    "in",
    "en",
)


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in municipalities():
        names.setdefault(fold(row.sv), row.code)
    for row in municipalities():
        names[fold(row.fi)] = row.code
    return names


@cache
def _spellings() -> Spellings:
    return Spellings(_names())


@cache
def _sorted() -> list[tuple[str, str]]:
    return sorted(_names().items())


def code_of(text: str) -> str:
    """The code of the municipality that ``text`` names in any case form; else ``""``."""
    if not text[:1].isalpha() or len(text) < 2:
        return ""
    found = find_municipality(text)
    return found.code if found else ""


def is_plain_name(key: str) -> bool:
    """Whether a folded word is a municipality's name in its basic form."""
    return key in _names()


def abbreviated(key: str, home: str) -> tuple[str, ...]:
    """Codes of the municipalities whose name begins with a folded word.

    The terminal's own municipality, then those of its county, win over the rest, which
    need more letters: “polvi” is a knee, and only then Polvijärvi.
    """
    own = municipality(home) if home else None
    if own and len(key) >= SHORTEST_HOME_ABBREVIATION and fold(own.fi).startswith(key):
        return (own.code,)
    if len(key) < SHORTEST_NEAR_ABBREVIATION:
        return ()
    rows = _sorted()
    codes: list[str] = []
    for name, code in rows[bisect_left(rows, (key, "")) :]:
        if not name.startswith(key):
            break
        if code not in codes:
            codes.append(code)
    near = [code for code in codes if near_home(code, home)]
    return tuple(near or (codes if len(key) >= SHORTEST_ABBREVIATION else ()))


def mistyped(key: str) -> str:
    """Code of the one municipality nearest to a folded word with mistakes; else ``""``."""
    if not forgiven(key):
        return ""
    for form in (key, *(key[: -len(end)] for end in _ENDINGS if key.endswith(end))):
        codes = {_names()[name] for name in _spellings().nearest(form)}
        if len(codes) == 1:
            return codes.pop()
    return ""


def near_home(code: str, home: str) -> bool:
    """Whether a municipality lies in the county of the terminal."""
    here, there = municipality(home), municipality(code)
    return bool(here and there and here.county == there.county)


def name_of(code: str) -> str:
    """The Finnish name of a code; the code itself when it is unknown."""
    found = municipality(code)
    return found.fi if found else code


def code_of_number(digits: str) -> str:
    """The code of an existing municipality written as one to three digits; else ``""``."""
    found = municipality(digits)
    return found.code if found else ""
