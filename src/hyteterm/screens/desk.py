"""The desk (F2): search as you type, filters, the list of services, the chosen one."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from hyteterm.domain.service_hit import Facets, SearchResult, ServiceHit, ServiceQuery
from hyteterm.domain.vocabulary import (
    PROVIDER_TYPE_LABELS,
    TARGET_GROUP_LABELS,
    THEME_LABELS,
)
from hyteterm.screens.choice import Choice, ChoiceScreen
from hyteterm.screens.frame import FrameScreen
from hyteterm.screens.service_page import ServicePage
from hyteterm.translation import gettext as _
from hyteterm.translation import ngettext
from hyteterm.widgets.filter_bar import Chip, FilterBar
from hyteterm.widgets.result_list import ResultList
from hyteterm.widgets.service_text import summary_pane
from hyteterm.workspace.line import CatalogueChanged, WorkspaceEvent

ROWS_ASKED = 50


class ServicesFound(Message):
    """A search has answered; only the newest query's answer is sent."""

    def __init__(self, result: SearchResult) -> None:
        super().__init__()
        self.result = result


class DeskScreen(FrameScreen):
    """Where a professional finds a service."""

    CSS_PATH = "desk.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("escape", "back", show=False),
        Binding("f4", "refer", show=False),
        Binding("insert,ctrl+k", "basket", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.search = ServiceQuery(limit=ROWS_ASKED)
        self.result: SearchResult | None = None
        self.position = 0

    def content(self) -> ComposeResult:
        with Horizontal(id="search-row"):
            yield Static(_("Hae │ "), id="search-label")
            field = Input(self.search.words, id="search", select_on_focus=False)
            field.cursor_blink = False
            yield field
            yield Static("", id="count")
        yield FilterBar()
        with Horizontal(id="panes"), Vertical(id="list-pane"):
            yield ResultList(id="results", empty=_("Hakusanat eivät tuottaneet palveluja."))
        yield Static("", id="detail")

    def keys(self) -> list[tuple[str, str]]:
        shown = [("F1", _("ohje"))]
        if self.workspace.session.unlocked:
            shown += [("F3", self.card_key()), ("F4", _("lähete")), ("F5", _("lähetetyt"))]
        count = len(self.workspace.basket.basket)
        shown += [("Enter", _("avaa")), ("Ins", _("kori ({count})").format(count=count))]
        shown += [("Tab", _("rajaa"))]
        shown += [("F12", _("lukitse") if self.workspace.session.unlocked else _("kirjaudu"))]
        shown += [("F8", _("kieli"))]
        return shown

    def card_key(self) -> str:
        """“kortti”, with how many are unfinished."""
        count = len(self.workspace.cards.unfinished())
        return _("kortti ({count} kesken)").format(count=count) if count else _("kortti")

    # -- life ---------------------------------------------------------------

    def on_mount(self) -> None:
        if self.search.municipality is None and self.workspace.home_municipality:
            self.search = replace(self.search, municipality=self.workspace.home_municipality)
        super().on_mount()
        self.ask()

    def remember(self) -> None:
        self.search = replace(self.search, words=self.query_one("#search", Input).value)
        self.position = self.query_one(ResultList).cursor

    def restored(self) -> None:
        field = self.query_one("#search", Input)
        field.focus()
        field.cursor_position = len(field.value)
        self.show_chips()
        if self.result is not None:
            self.ask()

    def happened(self, event: WorkspaceEvent) -> None:
        super().happened(event)
        if isinstance(event, CatalogueChanged):
            self.ask()

    # -- searching ------------------------------------------------------------

    @on(Input.Changed, "#search")
    def words_typed(self, event: Input.Changed) -> None:
        if event.value != self.search.words:
            self.search = replace(self.search, words=event.value)
            self.ask()

    def ask(self) -> None:
        """Ask for the services that match now; the answer comes as `ServicesFound`."""

        def found(result: SearchResult) -> None:
            self.post_message(ServicesFound(result))

        self.workspace.catalogue.finder.ask(self.search, found)

    def on_services_found(self, event: ServicesFound) -> None:
        same = self.result is not None and event.result.query == self.result.query
        self.result = event.result
        count = event.result.total
        self.query_one("#count", Static).update(
            ngettext("{count} palvelu", "{count} palvelua", count).format(count=count),
            layout=False,
        )
        results = self.query_one(ResultList)
        results.show(event.result.hits, results.cursor if same else self.position)
        self.position = 0
        self.show_chips()

    @on(ResultList.Highlighted)
    def service_highlighted(self, event: ResultList.Highlighted) -> None:
        hit: ServiceHit | None = event.row
        detail = self.query_one("#detail", Static)
        service = self.workspace.catalogue.service(hit.id) if hit else None
        if hit is None or service is None:
            detail.update(self.hint(), layout=False)
        else:
            detail.update(summary_pane(service, hit.why), layout=False)

    def hint(self) -> str:
        """What to try when nothing was found."""
        if self.result is None:
            return ""
        if self.search.municipality or self.search.theme or self.search.free:
            return _("Poista rajaus: Tab siirtyy rajauksiin, Delete poistaa valitun.")
        return _("Kokeile toista sanaa, esimerkiksi sitä, mitä asiakas itse sanoi.")

    # -- moving -----------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Choose the next or the previous service."""
        self.query_one(ResultList).move(by)

    def action_page(self, direction: int) -> None:
        """Move by a page of services."""
        self.query_one(ResultList).page(direction)

    def action_back(self) -> None:
        """From the filters to the field; in the field: empty it."""
        field = self.query_one("#search", Input)
        if not field.has_focus:
            field.focus()
        elif field.value:
            field.value = ""

    @on(Input.Submitted, "#search")
    @on(ResultList.Selected)
    def open_service(self) -> None:
        hit = self.query_one(ResultList).chosen
        if hit is not None:
            self.app.push_screen(ServicePage(hit.id))

    def action_refer(self) -> None:
        """Start a referral: to the chosen service where it was searched for and accepts one."""
        results = self.query_one(ResultList)
        hit = results.chosen
        meant = hit is not None and hit.referral_type and (self.search.words or results.cursor)
        self.hyteterm.start_referral(
            hit.id if hit is not None and meant else None, self.search.municipality or ""
        )

    def action_basket(self) -> None:
        """Put the chosen service in the basket, or take it out."""
        hit = self.query_one(ResultList).chosen
        if hit is not None:
            self.hyteterm.toggle_in_basket(hit.id)

    # -- filters ------------------------------------------------------------------

    def show_chips(self) -> None:
        """The filters as they are set now."""
        search = self.search
        place = self.workspace.catalogue.municipality_name(search.municipality or "")
        theme = next((_(v) for k, v in THEME_LABELS.items() if k == search.theme), "")
        group = next((_(v) for k, v in TARGET_GROUP_LABELS.items() if k == search.target_group), "")
        provider = next(
            (_(v) for k, v in PROVIDER_TYPE_LABELS.items() if k == search.provider),
            search.provider or "",
        )
        self.query_one(FilterBar).show(
            [
                Chip("municipality", _("Kunta"), place),
                Chip("theme", _("Teema"), theme),
                Chip("target_group", _("Kohderyhmä"), group),
                Chip("free", _("Maksuton"), "1" if search.free else "", toggle=True),
                Chip("provider", _("Toteuttaja"), provider),
            ]
        )

    @on(FilterBar.Cleared)
    def filter_cleared(self, event: FilterBar.Cleared) -> None:
        self.set_filter(event.chip.id, None)

    @on(FilterBar.Opened)
    def filter_opened(self, event: FilterBar.Opened) -> None:
        name = event.chip.id
        if event.chip.toggle:
            self.set_filter(name, None if self.search.free else "1")
            return
        facets = self.result.facets if self.result else Facets()

        def chosen(code: str | None) -> None:
            if code is not None:
                self.set_filter(name, code or None)

        self.app.push_screen(
            ChoiceScreen(event.chip.label, self.choices(name, facets), typed=event.typed), chosen
        )

    def choices(self, name: str, facets: Facets) -> list[Choice]:
        """What a filter can be set to, with counts, and “all” first."""
        everything = Choice("", _("kaikki"))
        if name == "municipality":
            options = [
                Choice(code, label, facets.municipalities.get(code))
                for code, label in self.workspace.catalogue.municipalities()
            ]
        elif name == "theme":
            options = [Choice(k, _(v), facets.themes.get(k, 0)) for k, v in THEME_LABELS.items()]
        elif name == "target_group":
            options = [
                Choice(k, _(v), facets.target_groups.get(k, 0))
                for k, v in TARGET_GROUP_LABELS.items()
            ]
        else:
            options = [
                Choice(k, _(v), facets.provider_types.get(k, 0))
                for k, v in PROVIDER_TYPE_LABELS.items()
            ]
        return [everything, *options]

    def set_filter(self, name: str, value: str | None) -> None:
        """Set or clear a filter and search again."""
        if name == "free":
            self.search = replace(self.search, free=bool(value))
        elif name == "municipality":
            self.search = replace(self.search, municipality=value)
        elif name == "theme":
            self.search = replace(self.search, theme=value)
        elif name == "target_group":
            self.search = replace(self.search, target_group=value)
        else:
            self.search = replace(self.search, provider=value)
        self.show_chips()
        self.ask()
