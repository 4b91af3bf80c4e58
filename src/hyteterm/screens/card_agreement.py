"""What was agreed at the end of a card: the next step, a day to come back, what may be stored."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from hyteterm.domain import finnish_time
from hyteterm.domain.coming_day import coming_day
from hyteterm.domain.finnish_time import day_text, local
from hyteterm.translation import gettext as _
from hyteterm.widgets.form import KeyRow, TextRow
from hyteterm.workspace.conversation import DATE, STEP, Conversation


class CardAgreement(Vertical):
    """Three rows under the summary; what is typed is on the conversation at once."""

    DEFAULT_CSS = """
    CardAgreement { height: auto; }
    """

    class Typed(Message):
        """A letter of a text was typed."""

    class Answered(Message):
        """A row was accepted, or a key was pressed on it."""

    class Left(Message):
        """The cursor left a text."""

    def __init__(self, conversation: Conversation, date_typed: str | None) -> None:
        super().__init__(id="agreement")
        self.conversation = conversation
        day = conversation.answers.follow_up
        self.date_typed = date_typed or (day_text(day) if day else "")
        """What stands in the field of the day, understood or not."""

    def compose(self) -> ComposeResult:
        yield TextRow(
            "step",
            _("Sovittu"),
            self.conversation.value(STEP),
            placeholder=_("seuraava askel, asiakkaan omin sanoin"),
        )
        yield TextRow(
            "date", _("Palataan"), self.date_typed, placeholder=_("12.12. tai 2 vk tai 3 kk")
        )
        yield KeyRow("shared", _("Alueelle"), "ke")

    def show_shared(self) -> None:
        """Whether the answers may go to the county's system."""
        shared = self.conversation.body.shared
        if shared is None:
            mark, text = " ", _("saako vastaukset tallentaa alueen järjestelmään?  k / e")
        elif shared:
            mark, text = "✓", _("lupa: vastaukset lähtevät, turvallisuus ei  (k / e)")
        else:
            mark, text = "–", _("ei lähde: vastaukset jäävät tälle päätteelle  (k / e)")
        self.query_one("#field-shared", KeyRow).show(text, mark)

    @property
    def day_is_clear(self) -> bool:
        """Whether the day is empty or understood."""
        return not self.date_typed.strip() or self.conversation.answers.follow_up is not None

    def focus_day(self) -> None:
        """Put the cursor where the day is typed."""
        self.query_one("#field-date").focus()

    @on(Input.Changed, "#field-step")
    def step_typed(self, event: Input.Changed) -> None:
        if event.value.strip() != self.conversation.value(STEP):
            self.conversation.answer(STEP, event.value)
            self.post_message(self.Typed())

    @on(Input.Changed, "#field-date")
    def date_changed(self, event: Input.Changed) -> None:
        if event.value != self.date_typed:
            self.date_typed = event.value
            day = coming_day(event.value, local(finnish_time.now()).date())
            self.conversation.answer(DATE, day.isoformat() if day else None)
            self.post_message(self.Typed())

    @on(Input.Submitted)
    def field_done(self) -> None:
        self.post_message(self.Answered())
        if self.day_is_clear:
            self.app.action_focus_next()

    @on(KeyRow.Pressed, "#field-shared")
    def shared_answered(self, event: KeyRow.Pressed) -> None:
        self.conversation.change(shared=event.key == "k")
        self.post_message(self.Answered())

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        if isinstance(event.widget, Input):
            self.post_message(self.Left())
