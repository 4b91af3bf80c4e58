"""A screen that shows a paper as it will be, and prints it or saves it into a file."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from hyteterm.domain.leaflet_phrases import LeafletVersion
from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import gettext as _


class PaperPrinted(Message):
    """The printer has answered; ``error`` is None when it took the paper."""

    def __init__(self, error: Exception | None) -> None:
        super().__init__()
        self.error = error


class PaperScreen(FrameScreen):
    """What every paper has: versions, the printer, and a file."""

    DEFAULT_CSS = """
    PaperScreen {
        #heading { height: 1; padding: 0 1; text-style: bold; }
        #panes { height: 1fr; margin: 1 0 0 0; }
        #page { width: 1fr; height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
        #save-row { height: 1; display: none; }
        #save-row.-open { display: block; }
        #save-label { width: auto; padding: 0 0 0 1; text-style: bold; }
        #path { width: 1fr; }
    }
    """
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("left", "version(-1)", show=False),
        Binding("right", "version(1)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("enter,t", "print", show=False),
        Binding("s", "save_as", show=False),
    ]

    def __init__(self, version: LeafletVersion) -> None:
        super().__init__()
        self.version = version
        self.path = ""

    # -- what a paper is -----------------------------------------------------------------

    @property
    def ready(self) -> bool:
        """Whether there is a paper to print."""
        raise NotImplementedError

    def make(self) -> None:
        """Make the paper in the chosen version and show it."""
        raise NotImplementedError

    def pdf(self) -> bytes:
        """The paper as a PDF."""
        raise NotImplementedError

    def usual_path(self) -> Path:
        """Where it is saved unless another place is typed."""
        raise NotImplementedError

    def save_file(self, path: Path) -> Path:
        """Write it and give where."""
        raise NotImplementedError

    def printed(self) -> str:
        """The printer took it: note that, and what to say."""
        raise NotImplementedError

    def saved(self) -> None:
        """It is in a file: note that."""
        raise NotImplementedError

    # -- showing ---------------------------------------------------------------------------

    def save_row(self) -> ComposeResult:
        """The field for the path, hidden until it is asked for."""
        with Horizontal(id="save-row"):
            yield Static(_("Tiedosto │ "), id="save-label")
            field = Input(self.path, id="path", select_on_focus=False)
            field.cursor_blink = False
            yield field

    def keys(self) -> list[tuple[str, str]]:
        if self.path:
            return [("Enter", _("tallenna")), (".txt", _("tekstinä")), ("Esc", _("peru"))]
        shown = [("←→", _("esitteen kieli"))]
        if self.ready:
            shown = [("Enter", _("tulosta")), ("s", _("tallenna")), *shown]
        return [*shown, ("Esc", _("takaisin"))]

    def restored(self) -> None:
        self.make()
        if self.path:
            self.ask_path()

    def remember(self) -> None:
        if self.path:
            self.path = self.query_one("#path", Input).value

    def action_version(self, by: int) -> None:
        """The next or the previous version."""
        versions = list(LeafletVersion)
        self.version = versions[(versions.index(self.version) + by) % len(versions)]
        self.make()

    def action_scroll(self, lines: int) -> None:
        """Scroll the text."""
        self.query_one("#page").scroll_relative(y=lines, animate=False)

    # -- printing and saving ---------------------------------------------------------------

    def action_print(self) -> None:
        """Print through the system's printer, in the background."""
        if not self.ready:
            return
        try:
            data = self.pdf()
        except Exception as error:
            self.explain(error)
            return
        leaflets = self.workspace.leaflets
        self.say(_("Tulostetaan …"), seconds=30)

        def work() -> None:
            try:
                leaflets.print(data)
            except Exception as error:
                self.post_message(PaperPrinted(error))
            else:
                self.post_message(PaperPrinted(None))

        threading.Thread(target=work, name="printing", daemon=True).start()

    def on_paper_printed(self, event: PaperPrinted) -> None:
        if event.error is None:
            self.say(self.printed())
        else:
            self.explain(event.error)

    def action_save_as(self) -> None:
        """Ask where to save; Enter takes the usual place."""
        if self.ready:
            self.path = str(self.usual_path())
            self.ask_path()

    def ask_path(self) -> None:
        """Show the field for the path."""
        field = self.query_one("#path", Input)
        self.query_one("#save-row").set_class(True, "-open")
        field.value = self.path
        field.focus()
        field.cursor_position = len(self.path)
        self.show_keys()

    def close_path(self) -> None:
        """Back from the field to the paper."""
        self.path = ""
        self.query_one("#save-row").set_class(False, "-open")
        self.set_focus(None)
        self.show_keys()

    @on(Input.Submitted, "#path")
    def save(self, event: Input.Submitted) -> None:
        if not self.ready or not event.value.strip():
            return
        try:
            path = self.save_file(Path(event.value.strip()))
        except Exception as error:
            self.explain(error)
            return
        self.saved()
        self.close_path()
        self.say(_("Tallennettu: {path}").format(path=path), seconds=15)

    def action_back(self) -> None:
        """From the field to the paper; from the paper back."""
        if self.path:
            self.close_path()
        else:
            self.dismiss(None)
