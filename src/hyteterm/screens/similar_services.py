"""Services of the same kind as one, in the same municipality."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from hyteterm.domain.localized import localized
from hyteterm.domain.service_hit import ServiceHit
from hyteterm.screens.frame import FrameScreen
from hyteterm.screens.service_page import ServicePage
from hyteterm.translation import current_language
from hyteterm.translation import gettext as _
from hyteterm.widgets.result_list import ResultList
from hyteterm.widgets.service_text import summary_pane


class SimilarFound(Message):
    """The similar services are here."""

    def __init__(self, hits: tuple[ServiceHit, ...]) -> None:
        super().__init__()
        self.hits = hits


class SimilarServicesScreen(FrameScreen):
    """What else there is for the same need."""

    CSS_PATH = "similar_services.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("enter", "open", show=False),
        Binding("escape", "dismiss(None)", show=False),
    ]

    def __init__(self, service_id: str, municipality: str) -> None:
        super().__init__()
        self.service_id = service_id
        self.municipality = municipality
        self.position = 0

    def content(self) -> ComposeResult:
        service = self.workspace.catalogue.service(self.service_id)
        name = localized(service.names, current_language()) if service else ""
        place = self.workspace.catalogue.municipality_name(self.municipality)
        text = Text(_("Samankaltaisia") + (f" · {place}" if place else "") + " · ")
        yield Static(text.append(name, style="bold"), id="heading")
        yield ResultList(id="rows", empty=_("Samankaltaisia palveluja ei ole."))
        yield Static("", id="detail")

    def keys(self) -> list[tuple[str, str]]:
        return [("Enter", _("avaa")), ("↓↑", _("selaa")), ("Esc", _("takaisin"))]

    def remember(self) -> None:
        self.position = self.query_one(ResultList).cursor

    def restored(self) -> None:
        service = self.workspace.catalogue.service(self.service_id)

        def found(hits: tuple[ServiceHit, ...]) -> None:
            self.post_message(SimilarFound(hits))

        if service is not None:
            self.workspace.catalogue.ask_similar(service, self.municipality, found)

    def on_similar_found(self, event: SimilarFound) -> None:
        self.query_one(ResultList).show(event.hits, self.position)

    @on(ResultList.Highlighted)
    def row_chosen(self, event: ResultList.Highlighted) -> None:
        hit: ServiceHit | None = event.row
        service = self.workspace.catalogue.service(hit.id) if hit else None
        self.query_one("#detail", Static).update(
            summary_pane(service, ()) if service else "", layout=False
        )

    def action_move(self, by: int) -> None:
        """Choose the next or the previous service."""
        self.query_one(ResultList).move(by)

    def action_page(self, direction: int) -> None:
        """Move by a page."""
        self.query_one(ResultList).page(direction)

    @on(ResultList.Selected)
    def action_open(self) -> None:
        """Open the chosen service."""
        hit = self.query_one(ResultList).chosen
        if hit is not None:
            self.app.push_screen(ServicePage(hit.id, self.municipality))
