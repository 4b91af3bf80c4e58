"""The steps that find types, municipalities and bare numbers on the board."""

import re
from typing import Final

from hyteterm.domain.birth import Birth
from hyteterm.domain.quick_entry import names, phrases, places
from hyteterm.domain.quick_entry.board import MOST_OPTIONS, Board
from hyteterm.domain.quick_entry.languages import language_of
from hyteterm.domain.quick_entry.mistakes import forgiven
from hyteterm.domain.quick_entry.result import Field, Option
from hyteterm.domain.quick_entry.surnames import looks_like_surname
from hyteterm.domain.quick_entry.words import Gap


def sure_types(board: Board) -> None:
    """Types by whole or inflected words, with the words that go with them."""
    for index, word in enumerate(board.words):
        if not board.free(index):
            continue
        code = board.context.type_words.exact(word.key.split(":")[0])
        if code and not names.is_name(word.key):
            _claim_type(board, index, code)
    if board.known(Field.TYPE):
        return
    for index, word in enumerate(board.words):
        # “elo Matti Virtanen” is the group; in “Into Elo” it is a surname.
        after_given = index > 0 and names.is_given(board.words[index - 1].key)
        code = board.context.type_words.exact(word.key)
        if code and board.free(index) and not word.capital and not after_given:
            _claim_type(board, index, code)


def _claim_type(board: Board, index: int, code: str) -> None:
    board.claim(Field.TYPE, index, index + 1, code)
    words = board.words
    after = index + 1
    while (
        after < len(words)
        and board.free(after)
        and words[after].gap is Gap.BLANK
        and words[after].key.startswith(phrases.FOLLOWERS)
    ):
        board.claim(Field.TYPE, after, after + 1)
        after += 1


def sure_places(board: Board) -> None:
    """Municipalities by name in any case form, unless the word is a person's name too."""
    words = board.words
    homes: list[str] = []
    surnames: list[int] = []
    for index in range(len(words)):
        if not board.free(index):
            continue
        after = index + 1
        if after < len(words) and board.free(after) and words[after].gap is Gap.BLANK:
            both = f"{words[index].text} {words[after].text}"
            whole = words[after].key in _SECOND_WORDS or not places.code_of(words[index].text)
            if whole and (code := places.code_of(both)):
                board.claim(Field.MUNICIPALITY, index, index + 2, code)
                continue
        key = words[index].key
        labelled = index > 0 and phrases.LABELS.get(words[index - 1].key) is Field.MUNICIPALITY
        if (labelled or not names.is_name(key)) and (code := places.code_of(words[index].text)):
            if labelled and words[index - 1].key in _LIVES:
                homes.append(code)
            if not labelled and places.is_plain_name(key) and _after_given_name(board, index):
                surnames.append(index)
                continue
            board.claim(Field.MUNICIPALITY, index, index + 1, code)
    for index in surnames:
        # “Juha Kuopio” is called so when the line names his municipality elsewhere.
        if not board.known(Field.MUNICIPALITY):
            board.claim(Field.MUNICIPALITY, index, index + 1, places.code_of(words[index].text))
    if len(set(homes)) == 1:
        # “from Kajaani, lives in Kouvola”
        board.values[Field.MUNICIPALITY] = homes


_LIVES: Final = frozenset({"asuu", "asuva", "kotikunta", "bor", "lives", "hemkommun"})
_SECOND_WORDS: Final = frozenset({"tl", "abo", "mlk", "kaupunki", "kunta", "kommun", "stad"})


def _after_given_name(board: Board, index: int) -> bool:
    words = board.words
    return (
        words[index].capital
        and words[index].gap is Gap.BLANK
        and index > 0
        and board.free(index - 1)
        and names.is_given(words[index - 1].key)
    )


def abbreviated_types(board: Board) -> None:
    """“liik”, “kultt”: beginnings of type words, where no type is named otherwise."""
    if board.known(Field.TYPE):
        return
    for index, word in enumerate(board.words):
        key = word.key
        if not board.free(index) or names.is_name(key) or key in phrases.LABELS:
            continue
        if key in phrases.FILLING or _after_given_name(board, index):
            continue
        codes = board.context.type_words.abbreviated(key)
        if len(codes) > MOST_OPTIONS or not codes:
            continue
        for code in codes:
            _claim_type(board, index, code)


def leftover_names_as_places(board: Board) -> None:
    """“salo” where nobody is called so; a name that is a place, a language or a type."""
    for index, word in enumerate(board.words):
        if not board.free(index) or not names.is_name(word.key):
            continue
        if places.is_plain_name(word.key):
            board.claim(Field.MUNICIPALITY, index, index + 1, places.code_of(word.text))
        elif code := language_of(word.key):
            board.claim(Field.LANGUAGE, index, index + 1, code)
        elif not board.client_only and (code := board.context.type_words.exact(word.key)):
            _claim_type(board, index, code)


def abbreviated_places(board: Board) -> None:
    """“kouv”: beginnings of municipalities, where none is named otherwise."""
    if board.known(Field.MUNICIPALITY):
        return
    for index, word in enumerate(board.words):
        if not board.nameable(index) or names.is_name(word.key) or word.key in phrases.FILLING:
            continue
        codes = places.abbreviated(word.key, board.context.home_municipality)
        if 1 <= len(codes) <= 4:
            board.claim(Field.MUNICIPALITY, index, index + 1, *codes)
            return


def mistyped_types_and_places(board: Board) -> None:
    """“liikutna”, “kouovlaan”: words near to a type or a municipality, where it is wanting."""
    for index in board.unclaimed():
        word = board.words[index]
        if not board.nameable(index) or not forgiven(word.key):
            continue
        if looks_like_surname(word.key) or names.is_given(word.key):
            continue
        code = ""
        if not board.known(Field.TYPE) and not board.client_only:
            code = board.context.type_words.mistyped(word.key)
        if code:
            _claim_type(board, index, code)
            board.corrected.add(Field.TYPE)
            continue
        if not board.known(Field.MUNICIPALITY) and not _after_given_name(board, index):
            code = places.mistyped(word.key)
        if code:
            board.claim(Field.MUNICIPALITY, index, index + 1, code)
            board.corrected.add(Field.MUNICIPALITY)


def _stands_alone(board: Board, index: int) -> bool:
    """Whether a word is two digits that no unknown word before them explains (“bmi 34”)."""
    word = board.words[index]
    if not _TWO_DIGITS.fullmatch(word.key) or board.text[word.start - 1 : word.start] == "/":
        return False
    return index == 0 or word.gap is not Gap.BLANK or not board.free(index - 1)


_TWO_DIGITS: Final = re.compile(r"\d\d")


def bare_numbers(board: Board) -> None:
    """“58” is a year of birth or an age: the person chooses."""
    if board.known(Field.BIRTH) or board.known(Field.IDENTITY_CODE):
        return
    numbers = [i for i in board.unclaimed() if _stands_alone(board, i)]
    if len(numbers) != 1:
        return
    index = numbers[0]
    digits = int(board.words[index].key)
    today = board.context.today.year
    year = today // 100 * 100 + digits
    born = year if year <= today else year - 100
    board.claim(Field.BIRTH, index, index + 1)
    board.ask(
        Field.BIRTH,
        (
            Option(str(born), (("birth", Birth(born)),)),
            Option(f"{digits} v", (("birth", Birth(today - digits)),)),
        ),
    )
