"""Record text of a referral: what the professional pastes into the patient system."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Final

from hyteterm.domain.consent_text import covered
from hyteterm.domain.finnish_time import day_text
from hyteterm.domain.localized import localized
from hyteterm.domain.message import N_
from hyteterm.domain.record_templates import BUILT_IN, OTHERWISE, OwnTemplate, own_for
from hyteterm.domain.referral import Referral, carries_client
from hyteterm.domain.referral_types import type_name
from hyteterm.domain.safety import Alarm, alarms

FEEDBACK_WANTED: Final = N_("Palaute tulee lähettäjälle")
NO_FEEDBACK: Final = N_("Palautetta ei pyydetty")


class NotForTheRecord(ValueError):
    """This referral has no record text: it is about the professional's own consultation."""


@dataclass(frozen=True, slots=True)
class RecordText:
    """The text, and whether something that speaks of violence was left out of it."""

    text: str
    left_out: bool = False


def record_text(
    referral: Referral,
    translate: Callable[[str], str],
    own: Mapping[str, OwnTemplate],
    language: str = "fi",
) -> RecordText:
    """The text of a referral in the language of ``translate``, one sentence a line.

    ``own`` are the county's templates by type.  Clients read their records at home, where
    somebody else may read along, so texts that speak of violence stay out.  Raises
    `NotForTheRecord`.
    """
    if not carries_client(referral.type):
        raise NotForTheRecord
    template = own_for(own, referral.type)
    values = _values(referral, translate, template.code, language)
    heard = {name for name, value in values.items() if Alarm.VIOLENCE in alarms(value)}
    values.update(dict.fromkeys(heard, ""))
    if template.text:
        lines = localized(template.text, language).splitlines()
    else:
        lines = [translate(line) for line in BUILT_IN.get(referral.type, OTHERWISE).lines]
    filled = [line.format(**values).strip() for line in lines if _has_all(line, values)]
    return RecordText("\n".join(_sentence(line) for line in filled if line), bool(heard))


def _values(
    referral: Referral, translate: Callable[[str], str], code: str, language: str
) -> dict[str, str]:
    receiver, consent, sender = referral.receiver, referral.consent, referral.sender
    return {
        "type": type_name(referral.type, translate, language),
        "code": code,
        "receiver": ", ".join(part for part in (receiver.service, receiver.organisation) if part),
        "service": receiver.service,
        "organisation": receiver.organisation,
        "reason": referral.reason,
        "goal": referral.goal,
        "restrictions": referral.restrictions,
        "consent": covered(consent.items, translate) if consent.stands else "",
        "consent_date": day_text(consent.given_at) if consent.given_at else "",
        "feedback": translate(FEEDBACK_WANTED if consent.feedback_to_sender else NO_FEEDBACK),
        "date": day_text(referral.created_at),
        "sender": ", ".join(p for p in (sender.name, sender.role, sender.unit) if p),
        "unit": sender.unit,
    }


def _has_all(line: str, values: Mapping[str, str]) -> bool:
    return all(values[name] for _text, name, _spec, _conversion in Formatter().parse(line) if name)


def _sentence(line: str) -> str:
    text = line[:1].upper() + line[1:]
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."
