"""Municipalities: codes, names in any case form, counties and neighbours."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from hyteterm.domain import municipality_table as table


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality of Finland."""

    code: str
    """Three digits, with leading zeros."""
    fi: str
    sv: str
    county: str
    """Key of `COUNTIES`."""


COUNTIES: Final = table.COUNTIES

_LINE = re.compile(r"(\d{3}) ([^=|]+)(?:= ([^|]+))?(?:\| (.+))?")


@cache
def _rows() -> tuple[tuple[Municipality, tuple[str, ...]], ...]:
    rows = []
    for county, block in table.MUNICIPALITIES.items():
        for line in block.split("\n"):
            if found := _LINE.fullmatch(line.strip()):
                code, fi, sv, others = (part.strip() if part else "" for part in found.groups())
                also = tuple(name.strip() for name in others.split(",") if name.strip())
                rows.append((Municipality(code, fi, sv or fi, county), also))
    return tuple(rows)


@cache
def _by_code() -> dict[str, Municipality]:
    return {row.code: row for row, _ in _rows()}


def municipalities() -> tuple[Municipality, ...]:
    """All municipalities, county by county."""
    return tuple(row for row, _ in _rows())


def municipality_code(text: str) -> str:
    """The three-digit form of a code (“1” → “001”), today's code for a merged municipality.

    Gives ``""`` for anything but one to three digits.  The code need not exist.
    """
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
        return ""
    code = digits.zfill(3)
    return table.MERGED.get(code, code)


def municipality(code: str) -> Municipality | None:
    """The municipality with this code, padded or not; None when there is none."""
    return _by_code().get(municipality_code(code))


def municipality_name(code: str, language: str = "fi") -> str:
    """The name in ``fi`` or ``sv``; the code itself when it is unknown."""
    found = municipality(code)
    if found is None:
        return code
    return found.sv if language == "sv" else found.fi


def municipalities_of(county: str) -> tuple[str, ...]:
    """Codes of the municipalities of a county (a key of `COUNTIES`)."""
    return tuple(row.code for row in municipalities() if row.county == county)


def municipalities_of_region(code: str) -> tuple[str, ...]:
    """Codes of the municipalities of a region (maakunta), by the region's code, “8” or “08”."""
    return tuple(
        found
        for county in table.REGIONS.get(code.strip().zfill(2), ())
        for found in municipalities_of(county)
    )


@cache
def _borders() -> dict[str, tuple[str, ...]]:
    pairs: dict[str, set[str]] = {}
    for code, others in table.NEIGHBOURS.items():
        for other in others.split():
            pairs.setdefault(code, set()).add(other)
            pairs.setdefault(other, set()).add(code)
    return {code: tuple(sorted(others)) for code, others in pairs.items()}


def neighbours(code: str) -> tuple[str, ...]:
    """Codes of the municipalities that border this one, ascending.

    Complete for the counties of the demo; for others the municipalities of the same county.
    """
    found = municipality(code)
    if found is None:
        return ()
    if found.code in table.NEIGHBOURS:
        return _borders()[found.code]
    return tuple(other for other in municipalities_of(found.county) if other != found.code)


# --- Names as people write them ---------------------------------------------

_FOLD = str.maketrans("äöåé’", "aoae'")
_SUFFIX = re.compile(r"\s+(?:kaupun(?:ki|gin|gissa)|kun(?:ta|nan|nassa)|stad|kommun|mlk)$")

_ENDINGS: Final = "n a ta na ssa sta lla lta lle ksi hin hon han hun hyn hen seen siin in ten den"
_CASE_ENDINGS: Final = frozenset(_ENDINGS.split())
"""Finnish case endings after folding (ä → a); the illative's own vowel is tried apart."""

