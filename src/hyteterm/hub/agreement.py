"""A second look at consent: nothing in a referral may go beyond what the client agreed to.

The terminal leaves it out already (`hyteterm.domain.referral.disclosed`); the hub does
not rely on it.
"""

from typing import Final

from hyteterm.domain.consent import ConsentItem
from hyteterm.domain.referral import ReferralPayload
from hyteterm.domain.referral_types import kind_of
from hyteterm.domain.vocabulary import Theme

_NEEDS: Final[tuple[tuple[str, ConsentItem], ...]] = (
    ("name", ConsentItem.CONTACT),
    ("phone", ConsentItem.CONTACT),
    ("email", ConsentItem.CONTACT),
    ("contact_way", ConsentItem.CONTACT),
    ("contact_time", ConsentItem.CONTACT),
    ("safe_contact", ConsentItem.CONTACT),
    ("language", ConsentItem.CONTACT),
    ("interpreter", ConsentItem.CONTACT),
    ("guardian", ConsentItem.CONTACT),
    ("non_disclosure", ConsentItem.CONTACT),
    ("birth_year", ConsentItem.BIRTH_YEAR),
    ("identity_code", ConsentItem.IDENTITY_CODE),
    ("municipality", ConsentItem.MUNICIPALITY),
    ("reason", ConsentItem.REASON),
    ("themes", ConsentItem.REASON),
    ("note", ConsentItem.REASON),
    ("goal", ConsentItem.GOAL),
    ("restrictions", ConsentItem.RESTRICTIONS),
    ("card_summary", ConsentItem.CARD_SUMMARY),
)
_PROTECTED: Final = ("phone", "email", "contact_time", "guardian", "municipality")
"""What stays out under a non-disclosure order (turvakielto)."""
_OF_THE_PROFESSIONAL: Final = frozenset({"reason", "themes", "note", "municipality"})
"""What a professional may ask about without a client."""


def holds(payload: ReferralPayload) -> bool:
    """Whether every field that has a value was agreed to."""
    kind = kind_of(payload.type)
    if (kind is None and not payload.consent.items) or (
        kind is not None and not kind.carries_client
    ):
        # Ours without a client, and a county's own type, which the hub need not know.
        return not payload.client_reference and not any(
            getattr(payload, field) for field, _ in _NEEDS if field not in _OF_THE_PROFESSIONAL
        )
    items = frozenset(payload.consent.items)
    if ConsentItem.CONTACT not in items:
        return False
    if Theme.SAFETY in payload.themes and ConsentItem.VIOLENCE not in items:
        return False
    if payload.non_disclosure and any(getattr(payload, field) for field in _PROTECTED):
        return False
    return all(item in items for field, item in _NEEDS if getattr(payload, field))
