"""The receiver's keys: one for each step, shown only when the status allows it now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.binding import Binding, BindingType

from hyteterm.domain.message import N_
from hyteterm.domain.referral_status import STEP_LABELS, Outcome, Step
from hyteterm.screens.conflict import ConflictScreen
from hyteterm.screens.frame import FrameScreen
from hyteterm.screens.received_forms import WITH_FORM, YES, form_of, mark_form, notice_form
from hyteterm.translation import gettext as _
from hyteterm.translation import ngettext
from hyteterm.widgets.key_bar import KeyBar
from hyteterm.widgets.step_bar import StepBar
from hyteterm.workspace.stepping import NO_WORDS, StepWords

if TYPE_CHECKING:
    from hyteterm.local_cache.stored_referral import StoredReferral

STEP_KEYS: Final[dict[Step, tuple[str, str]]] = {
    # step: (key, what it says in the bar)
    Step.ACCEPT: ("o", N_("ota käsittelyyn")),
    Step.REACHED: ("t", N_("tavoitettu")),
    Step.NOT_REACHED: ("e", N_("ei tavoitettu")),
    Step.START: ("a", N_("aloita")),
    Step.RESUME: ("j", N_("jatka")),
    Step.HOLD: ("h", N_("tauolle")),
    Step.COMPLETE: ("p", N_("päätä")),
    Step.RETURN: ("r", N_("palauta")),
    Step.PASS_ON: ("s", N_("siirrä")),
    Step.NOTE: ("v", N_("viesti")),
}


class ReceiverScreen(FrameScreen):
    """A screen on which the receiver works on one referral at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"step('{step}')", show=False) for step, (key, _text) in STEP_KEYS.items()),
        Binding("m", "mark", show=False),
        Binding("n", "notice", show=False),
    ]

    @property
    def referral_id(self) -> str:
        """Which referral the keys act on; empty: none."""
        raise NotImplementedError

    def changed(self, referral_id: str) -> None:
        """A step was taken or undone: show what is so now."""
        raise NotImplementedError

    @property
    def seen(self) -> StoredReferral | None:
        """The referral as it stands now."""
        return self.workspace.received.referral(self.referral_id) if self.referral_id else None

    def show_keys(self) -> None:
        seen = self.seen
        allowed = self.workspace.received.steps(seen.status) if seen else ()
        steps = [(key, _(text)) for step, (key, text) in STEP_KEYS.items() if step in allowed]
        for bar in self.query(KeyBar):
            bar.show(steps if isinstance(bar, StepBar) else self.keys())

    def help_rows(self) -> list[tuple[str, str]]:
        steps = [(key, _(text)) for key, text in STEP_KEYS.values()]
        return [
            *steps,
            ("m", _("oma merkintä: seuraava yhteydenotto ja muistiinpano")),
            ("n", _("mitä lähettäjille kerrotaan: otetaanko uusia, odotusaika")),
            ("1–4", _("uudet, omat, kaikki, yhteydenotot päivän mukaan")),
        ]

    # -- steps -------------------------------------------------------------------------

    def action_step(self, name: str) -> None:
        """Take a step, after its form when it has one."""
        seen, step = self.seen, Step(name)
        if seen is None or self.open_conflict():
            return
        if step not in self.workspace.received.steps(seen.status):
            self.say(_("Tätä ei voi tehdä nyt."))
        elif step in WITH_FORM:
            self.ask(seen, step)
        else:
            self.take(seen, step, NO_WORDS)

    def ask(self, seen: StoredReferral, step: Step, reason: str = "") -> None:
        """Ask for the words of a step, then take it on what was seen when the form opened."""

        def answered(words: Any) -> None:
            if words is not None:
                self.take(seen, step, step_words(words))

        self.app.push_screen(form_of(step, self.workspace, seen, reason), answered)

    def take(self, seen: StoredReferral, step: Step, words: StepWords) -> None:
        """Take the step; it can be undone for a while."""
        received = self.workspace.received
        try:
            taken = received.take(seen, step, words)
        except Exception as error:
            self.explain(error)
            return
        self.changed(seen.id)
        self.hyteterm.offer_undo(_(STEP_LABELS[step]), lambda: received.take_back(seen.id, taken))
        now = received.referral(seen.id)
        if step is Step.NOT_REACHED and now is not None and received.attempts_left(now) == 0:
            tried = ngettext(
                "Ei tavoitettu, {count} yritys.", "Ei tavoitettu, {count} yritystä.", now.attempts
            )
            self.ask(now, Step.RETURN, tried.format(count=now.attempts))

    def open_conflict(self) -> bool:
        """Show a step of ours that was not taken beside what happened; whether there is one."""
        referral_id = self.referral_id
        if self.workspace.received.conflict(referral_id) is None:
            return False
        self.app.push_screen(
            ConflictScreen(referral_id, self.workspace.received),
            lambda _done: self.changed(referral_id),
        )
        return True

    # -- own marks -----------------------------------------------------------------------

    def action_mark(self) -> None:
        """Write down the next contact and a note for oneself."""
        seen, received = self.seen, self.workspace.received
        if seen is None:
            return

        def written(words: Any) -> None:
            if words is None:
                return
            before = received.mark(seen.id)
            try:
                received.put_mark(seen.id, received.day(words["day"]), words["note"])
            except Exception as error:
                self.explain(error)
                return

            def undo() -> bool:
                received.put_mark(seen.id, before.next_contact, before.note)
                return True

            self.changed(seen.id)
            self.hyteterm.offer_undo(_("Oma merkintä on tallessa"), undo)

        self.app.push_screen(mark_form(self.workspace, seen), written)

    def action_notice(self) -> None:
        """Tell the senders whether this unit takes new referrals, and the wait."""
        units = self.workspace.units
        before = units.own
        if before is None:
            self.say(_("Yksikön tietoja ei ole vielä haettu: F9."))
            return

        def written(words: Any) -> None:
            if words is None:
                return
            try:
                units.announce(accepting=words["accepting"] == YES, waiting_time=words["waiting"])
            except Exception as error:
                self.explain(error)
                return

            def undo() -> bool:
                units.announce(accepting=before.accepting, waiting_time=before.waiting_time)
                return True

            self.changed("")
            self.hyteterm.offer_undo(_("Lähettäjille kerrotaan"), undo)

        self.app.push_screen(notice_form(self.workspace), written)


def step_words(words: Mapping[str, str]) -> StepWords:
    """What a form's fields mean for the step."""
    outcome = words.get("outcome", "")
    return StepWords(
        reason=words.get("reason", "").strip(),
        note=words.get("note", "").strip(),
        outcome=Outcome(outcome) if outcome else None,
        receiver_unit_id=words.get("unit", ""),
    )
