"""What a quick-entry line says, shown below it: unknown words, what is wanting, a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyteterm.domain.message import N_
from hyteterm.domain.quick_entry import Field
from hyteterm.translation import gettext as _
from hyteterm.widgets.referral_text import contact_way_text, language_text
from hyteterm.widgets.service_text import referral_type_text

if TYPE_CHECKING:
    from hyteterm.domain.quick_entry import Option, Understood
    from hyteterm.domain.referral_form import ReferralDraft

WANTING: Final[dict[Field, str]] = {
    Field.TYPE: N_("tyyppi"),
    Field.SERVICE: N_("palvelu"),
    Field.NAME: N_("nimi"),
    Field.PHONE: N_("puhelin"),
    Field.EMAIL: N_("sähköposti"),
    Field.BIRTH: N_("syntymävuosi"),
    Field.MUNICIPALITY: N_("kotikunta"),
    Field.INTERPRETER: N_("tulkkauskieli"),
    Field.CONTACT_WAY: N_("yhteydenotto"),
    Field.CONTACT_TIME: N_("milloin tavoittaa"),
    Field.SAFE_CONTACT: N_("turvallinen yhteys"),
    Field.REASON: N_("syy"),
}


def meaning(understood: Understood | None, draft: ReferralDraft) -> str:
    """One line: what was not understood, else what is wanting, else that it is ready.

    Nothing is wanting that the draft has from elsewhere: the service, a card, the form.
    """
    if understood is None or not understood.text.strip():
        return _("esim. liikunta kouvola Matti Mallikas 0500000201 s58; polvi")
    if understood.unknown:
        return _("? ei ymmärretty: {words}").format(words=", ".join(understood.unknown))
    held = {
        Field.TYPE: draft.referral.type,
        Field.SERVICE: draft.referral.receiver.service_id,
        Field.MUNICIPALITY: draft.referral.client.municipality,
        Field.SAFE_CONTACT: draft.typed.get("safe_contact"),
    }
    wanting = [
        _(WANTING[field])
        for field in understood.missing
        if field in WANTING and not (held.get(field) or draft.typed.get(field.value))
    ]
    if wanting:
        return _("puuttuu: {fields}").format(fields=", ".join(wanting))
    return _("Enter: rivi valmis")


def choices(understood: Understood | None) -> str:
    """The readings of the first ambiguous part with their digits; empty when there is none."""
    if understood is None or not understood.ambiguous:
        return ""
    asked = understood.ambiguous[0]
    shown = (option_text(asked.field, option) for option in asked.options)
    return "   ".join(f"{number} {text}" for number, text in enumerate(shown, 1))


def option_text(field: Field, option: Option) -> str:
    """One reading in words; types, languages and contact ways are codes in the line's result."""
    value = dict(option.fills).get(str(field))
    if field is Field.TYPE:
        return referral_type_text(str(value))
    if field in (Field.LANGUAGE, Field.INTERPRETER):
        return language_text(str(value))
    if field is Field.CONTACT_WAY:
        return contact_way_text(value)
    return option.text
