"""The desk (F2): search as you type, filters, the list of services, the chosen one."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from hyteterm.domain.localized import localized
from hyteterm.domain.service_hit import SearchResult, ServiceHit, ServiceQuery
from hyteterm.screens import desk_filters
from hyteterm.screens.choice import ChoicesCounted, ChoiceScreen
from hyteterm.screens.desk_messages import NeighboursFound, ServicesFound
from hyteterm.screens.frame import FrameScreen
from hyteterm.screens.service_page import ServicePage
from hyteterm.screens.service_path import ServicePathScreen, ServicePathsScreen
from hyteterm.translation import current_language, ngettext
from hyteterm.translation import gettext as _
from hyteterm.widgets.filter_bar import FilterBar
from hyteterm.widgets.result_list import ResultList
from hyteterm.widgets.service_text import summary_pane
from hyteterm.workspace.line import CatalogueChanged, WorkspaceEvent
from hyteterm.workspace.surroundings import NearHit, arranged, is_thin

ROWS_ASKED = 50


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
        Binding("ctrl+n", "neighbours", show=False),
        Binding("ctrl+o", "path", show=False),
        Binding("insert,ctrl+k", "basket", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.search = ServiceQuery(limit=ROWS_ASKED)
        self.result: SearchResult | None = None
        self.position = 0
        self.near: tuple[NearHit, ...] = ()
        self.neighbours_wanted = False
        self.path_id = ""
        self.catalogue_seen = 0

    def content(self) -> ComposeResult:
        with Horizontal(id="search-row"):
            yield Static(_("Hae │ "), id="search-label")
            field = Input(self.search.words, id="search", select_on_focus=False)
            field.cursor_blink = False
            yield field
            yield Static("", id="count")
        yield FilterBar()
        yield Static("", id="path")
        with Horizontal(id="panes"), Vertical(id="list-pane"):
            yield ResultList(id="results", empty=_("Hakusanat eivät tuottaneet palveluja."))
        yield Static("", id="detail")

    def keys(self) -> list[tuple[str, str]]:
        shown = [("F1", _("ohje"))]
        if self.workspace.session.unlocked:
            shown += [("F3", self.card_key()), ("F4", _("lähete")), ("F5", _("lähetetyt"))]
            if self.workspace.units.receives:
                shown.append(("F6", _("saapuneet")))
        count = len(self.workspace.basket.basket)
        shown += [("Ins", _("kori ({count})").format(count=count))]
        shown += [("F12", _("lukitse") if self.workspace.session.unlocked else _("kirjaudu"))]
        shown += [("Tab", _("rajaa")), ("Enter", _("avaa")), ("F8", _("kieli"))]
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

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        # The frame's own handler is called too: Textual calls that of every base.
        if self.result is not None and self.catalogue_seen != self.workspace.catalogue.changes:
            self.ask()

    # -- searching ------------------------------------------------------------

    @on(Input.Changed, "#search")
    def words_typed(self, event: Input.Changed) -> None:
        if event.value != self.search.words:
            self.search = replace(self.search, words=event.value)
            self.ask()

    def ask(self) -> None:
        """Ask for the services that match now; the answer comes as `ServicesFound`."""
        self.catalogue_seen = self.workspace.catalogue.changes

        def found(result: SearchResult) -> None:
            self.post_message(ServicesFound(result))

        self.workspace.catalogue.finder.ask(self.search, found)

    def on_services_found(self, event: ServicesFound) -> None:
        same = self.result is not None and event.result.query == self.result.query
        self.result = event.result
        self.workspace.usage.searched(event.result)
        if not same:
            self.near = ()
        self.show_hits(self.query_one(ResultList).cursor if same else self.position)
        self.position = 0
        self.show_chips()
        self.show_path()
        if self.neighbours_wanted or is_thin(event.result):
            self.ask_neighbours(event.result)

    def show_hits(self, cursor: int) -> None:
        """The services of the municipality, then its neighbours'."""
        if self.result is None:
            return
        hits = arranged(self.result, self.near)
        name = self.workspace.catalogue.municipality_name
        places = {near.hit.id: name(near.municipality) for near in self.near}
        self.query_one(ResultList).show_with(hits, places, cursor)
        count = self.result.total
        text = ngettext("{count} palvelu", "{count} palvelua", count).format(count=count)
        if self.near:
            text = _("{count} + {near} lähellä").format(count=count, near=len(self.near))
        self.query_one("#count", Static).update(text, layout=False)

    # -- around it ------------------------------------------------------------

    def ask_neighbours(self, result: SearchResult) -> None:
        """Ask what the neighbours have; the answer comes as `NeighboursFound`."""

        def found(near: tuple[NearHit, ...]) -> None:
            self.post_message(NeighboursFound(result.query, near))

        self.workspace.catalogue.ask_nearby(result, found)

    def on_neighbours_found(self, event: NeighboursFound) -> None:
        if self.result is not None and event.query == self.result.query:
            self.near = event.near
            # They come in between: what the user stands on stays chosen.
            chosen = self.query_one(ResultList).chosen
            ids = [hit.id for hit in arranged(self.result, self.near)]
            self.show_hits(ids.index(chosen.id) if chosen and chosen.id in ids else 0)

    def action_neighbours(self) -> None:
        """Neighbouring municipalities along, or not."""
        if not self.search.municipality:
            self.say(_("Valitse ensin kunta: Tab."))
            return
        self.neighbours_wanted = not self.neighbours_wanted
        if self.neighbours_wanted:
            self.say(_("Naapurikuntien palvelut ovat oman kunnan palvelujen jälkeen."))
        else:
            self.near = ()
            self.show_hits(0)
        self.ask()

    def show_path(self) -> None:
        """Offer the service path that the search is about."""
        path = self.workspace.paths.meant(self.result) if self.result else None
        self.path_id = path.id if path else ""
        line = self.query_one("#path", Static)
        line.display = path is not None
        if path is not None:
            name = localized(path.names, current_language())
            line.update(_("Palvelupolku: {name} · Ctrl+O avaa").format(name=name), layout=False)

    def action_path(self) -> None:
        """The path that fits, or all of them."""
        where = self.search.municipality or ""
        self.app.push_screen(
            ServicePathScreen(self.path_id, where) if self.path_id else ServicePathsScreen(where)
        )

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
        search = self.search
        if search.municipality or search.theme or search.free or search.service_language:
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
            self.workspace.usage.search_ended()
            self.app.push_screen(ServicePage(hit.id, self.search.municipality or ""))

    def action_refer(self) -> None:
        """Start a referral: to the chosen service where it was searched for and accepts one."""
        self.workspace.usage.search_ended()
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
        self.query_one(FilterBar).show(desk_filters.chips(self.search, self.workspace))

    @on(FilterBar.Cleared)
    def filter_cleared(self, event: FilterBar.Cleared) -> None:
        self.set_filter(event.chip.id, None)

    @on(FilterBar.Opened)
    def filter_opened(self, event: FilterBar.Opened) -> None:
        name = event.chip.id
        if event.chip.toggle:
            self.set_filter(name, None if self.search.free else "1")
            return

        def chosen(code: str | None) -> None:
            if code is not None:
                self.set_filter(name, code or None)

        # Opened at once, so that what is typed next lands in it; the counts follow.
        screen = ChoiceScreen(
            event.chip.label,
            desk_filters.choices(name, None, self.workspace),
            typed=event.typed,
            other=desk_filters.named_provider if name == "provider" else None,
        )

        def counted(counts: dict[str, int]) -> None:
            choices = desk_filters.choices(name, counts, self.workspace)
            screen.post_message(ChoicesCounted(choices))

        self.app.push_screen(screen, chosen)
        self.workspace.catalogue.ask_counts(self.search, name, counted)

    def set_filter(self, name: str, value: str | None) -> None:
        """Set or clear a filter and search again."""
        self.search = desk_filters.with_filter(self.search, name, value)
        self.show_chips()
        self.ask()
