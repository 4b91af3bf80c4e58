"""Any form of the county's, filled in from the first item to the last by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from hyteterm.domain import finnish_time
from hyteterm.domain.questionnaire import ItemType, Option, Questionnaire, Row
from hyteterm.domain.questionnaire.response import canonical_of
from hyteterm.screens.card_pause import PauseScreen
from hyteterm.screens.card_safety import SafetyScreen
from hyteterm.screens.choice import Choice, ChoiceScreen
from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import gettext as _
from hyteterm.widgets.card_form_rows import (
    FormList,
    hint,
    is_written,
    option_label,
    problem_text,
    row_text,
    shown_answer,
    written_value,
)
from hyteterm.workspace.card_body import FormBody
from hyteterm.workspace.form_filling import OPTION_KEYS, FormFilling, FormPicture

YES_NO: Final = {"k": "true", "e": "false"}


class FormChanged(Message):
    """The form has taken an answer and calculated what follows from it."""

    def __init__(self, picture: FormPicture) -> None:
        super().__init__()
        self.picture = picture


class CardFormScreen(FrameScreen):
    """One filling.  Dismissed with what is to be told, or None."""

    CSS_PATH = "card_form.tcss"
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("enter", "accept", show=False),
        Binding("f8", "client_language", show=False),
        Binding("f10,ctrl+s", "finish", show=False, priority=True),
        Binding("ctrl+t", "numbers", show=False, priority=True),
        Binding("ctrl+o", "pause", show=False, priority=True),
    ]

    def __init__(self, body: FormBody, questionnaire: Questionnaire) -> None:
        super().__init__()
        self.body = body
        self.questionnaire = questionnaire
        self.filling = FormFilling(
            questionnaire,
            body.answers or None,
            body.language,
            finnish_time.now(),
            self.tell,
        )
        self.picture: FormPicture | None = None
        self.finished = False
        self._waiting = 0
        """Answers that the form is still working on; keys pressed meanwhile wait."""
        self._pressed: list[str] = []
        self._sent: str | None = None
        """What was typed and accepted, until the form has answered."""

    def tell(self, picture: FormPicture) -> None:
        """The form's thread tells how the form stands."""
        self.post_message(FormChanged(picture))

    # -- what stands on the screen ---------------------------------------------------------

    def content(self) -> ComposeResult:
        yield Static("", id="heading")
        yield FormList(id="form", empty=_("Lomake avautuu …"))
        with Vertical(id="one"):
            with VerticalScroll(id="scroll", can_focus=False):
                yield Static("", id="question")
            field = Input(id="written", select_on_focus=False)
            field.cursor_blink = False
            yield field

    def keys(self) -> list[tuple[str, str]]:
        row = self.row
        shown = [("Enter", _("seuraava")), ("↓↑", _("siirry")), ("F10", _("valmis"))]
        if row is not None and row.kind is ItemType.GROUP and row.item.repeats:
            shown += [("+", _("lisää")), ("-", _("poista"))]
        elif row is not None and row.answers:
            shown.append(("Delete", _("poista")))
        return [*shown, (_("Väli"), _("tauko")), ("!", _("hätänumerot")), ("F8", _("kieli"))]

    def help_rows(self) -> list[tuple[str, str]]:
        return [
            (_("1–9, a–z"), _("valmis vastaus; kirjoitettava vastaus kirjoitetaan suoraan")),
            ("k, e", _("kyllä, ei")),
            ("Enter", _("hyväksyy ja vie seuraavaan kysymykseen, jolla ei ole vastausta")),
            ("↓, ↑", _("seuraava ja edellinen rivi")),
            ("PgDn, PgUp", _("pitkä kysymys tai lomake sivu kerrallaan")),
            ("+, -", _("toistuvan ryhmän uusi kerta, poista kerta")),
            ("Delete", _("poistaa vastauksen")),
            (_("Väli, Ctrl+O"), _("tauko: mitään ei näy, mikä tahansa näppäin jatkaa")),
            ("!, Ctrl+T", _("hätänumerot ja alueen ohje")),
            ("F8", _("lomakkeen kieli")),
            ("F10", _("valmis; vie ensin siihen, mikä puuttuu tai on väärin")),
        ]

    def on_mount(self) -> None:
        super().on_mount()
        self._waiting = 1
        self.filling.start()

    def restored(self) -> None:
        self.show_heading()
        if self.picture is not None:
            self.show_picture(self.picture)

    def show_heading(self) -> None:
        """The form and how far it is."""
        rows = self.picture.rows if self.picture else ()
        asked = [row for row in rows if row.is_question]
        done = sum(bool(row.answers) for row in asked)
        title = self.questionnaire.title.in_language(self.filling.language)
        text = Text(f"{done}/{len(asked)} · {title}", no_wrap=True, overflow="ellipsis")
        self.query_one("#heading", Static).update(text, layout=False)

    @property
    def row(self) -> Row | None:
        """The chosen row."""
        return self.query_one(FormList).chosen

    def on_form_changed(self, event: FormChanged) -> None:
        self._waiting = max(0, self._waiting - 1)
        first = self.picture is None
        picture, self.picture = event.picture, event.picture
        self.body = self.body.model_copy(
            update={"answers": picture.draft, "language": self.filling.language}
        )
        self.show_picture(picture, to_first=first)
        if not first:
            self.save()
        if not picture.understood:
            self.say(_("Vastausta ei ymmärretty. Tarkista muoto."), warning=True)
        while self._pressed and not self._waiting:
            self.option_key(self._pressed.pop(0))

    def show_picture(self, picture: FormPicture, *, to_first: bool = False) -> None:
        """Show the rows; go where the form says, else stay at the same question."""
        rows = self.query_one(FormList)
        wanted = picture.go_to or (rows.chosen.path if rows.chosen else None)
        places = {row.path: index for index, row in enumerate(picture.rows)}
        here = places.get(wanted, min(rows.cursor, len(picture.rows) - 1)) if wanted else 0
        if to_first:
            here = next((i for i, row in enumerate(picture.rows) if row.is_question), 0)
        rows.show(picture.rows, here)
        self.show_heading()

    @on(FormList.Highlighted)
    def row_chosen(self, event: FormList.Highlighted) -> None:
        row: Row | None = event.row
        field = self.query_one("#written", Input)
        if row is None:
            return
        self.query_one("#question", Static).update(row_text(row, self.filling.language))
        self.query_one("#scroll").scroll_home(animate=False)
        written = is_written(row)
        field.display = written or (row.item.is_open and row.is_question)
        field.value = self.written_text(row, field.value)
        field.cursor_position = len(field.value)
        field.placeholder = hint(row) or "…"
        self.show_keys()
        if written:
            field.focus()
        else:
            self.query_one(FormList).focus()

    def written_text(self, row: Row, present: str) -> str:
        """What stands in the field of a row that has just been gone to."""
        sent, self._sent = self._sent, None
        if sent is not None and self.picture is not None and not self.picture.understood:
            return sent
        if sent is not None and present:
            return present  # typed for this question while the former one was calculated
        return shown_answer(row) if is_written(row) else ""

    # -- answering ----------------------------------------------------------------------------

    @on(Input.Submitted, "#written")
    def written_answer(self, event: Input.Submitted) -> None:
        row = self.row
        if row is None:
            return
        typed = event.value.strip()
        if typed == (shown_answer(row) if is_written(row) else ""):
            self.ask(lambda: self.filling.go_on(row.path))
            return
        self._sent, event.input.value = event.value, ""
        value = written_value(row, typed)
        self.ask(lambda: self.filling.answer(row.path, value, go_on=True))

    def ask(self, work: Callable[[], None]) -> None:
        """Ask something of the form; its answer comes as `FormChanged`."""
        self._waiting += 1
        work()

    def on_key(self, event: events.Key) -> None:
        if isinstance(self.focused, Input):
            return
        if event.key == "delete":
            self.clear()
        if not event.is_printable:
            return
        key = event.character or ""
        if key == "!":
            self.action_numbers()
        elif key == " ":
            self.action_pause()
        elif self._waiting:
            self._pressed.append(key)
        else:
            self.option_key(key)
        event.stop()

    def option_key(self, typed: str) -> None:
        """Answer the chosen row with a key: an option, yes or no, one more repetition.

        Where an answer of one's own is allowed, any other letter begins it.
        """
        row, key = self.row, typed.casefold()
        if row is None:
            return
        if row.kind is ItemType.GROUP and row.item.repeats and key in "+-":
            change = self.filling.repeat if key == "+" else self.filling.remove
            self.ask(lambda: change(row.path))
        elif not row.is_question:
            return
        elif row.kind is ItemType.BOOLEAN and key in YES_NO:
            self.ask(lambda: self.filling.answer(row.path, YES_NO[key], go_on=True))
        elif key in OPTION_KEYS[: len(row.options)]:
            self.choose(row, row.options[OPTION_KEYS.index(key)])
        elif row.item.is_open:
            field = self.query_one("#written", Input)
            field.focus()
            field.insert_text_at_cursor(typed)

    def choose(self, row: Row, option: Option) -> None:
        """Take an option; a question with one answer goes on."""
        several = row.item.repeats
        self.ask(lambda: self.filling.choose(row.path, option.answer, go_on=not several))

    def clear(self) -> None:
        """Take the answer of the chosen row away."""
        row = self.row
        if row is not None and row.is_question and row.answers:
            self.ask(lambda: self.filling.answer(row.path, None, go_on=False))

    def action_accept(self) -> None:
        """Go on to the next question without an answer, or open a long list of options."""
        row = self.row
        if row is None:
            return
        if len(row.options) > len(OPTION_KEYS) and not row.answers:
            self.open_options(row)
        else:
            self.ask(lambda: self.filling.go_on(row.path))

    def open_options(self, row: Row) -> None:
        """Choose among many by typing."""
        language = self.filling.language
        choices = [
            Choice(str(number), option_label(option, language))
            for number, option in enumerate(row.options)
        ]

        def chosen(number: str | None) -> None:
            if number is not None:
                self.choose(row, row.options[int(number)])

        self.app.push_screen(ChoiceScreen(row.text[:40], choices), chosen)

    # -- moving and leaving --------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """The row above or below; what is typed is taken first."""
        self.take_written()
        self.query_one(FormList).move(by)

    def take_written(self) -> None:
        """Take what stands in the field and has not been accepted."""
        field, row = self.query_one("#written", Input), self.row
        if row is None or not isinstance(self.focused, Input) or not is_written(row):
            return
        typed = field.value.strip()
        if typed != shown_answer(row):
            value = written_value(row, typed)
            self.ask(lambda: self.filling.answer(row.path, value, go_on=False))

    def action_page(self, direction: int) -> None:
        """A page of the question when it is long, else of the form."""
        scroll = self.query_one("#scroll")
        if scroll.max_scroll_y > 0:
            scroll.scroll_relative(y=direction * 5, animate=False)
        else:
            self.query_one(FormList).page(direction)

    def action_client_language(self) -> None:
        """Ask in the next language of the form."""
        languages = self.questionnaire.languages or ("fi",)
        here = languages.index(self.filling.language) if self.filling.language in languages else -1
        following = languages[(here + 1) % len(languages)]
        self.ask(lambda: self.filling.speak(following))
        self.say(
            _("Asiakkaan kieli: {language}").format(
                language=_(self.workspace.language_name(following.partition("-")[0]))
            )
        )

    def action_numbers(self) -> None:
        """The emergency numbers and the county's instruction."""
        self.app.push_screen(SafetyScreen(frozenset(), self.body.language))

    def action_pause(self) -> None:
        """Nothing of the form on the screen until a key is pressed."""
        if self.save():
            self.app.push_screen(PauseScreen())

    def action_finish(self) -> None:
        """Keep the form, or go to the first thing that is missing or wrong."""
        if self.picture is None or self._waiting:
            return
        wrong = [problem for problem in self.picture.problems if problem.is_error]
        if wrong:
            places = [row.path for row in self.picture.rows]
            if wrong[0].path in places:
                rows = self.query_one(FormList)
                rows.show(self.picture.rows, places.index(wrong[0].path))
            self.say(problem_text(wrong[0]), warning=True, seconds=12)
            return
        try:
            self.workspace.cards.finish_form(self.body, canonical_of(self.questionnaire))
        except Exception as error:
            self.explain(error)
            return
        self.finished = True
        self.dismiss(_("Lomake on tallessa."))

    def action_back(self) -> None:
        """Leave the form unfinished; F3 goes on with it."""
        if self.save():
            self.dismiss(None)

    def keep(self) -> bool:
        return self.save()

    def save(self) -> bool:
        """Save what is answered; False (and told) when it could not be saved."""
        if self.finished or not self.body.answers.get("items"):
            return True
        try:
            self.workspace.cards.save(self.body)
        except Exception as error:
            self.explain(error)
            return False
        return True

    def on_unmount(self) -> None:
        self.filling.close()
