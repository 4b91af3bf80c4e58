"""Rows of a small aid: a number or text to write, one of several to choose, several to mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from hyteterm.translation import gettext as _

LABEL_CELLS: Final = 38
LETTERS: Final = "abcdefghijkl"


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
    AidLine > Input { width: 1fr; background: $panel; }
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
        label = f"{self.field.label:<{LABEL_CELLS}}"
        self.update(Text(f"{label} {words or '–'}"))

    def options_text(self) -> Text:
        """“a ei koskaan   b kerran kuussa …”, ✓ before what is chosen."""
        words = dict(self.field.options)
        parts = [
            f"{'✓' if code in self.chosen else ' '}{key} {words[code]}"
            for key, code in option_keys(self.field).items()
        ]
        # A key never stands on another line than its words.
        return Text("  ".join(part.replace(" ", "\u00a0") for part in parts))

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
