"""Choose one of many: type to narrow, arrows to move, Enter to take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import gettext as _
from hyteterm.widgets.line_list import LineList


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose."""

    code: str
    label: str
    count: int | None = None
    note: str = ""


class ChoiceList(LineList[Choice]):
    """Choices with their counts."""

    def columns(self, row: Choice, width: int) -> list[tuple[str, int, str]]:
        count = "" if row.count is None else str(row.count)
        if row.count is None and not row.note:
            return [(row.label, width, "")]
        return [(row.label, width // 2, ""), (count, 8, "dim"), (row.note, width, "dim")]


class ChoicesCounted(Message):
    """The choices with their counts, which came after the screen had been opened."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.choices = choices


class ChoiceScreen(FrameScreen):
    """Dismissed with the chosen code, or None when the user went back."""

    CSS_PATH = "choice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("escape", "dismiss(None)", show=False),
    ]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        typed: str = "",
        other: Callable[[str], Choice] | None = None,
    ) -> None:
        """``other`` makes a last choice of the typed text itself."""
        super().__init__()
        self.other = other
        self.heading = title
        self.choices = choices
        self.typed = typed

    def content(self) -> ComposeResult:
        with Horizontal(id="choice-row"):
            yield Static(f"{self.heading} │ ", id="choice-label")
            field = Input(self.typed, id="choice-field", select_on_focus=False)
            field.cursor_blink = False
            yield field
        yield ChoiceList(id="choices", empty=_("Ei vaihtoehtoja näillä kirjaimilla."))

    def keys(self) -> list[tuple[str, str]]:
        return [("Enter", _("valitse")), ("↓↑", _("selaa")), ("Esc", _("takaisin"))]

    def restored(self) -> None:
        field = self.query_one("#choice-field", Input)
        field.focus()
        field.cursor_position = len(field.value)
        self.narrow(field.value)

    def narrow(self, typed: str) -> None:
        """Show the choices that have the typed text at the start of a word."""
        wanted = typed.casefold().strip()
        fitting = [
            choice
            for choice in self.choices
            if not wanted
            or choice.label.casefold().startswith(wanted)
            or f" {wanted}" in choice.label.casefold()
        ]
        if wanted and self.other is not None:
            fitting.append(self.other(typed.strip()))
        self.query_one(ChoiceList).show(fitting)

    def on_choices_counted(self, event: ChoicesCounted) -> None:
        self.choices = event.choices
        rows = self.query_one(ChoiceList)
        chosen = rows.chosen
        self.narrow(self.typed)
        codes = [row.code for row in rows.rows]
        if chosen is not None and chosen.code in codes:
            rows.move(codes.index(chosen.code))

    @on(Input.Changed)
    def typed_more(self, event: Input.Changed) -> None:
        self.typed = event.value
        self.narrow(event.value)

    @on(Input.Submitted)
    @on(ChoiceList.Selected)
    def take(self) -> None:
        chosen = self.query_one(ChoiceList).chosen
        if chosen is not None:
            self.dismiss(chosen.code)

    def action_move(self, by: int) -> None:
        """Choose the next or the previous one."""
        self.query_one(ChoiceList).move(by)

    def action_page(self, direction: int) -> None:
        """Move by a page."""
        self.query_one(ChoiceList).page(direction)
