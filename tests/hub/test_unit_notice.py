"""A unit tells its senders whether it takes new referrals, and the wait."""

from typing import Any

import pytest

from .conftest import Place

NOTICE = {"accepting": False, "waiting_time": "  kuun   lopussa "}


def unit(place: Place, id: str = "liikuntaneuvonta") -> dict[str, Any]:
    """What the nurse's terminal is told of a unit."""
    units = place.nurse.get("/v1/terminal").json()["units"]
    return next(one for one in units if one["id"] == id)


def test_the_senders_see_what_the_unit_says(place: Place) -> None:
    answer = place.counsellor.post("/v1/unit", NOTICE | {"professional_id": "lauri"})
    assert answer.status_code == 200
    assert answer.json()["unit"]["waiting_time"] == "kuun lopussa"
    seen = unit(place)
    assert (seen["accepting"], seen["waiting_time"]) == (False, "kuun lopussa")
    assert seen["municipalities"] == ["286"]  # nothing else has changed


def test_it_leaves_a_locked_terminal_too(place: Place) -> None:
    terminal = place.counsellor
    body = NOTICE | {"professional_id": "lauri"}
    assert terminal.post("/v1/unit", body, terminal.delivery_token).status_code == 200


@pytest.mark.parametrize(
    ("professional", "status", "code"),
    [("hilkka", 403, "wrong-unit"), ("nobody", 403, "unknown-professional")],
)
def test_only_the_units_own_people_say_so(
    place: Place, professional: str, status: int, code: str
) -> None:
    answer = place.counsellor.post("/v1/unit", NOTICE | {"professional_id": professional})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert unit(place)["accepting"]


def test_a_revoked_professional_says_nothing(place: Place) -> None:
    place.administration.revoke_professional("lauri")
    answer = place.counsellor.post("/v1/unit", NOTICE | {"professional_id": "lauri"})
    assert (answer.status_code, answer.json()["code"]) == (403, "revoked")
    assert unit(place)["accepting"]


@pytest.mark.parametrize(
    "change",
    [{"waiting_time": "x" * 81}, {"accepting": "ehkä"}, {"unit_id": "yhdistys"}, {}],
)
def test_another_form_is_refused(place: Place, change: dict[str, Any]) -> None:
    body = NOTICE | ({"professional_id": "lauri"} if change else {}) | change
    assert place.counsellor.post("/v1/unit", body).status_code == 400
    assert unit(place)["accepting"]
