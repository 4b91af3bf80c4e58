"""Monthly counts, with small cells untold."""

from datetime import UTC, datetime, timedelta

import pytest

from hyteterm.domain.referral_status import Actor, Step
from hyteterm.domain.vocabulary import Theme

from .conftest import NURSES, Place


def this_month() -> str:
    """The month in which the hub receives now."""
    return f"{datetime.now(UTC):%Y-%m}"


def test_a_month_is_counted_by_cell_and_small_cells_are_not_told(place: Place) -> None:
    both = (Theme.EXERCISE, Theme.SLEEP)
    sent = [place.nurse.referral(themes=both) for _ in range(5)]
    place.nurse.deliver(*[place.nurse.sealed_referral(one) for one in sent])
    other = place.nurse.referral(themes=())
    place.nurse.send(other)
    place.counsellor.step(other.id, 1, Step.ACCEPT, Actor.RECEIVER)
    answer = place.nurse.get(f"/v1/statistics?month={this_month()}").json()
    cell = {"type": "exercise", "municipality": "286", "unit": NURSES.id, "outcome": ""}
    assert answer == {
        "month": this_month(),
        "rows": [
            cell | {"status": "accepted", "theme": "", "count": None},
            cell | {"status": "delivered", "theme": "exercise", "count": 5},
            cell | {"status": "delivered", "theme": "sleep", "count": 5},
        ],
    }


def test_another_month_is_empty(place: Place) -> None:
    place.nurse.send(place.nurse.referral())
    earlier = datetime.now(UTC).replace(day=1) - timedelta(days=1)
    assert place.nurse.get(f"/v1/statistics?month={earlier:%Y-%m}").json()["rows"] == []
    assert place.nurse.get("/v1/statistics?month=2030-12").json()["rows"] == []


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "2026-00", "26-11", "2026-1", "x"])
def test_a_month_of_another_form_is_400(place: Place, month: str) -> None:
    assert place.nurse.get(f"/v1/statistics?month={month}").status_code == 400
