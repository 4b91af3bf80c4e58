"""Exactly what goes out (Ctrl+E): to whom, what, and what is left out."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from hyteterm.domain.referral_form import ReferralDraft
from hyteterm.screens.consent_sheet import ConsentSheetScreen
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
        Binding("t", "consent_sheet", show=False),
    ]

    def __init__(self, draft: ReferralDraft, receiver: str = "") -> None:
        """``receiver``: who would get it, when no service is named."""
        super().__init__()
        self.draft = draft
        self.receiver = receiver

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
        return [("t", _("suostumus paperille")), ("↓↑", _("vieritä")), ("Esc", _("takaisin"))]

    def action_consent_sheet(self) -> None:
        """The consent on paper, to be kept or signed."""
        self.app.push_screen(ConsentSheetScreen(self.draft.referral, self.receiver))

    def action_scroll(self, lines: int) -> None:
        """Scroll the page."""
        self.query_one("#page").scroll_relative(y=lines, animate=False)
