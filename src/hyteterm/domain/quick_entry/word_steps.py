"""The steps that claim the words of a line, from the surest meaning to the least sure."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from hyteterm.domain import personal_identity_code
from hyteterm.domain.birth import Birth
from hyteterm.domain.quick_entry import contact, name_step, names, phrases, places
from hyteterm.domain.quick_entry.board import Board
from hyteterm.domain.quick_entry.languages import (
    interpreter_of,
    language_after_label,
    language_of,
)
from hyteterm.domain.quick_entry.mistakes import forgiven
from hyteterm.domain.quick_entry.result import Field, Option
from hyteterm.domain.quick_entry.surnames import looks_like_surname
from hyteterm.domain.quick_entry.words import Gap

Step = Callable[[Board], None]

MOST_WORDS_OF_A_SERVICE: Final = 6
SHORTEST_SERVICE: Final = 4
MOST_OPTIONS: Final = 9


def birth_date(code: str) -> date:
    """The date of birth in a valid identity code."""
    return personal_identity_code.birth_date(code)


def addresses(board: Board) -> None:
    """Street addresses and postcodes with their towns are left out."""
    for index in range(len(board.words)):
        if board.free(index) and (count := phrases.address_at(board.words, index)):
            board.claim(Field.LEFT_OUT, index, index + count)


def services_of_several_words(board: Board) -> None:
    """The longest rows of words with which a service's name begins."""
    words = board.words
    find = board.context.find_service
    first = 0
    while first < len(words):
        best: tuple[int, list[tuple[str, str, str, str]]] | None = None
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


def _names_a_service(
    board: Board, first: int, last: int, hits: list[tuple[str, str, str, str]]
) -> bool:
    """Whether the words are more than a type and a place, or a person's name."""
    words = board.words[first:last]
    if board.shown(first, last).casefold() in (name.casefold() for _, name, _, _ in hits):
        return True
    if names.is_given(words[0].key) and looks_like_surname(words[1].key):
        return False
    return not all(
        board.context.type_words.exact(word.key)
        or places.code_of(word.text)
        or word.key.startswith(phrases.FOLLOWERS)
        for word in words
    )


def fixed_words(board: Board) -> None:
    """Urgency, turvakielto, interpreter, and how and when to make contact."""
    index = 0
    while index < len(board.words):
        index += (board.free(index) and _fixed_word(board, index)) or 1


def _fixed_word(board: Board, index: int) -> int:
    words = board.words
    if found := phrases.meaning_at(words, index):
        count, of, value = found
        board.claim(of, index, index + count, *([] if of is Field.INTERPRETER else [value]))
        return count
    code = interpreter_of(words[index].key)
    if code is not None:
        return _interpreter(board, index, code)
    if board.client_only:
        return 0
    return _contact(board, index)


def _interpreter(board: Board, index: int, code: str) -> int:
    board.wants_interpreter = True
    if code:
        board.claim(Field.INTERPRETER, index, index + 1, code)
        return 1
    board.claim(Field.INTERPRETER, index, index + 1)
    words = board.words
    after, before = index + 1, index - 1
    if after < len(words) and words[after].gap is Gap.BLANK and board.free(after):
        code = language_after_label(words[after])
    # Finnish is what the interpreter interprets into.
    if code and code != "fi":
        board.claim(Field.INTERPRETER, after, after + 1, code)
        return 2
    if before >= 0 and words[index].gap is Gap.BLANK and board.free(before):
        code = language_of(words[before].key)
    if code and code != "fi":
        board.claim(Field.INTERPRETER, before, before + 1, code)
    return 1


def _contact(board: Board, index: int) -> int:
    words = board.words
    negated = contact.is_negation(words[index])
    at = index + negated
    if at < len(words) and board.free(at):
        count, way = contact.way_at(words, at)
        if way is not None:
            return _way(board, index, at + count, None if negated else way)
    return _time(board, index, after_way=False)


