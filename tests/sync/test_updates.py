"""Updates, notices and enrolment: only this unit's, page by page, and nothing believed blindly."""

import json
from datetime import UTC, datetime

import httpx
import pytest

from hyteterm.domain.referral_status import Actor, Status, Step
from hyteterm.local_cache.keys import WrongPin
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.pin import WeakPin
from hyteterm.sync import enrolment
from hyteterm.sync.client import HubClient, InsecureHub, RequestRefused
from hyteterm.sync.events import ProfessionalsRevoked, WipeOrdered
from hyteterm.sync.sync_once import Part
from hyteterm.sync.terminal_notice import COUNTY_SETTING

from .town import COUNSELLOR, NURSE, PIN, Line, Station, Town, answers

PROBLEM = "application/problem+json"


def test_many_updates_come_page_by_page(nurse: Station, counsellor: Station) -> None:
    with nurse.outbox.transaction():
        made = [nurse.refer() for _ in range(120)]
    nurse.sync()
    report = counsellor.sync()
    assert set(report.updated) == {one.id for one in made}
    pages = [str(one.url) for one in counsellor.line.requests if "/v1/updates" in str(one.url)]
    assert len(pages) == 2
    assert counsellor.sync().updated == []


def test_a_line_cut_between_pages_goes_on_from_there(nurse: Station, counsellor: Station) -> None:
    for _ in range(105):
        nurse.refer()
    nurse.sync()
    seen = []

    def cut(request: httpx.Request) -> httpx.Response | None:
        seen.append(str(request.url))
        if "since=" in str(request.url):
            raise httpx.ReadError("cut", request=request)
        return None

    counsellor.line.fault = cut
    assert counsellor.sync(Part.UPDATES).problem == "unreachable"
    assert len(counsellor.received()) == 100
    counsellor.line.fault = None
    assert len(counsellor.sync(Part.UPDATES).updated) == 5
    assert len(counsellor.received()) == 105


@pytest.mark.parametrize(
    "fault",
    [
        answers(410, b'{"code": "cursor-gone"}', PROBLEM),
        answers(400, b'{"code": "bad-cursor"}', PROBLEM),
    ],
)
def test_a_cursor_that_is_gone_starts_from_the_beginning(
    nurse: Station, counsellor: Station, fault: object
) -> None:
    made = nurse.refer()
    nurse.sync()
    counsellor.sync()

    def gone(request: httpx.Request) -> httpx.Response | None:
        return fault(request) if "since=" in str(request.url) else None  # type: ignore[operator,no-any-return]

    counsellor.line.fault = gone
    assert counsellor.sync().problem == ""
    assert [row.id for row in counsellor.received()] == [made.id]


def test_a_hub_that_never_ends_is_left(counsellor: Station) -> None:
    page = {"epoch": "e", "hub_time": datetime.now(UTC).isoformat(), "cursor": "x", "more": True}

    def endless(request: httpx.Request) -> httpx.Response | None:
        if "/v1/updates" not in str(request.url):
            return None
        return httpx.Response(200, json=page | {"updates": []})

    counsellor.line.fault = endless
    assert counsellor.sync(Part.UPDATES).problem == "endless-updates"


def test_steps_of_a_colleague_on_another_terminal_are_seen(
    town: Town, nurse: Station, counsellor: Station
) -> None:
    second = town.station(COUNSELLOR)
    made = nurse.refer()
    nurse.sync()
    counsellor.sync()
    second.sync()
    seen = counsellor.see(made.id, Actor.RECEIVER)
    counsellor.queueing.step(seen, Step.ACCEPT, counsellor.sender, hold=0)
    counsellor.sync()
    second.sync()
    assert second.see(made.id, Actor.RECEIVER).status is Status.ACCEPTED
    assert second.received()[0].status is Status.ACCEPTED


def test_the_county_and_its_keys_are_known_from_the_notice(nurse: Station) -> None:
    county = nurse.outbox.get_setting(COUNTY_SETTING)
    assert {unit["id"] for unit in county["units"]} == {"terveysasema", "liikuntaneuvonta"}
    assert "contact_attempts" in county["policies"]
    terminal = nurse.outbox.terminal
    assert terminal is not None
    assert terminal.unit == "Kouvolan terveysasema"
    assert len(terminal.hub_keys[0].public_key) == 32
    assert nurse.outbox.lease_seconds_left > 13 * 86_400


def test_a_locked_terminals_notice_leaves_the_county_as_it_was(nurse: Station) -> None:
    before = nurse.outbox.get_setting(COUNTY_SETTING)
    nurse.clock.pass_(86_400)
    assert nurse.sync(locked=True).problem == ""
    assert nurse.outbox.get_setting(COUNTY_SETTING) == before
    assert nurse.outbox.lease_seconds_left == pytest.approx(14 * 86_400, abs=60)


