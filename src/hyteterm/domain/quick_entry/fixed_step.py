"""The steps for words of fixed meaning: addresses, urgency, contact, languages, labels."""

from hyteterm.domain.client import ContactWay
from hyteterm.domain.quick_entry import contact, names, phrases
from hyteterm.domain.quick_entry.board import Board
from hyteterm.domain.quick_entry.languages import (
    interpreter_of,
    language_after_label,
    language_of,
)
from hyteterm.domain.quick_entry.result import Field
from hyteterm.domain.quick_entry.words import Gap


def addresses(board: Board) -> None:
    """Street addresses and postcodes with their towns are left out."""
    for index in range(len(board.words)):
        if board.free(index) and (count := phrases.address_at(board.words, index)):
            board.claim(Field.LEFT_OUT, index, index + count)


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
    if negated and at < len(words) and contact.is_wish(words[at]) and board.free(at):
        at += 1
    if at < len(words) and board.free(at):
        count, way = contact.way_at(words, at)
        if way is not None:
            return _way(board, index, at + count, None if negated else way)
    return _time(board, index, after_way=False)


def _way(board: Board, first: int, last: int, way: ContactWay | None) -> int:
    if way is not None and _more(board, last) and board.free(last) and _to_another(board, last):
        board.add(Field.CONTACT_WAY, way)
        board.claim(Field.CONTACT_TIME, first, last + 1, board.shown(first, last + 1))
        last += 1
        return last - first + (_time(board, last, after_way=True) if _more(board, last) else 0)
    if way is not None:
        board.claim(Field.CONTACT_WAY, first, last, way)
        return last - first + (_time(board, last, after_way=True) if _more(board, last) else 0)
    # “älä soita ennen klo 12” says when; “älä soita” alone says how not.
    count = _time_words(board, last, after_way=True) if _more(board, last) else 0
    of = Field.CONTACT_TIME if count else Field.CONTACT_WAY
    board.add(Field.CONTACT_TIME, " ".join(board.shown(first, last + count).split()))
    board.claim(of, first, last + count)
    return last + count - first


def _to_another(board: Board, index: int) -> bool:
    return contact.somebody_else(board.words[index])


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
