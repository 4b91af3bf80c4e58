"""A pause in a conversation: nothing on the screen; any key brings everything back."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import gettext as _
from hyteterm.widgets.notice_line import NoticeLine

LOCK_AFTER_S: Final = 300
"""Idle seconds of a pause after which the terminal locks."""


class PauseScreen(FrameScreen):
    """Opaque and empty; the key that ends it does nothing else."""

    CSS_PATH = "card_pause.tcss"
    starts_referrals = False

    def compose(self) -> ComposeResult:
        yield Static(_("Tauko. Mikä tahansa näppäin jatkaa."), id="pause")
        yield NoticeLine()

    def keys(self) -> list[tuple[str, str]]:
        return []

    def on_mount(self) -> None:
        super().on_mount()
        self.set_timer(LOCK_AFTER_S, self.hyteterm.action_lock)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.dismiss(None)
