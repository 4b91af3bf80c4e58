"""The leaflet: seen as it will be, in five versions, printed, saved, or scanned off the screen."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from hyteterm.domain.leaflet_phrases import OWN_NAMES, LeafletVersion
from hyteterm.domain.localized import localized
from hyteterm.domain.use_counts import Use
from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import current_language, ngettext
from hyteterm.translation import gettext as _
from hyteterm.workspace.leaflets import MadeLeaflet, NothingToPrint

TEXT_WIDTH = 40
"""Characters: what stands beside the code at 80 columns."""
CODE_STYLE = "#000000 on #ffffff"
"""Dark on light whatever the theme: cameras want it so."""


class LeafletPrinted(Message):
    """The printer has answered; ``error`` is None when it took the leaflet."""

    def __init__(self, error: Exception | None) -> None:
        super().__init__()
        self.error = error


class LeafletScreen(FrameScreen):
    """A leaflet of one or several services."""

    CSS_PATH = "leaflet.tcss"
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("left", "version(-1)", show=False),
        Binding("right", "version(1)", show=False),
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("enter,t", "print", show=False),
        Binding("s", "save_as", show=False),
    ]

    def __init__(self, service_ids: Sequence[str]) -> None:
        super().__init__()
        self.service_ids = tuple(service_ids)
        self.version = LeafletVersion(current_language())
        self.made: MadeLeaflet | None = None
        self.at = 0
        self.path = ""

    # -- what stands on the screen -----------------------------------------------------------

    def content(self) -> ComposeResult:
        yield Static("", id="heading", markup=False)
        with Horizontal(id="panes"):
            with VerticalScroll(id="page", can_focus=False):
                yield Static("", id="text")
            yield Static("", id="code")
        with Horizontal(id="save-row"):
            yield Static(_("Tiedosto │ "), id="save-label")
            field = Input(self.path, id="path", select_on_focus=False)
            field.cursor_blink = False
            yield field

    def keys(self) -> list[tuple[str, str]]:
        if self.path:
            return [("Enter", _("tallenna")), (".txt", _("tekstinä")), ("Esc", _("peru"))]
        shown = [("←→", _("esitteen kieli"))]
        if self.made is not None:
            shown = [("Enter", _("tulosta")), ("s", _("tallenna")), *shown]
            if len(self.made.services) > 1:
                shown.append(("↓↑", _("koodi")))
        return [*shown, ("Esc", _("takaisin"))]

    def restored(self) -> None:
        self.make()
        if self.path:
            self.ask_path()

    def remember(self) -> None:
        if self.path:
            self.path = self.query_one("#path", Input).value

    def make(self) -> None:
        """Make the leaflet in the chosen version and show it."""
        text = Text()
        try:
            self.made = self.workspace.leaflets.make(self.service_ids, self.version)
            text = Text(self.workspace.leaflets.text(self.made, TEXT_WIDTH))
            if self.made.left_out:
                self.warn_of(self.made.left_out)
        except NothingToPrint as error:
            self.made = None
            self.explain(error)
        self.query_one("#heading", Static).update(self.heading_text(), layout=False)
        self.query_one("#text", Static).update(text)
        self.show_code()
        self.show_keys()

    def heading_text(self) -> str:
        """“Esite · suomi · 1 sivu”."""
        parts = [_("Esite"), OWN_NAMES[self.version]]
        if self.made is not None and self.made.pages:
            count = self.made.pages
            parts.append(ngettext("{count} sivu", "{count} sivua", count).format(count=count))
        return " · ".join(parts)

    def warn_of(self, names: Sequence[str]) -> None:
        """Tell what does not stand on the paper, and why; one line holds the first name."""
        more = f" (+{len(names) - 1})" if len(names) > 1 else ""
        self.say(
            _("Turvallisuus: ei paperille {name}. Kerro suullisesti.").format(name=names[0] + more),
            warning=True,
            seconds=20,
        )

    def show_code(self) -> None:
        """The code of the chosen service, its number or address beside it in words."""
        code = self.query_one("#code", Static)
        if self.made is None:
            code.update("")
            return
        self.at %= len(self.made.services)
        service = self.made.services[self.at]
        text = Text()
        rows = self.workspace.leaflets.scan_code(service)
        for row in rows:
            text.append(row, style=CODE_STYLE)
            text.append("\n")
        if rows and len(self.made.services) > 1:
            name = Text(localized(service.names, self.version.language))
            name.truncate(len(rows[0]), overflow="ellipsis")
            text.append_text(name)
        code.update(text)

    # -- choosing ------------------------------------------------------------------------------

    def action_version(self, by: int) -> None:
        """The next or the previous version."""
        versions = list(LeafletVersion)
        self.version = versions[(versions.index(self.version) + by) % len(versions)]
        self.make()

    def action_choose(self, by: int) -> None:
        """The code of the next or the previous service; its text is brought into view."""
        if self.made is None:
            return
        self.at += by
        self.show_code()
        lines = self.workspace.leaflets.text(self.made, TEXT_WIDTH).splitlines()
        starts = [0, *(number + 1 for number, line in enumerate(lines) if not line)]
        self.query_one("#page").scroll_to(y=starts[self.at], animate=False)

    def action_scroll(self, lines: int) -> None:
        """Scroll the text."""
        self.query_one("#page").scroll_relative(y=lines, animate=False)

    # -- printing and saving --------------------------------------------------------------------

    def action_print(self) -> None:
        """Print through the system's printer, in the background."""
        if self.made is None:
            return
        try:
            data = self.workspace.leaflets.pdf(self.made)
        except Exception as error:
            self.explain(error)
            return
        leaflets = self.workspace.leaflets
        self.say(_("Tulostetaan …"), seconds=30)

        def work() -> None:
            try:
                leaflets.print(data)
            except Exception as error:
                self.post_message(LeafletPrinted(error))
            else:
                self.post_message(LeafletPrinted(None))

        threading.Thread(target=work, name="printing", daemon=True).start()

    def on_leaflet_printed(self, event: LeafletPrinted) -> None:
        if event.error is None:
            self.workspace.usage.count(Use.LEAFLET)
            self.say(_("Esite on lähetetty tulostimelle."))
        else:
            self.explain(event.error)

    def action_save_as(self) -> None:
        """Ask where to save; Enter takes the usual place."""
        if self.made is not None:
            self.path = str(self.workspace.leaflets.usual_path())
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
        """Back from the field to the leaflet."""
        self.path = ""
        self.query_one("#save-row").set_class(False, "-open")
        self.set_focus(None)
        self.show_keys()

    @on(Input.Submitted, "#path")
    def save(self, event: Input.Submitted) -> None:
        if self.made is None or not event.value.strip():
            return
        try:
            saved = self.workspace.leaflets.save(self.made, Path(event.value.strip()))
        except Exception as error:
            self.explain(error)
            return
        self.workspace.usage.count(Use.LEAFLET)
        self.close_path()
        self.say(_("Tallennettu: {path}").format(path=saved), seconds=15)

    def action_back(self) -> None:
        """From the field to the leaflet; from the leaflet back."""
        if self.path:
            self.close_path()
        else:
            self.dismiss(None)
