"""Small aids of a conversation: calculators, the brief-advice record, the segmentation aid."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from hyteterm.domain import finnish_time
from hyteterm.domain.brief_advice import (
    PART_LABELS,
    SUBJECT_LABELS,
    BriefAdvice,
    Part,
    Subject,
    advice_text,
)
from hyteterm.domain.calculators import (
    GUIDANCE,
    INSTRUMENT_NAMES,
    NOT_A_DIAGNOSIS,
    Instrument,
    ScoreResult,
)
from hyteterm.domain.coming_day import coming_day
from hyteterm.domain.finnish_time import local
from hyteterm.domain.segmentation import (
    GAIN_LABELS,
    NEED_LABELS,
    SEGMENT_LABELS,
    GainSought,
    SupportNeed,
    segment,
)
from hyteterm.domain.vocabulary import Theme
from hyteterm.screens.choice import Choice, ChoiceScreen
from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import gettext as _
from hyteterm.widgets.card_aid_rows import AidChoice, AidField, AidKind, AidLine
from hyteterm.widgets.card_calculators import FIELDS, calculated
from hyteterm.widgets.paged_scroll import PagedScroll
from hyteterm.workspace.conversation import Conversation

if TYPE_CHECKING:
    from hyteterm.app import HyteTermApp

THEME_INSTRUMENTS: Final[dict[Theme, tuple[Instrument, ...]]] = {
    Theme.HEALTH: (Instrument.FINDRISC,),
    Theme.SUBSTANCES: (Instrument.AUDIT_C, Instrument.HSI),
}
MOST_MINUTES: Final = 240


class AidScreen(FrameScreen):
    """Rows to answer and, below, what they come to.  Subclasses give `fields` and `outcome`."""

    CSS_PATH = "card_aids.tcss"
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down,enter", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("f10,ctrl+s", "done", show=False, priority=True),
    ]

    def __init__(self, conversation: Conversation) -> None:
        super().__init__()
        self.conversation = conversation
        self.answers: dict[str, list[str]] = {}

    # -- what subclasses say --------------------------------------------------------------

    def heading(self) -> str:
        """The name of the aid."""
        raise NotImplementedError

    def fields(self) -> list[AidField]:
        """The rows."""
        raise NotImplementedError

    def outcome(self) -> Text:
        """What the answers come to, in words."""
        raise NotImplementedError

    def take(self) -> bool:
        """Put it on the card; False (and told) while something is missing."""
        raise NotImplementedError

    # -- the screen -------------------------------------------------------------------------

    def content(self) -> ComposeResult:
        yield Static(self.heading(), id="heading")
        with PagedScroll(id="rows"):
            for field in self.fields():
                given = self.answers.get(field.name, [])
                if field.kind is AidKind.WRITTEN:
                    yield AidLine(field, given[0] if given else "")
                else:
                    yield AidChoice(field, given)
        yield Static("", id="options", markup=False)
        yield Static("", id="outcome")

    def keys(self) -> list[tuple[str, str]]:
        return [("F10", _("kortille")), ("Enter", _("seuraava")), ("Esc", _("takaisin"))]

    def restored(self) -> None:
        self.app.action_focus_next()
        self.show_outcome()

    def one(self, name: str) -> str:
        """The answer of a row; empty when it has none."""
        return next(iter(self.answers.get(name, [])), "")

    @on(Input.Changed)
    def written(self, event: Input.Changed) -> None:
        self.answers[(event.input.id or "").removeprefix("aid-")] = [event.value.strip()]
        self.show_outcome()

    @on(Input.Submitted)
    def line_done(self) -> None:
        self.app.action_focus_next()

    @on(AidChoice.Entered)
    def entered(self, event: AidChoice.Entered) -> None:
        self.query_one("#options", Static).update(event.sender.options_text(), layout=False)

    @on(AidChoice.Chosen)
    def chosen(self, event: AidChoice.Chosen) -> None:
        sender = event.sender
        self.answers[sender.field.name] = list(sender.chosen)
        self.query_one("#options", Static).update(sender.options_text(), layout=False)
        self.show_outcome()
        if sender.field.kind is AidKind.ONE:
            self.app.action_focus_next()

    def show_outcome(self) -> None:
        """Bring the lines at the bottom up to date."""
        self.query_one("#outcome", Static).update(self.outcome(), layout=False)

    def action_done(self) -> None:
        """Put it on the card and go back."""
        if self.take():
            self.dismiss("done")


class CalculatorScreen(AidScreen):
    """FINDRISC, AUDIT-C or HSI: points, band in plain words, source, never a diagnosis."""

    def __init__(self, conversation: Conversation, instrument: Instrument) -> None:
        super().__init__(conversation)
        self.instrument = instrument
        year = conversation.body.client.year_of_birth
        if year is not None:
            self.answers["age"] = [str(local(finnish_time.now()).year - year)]

    def heading(self) -> str:
        return INSTRUMENT_NAMES[self.instrument]

    def fields(self) -> list[AidField]:
        return FIELDS[self.instrument]()

    @property
    def result(self) -> ScoreResult | str:
        """The points; or what is missing or wrong, in words."""
        threshold = self.workspace.cards.policy.findrisc_threshold
        return calculated(self.instrument, self.one, threshold)

    def outcome(self) -> Text:
        result = self.result
        text = Text()
        if isinstance(result, str):
            return text.append(result)
        words = _(result.band.words)
        text.append(f"{result.name} {result.points}/{result.maximum}: {words}\n", style="bold")
        if self.instrument is Instrument.FINDRISC and result.worth_raising:
            text.append(_(GUIDANCE) + "\n")
        text.append(f"{_(NOT_A_DIAGNOSIS)}\n{result.source}", style="dim")
        return text

    def take(self) -> bool:
        result = self.result
        if isinstance(result, str):
            self.say(result)
            return False
        others = [r for r in self.conversation.body.results if r.instrument is not self.instrument]
        self.conversation.change(results=(*others, result))
        return True


def open_calculator(
    app: HyteTermApp, conversation: Conversation, theme: Theme, done: Callable[[], None]
) -> None:
    """Open the theme's calculator; when it has several, one is chosen first."""
    instruments = THEME_INSTRUMENTS[theme]

    def opened(code: str | None) -> None:
        if code:
            screen = CalculatorScreen(conversation, Instrument(code))
            app.push_screen(screen, lambda _result: done())

    if len(instruments) == 1:
        opened(instruments[0])
        return
    choices = [Choice(str(each), INSTRUMENT_NAMES[each]) for each in instruments]
    app.push_screen(ChoiceScreen(_("Laskuri"), choices), opened)


