"""What can be done here, in words (F1)."""

from __future__ import annotations

from typing import ClassVar

from rich.table import Table
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import gettext as _


def help_rows() -> list[tuple[str, str]]:
    """(key, what it does), in the order of use."""
    return [
        ("F1", _("tämä ohje")),
        ("F2", _("haku: kirjoita mitä asiakas sanoi, vaikka puhekielellä")),
        ("Tab", _("hausta rajauksiin: kunta, teema, kohderyhmä, maksuton, toteuttaja, kieli")),
        ("Ctrl+N", _("naapurikuntien palvelut mukaan tai pois")),
        ("Ctrl+O", _("palvelupolut; hakuun sopiva polku aukeaa suoraan")),
        ("s, v", _("palvelun sivulla: samankaltaiset, ilmoita virheestä tiedoissa")),
        ("Enter", _("avaa palvelun tai valinnan, hyväksyy kentän")),
        ("F3", _("hyvinvointikortti: uusi, kesken jäänyt tai alueen oma lomake")),
        ("F4", _("uusi lähete; palvelun kohdalla palvelu on valmiina")),
        ("F5", _("lähetetyt ja luonnokset: missä kukin on, mitä vastattiin")),
        ("F6", _("saapuneet: yksikköösi tulleet lähetteet, askel näppäintä kohti")),
        ("F7", _("tilastot: kuukauden luvut, ammattilaiskysely, asiakkaan palaute")),
        ("F8", _("kieli: suomi, svenska, English")),
        ("F9", _("yhdistä nyt: lähetä jono ja hae vastaukset")),
        ("F10, Ctrl+S", _("lähetä lähete")),
        ("Ctrl+Z", _("peru viimeisin teko 10 sekunnin ajan")),
        ("Ctrl+E", _("esikatselu: mitä lähtee ja mitä ei")),
        ("Ins, Ctrl+K", _("palvelu koriin tai pois")),
        ("Ctrl+B", _("kori: yksi esite tai lähete jokaiseen")),
        ("Ctrl+Y", _("kirjausteksti potilasjärjestelmään, kopioidaan")),
        ("F12, Ctrl+L", _("lukitse")),
        ("Ctrl+P", _("komennot, jos näppäin on varattu muuhun")),
        ("Ctrl+Q", _("lopeta")),
        ("Esc", _("takaisin; mitään ei katoa")),
    ]


class HelpScreen(FrameScreen):
    """The keys, and what the marks of the status line mean."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter", "dismiss(None)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
    ]

    def __init__(self, asked_on: FrameScreen | None = None) -> None:
        super().__init__()
        self.asked_on = asked_on

    def content(self) -> ComposeResult:
        with VerticalScroll(id="page"):
            yield Static(self.table())
            yield Static(
                _(
                    "● yhteys: keskuspalvelu vastaa. ○ ei yhteyttä: voit työskennellä "
                    "tavallisesti, lähetteet odottavat jonossa ja lähtevät itsestään. "
                    "⚠ vaatii korjausta: katso F5."
                ),
                id="marks",
            )

    def table(self) -> Table:
        """The keys and what they do."""
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True, style="bold")
        table.add_column()
        if self.asked_on is not None and (here := self.asked_on.help_rows()):
            for key, meaning in here:
                table.add_row(key, meaning)
            table.add_row("", "")
        for key, meaning in help_rows():
            table.add_row(key, meaning)
        return table

    def keys(self) -> list[tuple[str, str]]:
        return [("Esc", _("takaisin"))]

    def action_scroll(self, lines: int) -> None:
        """Scroll the page."""
        self.query_one("#page").scroll_relative(y=lines, animate=False)
