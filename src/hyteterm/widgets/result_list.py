"""The services that a search found, one line each."""

from hyteterm.domain.service_hit import ServiceHit
from hyteterm.translation import gettext as _
from hyteterm.widgets.line_list import LineList


class ResultList(LineList[ServiceHit]):
    """Name, provider, price, and whether the service takes referrals."""

    def columns(self, row: ServiceHit, width: int) -> list[tuple[str, int, str]]:
        price, referral = 13, 9
        room = width - price - referral
        name = max(20, room * 3 // 5)
        title = f"{row.name} (+{row.folded})" if row.folded else row.name
        return [
            (title, name, ""),
            (row.provider, room - name, "dim"),
            (price_text(row.free), price, "dim"),
            (_("✓ lähete") if row.referral_type else "", referral, "dim"),
        ]


def price_text(free: bool | None) -> str:
    """The price in one word; empty when the source does not say."""
    if free is None:
        return ""
    return _("maksuton") if free else _("maksullinen")
