"""Typing mistakes in a word: how many are forgiven, and how many there are."""

from collections.abc import Iterable


def forgiven(word: str) -> int:
    """Mistakes forgiven by length: none below 6 letters, 1 to 8, 2 from 9.

    Stricter than the search: here a surname must not turn into a municipality.
    """
    length = len(word)
    return 0 if length < 6 else 1 if length < 9 else 2


def distance(typed: str, word: str, most: int) -> int:
    """Damerau–Levenshtein distance (a swap of neighbours is one); ``most + 1`` when more."""
    if abs(len(typed) - len(word)) > most:
        return most + 1
    return min(_row(typed, word)[-1], most + 1)


def distance_of_beginning(typed: str, stem: str, most: int) -> int:
    """The least distance between ``stem`` and some beginning of ``typed``."""
    return min(min(_row(stem, typed[: len(stem) + most])), most + 1)


def _row(word: str, typed: str) -> list[int]:
    """Distances between ``word`` and every beginning of ``typed``, the empty one first."""
    before: list[int] = []
    row = list(range(len(typed) + 1))
    for i, letter in enumerate(word, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(typed, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == typed[j - 2] and word[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row


class Spellings:
    """Words to be found in spite of mistakes, ordered so that few need to be measured."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_letter: dict[str, list[tuple[int, frozenset[str], str]]] = {}
        for word in words:
            for letter in set(word[:2]):
                row = (len(word), frozenset(word), word)
                self._by_letter.setdefault(letter, []).append(row)

    def nearest(self, typed: str) -> list[str]:
        """The words within the forgiven mistakes that are nearest to ``typed``.

        One of the first two letters must be right, or the word is as good as another.
        """
        most = forgiven(typed)
        if not most:
            return []
        length, letters = len(typed), frozenset(typed)
        best: dict[str, int] = {}
        for letter in set(typed[:2]):
            for size, others, word in self._by_letter.get(letter, ()):
                if (
                    -most <= size - length <= most
                    and len(others - letters) <= most
                    and len(letters - others) <= most
                    and (edits := distance(typed, word, most)) <= most
                ):
                    most = edits
                    best[word] = edits
        return [word for word, edits in best.items() if edits == most]
