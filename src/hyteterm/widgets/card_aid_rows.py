"""Rows of a small aid: a number or text to write, one of several to choose, several to mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from hyteterm.translation import gettext as _

LABEL_CELLS: Final = 38
LETTERS: Final = "abcdefghijkl"
OPTION_LINE_CELLS: Final = 78


class AidKind(StrEnum):
    """How a row is answered."""

    WRITTEN = "written"
    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class AidField:
    """One row."""

    name: str
    label: str
    kind: AidKind = AidKind.WRITTEN
    options: tuple[tuple[str, str], ...] = ()
    """(code, words), in the order of their letters."""
    placeholder: str = ""


def yes_or_no(name: str, label: str) -> AidField:
    """A row answered with k or e."""
    return AidField(name, label, AidKind.ONE, (("yes", _("kyllä")), ("no", _("ei"))))


def option_keys(field: AidField) -> dict[str, str]:
    """Key → code: k and e for yes and no, else letters in order."""
    codes = [code for code, _words in field.options]
    keys = "ke" if codes == ["yes", "no"] else LETTERS
    return dict(zip(keys, codes, strict=False))


class AidLine(Horizontal):
    """A label and a field."""

    DEFAULT_CSS = """
    AidLine { height: auto; }
    AidLine > Static { width: 40; height: auto; padding: 0 1; }
    AidLine > Input { width: 1fr; }
    AidLine:focus-within > Static { text-style: bold; color: $accent; }
    AidLine.-wide > Static { width: 16; }
    """

    def __init__(self, field: AidField, value: str = "") -> None:
        super().__init__(classes="-wide" if field.placeholder else "")
        self.label = field.label
        self.input = Input(
            value, id=f"aid-{field.name}", placeholder=field.placeholder, select_on_focus=False
        )
        self.input.cursor_blink = False

    def compose(self) -> ComposeResult:
        yield Static(self.label, markup=False)
        yield self.input


class AidChoice(Static, can_focus=True):
    """A label and what is chosen; the letters of the options choose."""

    DEFAULT_CSS = """
    AidChoice { height: auto; padding: 0 1; }
    AidChoice:focus { text-style: bold; color: $accent; }
    """

    class Chosen(Message):
        """The choice has changed."""

        def __init__(self, sender: AidChoice) -> None:
            super().__init__()
            self.sender = sender

    class Entered(Message):
        """The row has the focus: its options are to be shown."""

        def __init__(self, sender: AidChoice) -> None:
            super().__init__()
            self.sender = sender

    def __init__(self, field: AidField, chosen: Sequence[str] = ()) -> None:
        super().__init__(id=f"aid-{field.name}")
        self.field = field
        self.chosen = list(chosen)

    def on_mount(self) -> None:
        self.show()

    def on_focus(self) -> None:
        self.post_message(self.Entered(self))

    def show(self) -> None:
        """Show what is chosen."""
        words = ", ".join(text for code, text in self.field.options if code in self.chosen)
        row = Table.grid(padding=(0, 1))
        row.add_column(width=LABEL_CELLS)
        row.add_column()
        row.add_row(Text(self.field.label), Text(words or "–"))
        self.update(row)

    def options_text(self) -> str:
        """“ a ei koskaan   b kerran kuussa …”, ✓ before what is chosen.

        A key never stands on another line than its words.
        """
        words = dict(self.field.options)
        lines = [""]
        for key, code in option_keys(self.field).items():
            part = f"{'✓' if code in self.chosen else ' '}{key} {words[code]}"
            if lines[-1] and cell_len(lines[-1]) + 2 + cell_len(part) > OPTION_LINE_CELLS:
                lines.append("")
            lines[-1] += f"  {part}" if lines[-1] else part
        return "\n".join(lines)

    def on_key(self, event: events.Key) -> None:
        code = option_keys(self.field).get((event.character or "").casefold())
        if code is None:
            return
        event.stop()
        if self.field.kind is AidKind.ONE:
            self.chosen = [code]
        elif code in self.chosen:
            self.chosen.remove(code)
        else:
            self.chosen.append(code)
        self.show()
        self.post_message(self.Chosen(self))
