"""The leaflet: seen as it will be, in five versions, printed, saved, or scanned off the screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from hyteterm.domain.leaflet_phrases import OWN_NAMES, LeafletVersion
from hyteterm.domain.localized import localized
from hyteterm.domain.use_counts import Use
from hyteterm.screens.paper import PaperScreen
from hyteterm.translation import current_language, ngettext
from hyteterm.translation import gettext as _
from hyteterm.workspace.leaflets import MadeLeaflet, NothingToPrint

TEXT_WIDTH = 40
"""Characters: what stands beside the code at 80 columns."""
CODE_STYLE = "#000000 on #ffffff"
"""Dark on light whatever the theme: cameras want it so."""


class LeafletScreen(PaperScreen):
    """A leaflet of one or several services."""

    CSS_PATH = "leaflet.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
    ]

    def __init__(self, service_ids: Sequence[str]) -> None:
        super().__init__(LeafletVersion(current_language()))
        self.service_ids = tuple(service_ids)
        self.made: MadeLeaflet | None = None
        self.at = 0

    # -- what stands on the screen -----------------------------------------------------------

    def content(self) -> ComposeResult:
        yield Static("", id="heading", markup=False)
        with Horizontal(id="panes"):
            with VerticalScroll(id="page", can_focus=False):
                yield Static("", id="text")
            yield Static("", id="code")
        yield from self.save_row()

    def keys(self) -> list[tuple[str, str]]:
        shown = super().keys()
        if not self.path and self.made is not None and len(self.made.services) > 1:
            shown.insert(-1, ("↓↑", _("koodi")))
        return shown

    @property
    def ready(self) -> bool:
        return self.made is not None

    def make(self) -> None:
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

    def action_choose(self, by: int) -> None:
        """The code of the next or the previous service; its text is brought into view."""
        if self.made is None:
            return
        self.at += by
        self.show_code()
        lines = self.workspace.leaflets.text(self.made, TEXT_WIDTH).splitlines()
        starts = [0, *(number + 1 for number, line in enumerate(lines) if not line)]
        self.query_one("#page").scroll_to(y=starts[self.at], animate=False)

    # -- printing and saving --------------------------------------------------------------------

    def pdf(self) -> bytes:
        assert self.made is not None
        return self.workspace.leaflets.pdf(self.made)

    def usual_path(self) -> Path:
        return self.workspace.leaflets.usual_path()

    def save_file(self, path: Path) -> Path:
        assert self.made is not None
        return self.workspace.leaflets.save(self.made, path)

    def printed(self) -> str:
        self.workspace.usage.count(Use.LEAFLET)
        return _("Esite on lähetetty tulostimelle.")

    def saved(self) -> None:
        self.workspace.usage.count(Use.LEAFLET)
