"""Reading a quick-entry line: the steps, and what follows from what they found."""

from collections.abc import Callable
from typing import Any, Final

from hyteterm.domain import personal_identity_code, phone_number
from hyteterm.domain.birth import Birth
from hyteterm.domain.quick_entry import client_header, word_steps
from hyteterm.domain.quick_entry.board import MOST_OPTIONS, Board
from hyteterm.domain.quick_entry.context import Context, FoundService
from hyteterm.domain.quick_entry.header import reason_start
from hyteterm.domain.quick_entry.numbers import find
from hyteterm.domain.quick_entry.places import name_of
from hyteterm.domain.quick_entry.result import Ambiguity, Field, Option, Understood, finished
from hyteterm.domain.referral import Urgency
from hyteterm.domain.referral_types import kind_of


def parse(line: str, context: Context) -> Understood:
    """What a quick-entry line says; never raises, whatever is typed so far.

    Text with line breaks is read as a pasted client header too, so that a header may
    stand after typed words and before ``; reason``.
    """
    split = reason_start(line)
    board = Board(line, split if split >= 0 else len(line), context)
    board.header = _has_lines(line[: board.end])
    if split >= 0:
        reason = line[split + 1 :]
        board.add(Field.REASON, " ".join(reason.split()))
        if reason.strip():
            start = split + 1 + len(reason) - len(reason.lstrip())
            board.place(Field.REASON, start, start + len(reason.strip()))
    return _read(board)


def parse_header(text: str, context: Context) -> Understood:
    """The client's data from a header pasted from a patient system.

    Name, birth or identity code, phone, e-mail, municipality, language, interpreter and
    turvakielto.  Addresses, next of kin and the like are recognised and left out.
    """
    return _read(Board(text, len(text), context, client_only=True, header=True))


def _has_lines(text: str) -> bool:
    return len(text.strip().splitlines()) > 1


def _read(board: Board) -> Understood:
    labels = client_header.leave_out(board) if board.header else []
    taken = [(piece.start, piece.end) for piece in board.pieces]
    for found in find(board.text, board.end, board.context.today, taken):
        if found.value is None:
            board.place(Field.UNKNOWN, found.start, found.end)
            continue
        board.place(found.field, found.start, found.end)
        board.add(found.field, found.value)
    client_header.take(board, labels)
    board.cut()
    for step in word_steps.CLIENT_STEPS if board.client_only else word_steps.STEPS:
        step(board)
    return _understood(board)


def _understood(board: Board) -> Understood:
    context = board.context
    _join_names(board)
    one = {of: (board.values[of] or [None])[0] if of in board.values else None for of in Field}
    birth = _birth(board)
    urgencies = board.values.get(Field.URGENCY, [])
    services = _services(board)
    understood = Understood(
        text=board.text,
        type=one[Field.TYPE] or "",
        municipality=one[Field.MUNICIPALITY] or "",
        service=services[0] if services else None,
        name=one[Field.NAME] or "",
        guardian=one[Field.GUARDIAN] or "",
        phone=one[Field.PHONE] or "",
        email=one[Field.EMAIL] or "",
        identity_code=one[Field.IDENTITY_CODE] or "",
        birth=birth,
        language=one[Field.LANGUAGE] or "",
        interpreter=one[Field.INTERPRETER] or "",
        interpreter_needed=board.wants_interpreter,
        urgency=max(urgencies, key=_URGENCIES.index, default=Urgency.ROUTINE),
        contact_way=one[Field.CONTACT_WAY],
        contact_time=", ".join(board.values.get(Field.CONTACT_TIME, [])),
        non_disclosure=any(board.values.get(Field.NON_DISCLOSURE, [])),
        reason=one[Field.REASON] or "",
        pieces=board.all_pieces(),
        ambiguous=(*_conflicts(board, services), *board.ambiguous),
        corrected=frozenset(board.corrected),
    )
    return finished(understood, context)


