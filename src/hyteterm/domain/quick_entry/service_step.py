"""The steps that find a service of the catalogue on the board."""

import re
from typing import Final

from hyteterm.domain.quick_entry import name_step, names, phrases, places
from hyteterm.domain.quick_entry.board import MOST_OPTIONS, Board
from hyteterm.domain.quick_entry.context import ServiceRow
from hyteterm.domain.quick_entry.mistakes import forgiven
from hyteterm.domain.quick_entry.result import Field
from hyteterm.domain.quick_entry.surnames import looks_like_surname
from hyteterm.domain.quick_entry.words import Gap, Word, fold

MOST_WORDS_OF_A_SERVICE: Final = 6


SHORTEST_SERVICE: Final = 4


def services_of_several_words(board: Board) -> None:
    """The longest rows of words with which a service's name begins."""
    words = board.words
    find = board.context.find_service
    first = 0
    while first < len(words):
        best: tuple[int, list[ServiceRow]] | None = None
        last = first + 1
        while (
            last < min(len(words), first + MOST_WORDS_OF_A_SERVICE)
            and words[last].gap is Gap.BLANK
            and board.all_free(first, last + 1)
        ):
            last += 1
            hits = list(find(board.shown(first, last)))
            if not hits:
                break
            if len(hits) <= MOST_OPTIONS and _names_a_service(board, first, last, hits):
                best = last, hits
        if best:
            last, hits = best
            board.claim(Field.SERVICE, first, last)
            board.service_options.append(hits)
            first = last
        else:
            first += 1


def _names_a_service(board: Board, first: int, last: int, hits: list[ServiceRow]) -> bool:
    """Whether the words are more than a type and a place, or a person's name."""
    words = board.words[first:last]
    if board.shown(first, last).casefold() in (name.casefold() for _, name, *_ in hits):
        return True
    if names.is_given(words[0].key) and looks_like_surname(words[1].key):
        return False
    return not all(
        board.context.type_words.exact(word.key)
        or places.code_of(word.text)
        or word.key.startswith(phrases.FOLLOWERS)
        for word in words
    )


def single_word_services(board: Board) -> None:
    """A service by the beginning of its name, one word that means nothing else."""
    for index in board.unclaimed():
        word = board.words[index]
        if len(word.key) < SHORTEST_SERVICE or not board.nameable(index):
            continue
        if names.is_name(word.key) or word.key in _NO_SERVICES:
            continue
        hits = list(board.context.find_service(word.text))
        if len(hits) <= MOST_OPTIONS:
            hits = [hit for hit in hits if _goes_with(board, word, hit)]
        if 1 <= len(hits) <= MOST_OPTIONS:
            board.claim(Field.SERVICE, index, index + 1)
            board.service_options.append(hits)


_NO_SERVICES: Final = phrases.FILLING | phrases.NEVER_NAMES


def _goes_with(board: Board, word: Word, hit: ServiceRow) -> bool:
    """Whether a service may be meant beside the types of the line.

    One of another type must be called by the whole first word of its name: the beginning
    of “Till jobbet” is no wish to go there.
    """
    name, type = hit[1], hit[3]
    types = board.values.get(Field.TYPE, [])
    if not types or not type or type in types:
        return True
    return fold(re.split(r"[\s,-]", name, maxsplit=1)[0]) == word.key


def mistyped_services(board: Board) -> None:
    """A service by the caller's own search, for words that mean nothing else."""
    for first, last in names.runs(board.words, name_step.surroundings(board)):
        if not any(forgiven(word.key) for word in board.words[first:last]):
            continue
        hits = list(board.context.find_near_service(board.shown(first, last)))
        if 1 <= len(hits) <= MOST_OPTIONS:
            board.claim(Field.SERVICE, first, last)
            board.service_options.append(hits)
            board.corrected.add(Field.SERVICE)
