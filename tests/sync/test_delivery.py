"""Delivering: nothing is lost, nothing goes twice, and only receipts are believed."""

import json

import httpx
import pytest

from hyteterm.domain.delivery import DeliveryKind
from hyteterm.domain.error_report import ErrorReport
from hyteterm.domain.identifier import new_id
from hyteterm.domain.referral_status import Actor, Outcome, Status, Step
from hyteterm.hub.units import Unit
from hyteterm.local_cache.outbox_row import DeliveryState
from hyteterm.local_cache.reconciliation import reconcile
from hyteterm.sync.events import DeliveryConfirmed, DeliveryRefused, SyncFailed, UpdatesReceived
from hyteterm.sync.sync_once import Part

from .town import NAME, NURSE, Station, Town, answers, dead, unlocked_again

PROBLEM = "application/problem+json"
PORTAL = b"<html><title>Welcome to the guest network</title></html>"


def envelopes(request: httpx.Request) -> list[str]:
    """Ids in a delivery request."""
    if request.method != "POST":
        return []
    return [one["id"] for one in json.loads(request.content)["envelopes"]]


def test_a_referral_made_offline_is_delivered_and_answered(
    town: Town, nurse: Station, counsellor: Station
) -> None:
    town.stop_hub()
    made = nurse.refer()
    assert nurse.sync().problem == "unreachable"
    assert nurse.outbox.counts().waiting == 1
    assert nurse.outbox.contact.online is False
    town.start_hub()
    report = nurse.sync()
    assert report.delivered == [f"{made.id}.1"]
    assert (report.waiting, report.problem, report.online) == (0, "", True)
    assert nurse.see(made.id).status is Status.DELIVERED
    assert DeliveryConfirmed(f"{made.id}.1", made.id, "referral") in nurse.events

    counsellor.sync()
    (row,) = counsellor.received()
    assert (row.client_name, row.receiver, row.unread) == (NAME, "Kouvolan terveysasema", True)
    for step, more in (
        (Step.ACCEPT, {}),
        (Step.REACHED, {}),
        (Step.START, {}),
        (Step.COMPLETE, {"outcome": Outcome.FULFILLED}),
    ):
        seen = counsellor.see(made.id, Actor.RECEIVER)
        counsellor.queueing.step(seen, step, counsellor.sender, hold=0, **more)  # type: ignore[arg-type]
    assert len(counsellor.sync().delivered) == 4

    report = nurse.sync()
    assert report.updated == [made.id]
    assert UpdatesReceived((made.id,)) in nurse.events
    seen = nurse.see(made.id)
    assert (seen.status, seen.outcome, seen.unread) == (Status.COMPLETED, Outcome.FULFILLED, True)
    assert [entry.step for entry in seen.timeline] == [
        Step.QUEUE,
        Step.DELIVER,
        Step.ACCEPT,
        Step.REACHED,
        Step.START,
        Step.COMPLETE,
    ]
    counsellor.sync()
    ours = counsellor.see(made.id, Actor.RECEIVER)
    assert ours.timeline == seen.timeline[1:]
    assert not any(step.state in ("waiting", "accepted") for step in ours.own_steps)


def test_a_lost_answer_makes_no_second_referral(nurse: Station, counsellor: Station) -> None:
    made = nurse.refer()
    nurse.line.answer_lost = True
    for _ in range(3):
        assert nurse.sync(Part.DELIVERIES).problem == "unreachable"
    assert nurse.see(made.id).status is Status.QUEUED
    assert nurse.queueing.take_back(made.id) is None, "it may be at the hub"
    nurse.line.answer_lost = False
    assert nurse.sync().delivered == [f"{made.id}.1"]
    counsellor.sync()
    assert [row.id for row in counsellor.received()] == [made.id]
    assert counsellor.see(made.id, Actor.RECEIVER).version == 1


def test_a_locked_terminal_delivers_and_fetches_nothing(
    nurse: Station, counsellor: Station
) -> None:
    made = nurse.refer()
    nurse.vault.close()
    report = nurse.sync(locked=True)
    assert report.delivered == [f"{made.id}.1"]
    assert not any("updates" in str(request.url) for request in nurse.line.requests)
    token = nurse.outbox.terminal
    assert token is not None
    sent = {request.headers["authorization"] for request in nurse.line.requests[-2:]}
    assert sent == {f"Bearer {token.delivery_token}"}
    unlocked_again(nurse)
    reconcile(nurse.vault, nurse.outbox, nurse.time)
    assert nurse.see(made.id).status is Status.DELIVERED


