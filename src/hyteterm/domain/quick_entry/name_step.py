"""The steps that find the client's name on the board."""

from hyteterm.domain.quick_entry import names, phrases, places
from hyteterm.domain.quick_entry.board import Board
from hyteterm.domain.quick_entry.result import Field, Option


def surroundings(board: Board) -> names.Surroundings:
    """What else each word could be, for the rules of names."""
    home = board.context.home_municipality
    words = board.words

    def free(index: int) -> bool:
        key = words[index].key
        everyday = key in phrases.NEVER_NAMES and not words[index].capital
        never = key in phrases.FILLING or everyday
        return board.nameable(index) and not never

    def place(index: int) -> bool:
        return places.is_plain_name(words[index].key)

    def abbreviation(index: int) -> bool:
        key = words[index].key
        codes = places.abbreviated(key, home)
        return any(places.near_home(code, home) for code in codes)

    return names.Surroundings(free, place, abbreviation, board.known(Field.MUNICIPALITY))


def by_given_names(board: Board) -> None:
    """Names that a known given name gives away."""
    for name in names.around_given_names(board.words, surroundings(board)):
        if name.first and phrases.LABELS.get(board.words[name.first - 1].key) is Field.GUARDIAN:
            board.claim(Field.GUARDIAN, name.first, name.last, name.text)
        elif name.place < 0:
            board.claim(Field.NAME, name.first, name.last, name.text)
        else:
            _name_or_place(board, name)


def _name_or_place(board: Board, name: names.Name) -> None:
    """“salo matti”: a name, or a name and a place; a place near by is taken as a place."""
    code = places.code_of(board.words[name.place].text)
    as_name = Option(name.text, (("name", name.text), ("municipality", "")))
    as_place = Option(
        f"{name.without_place}, {places.name_of(code)}",
        (("name", name.without_place), ("municipality", code)),
    )
    if places.near_home(code, board.context.home_municipality):
        board.claim(Field.NAME, name.first, name.last, name.without_place)
        board.claim(Field.MUNICIPALITY, name.place, name.place + 1, code)
        board.ask(Field.NAME, (as_place, as_name))
    else:
        board.claim(Field.NAME, name.first, name.last, name.text)
        board.ask(Field.NAME, (as_name, as_place))


def by_surname_or_capitals(board: Board) -> None:
    """Names without a known given name, where none has been found."""
    if board.known(Field.NAME):
        return
    for name in names.without_given_names(board.words, surroundings(board)):
        board.claim(Field.NAME, name.first, name.last, name.text)


def as_a_question(board: Board) -> None:
    """Words that nobody knows may be a name, or a reason without its ``;``: the person chooses.

    Until then they stay unknown.
    """
    if board.known(Field.NAME):
        return
    found = names.runs(board.words, surroundings(board))
    if len(found) != 1:
        return
    first, last = found[0]
    if not 1 <= last - first <= 3 or (last - first == 1 and not board.words[first].capital):
        return
    typed = board.shown(first, last)
    name = names.shown(board.words[first:last])
    before = (board.values.get(Field.REASON) or [""])[0]
    reason = f"{typed}, {before}" if before else typed
    board.ask(
        Field.NAME,
        (Option(name, (("name", name),)), Option(f"; {typed}", (("reason", reason),))),
    )
