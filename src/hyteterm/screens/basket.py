"""The basket (Ctrl+B): services for one client, for a leaflet or a referral to each."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from hyteterm.domain.basket import takes_referral
from hyteterm.domain.leaflet import printable
from hyteterm.domain.localized import localized
from hyteterm.domain.service import Service
from hyteterm.screens.basket_referrals import BasketReferralsScreen
from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import current_language, ngettext
from hyteterm.translation import gettext as _
from hyteterm.widgets.line_list import LineList
from hyteterm.widgets.service_text import summary_pane


class BasketList(LineList[Service]):
    """Name, provider, and what can be done with each."""

    def columns(self, row: Service, width: int) -> list[tuple[str, int, str]]:
        language = current_language()
        room = width - 16 - 9
        return [
            (localized(row.names, language), room * 3 // 5, ""),
            (localized(row.provider.names, language), room - room * 3 // 5, "dim"),
            (_("✓ esite") if printable(row) else _("ei paperille"), 16, "dim"),
            (_("✓ lähete") if takes_referral(row) else "", 9, "dim"),
        ]


class BasketScreen(FrameScreen):
    """What has been put aside."""

    CSS_PATH = "basket.tcss"
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+b", "dismiss(None)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("enter", "leaflet", show=False),
        Binding("f4", "refer", show=False),
        Binding("delete,insert,ctrl+k", "take_out", show=False),
        Binding("x", "clear", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.position = 0

    def content(self) -> ComposeResult:
        yield Static("", id="heading")
        yield BasketList(id="basket", empty=_("Kori on tyhjä. Ins tai Ctrl+K lisää palvelun."))
        yield Static("", id="detail")

    def keys(self) -> list[tuple[str, str]]:
        shown = [("F1", _("ohje"))]
        if len(self.workspace.basket.basket):
            shown.append(("Enter", _("esite")))
            if self.workspace.session.unlocked:
                shown.append(("F4", _("lähetteet")))
            shown += [("Delete", _("poista")), ("x", _("tyhjennä"))]
        return [*shown, ("Esc", _("takaisin"))]

    def remember(self) -> None:
        self.position = self.query_one(BasketList).cursor

    def restored(self) -> None:
        self.fill(self.position)

    def fill(self, position: int) -> None:
        """Show what is in the basket now."""
        services = self.workspace.basket.services()
        count = len(services)
        told = ngettext("{count} palvelu", "{count} palvelua", count).format(count=count)
        self.query_one("#heading", Static).update(_("Kori") + f" · {told}", layout=False)
        self.query_one(BasketList).show(services, position)
        self.show_keys()

    @on(BasketList.Highlighted)
    def service_highlighted(self, event: BasketList.Highlighted) -> None:
        service: Service | None = event.row
        detail = self.query_one("#detail", Static)
        detail.update(summary_pane(service, ()) if service else "", layout=False)

    def action_move(self, by: int) -> None:
        """Choose the next or the previous service."""
        self.query_one(BasketList).move(by)

    @on(BasketList.Selected)
    def action_leaflet(self) -> None:
        """One leaflet of everything."""
        self.hyteterm.show_leaflet(self.workspace.basket.basket.service_ids)

    def action_refer(self) -> None:
        """A referral to each, for one client."""
        if not self.workspace.session.unlocked:
            self.say(_("Lähete vaatii kirjautumisen: F12."))
            return
        batch = self.workspace.basket.begin(self.workspace.home_municipality)
        if batch is None:
            self.say(_("Korin palvelut eivät ota lähetteitä. Anna asiakkaalle esite: Enter."))
            return
        self.app.push_screen(BasketReferralsScreen(batch))

    def action_take_out(self) -> None:
        """Take the chosen service out."""
        chosen = self.query_one(BasketList)
        if chosen.chosen is not None:
            self.workspace.basket.toggle(chosen.chosen.id)
            self.fill(chosen.cursor)

    def action_clear(self) -> None:
        """Empty the basket, for the next client."""
        self.workspace.basket.clear()
        self.fill(0)