HUB_SAYS = [
    (answers(200, PORTAL), "not-the-hub"),
    (answers(302, b"", "text/html", location="https://portal.example/"), "not-the-hub"),
    (answers(401, PORTAL), "not-the-hub"),
    (answers(404, PORTAL), "not-the-hub"),
    (answers(200, b'{"ok": true}', "application/json"), "not-the-hub"),
    (answers(200, b"[", "application/json"), "not-the-hub"),
    (answers(200, b"", "application/json"), "not-the-hub"),
    (answers(401, b'{"code": "unknown-token"}', PROBLEM), "token"),
    (answers(403, b'{"code": "wrong-token"}', PROBLEM), "wrong-token"),
    (answers(429, b"", PROBLEM), "busy"),
    (answers(503, PORTAL), "busy"),
    (answers(500, b"{}", PROBLEM), "failed"),
    (answers(502, PORTAL), "failed"),
    (dead, "unreachable"),
]


@pytest.mark.parametrize(("fault", "code"), HUB_SAYS)
def test_whatever_answers_only_a_receipt_counts(nurse: Station, fault: object, code: str) -> None:
    first, second = nurse.refer(), nurse.refer()
    nurse.line.fault = fault  # type: ignore[assignment]
    report = nurse.sync()
    assert report.problem == code
    assert (report.delivered, report.refused, report.waiting) == ([], [], 2)
    assert nurse.events == [SyncFailed(code)]
    assert nurse.outbox.contact.online is False
    nurse.line.fault = None
    report = nurse.sync()
    assert report.delivered == [f"{first.id}.1", f"{second.id}.1"]
    assert nurse.outbox.contact.online is True


def test_what_never_left_can_still_be_taken_back(nurse: Station) -> None:
    made = nurse.refer()
    nurse.line.fault = dead
    for _ in range(3):
        nurse.sync()
    assert nurse.queueing.take_back(made.id) is not None


def test_what_a_portal_has_seen_cannot_be_taken_back(nurse: Station) -> None:
    made = nurse.refer()
    nurse.line.fault = answers(200, PORTAL)
    nurse.sync()
    assert nurse.queueing.take_back(made.id) is None


@pytest.mark.parametrize("change", ["id", "sha256", "none"])
def test_a_receipt_for_something_else_is_none(nurse: Station, change: str) -> None:
    made = nurse.refer()

    def forged(request: httpx.Request) -> httpx.Response | None:
        if request.method != "POST":
            return None
        (sent,) = json.loads(request.content)["envelopes"]
        receipt = {"id": sent["id"], "sha256": sent["sha256"], "result": "accepted"}
        if change != "none":
            receipt[change] = "0" * 64
        receipts = [] if change == "none" else [receipt]
        body = {"epoch": "e", "highest_sequence": 9, "hub_time": "2026-01-01T00:00:00Z"}
        return httpx.Response(200, json=body | {"receipts": receipts})

    nurse.line.fault = forged
    report = nurse.sync(Part.DELIVERIES)
    assert (report.delivered, report.retried, report.waiting) == ([], 1, 1)
    assert nurse.see(made.id).status is Status.QUEUED


def test_the_hubs_wish_to_wait_is_respected(nurse: Station) -> None:
    nurse.refer()
    nurse.line.fault = answers(429, b"{}", PROBLEM, **{"retry-after": "120"})
    nurse.sync()
    wait = nurse.outbox.contact.next_at - nurse.time.now()
    assert 120 <= wait <= 180


def test_a_batch_too_large_is_halved_until_the_one_at_fault_stands_alone(nurse: Station) -> None:
    made = [nurse.refer() for _ in range(12)]
    at_fault = f"{made[4].id}.1"

    def small_proxy(request: httpx.Request) -> httpx.Response | None:
        ids = envelopes(request)
        if len(ids) > 4 or at_fault in ids:
            return answers(413, PORTAL)(request)
        return None

    nurse.line.fault = small_proxy
    report = nurse.sync()
    assert report.refused == [at_fault]
    assert sorted(report.delivered) == sorted(f"{one.id}.1" for one in made if one is not made[4])
    seen = nurse.see(made[4].id)
    assert (seen.status, seen.quarantined) == (Status.RETURNED, "too-large")
    nurse.line.fault = None
    nurse.queueing.referral(made[4], hold=0)
    assert nurse.sync().delivered == [f"{made[4].id}.2"]


