"""A line cut into words, each with its place and what stands before it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

_LETTERS: Final = str.maketrans("äåáàâãöóòôõéèêëíìîïúùûüýçñšž", "aaaaaaoooooeeeeiiiiuuuuycnsz")
SEPARATORS: Final = frozenset(" !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~–—−·•’‘”“´…\u00a0\t\r\n")
"""Characters that may stand between pieces and carry nothing of their own."""

_EDGE: Final = "".join(SEPARATORS)
_WORD: Final = re.compile(r"[^\s,;/|]+")


def fold(text: str) -> str:
    """Lower case without dots and accents: “Päivi” → “paivi”; dashes as ``-``."""
    text = text.lower()
    if text.isascii():
        return text
    return text.translate(_LETTERS).replace("–", "-").replace("−", "-").replace("’", "'")


class Gap(IntEnum):
    """What separates a word from the one before it."""

    BLANK = 0
    COMMA = 1
    """Or the end of a cell of a pasted row."""
    BREAK = 2
    """A line end, a slash, another piece, or the beginning."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the line: ``text[start:end]`` with its punctuation, and itself folded."""

    start: int
    end: int
    text: str
    """Without the punctuation around it."""
    key: str
    """Folded."""
    gap: Gap

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def words_between(text: str, end: int, taken: Iterable[tuple[int, int]]) -> list[Word]:
    """The words of ``text[:end]`` outside the taken places (sorted, not overlapping)."""
    found: list[Word] = []
    at = 0
    for start, stop in (*taken, (end, end)):
        first = True
        last = at
        for match in _WORD.finditer(text, at, start):
            raw = match[0]
            core = raw.strip(_EDGE)
            if not core:
                continue
            between = text[last : match.start()]
            gap = Gap.BLANK
            if first or any(sign in between for sign in "\n\r/"):
                gap = Gap.BREAK
            elif any(sign in between for sign in ",;|"):
                gap = Gap.COMMA
            found.append(Word(match.start(), match.end(), core, fold(core), gap))
            last, first = match.end(), False
        at = stop
    return found