_ENDING_STEMS: Final[dict[str, tuple[str, ...]]] = {
    "joki": ("joke", "joe"),
    "jarvi": ("jarve",),
    "niemi": ("nieme",),
    "salmi": ("salme",),
    "lahti": ("lahte", "lahde"),
    "lampi": ("lampe", "lamme", "lammi"),
    "maki": ("make", "mae"),
    "koski": ("koske",),
    "vesi": ("vete", "vede"),
    "saari": ("saare",),
    "pudas": ("putaa",),
    "laidun": ("laitume",),
    "nen": ("se", "s", "si"),
    "us": ("ude", "ute", "ukse"),
    "es": ("ekse",),
    "os": ("okse",),
    "e": ("ee",),
}
"""End of a name → ends of its other stems, for the regular types."""

_OWN_STEMS: Final[dict[str, tuple[str, ...]]] = {
    "koski tl": ("koske",),
    "loppi": ("loppe", "lope"),
    "virrat": ("virroi", "virto", "virtai", "virtoi"),
    "uusikaupunki": (
        "uudenkaupungi",
        "uudessakaupungi",
        "uudestakaupungi",
        "uuteenkaupunki",
    ),
    "uusikaarlepyy": (
        "uudenkaarlepyy",
        "uudessakaarlepyy",
        "uudestakaarlepyy",
        "uuteenkaarlepyy",
    ),
}
"""Names that inflect in a way of their own."""

_GRADES: Final[tuple[tuple[str, str], ...]] = (
    ("kk", "k"),
    ("pp", "p"),
    ("tt", "t"),
    ("nk", "ng"),
    ("nt", "nn"),
    ("lt", "ll"),
    ("rt", "rr"),
    ("mp", "mm"),
    ("ht", "hd"),
    ("rk", "r"),
    ("lk", "l"),
    ("t", "d"),
    ("p", "v"),
)
"""Strong → weak grade of the consonants before the last vowel."""

_LAST_SYLLABLE = re.compile(r"(.*?)([^aeiouy]+)([aeiouy])$")


def fold(text: str) -> str:
    """Lower case, ä → a, ö → o, å → a, blanks and dashes as single spaces."""
    return re.sub(r"[\s\-–]+", " ", text.lower().translate(_FOLD)).strip()


def _stems(name: str) -> set[str]:
    """Stems to which a case ending is added, besides the name itself."""
    stems = {name, *_OWN_STEMS.get(name, ())}
    for end, others in _ENDING_STEMS.items():
        if name.endswith(end):
            stems.update(name[: -len(end)] + other for other in others)
            break
    if found := _LAST_SYLLABLE.fullmatch(name):
        start, consonants, vowel = found.groups()
        for strong, weak in _GRADES:
            # “tk”, “st”, “sp” do not change: a single strong consonant stands after a vowel.
            if consonants == strong or (len(strong) > 1 and consonants.endswith(strong)):
                stems.add(start + consonants[: len(consonants) - len(strong)] + weak + vowel)
                break
        if consonants == "k":
            stems.add(start + vowel)
    return stems


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for row, also in reversed(_rows()):
        for name in (*also, row.sv, row.fi):
            names[fold(name)] = row.code
    return names


@cache
def _inflected() -> dict[str, str]:
    stems: dict[str, str] = {}
    for row, also in _rows():
        for name in (row.fi, *also):
            for stem in _stems(fold(name)):
                stems.setdefault(stem, row.code)
    return stems


def find_municipality(text: str) -> Municipality | None:
    """The municipality meant by a code, or by a name in Finnish or Swedish.

    Understands inflected Finnish (“Lahdessa”, “Kouvolaan”), “Kouvolan kaupunki”, any case,
    missing dots (“Sysma”) and unpadded codes.  None when nothing fits.
    """
    if municipality_code(text):
        return municipality(text)
    word = fold(text)
    for candidate in (word, _SUFFIX.sub("", word)):
        code: str | None = _names().get(candidate) or _by_ending(candidate)
        if code is None and candidate.endswith("s"):
            code = _names().get(candidate[:-1])  # Swedish genitive: “Borgås”
        if code:
            return municipality(code)
    return None


def _by_ending(word: str) -> str | None:
    for length in range(len(word) - 1, 1, -1):
        stem, ending = word[:length], word[length:]
        if ending in _CASE_ENDINGS or ending == stem[-1] + "n":
            code = _inflected().get(stem)
            if code is not None:
                return code
    return None
