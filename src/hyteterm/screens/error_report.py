"""One line on what is wrong in a service's description."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from hyteterm.domain.localized import localized
from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import current_language
from hyteterm.translation import gettext as _

SENT = "sent"
"""What the screen is dismissed with when the report is in the queue."""


class ErrorReportScreen(FrameScreen):
    """Dismissed with `SENT`, or None when the user went back."""

    CSS_PATH = "error_report.tcss"
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, service_id: str) -> None:
        super().__init__()
        self.service_id = service_id
        self.typed = ""

    def content(self) -> ComposeResult:
        service = self.workspace.catalogue.service(self.service_id)
        name = localized(service.names, current_language()) if service else ""
        yield Static(_("Virhe palvelun tiedoissa") + f" · {name}", id="heading")
        yield Static(
            _(
                "Kerro yhdellä rivillä, mikä on väärin tai vanhentunut. Ilmoitus lähtee "
                "palvelutietojen ylläpitäjälle. Älä kirjoita asiakkaan tietoja."
            ),
            id="advice",
        )
        with Horizontal(id="report-row"):
            yield Static(_("Virhe │ "), id="report-label")
            field = Input(
                self.typed,
                id="report",
                select_on_focus=False,
                max_length=self.workspace.error_reports.longest,
            )
            field.cursor_blink = False
            yield field

    def keys(self) -> list[tuple[str, str]]:
        return [("Enter", _("lähetä")), ("Esc", _("takaisin"))]

    def remember(self) -> None:
        self.typed = self.query_one("#report", Input).value

    def restored(self) -> None:
        field = self.query_one("#report", Input)
        field.focus()
        field.cursor_position = len(field.value)

    @on(Input.Submitted, "#report")
    def send(self, event: Input.Submitted) -> None:
        service = self.workspace.catalogue.service(self.service_id)
        if service is None or not event.value.strip():
            self.say(_("Kirjoita ensin, mikä on väärin."))
            return
        try:
            self.workspace.error_reports.queue(service, event.value)
        except Exception as error:
            self.explain(error)
            return
        self.dismiss(SENT)
