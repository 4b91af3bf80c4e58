"""F3: a new card, the latest unfinished one, or a form of the county."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyteterm.domain.finnish_time import age
from hyteterm.screens.card import CardScreen
from hyteterm.screens.card_end import CardEndScreen
from hyteterm.screens.card_form import CardFormScreen
from hyteterm.screens.choice import Choice, ChoiceScreen
from hyteterm.translation import current_language
from hyteterm.translation import gettext as _
from hyteterm.workspace.card_body import FormBody
from hyteterm.workspace.card_forms import OWN_CARD, Form
from hyteterm.workspace.cards import UnfinishedCard
from hyteterm.workspace.conversation import Conversation

if TYPE_CHECKING:
    from hyteterm.app import HyteTermApp

CARD_SCREENS: Final = (CardScreen, CardEndScreen, CardFormScreen)
"""Where F3 does nothing: a card is open already."""
NEW: Final = "new:"
GO_ON: Final = "unfinished:"


def open_card(app: HyteTermApp, municipality: str) -> None:
    """Open a new card at once when there is nothing else to choose from."""
    cards = app.workspace.cards
    forms = {form.name: form for form in cards.forms()}
    unfinished = [card for card in cards.unfinished() if card.form in forms]
    if not unfinished and len(forms) == 1:
        show(app, cards.new(municipality), forms)
        return

    def chosen(code: str | None) -> None:
        if code is None:
            return
        kind, _colon, name = code.partition(":")
        try:
            if f"{kind}:" == GO_ON:
                show(app, cards.resume(name), forms)
            elif name == OWN_CARD:
                show(app, cards.new(municipality), forms)
            else:
                open_form(app, forms[name], forms)
        except Exception as error:
            app.frame.explain(error)

    app.push_screen(ChoiceScreen(_("Kortti"), choices(unfinished, forms)), chosen)


def choices(unfinished: list[UnfinishedCard], forms: dict[str, Form]) -> list[Choice]:
    """The latest unfinished one first, then a new card, then the rest."""
    language = current_language()
    kept = []
    for card in unfinished:
        message, count = age(card.saved_at)
        title = forms[card.form].title(language)
        told = _("Jatka: {client}").format(client=card.title or title)
        note = _("kesken, {age}").format(age=_(message).format(count=count))
        kept.append(Choice(f"{GO_ON}{card.id}", told, note=note))
    new = [
        Choice(
            f"{NEW}{form.name}",
            _("Uusi: {title}").format(title=form.title(language)),
            note=_("ei aukea") if form.refusal else "",
        )
        for form in forms.values()
    ]
    return [*kept[:1], new[0], *kept[1:], *new[1:]]


def open_form(app: HyteTermApp, form: Form, forms: dict[str, Form]) -> None:
    """A new filling of a county's form; one that cannot be opened says why."""
    if form.questionnaire is None:
        app.frame.say(
            _("Lomake {name} ei aukea: {reason}").format(name=form.name, reason=_(form.refusal)),
            warning=True,
        )
        return
    show(app, app.workspace.cards.new_form(form.name), forms)


def show(app: HyteTermApp, card: Conversation | FormBody, forms: dict[str, Form]) -> None:
    """Put the card's screen up; what it says when it is finished is told below it."""

    def told(text: str | None) -> None:
        if text:
            app.call_after_refresh(lambda: app.frame.say(text, seconds=10))

    if isinstance(card, Conversation):
        app.push_screen(CardScreen(card), told)
        return
    questionnaire = forms[card.form].questionnaire
    if questionnaire is not None:
        app.push_screen(CardFormScreen(card, questionnaire), told)
