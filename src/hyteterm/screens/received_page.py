"""One received referral, whole: whom to contact, why, what was agreed, what has happened."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from hyteterm.domain.finnish_time import day_text
from hyteterm.screens.received_steps import ReceiverScreen
from hyteterm.translation import gettext as _
from hyteterm.widgets.referral_text import payload_lines, status_text, timeline_lines
from hyteterm.widgets.step_bar import StepBar
from hyteterm.workspace.line import LineChanged, WorkspaceEvent


class ReceivedPage(ReceiverScreen):
    """Opening it is a look at the client's data: the access log has it."""

    CSS_PATH = "received_page.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss('')", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(15)", show=False),
        Binding("pageup", "scroll(-15)", show=False),
        Binding("enter", "enter", show=False),
    ]

    def __init__(self, referral_id: str) -> None:
        super().__init__()
        self._referral_id = referral_id
        self._logged = False

    @property
    def referral_id(self) -> str:
        return self._referral_id

    def content(self) -> ComposeResult:
        with VerticalScroll(id="page", can_focus=False):
            yield Static(self.text(), id="page-text")
        yield StepBar(rows=2)

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Esc", _("takaisin")),
            ("↓↑", _("vieritä")),
            ("m", _("oma merkintä")),
            ("F9", _("synkronoi")),
        ]

    def on_mount(self) -> None:
        if not self._logged:
            self._logged = True
            self.workspace.received.viewed(self._referral_id)
        super().on_mount()

    def happened(self, event: WorkspaceEvent) -> None:
        super().happened(event)
        if not isinstance(event, LineChanged):
            self.changed(self._referral_id)

    def changed(self, referral_id: str) -> None:
        self.query_one("#page-text", Static).update(self.text())
        self.show_keys()
        self.show_line()

    def text(self) -> Text:
        """The page."""
        text, seen, received = Text(), self.seen, self.workspace.received
        if seen is None:
            return text
        status = status_text(seen.status, seen.outcome, seen.attempts)
        text.append(f"{status}\n", style="bold")
        if seen.quarantined:
            text.append("⚠ " + _("Muutoksesi ei mennyt läpi: Enter näyttää, mitä tapahtui.") + "\n")
        mark = received.mark(self._referral_id)
        own = [day_text(mark.next_contact) if mark.next_contact else "", mark.note]
        if any(own):
            words = " · ".join(part for part in own if part)
            text.append(_("Oma merkintä: {words}").format(words=words) + "\n")
        text.append("\n")
        if received.is_withdrawn(seen):
            text.append(_("Lähettäjä on perunut tämän. Asiakkaaseen ei oteta yhteyttä.") + "\n")
        elif seen.payload is not None:
            for label, value in payload_lines(
                seen.payload, self.workspace.catalogue.municipality_name
            ):
                text.append(f"{label}: ", style="bold")
                text.append(value + "\n")
        text.append("\n" + _("Mitä on tapahtunut") + "\n", style="bold")
        for entry in seen.timeline:
            for line in timeline_lines(entry):
                text.append(line + "\n")
        return text

    def action_scroll(self, lines: int) -> None:
        """Scroll the page."""
        self.query_one("#page").scroll_relative(y=lines, animate=False)

    def action_enter(self) -> None:
        """What happened to a step that was not taken."""
        self.open_conflict()
