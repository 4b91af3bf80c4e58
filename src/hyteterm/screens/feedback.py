"""The client's feedback: one key for the smile, one for each question, and a free word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import Key
from textual.widgets import Input, Static

from hyteterm.domain.feedback import (
    MOST_LETTERS,
    SCALES,
    SMILES,
    SOURCE_LABELS,
    Feedback,
    FeedbackForm,
    NotALeafletCode,
    Question,
    QuestionKind,
    Source,
    read_code,
    tells_of_a_person,
)
from hyteterm.domain.localized import localized
from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import current_language
from hyteterm.translation import gettext as _
from hyteterm.workspace.statistics import FormUnreadable

PASS_OVER: Final = "-"
TEN: Final = "x"
"""Key of the answer 10."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to ask: ``source``, ``code``, ``smile``, ``question`` or ``word``."""

    kind: str
    question: Question | None = None


def open_feedback(screen: FrameScreen, source: Source | None = None, *, code: str = "") -> None:
    """Open the form over ``screen``; ``source`` and ``code`` when they are known already."""
    try:
        form = screen.workspace.statistics.feedback_form()
    except FormUnreadable as error:
        text = _("Alueen kysymyksiä ei voi lukea (feedback.json, {where}). Kutsu pääkäyttäjä.")
        screen.say(text.format(where=error.where), warning=True, seconds=15)
        return
    screen.app.push_screen(FeedbackScreen(form, source, code=code))


