"""Sent referrals (F5): status, age, whose turn it is, and each one's timeline."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from hyteterm.domain.finnish_time import age, moment_text
from hyteterm.domain.referral_row import ReferralRow
from hyteterm.domain.referral_status import Step
from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import gettext as _
from hyteterm.widgets.line_list import LineList
from hyteterm.widgets.referral_text import status_text, timeline_lines, turn_text
from hyteterm.widgets.service_text import referral_type_text
from hyteterm.workspace.line import LineChanged, WorkspaceEvent

TIMELINE_ROWS = 6


class ReferralList(LineList[ReferralRow]):
    """One referral a line: news mark, client, type, receiver, status, age."""

    def columns(self, row: ReferralRow, width: int) -> list[tuple[str, int, str]]:
        message, count = age(row.created_at)
        mark = "⚠ " if row.quarantined else "● " if row.unread else "  "
        room = width - 3 - 16 - 15 - 11
        return [
            (mark, 3, ""),
            (row.client_name or "–", room // 2, ""),
            (referral_type_text(row.type), 16, "dim"),
            (row.receiver, room - room // 2, "dim"),
            (status_text(row.status), 15, ""),
            (_(message).format(count=count), 11, "dim"),
        ]


class SentScreen(FrameScreen):
    """Where the sender sees what became of each referral."""

    CSS_PATH = "sent.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("escape", "app.place('desk')", show=False),
        Binding("enter", "open", show=False),
        Binding("delete", "cancel", show=False),
        Binding("ctrl+r", "requeue", show=False),
        Binding("ctrl+y", "record", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.position = 0

    def content(self) -> ComposeResult:
        yield Static(_("Lähetetyt ja luonnokset"), id="heading")
        yield ReferralList(id="sent", empty=_("Ei vielä lähetteitä. F4 tekee uuden."))
        yield Static("", id="timeline")

    def keys(self) -> list[tuple[str, str]]:
        steps = self.steps()
        shown = []
        if Step.QUEUE in steps or Step.CORRECT in steps:
            shown.append(("Enter", _("jatka") if Step.QUEUE in steps else _("korjaa")))
        if self.chosen_is_quarantined():
            shown.append(("Ctrl+R", _("yritä uudelleen")))
        if Step.CANCEL in steps:
            shown.append(("Delete", _("peru lähete")))
        if Step.QUEUE in steps:
            shown.append(("Delete", _("poista luonnos")))
        elif self.chosen is not None:
            shown.append(("Ctrl+Y", _("kirjaus")))
        return [
            ("F1", _("ohje")),
            ("F2", _("haku")),
            ("F4", _("uusi")),
            *shown,
            ("F9", _("synkronoi")),
        ]

    def restored(self) -> None:
        self.fill()

    def remember(self) -> None:
        self.position = self.query_one(ReferralList).cursor

    def on_screen_resume(self) -> None:  # type: ignore[override]
        self.fill()
        self.show_line()

    def happened(self, event: WorkspaceEvent) -> None:
        super().happened(event)
        if not isinstance(event, LineChanged):
            self.remember()
            self.fill()

    def fill(self) -> None:
        """Read the list anew."""
        referrals = self.query_one(ReferralList)
        position = referrals.cursor if referrals.rows else self.position
        referrals.show(self.workspace.referrals.sent(), position)

    # -- the chosen one --------------------------------------------------------------

    @property
    def chosen(self) -> ReferralRow | None:
        """The referral under the mark."""
        return self.query_one(ReferralList).chosen

    def steps(self) -> tuple[Step, ...]:
        """What the sender may do with it now."""
        return self.workspace.referrals.sender_steps(self.chosen) if self.chosen else ()

    def chosen_is_quarantined(self) -> bool:
        """Whether the hub refused its delivery."""
        return bool(self.chosen and self.chosen.quarantined)

    @on(ReferralList.Highlighted)
    def referral_highlighted(self) -> None:
        row = self.chosen
        self.query_one("#timeline", Static).update(self.story(row) if row else Text(), layout=False)
        self.show_keys()

    def story(self, row: ReferralRow) -> Text:
        """The timeline of a referral, newest last."""
        detail = self.workspace.referrals.referral(row.id)
        text = Text(no_wrap=True, overflow="ellipsis")
        outcome, attempts = (detail.outcome, detail.attempts) if detail else (None, 0)
        for head in (
            [referral_type_text(row.type), row.client_name, row.receiver],
            [status_text(row.status, outcome, attempts), turn_text(row.whose_turn)],
        ):
            text.append(" · ".join(part for part in head if part) + "\n", style="bold")
        if row.quarantined:
            text.append("⚠ " + _(self.workspace.referrals.refusal_text(row.quarantined)) + "\n")
        lines = [line for e in (detail.timeline if detail else ()) for line in timeline_lines(e)]
        if recorded := self.workspace.recording.recorded_at(row.id):
            lines.append(f"{moment_text(recorded)}  " + _("kirjattu potilasjärjestelmään"))
        for line in lines[-TIMELINE_ROWS:]:
            text.append(line + "\n")
        return text

    # -- moving and doing --------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Choose the next or the previous one."""
        self.query_one(ReferralList).move(by)

    def action_page(self, direction: int) -> None:
        """Move by a page."""
        self.query_one(ReferralList).page(direction)

    @on(ReferralList.Selected)
    def action_open(self) -> None:
        """Go on with a draft, correct a returned one; else mark the news as read."""
        row = self.chosen
        if row is None:
            return
        steps = self.steps()
        if Step.QUEUE in steps or Step.CORRECT in steps:
            self.hyteterm.continue_referral(row.id)
        else:
            self.workspace.referrals.viewed(row.id)
            self.fill()

    def action_cancel(self) -> None:
        """Cancel the referral; it can be undone for 10 seconds."""
        row = self.chosen
        if row is None:
            return
        try:
            done = self.workspace.referrals.cancel(row.id)
        except Exception as error:
            self.explain(error)
            return
        self.say(_(done), seconds=10)
        self.fill()

    def action_record(self) -> None:
        """Record text of the chosen one, for the patient system."""
        if self.chosen is not None:
            self.hyteterm.show_record([self.chosen.id])

    def action_requeue(self) -> None:
        """Try a refused delivery again as it is."""
        if self.chosen and self.chosen_is_quarantined():
            self.workspace.referrals.requeue(self.chosen.id)
            self.say(_("Pantu uudelleen jonoon."))
            self.fill()
