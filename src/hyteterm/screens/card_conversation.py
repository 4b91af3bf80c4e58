"""What both screens of a conversation can do: numbers, pause, record text, saving."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.timer import Timer

from hyteterm.domain.safety import Alarm
from hyteterm.screens.card_pause import PauseScreen
from hyteterm.screens.card_record import CardRecordScreen
from hyteterm.screens.card_safety import SafetyScreen
from hyteterm.screens.frame import FrameScreen
from hyteterm.workspace.conversation import Conversation

BLANK_AFTER_S: Final = 180
"""Idle seconds after which nothing of the conversation stays on the screen."""


class ConversationScreen(FrameScreen):
    """A screen of one conversation; what is answered on it is saved before anything else."""

    starts_referrals = False
    referrals_return = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+y", "record", show=False, priority=True),
        Binding("ctrl+t", "numbers", show=False, priority=True),
        Binding("ctrl+o", "pause", show=False, priority=True),
    ]

    def __init__(self, conversation: Conversation) -> None:
        super().__init__()
        self.conversation = conversation
        self.finished = False
        """The card is kept as finished: there is no draft to save any more."""
        self._heard: frozenset[Alarm] = conversation.alarms
        self._idle: Timer | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self.stay_awake()

    # -- safety ------------------------------------------------------------------------------

    def action_numbers(self) -> None:
        """The emergency numbers and the county's instruction."""
        self.app.push_screen(SafetyScreen(frozenset(), self.conversation.body.language))

    def raise_alarms(self) -> None:
        """Answers that tell of self-harm or violence bring the numbers at once."""
        heard = self.conversation.alarms
        new, self._heard = heard - self._heard, heard
        if new and self.app.screen is self:
            self.app.push_screen(SafetyScreen(new, self.conversation.body.language))

    def action_pause(self) -> None:
        """Nothing of the conversation on the screen until a key is pressed."""
        if self.save():
            self.app.push_screen(PauseScreen())

    def stay_awake(self) -> None:
        """Somebody is here: begin to count the idle time anew."""
        if self._idle is not None:
            self._idle.stop()
        self._idle = self.set_timer(BLANK_AFTER_S, self.blank)

    def blank(self) -> None:
        """Nobody has pressed a key for a while."""
        if self.app.screen is self:
            self.action_pause()

    # -- what comes of it ----------------------------------------------------------------------

    def action_record(self) -> None:
        """The text for the patient record."""
        if self.save():
            text = self.workspace.cards.record_text(self.conversation)
            self.app.push_screen(CardRecordScreen(self.conversation, text))

    def keep(self) -> bool:
        return self.save()

    def save(self) -> bool:
        """Save the unfinished card; False (and told) when it could not be saved."""
        if self.finished or not self.conversation.begun:
            return True
        try:
            self.workspace.cards.save(self.conversation.body)
        except Exception as error:
            self.explain(error)
            return False
        return True
