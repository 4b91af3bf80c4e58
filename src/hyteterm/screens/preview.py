"""Exactly what goes out (Ctrl+E): to whom, what, and what is left out."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from hyteterm.domain.referral_form import ReferralDraft
from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import gettext as _
from hyteterm.widgets.referral_text import left_out, payload_lines


class PreviewScreen(FrameScreen):
    """What the receiver will read."""

    CSS_PATH = "preview.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+e,enter", "dismiss(None)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
    ]

    def __init__(self, draft: ReferralDraft) -> None:
        super().__init__()
        self.draft = draft

    def content(self) -> ComposeResult:
        with VerticalScroll(id="page"):
            yield Static(self.text(), id="page-text")

    def text(self) -> Text:
        """The page: what goes, then what does not."""
        text = Text()
        payload = self.workspace.referrals.preview(self.draft)
        text.append(_("Tämä lähtee vastaanottajalle") + "\n\n", style="bold")
        if payload is None:
            for _field, message in self.workspace.referrals.missing(self.draft):
                text.append(f"⚠ {_(message)}\n")
            return text
        for label, value in payload_lines(payload, self.workspace.catalogue.municipality_name):
            text.append(f"{label}: ", style="bold")
            text.append(value + "\n")
        rest = left_out(self.draft.referral, payload)
        text.append("\n" + _("Ei lähde: ") + (", ".join(rest) or _("ei mitään")) + "\n")
        return text

    def keys(self) -> list[tuple[str, str]]:
        return [("Esc", _("takaisin")), ("↓↑", _("vieritä"))]

    def action_scroll(self, lines: int) -> None:
        """Scroll the page."""
        self.query_one("#page").scroll_relative(y=lines, animate=False)
