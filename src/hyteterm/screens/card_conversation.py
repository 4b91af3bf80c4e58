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

SAVE_AFTER_S: Final = 0.4
"""Seconds after the last letter of a text."""
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
        Binding("ctrl+g", "put_safety_away", show=False, priority=True),
    ]

    def __init__(self, conversation: Conversation) -> None:
        super().__init__()
        self.conversation = conversation
        self.finished = False
        """The card is kept as finished: there is no draft to save any more."""
        self._saving: Timer | None = None
        self._unsaved = False
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

    def action_put_safety_away(self) -> None:
        """Take the safety theme off the screen, or bring it back to be asked again."""
        self.conversation.put_safety_away()
        self.answered()

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

    # -- saving --------------------------------------------------------------------------------

    def answered(self) -> None:
        """An answer was given: it is saved at once, and shown."""
        self._unsaved = True
        self.save()
        self.show_all()
        self.raise_alarms()

    def show_all(self) -> None:
        """Bring the whole screen up to date."""
        raise NotImplementedError

    def changed(self) -> None:
        """Something was typed: it is saved soon."""
        self._unsaved = True
        if self._saving is not None:
            self._saving.stop()
        self._saving = self.set_timer(SAVE_AFTER_S, self.save)

    def keep(self) -> bool:
        return self.save()

    def save(self) -> bool:
        """Save what was not saved yet; False (and told) when it could not be saved."""
        if self._saving is not None:
            self._saving.stop()
            self._saving = None
        if self._unsaved and self.conversation.begun and not self.finished:
            try:
                self.workspace.cards.save(self.conversation.body)
            except Exception as error:
                self.explain(error)
                return False
        self._unsaved = False
        return True

    def on_unmount(self) -> None:
        if self._unsaved and not self.finished and self.workspace.session.unlocked:
            self.workspace.cards.save(self.conversation.body)