_URGENCIES: Final = list(Urgency)


def _join_names(board: Board) -> None:
    """Drop a name that is a part of another: “Timo Jokinen … Timo asuu” is one person."""
    written = board.values.get(Field.NAME, [])
    parts = [frozenset(name.split()) for name in written]
    whole = [
        name for name, own in zip(written, parts, strict=True) if not any(own < p for p in parts)
    ]
    if whole:
        board.values[Field.NAME] = whole


def _births(board: Board) -> list[Birth]:
    """Births that differ, the most exact of those that agree (an age may be a year off)."""
    births = [*board.values.get(Field.BIRTH, [])]
    for code in board.values.get(Field.IDENTITY_CODE, []):
        day = personal_identity_code.birth_date(code)
        births.append(Birth(day.year, day, code))
    births.sort(key=lambda birth: (not birth.identity_code, birth.day is None))
    apart: list[Birth] = []
    for birth in births:
        if not any(_agree(exact, birth) for exact in apart):
            apart.append(birth)
    return apart


def _agree(exact: Birth, other: Birth) -> bool:
    if exact.day and other.day:
        return exact.day == other.day
    return abs(exact.year - other.year) <= 1


def _birth(board: Board) -> Birth | None:
    births = _births(board)
    if len(births) > 1 and board.header and (births[0].identity_code or births[0].day):
        # A pasted header holds other dates too; the identity code or the first date leads.
        first = board.values.get(Field.BIRTH, births)[0]
        board.values[Field.BIRTH] = [births[0] if births[0].identity_code else first]
        births = _births(board)
    return births[0] if births else None


def _services(board: Board) -> list[FoundService]:
    """The services meant, those of the named municipality and type first to be kept."""
    kept: list[FoundService] = []
    for options in board.service_options:
        services = [FoundService(*option) for option in options]
        places, types = board.values.get(Field.MUNICIPALITY, []), board.values.get(Field.TYPE, [])
        services = [one for one in services if any(map(one.serves, places))] or services
        services = [one for one in services if one.referral_type in types] or services
        kept.extend(one for one in services if one not in kept)
    return kept


def _conflicts(board: Board, services: list[FoundService]) -> list[Ambiguity]:
    found = []
    for of, (attribute, text) in _SHOWN.items():
        values = services if of is Field.SERVICE else board.values.get(of, [])
        if of is Field.BIRTH:
            values = _births(board)
        if len(values) > 1:
            options = [
                Option(text(value, board), ((attribute, value),)) for value in values[:MOST_OPTIONS]
            ]
            found.append(Ambiguity(of, tuple(options)))
    return found


def _type_text(code: Any, board: Board) -> str:
    kind = kind_of(code, board.context.types)
    return kind.label if kind else str(code)


def _birth_text(birth: Any, _board: Board) -> str:
    day = birth.day
    return f"{day.day}.{day.month}.{day.year}" if day else str(birth.year)


_SHOWN: Final[dict[Field, tuple[str, Callable[[Any, Board], str]]]] = {
    Field.TYPE: ("type", _type_text),
    Field.SERVICE: ("service", lambda service, _board: str(service.name)),
    Field.NAME: ("name", lambda name, _board: str(name)),
    Field.PHONE: ("phone", lambda number, _board: phone_number.shown(number)),
    Field.EMAIL: ("email", lambda email, _board: str(email)),
    Field.IDENTITY_CODE: ("identity_code", lambda code, _board: str(code)),
    Field.BIRTH: ("birth", _birth_text),
    Field.MUNICIPALITY: ("municipality", lambda code, _board: name_of(code)),
    Field.LANGUAGE: ("language", lambda code, _board: str(code)),
    Field.INTERPRETER: ("interpreter", lambda code, _board: str(code)),
    Field.CONTACT_WAY: ("contact_way", lambda way, _board: str(way)),
}
"""Fields that hold one value: the attribute, and how an option is shown."""