@pytest.mark.parametrize("status", [500, 400])
def test_one_that_breaks_the_hub_does_not_stop_the_others(nurse: Station, status: int) -> None:
    made = [nurse.refer() for _ in range(20)]
    poison = f"{made[0].id}.1"

    def breaks(request: httpx.Request) -> httpx.Response | None:
        if poison in envelopes(request):
            return answers(status, b'{"code": "bad-request"}', PROBLEM)(request)
        return None

    nurse.line.fault = breaks
    for _ in range(12):
        nurse.clock.pass_(400)
        nurse.once().run()
    assert nurse.outbox.counts().waiting + nurse.outbox.counts().quarantined == 1
    delivered = {row.id for row in nurse.sent() if nurse.see(row.id).status is Status.DELIVERED}
    assert delivered == {one.id for one in made[1:]}
    fresh = nurse.refer()
    nurse.clock.pass_(400)
    assert f"{fresh.id}.1" in nurse.once().run().delivered


def test_a_hub_that_calls_everything_malformed_quarantines_nothing_in_haste(
    nurse: Station,
) -> None:
    for _ in range(5):
        nurse.refer()
    nurse.line.fault = answers(400, b'{"code": "bad-request"}', PROBLEM)
    for _ in range(3):
        nurse.sync()
    assert (nurse.outbox.counts().waiting, nurse.outbox.counts().quarantined) == (5, 0)
    nurse.line.fault = None
    assert len(nurse.sync().delivered) == 5


def test_a_refused_referral_is_corrected_and_not_taken_for_a_repeat(
    town: Town, nurse: Station, counsellor: Station
) -> None:
    made = nurse.refer(type="culture")
    report = nurse.sync()
    assert report.refused == [f"{made.id}.1"]
    assert (
        DeliveryRefused(f"{made.id}.1", made.id, "referral", "no-receiver", False) in nurse.events
    )
    (row,) = nurse.sent()
    assert (row.status, row.quarantined) == (Status.RETURNED, "no-receiver")
    assert nurse.sync().delivered == []
    corrected = made.model_copy(update={"type": "exercise"})
    nurse.queueing.referral(corrected, hold=0)
    assert nurse.sync().delivered == [f"{made.id}.2"]
    counsellor.sync()
    (row,) = counsellor.received()
    assert (row.id, row.type) == (made.id, "exercise")
    assert nurse.outbox.counts().quarantined == 0


def test_a_returned_referral_is_corrected_and_goes_on(nurse: Station, counsellor: Station) -> None:
    made = nurse.refer()
    nurse.sync()
    counsellor.sync()
    seen = counsellor.see(made.id, Actor.RECEIVER)
    counsellor.queueing.step(seen, Step.RETURN, counsellor.sender, reason="puhelin?", hold=0)
    counsellor.sync()
    nurse.sync()
    assert nurse.see(made.id).status is Status.RETURNED
    nurse.queueing.referral(made.model_copy(update={"reason": "korjattu"}), hold=0)
    nurse.sync()
    counsellor.sync()
    after = counsellor.see(made.id, Actor.RECEIVER)
    assert (after.status, after.revision, after.unread) == (Status.DELIVERED, 2, True)
    assert after.payload is not None
    assert after.payload.reason == "korjattu"
    assert [entry.step for entry in nurse.see(made.id).timeline] == [
        Step.QUEUE,
        Step.DELIVER,
        Step.RETURN,
        Step.CORRECT,
    ]


def test_both_acting_at_once_is_a_conflict_for_the_later(
    nurse: Station, counsellor: Station
) -> None:
    made = nurse.refer()
    nurse.sync()
    counsellor.sync()
    counsellor.queueing.step(
        counsellor.see(made.id, Actor.RECEIVER), Step.ACCEPT, counsellor.sender, hold=0
    )
    nurse.queueing.step(nurse.see(made.id), Step.CANCEL, nurse.sender, hold=0)
    counsellor.sync()
    report = nurse.sync()
    assert len(report.refused) == 1
    seen = nurse.see(made.id)
    assert (seen.status, seen.quarantined) == (Status.ACCEPTED, "stale")
    nurse.queueing.dismiss(made.id, Actor.SENDER)
    nurse.queueing.step(nurse.see(made.id), Step.CANCEL, nurse.sender, hold=0)
    assert nurse.sync().refused == []
    counsellor.sync()
    assert counsellor.see(made.id, Actor.RECEIVER).status is Status.CANCELLED


