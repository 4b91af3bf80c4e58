"""The board on which the words of a line are claimed, each once, by what they mean."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from hyteterm.domain.quick_entry.context import Context, ServiceRow
from hyteterm.domain.quick_entry.phrases import LABELS
from hyteterm.domain.quick_entry.result import Ambiguity, Field, Option, Piece
from hyteterm.domain.quick_entry.words import Word, words_between

MOST_OPTIONS: Final = 9
"""Choices are made with a digit."""


@dataclass(slots=True, repr=False)
class Board:
    """The state of one reading of a line."""

    text: str
    end: int
    """Where the reason, or the text, begins to be left alone."""
    context: Context
    client_only: bool = False
    """Whether only the client's own data is looked for (a pasted header)."""
    header: bool = False
    pieces: list[Piece] = field(default_factory=list)
    values: dict[Field, list[Any]] = field(default_factory=dict)
    ambiguous: list[Ambiguity] = field(default_factory=list)
    wants_interpreter: bool = False
    corrected: set[Field] = field(default_factory=set)
    words: list[Word] = field(default_factory=list)
    owners: list[Field | None] = field(default_factory=list)
    service_options: list[list[ServiceRow]] = field(default_factory=list)

    def place(self, of: Field, start: int, end: int) -> None:
        """Say that ``text[start:end]`` went to a field."""
        self.pieces.append(Piece(of, start, end))

    def add(self, of: Field, value: Any) -> None:
        """A value of a field; the same one twice counts once."""
        values = self.values.setdefault(of, [])
        if value not in values:
            values.append(value)

    def cut(self) -> None:
        """Cut into words what no piece has taken yet."""
        taken = sorted((piece.start, piece.end) for piece in self.pieces)
        self.words = words_between(self.text, self.end, taken)
        self.owners = [None] * len(self.words)

    def free(self, index: int) -> bool:
        """Whether nobody has claimed a word."""
        return self.owners[index] is None

    def all_free(self, first: int, last: int) -> bool:
        """Whether nobody has claimed any of these words."""
        return last <= len(self.words) and not any(self.owners[first:last])

    def nameable(self, index: int) -> bool:
        """Whether a word may be part of a name: unclaimed and not a label."""
        return self.owners[index] is None and self.words[index].key not in LABELS

    def claim(self, of: Field, first: int, last: int, *values: Any) -> None:
        """Give words ``first`` … ``last - 1`` to a field, and their value."""
        for index in range(first, last):
            self.owners[index] = of
        for value in values:
            self.add(of, value)

    def known(self, of: Field) -> bool:
        """Whether a field has a value."""
        return bool(self.values.get(of))

    def ask(self, of: Field, options: Iterable[Option]) -> None:
        """Let the person choose."""
        self.ambiguous.append(Ambiguity(of, tuple(options)[:MOST_OPTIONS]))

    def unclaimed(self) -> list[int]:
        """Numbers of the words that nobody has claimed."""
        return [index for index, owner in enumerate(self.owners) if owner is None]

    def shown(self, first: int, last: int) -> str:
        """Words as they stand in the line."""
        return self.text[self.words[first].start : self.words[last - 1].end]

    def all_pieces(self) -> tuple[Piece, ...]:
        """Every piece in the order of the line; neighbours of one field joined."""
        pieces = list(self.pieces)
        for word, owner in zip(self.words, self.owners, strict=True):
            pieces.append(Piece(owner or Field.UNKNOWN, word.start, word.end))
        pieces.sort(key=lambda piece: piece.start)
        joined: list[Piece] = []
        for piece in pieces:
            before = joined[-1] if joined else None
            if before and before.field is piece.field and self._only_blank(before.end, piece.start):
                joined[-1] = Piece(piece.field, before.start, piece.end)
            else:
                joined.append(piece)
        return tuple(joined)

    def _only_blank(self, start: int, end: int) -> bool:
        between = self.text[start:end]
        return not between.strip() and "\n" not in between and "\t" not in between
