"""The lists from which a value of a referral is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hyteterm.domain.client import ContactWay
from hyteterm.domain.client_language import CLIENT_LANGUAGES
from hyteterm.domain.referral import URGENCY_LABELS
from hyteterm.domain.referral_types import kinds_in_use
from hyteterm.screens.choice import Choice, ChoiceScreen
from hyteterm.translation import gettext as _
from hyteterm.widgets.referral_text import contact_way_text, language_text
from hyteterm.widgets.service_text import referral_type_text

if TYPE_CHECKING:
    from hyteterm.domain.referral_form import ReferralDraft
    from hyteterm.workspace import Workspace


def value_screen(
    workspace: Workspace, draft: ReferralDraft, field: str, label: str, typed: str
) -> ChoiceScreen:
    """The values of a field; ``typed`` is what the choosing begins with."""
    return ChoiceScreen(label, _values(workspace, draft, field), typed=typed)


def phrases_screen(workspace: Workspace, draft: ReferralDraft) -> ChoiceScreen:
    """Phrases for the reason."""
    texts = [_(text) for text in workspace.referrals.phrases(draft)]
    return ChoiceScreen(_("Syy"), [Choice(text, text) for text in texts])


def _values(workspace: Workspace, draft: ReferralDraft, field: str) -> list[Choice]:
    languages = [Choice(code, language_text(code)) for code in CLIENT_LANGUAGES]
    match field:
        case "service":
            hits = workspace.referrals.services_for(draft)
            return [Choice(hit.id, hit.name, note=hit.provider) for hit in hits]
        case "type":
            return [Choice(kind.code, referral_type_text(kind.code)) for kind in kinds_in_use()]
        case "municipality":
            return [Choice(code, name) for code, name in workspace.catalogue.municipalities()]
        case "contact_way":
            return [Choice(way, contact_way_text(way)) for way in ContactWay]
        case "urgency":
            return [Choice(urgency, _(text)) for urgency, text in URGENCY_LABELS.items()]
        case "interpreter":
            return [Choice("", _("ei tulkkia")), *languages]
        case _:
            return languages
