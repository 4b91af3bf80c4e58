"""The professionals' survey: a question at a time; results beside the figures of 2024."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message
from textual.widgets import Static

from hyteterm.domain.survey import QUESTIONS, RESPONDENTS, YEAR, SurveyFigures, SurveyQuestion
from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import gettext as _
from hyteterm.widgets.bars import Bar, BarList, heading
from hyteterm.workspace.statistics import Request, fetch_survey

FIRST_YEAR: Final = YEAR + 1


class SurveyScreen(FrameScreen):
    """One filling.  It is kept only as sums, so it cannot be opened or changed afterwards."""

    CSS_PATH = "survey.tcss"
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("enter", "go_on", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.at = 0
        self.chosen: dict[str, frozenset[str]] = {}
        self._gone_on = False

    def content(self) -> ComposeResult:
        yield Static("", id="heading")
        yield Static("", id="question", markup=False)
        yield Static("", id="choices", markup=False)
        yield Static("", id="about", markup=False)

    def keys(self) -> list[tuple[str, str]]:
        if self.question is None:
            return [("Enter", _("lähetä nimettömänä")), ("Esc", _("takaisin"))]
        goes_on = bool(self.chosen.get(self.question.id))
        return [
            (_("numero"), _("vastaa")),
            ("Enter", _("jatka") if goes_on else _("ohita kysymys")),
            ("Esc", _("takaisin")),
        ]

    @property
    def question(self) -> SurveyQuestion | None:
        """The question that is asked; None: all have been."""
        return QUESTIONS[self.at] if self.at < len(QUESTIONS) else None

    def restored(self) -> None:
        if not self._gone_on:
            self._gone_on = True
            self.chosen = self.workspace.usage.begun_survey
            if self.chosen:
                self.at = next(
                    (n for n, one in enumerate(QUESTIONS) if one.id not in self.chosen),
                    len(QUESTIONS),
                )
                self.say(_("Jatkat siitä, mihin jäit."))
        self.show_question()

    def show_question(self) -> None:
        """Bring the question and the answers up to date."""
        question = self.question
        number = min(self.at + 1, len(QUESTIONS))
        self.query_one("#heading", Static).update(
            _("Ammattilaiskysely · {number}/{count}").format(number=number, count=len(QUESTIONS))
        )
        if question is None:
            text, rows, about = _("Kiitos. Enter lähettää vastaukset."), [], about_sending()
        else:
            text = _(question.text)
            chosen = self.chosen.get(question.id, frozenset())
            rows = [
                f"{'✓' if option.id in chosen else ' '} {n}  {_(option.label)}"
                for n, option in enumerate(question.options, start=1)
            ]
            about = _("Voit valita monta.") if question.several else ""
        self.query_one("#question", Static).update(text)
        self.query_one("#choices", Static).update("\n".join(rows))
        self.query_one("#about", Static).update(about)
        self.show_keys()

    def on_key(self, event: Key) -> None:
        question, key = self.question, event.character or ""
        if question is None or not key.isdecimal() or not 1 <= int(key) <= len(question.options):
            return
        event.stop()
        option = question.options[int(key) - 1].id
        if question.several:
            before = self.chosen.get(question.id, frozenset())
            self.chosen[question.id] = before ^ {option}
            self.show_question()
            return
        self.chosen[question.id] = frozenset({option})
        self.action_go_on()

    def action_go_on(self) -> None:
        """To the next question; after the last one, send."""
        if self.question is not None:
            self.at += 1
            self.show_question()
            return
        try:
            self.workspace.usage.filled(dict(self.chosen))
        except Exception as error:
            self.explain(error)
            return
        self.workspace.usage.begun_survey.clear()
        self.workspace.usage.send_in_background()
        self.dismiss(None)
        self.hyteterm.frame.say(
            _("Vastauksesi on tallessa. Se näkyy tuloksissa kuun vaihduttua."), seconds=10
        )

    def action_back(self) -> None:
        """To the question before; from the first one back, the answers kept for this sitting."""
        if self.at == 0:
            self.dismiss(None)
            if self.chosen:
                self.hyteterm.frame.say(_("Vastauksesi odottavat, kunnes lukitset päätteen."))
            return
        self.at -= 1
        self.show_question()


def about_sending() -> str:
    return _(
        "Vastauksista lähtevät vain summiin lisättävät luvut, ilman päätettä ja tekijää. "
        "Niitä ei voi muuttaa eikä poistaa jälkikäteen."
    )


class SurveyFetched(Message):
    """The central API has answered, or could not be asked."""

    def __init__(self, year: int, found: SurveyFigures | None, error: Exception | None) -> None:
        super().__init__()
        self.year = year
        self.found = found
        self.error = error


class SurveyResultsScreen(FrameScreen):
    """Each answer's share, ours above that of 2024."""

    CSS_PATH = "survey.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "scroll(1)", show=False),
        Binding("pageup", "scroll(-1)", show=False),
        Binding("left", "year(-1)", show=False),
        Binding("right", "year(1)", show=False),
        Binding("enter,k", "fill", show=False),
        Binding("escape", "dismiss(None)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.year = 0
        self.found: SurveyFigures | None = None
        self.error: Exception | None = None

    def content(self) -> ComposeResult:
        yield Static("", id="heading")
        yield BarList(id="bars")
        yield Static("", id="about")

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Enter", _("vastaa kyselyyn")),
            ("↓↑", _("selaa")),
            ("←→", _("vuosi")),
            ("Esc", _("takaisin")),
        ]

    def on_mount(self) -> None:
        self.year = int(self.workspace.statistics.this_month[:4])
        self.ask()

    def restored(self) -> None:
        if self.year:
            self.show_results()

    def ask(self) -> None:
        """Show what is kept of the year, and ask for what is newer."""
        desk = self.workspace.statistics
        try:
            self.found = desk.kept_survey(self.year)
            request = desk.request("")
        except Exception as error:
            self.explain(error)
            return
        self.error = None
        self.show_results()
        self.ask_hub(request, self.year)

    @work(thread=True, exclusive=True, group="survey")
    def ask_hub(self, request: Request, year: int) -> None:
        """Ask in the background."""
        try:
            found = fetch_survey(request, year)
        except Exception as error:
            self.post_message(SurveyFetched(year, None, error))
        else:
            self.post_message(SurveyFetched(year, found, None))

    def on_survey_fetched(self, event: SurveyFetched) -> None:
        if event.year != self.year:
            return
        if event.error is not None and self.workspace.line.fault(event.error) is None:
            raise event.error
        self.error = event.error
        self.found = event.found or self.found
        self.show_results()

    def show_results(self) -> None:
        """Bring the bars up to date."""
        self.query_one("#heading", Static).update(
            _("Ammattilaiskysely · ◂ {year} ▸ · rinnalla 2024 (n = {count})").format(
                year=self.year, count=RESPONDENTS
            ),
            layout=False,
        )
        rows = [row for question in QUESTIONS for row in self.question_rows(question)]
        table = self.query_one(BarList)
        table.show_bars(rows, table.cursor, largest=100)
        about = _("Oma tulos kertyy päättyneistä kuukausista, kun vastauksia on vähintään 5.")
        if self.error is not None:
            about = f"{self.workspace.line.fault(self.error)}\n{about}"
        self.query_one("#about", Static).update(about)

    def question_rows(self, question: SurveyQuestion) -> list[Bar]:
        """A question with our figures and those of 2024."""
        result = self.found.results.get(question.id) if self.found else None
        answered = result.answered if result else None
        title = _(question.text)
        if answered is not None:
            title = _("{text} (vastauksia {count})").format(text=title, count=answered)
        rows = [heading(title)]
        if question.note_2024:
            rows.append(heading(f"  {_(question.note_2024)}"))
        for option in question.options:
            label = f"  {_(option.label)}"
            ours = result.percent(option.id) if result else None
            number = _("ei näytetä") if answered is not None and ours is None else "–"
            rows.append(Bar(label, ours, number if ours is None else _percent(ours)))
            if option.percent_2024 is not None:
                share = option.percent_2024
                rows.append(Bar("    2024", share, _percent(share), other=True))
        return [*rows, heading()]

    # -- keys ----------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Move in the list."""
        self.query_one(BarList).move(by)

    def action_scroll(self, direction: int) -> None:
        """Move by a page."""
        self.query_one(BarList).page(direction)

    def action_year(self, by: int) -> None:
        """Another year, up to the present one."""
        year = self.year + by
        if FIRST_YEAR <= year <= int(self.workspace.statistics.this_month[:4]):
            self.year = year
            self.ask()

    def action_fill(self) -> None:
        """Answer the survey."""
        self.app.push_screen(SurveyScreen())


def _percent(share: float) -> str:
    return _("{percent} %").format(percent=round(share))
