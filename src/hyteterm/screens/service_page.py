"""One service, whole."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from hyteterm.domain.localized import localized
from hyteterm.domain.use_counts import Use
from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import current_language
from hyteterm.translation import gettext as _
from hyteterm.widgets.service_text import page


class ServicePage(FrameScreen):
    """Everything that the catalogue says of a service."""

    CSS_PATH = "service_page.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(15)", show=False),
        Binding("pageup", "scroll(-15)", show=False),
        Binding("f4,enter", "refer", show=False),
        Binding("s", "similar", show=False),
        Binding("v", "report", show=False),
        Binding("insert,ctrl+k", "basket", show=False),
        Binding("e", "leaflet", show=False),
    ]

    def __init__(self, service_id: str, municipality: str = "") -> None:
        """``municipality``: where the client lives, for similar services; else the terminal's."""
        super().__init__()
        self.service_id = service_id
        self.municipality = municipality

    def on_mount(self) -> None:
        # The frame's own `on_mount` is called too: Textual calls that of every base.
        self.workspace.usage.count(Use.SERVICE_OPENED)

    def content(self) -> ComposeResult:
        with VerticalScroll(id="page"):
            yield Static(self.text(), id="page-text")

    def text(self) -> Text:
        """The page."""
        service = self.workspace.catalogue.service(self.service_id)
        text = Text()
        if service is None:
            return text.append(_("Palvelu on poistunut tarjottimelta."))
        text.append(localized(service.names, current_language()) + "\n", style="bold")
        for heading, body in page(service):
            text.append("\n")
            if heading:
                text.append(f"{heading}\n", style="bold")
            text.append(body + "\n")
        return text

    def keys(self) -> list[tuple[str, str]]:
        count = len(self.workspace.basket.basket)
        shown = [
            ("Ins", _("kori ({count})").format(count=count)),
            ("e", _("esite")),
            ("s", _("samanlaiset")),
        ]
        if self.workspace.session.unlocked:
            shown.insert(0, ("F4", _("tee lähete")))
            shown.append(("v", _("virhe")))
        return [*shown, ("Esc", _("takaisin")), ("↓↑", _("vieritä"))]

    def action_scroll(self, lines: int) -> None:
        """Scroll the page."""
        self.query_one("#page").scroll_relative(y=lines, animate=False)

    def action_refer(self) -> None:
        """Start a referral to this service."""
        self.hyteterm.start_referral(self.service_id)

    def action_basket(self) -> None:
        """Put this service in the basket, or take it out."""
        self.hyteterm.toggle_in_basket(self.service_id)

    def action_leaflet(self) -> None:
        """A leaflet of this service alone."""
        self.hyteterm.show_leaflet([self.service_id])

    def action_similar(self) -> None:
        """What else there is of the same kind."""
        from hyteterm.screens.similar_services import SimilarServicesScreen

        where = self.municipality or self.workspace.home_municipality
        self.app.push_screen(SimilarServicesScreen(self.service_id, where))

    def action_report(self) -> None:
        """Tell that the description is wrong."""
        from hyteterm.screens.error_report import SENT, ErrorReportScreen

        if not self.workspace.session.unlocked:
            self.say(_("Ilmoitus vaatii kirjautumisen: F12."))
            return

        def done(result: str | None) -> None:
            if result == SENT:
                self.say(_("Kiitos. Ilmoitus on jonossa ja lähtee, kun yhteys on."))

        self.app.push_screen(ErrorReportScreen(self.service_id), done)
