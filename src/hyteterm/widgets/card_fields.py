"""What is answered beside the score: questions of one key, and texts."""

from __future__ import annotations

from typing import Final

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from hyteterm.translation import gettext as _

CODES: Final[dict[str, str]] = {"k": "yes", "e": "no", "o": "unsaid"}
"""Key → code of the answer."""


class CardQuestion(Static, can_focus=True):
    """The theme's question; its keys are the screen's."""

    DEFAULT_CSS = """
    CardQuestion { height: auto; }
    """


class CardChoice(Static, can_focus=True):
    """A question that is answered with k, e or (where one may) o."""

    DEFAULT_CSS = """
    CardChoice { height: auto; }
    CardChoice:focus { color: $accent; text-style: bold; }
    """

    class Answered(Message):
        """One of its keys was pressed; ``code`` is ``yes``, ``no`` or ``unsaid``."""

        def __init__(self, sender: CardChoice, code: str) -> None:
            super().__init__()
            self.sender = sender
            self.code = code

    link_id = ""
    unsaid = False

    def ask(self, link_id: str, words: tuple[str, str], answered: str, *, unsaid: bool) -> None:
        """Ask a question; ``words`` in the client's and the professional's language."""
        self.link_id, self.unsaid = link_id, unsaid
        text = Text(words[0] + "\n")
        if words[1] != words[0]:
            text.append(words[1] + "\n", style="dim")
        keys = [("k", _("kyllä")), ("e", _("ei"))]
        if unsaid:
            keys.append(("o", _("ei halua sanoa")))
        for key, meaning in keys:
            mark = "✓" if answered == CODES[key] else " "
            text.append(f"{mark}{key} {meaning}  ")
        self.update(text)

    def on_key(self, event: events.Key) -> None:
        code = CODES.get((event.character or "").casefold(), "")
        if code and (code != "unsaid" or self.unsaid):
            event.stop()
            self.post_message(self.Answered(self, code))


class CardText(Vertical):
    """A question and a line to write the answer on."""

    DEFAULT_CSS = """
    CardText { height: auto; }
    CardText > Static { height: auto; color: $foreground; }
    CardText > Input { height: 1; }
    CardText:focus-within > Static { color: $accent; text-style: bold; }
    """

    def __init__(self, name: str) -> None:
        super().__init__(id=f"text-{name}")
        self.question = Static("", markup=False)
        self.field = Input(id=f"field-{name}", placeholder="…", select_on_focus=False)
        self.field.cursor_blink = False

    def compose(self) -> ComposeResult:
        yield self.question
        yield self.field

    def ask(self, words: tuple[str, str], written: str) -> None:
        """Ask, with what is written already; ``words`` as in `CardChoice.ask`."""
        text = Text(words[0])
        if words[1] != words[0]:
            text.append("\n" + words[1], style="dim")
        self.question.update(text)
        if self.field.value != written:
            with self.field.prevent(Input.Changed):
                self.field.value = written
                self.field.cursor_position = len(written)
