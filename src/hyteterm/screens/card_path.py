"""A service path, whole: its steps and the services through which they are taken."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from hyteterm.domain.localized import localized
from hyteterm.screens.frame import FrameScreen
from hyteterm.screens.service_page import ServicePage
from hyteterm.translation import current_language
from hyteterm.translation import gettext as _
from hyteterm.workspace.suggesting import SuggestedPath


class PathScreen(FrameScreen):
    """The steps in order; a digit opens the service of a step."""

    CSS_PATH = "card_path.tcss"
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        *(Binding(str(number), f"service({number})", show=False) for number in range(1, 10)),
    ]

    def __init__(self, path: SuggestedPath) -> None:
        super().__init__()
        self.path = path

    def content(self) -> ComposeResult:
        with VerticalScroll(id="page"):
            yield Static(self.text(), id="page-text")

    def text(self) -> Text:
        """The page."""
        language = current_language()
        text = Text.assemble((localized(self.path.names, language) + "\n", "bold"))
        text.append(localized(self.path.summaries, language) + "\n")
        for number, step in enumerate(self.path.steps, 1):
            text.append(f"\n{number}. {localized(step.titles, language)}\n", style="bold")
            text.append(localized(step.texts, language) + "\n")
            if step.service is not None:
                text.append(f"→ {localized(step.service, language)}\n", style="dim")
        return text

    def keys(self) -> list[tuple[str, str]]:
        last = len(self.path.steps)
        return [
            ("Esc", _("takaisin")),
            ("↓↑", _("vieritä")),
            (f"1–{last}", _("avaa vaiheen palvelu")),
        ]

    def action_scroll(self, lines: int) -> None:
        """Scroll the page."""
        self.query_one("#page").scroll_relative(y=lines, animate=False)

    def action_service(self, number: int) -> None:
        """Open the service of a step."""
        if number <= len(self.path.steps) and self.path.steps[number - 1].service_id:
            self.app.push_screen(ServicePage(self.path.steps[number - 1].service_id))
