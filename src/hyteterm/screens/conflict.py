"""A step that somebody else's overtook: one's own beside what happened, then redo or drop."""

from __future__ import annotations

from typing import ClassVar, Protocol

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import gettext as _
from hyteterm.translation import ngettext
from hyteterm.widgets.referral_text import status_text, timeline_lines
from hyteterm.workspace.line import LineChanged, WorkspaceEvent
from hyteterm.workspace.stepping import Conflict


class Colliding(Protocol):
    """The desk whose steps were not taken: the receiver's or the sender's."""

    def conflict(self, referral_id: str) -> Conflict | None:
        """Own steps beside what happened."""

    def redo(self, referral_id: str) -> int:
        """Take the own steps again."""

    def drop(self, referral_id: str) -> None:
        """Leave the own steps."""


class ConflictScreen(FrameScreen):
    """Dismissed when it was seen to, or left for later."""

    CSS_PATH = "conflict.tcss"
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss('')", show=False),
        Binding("enter", "redo", show=False),
        Binding("delete", "drop", show=False),
    ]

    def __init__(self, referral_id: str, desk: Colliding) -> None:
        super().__init__()
        self.referral_id = referral_id
        self.desk = desk
        self.conflict = desk.conflict(referral_id)

    def content(self) -> ComposeResult:
        yield Static(_("Lähete muuttui ennen kuin muutoksesi ehti perille"), id="heading")
        with Horizontal(id="sides"):
            yield Static(self.own_side(), id="own")
            yield Static(self.other_side(), id="other")
        yield Static(self.advice(), id="advice", markup=False)

    def own_side(self) -> Text:
        """What we did, and whether it can still be done."""
        text = Text()
        text.append(_("Sinun muutoksesi") + "\n\n", style="bold")
        for step in self.conflict.own if self.conflict else ():
            mark = "✓" if step.possible else "–"
            for number, line in enumerate(timeline_lines(step.entry)):
                text.append(f"{mark} {line}\n" if number == 0 else f"  {line}\n")
        return text

    def other_side(self) -> Text:
        """What happened meanwhile, and how it stands now."""
        text = Text()
        text.append(_("Sillä välin") + "\n\n", style="bold")
        conflict = self.conflict
        if conflict is None:
            return text
        for entry in conflict.happened:
            for line in timeline_lines(entry):
                text.append(line + "\n")
        if not conflict.fetched:
            text.append(_("Uutta tilannetta ei ole vielä haettu. F9 hakee sen.") + "\n")
        seen = conflict.seen
        now = status_text(seen.status, seen.outcome, seen.attempts)
        text.append("\n" + _("Nyt: {status}").format(status=now), style="bold")
        return text

    def advice(self) -> str:
        """What the keys do here."""
        conflict = self.conflict
        possible = sum(one.possible for one in conflict.own) if conflict else 0
        if conflict is not None and conflict.can_redo:
            return ngettext(
                "Enter tekee merkityn (✓) muutoksen nykyisen tilanteen päälle.",
                "Enter tekee merkityt (✓) muutokset nykyisen tilanteen päälle.",
                possible,
            )
        return _("Muutosta ei voi enää tehdä. Delete kuittaa sen.")

    def keys(self) -> list[tuple[str, str]]:
        redo = [("Enter", _("tee uudelleen"))] if self.conflict and self.conflict.can_redo else []
        return [*redo, ("Delete", _("hylkää oma")), ("F9", _("synkronoi")), ("Esc", _("myöhemmin"))]

    def happened(self, event: WorkspaceEvent) -> None:
        super().happened(event)
        if isinstance(event, LineChanged):
            return
        self.conflict = self.desk.conflict(self.referral_id)
        self.query_one("#own", Static).update(self.own_side())
        self.query_one("#other", Static).update(self.other_side())
        self.query_one("#advice", Static).update(self.advice())
        self.show_keys()

    def action_redo(self) -> None:
        """Take the own steps on what is known now."""
        if self.conflict is None or not self.conflict.can_redo:
            return
        try:
            self.desk.redo(self.referral_id)
        except Exception as error:
            self.explain(error)
            return
        self.dismiss("redone")

    def action_drop(self) -> None:
        """Leave the own steps."""
        self.desk.drop(self.referral_id)
        self.dismiss("dropped")
