"""Rows of a form: a label, and beside it a field to type in or a value to choose."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

LABEL_WIDTH = 14


class TextRow(Horizontal):
    """A label and a one-line field."""

    DEFAULT_CSS = """
    TextRow { height: 1; }
    TextRow > Static { width: 15; padding: 0 1; color: $foreground; }
    TextRow > Input { width: 1fr; }
    TextRow:focus-within > Static { text-style: bold; color: $accent; }
    """

    def __init__(self, name: str, label: str, value: str = "", *, placeholder: str = "") -> None:
        super().__init__(id=f"row-{name}")
        self.label = label
        self.field = Input(
            value, id=f"field-{name}", placeholder=placeholder, select_on_focus=False
        )
        self.field.cursor_blink = False

    def compose(self) -> ComposeResult:
        yield Static(self.label)
        yield self.field


class LineInput(Input):
    """A one-line field that a text of several lines may be pasted into.

    Textual keeps the first line of a paste and drops the rest; here the whole text is told.
    """

    class HeaderPasted(Message):
        """A text of several lines was pasted."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def _on_paste(self, event: events.Paste) -> None:
        if len(event.text.strip().splitlines()) > 1:
            event.stop()
            event.prevent_default()
            self.post_message(self.HeaderPasted(event.text))
        else:
            super()._on_paste(event)


class PickRow(Static, can_focus=True):
    """A label and a value that is chosen: Enter, ↓ or a letter opens the choices."""

    DEFAULT_CSS = """
    PickRow { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    PickRow:focus { text-style: bold; color: $accent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", show=False)]

    class Opened(Message):
        """The user wants to choose."""

        def __init__(self, sender: PickRow, typed: str = "") -> None:
            super().__init__()
            self.sender = sender
            self.typed = typed

        @property
        def control(self) -> PickRow:
            return self.sender

    def __init__(self, name: str, label: str, value: str = "") -> None:
        super().__init__(id=f"field-{name}", markup=False)
        self.label = label
        self.value = value

    def on_mount(self) -> None:
        self.show(self.value)

    def show(self, value: str) -> None:
        """Show the chosen value."""
        self.value = value
        self.update(self._text(), layout=False)

    def _text(self) -> str:
        return f"{self.label:<{LABEL_WIDTH}}{self.value or '–'} ▾"

    def action_open(self) -> None:
        """Open the choices."""
        self.post_message(self.Opened(self))

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character and event.character.isalnum():
            event.stop()
            self.post_message(self.Opened(self, event.character))


class KeyRow(Horizontal, can_focus=True):
    """A label and answers given with one key each."""

    DEFAULT_CSS = """
    KeyRow { height: auto; }
    KeyRow > .label { width: 15; padding: 0 0 0 1; }
    KeyRow > .text { width: 1fr; height: auto; padding: 0 1 0 0; }
    KeyRow:focus > Static { text-style: bold; color: $accent; }
    """

    class Pressed(Message):
        """One of the row's keys was pressed."""

        def __init__(self, sender: KeyRow, key: str) -> None:
            super().__init__()
            self.sender = sender
            self.key = key

        @property
        def control(self) -> KeyRow:
            return self.sender

    def __init__(self, name: str, label: str, keys: str) -> None:
        super().__init__(id=f"field-{name}")
        self.label = label
        self.keys = keys

    def compose(self) -> ComposeResult:
        yield Static(self.label, classes="label", markup=False)
        yield Static("", classes="text", markup=False)

    def show(self, text: str, mark: str = " ") -> None:
        """Show ``text`` beside the label; ``mark`` says in one sign how it stands."""
        label, body = self.query_children(Static)
        label.update(f"{self.label:<{LABEL_WIDTH - 2}}{mark}")
        body.update(text)

    def on_key(self, event: events.Key) -> None:
        key = (event.character or "").casefold()
        if key and key in self.keys:
            event.stop()
            self.post_message(self.Pressed(self, key))
