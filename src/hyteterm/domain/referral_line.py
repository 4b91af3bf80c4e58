"""The quick-entry line and the form fill one draft."""

from datetime import date

from hyteterm.domain import phone_number
from hyteterm.domain.client import Client
from hyteterm.domain.quick_entry import Field, Understood
from hyteterm.domain.referral_form import ReferralDraft, type_in

LINE = "line"
"""The line itself among the typed fields."""

_TYPED = {
    Field.NAME: "name",
    Field.GUARDIAN: "guardian_name",
    Field.PHONE: "phone",
    Field.EMAIL: "email",
    Field.BIRTH: "born",
    Field.CONTACT_TIME: "contact_time",
    Field.REASON: "reason",
}


def filled_by(understood: Understood) -> dict[Field, str]:
    """What the line says of each field of the form, as text; assumed values are not in it."""
    birth = understood.birth
    born = understood.identity_code
    if not born and birth is not None:
        day = birth.day
        born = f"{day.day}.{day.month}.{day.year}" if day else str(birth.year)
    values = {
        Field.TYPE: understood.type,
        Field.NAME: understood.name,
        Field.GUARDIAN: understood.guardian,
        Field.PHONE: phone_number.shown(understood.phone),
        Field.EMAIL: understood.email,
        Field.BIRTH: born,
        Field.MUNICIPALITY: understood.municipality,
        Field.LANGUAGE: understood.language,
        Field.INTERPRETER: understood.interpreter,
        Field.URGENCY: "" if understood.urgency == "routine" else str(understood.urgency),
        Field.CONTACT_WAY: str(understood.contact_way or ""),
        Field.CONTACT_TIME: understood.contact_time,
        Field.NON_DISCLOSURE: "yes" if understood.non_disclosure else "",
        Field.REASON: understood.reason,
    }
    return {
        field: text for field, text in values.items() if text and field not in understood.assumed
    }


def take_line(
    draft: ReferralDraft,
    base: ReferralDraft,
    before: dict[Field, str],
    understood: Understood,
    today: date,
) -> tuple[ReferralDraft, dict[Field, str]]:
    """The draft after the line has come to mean ``understood``.

    ``base`` is the draft as it was before the line, ``before`` what the line said last.  A
    field that the line no longer fills goes back to its value in ``base``; a field that
    it never filled keeps what was typed or chosen in the form.  The service is the
    caller's.  Returns the draft and what the line says now.
    """
    now = filled_by(understood)
    for field in {*now, *before}:
        if now.get(field) != before.get(field):
            draft = _put(draft, base, field, now.get(field), today)
    typed = {**draft.typed, LINE: understood.text}
    return ReferralDraft(referral=draft.referral, typed=typed), now


def _put(
    draft: ReferralDraft, base: ReferralDraft, field: Field, text: str | None, today: date
) -> ReferralDraft:
    referral, client = draft.referral, draft.referral.client
    if field in _TYPED:
        name = _TYPED[field]
        return type_in(draft, name, base.typed.get(name, "") if text is None else text, today)
    if field is Field.TYPE:
        referral = referral.model_copy(update={"type": text or base.referral.type})
    elif field is Field.URGENCY:
        value = {**referral.model_dump(), "urgency": text or base.referral.urgency}
        referral = type(referral).model_validate(value)
    else:
        old = base.referral.client
        fallback: dict[Field, object] = {
            Field.MUNICIPALITY: old.municipality,
            Field.LANGUAGE: old.language,
            Field.INTERPRETER: old.interpreter,
            Field.CONTACT_WAY: old.contact_way,
            Field.NON_DISCLOSURE: old.non_disclosure,
        }
        new: object = fallback[field]
        if text is not None:
            new = True if field is Field.NON_DISCLOSURE else text
        client = Client.model_validate({**client.model_dump(), str(field): new})
        referral = referral.model_copy(update={"client": client})
    return ReferralDraft(referral=referral, typed=draft.typed)
