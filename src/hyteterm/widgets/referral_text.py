"""A referral in words: for the preview, the sent list and the timeline."""

from collections.abc import Callable

from hyteterm.domain import phone_number
from hyteterm.domain.client import ContactWay
from hyteterm.domain.client_language import language_name
from hyteterm.domain.consent_text import GIVEN_LABELS, covered
from hyteterm.domain.finnish_time import day_text, moment_text
from hyteterm.domain.referral import URGENCY_LABELS, Referral, ReferralPayload, TimelineEntry
from hyteterm.domain.referral_status import (
    OUTCOME_LABELS,
    STATUS_LABELS,
    STEP_LABELS,
    WITHDRAWN,
    Actor,
    Outcome,
    Status,
    Step,
)
from hyteterm.domain.vocabulary import THEME_LABELS
from hyteterm.translation import gettext as _
from hyteterm.widgets.service_text import referral_type_text


def contact_way_text(way: ContactWay | None) -> str:
    """How the client wants to be reached, in words."""
    if way is None:
        return ""
    return {
        ContactWay.CALL: _("soitto"),
        ContactWay.TEXT_MESSAGE: _("tekstiviesti"),
        ContactWay.EMAIL: _("sähköposti"),
        ContactWay.LETTER: _("kirje"),
        ContactWay.CLIENT_CALLS: _("asiakas soittaa itse"),
    }[way]


def language_text(code: str) -> str:
    """The name of a client's language."""
    return _(language_name(code))


def payload_lines(
    payload: ReferralPayload, municipality_name: Callable[[str], str]
) -> list[tuple[str, str]]:
    """(label, value) of everything in the payload, empty fields left out."""
    receiver, sender = payload.receiver, payload.sender
    rows = [
        (_("Tyyppi"), referral_type_text(payload.type)),
        (_("Kiireellisyys"), _(URGENCY_LABELS[payload.urgency])),
        (_("Vastaanottaja"), " · ".join(p for p in (receiver.service, receiver.organisation) if p)),
        (
            _("Lähettäjä"),
            ", ".join(p for p in (sender.name, sender.role, sender.unit, sender.phone) if p),
        ),
        (_("Nimi"), payload.name),
        (_("Puhelin"), phone_number.shown(payload.phone)),
        (_("Sähköposti"), payload.email),
        (_("Turvallinen yhteys"), payload.safe_contact),
        (_("Yhteydenotto"), contact_way_text(payload.contact_way)),
        (_("Tavoittaa"), payload.contact_time),
        (_("Syntymävuosi"), str(payload.birth_year or "")),
        (_("Henkilötunnus"), payload.identity_code),
        (_("Kotikunta"), municipality_name(payload.municipality)),
        (_("Kieli"), language_text(payload.language)),
        (_("Tulkkaus"), language_text(payload.interpreter)),
        (_("Turvakielto"), _("kyllä") if payload.non_disclosure else ""),
        (_("Huoltaja"), _guardian_text(payload)),
        (_("Syy"), payload.reason),
        (_("Teemat"), ", ".join(_(THEME_LABELS[theme]) for theme in payload.themes)),
        (_("Oma tavoite"), payload.goal),
        (_("Rajoitteet"), payload.restrictions),
        (_("Kortin yhteenveto"), payload.card_summary),
        (_("Viesti"), payload.note),
        (_("Suostumus"), covered(frozenset(payload.consent.items), _)),
        (_("Suostumus annettu"), _given_text(payload)),
        (_("Palaute lähettäjälle"), _("kyllä") if payload.consent.feedback_to_sender else _("ei")),
    ]
    return [(label, value) for label, value in rows if value]


def _guardian_text(payload: ReferralPayload) -> str:
    guardian = payload.guardian
    if guardian is None:
        return ""
    return ", ".join(p for p in (guardian.name, phone_number.shown(guardian.phone)) if p)


def _given_text(payload: ReferralPayload) -> str:
    """“22.11.2026, suullisesti, kielellä suomi”; empty for a consultation, which needs none."""
    consent = payload.consent
    if not consent.items:
        return ""
    parts = (day_text(consent.given_at), _(GIVEN_LABELS[consent.how]))
    return ", ".join((*parts, language_text(consent.language)))


def left_out(referral: Referral, payload: ReferralPayload) -> list[str]:
    """Names of what is in the referral but does not go."""
    client = referral.client
    pairs = [
        (_("puhelin"), client.phone, payload.phone),
        (_("sähköposti"), client.email, payload.email),
        (_("syntymäaika"), client.birth_date, None),
        (_("syntymävuosi"), client.year_of_birth, payload.birth_year),
        (_("henkilötunnus"), client.identity_code, payload.identity_code),
        (_("kotikunta"), client.municipality, payload.municipality),
        (_("syy"), referral.reason, payload.reason),
        (_("oma tavoite"), referral.goal, payload.goal),
        (_("rajoitteet"), referral.restrictions, payload.restrictions),
        (_("kortin yhteenveto"), referral.card_summary, payload.card_summary),
    ]
    return [name for name, held, goes in pairs if held and not goes]


def status_text(status: Status, outcome: Outcome | None = None, attempts: int = 0) -> str:
    """The status in words, with the outcome or the attempts."""
    text = _(STATUS_LABELS[status])
    if outcome is not None:
        return f"{text}: {_(OUTCOME_LABELS[outcome])}"
    if status is Status.CONTACTING and attempts:
        return f"{text} ({attempts})"
    return text


def turn_text(turn: Actor | None) -> str:
    """Whose turn it is."""
    if turn is None:
        return ""
    return {
        Actor.SENDER: _("sinun vuorosi"),
        Actor.RECEIVER: _("vastaanottajalla"),
        Actor.DELIVERY: _("odottaa yhteyttä"),
    }[turn]


def timeline_lines(entry: TimelineEntry) -> list[str]:
    """“21.11. 9.05  otettu käsittelyyn · Kouvolan liikuntaneuvonta”, and the words below it."""
    parts = [step_text(entry)]
    if entry.attempts:
        parts.append(_("{count}. yritys").format(count=entry.attempts))
    if entry.outcome is not None:
        parts.append(_(OUTCOME_LABELS[entry.outcome]))
    parts.append(entry.by)  # last: it is long, and gives way first
    lines = [f"{moment_text(entry.at)}  " + " · ".join(part for part in parts if part)]
    reason = _(WITHDRAWN) if entry.reason == WITHDRAWN else entry.reason
    lines += [f"    “{words}”" for words in (reason, entry.note) if words]
    return lines


def step_text(entry: TimelineEntry) -> str:
    """The step in words.  A note of the sender's never leaves the sender's terminal."""
    if entry.step is Step.NOTE and entry.actor is Actor.SENDER:
        return _("oma merkintä, vastaus puhelimitse")
    return _(STEP_LABELS[entry.step])
