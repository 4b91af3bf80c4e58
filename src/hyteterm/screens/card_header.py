"""The client of a card: asked lightly, everything may stay empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from hyteterm.domain.card_answers import Variant
from hyteterm.domain.client_language import CLIENT_LANGUAGES
from hyteterm.domain.message import N_
from hyteterm.screens.choice import Choice, ChoiceScreen
from hyteterm.translation import gettext as _
from hyteterm.widgets.form import PickRow, TextRow

if TYPE_CHECKING:
    from hyteterm.app import HyteTermApp
    from hyteterm.workspace.conversation import Conversation

VARIANT_LABELS: Final[dict[Variant, str]] = {
    Variant.YOUNG_PEOPLE: N_("nuori"),
    Variant.WORKING_AGE: N_("työikäinen"),
    Variant.OLDER_PEOPLE: N_("ikäihminen"),
    Variant.CARERS: N_("läheistään hoitava"),
}
TYPED: Final = ("name", "born")


class ClientHeader(Vertical):
    """Name or initials, birth year, municipality, language, and whom the questions are for."""

    DEFAULT_CSS = """
    ClientHeader { height: auto; }
    """

    class Told(Message):
        """A field was typed or chosen."""

        def __init__(self, field: str, text: str) -> None:
            super().__init__()
            self.field = field
            self.text = text

    class Done(Message):
        """The last typed field was accepted."""

    def __init__(self, conversation: Conversation) -> None:
        super().__init__()
        self.conversation = conversation

    def compose(self) -> ComposeResult:
        typed = self.conversation.body.typed
        yield TextRow(
            "name", _("Asiakas"), typed.get("name", ""), placeholder=_("nimi tai nimikirjaimet")
        )
        yield TextRow("born", _("Syntynyt"), typed.get("born", ""), placeholder=_("1958 tai 67 v"))
        yield PickRow("municipality", _("Kotikunta"))
        yield PickRow("language", _("Kieli"))
        yield PickRow("variant", _("Kysymykset"))

    def on_mount(self) -> None:
        self.show_choices()

    def show_choices(self) -> None:
        """Bring what is chosen up to date."""
        workspace = self._app.workspace
        client, variant = self.conversation.body.client, self.conversation.answers.variant
        shown = {
            "municipality": workspace.catalogue.municipality_name(client.municipality),
            "language": _(workspace.language_name(client.language)),
            "variant": _(VARIANT_LABELS[variant]) if variant else "",
        }
        for field, text in shown.items():
            self.query_one(f"#field-{field}", PickRow).show(text)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        field = (event.input.id or "").removeprefix("field-")
        if event.value != self.conversation.body.typed.get(field, ""):
            self.post_message(self.Told(field, event.value))

    @on(Input.Submitted)
    def accepted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "field-name":
            self.query_one("#field-born").focus()
        else:
            self.post_message(self.Done())

    @on(PickRow.Opened)
    def pick(self, event: PickRow.Opened) -> None:
        event.stop()
        field = (event.sender.id or "").removeprefix("field-")
        workspace = self._app.workspace
        if field == "municipality":
            choices = [Choice(code, name) for code, name in workspace.catalogue.municipalities()]
        elif field == "language":
            choices = [Choice(c, _(workspace.language_name(c))) for c in CLIENT_LANGUAGES]
        else:
            choices = [Choice(code, _(label)) for code, label in VARIANT_LABELS.items()]
            choices.append(Choice("", _("kaikille samat kysymykset")))

        def chosen(code: str | None) -> None:
            if code is not None:
                self.post_message(self.Told(field, code))

        self.app.push_screen(ChoiceScreen(event.sender.label, choices, typed=event.typed), chosen)

    @property
    def _app(self) -> HyteTermApp:
        return self.app  # type: ignore[return-value]
