"""The demo's past figures are counted, and nobody's lists show them."""

from datetime import UTC, datetime
from pathlib import Path

from hyteterm.domain.statistics import month_of, month_plus
from hyteterm.hub.demo_figures import seed_figures
from hyteterm.hub.units import Unit

from .conftest import COUNSELLORS, Place
from .test_statistics import counts, figures


def test_past_months_have_figures_and_no_unit_sees_a_referral(place: Place, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    place.nurse.send(place.nurse.referral())
    town = Unit("kaukana", "Keksitty asema")
    seed_figures(place.database, senders=[town], receivers=[COUNSELLORS.id], now=now)
    found = figures(place.nurse, month_plus(month_of(now), -1))
    assert counts(found, "unit")[town.id] == found.rows[0].count
    assert [month.count for month in found.months if month.count is None] == []
    assert found.rows[0].median_days is not None
    assert len(place.counsellor.refreshed()) == 1
    assert len(place.nurse.refreshed()) == 1
