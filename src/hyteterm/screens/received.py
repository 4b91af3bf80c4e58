"""Received referrals (F6): new, mine, all, and those to contact by day; one key a step."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from hyteterm.domain.finnish_time import age, day_text
from hyteterm.domain.received_row import VIEW_LABELS, ReceivedRow, View
from hyteterm.domain.referral import URGENCY_LABELS, Urgency
from hyteterm.screens.received_page import ReceivedPage
from hyteterm.screens.received_steps import ReceiverScreen, StepBar
from hyteterm.translation import gettext as _
from hyteterm.widgets.line_list import LineList
from hyteterm.widgets.referral_text import status_text, timeline_lines, turn_text
from hyteterm.widgets.service_text import referral_type_text
from hyteterm.workspace.line import LineChanged, WorkspaceEvent

STORY_ROWS = 5
EMPTY_TEXTS = {
    View.NEW: "Ei uusia lähetteitä.",
}


class ReceivedList(LineList[ReceivedRow]):
    """One referral a line: mark, client, type, sender, status, age or the next contact."""

    view = View.ALL

    def columns(self, row: ReceivedRow, width: int) -> list[tuple[str, int, str]]:
        mark = "⚠ " if row.quarantined else "● " if row.unread else "  "
        urgent = "" if row.urgency is Urgency.ROUTINE else "! "
        room = width - 3 - 17 - 15 - 10
        when = self.day_of(row) if self.view is View.DATED else ""
        if not when:
            message, count = age(row.created_at)
            when = _(message).format(count=count)
        return [
            (mark, 3, ""),
            (urgent + (row.client_name or "–"), room // 2, ""),
            (referral_type_text(row.type), 17, "dim"),
            (row.sender, room - room // 2, "dim"),
            (_("ristiriita") if row.quarantined else status_text(row.status), 15, ""),
            (when, 10, "dim"),
        ]

    def day_of(self, row: ReceivedRow) -> str:
        """“24.11.”, with a mark when the day has come or gone."""
        if row.next_contact is None:
            return ""
        day = f"{row.next_contact.day}.{row.next_contact.month}."
        return f"⚠ {day}" if row.next_contact <= self.today() else day
