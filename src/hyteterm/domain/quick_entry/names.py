"""The client's name among the words: which words are it, and which of them the surname is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from hyteterm.domain.quick_entry.given_names import GIVEN_NAMES
from hyteterm.domain.quick_entry.surnames import PARTICLES, is_surname, looks_like_surname
from hyteterm.domain.quick_entry.words import Gap, Word


@dataclass(frozen=True, slots=True, repr=False)
class Name:
    """Words ``first`` … ``last - 1`` as a name, given names first."""

    first: int
    last: int
    text: str
    complete: bool
    """Whether there is a surname too."""
    place: int = -1
    """The word of it that may as well be the municipality; -1: none."""
    without_place: str = ""
    """The name when that word is the municipality."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else the words of the line could be, by their numbers."""

    free: Callable[[int], bool]
    """Not understood as anything yet, and not a label."""
    place: Callable[[int], bool]
    """A municipality's name as it stands in the dictionary."""
    abbreviation: Callable[[int], bool]
    """The beginning of a municipality's name or of a type's."""
    place_known: bool
    """Whether another word already is the municipality."""


_KNOWN: Final = 4.0
_PLACE_ELSEWHERE: Final = 3.5
_CAPITAL: Final = 3.0
_PLACE: Final = 2.5
_SMALL_AFTER: Final = 2.0
_SMALL_BEFORE: Final = 1.5
_PLACE_BY_FORCE: Final = 1.0


def is_given(key: str) -> bool:
    """Whether a folded word is a given name, or a double one of which a part is."""
    if key in GIVEN_NAMES:
        return True
    first, dash, second = key.partition("-")
    return bool(dash) and first in GIVEN_NAMES and (second in GIVEN_NAMES or not is_surname(second))


def is_name(key: str) -> bool:
    """Whether a folded word is known as a name of a person."""
    return is_given(key) or is_surname(key)


def shown(words: Sequence[Word]) -> str:
    """The words as a name is written: “anna-liisa VIRTANEN” → “Anna-Liisa Virtanen”."""
    return " ".join(_capitals(word) for word in words)


def arranged(words: Sequence[Word]) -> str:
    """A whole name whose order is not known, given names first: “Virtanen Matti” turned."""
    if len(words) > 1 and words[1].gap is Gap.COMMA:
        return shown([*words[1:], words[0]])
    if not words:
        return ""
    particles = 0
    while particles < len(words) - 1 and words[particles].key in PARTICLES:
        particles += 1
    first, last = words[particles].key, words[-1].key
    only_last_given = is_given(last) and not is_given(first)
    only_first_surname = is_surname(first) and not is_given(first) and not looks_like_surname(last)
    if len(words) > 1 and (only_last_given or only_first_surname):
        surname_ends = particles + 1
        while surname_ends < len(words) - 1 and _only_surname(words[surname_ends].key):
            surname_ends += 1
        return shown([*words[surname_ends:], *words[:surname_ends]])
    return shown(words)


def _only_surname(key: str) -> bool:
    return looks_like_surname(key) and not is_given(key)


def _capitals(word: Word) -> str:
    text = word.text
    if word.key in PARTICLES and (text.islower() or text.isupper()):
        return text.lower()
    if not (text.islower() or (text.isupper() and len(text) > 1)):
        return text
    parts = text.lower().split("-")
    return "-".join(
        "'".join(bit[:1].upper() + bit[1:] for bit in part.split("'")) for part in parts
    )


def _letters(key: str) -> bool:
    return key.replace("-", "").replace("'", "").replace(".", "").isalpha()


def around_given_names(words: Sequence[Word], here: Surroundings) -> list[Name]:
    """The names that a known given name gives away."""
    found: list[Name] = []
    at = 0
    while at < len(words):
        if not (here.free(at) and is_given(words[at].key)):
            at += 1
            continue
        last = at + 1
        while last < len(words) and _joined(words, last, here) and is_given(words[last].key):
            last += 1
        taken_until = found[-1].last if found else 0
        if name := _with_surname(words, at, last, taken_until, here):
            found.append(name)
            last = max(last, name.last)
        at = last
    if any(name.complete for name in found):
        found = [name for name in found if name.complete or words[name.first].capital]
    return found


def _joined(words: Sequence[Word], index: int, here: Surroundings) -> bool:
    return words[index].gap is Gap.BLANK and here.free(index)


