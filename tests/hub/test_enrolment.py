"""Terminals and professionals come in with one-time codes; terminals hear what concerns them."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hyteterm.domain.delivery import DeliveryResult
from hyteterm.hub.administration import Administration, seed_demo
from hyteterm.hub.serve import HubThread
from hyteterm.hub.store import open_store

from .conftest import COUNSELLORS, NGO, NURSES, PEOPLE, Place
from .terminal import HubTerminal


def test_a_terminal_gets_its_tokens_its_unit_and_the_hubs_key(place: Place) -> None:
    code = place.administration.terminal_code(NURSES.id)
    answer = place.nurse.http.post("/v1/terminals", json={"code": code, "name": "vastaanotto 2"})
    assert answer.status_code == 201
    document = answer.json()
    assert document["unit"] == {"id": NURSES.id, "name": NURSES.name}
    assert document["delivery_token"] != document["updates_token"]
    assert document["lease_days"] == 14
    (key,) = document["hub"]["keys"]
    assert len(b64decode(key["public_key"], validate=True)) == 32
    assert datetime.fromisoformat(key["not_after"]) > datetime.now(UTC) + timedelta(days=300)
    assert document["hub"]["epoch"] == place.nurse.updates().epoch


def test_a_code_is_used_once_and_read_leniently(place: Place) -> None:
    code = place.administration.terminal_code(NURSES.id)
    typed = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    first = place.nurse.http.post("/v1/terminals", json={"code": typed, "name": "a"})
    assert first.status_code == 201
    again = place.nurse.http.post("/v1/terminals", json={"code": code, "name": "a"})
    assert (again.status_code, again.json()["code"]) == (409, "code-used")


def test_a_code_for_a_professional_does_not_enrol_a_terminal(place: Place) -> None:
    code = place.administration.professional_code("hilkka")
    answer = place.nurse.http.post("/v1/terminals", json={"code": code, "name": "a"})
    assert (answer.status_code, answer.json()["code"]) == (403, "unknown-code")


def test_a_professional_comes_with_name_role_and_unit(place: Place) -> None:
    code = place.administration.professional_code("hilkka")
    answers = [place.nurse.post("/v1/professionals", {"code": code}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201], "an answer may get lost"
    assert answers[0].json() == answers[1].json()
    assert answers[0].json() == {
        "professional_id": "hilkka",
        "name": "Hilkka Hoitaja",
        "role": "sairaanhoitaja",
        "unit_id": NURSES.id,
        "unit": NURSES.name,
        "phone": "+358401234567",
    }
    sibling = place.another(NURSES.id, "hilkka")
    taken = sibling.post("/v1/professionals", {"code": code})
    assert (taken.status_code, taken.json()["code"]) == (409, "code-used")


def test_a_professional_enrols_in_the_own_unit_only_and_the_code_stays_good(
    place: Place,
) -> None:
    code = place.administration.professional_code("hilkka")
    answer = place.ngo.post("/v1/professionals", {"code": code})
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong-unit")
    assert place.nurse.post("/v1/professionals", {"code": code}).status_code == 201


def test_a_revoked_professional_does_not_enrol_and_terminals_of_the_unit_hear_of_it(
    place: Place,
) -> None:
    code = place.administration.professional_code("hilkka")
    place.administration.revoke_professional("hilkka")
    answer = place.nurse.post("/v1/professionals", {"code": code})
    assert (answer.status_code, answer.json()["code"]) == (403, "revoked")
    assert place.nurse.get("/v1/terminal").json()["revoked_professionals"] == ["hilkka"]
    assert place.ngo.get("/v1/terminal").json()["revoked_professionals"] == []


def test_a_terminal_hears_policies_units_lease_and_the_hubs_time(place: Place) -> None:
    place.administration.set_policies({"contact_attempts": 5, "own_rule": True})
    place.administration.set_lease_days(7)
    notice = place.nurse.get("/v1/terminal").json()
    assert notice["terminal_id"] == place.nurse.terminal_id
    assert notice["policies"] == {
        "contact_attempts": 5,
        "findrisc_threshold": 12,
        "own_rule": True,
    }
    assert notice["lease_days"] == 7
    assert notice["wipe"] is False
    assert {unit["id"] for unit in notice["units"]} == {NURSES.id, COUNSELLORS.id, NGO.id}
    counsellors = next(unit for unit in notice["units"] if unit["id"] == COUNSELLORS.id)
    assert counsellors["waiting_time"] == "noin 2 viikkoa"
    assert counsellors["accepting"] is True
    assert abs(datetime.fromisoformat(notice["hub_time"]) - datetime.now(UTC)) < timedelta(hours=1)


def test_a_locked_terminal_hears_of_keys_lease_and_wiping_only(place: Place) -> None:
    place.administration.order_wipe(place.nurse.terminal_id)
    for token in (place.nurse.delivery_token, place.nurse.updates_token):
        notice = place.nurse.get("/v1/terminal", token).json()
        assert set(notice) == {"terminal_id", "lease_days", "wipe", "hub", "hub_time"}
        assert notice["wipe"] is True
    assert place.nurse.send(place.nurse.referral()).result is DeliveryResult.ACCEPTED


def test_a_code_expires_after_a_week(tmp_path: Path) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    clock = [now]
    store = open_store(tmp_path / "hub.db")
    with HubThread(tmp_path / "hub.db", store=store, clock=lambda: clock[0]) as hub:
        administration = Administration("", store=store, clock=lambda: clock[0])
        administration.put_unit(NURSES)
        early, late = (administration.terminal_code(NURSES.id) for _ in range(2))
        clock[0] = now + timedelta(days=6, hours=23)
        HubTerminal.enrolled(hub.url, early).http.close()
        clock[0] = now + timedelta(days=7, hours=1)
        with pytest.raises(AssertionError, match="code-expired"):
            HubTerminal.enrolled(hub.url, late)
    store.close()


def test_a_new_key_is_offered_before_the_old_one_ends_and_the_old_one_still_opens(
    tmp_path: Path,
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    clock = [now]
    store = open_store(tmp_path / "hub.db")
    with HubThread(tmp_path / "hub.db", store=store, clock=lambda: clock[0]) as hub:
        codes = seed_demo("", units=(NURSES, COUNSELLORS), professionals=PEOPLE[:1], store=store)
        clock[0] = datetime.now(UTC)
        nurse = HubTerminal.enrolled(
            hub.url, codes.terminals[NURSES.id], codes.professionals["hilkka"]
        )
        clock[0] += timedelta(days=300)
        keys = nurse.get("/v1/terminal", nurse.delivery_token).json()["hub"]["keys"]
        assert [key["key_id"] == nurse.key_id for key in keys] == [False, True]
        clock[0] += timedelta(days=100)
        keys = nurse.get("/v1/terminal").json()["hub"]["keys"]
        assert nurse.key_id not in {key["key_id"] for key in keys}
        assert nurse.send(nurse.referral()).result is DeliveryResult.ACCEPTED
        nurse.http.close()
    store.close()


@pytest.mark.parametrize("name", ["", "x" * 81])
def test_a_terminal_needs_a_name_of_reasonable_length(place: Place, name: str) -> None:
    code = place.administration.terminal_code(NURSES.id)
    answer = place.nurse.http.post("/v1/terminals", json={"code": code, "name": name})
    assert (answer.status_code, answer.json()["detail"].split(":")[0]) == (400, "name")
