"""What the sender should know before sending: an open referral, the receiver's wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hyteterm.domain.finnish_time import age
from hyteterm.translation import gettext as _
from hyteterm.widgets.referral_text import status_text
from hyteterm.widgets.service_text import referral_type_text

if TYPE_CHECKING:
    from hyteterm.domain.referral_row import ReferralRow
    from hyteterm.workspace.units import CountyUnit


def alike_text(row: ReferralRow | None) -> str:
    """“⚠ Asiakkaalla on jo avoin lähete: liikunta, käsittelyssä, 3 pv”; empty for none."""
    if row is None:
        return ""
    message, count = age(row.created_at)
    parts = (referral_type_text(row.type), status_text(row.status), _(message).format(count=count))
    return "⚠ " + _("Asiakkaalla on jo avoin lähete: {what}").format(what=", ".join(parts))


def unit_text(unit: CountyUnit | None) -> str:
    """How the receiver is; empty when it has told nothing."""
    if unit is None:
        return ""
    if not unit.accepting:
        return "⚠ " + _("{unit} ei ota uusia nyt").format(unit=unit.name)
    if not unit.waiting_time:
        return ""
    return _("{unit} · odotus {wait}").format(unit=unit.name, wait=unit.waiting_time)
