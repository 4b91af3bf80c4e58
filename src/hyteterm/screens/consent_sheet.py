"""The client's consent on paper: seen as it will be, printed, or saved into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from hyteterm.domain.leaflet_phrases import OWN_NAMES, LeafletVersion
from hyteterm.screens.paper import PaperScreen
from hyteterm.translation import gettext as _
from hyteterm.translation import ngettext

if TYPE_CHECKING:
    from hyteterm.domain.referral import Referral
    from hyteterm.workspace.consent_sheets import MadeSheet

TEXT_WIDTH = 76


class ConsentSheetScreen(PaperScreen):
    """The consent of one referral, in the client's language when we have it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
    ]

    def __init__(self, referral: Referral, receiver: str = "") -> None:
        versions = {version.value: version for version in LeafletVersion}
        language = referral.client.language
        super().__init__(versions.get(language, LeafletVersion.FINNISH))
        self.referral = referral
        self.receiver = receiver
        self.made: MadeSheet | None = None

    def content(self) -> ComposeResult:
        yield Static("", id="heading", markup=False)
        with VerticalScroll(id="page", can_focus=False):
            yield Static("", id="text")
        yield from self.save_row()

    @property
    def ready(self) -> bool:
        return self.made is not None

    def make(self) -> None:
        text = ""
        try:
            made = self.workspace.consent_sheets.make(self.referral, self.version, self.receiver)
        except Exception as error:
            self.made = None
            self.explain(error)
        else:
            self.made = made
            text = self.workspace.consent_sheets.text(made, TEXT_WIDTH)
            if made.violence_left_out:
                self.say(
                    _("Turvallisuus: väkivaltaa koskeva lupa ei ole paperilla."),
                    warning=True,
                    seconds=20,
                )
        self.query_one("#heading", Static).update(self.heading_text(), layout=False)
        self.query_one("#text", Static).update(Text(text))
        self.show_keys()

    def heading_text(self) -> str:
        """“Suostumus · suomi · 1 sivu”."""
        parts = [_("Suostumus"), OWN_NAMES[self.version]]
        if self.made is not None and self.made.pages:
            count = self.made.pages
            parts.append(ngettext("{count} sivu", "{count} sivua", count).format(count=count))
        return " · ".join(parts)

    def keys(self) -> list[tuple[str, str]]:
        shown = super().keys()
        return [(key, _("kieli") if key == "←→" else text) for key, text in shown]

    # -- printing and saving ---------------------------------------------------------------

    def pdf(self) -> bytes:
        assert self.made is not None
        return self.workspace.consent_sheets.pdf(self.made)

    def usual_path(self) -> Path:
        return self.workspace.consent_sheets.usual_path()

    def save_file(self, path: Path) -> Path:
        assert self.made is not None
        return self.workspace.consent_sheets.save(self.made, path)

    def printed(self) -> str:
        if self.made is not None:
            self.workspace.consent_sheets.printed(self.made)
        return _("Suostumus on lähetetty tulostimelle.")

    def ask_path(self) -> None:
        super().ask_path()
        self.say(_("Tiedostoon tulee asiakkaan nimi: poista se, kun et tarvitse sitä."), seconds=20)

    def saved(self) -> None:
        """The desk has noted it."""