class AdviceScreen(AidScreen):
    """The record of a brief advice (mini-interventio)."""

    def heading(self) -> str:
        return _("Mini-interventio")

    def fields(self) -> list[AidField]:
        subjects = tuple((str(s), _(label)) for s, label in SUBJECT_LABELS.items())
        parts = tuple((str(part), _(label)) for part, label in PART_LABELS.items())
        return [
            AidField("subject", _("Aihe"), AidKind.ONE, subjects),
            AidField("parts", _("Mitä tehtiin"), AidKind.SEVERAL, parts),
            AidField("minutes", _("Kesto minuutteina")),
            AidField("aim", _("Oma tavoite"), placeholder=_("asiakkaan omin sanoin")),
            AidField("follow_up", _("Seuranta"), placeholder=_("12.12. tai 2 vk tai 3 kk")),
        ]

    @property
    def advice(self) -> BriefAdvice | str:
        """The record; or what is missing, in words."""
        if not self.one("subject"):
            return _("Valitse aihe.")
        minutes, follow_up = self.one("minutes"), self.one("follow_up")
        day = coming_day(follow_up, local(finnish_time.now()).date()) if follow_up else None
        if minutes and not (minutes.isascii() and minutes.isdigit()):
            return _("Kirjoita kesto numeroin, esimerkiksi 10.")
        if minutes and not 1 <= int(minutes) <= MOST_MINUTES:
            return _("Kesto on 1–240 minuuttia.")
        if follow_up and day is None:
            return _("Päivää ei ymmärretty. Esimerkki: 12.12. tai 2 vk.")
        parts = frozenset(Part(code) for code in self.answers.get("parts", []))
        return BriefAdvice(
            subject=Subject(self.one("subject")),
            given_at=finnish_time.now(),
            minutes=int(minutes) if minutes else None,
            parts=parts or frozenset({Part.ASKED}),
            aim=self.one("aim"),
            follow_up=day,
        )

    def outcome(self) -> Text:
        advice = self.advice
        return Text(advice if isinstance(advice, str) else advice_text(advice, _))

    def take(self) -> bool:
        advice = self.advice
        if isinstance(advice, str):
            self.say(advice)
            return False
        others = [a for a in self.conversation.body.advice if a.subject is not advice.subject]
        self.conversation.change(advice=(*others, advice))
        return True


class SegmentScreen(AidScreen):
    """What kind of client relationship the table proposes; people decide."""

    def __init__(self, conversation: Conversation) -> None:
        super().__init__(conversation)
        body = conversation.body
        self.answers = {
            "need": [str(body.need)] if body.need else [],
            "gain": [str(body.gain)] if body.gain else [],
        }

    def heading(self) -> str:
        return _("Asiakkuuden segmentti")

    def fields(self) -> list[AidField]:
        needs = tuple((str(need), _(label)) for need, label in NEED_LABELS.items())
        gains = tuple((str(gain), _(label)) for gain, label in GAIN_LABELS.items())
        return [
            AidField("need", _("Tuen tarve"), AidKind.ONE, needs),
            AidField("gain", _("Tavoiteltu hyvinvointihyöty"), AidKind.ONE, gains),
        ]

    def outcome(self) -> Text:
        need, gain = self.one("need"), self.one("gain")
        if not (need and gain):
            return Text(_("Valitse molemmat. Taulukko ehdottaa, te päätätte."))
        found = segment(SupportNeed(need), GainSought(gain))
        text = Text(_("Ehdotus: {segment}").format(segment=_(SEGMENT_LABELS[found])) + "\n")
        return text.append(_("Taulukko ehdottaa, te päätätte."))

    def take(self) -> bool:
        need, gain = self.one("need"), self.one("gain")
        if not (need and gain):
            self.say(_("Valitse molemmat. Taulukko ehdottaa, te päätätte."))
            return False
        self.conversation.change(need=SupportNeed(need), gain=GainSought(gain))
        return True
