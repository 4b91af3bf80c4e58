"""The services that a search found, one line each."""

from collections.abc import Mapping, Sequence
from datetime import date

from hyteterm.domain import finnish_time
from hyteterm.domain.service_hit import ServiceHit
from hyteterm.translation import gettext as _
from hyteterm.widgets.line_list import LineList
from hyteterm.widgets.service_text import STALE


class ResultList(LineList[ServiceHit]):
    """Name, provider, price, whether the text is old, whether the service takes referrals."""

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:
        super().__init__(id=id, empty=empty)
        self.places: Mapping[str, str] = {}
        """Service id → name of the neighbouring municipality that it is in."""

    def show_with(
        self, hits: Sequence[ServiceHit], places: Mapping[str, str], cursor: int = 0
    ) -> None:
        """Show these; those in ``places`` with the name of their municipality."""
        self.places = places
        self.show(hits, cursor)

    def columns(self, row: ServiceHit, width: int) -> list[tuple[str, int, str]]:
        price, old, referral = 13, 2, 9
        room = width - price - old - referral
        name = max(20, room * 3 // 5)
        title = f"{row.name} (+{row.folded})" if row.folded else row.name
        return [
            (title, name, ""),
            (self.whose(row), room - name, "dim"),
            (price_text(row.free), price, "dim"),
            ("⚠" if is_old(row.modified) else "", old, "dim"),
            (_("✓ lähete") if row.referral_type else "", referral, "dim"),
        ]

    def whose(self, row: ServiceHit) -> str:
        """The provider; a neighbour's with the name of its municipality first."""
        place = self.places.get(row.id)
        return f"{place}: {row.provider}" if place else row.provider


def is_old(modified: str) -> bool:
    """Whether a description that changed on ``modified`` (ISO date, or empty) is to be checked."""
    try:
        changed = date.fromisoformat(modified[:10])
    except ValueError:
        return True
    return finnish_time.now().date() - changed > STALE


def price_text(free: bool | None) -> str:
    """The price in one word; empty when the source does not say."""
    if free is None:
        return ""
    return _("maksuton") if free else _("maksullinen")
