"""Typing mistakes: how far apart two words are, and which known words are near."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from hyteterm.local_cache.search import bitmaps

NEAREST: Final = 16
"""So many candidates, by shared letter pairs, are measured."""
PAIRS_LOST: Final = 3
"""Letter pairs that one mistake changes at most (a swap of neighbours)."""
SIMILAR_WORDS: Final = 12
MIN_BEGINNING: Final = 5
"""Letters typed before the beginning of a longer word is looked for."""


def allowed(word: str, looser: int = 0) -> int:
    """Mistakes forgiven: none below 4 letters, 1 to 7, 2 from 8.

    ``looser``: so many more, where nothing else is found, but at most every third letter.
    """
    length = len(word)
    most = 0 if length < 4 else 1 if length < 8 else 2
    return max(most, min(most + looser, length // 3)) if most else 0


def distance(typed: str, word: str, most: int) -> int:
    """Edits between two words, a swap of neighbours being one; ``most + 1`` when more.

    Optimal string alignment, bit-parallel (Hyyrö 2003): one step a letter.
    """
    if typed == word:
        return 0
    if abs(len(typed) - len(word)) > most:
        return most + 1
    return min(_Pattern(typed).column(word)[-1], most + 1)


class _Pattern:
    """A typed word, made ready to be compared with many."""

    def __init__(self, typed: str) -> None:
        self._size = len(typed)
        self._where: dict[str, int] = {}
        for place, letter in enumerate(typed):
            self._where[letter] = self._where.get(letter, 0) | 1 << place

    def column(self, word: str) -> list[int]:
        """Edits between the typed word and every beginning of ``word``, the empty one first."""
        score = self._size
        if not score:
            return list(range(len(word) + 1))
        mask = (1 << score) - 1
        top = 1 << (score - 1)
        where = self._where
        positive, negative, diagonal, before = mask, 0, 0, 0
        scores = [score]
        for letter in word:
            match = where.get(letter, 0)
            swapped = ((~diagonal & match) << 1) & before
            diagonal = (
                ((match & positive) + positive ^ positive) | match | negative | swapped
            ) & mask
            up = negative | ~(diagonal | positive) & mask
            down = diagonal & positive
            if up & top:
                score += 1
            elif down & top:
                score -= 1
            up = up << 1 | 1
            down <<= 1
            positive = (down | ~(diagonal | up)) & mask
            negative = up & diagonal
            before = match
            scores.append(score)
        return scores


def most_alike(planes: Sequence[int], everything: int, pairs: int, most: int) -> list[int]:
    """Which words share the most letter pairs, given their counts in bit planes.

    ``pairs`` are those of the word typed; whoever lacks more than ``most`` mistakes can
    change is left out.
    """
    least = max(1, pairs - PAIRS_LOST * most)
    found: list[int] = []
    for count, words in bitmaps.by_number(planes):
        if count < least or len(found) >= NEAREST:
            break
        found += islice(bitmaps.documents(words & everything), NEAREST)
    return found


def near(
    typed: str, words: Iterable[str], *, typing: bool, looser: int = 0
) -> list[tuple[str, int]]:
    """The words within the allowed mistakes of ``typed`` and their distances, nearest first.

    While a word is being typed, the beginning of a longer word counts too (one edit worse).
    ``looser``: see `allowed`.
    """
    limit = allowed(typed, looser)
    size = len(typed)
    pattern = _Pattern(typed)
    found: list[tuple[int, str]] = []
    for word in words:
        if len(word) < size - limit or (not typing and len(word) > size + limit):
            continue
        column = pattern.column(word[: size + limit])
        if len(word) <= size + limit and column[-1] <= limit:
            found.append((column[-1], word))
        elif typing and len(word) > size >= MIN_BEGINNING:
            edits = min(column[size - limit :])
            if edits <= limit:
                found.append((edits + 1, word))
    found.sort()
    return [(word, edits) for edits, word in found[:SIMILAR_WORDS]]