def test_a_revoked_professional_loses_the_keys(town: Town, nurse: Station) -> None:
    town.administration.revoke_professional(NURSE.id)
    report = nurse.sync()
    assert report.revoked == [NURSE.id]
    assert ProfessionalsRevoked((NURSE.id,)) in nurse.events
    with pytest.raises(WrongPin):
        nurse.keys.unlock(NURSE.id, PIN)


def test_a_wipe_order_is_told_after_what_waits_has_left(town: Town, nurse: Station) -> None:
    made = nurse.refer()
    terminal = nurse.outbox.terminal
    assert terminal is not None
    town.administration.order_wipe(terminal.id)
    report = nurse.sync(locked=True)
    assert report.delivered == [f"{made.id}.1"]
    assert report.wipe_ordered
    assert nurse.events[-1] == WipeOrdered()


def test_a_terminal_that_is_not_enrolled_does_nothing(nurse: Station) -> None:
    nurse.outbox.set_setting("terminal", None)
    assert nurse.sync().not_enrolled


def test_a_wrong_code_and_a_used_one_are_told(town: Town, nurse: Station) -> None:
    with pytest.raises(RequestRefused) as refused:
        enrolment.enrol_terminal(nurse.client, town.hub.url, "WRONG-CODE", "x")
    assert refused.value.code == "unknown-code"
    code = town.administration.terminal_code(NURSE.unit_id)
    enrolment.enrol_terminal(nurse.client, town.hub.url, code, "x")
    with pytest.raises(RequestRefused) as refused:
        enrolment.enrol_terminal(nurse.client, town.hub.url, code, "x")
    assert refused.value.code == "code-used"


def test_a_weak_pin_uses_up_no_code(town: Town, nurse: Station) -> None:
    count = len(nurse.line.requests)
    with pytest.raises(WeakPin):
        enrolment.add_professional(
            nurse.keys, nurse.storage.unlocked, nurse.client, "token", "code", "123456"
        )
    assert len(nurse.line.requests) == count


def test_a_colleague_is_added_on_an_unlocked_terminal(town: Town, nurse: Station) -> None:
    professional, code = town.administration.add_professional(
        unit_id=NURSE.unit_id, name="Bertta Uusi", role="terveydenhoitaja"
    )
    added = enrolment.add_professional(
        nurse.keys, nurse.storage.unlocked, nurse.client, nurse.vault.updates_token, code, "314159"
    )
    assert (added.id, added.name) == (professional.id, "Bertta Uusi")
    assert nurse.keys.unlock(added.id, "314159").vault_keys == nurse.storage.unlocked.vault_keys


def test_tokens_stand_where_they_belong(nurse: Station) -> None:
    terminal = nurse.outbox.terminal
    assert terminal is not None
    updates = nurse.vault.updates_token
    assert updates and updates != terminal.delivery_token
    for path in nurse.home.path.iterdir():
        assert updates.encode() not in path.read_bytes(), path.name
    for shown in (repr(terminal), repr(nurse.storage)):
        assert updates not in shown
        assert terminal.delivery_token not in shown


@pytest.mark.parametrize("url", ["http://hub.example", "http://10.0.0.5:8000", "ftp://x"])
def test_a_hub_beyond_this_machine_wants_https(url: str) -> None:
    with pytest.raises(InsecureHub):
        HubClient(url)


@pytest.mark.parametrize("url", ["http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"])
def test_a_hub_on_this_machine_may_go_without(url: str) -> None:
    HubClient(url, transport=Line()).close()


def test_an_answer_without_end_is_cut_off(nurse: Station) -> None:
    nurse.line.fault = answers(200, b" " * (17 * 1024 * 1024), "application/json")
    assert nurse.sync(Part.NOTICE).problem == "answer-too-large"


def test_a_second_process_finds_the_sync_taken(nurse: Station) -> None:
    made = nurse.refer()
    inner = []

    def meanwhile(request: httpx.Request) -> httpx.Response | None:
        if not inner:
            with Outbox.open(nurse.home.outbox, nurse.time) as outbox:
                once = nurse.once(locked=True)
                once.outbox = outbox
                inner.append(once.run())
        return None

    nurse.line.fault = meanwhile
    assert nurse.sync().delivered == [f"{made.id}.1"]
    assert inner[0].busy


def test_the_body_of_a_delivery_is_what_the_contract_says(nurse: Station) -> None:
    made = nurse.refer()
    nurse.sync(Part.DELIVERIES)
    request = next(one for one in nurse.line.requests if one.url.path == "/v1/deliveries")
    assert request.headers["user-agent"].startswith("hyteterm/")
    (one,) = json.loads(request.content)["envelopes"]
    assert set(one) == {"version", "id", "sequence", "key_id", "sha256", "sealed"}
    assert one["id"] == f"{made.id}.1"
