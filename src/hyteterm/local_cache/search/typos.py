"""Typing mistakes: how far apart two words are, and which known words are near."""

from collections.abc import Iterable
from typing import Final

NEAREST: Final = 48
"""So many candidates, by shared letter pairs, are measured."""
SIMILAR_WORDS: Final = 12
MIN_BEGINNING: Final = 5
"""Letters typed before the beginning of a longer word is looked for."""


def allowed(word: str) -> int:
    """Mistakes forgiven: none below 4 letters, 1 to 7, 2 from 8."""
    length = len(word)
    return 0 if length < 4 else 1 if length < 8 else 2


def distance(typed: str, word: str, most: int) -> int:
    """Edits between two words, a swap of neighbours being one; ``most + 1`` when more.

    Optimal string alignment, bit-parallel (Hyyrö 2003): one step a letter.
    """
    if typed == word:
        return 0
    if abs(len(typed) - len(word)) > most:
        return most + 1
    return min(_last_column(typed, word)[-1], most + 1)


def prefix_distance(typed: str, word: str, most: int) -> int:
    """Edits between ``typed`` and the beginning of ``word`` nearest to it."""
    column = _last_column(typed, word[: len(typed) + most])
    return min(min(column[max(0, len(typed) - most) :], default=most + 1), most + 1)


def _last_column(typed: str, word: str) -> list[int]:
    """Edits between ``typed`` and every beginning of ``word``, the empty one first."""
    size = len(typed)
    if not size:
        return list(range(len(word) + 1))
    mask = (1 << size) - 1
    top = 1 << (size - 1)
    where: dict[str, int] = {}
    for place, letter in enumerate(typed):
        where[letter] = where.get(letter, 0) | 1 << place
    positive, negative, diagonal, before = mask, 0, 0, 0
    score = size
    scores = [score]
    for letter in word:
        match = where.get(letter, 0)
        swapped = (((~diagonal & match) << 1) & before) & mask
        diagonal = ((((match & positive) + positive) ^ positive) | match | negative) | swapped
        diagonal &= mask
        up = negative | ~(diagonal | positive) & mask
        down = diagonal & positive
        if up & top:
            score += 1
        elif down & top:
            score -= 1
        up = (up << 1 | 1) & mask
        down = (down << 1) & mask
        positive = down | ~(diagonal | up) & mask
        negative = up & diagonal
        before = match
        scores.append(score)
    return scores


def near(
    typed: str, words: Iterable[str], *, typing: bool, looser: int = 0
) -> list[tuple[str, int]]:
    """The words within the allowed mistakes of ``typed`` and their distances, nearest first.

    While a word is being typed, the beginning of a longer word counts too (one edit worse).
    ``looser``: so many mistakes more than usual.
    """
    limit = allowed(typed) + looser
    found: list[tuple[int, str]] = []
    for word in words:
        edits = distance(typed, word, limit)
        if edits <= limit:
            found.append((edits, word))
        elif typing and len(word) > len(typed) >= MIN_BEGINNING:
            edits = prefix_distance(typed, word, limit)
            if edits <= limit:
                found.append((edits + 1, word))
    found.sort()
    return [(word, edits) for edits, word in found[:SIMILAR_WORDS]]