def _way(board: Board, first: int, last: int, way: object | None) -> int:
    if way is not None:
        board.claim(Field.CONTACT_WAY, first, last, way)
        return last - first + (_time(board, last, after_way=True) if _more(board, last) else 0)
    # “älä soita ennen klo 12” says when; “älä soita” alone says how not.
    count = _time_words(board, last, after_way=True) if _more(board, last) else 0
    of = Field.CONTACT_TIME if count else Field.CONTACT_WAY
    board.add(Field.CONTACT_TIME, " ".join(board.shown(first, last + count).split()))
    board.claim(of, first, last + count)
    return last + count - first


def _more(board: Board, index: int) -> bool:
    return index < len(board.words) and board.words[index].gap is not Gap.BREAK


def _time_words(board: Board, index: int, *, after_way: bool) -> int:
    return contact.time_at(board.words, index, board.free, after_way=after_way)


def _time(board: Board, index: int, *, after_way: bool) -> int:
    count = _time_words(board, index, after_way=after_way)
    if count:
        said = " ".join(board.shown(index, index + count).split())
        board.claim(Field.CONTACT_TIME, index, index + count, said)
    return count


def sure_languages(board: Board) -> None:
    """Languages by any word that is no person's name, and after “kieli”."""
    for index, word in enumerate(board.words):
        if not board.free(index):
            continue
        labelled = index > 0 and phrases.LABELS.get(board.words[index - 1].key) is Field.LANGUAGE
        code = language_after_label(word) if labelled else language_of(word.key)
        if code and (labelled or not names.is_name(word.key)):
            board.claim(Field.LANGUAGE, index, index + 1, code)


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
            board.claim(Field.MUNICIPALITY, index, index + 1, code)


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


def single_word_services(board: Board) -> None:
    """A service by the beginning of its name, one word that means nothing else."""
    for index in board.unclaimed():
        word = board.words[index]
        if len(word.key) < SHORTEST_SERVICE or not board.nameable(index):
            continue
        if names.is_name(word.key):
            continue
        hits = list(board.context.find_service(word.text))
        if 1 <= len(hits) <= MOST_OPTIONS:
            board.claim(Field.SERVICE, index, index + 1)
            board.service_options.append(hits)


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


def labels_and_filling(board: Board) -> None:
    """A label goes with the piece beside it, or is left out like a filling word."""
    pieces = board.all_pieces()
    for index in reversed(board.unclaimed()):
        word = board.words[index]
        wanted = phrases.LABELS.get(word.key)
        if wanted is None and word.key in phrases.FILLING:
            wanted = Field.LEFT_OUT
        if wanted is None and board.header and word.key in ("m", "n", "k"):
            wanted = Field.LEFT_OUT  # the sex beside an identity code
        if wanted is None:
            continue
        owner = board.owners[index + 1] if index + 1 < len(board.words) else None
        owners = {owner}
        for piece in pieces:
            between = board.text[min(piece.end, word.end) : max(piece.start, word.start)]
            if not between.strip(" :"):
                owners.add(piece.field)
        board.owners[index] = wanted if wanted in owners else Field.LEFT_OUT


CLIENT_STEPS: Final[tuple[Step, ...]] = (
    addresses,
    fixed_words,
    sure_languages,
    sure_places,
    name_step.by_given_names,
    leftover_names_as_places,
    mistyped_types_and_places,
    name_step.by_surname_or_capitals,
    labels_and_filling,
)
"""What is looked for in a pasted header."""

STEPS: Final[tuple[Step, ...]] = (
    addresses,
    services_of_several_words,
    fixed_words,
    sure_languages,
    sure_types,
    sure_places,
    abbreviated_types,
    name_step.by_given_names,
    leftover_names_as_places,
    abbreviated_places,
    single_word_services,
    mistyped_types_and_places,
    name_step.by_surname_or_capitals,
    mistyped_services,
    bare_numbers,
    name_step.as_a_question,
    labels_and_filling,
)
"""What is looked for in a typed line."""
