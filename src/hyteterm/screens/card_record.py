"""The card's text for the patient record (Ctrl+Y)."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Static

from hyteterm.screens.record_text import RecordTextScreen
from hyteterm.translation import gettext as _
from hyteterm.workspace.conversation import Conversation


class CardRecordScreen(RecordTextScreen):
    """Matters of violence stand in it only when the professional takes them in."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("v", "violence", show=False)]

    def __init__(self, conversation: Conversation, text: str) -> None:
        super().__init__(_("Kirjausteksti"), text)
        self.conversation = conversation
        self.with_violence = False

    def keys(self) -> list[tuple[str, str]]:
        shown = super().keys()
        if self.conversation.answers.alone:
            put = _("jätä turvallisuus pois") if self.with_violence else _("turvallisuus mukaan")
            shown.insert(1, ("v", put))
        return shown

    def copy(self) -> None:
        super().copy()
        self.workspace.cards.copied(self.conversation)

    def action_violence(self) -> None:
        """Take matters of violence into the text, or leave them out again."""
        if not self.conversation.answers.alone:
            return
        self.with_violence = not self.with_violence
        self.text = self.workspace.cards.record_text(
            self.conversation, with_violence=self.with_violence
        )
        self.query_one("#record", Static).update(Text(self.text))
        self.show_keys()
        self.copy()
