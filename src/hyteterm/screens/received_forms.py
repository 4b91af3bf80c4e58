"""The forms of the receiver: what is asked for a step, and what must not be missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyteterm.domain.consent_text import covered
from hyteterm.domain.contact_day import NotADay
from hyteterm.domain.finnish_time import day_text
from hyteterm.domain.referral_status import OUTCOME_LABELS, Outcome, Step
from hyteterm.screens.choice import Choice
from hyteterm.screens.step_form import FormText, KeyField, PickField, StepForm, TextField, Words
from hyteterm.translation import gettext as _

if TYPE_CHECKING:
    from hyteterm.local_cache.stored_referral import StoredReferral
    from hyteterm.workspace import Workspace

WITH_FORM: Final = frozenset({Step.COMPLETE, Step.RETURN, Step.PASS_ON, Step.NOTE})
"""Steps that need words; the others are one key."""
YES, NO = "yes", "no"


def form_of(step: Step, workspace: Workspace, seen: StoredReferral, reason: str = "") -> StepForm:
    """The form of a step on a referral; ``reason`` stands in it ready."""
    return {
        Step.COMPLETE: _completing,
        Step.RETURN: _returning,
        Step.PASS_ON: _passing_on,
        Step.NOTE: _noting,
    }[step](workspace, seen, reason)


def _completing(workspace: Workspace, seen: StoredReferral, reason: str) -> StepForm:
    def make() -> FormText:
        answers = tuple(
            (str(number), outcome.value, _(OUTCOME_LABELS[outcome]))
            for number, outcome in enumerate(Outcome, 1)
        )
        return FormText(
            _("Päätä · {client}").format(client=_client(seen)),
            (KeyField("outcome", _("Tulos"), answers), TextField("note", _("Viesti"))),
            _feedback_hint(seen),
            _("päätä"),
        )

    def check(words: Words) -> tuple[str, str] | None:
        return None if words["outcome"] else ("outcome", _("Valitse, miten kävi."))

    return StepForm(make, check)


def _returning(workspace: Workspace, seen: StoredReferral, reason: str) -> StepForm:
    def make() -> FormText:
        return FormText(
            _("Palauta lähettäjälle · {client}").format(client=_client(seen)),
            (TextField("reason", _("Syy"), reason, _("mitä lähettäjän pitäisi tehdä")),),
            _("Lähettäjä näkee syyn aina ja voi korjata lähetteen."),
            _("palauta"),
        )

    def check(words: Words) -> tuple[str, str] | None:
        return None if words["reason"].strip() else ("reason", _("Kirjoita palautuksen syy."))

    return StepForm(make, check)


def _passing_on(workspace: Workspace, seen: StoredReferral, reason: str) -> StepForm:
    def make() -> FormText:
        units = tuple(
            Choice(unit.id, unit.name, note=_("ei ota uusia nyt") if not unit.accepting else
                   unit.waiting_time)
            for unit in workspace.units.others()
        )  # fmt: skip
        items = covered(frozenset(seen.payload.consent.items if seen.payload else ()), _)
        return FormText(
            _("Siirrä toiselle · {client}").format(client=_client(seen)),
            (
                PickField("unit", _("Kenelle"), units),
                KeyField("permission", _("Asiakas"), (("k", YES, _("antoi luvan siirtoon")),
                                                  ("e", NO, _("ei lupaa")))),
                TextField("note", _("Viesti")),
            ),
            _("Siirtyvät tiedot: {items}. Kysy asiakkaalta ensin.").format(items=items),
            _("siirrä"),
        )  # fmt: skip

    def check(words: Words) -> tuple[str, str] | None:
        if not words["unit"]:
            return "unit", _("Valitse, kenelle lähete siirtyy.")
        if words["permission"] != YES:
            return "permission", _("Ilman asiakkaan lupaa lähetettä ei siirretä. Palauta se.")
        return None

    return StepForm(make, check)


def _noting(workspace: Workspace, seen: StoredReferral, reason: str) -> StepForm:
    def make() -> FormText:
        return FormText(
            _("Viesti lähettäjälle · {client}").format(client=_client(seen)),
            (TextField("note", _("Viesti")),),
            _feedback_hint(seen),
            _("lähetä"),
        )

    def check(words: Words) -> tuple[str, str] | None:
        return None if words["note"].strip() else ("note", _("Kirjoita viesti."))

    return StepForm(make, check)


def mark_form(workspace: Workspace, seen: StoredReferral) -> StepForm:
    """The receiver's own note and the day of the next contact."""
    mark = workspace.received.mark(seen.id)
    day = day_text(mark.next_contact) if mark.next_contact else ""

    def make() -> FormText:
        return FormText(
            _("Oma merkintä · {client}").format(client=_client(seen)),
            (
                TextField("day", _("Seuraavaksi"), day, _("huomenna, ma, 5.12., 2 vk")),
                TextField("note", _("Muistiin"), mark.note),
            ),
            _("Jää tälle päätteelle. Lähettäjä ei näe tätä."),
            _("tallenna"),
        )

    def check(words: Words) -> tuple[str, str] | None:
        try:
            workspace.received.day(words["day"])
        except NotADay:
            return "day", _("Päivää ei ymmärretty. Esimerkki: ma, 5.12., 2 vk.")
        return None

    return StepForm(make, check)


def notice_form(workspace: Workspace) -> StepForm:
    """Whether this unit takes new referrals, and the wait: senders see it before they send."""
    own = workspace.units.own

    def make() -> FormText:
        return FormText(
            _("Mitä lähettäjille kerrotaan"),
            (
                KeyField("accepting", _("Uusia"), (("k", YES, _("otamme vastaan")),
                                               ("e", NO, _("emme ota uusia nyt"))),
                     YES if own is None or own.accepting else NO),
                TextField("waiting", _("Odotusaika"), own.waiting_time if own else "",
                     _("esimerkiksi noin 2 viikkoa")),
            ),
            _("Näkyy lähettäjälle ennen lähettämistä. Jo matkalla olevat lähetteet tulevat silti."),
            _("tallenna"),
        )  # fmt: skip

    return StepForm(make)


def _client(seen: StoredReferral) -> str:
    return (seen.payload.name if seen.payload else "") or "–"


def _feedback_hint(seen: StoredReferral) -> str:
    if seen.payload is not None and not seen.payload.consent.feedback_to_sender:
        return _("Asiakas ei ole antanut lupaa palautteeseen: lähettäjä ei näe viestiä.")
    return _("Lähettäjä näkee viestin.")
