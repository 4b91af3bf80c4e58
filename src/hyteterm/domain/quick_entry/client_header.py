"""From the labels of a pasted header to the client's fields."""

from hyteterm.domain.quick_entry import names, places
from hyteterm.domain.quick_entry.board import Board
from hyteterm.domain.quick_entry.header import Label, Labelled, labelled
from hyteterm.domain.quick_entry.languages import interpreter_of, language_after_label
from hyteterm.domain.quick_entry.result import Field
from hyteterm.domain.quick_entry.words import SEPARATORS, Word, words_between

_FIELD_OF = {
    Label.NAME: Field.NAME,
    Label.SURNAME: Field.NAME,
    Label.GIVEN_NAMES: Field.NAME,
    Label.IDENTITY_CODE: Field.IDENTITY_CODE,
    Label.BORN: Field.BIRTH,
    Label.PHONE: Field.PHONE,
    Label.EMAIL: Field.EMAIL,
    Label.MUNICIPALITY: Field.MUNICIPALITY,
    Label.LANGUAGE: Field.LANGUAGE,
    Label.INTERPRETER: Field.INTERPRETER,
    Label.NON_DISCLOSURE: Field.NON_DISCLOSURE,
}
_NO = frozenset({"ei", "ej", "nej", "no", "e", "0", "ingen", "none"})


def leave_out(board: Board) -> list[Labelled]:
    """Take out of the board what is not for a referral; gives the other labels."""
    labels = labelled(board.text, board.end)
    for one in labels:
        if one.kind is Label.OTHER:
            board.place(Field.LEFT_OUT, one.start, one.label_end)
            if _has_text(board.text[one.value_start : one.value_end]):
                board.place(Field.LEFT_OUT, one.value_start, one.value_end)
    return [one for one in labels if one.kind is not Label.OTHER]


def take(board: Board, labels: list[Labelled]) -> None:
    """Give each labelled value, and its label, to its field."""
    surname: list[Word] = []
    given: list[Word] = []
    for one in labels:
        of = _FIELD_OF[one.kind]
        for start, end in _uncovered(board, one.start, one.label_end):
            board.place(of, start, end)
        words = _words(board, one)
        if not words:
            if one.kind is Label.NON_DISCLOSURE:
                board.add(of, True)
            continue
        if one.kind in (Label.NAME, Label.SURNAME, Label.GIVEN_NAMES):
            words = _first_cell(board, words)
            if one.kind is Label.NAME:
                board.add(of, names.arranged(words))
            (given if one.kind is Label.GIVEN_NAMES else surname).extend(
                words if one.kind is not Label.NAME else ()
            )
        elif one.kind is Label.MUNICIPALITY:
            code = _municipality(words)
            if not code:
                continue
            board.add(of, code)
        elif one.kind is Label.LANGUAGE:
            codes = [code for word in words if (code := language_after_label(word))]
            if not codes:
                continue
            board.add(of, codes[0])
        elif one.kind is Label.INTERPRETER:
            _interpreter(board, words)
        elif one.kind is Label.NON_DISCLOSURE:
            # Anything but a plain no is taken as a yes: the mistake that harms nobody.
            board.add(of, words[0].key not in _NO)
        else:
            continue
        for word in words:
            board.place(of, word.start, word.end)
    if surname or given:
        board.add(Field.NAME, names.shown([*given, *surname]))


def _interpreter(board: Board, words: list[Word]) -> None:
    if words[0].key in _NO:
        return
    board.wants_interpreter = True
    for word in words:
        if code := language_after_label(word) or interpreter_of(word.key):
            board.add(Field.INTERPRETER, code)


def _municipality(words: list[Word]) -> str:
    whole = " ".join(word.text for word in words)
    for text in (whole, *(word.text for word in words)):
        if code := places.code_of(text):
            return code
    numbers = [word.key for word in words if word.key.isdecimal()]
    return places.code_of_number(numbers[0]) if numbers else ""


def _words(board: Board, one: Labelled) -> list[Word]:
    taken = sorted(
        (piece.start, piece.end)
        for piece in board.pieces
        if piece.end > one.value_start and piece.start < one.value_end
    )
    found = words_between(board.text, one.value_end, [(0, one.value_start), *taken])
    return [word for word in found if word.start >= one.value_start]


def _first_cell(board: Board, words: list[Word]) -> list[Word]:
    """The words up to a wide gap, a tab or another piece: what follows is another cell."""
    for index in range(1, len(words)):
        between = board.text[words[index - 1].end : words[index].start]
        if "\t" in between or "  " in between or set(between) - SEPARATORS:
            return words[:index]
    return words


def _uncovered(board: Board, start: int, end: int) -> list[tuple[int, int]]:
    inside = sorted(
        (piece.start, piece.end)
        for piece in board.pieces
        if piece.end > start and piece.start < end
    )
    spans = []
    for first, last in (*inside, (end, end)):
        if first > start and _has_text(board.text[start:first]):
            spans.append((start, first))
        start = max(start, last)
    return spans


def _has_text(text: str) -> bool:
    return bool(set(text) - SEPARATORS)