def test_a_cancellation_made_offline_follows_its_referral(
    town: Town, nurse: Station, counsellor: Station
) -> None:
    made = nurse.refer()
    nurse.line.answer_lost = True
    nurse.sync(Part.DELIVERIES)
    assert nurse.queueing.take_back(made.id) is None
    nurse.queueing.step(nurse.see(made.id), Step.CANCEL, nurse.sender, hold=0)
    nurse.line.answer_lost = False
    report = nurse.sync()
    assert (len(report.delivered), report.refused) == (2, [])
    assert nurse.see(made.id).status is Status.CANCELLED
    counsellor.sync()
    assert counsellor.see(made.id, Actor.RECEIVER).status is Status.CANCELLED


def test_nothing_leaves_while_it_can_be_taken_back(nurse: Station) -> None:
    made = nurse.refer(hold=10)
    assert nurse.sync().delivered == []
    nurse.clock.pass_(10)
    assert nurse.sync().delivered == [f"{made.id}.1"]


def test_a_single_command_waits_for_what_is_held(nurse: Station) -> None:
    made = nurse.refer(hold=10)
    once = nurse.once()
    once.wait = nurse.clock.pass_
    assert once.run(wait_held=15).delivered == [f"{made.id}.1"]


def test_a_restored_hub_gets_back_what_it_lost(
    town: Town, nurse: Station, counsellor: Station
) -> None:
    first = nurse.refer()
    nurse.sync()
    copy = town.backup()
    second, third = nurse.refer(), nurse.refer()
    nurse.sync()
    counsellor.sync()
    assert len(counsellor.received()) == 3
    counsellor.queueing.step(
        counsellor.see(second.id, Actor.RECEIVER), Step.ACCEPT, counsellor.sender, hold=0
    )
    counsellor.sync()
    town.restore(copy)
    town.administration.restored()
    fourth = nurse.refer()
    report = nurse.sync()
    assert report.driven_again >= 3
    again = nurse.sync()
    delivered = {*report.delivered, *again.delivered}
    assert delivered >= {f"{one.id}.1" for one in (first, second, third, fourth)}
    counsellor.sync()
    counsellor.sync()
    nurse.sync()
    assert {row.id for row in counsellor.received()} == {
        one.id for one in (first, second, third, fourth)
    }
    assert counsellor.see(second.id, Actor.RECEIVER).status is Status.ACCEPTED
    assert nurse.see(second.id).status is Status.ACCEPTED
    assert nurse.sync().driven_again == 0


def test_an_unknown_unit_of_the_receiver_is_told(town: Town, nurse: Station) -> None:
    town.administration.put_unit(Unit("toinen", "Toinen", referral_types=("culture",)))
    made = nurse.refer(type="nicotine")
    assert nurse.sync().refused == [f"{made.id}.1"]
    row = nurse.outbox.delivery(f"{made.id}.1")
    assert row is not None
    assert row.state is DeliveryState.REFUSED


def test_a_revoked_professionals_deliveries_are_refused_with_the_reason(
    town: Town, nurse: Station
) -> None:
    town.administration.revoke_professional(NURSE.id)
    made = nurse.refer()
    nurse.sync()
    assert nurse.see(made.id).quarantined == "revoked"


def test_no_client_data_is_on_the_plain_disk_or_in_an_address(
    nurse: Station, counsellor: Station
) -> None:
    made = nurse.refer()
    nurse.sync()
    counsellor.sync()
    for station in (nurse, counsellor):
        for path in station.home.path.iterdir():
            data = path.read_bytes()
            for secret in (NAME, "Virtanen", "+358507654321", "vihoittelee"):
                assert secret.encode() not in data, path.name
        for request in station.line.requests:
            assert made.id not in str(request.url)
            assert "Virtanen" not in str(request.url) + str(request.headers)
            assert b"Virtanen" not in request.content


def test_an_error_report_reaches_whoever_keeps_the_catalogue(town: Town, nurse: Station) -> None:
    report = ErrorReport(service_id="s-1", source="ptv", name="Uniryhmä", text="Numero on vanha.")
    nurse.queueing.content(
        DeliveryKind.ERROR_REPORT,
        new_id(),
        report.model_dump(mode="json"),
        professional_id=NURSE.id,
        hold=0,
    )
    nurse.sync(locked=True)
    (found,) = town.administration.error_reports()
    assert found.report == report
    assert nurse.outbox.counts().waiting == nurse.outbox.counts().quarantined == 0
