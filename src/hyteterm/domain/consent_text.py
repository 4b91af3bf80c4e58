"""Consent in words: the sentence to read aloud, and what each item means."""

from collections.abc import Callable
from typing import Final

from hyteterm.domain.consent import BASIC_ITEMS, NGO_ITEMS, ConsentItem
from hyteterm.domain.message import N_
from hyteterm.domain.referral_types import kind_of
from hyteterm.domain.vocabulary import ProviderType

ITEM_LABELS: Final[dict[ConsentItem, str]] = {
    ConsentItem.CONTACT: N_("nimi ja yhteystiedot"),
    ConsentItem.BIRTH_YEAR: N_("syntymävuosi"),
    ConsentItem.IDENTITY_CODE: N_("henkilötunnus"),
    ConsentItem.MUNICIPALITY: N_("kotikunta"),
    ConsentItem.REASON: N_("syy"),
    ConsentItem.GOAL: N_("oma tavoite"),
    ConsentItem.RESTRICTIONS: N_("rajoitteet"),
    ConsentItem.CARD_SUMMARY: N_("hyvinvointikortin yhteenveto"),
    ConsentItem.VIOLENCE: N_("väkivaltaan liittyvät asiat"),
}

ASK: Final = N_(
    "Saanko lähettää yhteystietosi ja kertoa, miksi ohjaan sinua? Sinuun otetaan yhteyttä. "
    "Vastaanottaja: {receiver}."
)
ASK_FOR_NGO: Final = N_(
    "Saanko antaa nimesi, puhelinnumerosi ja toiveesi? Sinuun otetaan yhteyttä. "
    "Vastaanottaja: {receiver}."
)
ASK_DESPITE_NON_DISCLOSURE: Final = N_(
    "Sinulla on turvakielto. Saanko silti lähettää nimesi ja turvallisen yhteystavan? "
    "Vastaanottaja: {receiver}."
)


def basic_items(provider: ProviderType | None, type: str = "") -> frozenset[ConsentItem]:
    """What the one-key permission covers with this kind of receiver and type of referral."""
    if provider in (ProviderType.NGO, ProviderType.PARISH):
        return NGO_ITEMS
    kind = kind_of(type)
    return kind.consent_items if kind else BASIC_ITEMS


def sentence(
    receiver: str,
    provider: ProviderType | None,
    translate: Callable[[str], str],
    *,
    non_disclosure: bool = False,
) -> str:
    """The one sentence to read aloud, in the language of ``translate``."""
    if non_disclosure:
        message = ASK_DESPITE_NON_DISCLOSURE
    elif basic_items(provider) == NGO_ITEMS:
        message = ASK_FOR_NGO
    else:
        message = ASK
    return translate(message).format(receiver=receiver)


def covered(items: frozenset[ConsentItem], translate: Callable[[str], str]) -> str:
    """The items in words, in the order of the form."""
    return ", ".join(translate(ITEM_LABELS[item]) for item in ConsentItem if item in items)
