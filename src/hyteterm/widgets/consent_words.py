"""The row of the client's permission: what to read aloud, what was said, which keys answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hyteterm.domain.consent import ConsentGiven, ConsentItem
from hyteterm.domain.consent_text import covered, sentence
from hyteterm.domain.localized import Language
from hyteterm.domain.referral import carries_client, tells_of_violence
from hyteterm.domain.vocabulary import Theme
from hyteterm.translation import current_language, translations
from hyteterm.translation import gettext as _

if TYPE_CHECKING:
    from hyteterm.domain.referral import Referral
    from hyteterm.domain.vocabulary import ProviderType


def aloud(referral: Referral, receiver: str, provider: ProviderType | None) -> str:
    """What to read aloud, in the client's language where we have it."""
    client = referral.client
    # For an interpreter the professional reads it in the language of the interface.
    known = client.language in list(Language)
    return sentence(
        receiver or "…",
        provider,
        translations(client.language if known else current_language()).gettext,
        language=client.language,
        type=referral.type,
        non_disclosure=client.non_disclosure,
    )


def consent_row(
    referral: Referral, receiver: str, provider: ProviderType | None, *, minor: bool
) -> tuple[str, str]:
    """(text, mark) of the row: the sentence and the keys that answer it; then the answer."""
    if not carries_client(referral.type):
        return _("Asiakkaan tietoja ei lähde, joten lupaa ei tarvita."), "✓"
    if said := answer(referral):
        return "\n".join([said, *violence_keys(referral)]), "✓"
    rows = [aloud(referral, receiver, provider), *keys(referral, minor=minor)]
    return "\n".join([*rows, *violence_keys(referral)]), "▸"


def answer(referral: Referral) -> str:
    """What the client agreed to, and how; empty when no permission stands."""
    consent = referral.consent
    if not consent.stands:
        return ""
    items = covered(consent.items, _)
    if consent.how is ConsentGiven.BY_GUARDIAN:
        return _("huoltajan lupa: {items}  (e ei lupaa)").format(items=items)
    if consent.how is ConsentGiven.WRITTEN:
        return _("kirjallinen lupa: {items}  (l laajempi, e ei lupaa)").format(items=items)
    return _("lupa: {items}  (l laajempi, p kirjallinen, e ei lupaa)").format(items=items)


def keys(referral: Referral, *, minor: bool) -> list[str]:
    """The keys that answer."""
    if referral.client.non_disclosure:
        return [_("v = erillinen lupa tälle vastaanottajalle   e = ei lupaa")]
    shown = [_("k = lupa   l = laajempi lupa   e = ei lupaa")]
    if minor:
        shown.append(_("Alaikäinen: lupa häneltä itseltään tai huoltajalta (h)."))
    return shown


def violence_keys(referral: Referral) -> list[str]:
    """The own yes that matters of violence need, when there are any and it is not given."""
    if ConsentItem.VIOLENCE in referral.consent.items:
        return []
    if Theme.SAFETY not in referral.themes and not tells_of_violence(referral):
        return []
    return [_("t = oma lupa kertoa myös väkivaltaan liittyvästä")]
