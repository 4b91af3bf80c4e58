"""Sent referrals (F5): status, age, whose turn it is, and each one's timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from hyteterm.domain.feedback import Source
from hyteterm.domain.finnish_time import age, moment_text
from hyteterm.domain.message import N_
from hyteterm.domain.referral_row import ReferralRow
from hyteterm.domain.referral_status import Status, Step
from hyteterm.screens.conflict import ConflictScreen
from hyteterm.screens.consent_sheet import ConsentSheetScreen
from hyteterm.screens.feedback import open_feedback
from hyteterm.screens.frame import FrameScreen
from hyteterm.screens.step_form import FormText, StepForm, TextField, Words
from hyteterm.translation import gettext as _
from hyteterm.widgets.key_bar import KeyBar
from hyteterm.widgets.line_list import LineList
from hyteterm.widgets.referral_text import status_text, timeline_lines, turn_text
from hyteterm.widgets.service_text import referral_type_text
from hyteterm.widgets.step_bar import StepBar
from hyteterm.workspace.line import LineChanged, WorkspaceEvent
from hyteterm.workspace.refused import KIND_LABELS

if TYPE_CHECKING:
    from hyteterm.workspace.following import Done

TIMELINE_ROWS = 5


WITHDRAWN_ALREADY: Final = frozenset({Status.CANCELLED, Status.ENTERED_IN_ERROR})
FOLLOW_KEYS: Final = (
    # key, action, what it says in the bar
    ("m", "remind", N_("muistuta")),
    ("s", "withdraw", N_("suostumus peruttu")),
    ("v", "phone_answer", N_("vastaus puhelimitse")),
    ("x", "enter_in_error", N_("mitätöi")),
    ("t", "consent_sheet", N_("suostumus paperille")),
)


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
        Binding("ctrl+f", "feedback", show=False),
        *(Binding(key, action, show=False) for key, action, _text in FOLLOW_KEYS),
        Binding("u", "other_again", show=False),
        Binding("k", "other_seen", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.position = 0

    def content(self) -> ComposeResult:
        yield Static(_("Lähetetyt ja luonnokset"), id="heading")
        yield Static("", id="others", markup=False)
        yield ReferralList(id="sent", empty=_("Ei vielä lähetteitä. F4 tekee uuden."))
        yield Static("", id="timeline")
        yield StepBar(rows=2)

    def show_keys(self) -> None:
        can = self.following_up()
        steps = [(key, _(text)) for key, action, text in FOLLOW_KEYS if action in can]
        for bar in self.query(KeyBar):
            bar.show(steps if isinstance(bar, StepBar) else self.keys())

    def following_up(self) -> frozenset[str]:
        """Which of `FOLLOW_KEYS` do something with the chosen one."""
        steps, row = self.steps(), self.chosen
        if row is None:
            return frozenset()
        can = {
            "remind": Step.REMIND in steps,
            "withdraw": row.status not in WITHDRAWN_ALREADY,
            "phone_answer": row.status not in (Status.DRAFT, Status.QUEUED),
            "enter_in_error": Step.ENTER_IN_ERROR in steps,
            "consent_sheet": row.status is not Status.DRAFT,
        }
        return frozenset(action for action, possible in can.items() if possible)

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
        if self.chosen is not None and self.chosen.status is Status.COMPLETED:
            shown.append(("Ctrl+F", _("palaute")))
        return [
            ("F1", _("ohje")),
            ("F2", _("haku")),
            ("F4", _("uusi")),
            *shown,
            ("F9", _("synkronoi")),
        ]

    def help_rows(self) -> list[tuple[str, str]]:
        return [
            ("Enter", _("jatka luonnosta, korjaa palautettu, muuten merkitse luetuksi")),
            ("m", _("muistuta vastaanottajaa")),
            ("s", _("asiakas peruu suostumuksensa, ennen lähtöä tai sen jälkeen")),
            ("v", _("vastaus puhelimitse, omaksi merkinnäksi")),
            ("x", _("mitätöi vahingossa tehty")),
            ("t", _("suostumus paperille")),
            ("u, k", _("muu lähetys, joka ei mennyt perille: uudelleen, kuittaa")),
            ("Ctrl+F", _("asiakkaan palaute päättyneestä")),
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
        self.show_others()

    def show_others(self) -> None:
        """The first refused delivery that is no referral, and the keys that see to it."""
        refused = self.workspace.refused.all()
        others = self.query_one("#others", Static)
        others.display = bool(refused)
        if refused:
            text = _("⚠ Ei mennyt perille: {what}, {when} · u = yritä uudelleen  k = kuittaa")
            what = _(KIND_LABELS[refused[0].kind])
            when = moment_text(self.workspace.refused.made_at(refused[0]))
            others.update(text.format(what=what, when=when))

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
        if row is None or self.open_conflict():
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
        self.follow(lambda: self.workspace.following.cancel(row.id))

    def action_remind(self) -> None:
        """Remind the receiver."""
        if (row := self.chosen) and "remind" in self.following_up():
            self.follow(lambda: self.workspace.following.remind(row.id))

    def action_withdraw(self) -> None:
        """The client has taken the consent back, before or after sending."""
        if (row := self.chosen) and "withdraw" in self.following_up():
            self.follow(lambda: self.workspace.following.withdraw(row.id))

    def action_enter_in_error(self) -> None:
        """It should never have been made."""
        if (row := self.chosen) and "enter_in_error" in self.following_up():
            self.follow(lambda: self.workspace.following.enter_in_error(row.id))

    def action_consent_sheet(self) -> None:
        """The client's consent on paper."""
        row = self.chosen
        if row is None or "consent_sheet" not in self.following_up():
            return
        if referral := self.workspace.consent_sheets.sent(row.id):
            self.app.push_screen(ConsentSheetScreen(referral))

    def action_phone_answer(self) -> None:
        """Write down what the receiver said on the phone; the status stays."""
        row = self.chosen
        if row is None or "phone_answer" not in self.following_up():
            return

        def make() -> FormText:
            return FormText(
                _("Vastaus puhelimitse · {client}").format(client=row.client_name),
                (TextField("note", _("Vastaus")),),
                _("Oma merkintäsi: jää tälle päätteelle. Vastaanottaja muuttaa lähetteen tilan."),
                _("tallenna"),
            )

        def check(words: Words) -> tuple[str, str] | None:
            return None if words["note"].strip() else ("note", _("Kirjoita vastaus."))

        def written(words: Any) -> None:
            if words is not None:
                following = self.workspace.following
                self.follow(lambda: following.answered_by_phone(row.id, words["note"]))

        self.app.push_screen(StepForm(make, check), written)

    def follow(self, act: Callable[[], Done]) -> None:
        """Do it, unless a step of ours waits to be seen to; for a while it can be undone."""
        if self.open_conflict():
            return
        try:
            done = act()
        except Exception as error:
            self.explain(error)
            return
        self.fill()
        self.show_line()
        self.hyteterm.offer_undo(_(done.message), done.undo)

    def open_conflict(self) -> bool:
        """Show a step of ours that was not taken beside what happened; whether there is one."""
        following = self.workspace.following
        if self.chosen is None or following.conflict(self.chosen.id) is None:
            return False
        self.app.push_screen(ConflictScreen(self.chosen.id, following), lambda _done: self.fill())
        return True

    def action_record(self) -> None:
        """Record text of the chosen one, for the patient system."""
        if self.chosen is not None:
            self.hyteterm.show_record([self.chosen.id])

    def action_feedback(self) -> None:
        """The client's feedback on a referral that has ended."""
        if self.chosen is not None and self.chosen.status is Status.COMPLETED:
            open_feedback(self, Source.COMPLETION)

    def action_other_again(self) -> None:
        """Try the first refused delivery that is no referral again."""
        for row in self.workspace.refused.all()[:1]:
            self.workspace.refused.send_again(row)
            self.say(_("Pantu uudelleen jonoon."))
        self.show_others()

    def action_other_seen(self) -> None:
        """Leave it unsent."""
        for row in self.workspace.refused.all()[:1]:
            self.workspace.refused.dismiss(row)
            self.say(_("Kuitattu. Sitä ei lähetetä."))
        self.show_others()
        self.show_line()

    def action_requeue(self) -> None:
        """Try a refused delivery again as it is."""
        if self.chosen and self.chosen_is_quarantined():
            self.workspace.referrals.requeue(self.chosen.id)
            self.say(_("Pantu uudelleen jonoon."))
            self.fill()