class FeedbackScreen(FrameScreen):
    """Takes one answer down; nothing of the client is asked."""

    CSS_PATH = "feedback.tcss"
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
    ]

    def __init__(self, form: FeedbackForm, source: Source | None = None, *, code: str = "") -> None:
        super().__init__()
        self.source = source
        self.code = code
        self.form = form
        self.smile = 0
        self.answers: dict[str, int] = {}
        self.word = ""
        self.at = 0

    def content(self) -> ComposeResult:
        yield Static(_("Asiakkaan palaute · nimettömänä"), id="heading")
        yield Static("", id="question", markup=False)
        yield Static("", id="choices", markup=False)
        with Horizontal(id="field-row"):
            field = Input(id="field", select_on_focus=False, max_length=MOST_LETTERS)
            field.cursor_blink = False
            yield field
        yield Static("", id="about", markup=False)

    def keys(self) -> list[tuple[str, str]]:
        step = self.steps[self.at]
        shown = [("Esc", _("takaisin"))]
        if step.kind == "word":
            return [("Enter", _("tallenna ja lähetä")), *shown]
        if step.kind == "code":
            return [("Enter", _("jatka")), *shown]
        if step.kind == "question":
            shown.insert(0, (PASS_OVER, _("ohita kysymys")))
        return [(_("numero"), _("vastaa")), *shown]

    @property
    def steps(self) -> list[Step]:
        """What is asked, in order."""
        steps = [Step("source")]
        if self.source is Source.LEAFLET:
            steps.append(Step("code"))
        steps.append(Step("smile"))
        steps += [Step("question", question) for question in self.form.questions]
        return [*steps, Step("word")]

    def on_mount(self) -> None:
        if self.source is not None:
            self.at = 2 if self.code else 1

    def remember(self) -> None:
        if self.steps[self.at].kind == "word":
            self.word = self.query_one("#field", Input).value

    def restored(self) -> None:
        self.show_step()

    # -- showing -----------------------------------------------------------------

    def show_step(self) -> None:
        """Bring the question, its answers and the field up to date."""
        step = self.steps[self.at]
        question, choices, about = self.texts(step)
        self.query_one("#question", Static).update(question)
        self.query_one("#choices", Static).update("\n".join(choices))
        self.query_one("#about", Static).update(about)
        writes = step.kind in ("code", "word")
        self.query_one("#field-row").set_class(writes, "-open")
        field = self.query_one("#field", Input)
        if writes:
            field.value = self.word if step.kind == "word" else self.code
            field.cursor_position = len(field.value)
            field.focus()
        else:
            self.set_focus(None)
        self.show_keys()

    def texts(self, step: Step) -> tuple[str, list[str], str]:
        """(question, lines of answers, what is said below) of a step."""
        if step.kind == "source":
            rows = [f"{n}  {_(SOURCE_LABELS[one])}" for n, one in enumerate(Source, start=1)]
            return _("Mistä palaute tulee?"), rows, ""
        if step.kind == "code":
            about = _("Kahdeksan merkkiä esitteen alareunasta. Tyhjä, jos koodia ei näy.")
            return _("Esitteen koodi"), [], about
        if step.kind == "smile":
            rows = [f"{answer}  {face:<4}{_(word)}" for answer, (face, word) in SMILES.items()]
            return _("Millainen kokemus palvelusta jäi?"), rows, ""
        if step.question is not None:
            text = localized(step.question.text, current_language())
            return text, scale_rows(step.question.kind), ""
        about = _(
            "Saa jättää tyhjäksi. Älä kirjoita nimiä, puhelinnumeroita tai muuta, josta asiakkaan "
            "tunnistaisi."
        )
        return _("Mitä asiakas haluaa sanoa omin sanoin?"), [], about

    # -- answering ---------------------------------------------------------------------

    def on_key(self, event: Key) -> None:
        step = self.steps[self.at]
        if step.kind in ("code", "word") or not event.character:
            return
        key = event.character.casefold()
        if step.kind == "source" and key in "123":
            self.source = list(Source)[int(key) - 1]
        elif step.kind == "smile" and key in "12345":
            self.smile = int(key)
        elif step.question is not None and key == PASS_OVER:
            self.answers.pop(step.question.id, None)
        elif step.question is not None and (answer := answer_of(key, step.question)) is not None:
            self.answers[step.question.id] = answer
        else:
            return
        event.stop()
        self.go_on()

    def go_on(self) -> None:
        """To the next step."""
        self.at += 1
        self.show_step()

    @on(Input.Submitted, "#field")
    def field_ready(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if self.steps[self.at].kind == "word":
            self.word = text
            self.save()
            return
        try:
            self.code = read_code(text) if text else ""
        except NotALeafletCode:
            self.say(_("Koodi ei täsmää. Tarkista merkit, tai jätä tyhjäksi."), warning=True)
            return
        self.go_on()

    def save(self) -> None:
        """Queue the answer and go back."""
        if tells_of_a_person(self.word):
            self.say(
                _("Poista tunnus, puhelinnumero tai osoite: palaute lähtee nimettömänä."),
                warning=True,
            )
            return
        kinds = {question.id: question.kind for question in self.form.questions}
        feedback = Feedback(
            source=self.source or Source.COMPLETION,
            smile=self.smile,
            word=self.word,
            code=self.code if self.source is Source.LEAFLET else "",
            answers=self.answers,
            kinds={id: kinds[id] for id in self.answers},
        )
        try:
            self.workspace.statistics.give_feedback(feedback)
        except Exception as error:
            self.explain(error)
            return
        self.dismiss(None)
        self.hyteterm.frame.say(_("Palaute on jonossa. Kiitos!"))

    def action_back(self) -> None:
        """To the step before; from the first one back to where one came from."""
        self.remember()
        first = 0 if self.at == 0 else 1
        if self.at <= first:
            self.dismiss(None)
            return
        self.at -= 1
        self.show_step()


def scale_rows(kind: QuestionKind) -> list[str]:
    """The answers of a scale, a line each, or its ends."""
    if kind is QuestionKind.RECOMMEND:
        return [
            "0 1 2 3 4 5 6 7 8 9 " + TEN,
            _("0 = en suosittelisi lainkaan, x = 10 = suosittelisin varmasti"),
        ]
    labels = (
        _("täysin samaa mieltä"),
        _("jokseenkin samaa mieltä"),
        _("en samaa enkä eri mieltä"),
        _("jokseenkin eri mieltä"),
        _("täysin eri mieltä"),
    )
    return [f"{5 - place}  {label}" for place, label in enumerate(labels)]


def answer_of(key: str, question: Question) -> int | None:
    """The answer that a key gives; None when it gives none."""
    scale = SCALES[question.kind]
    if key == TEN:
        return 10 if 10 in scale else None
    return int(key) if key.isdecimal() and int(key) in scale else None
