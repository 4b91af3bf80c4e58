"""Text for the patient system (Ctrl+Y): copied, and shown so that it can be selected."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import gettext as _

TOLD_S = 60


class RecordTextScreen(FrameScreen):
    """A plain page: the lines of the text from edge to edge, with nothing else on them.

    The text goes to the clipboard as OSC 52 when the page opens.  Terminals do not answer
    whether they took it, so the page says how to select it.  ``on_recorded`` is called when
    the professional says that the text is in the patient system; without it there is no mark.
    """

    CSS_PATH = "record_text.tcss"
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("ctrl+y", "copy", show=False),
        Binding("enter", "recorded", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(15)", show=False),
        Binding("pageup", "scroll(-15)", show=False),
    ]

    def __init__(
        self,
        title: str,
        text: str,
        *,
        on_recorded: Callable[[], None] | None = None,
        warning: str = "",
    ) -> None:
        super().__init__()
        self.heading = title
        self.text = text
        self.on_recorded = on_recorded
        self.warning = warning

    def content(self) -> ComposeResult:
        yield Static(self.heading, id="heading", markup=False)
        with VerticalScroll(id="page"):
            yield Static(Text(self.text), id="record")

    def keys(self) -> list[tuple[str, str]]:
        shown = [("Ctrl+Y", _("kopioi"))]
        if self.on_recorded is not None:
            shown.append(("Enter", _("kirjattu potilasjärjestelmään")))
        return [*shown, ("↓↑", _("vieritä")), ("Esc", _("takaisin"))]

    def on_mount(self) -> None:
        self.copy()

    def copy(self) -> None:
        """Hand the text to the terminal's clipboard and say what to do if it was not taken."""
        self.app.copy_to_clipboard(self.text)
        told = _("Kopioitu. Jos liittäminen ei onnistu: Shift + hiiri valitsee tekstin.")
        self.say(self.warning or told, warning=bool(self.warning), seconds=TOLD_S)

    def action_copy(self) -> None:
        """Copy once more."""
        self.warning = ""
        self.copy()

    def action_recorded(self) -> None:
        """The text is in the patient system."""
        if self.on_recorded is None:
            return
        try:
            self.on_recorded()
        except Exception as error:
            self.explain(error)
            return
        self.dismiss("recorded")

    def action_scroll(self, lines: int) -> None:
        """Scroll the page."""
        self.query_one("#page").scroll_relative(y=lines, animate=False)
