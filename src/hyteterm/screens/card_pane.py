"""The right half of the card: the question that is asked now, and all that may be answered to it."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from hyteterm.domain.vocabulary import Theme
from hyteterm.screens.card_header import ClientHeader
from hyteterm.translation import current_language
from hyteterm.widgets.card_fields import CardChoice, CardQuestion, CardText
from hyteterm.widgets.card_text import theme_question, topics_question
from hyteterm.widgets.paged_scroll import PagedScroll
from hyteterm.workspace.conversation import DIRECT_QUESTIONS, TEXT_FIELDS, Conversation

MOST_CHOICES = max(map(len, DIRECT_QUESTIONS.values()))


class CardPane(Vertical):
    """Topics with the client's header, or a theme with its questions."""

    DEFAULT_CSS = """
    CardPane { width: 1fr; border-left: solid $primary; }
    CardPane > #asked { height: 1fr; padding: 0 0 0 1; scrollbar-size-vertical: 1;
        scrollbar-gutter: stable; }
    CardPane > #wish { height: 3; padding: 0 0 0 1; }
    CardPane CardChoice, CardPane CardText, CardPane ClientHeader { margin: 1 0 0 0; }
    """

    def __init__(self, conversation: Conversation) -> None:
        super().__init__(id="pane")
        self.conversation = conversation

    def compose(self) -> ComposeResult:
        with PagedScroll(id="asked"):
            yield CardQuestion("", id="question")
            yield ClientHeader(self.conversation)
            for number in range(MOST_CHOICES):
                yield CardChoice("", id=f"choice-{number}")
            for field in TEXT_FIELDS:
                yield CardText(field)
        yield Static("", id="wish")

    def show(self, theme: Theme | None, calculators: str) -> None:
        """Ask about a theme; None: about the topics."""
        self.query_one(ClientHeader).display = theme is None
        question = self.query_one(CardQuestion)
        if theme is None:
            question.update(topics_question(self.conversation))
        else:
            question.update(theme_question(self.conversation, theme, calculators))
        self._show_choices(theme)
        self._show_texts(theme)

    def show_wish(self, wish: Text | str) -> None:
        """The lines at the bottom."""
        self.query_one("#wish", Static).update(wish, layout=False)

    def focus_question(self) -> None:
        """Put the cursor where one key answers, and show the question from its beginning."""
        # A question may be higher than the pane: scrolled to its end, it would lose its beginning.
        self.query_one(CardQuestion).focus(scroll_visible=False)
        self.query_one("#asked").scroll_home(animate=False)

    def focus_choice(self) -> None:
        """Put the cursor on the first direct question."""
        self.query_one("#choice-0", CardChoice).focus()

    @property
    def asks_question(self) -> bool:
        """Whether the cursor stands where one key answers."""
        return self.query_one(CardQuestion).has_focus

    def _show_choices(self, theme: Theme | None) -> None:
        links = DIRECT_QUESTIONS.get(theme, ()) if theme else ()
        asked = [link for link in links if self.conversation.asked(link)]
        for number in range(MOST_CHOICES):
            choice = self.query_one(f"#choice-{number}", CardChoice)
            choice.display = number < len(asked)
            if choice.display:
                link = asked[number]
                choice.ask(link, self._words(link), self.conversation.value(link), unsaid=True)

    def _show_texts(self, theme: Theme | None) -> None:
        for field in TEXT_FIELDS:
            line = self.query_one(f"#text-{field}", CardText)
            link = f"{theme}.{field}"
            line.display = theme is not None and self.conversation.asked(link)
            if line.display:
                line.ask(self._words(link), self.conversation.value(link))

    def _words(self, link_id: str) -> tuple[str, str]:
        asked = self.conversation.text(link_id, str(self.conversation.body.language))
        return asked, self.conversation.text(link_id, current_language())
