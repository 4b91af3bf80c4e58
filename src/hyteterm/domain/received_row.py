"""Rows of the received list, and the four views of it: pure rules over plain dataclasses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from hyteterm.domain.message import N_
from hyteterm.domain.referral import Urgency
from hyteterm.domain.referral_status import Actor, Status, whose_turn


@dataclass(frozen=True, slots=True)
class Worker:
    """Who looks at the list."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """One received referral in a list."""

    id: str
    type: str
    status: Status
    client_name: str
    sender: str
    """The sending unit."""
    created_at: datetime
    changed_at: datetime
    urgency: Urgency = Urgency.ROUTINE
    handler: str = ""
    """Whoever took the last step of work on it, as the timeline names them."""
    handler_id: str = ""
    """The professional's id; empty when nobody has, or only the name is known."""
    next_contact: date | None = None
    """The receiver's own mark: when to contact the client."""
    note: str = ""
    """The receiver's own note; it goes nowhere."""
    unread: bool = False
    quarantined: str = ""
    """Reason code when a step of ours was not taken; empty otherwise."""

    @property
    def is_open(self) -> bool:
        """Whether the receiver still has something to do."""
        return whose_turn(self.status) is Actor.RECEIVER

    def is_of(self, worker: Worker) -> bool:
        """Whether this professional works on it: by the id, and by the name where none is known.

        The hub adds the unit's name to that of the professional.
        """
        if self.handler_id:
            return self.handler_id == worker.id
        name = worker.name
        return bool(name) and (self.handler == name or self.handler.startswith(f"{name}, "))


class View(StrEnum):
    """What the received list shows."""

    NEW = "new"
    MINE = "mine"
    ALL = "all"
    DATED = "dated"


VIEW_LABELS: Final[dict[View, str]] = {
    View.NEW: N_("uudet"),
    View.MINE: N_("omat"),
    View.ALL: N_("kaikki"),
    View.DATED: N_("yhteydenotot"),
}

_FIRST: Final = {Urgency.URGENT: 0, Urgency.SOON: 1, Urgency.ROUTINE: 2}
_OPEN_FIRST: Final = (Status.DELIVERED,)


def belongs(row: ReceivedRow, view: View, worker: Worker) -> bool:
    """Whether ``row`` stands in ``view`` of this professional.

    A row whose step was not taken stands in every view: somebody must see to it.
    """
    if row.quarantined:
        return True
    if view is View.NEW:
        return row.status is Status.DELIVERED
    if view is View.MINE:
        return row.is_open and row.is_of(worker)
    if view is View.DATED:
        return row.is_open and row.next_contact is not None
    return True


def viewed(
    rows: Iterable[ReceivedRow], view: View, worker: Worker, *, kept: frozenset[str] = frozenset()
) -> list[ReceivedRow]:
    """The rows of a view in its order; ``kept`` stay although they no longer belong.

    New: urgent first, then whoever has waited longest.  With a day: the earliest day first.
    Else: new ones first, then other open ones, then closed ones, last changed first.
    """
    shown = [row for row in rows if row.id in kept or belongs(row, view, worker)]
    if view is View.NEW:
        return sorted(shown, key=lambda row: (_FIRST[row.urgency], row.created_at))
    if view is View.DATED:
        return sorted(shown, key=lambda row: (row.next_contact or date.max, row.created_at))
    newest = sorted(shown, key=lambda row: row.changed_at, reverse=True)
    return sorted(newest, key=lambda row: (row.status not in _OPEN_FIRST, not row.is_open))


def counts(rows: Iterable[ReceivedRow], worker: Worker) -> dict[View, int]:
    """How many rows each view has."""
    every = list(rows)
    return {view: sum(belongs(row, view, worker) for row in every) for view in View}
