"""The frame of every screen: status line above, keys below, the content between."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen

from hyteterm.widgets.key_bar import KeyBar
from hyteterm.widgets.notice_line import NoticeLine
from hyteterm.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from hyteterm.app import HyteTermApp
    from hyteterm.workspace import Workspace
    from hyteterm.workspace.line import WorkspaceEvent


UNTIL_WRITTEN_S: Final = 0.03
"""Textual writes in a thread of its own, which importing would hold up."""


class FrameScreen(Screen[str]):
    """A full, opaque screen.  Subclasses give `content` and `keys`.

    A screen is composed again when the language changes, so what the user has typed
    lives in attributes of the screen, not in its widgets alone (`remember`).
    """

    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012

    starts_referrals: ClassVar = True
    """Whether F4 opens an empty referral here."""
    referrals_return: ClassVar = False
    """Whether a referral that was begun here comes back here when it is queued."""

    paints_first: ClassVar = False
    """Whether the first paint may not wait for files: the first screen of the program."""

    @property
    def hyteterm(self) -> HyteTermApp:
        """The app, with its own type."""
        return self.app  # type: ignore[return-value]

    @property
    def workspace(self) -> Workspace:
        """The one door to data and rules."""
        return self.hyteterm.workspace

    def compose(self) -> ComposeResult:
        yield StatusLine()
        yield from self.content()
        yield NoticeLine()
        yield KeyBar()

    def content(self) -> ComposeResult:
        """The widgets between the two lines."""
        raise NotImplementedError

    def keys(self) -> list[tuple[str, str]]:
        """The keys that do something now, most important first."""
        raise NotImplementedError

    def help_rows(self) -> list[tuple[str, str]]:
        """Keys of this screen alone, for F1; those of every screen are the help's own."""
        return []

    def remember(self) -> None:
        """Take what is typed into attributes, before the screen is composed again."""

    def keep(self) -> bool:
        """Save what is written before leaving; False (and told) when it could not be saved."""
        return True

    def restored(self) -> None:
        """Called after every compose: put the focus and the lists in place."""

    def on_mount(self) -> None:
        self._begin_line()
        self.show_keys()
        self.restored()

    async def speak_language(self) -> None:
        """Compose again in the interface's present language; nothing typed is lost."""
        self.remember()
        with self.app.batch_update():
            await self.recompose()
            self.show_line()
            self.show_keys()
            self.restored()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        self._begin_line()
        self.show_keys()

    def _begin_line(self) -> None:
        if not self.paints_first:
            self.show_line()

    @on(KeyBar.Painted)
    def painted(self) -> None:
        """The screen is drawn: files may be read when its bytes have left too."""
        if self.paints_first:
            self.set_timer(UNTIL_WRITTEN_S, self.read_files)

    def read_files(self) -> None:
        """What the first paint did not wait for."""
        self.show_line()
        self.hyteterm.load_the_rest()

    def show_line(self) -> None:
        """Bring the status line up to date."""
        for line in self.query(StatusLine):
            line.show(self.workspace.session.title, self.workspace.line.state())

    def show_keys(self) -> None:
        """Bring the bottom line up to date."""
        for bar in self.query(KeyBar):
            bar.show(self.keys())

    def happened(self, event: WorkspaceEvent) -> None:
        """Something happened in the workspace; subclasses refresh what they show."""
        self.show_line()

    def say(self, text: str, *, warning: bool = False, seconds: float = 6) -> None:
        """A short notice above the keys."""
        self.query_one(NoticeLine).show(text, warning=warning, seconds=seconds)

    def explain(self, error: Exception) -> None:
        """Tell what an error means: what happened, what is safe, what to do.

        An error that nobody foresaw is raised again.
        """
        message = self.workspace.explanation(error)
        if message is None:
            raise error
        self.say(message, warning=True, seconds=15)