def _with_surname(
    words: Sequence[Word], first: int, last: int, taken_until: int, here: Surroundings
) -> Name | None:
    after, after_at = _after(words, last, here)
    before = _before(words, first, taken_until, here)
    if after > 0 and after >= before:
        end = after_at + 1
        while end < len(words) and _joined(words, end, here) and _more(words, end, here):
            end += 1
        return _natural(words, first, last, end, here)
    if before > 0:
        start = first - 1
        while (
            start > taken_until
            and _joined(words, start, here)
            and here.free(start - 1)
            and (
                words[start - 1].key in PARTICLES
                or (_only_surname(words[start - 1].key) and not here.place(start - 1))
            )
        ):
            start -= 1
        text = shown([*words[first:last], *words[start:first]])
        if here.place(first - 1) and not here.place_known:
            return Name(start, last, text, True, first - 1, shown(words[first:last]))
        return Name(start, last, text, True)
    if last - first > 1:
        run = words[first:last]
        if is_surname(run[0].key) and not is_surname(run[-1].key):
            return Name(first, last, shown([*run[1:], run[0]]), True)
        return Name(first, last, shown(run), is_surname(run[-1].key))
    if here.place(first) and not here.place_known:
        return None
    return Name(first, last, shown(words[first:last]), False)


def _natural(words: Sequence[Word], first: int, last: int, end: int, here: Surroundings) -> Name:
    text = shown(words[first:end])
    if last - first > 1 and here.place(first) and not here.place_known:
        return Name(first, end, text, True, first, shown(words[first + 1 : end]))
    return Name(first, end, text, True)


def _after(words: Sequence[Word], index: int, here: Surroundings) -> tuple[float, int]:
    """How likely the word after the given names is the surname, and its number."""
    particle = False
    while index < len(words) and _joined(words, index, here):
        key = words[index].key
        if key in PARTICLES and index + 1 < len(words):
            particle = True
        elif not (len(key) == 1 and index + 1 < len(words) and _joined(words, index + 1, here)):
            break
        index += 1
    if index >= len(words) or not _joined(words, index, here):
        return 0, index
    return (_KNOWN if particle else _likelihood(words, index, here, after=True)), index


def _before(words: Sequence[Word], first: int, taken_until: int, here: Surroundings) -> float:
    index = first - 1
    if index < taken_until or not here.free(index) or words[first].gap is Gap.BREAK:
        return 0
    if words[first].gap is Gap.COMMA:
        # “Virtanen, Matti”, but not “kouvola, matti” nor “polvi, matti”.
        known = looks_like_surname(words[index].key) or words[index].capital
        return _CAPITAL if known and not here.place(index) else 0
    return _likelihood(words, index, here, after=False)


def _likelihood(words: Sequence[Word], index: int, here: Surroundings, *, after: bool) -> float:
    word = words[index]
    if not _letters(word.key):
        return 0
    if here.place(index):
        if is_surname(word.key):
            return _PLACE_ELSEWHERE if here.place_known else _PLACE
        return _PLACE_BY_FORCE if here.place_known and after else 0
    if looks_like_surname(word.key):
        return _KNOWN
    if word.capital:
        return _CAPITAL if after or not here.abbreviation(index) else 0
    if here.abbreviation(index):
        return 0
    return _SMALL_AFTER if after else _SMALL_BEFORE


def _more(words: Sequence[Word], index: int, here: Surroundings) -> bool:
    """Whether the word after a surname belongs to it (a second one, or a foreign name)."""
    if here.place(index) or here.abbreviation(index) or not _letters(words[index].key):
        return False
    return _only_surname(words[index].key) or (words[index].capital and words[index - 1].capital)


def without_given_names(words: Sequence[Word], here: Surroundings) -> list[Name]:
    """Names by a known surname or by capitals, where no given name is known."""
    found: list[Name] = []
    for first, last in runs(words, here):
        part = words[first:last]
        named = [i for i in range(first, last) if _surname_alone(words[i])]
        if named:
            start, end = named[0], named[-1] + 1
            if start > first and (words[start - 1].capital or not words[start].capital):
                start -= 1
            while end < last and words[end].capital and words[end - 1].capital:
                end += 1
            chosen = words[start:end]
            found.append(Name(start, end, arranged(chosen), len(chosen) > 1))
        elif 2 <= len(part) <= 4 and all(word.capital for word in part):
            found.append(Name(first, last, shown(part), True))
    return found


def _surname_alone(word: Word) -> bool:
    return is_surname(word.key) or (word.capital and looks_like_surname(word.key))


def runs(words: Sequence[Word], here: Surroundings) -> list[tuple[int, int]]:
    """(first, last) of each stretch of words that nothing else claims."""
    found: list[tuple[int, int]] = []
    first = -1
    for index in range(len(words) + 1):
        usable = index < len(words) and here.free(index) and _letters(words[index].key)
        if first >= 0 and not (usable and words[index].gap is Gap.BLANK):
            found.append((first, index))
            first = -1
        if usable and first < 0:
            first = index
    return found
