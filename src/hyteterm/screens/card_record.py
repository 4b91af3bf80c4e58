"""The text for the patient record (Ctrl+Y): copied, and plain on the screen to be selected."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import gettext as _
from hyteterm.workspace.conversation import Conversation


class CardRecordScreen(FrameScreen):
    """The whole width is the text: a mouse of the terminal itself selects nothing else."""

    CSS_PATH = "card_record.tcss"
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "dismiss(None)", show=False),
        Binding("ctrl+y", "copy", show=False),
        Binding("v", "violence", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
    ]

    def __init__(self, conversation: Conversation) -> None:
        super().__init__()
        self.conversation = conversation
        self.with_violence = False

    def content(self) -> ComposeResult:
        with VerticalScroll(id="page"):
            yield Static(Text(self.record), id="page-text")

    @property
    def record(self) -> str:
        """The text as it stands."""
        return self.workspace.cards.record_text(
            self.conversation, with_violence=self.with_violence
        )

    def on_mount(self) -> None:
        super().on_mount()
        self.action_copy()

    def keys(self) -> list[tuple[str, str]]:
        shown = [("Esc", _("takaisin")), ("Ctrl+Y", _("kopioi")), ("↓↑", _("vieritä"))]
        if self.conversation.answers.alone:
            put = _("jätä turvallisuus pois") if self.with_violence else _("turvallisuus mukaan")
            shown.append(("v", put))
        return shown

    def action_copy(self) -> None:
        """Copy; no terminal tells whether it took the text, so it stands here to be selected."""
        self.app.copy_to_clipboard(self.record)
        self.workspace.cards.copied(self.conversation)
        self.say(
            _("Kopioitu leikepöydälle. Jos liittäminen ei onnistu, maalaa teksti tästä."),
            seconds=15,
        )

    def action_violence(self) -> None:
        """Take matters of violence into the text, or leave them out again."""
        if self.conversation.answers.alone:
            self.with_violence = not self.with_violence
            self.query_one("#page-text", Static).update(Text(self.record))
            self.show_keys()

    def action_scroll(self, lines: int) -> None:
        """Scroll the page."""
        self.query_one("#page").scroll_relative(y=lines, animate=False)
