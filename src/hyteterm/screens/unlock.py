"""Unlock: who works here now, and the PIN.  Opaque; the catalogue may be searched."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from hyteterm.screens.choice import Choice, ChoiceScreen
from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import gettext as _
from hyteterm.widgets.form import PickRow, TextRow


class Unlocked(Message):
    """The right PIN was given."""


class UnlockRefused(Message):
    """The PIN was wrong, or may not be tried now."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class UnlockScreen(FrameScreen):
    """The first screen."""

    paints_first = True

    CSS_PATH = "unlock.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "browse", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.professional_id = ""
        self.checking = False

    def content(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static("HyteTerm", id="title")
            yield Static(_("Löydä palvelu · keskustele · lähetä · näe vastaus"), id="motto")
            yield PickRow("professional", _("Kuka"))
            passphrase = TextRow("passphrase", _("Salalause"))
            passphrase.field.password = True
            yield passphrase
            pin = TextRow("pin", _("PIN"))
            pin.field.password = True
            yield pin
            yield Static("", id="message")
            yield Static(self.workspace.session.unlock_hint(), id="hint")

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Enter", _("avaa")),
            ("F2", _("hae palveluja kirjautumatta")),
            ("F8", _("kieli")),
            ("F1", _("ohje")),
            ("Ctrl+Q", _("lopeta")),
        ]

    def restored(self) -> None:
        people = self.workspace.session.professionals()
        if not self.professional_id and people:
            self.professional_id = people[0].id
        self.show_professional()
        wanted = self.workspace.session.wants_passphrase
        self.query_one("#row-passphrase").display = wanted
        self.query_one("#field-passphrase" if wanted else "#field-pin", Input).focus()

    def show_professional(self) -> None:
        """The chosen professional by name."""
        names = {person.id: person.name for person in self.workspace.session.professionals()}
        self.query_one(PickRow).show(names.get(self.professional_id, ""))

    @on(PickRow.Opened)
    def pick(self, event: PickRow.Opened) -> None:
        people = self.workspace.session.professionals()
        choices = [
            Choice(p.id, p.name, note=", ".join(filter(None, (p.role, p.unit)))) for p in people
        ]

        def chosen(code: str | None) -> None:
            if code:
                self.professional_id = code
                self.show_professional()
                self.query_one("#field-pin", Input).focus()

        self.app.push_screen(ChoiceScreen(_("Kuka"), choices, typed=event.typed), chosen)

    @on(Input.Submitted, "#field-passphrase")
    def passphrase_given(self) -> None:
        self.query_one("#field-pin", Input).focus()

    @on(Input.Submitted, "#field-pin")
    def pin_given(self, event: Input.Submitted) -> None:
        if self.checking or not event.value:
            return
        passphrase = self.query_one("#field-passphrase", Input)
        if self.workspace.session.wants_passphrase:
            try:
                self.workspace.session.use_passphrase(passphrase.value)
            except ValueError as error:
                self.on_unlock_refused(UnlockRefused(error))
                return
        passphrase.value = ""
        self.checking = True
        pin, event.input.value = event.value, ""
        self.query_one("#message", Static).update(_("Avataan …"))
        self.unlock(pin)

    @work(thread=True, exclusive=True, group="unlock")
    def unlock(self, pin: str) -> None:
        """Derive the key away from the screen's thread (125–220 ms)."""
        try:
            self.workspace.session.unlock(self.professional_id, pin)
        except Exception as error:
            self.post_message(UnlockRefused(error))
        else:
            self.post_message(Unlocked())

    def on_unlocked(self) -> None:
        self.checking = False
        self.hyteterm.opened()

    def on_unlock_refused(self, event: UnlockRefused) -> None:
        self.checking = False
        message = self.workspace.explanation(event.error)
        if message is None:
            raise event.error
        self.query_one("#message", Static).update(f"⚠ {message}")
        self.workspace.session.forget_passphrase()
        self.restored()

    def action_browse(self) -> None:
        """Search the catalogue without opening anybody's data."""
        self.hyteterm.action_place("desk")
