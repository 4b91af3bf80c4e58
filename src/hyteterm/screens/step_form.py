"""The few words that a step needs: one small form for every step that is more than a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from hyteterm.screens.choice import Choice, ChoiceScreen
from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import gettext as _
from hyteterm.widgets.form import KeyRow, PickRow, TextRow

ON_ONE_LINE = 2
"""Answers of a `KeyField` that stand side by side; more of them stand one below another."""
Words = Mapping[str, str]
Check = Callable[[Words], tuple[str, str] | None]


@dataclass(frozen=True, slots=True)
class TextField:
    """A line to type."""

    name: str
    label: str
    value: str = ""
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class KeyField:
    """An answer given with one key."""

    name: str
    label: str
    answers: tuple[tuple[str, str, str], ...]
    """(key, what it stands for, words)."""
    value: str = ""


@dataclass(frozen=True, slots=True)
class PickField:
    """One of many, chosen from a list."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    value: str = ""


@dataclass(frozen=True, slots=True)
class FormText:
    """A form in the interface's present language."""

    heading: str
    fields: tuple[TextField | KeyField | PickField, ...]
    hint: str = ""
    ready: str = ""
    """What F10 does, in a word."""


def nothing_wrong(words: Words) -> tuple[str, str] | None:
    """For forms in which everything may be left empty."""
    return None


class StepForm(FrameScreen):
    """Dismissed with name → text of every field, or None when the user went back.

    ``make`` gives the form again when the language changes.  ``check`` gives the field and
    the message of the first thing that is missing.
    """

    CSS_PATH = "step_form.tcss"
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("f10,ctrl+s", "ready", show=False, priority=True),
        Binding("enter", "following", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, make: Callable[[], FormText], check: Check = nothing_wrong) -> None:
        super().__init__()
        self.make = make
        self.form = make()
        self.check = check
        self.words = {field.name: field.value for field in self.form.fields}
        self.at = self.form.fields[0].name

    # -- what stands on the screen -----------------------------------------------------

    def content(self) -> ComposeResult:
        self.form = self.make()
        yield Static(self.form.heading, id="heading", markup=False)
        with Vertical(id="form"):
            for field in self.form.fields:
                match field:
                    case TextField():
                        yield TextRow(
                            field.name,
                            field.label,
                            self.words[field.name],
                            placeholder=field.placeholder,
                        )
                    case KeyField():
                        keys = "".join(key for key, _code, _text in field.answers)
                        yield KeyRow(field.name, field.label, keys)
                    case PickField():
                        yield PickRow(field.name, field.label)
        yield Static(self.form.hint, id="hint", markup=False)

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("F10", self.form.ready or _("valmis")),
            ("Enter", _("seuraava")),
            ("Esc", _("takaisin")),
        ]

    def restored(self) -> None:
        for field in self.form.fields:
            self.show_answer(field)
        for widget in self.query(f"#field-{self.at}"):
            widget.focus()

    def remember(self) -> None:
        focused = self.focused
        if focused is not None and focused.id:
            self.at = focused.id.removeprefix("field-")
        self.collect()

    def collect(self) -> None:
        """Take what stands in the fields."""
        for field in self.query(Input):
            self.words[(field.id or "").removeprefix("field-")] = field.value

    def show_answer(self, field: TextField | KeyField | PickField) -> None:
        """Bring a field that is not typed up to date."""
        value = self.words[field.name]
        if isinstance(field, KeyField):
            row = self.query_one(f"#field-{field.name}", KeyRow)
            options = [f"{key} = {text}" for key, _code, text in field.answers]
            chosen = next((text for _key, code, text in field.answers if code == value), "")
            mark = "✓" if chosen else "▸"
            between = "   " if len(options) <= ON_ONE_LINE else "\n"
            row.show("\n".join([chosen] * bool(chosen) + [between.join(options)]), mark)
        elif isinstance(field, PickField):
            label = next((one.label for one in field.choices if one.code == value), "")
            self.query_one(f"#field-{field.name}", PickRow).show(label)

    def field(self, name: str) -> TextField | KeyField | PickField:
        """The field of this name."""
        return next(field for field in self.form.fields if field.name == name)

    # -- answering -----------------------------------------------------------------------

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        self.action_following()

    def action_following(self) -> None:
        """The next field; after the last one the form is ready."""
        focused = self.focused
        name = (focused.id or "").removeprefix("field-") if focused is not None else ""
        if name == self.form.fields[-1].name:
            self.action_ready()
        else:
            self.app.action_focus_next()

    @on(KeyRow.Pressed)
    def key_pressed(self, event: KeyRow.Pressed) -> None:
        name = (event.sender.id or "").removeprefix("field-")
        field = self.field(name)
        if isinstance(field, KeyField):
            self.words[name] = next(code for key, code, _text in field.answers if key == event.key)
            self.show_answer(field)
            if field is not self.form.fields[-1]:
                self.app.action_focus_next()

    @on(PickRow.Opened)
    def pick(self, event: PickRow.Opened) -> None:
        name = (event.sender.id or "").removeprefix("field-")
        field = self.field(name)

        def chosen(code: str | None) -> None:
            if code:
                self.words[name] = code
                self.show_answer(field)
                self.app.action_focus_next()

        if isinstance(field, PickField):
            self.app.push_screen(
                ChoiceScreen(field.label, field.choices, typed=event.typed), chosen
            )

    def action_ready(self) -> None:
        """Everything is written, or the cursor goes to what is missing."""
        self.collect()
        wrong = self.check(self.words)
        if wrong is None:
            self.dismiss(dict(self.words))  # type: ignore[arg-type]
            return
        name, message = wrong
        self.say(message, warning=True, seconds=12)
        for widget in self.query(f"#field-{name}"):
            widget.focus()

    def action_leave(self) -> None:
        """Back; nothing was done."""
        self.dismiss(None)
