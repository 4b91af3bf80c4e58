"""Both sides act on the same referral: the newest version decides."""

from datetime import timedelta

from hyteterm.domain.delivery import DeliveryAnswer, DeliveryResult
from hyteterm.domain.referral_status import Actor, Outcome, Status, Step

from .conftest import NGO, NURSES, Place
from .terminal import NOON


def test_a_step_on_an_old_version_is_a_conflict_and_409(place: Place) -> None:
    payload = place.nurse.referral()
    place.nurse.send(payload)
    place.counsellor.step(payload.id, 1, Step.ACCEPT, Actor.RECEIVER)
    sealed = place.nurse.sealed_step(payload.id, 1, Step.CANCEL, Actor.SENDER)
    answers = [
        place.nurse.post("/v1/status-changes", {"envelopes": [sealed.model_dump()]})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [409, 409]
    first, again = (DeliveryAnswer.model_validate_json(one.content) for one in answers)
    assert first.receipts == again.receipts
    receipt = first.receipts[0]
    assert (receipt.result, receipt.reason) == (DeliveryResult.CONFLICT, "stale")
    assert receipt.referral_version == 2
    assert (receipt.id, receipt.sha256) == (sealed.id, sealed.sha256)
    (state,) = place.nurse.refreshed()
    assert state.status is Status.ACCEPTED


def test_a_conflict_among_several_is_200_and_the_others_are_taken(place: Place) -> None:
    first, second = place.nurse.referral(), place.nurse.referral()
    place.nurse.send(first)
    place.nurse.send(second)
    place.counsellor.step(first.id, 1, Step.ACCEPT, Actor.RECEIVER)
    steps = [
        place.nurse.sealed_step(one.id, 1, Step.CANCEL, Actor.SENDER) for one in (first, second)
    ]
    answer = place.nurse.post(
        "/v1/status-changes", {"envelopes": [one.model_dump() for one in steps]}
    )
    assert answer.status_code == 200
    results = [one.result for one in DeliveryAnswer.model_validate_json(answer.content).receipts]
    assert results == [DeliveryResult.CONFLICT, DeliveryResult.ACCEPTED]


def test_steps_made_offline_one_after_another_go_in_one_batch(place: Place) -> None:
    payload = place.nurse.referral()
    place.nurse.send(payload)
    steps = [
        place.counsellor.sealed_step(payload.id, 1, Step.ACCEPT, Actor.RECEIVER),
        place.counsellor.sealed_step(payload.id, 2, Step.NOT_REACHED, Actor.RECEIVER),
        place.counsellor.sealed_step(payload.id, 3, Step.NOT_REACHED, Actor.RECEIVER),
        place.counsellor.sealed_step(payload.id, 4, Step.REACHED, Actor.RECEIVER),
        place.counsellor.sealed_step(
            payload.id, 5, Step.COMPLETE, Actor.RECEIVER, outcome=Outcome.FULFILLED, note="Hyvä."
        ),
    ]
    answer = place.counsellor.deliver(*steps, path="/v1/status-changes")
    assert [one.referral_version for one in answer.receipts] == [2, 3, 4, 5, 6]
    (state,) = place.nurse.refreshed()
    assert (state.status, state.outcome, state.attempts) == (
        Status.COMPLETED,
        Outcome.FULFILLED,
        2,
    )
    assert [entry.attempts for entry in state.timeline] == [0, 0, 1, 2, 2, 2]
    assert state.timeline[-1].note == "Hyvä."
    assert state.timeline[-1].by == "Lauri Liikuttaja, Kouvolan liikuntaneuvonta"


def test_a_referral_passed_on_goes_to_the_new_unit_and_leaves_the_old(place: Place) -> None:
    payload = place.nurse.referral()
    place.nurse.send(payload)
    place.counsellor.refreshed()
    passed = place.counsellor.step(
        payload.id, 1, Step.PASS_ON, Actor.RECEIVER, receiver_unit_id=NGO.id
    )
    assert passed.referral_version == 2
    (left,) = place.counsellor.refreshed()
    assert (left.timeline[-1].step, left.payload, left.version) == (Step.PASS_ON, None, 2)
    (state,) = place.ngo.refreshed()
    assert state.payload is not None
    assert (state.role, state.status) == (Actor.RECEIVER, Status.DELIVERED)
    assert place.ngo.step(payload.id, 2, Step.ACCEPT, Actor.RECEIVER).referral_version == 3
    assert place.counsellor.refreshed() == []
    gone = place.counsellor.step(payload.id, 3, Step.NOTE, Actor.RECEIVER, note="vielä")
    assert gone.reason == "unknown-referral"
    back = place.ngo.step(
        payload.id, 3, Step.PASS_ON, Actor.RECEIVER, receiver_unit_id="liikuntaneuvonta"
    )
    assert back.result is DeliveryResult.ACCEPTED
    (returned,) = place.counsellor.refreshed()
    assert returned.payload is not None


def test_passing_on_to_nobody_or_to_oneself_is_refused(place: Place) -> None:
    payload = place.nurse.referral()
    place.nurse.send(payload)
    for unit_id in ("", "ei-ole", "liikuntaneuvonta"):
        receipt = place.counsellor.step(
            payload.id, 1, Step.PASS_ON, Actor.RECEIVER, receiver_unit_id=unit_id
        )
        assert receipt.reason == "no-receiver"


def test_a_clock_ahead_of_the_hubs_does_not_put_a_step_into_the_future(place: Place) -> None:
    payload = place.nurse.referral()
    place.nurse.send(payload)
    place.counsellor.step(
        payload.id, 1, Step.ACCEPT, Actor.RECEIVER, at=NOON + timedelta(days=40_000)
    )
    answer = place.nurse.updates()
    assert answer.updates[0].timeline[-1].at <= answer.hub_time


def test_a_unit_that_refers_to_itself_is_both_sides(place: Place) -> None:
    payload = place.nurse.referral()
    receiver = payload.receiver.model_copy(update={"unit_id": NURSES.id})
    own = payload.model_copy(update={"receiver": receiver})
    place.nurse.send(own)
    assert {state.role for state in place.nurse.refreshed()} == {Actor.SENDER, Actor.RECEIVER}
    accepted = place.nurse.step(own.id, 1, Step.ACCEPT, Actor.RECEIVER)
    cancelled = place.nurse.step(own.id, 2, Step.CANCEL, Actor.SENDER)
    assert (accepted.referral_version, cancelled.referral_version) == (2, 3)
