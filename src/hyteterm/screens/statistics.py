"""Statistics (F7): bars by month, type, municipality and the rest; month by the arrows; CSV."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from hyteterm.domain.finnish_time import moment_text
from hyteterm.domain.statistics import month_plus
from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import gettext as _
from hyteterm.widgets.bars import BarList
from hyteterm.widgets.statistics_bars import (
    OWN,
    PAGES,
    Names,
    bars,
    month_text,
    own_bars,
    summary,
)
from hyteterm.workspace.statistics import Fetched, Request, fetch


class FiguresFetched(Message):
    """The central API has answered, or could not be asked."""

    def __init__(self, month: str, fetched: Fetched | None, error: Exception | None) -> None:
        super().__init__()
        self.month = month
        self.fetched = fetched
        self.error = error


class StatisticsScreen(FrameScreen):
    """The month's figures."""

    CSS_PATH = "statistics.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "month(-1)", show=False),
        Binding("right", "month(1)", show=False),
        Binding("tab", "page(1)", show=False, priority=True),
        Binding("shift+tab", "page(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "scroll(1)", show=False),
        Binding("pageup", "scroll(-1)", show=False),
        Binding("c", "export", show=False),
        Binding("k", "survey", show=False),
        Binding("p", "feedback", show=False),
        Binding("escape", "app.place('desk')", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.month = ""
        self.at = 0
        self.fetched: Fetched | None = None
        self.error: Exception | None = None
        self.waiting = False

    def content(self) -> ComposeResult:
        yield Static("", id="heading")
        yield Static("", id="pages")
        yield Static("", id="summary")
        yield BarList(id="bars", empty=_("Ei näytettävää."))
        yield Static("", id="about")

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("F1", _("ohje")),
            ("←→", _("kuukausi")),
            ("Tab", _("näkymä")),
            ("C", _("CSV-tiedosto")),
            ("K", _("kysely")),
            ("P", _("palaute")),
            ("Esc", _("haku")),
        ]

    @property
    def page(self) -> str:
        """The page that is shown."""
        return list(PAGES)[self.at]

    def on_mount(self) -> None:
        self.month = self.workspace.statistics.this_month
        self.ask()

    def restored(self) -> None:
        if self.month:
            self.show_figures()

    # -- asking ------------------------------------------------------------------

    def ask(self) -> None:
        """Show what is kept of the month, and ask for what is newer."""
        desk = self.workspace.statistics
        try:
            self.fetched = desk.kept(self.month)
            request = desk.request(self.month)
        except Exception as error:
            self.explain(error)
            return
        self.error, self.waiting = None, True
        self.show_figures()
        self.ask_hub(request)

    @work(thread=True, exclusive=True, group="figures")
    def ask_hub(self, request: Request) -> None:
        """Ask in the background."""
        try:
            found = fetch(request)
        except Exception as error:
            self.post_message(FiguresFetched(request.month, None, error))
        else:
            self.post_message(FiguresFetched(request.month, found, None))

    def on_figures_fetched(self, event: FiguresFetched) -> None:
        if event.month != self.month:
            return
        self.waiting = False
        if event.error is not None and self.workspace.line.fault(event.error) is None:
            raise event.error
        self.error = event.error
        self.fetched = event.fetched or self.fetched
        self.show_figures()

    # -- showing -------------------------------------------------------------------

    def show_figures(self) -> None:
        """Bring everything on the screen up to date."""
        figures = self.fetched.figures if self.fetched else None
        self.query_one("#heading", Static).update(
            _("Tilastot · ◂ {month} ▸").format(month=month_text(self.month)), layout=False
        )
        self.query_one("#pages", Static).update(self.page_line(), layout=False)
        about = self.query_one("#about", Static)
        table = self.query_one(BarList)
        if self.page == OWN:
            desk = self.workspace.statistics
            self.query_one("#summary", Static).update(_("Laskettu tällä päätteellä."), layout=False)
            table.show_bars(own_bars(desk.own(self.month), desk.own_words()))
            about.update(
                _(
                    "Vain tämän päätteen luvut, ilman asiakkaiden ja käyttäjien tietoja. Kuukauden vaihduttua "
                    "summat lähtevät alueelle nimettöminä."
                ),
                layout=False,
            )
            return
        if figures is None:
            text = _("Haetaan …") if self.waiting else _("Lukuja ei ole vielä haettu.")
            self.query_one("#summary", Static).update(text, layout=False)
            table.show_bars([])
        else:
            names = Names(self.workspace.catalogue.municipality_name, figures.names)
            self.query_one("#summary", Static).update(summary(figures, self.size.width - 2))
            table.show_bars(bars(self.page, figures, names))
        about.update(self.about(), layout=False)

    def page_line(self) -> Text:
        """The names of the pages, the shown one marked; as many as fit around it."""
        names = [_(label) for label in PAGES.values()]
        names[self.at] = f"[{names[self.at]}]"
        room = self.size.width - 6
        first, last = 0, len(names)
        while cell_len("  ".join(names[first:last])) > room:
            # What is farther from the shown page gives way.
            if self.at - first > last - 1 - self.at:
                first += 1
            else:
                last -= 1
        text = Text("… " if first else "", no_wrap=True)
        for place in range(first, last):
            text.append(names[place], style="bold" if place == self.at else "")
            text.append("  " if place + 1 < last else "")
        return text.append(" …" if last < len(names) else "")

    def about(self) -> str:
        """How old the figures are, and why some are not told."""
        untold = _("Ei näytetä: alle 5, tai siitä voisi laskea sellaisen.")
        if self.error is not None:
            age = self.workspace.line.fault(self.error) or ""
            if self.fetched is not None:
                moment = moment_text(self.fetched.at)
                age = _("Ei yhteyttä: luvut on haettu {moment}.").format(moment=moment)
        elif self.fetched is not None:
            age = _("Haettu {moment}.").format(moment=moment_text(self.fetched.at))
        else:
            age = ""
        return f"{age}\n{untold}" if age else untold

    # -- keys -----------------------------------------------------------------------

    def action_month(self, by: int) -> None:
        """The next or the previous month, up to the present one."""
        month = month_plus(self.month, by)
        if month <= self.workspace.statistics.this_month:
            self.month = month
            self.ask()

    def action_page(self, by: int) -> None:
        """The next or the previous page."""
        self.at = (self.at + by) % len(PAGES)
        self.show_figures()

    def action_move(self, by: int) -> None:
        """Move in the list."""
        self.query_one(BarList).move(by)

    def action_scroll(self, direction: int) -> None:
        """Move by a page of the list."""
        self.query_one(BarList).page(direction)

    def action_export(self) -> None:
        """Write the month's figures as CSV."""
        if self.fetched is None:
            self.say(_("Lukuja ei ole vielä haettu."))
            return
        try:
            path = self.workspace.statistics.export(self.fetched.figures)
        except OSError:
            self.say(_("Tiedostoa ei voitu kirjoittaa. Vapauta levytilaa."), warning=True)
            return
        self.say(_("Tallennettu: {path}").format(path=path), seconds=15)

    def action_survey(self) -> None:
        """The professionals' survey."""
        from hyteterm.screens.survey import SurveyResultsScreen

        self.app.push_screen(SurveyResultsScreen())

    def action_feedback(self) -> None:
        """Take a client's feedback down."""
        from hyteterm.screens.feedback import open_feedback

        open_feedback(self)
