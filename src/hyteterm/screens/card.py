"""The wellbeing card (F3): topics first, then one key a theme, in the client's language."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from hyteterm.domain.calculators import INSTRUMENT_NAMES
from hyteterm.domain.card_answers import ALONE, MOST_TOPICS, SELF_HARM
from hyteterm.domain.finnish_time import day_text
from hyteterm.domain.safety import alarms
from hyteterm.domain.vocabulary import Theme
from hyteterm.screens.card_aids import THEME_INSTRUMENTS, open_calculator
from hyteterm.screens.card_conversation import ConversationScreen
from hyteterm.screens.card_end import CardEndScreen
from hyteterm.screens.card_header import ClientHeader
from hyteterm.screens.card_keys import Place, help_for_themes, keys_below
from hyteterm.screens.card_overview import TOPIC_KEYS, CardOverview
from hyteterm.screens.card_pane import CardPane
from hyteterm.screens.card_safety import safety_notice
from hyteterm.translation import gettext as _
from hyteterm.widgets.card_fields import CardChoice
from hyteterm.widgets.card_text import (
    SUPPORT_KEYS,
    card_heading,
    earlier_text,
    wish_line,
)
from hyteterm.workspace.conversation import TEXT_FIELDS, Conversation
from hyteterm.workspace.course import Course

POINTS: Final = {**{str(digit): digit for digit in range(10)}, "x": 10}


class CardScreen(ConversationScreen):
    """One conversation.  Dismissed with what is to be told, or None."""

    CSS_PATH = "card.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
        Binding("enter", "go_on", show=False),
        Binding("f4", "refer", show=False),
        Binding("f8", "client_language", show=False),
        Binding("f10,ctrl+s", "end", show=False, priority=True),
    ]

    def __init__(self, conversation: Conversation) -> None:
        super().__init__(conversation)
        self.course = Course(conversation)

    @property
    def at(self) -> Theme | None:
        """The open theme; None while topics are chosen."""
        return self.course.at

    @property
    def pane(self) -> CardPane:
        """What is asked now."""
        return self.query_one(CardPane)

    # -- what stands on the screen --------------------------------------------------------

    def content(self) -> ComposeResult:
        yield Static("", id="heading")
        with Horizontal(id="card"):
            yield CardOverview(self.conversation)
            yield CardPane(self.conversation)

    @property
    def place(self) -> Place:
        """Where the cursor stands."""
        if self.at is None:
            return Place.TOPICS if self.pane.asks_question else Place.CLIENT
        if isinstance(self.focused, Input):
            return Place.TEXT
        return Place.CHOICE if isinstance(self.focused, CardChoice) else Place.THEME

    def keys(self) -> list[tuple[str, str]]:
        return keys_below(self.place)

    def help_rows(self) -> list[tuple[str, str]]:
        return help_for_themes()

    def show_keys(self) -> None:
        super().show_keys()
        self.query_one(CardOverview).show_keys(self.place)

    def restored(self) -> None:
        self.show_all()
        self.pane.focus_question()

    def show_all(self) -> None:
        self.show_heading()
        self.query_one(CardOverview).show_themes()
        self.pane.show(self.at, self.calculators(self.at))
        self.show_wish()
        self.show_keys()

    def show_heading(self) -> None:
        """Who, and how far."""
        municipality = self.conversation.body.client.municipality
        place = self.workspace.catalogue.municipality_name(municipality)
        heading = card_heading(self.conversation, place, self.app.size.width - 2)
        self.query_one("#heading", Static).update(heading, layout=False)

    def show_wish(self) -> None:
        """The wish for support that k, e and m answer now; before that, an earlier card."""
        if self.at is None:
            # A person is searched for when the header is complete, not at each of its letters.
            asks = self.pane.asks_question
            found = self.workspace.cards.earlier_on(self.conversation) if asks else None
            self.pane.show_wish(earlier_text(self.conversation, day_text(found) if found else ""))
            return
        # k and e answer the direct question that has the focus, and the wish otherwise.
        theme = None if isinstance(self.focused, CardChoice) else self.course.wish_theme
        self.pane.show_wish(wish_line(self.conversation, theme) if theme else "")

    def on_descendant_focus(self) -> None:
        self.show_wish()
        self.show_keys()

    def calculators(self, theme: Theme | None) -> str:
        """The line that offers the theme's calculators; empty where the county has them off."""
        found = THEME_INSTRUMENTS.get(theme, ()) if theme else ()
        if not found or not self.workspace.cards.policy.calculators:
            return ""
        return _("l = laskuri: {names}").format(names=", ".join(INSTRUMENT_NAMES[i] for i in found))

    # -- keys that are no text ----------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        self.stay_awake()
        if isinstance(self.focused, Input) or not event.is_printable:
            return
        key = (event.character or "").casefold()
        anywhere = {" ": self.action_pause, "!": self.action_numbers, "y": self.private}
        event.stop()
        if key in anywhere:
            anywhere[key]()
        elif self.at is None:
            self.topic_key(key)
        else:
            self.theme_key(key, self.at)

    def topic_key(self, key: str) -> None:
        """Choose a topic, or put the earlier card of the same client beside this one."""
        theme = TOPIC_KEYS.get(key)
        if theme is not None and theme not in self.conversation.hidden:
            if not self.conversation.toggle_topic(theme):
                self.say(_("Enintään kolme aihetta. Sama kirjain poistaa valinnan."))
                return
            self.answered()
            if len(self.conversation.answers.topics) == MOST_TOPICS:
                self.go_to_next()
        elif key == "r" and self.workspace.cards.put_beside(self.conversation):
            self.answered()

    def theme_key(self, key: str, theme: Theme) -> None:
        """Answer the open theme, or the wish that is asked now."""
        if key in POINTS:
            self.score(POINTS[key])
        elif key in SUPPORT_KEYS:
            self.course.wish(SUPPORT_KEYS[key])
            self.answered()
        elif key == "v":
            self.action_put_safety_away()
        elif key == "l" and self.calculators(theme):
            open_calculator(self.hyteterm, self.conversation, theme, self.answered)

    def score(self, points: int) -> None:
        """Answer the open theme and go on to what is open next."""
        if not self.course.may_score:
            self.say(_("Kysy vain kahden kesken: y = olemme kahden."))
            return
        self.course.score(points)
        self.answered()
        if self.course.direct_question:
            self.pane.focus_choice()
        else:
            self.go_to_next()

    def private(self) -> None:
        """“We are by ourselves”: opens the safety theme there, elsewhere the private themes."""
        body = self.conversation.body
        if self.at is Theme.SAFETY and not self.conversation.answers.alone:
            self.conversation.answer(ALONE, True)
        else:
            self.conversation.change(others_hear=not body.others_hear)
        self.leave_hidden()

    def action_put_safety_away(self) -> None:
        """Take the safety theme off the screen, or bring it back to be asked again."""
        self.course.put_safety_away()
        self.leave_hidden()

    def leave_hidden(self) -> None:
        """Show what may be seen now; a theme that may not is left."""
        if self.at in self.conversation.hidden:
            self.open_theme(self.course.following)
        self.answered()

    @on(CardChoice.Answered)
    def direct_answer(self, event: CardChoice.Answered) -> None:
        link = event.sender.link_id
        self.conversation.answer(link, event.code)
        self.answered()
        if self.course.direct_question and link != SELF_HARM:
            self.focus_next()
        elif self.screen is self.app.screen:
            self.pane.focus_question()
            self.go_to_next()

    # -- texts -------------------------------------------------------------------------------

    @on(Input.Changed)
    def text_typed(self, event: Input.Changed) -> None:
        field = (event.input.id or "").removeprefix("field-")
        if field not in TEXT_FIELDS or self.at is None:
            return
        link = f"{self.at}.{field}"
        if event.value.strip() != self.conversation.value(link):
            self.conversation.answer(link, event.value)
            self.changed()
            if heard := alarms(event.value):
                self.say(safety_notice(self.workspace.cards.safety(heard)), warning=True)

    @on(Input.Submitted)
    @on(Input.Blurred)
    def text_left(self, event: Input.Submitted | Input.Blurred) -> None:
        self.raise_alarms()
        if isinstance(event, Input.Submitted) and self.at is not None:
            self.focus_next()

    @on(ClientHeader.Told)
    def client_told(self, event: ClientHeader.Told) -> None:
        self.conversation.tell(event.field, event.text)
        self.changed()
        self.show_heading()
        self.show_wish()
        header = self.query_one(ClientHeader)
        header.show_choices()
        if event.field in ("language", "variant"):
            self.pane.show(None, "")

    @on(ClientHeader.Done)
    def header_done(self) -> None:
        self.pane.focus_question()

    # -- moving ------------------------------------------------------------------------------

    def open_theme(self, theme: Theme | None) -> None:
        """Open a theme; None: the topics."""
        self.conversation.change(at=theme)
        self.show_all()
        self.pane.focus_question()

    def go_to_next(self) -> None:
        """The next open theme; when there is none, the end of the card."""
        if (following := self.course.following) is None:
            self.action_end()
        else:
            self.open_theme(following)

    def action_go_on(self) -> None:
        """From the topics to the first theme; leave a theme as it is and go on."""
        self.course.pass_over()
        self.go_to_next()

    def action_step(self, by: int) -> None:
        """Open the theme above or below; from a field, go to the one beside it."""
        if self.place is not Place.THEME:
            self.app.action_focus_next() if by > 0 else self.app.action_focus_previous()
        elif (theme := self.course.beside(by)) is not None:
            self.open_theme(theme)

    def action_back(self) -> None:
        """From a text to the question, from the themes to the topics, from there out."""
        if not self.pane.asks_question:
            self.pane.focus_question()
        elif self.at is not None:
            self.open_theme(None)
        elif self.save():
            self.dismiss(None)

    def action_client_language(self) -> None:
        """Ask the client in the next language."""
        language = self.conversation.next_language()
        self.answered()
        self.say(
            _("Asiakkaan kieli: {language}").format(
                language=_(self.workspace.language_name(language))
            )
        )

    def action_end(self) -> None:
        """Bars, suggestions, what was agreed."""
        if self.save():
            self.app.push_screen(
                CardEndScreen(self.conversation, self.course.scored_last), self.ended
            )

    def ended(self, done: str | None) -> None:
        """Back from the end page; a finished card is closed."""
        if done:
            self.finished = True
            self._unsaved = False
            self.dismiss(done)
        else:
            self.answered()

    def action_refer(self) -> None:
        """A referral for this client."""
        if self.save():
            self.hyteterm.write(self.workspace.cards.referral(self.conversation, None))
