"""Received referrals (F6): new, mine, all, and those to contact by day; one key a step."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from hyteterm.domain.finnish_time import age, day_text
from hyteterm.domain.message import N_
from hyteterm.domain.received_row import VIEW_LABELS, ReceivedRow, View
from hyteterm.domain.referral import Urgency
from hyteterm.screens.received_page import ReceivedPage
from hyteterm.screens.received_steps import ReceiverScreen
from hyteterm.translation import gettext as _
from hyteterm.widgets.line_list import LineList
from hyteterm.widgets.referral_text import status_text, timeline_lines
from hyteterm.widgets.service_text import referral_type_text
from hyteterm.widgets.step_bar import StepBar
from hyteterm.workspace.line import LineChanged, WorkspaceEvent

STORY_ROWS: Final = 5
EMPTY: Final[dict[View, str]] = {
    View.NEW: N_("Ei uusia lähetteitä."),
    View.MINE: N_("Sinulla ei ole lähetteitä käsittelyssä."),
    View.ALL: N_("Tähän yksikköön ei ole tullut lähetteitä."),
    View.DATED: N_("Ei sovittuja yhteydenottoja. m merkitsee päivän."),
}
VIEW_KEYS: Final = {"1": View.NEW, "2": View.MINE, "3": View.ALL, "4": View.DATED}


class ReceivedList(LineList[ReceivedRow]):
    """One referral a line: mark, client, type, sender or own note, status, age or day."""

    view = View.ALL
    today = date.min

    def columns(self, row: ReceivedRow, width: int) -> list[tuple[str, int, str]]:
        mark = "⚠ " if row.quarantined else "● " if row.unread else "  "
        urgent = "" if row.urgency is Urgency.ROUTINE else "! "
        room = width - 3 - 18 - 14 - 11
        name = room * 5 // 9
        dated = self.view is View.DATED
        message, count = age(row.created_at)
        return [
            (mark, 3, ""),
            (urgent + (row.client_name or "–"), name, ""),
            (referral_type_text(row.type), 18, "dim"),
            (row.note if dated and row.note else row.sender, room - name, "dim"),
            (_("ristiriita") if row.quarantined else status_text(row.status), 14, ""),
            (day_mark(row, self.today) if dated else _(message).format(count=count), 11, "dim"),
        ]


def day_mark(row: ReceivedRow, today: date) -> str:
    """“24.11.”, with ⚠ when the day has come; empty without a day."""
    if row.next_contact is None:
        return ""
    day = f"{row.next_contact.day}.{row.next_contact.month}."
    return f"⚠ {day}" if row.next_contact <= today else day


class ReceivedScreen(ReceiverScreen):
    """Where a counsellor sees what has come and what to do today."""

    CSS_PATH = "received.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("escape", "app.place('desk')", show=False),
        Binding("enter", "open", show=False),
        Binding("tab", "turn(1)", show=False),
        Binding("shift+tab", "turn(-1)", show=False),
        *(Binding(key, f"view('{view}')", show=False) for key, view in VIEW_KEYS.items()),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.view: View | None = None
        self.chosen_id = ""
        self.kept: frozenset[str] = frozenset()

    def content(self) -> ComposeResult:
        yield Static("", id="heading")
        yield Static("", id="own-unit", markup=False)
        yield ReceivedList(id="received")
        yield Static("", id="story")
        yield StepBar(rows=2)

    def keys(self) -> list[tuple[str, str]]:
        on_row = [("Enter", _("avaa")), ("m", _("oma merkintä"))] if self.referral_id else []
        return [
            ("F1", _("ohje")),
            *on_row,
            ("1–4", _("näkymä")),
            ("n", _("jonotusaika")),
            ("F9", _("synkronoi")),
            ("F2", _("haku")),
        ]

    def restored(self) -> None:
        self.fill()

    def remember(self) -> None:
        self.chosen_id = self.referral_id

    def on_screen_resume(self) -> None:  # type: ignore[override]
        self.fill()
        self.show_line()

    def happened(self, event: WorkspaceEvent) -> None:
        super().happened(event)
        if not isinstance(event, LineChanged):
            self.fill()

    def changed(self, referral_id: str) -> None:
        self.kept |= {referral_id}
        self.fill()
        self.show_line()

    # -- the list ----------------------------------------------------------------------

    def fill(self) -> None:
        """Read the list anew; the chosen referral stays chosen."""
        received = self.workspace.received
        rows = received.rows()
        counts = received.counts(rows)
        if self.view is None:
            self.view = next((v for v in (View.NEW, View.MINE) if counts[v]), View.ALL)
        shown = received.shown(rows, self.view, self.kept)
        wanted = self.referral_id or self.chosen_id
        position = next((n for n, row in enumerate(shown) if row.id == wanted), None)
        widget = self.query_one(ReceivedList)
        widget.view, widget.today, widget.empty = self.view, received.today(), _(EMPTY[self.view])
        widget.show(shown, widget.cursor if position is None else position)
        self.query_one("#heading", Static).update(self.heading(counts), layout=False)
        self.query_one("#own-unit", Static).update(self.own_unit(), layout=False)

    def heading(self, counts: dict[View, int]) -> Text:
        """The views, their keys and how many stand in each."""
        text = Text(_("Saapuneet"), style="bold", no_wrap=True)
        for key, view in VIEW_KEYS.items():
            words = f"{key} {_(VIEW_LABELS[view])} {counts[view]}"
            text.append("   ")
            text.append(f"▸{words}" if view is self.view else f" {words}",
                        style="bold" if view is self.view else "not bold")  # fmt: skip
        return text

    def own_unit(self) -> str:
        """What senders are told of this unit."""
        unit = self.workspace.units.own
        if unit is None:
            return ""
        if not unit.accepting:
            return _("⚠ Lähettäjille: ei oteta uusia nyt")
        wait = unit.waiting_time or _("odotusaikaa ei ole kerrottu")
        return _("Lähettäjille: otetaan vastaan · {wait}").format(wait=wait)

    @property
    def referral_id(self) -> str:
        for widget in self.query(ReceivedList):
            if widget.chosen is not None:
                return widget.chosen.id
        return ""

    @on(ReceivedList.Highlighted)
    def referral_highlighted(self) -> None:
        self.query_one("#story", Static).update(self.story(), layout=False)
        self.show_keys()

    def story(self) -> Text:
        """How it stands and what has happened; the client's matters are on the page (Enter)."""
        text = Text(no_wrap=True, overflow="ellipsis")
        row, seen = self.query_one(ReceivedList).chosen, self.seen
        if row is None or seen is None:
            return text
        now = status_text(seen.status, seen.outcome, seen.attempts)
        mine = not row.handler or row.is_of(self.workspace.received.professional)
        turn = (_("sinun vuorosi") if mine else row.handler) if row.is_open else ""
        head = [row.client_name, row.sender, now, turn]
        text.append(" · ".join(part for part in head if part) + "\n", style="bold")
        if row.quarantined:
            text.append("⚠ " + _("Muutoksesi ei mennyt läpi: Enter näyttää, mitä tapahtui.") + "\n")
        own = [day_text(row.next_contact) if row.next_contact else "", row.note]
        if any(own):
            words = " · ".join(part for part in own if part)
            text.append(_("Oma merkintä: {words}").format(words=words) + "\n")
        lines = [line for entry in seen.timeline for line in timeline_lines(entry)]
        for line in lines[-(STORY_ROWS - len(text.plain.splitlines()) + 1) :]:
            text.append(line + "\n")
        return text

    # -- moving and opening ---------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Choose the next or the previous one."""
        self.query_one(ReceivedList).move(by)

    def action_page(self, direction: int) -> None:
        """Move by a page."""
        self.query_one(ReceivedList).page(direction)

    def action_view(self, name: str) -> None:
        """Show new ones, my own, all, or those to contact."""
        self.view, self.kept = View(name), frozenset()
        self.fill()

    def action_turn(self, by: int) -> None:
        """The next view."""
        views = list(VIEW_KEYS.values())
        self.action_view(views[(views.index(self.view or View.ALL) + by) % len(views)])

    @on(ReceivedList.Selected)
    def action_open(self) -> None:
        """The whole referral; or, when a step was not taken, what happened."""
        if self.referral_id and not self.open_conflict():
            self.app.push_screen(ReceivedPage(self.referral_id))
