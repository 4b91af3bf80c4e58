"""The left half of the card: the themes with their bars, and the keys below them."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from hyteterm.domain.card_summary import bars
from hyteterm.domain.vocabulary import Theme
from hyteterm.screens.card_keys import Place, keys_beside
from hyteterm.widgets.card_text import keys_text
from hyteterm.widgets.card_themes import ThemeList, ThemeRow
from hyteterm.workspace.conversation import Conversation

TOPIC_KEYS: Final = dict(zip("abcdefghijkl", Theme, strict=True))
"""Letter → the theme that it chooses."""


class CardOverview(Vertical):
    """How far the conversation is."""

    DEFAULT_CSS = """
    CardOverview { width: 38; }
    CardOverview > ThemeList { height: 13; }
    CardOverview > #more { height: 1fr; padding: 0 0 0 2; }
    """

    def __init__(self, conversation: Conversation) -> None:
        super().__init__(id="left")
        self.conversation = conversation

    def compose(self) -> ComposeResult:
        yield ThemeList(id="themes")
        yield Static("", id="more")

    def show_themes(self) -> None:
        """The themes; with their letters while topics are chosen."""
        conversation = self.conversation
        at, answers = conversation.body.at, conversation.answers
        letters = {theme: key for key, theme in TOPIC_KEYS.items()} if at is None else {}
        rows = [
            ThemeRow(bar.theme, bar, letters.get(bar.theme, ""), bar.theme in answers.topics)
            for bar in bars(answers, conversation.body.earlier, conversation.hidden)
        ]
        here = next((i for i, row in enumerate(rows) if row.theme is at), 0)
        self.query_one(ThemeList).show(rows, here)

    def show_keys(self, place: Place) -> None:
        """The keys that work where the cursor stands."""
        keys = keys_beside(place, self.conversation.body)
        self.query_one("#more", Static).update(keys_text(keys), layout=False)
