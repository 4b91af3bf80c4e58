"""A delivery is acted on once, however often and from however many threads it arrives."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest

from hyteterm.domain.delivery import (
    Content,
    DeliveryKind,
    DeliveryResult,
    Receipt,
)
from hyteterm.domain.identifier import new_id
from hyteterm.domain.referral_status import Actor, Outcome, Status, Step
from hyteterm.hub import submissions
from hyteterm.hub.serve import HubThread
from hyteterm.hub.store import Store, StoreUnavailable, Transaction, Work, WorkFailed, open_store
from hyteterm.hub.units import Unit

from .conftest import NGO, NURSES, Place, started
from .terminal import refusal

T = TypeVar("T")


def test_a_referral_is_received_once_and_the_receipt_echoes_id_and_hash(place: Place) -> None:
    sealed = place.nurse.sealed_referral(place.nurse.referral())
    first = place.nurse.deliver(sealed)
    receipt = first.receipts[0]
    assert (receipt.id, receipt.sha256) == (sealed.id, sealed.sha256)
    assert receipt.result is DeliveryResult.ACCEPTED
    assert receipt.referral_version == 1
    assert receipt.received_at is not None
    again = place.nurse.deliver(sealed)
    # Told as it was before the request: what a restored copy lost shows at once.
    assert (first.highest_sequence, again.highest_sequence) == (0, sealed.sequence)
    assert again.receipts == first.receipts
    assert again.epoch == first.epoch
    assert len(place.counsellor.refreshed()) == 1


def test_eight_threads_delivering_the_same_make_one_referral_with_one_receipt(
    place: Place,
) -> None:
    sealed = [place.nurse.sealed_referral(place.nurse.referral()) for _ in range(5)]
    together = Barrier(8)

    def deliver() -> list[Receipt]:
        together.wait(20)
        return place.nurse.deliver(*sealed).receipts

    with ThreadPoolExecutor(8) as pool:
        answers = [job.result() for job in [pool.submit(deliver) for _ in range(8)]]
    assert all(answer == answers[0] for answer in answers)
    assert all(one.result is DeliveryResult.ACCEPTED for one in answers[0])
    states = place.counsellor.refreshed()
    assert sorted(state.version for state in states) == [1] * 5


def test_the_same_id_with_other_bytes_is_refused_and_changes_nothing(place: Place) -> None:
    payload = place.nurse.referral()
    first = place.nurse.deliver(place.nurse.sealed_referral(payload)).receipts[0]
    other = place.nurse.sealed_referral(payload.model_copy(update={"reason": "Muu syy."}))
    assert refusal(place.nurse.deliver(other).receipts[0]) == "other-bytes"
    (state,) = place.counsellor.refreshed()
    assert state.payload is not None
    assert state.payload.reason == payload.reason
    assert state.version == first.referral_version


def test_the_same_delivery_id_of_two_terminals_is_two_deliveries_and_one_referral(
    place: Place,
) -> None:
    """A sibling terminal that sends the same revision is told that it has been received."""
    payload = place.nurse.referral()
    sibling = place.another(NURSES.id, "hilkka")
    assert place.nurse.send(payload).result is DeliveryResult.ACCEPTED
    assert refusal(sibling.send(payload)) == "already-received"
    assert len(place.counsellor.refreshed()) == 1


def test_a_corrected_referral_replaces_the_refused_one(place: Place) -> None:
    payload = place.nurse.referral(municipality="091")
    assert refusal(place.nurse.send(payload)) == "no-receiver"
    corrected = payload.model_copy(update={"revision": 2, "municipality": "286"})
    receipt = place.nurse.send(corrected)
    assert receipt.result is DeliveryResult.ACCEPTED
    assert receipt.referral_version == 1
    (state,) = place.counsellor.refreshed()
    assert state.revision == 2
    assert refusal(place.nurse.send(payload)) == "other-bytes"


def test_a_refusal_is_repeated_as_it_was_given(place: Place) -> None:
    sealed = place.nurse.sealed_referral(place.nurse.referral(municipality="091"))
    first = place.nurse.deliver(sealed).receipts
    place.administration.put_unit(Unit("helsinki", "Helsinki", ("091",), ("exercise",)))
    assert place.nurse.deliver(sealed).receipts == first


def test_a_corrected_referral_replaces_the_returned_one_and_the_timeline_stays(
    place: Place,
) -> None:
    payload = place.nurse.referral()
    place.nurse.send(payload)
    returned = place.counsellor.step(
        payload.id, 1, Step.RETURN, Actor.RECEIVER, reason="Puhelinnumero puuttuu."
    )
    assert returned.referral_version == 2
    corrected = payload.model_copy(update={"revision": 2, "phone": "+358405550000"})
    assert place.nurse.send(corrected).referral_version == 3
    (state,) = place.counsellor.refreshed()
    assert state.status is Status.DELIVERED
    assert state.payload is not None
    assert state.payload.phone == "+358405550000"
    assert [entry.step for entry in state.timeline] == [Step.DELIVER, Step.RETURN, Step.CORRECT]


def test_one_revision_is_taken_until_the_receiver_returns_it(place: Place) -> None:
    payload = place.nurse.referral()
    place.nurse.send(payload)
    newer = payload.model_copy(update={"revision": 2})
    assert refusal(place.nurse.send(newer)) == "already-received"
    place.counsellor.step(payload.id, 1, Step.RETURN, Actor.RECEIVER, reason="ei")
    newest = payload.model_copy(update={"revision": 3})
    assert place.nurse.send(newest).result is DeliveryResult.ACCEPTED


def test_a_correction_may_go_to_another_receiver_and_the_first_sees_no_more(
    place: Place,
) -> None:
    payload = place.nurse.referral()
    place.nurse.send(payload)
    place.counsellor.step(payload.id, 1, Step.RETURN, Actor.RECEIVER, reason="ei meille")
    receiver = payload.receiver.model_copy(update={"unit_id": NGO.id})
    place.nurse.send(payload.model_copy(update={"revision": 2, "receiver": receiver}))
    (left,) = place.counsellor.refreshed()
    assert (left.status, left.payload) == (Status.RETURNED, None)
    (state,) = place.ngo.refreshed()
    assert state.payload is not None
    assert refusal(place.counsellor.step(payload.id, 3, Step.ACCEPT, Actor.RECEIVER)) == (
        "unknown-referral"
    )


def test_bytes_broken_on_the_line_are_asked_for_again_and_then_taken(place: Place) -> None:
    sealed = place.nurse.sealed_referral(place.nurse.referral())
    broken = sealed.model_copy(update={"sealed": "AAAA" + sealed.sealed[4:]})
    receipt = place.nurse.deliver(broken).receipts[0]
    assert (receipt.result, receipt.reason) == (DeliveryResult.RETRY, "damaged")
    assert place.nurse.deliver(sealed).receipts[0].result is DeliveryResult.ACCEPTED


def test_a_step_is_taken_once_even_when_it_comes_under_a_new_revision(place: Place) -> None:
    """Sealed again for a new key of the hub, it is the same step."""
    payload = place.nurse.referral()
    place.nurse.send(payload)
    change_id = new_id()
    first = place.counsellor.step(payload.id, 1, Step.ACCEPT, Actor.RECEIVER, id=change_id)
    sealed = place.counsellor.sealed_step(payload.id, 1, Step.ACCEPT, Actor.RECEIVER, id=change_id)
    opened = place.counsellor
    content = Content(
        kind=DeliveryKind.STATUS_CHANGE,
        professional_id=opened.professional_id,
        body={
            "id": change_id,
            "referral_id": payload.id,
            "base_version": 1,
            "step": "accept",
            "actor": "receiver",
            "at": "2026-11-20T12:00:00Z",
        },
    )
    again = opened.deliver(opened.seal(change_id, content, revision=2)).receipts[0]
    assert refusal(opened.deliver(sealed).receipts[0]) == "other-bytes"
    assert again.result is DeliveryResult.ACCEPTED
    assert again.referral_version == first.referral_version == 2


def test_error_reports_and_feedback_are_kept_without_terminal_or_person(place: Place) -> None:
    content = Content(
        kind=DeliveryKind.ERROR_REPORT,
        professional_id=place.nurse.professional_id,
        body={"service_id": "x", "text": "Puhelinnumero on vanha."},
    )
    assert place.nurse.deliver(place.nurse.seal(new_id(), content)).receipts[0].result is (
        DeliveryResult.ACCEPTED
    )

    async def work(tx: Transaction) -> object:
        return await submissions.of_kind(tx, DeliveryKind.ERROR_REPORT)

    found = place.administration._read(work)
    assert found == [{"service_id": "x", "text": "Puhelinnumero on vanha."}]


class FaultyStore:
    """A store in which the writes named by their number fail."""

    def __init__(self, store: Store, fault: Exception) -> None:
        self.store, self.fault = store, fault
        self.failing = 0

    async def read(self, work: Work[T]) -> T:
        return await self.store.read(work)

    async def write(self, work: Work[T]) -> T:
        if self.failing:
            self.failing -= 1
            raise self.fault
        return await self.store.write(work)

    def close(self) -> None:
        self.store.close()


@pytest.fixture
def faulty_place(tmp_path: Path) -> Iterator[tuple[Place, FaultyStore]]:
    """A hub whose store fails when it is told to."""
    store = FaultyStore(open_store(tmp_path / "hub.db"), WorkFailed("IntegrityError"))
    with HubThread(tmp_path / "hub.db", store=store) as hub:
        found = started(tmp_path / "hub.db", hub)
        yield found, store
        found.close()
    store.close()


def test_one_delivery_that_cannot_be_stored_does_not_hold_up_the_rest(
    faulty_place: tuple[Place, FaultyStore],
) -> None:
    place, store = faulty_place
    sealed = [place.nurse.sealed_referral(place.nurse.referral()) for _ in range(3)]
    store.failing = 2  # the batch together, and then its first delivery alone
    answer = place.nurse.deliver(*sealed)
    assert [one.result for one in answer.receipts] == [
        DeliveryResult.RETRY,
        DeliveryResult.ACCEPTED,
        DeliveryResult.ACCEPTED,
    ]
    assert place.nurse.deliver(sealed[0]).receipts[0].result is DeliveryResult.ACCEPTED
    assert len(place.counsellor.refreshed()) == 3


def test_a_store_that_cannot_be_used_is_503_and_the_delivery_can_come_again(
    faulty_place: tuple[Place, FaultyStore],
) -> None:
    place, store = faulty_place
    store.fault, store.failing = StoreUnavailable("OperationalError"), 1
    sealed = place.nurse.sealed_referral(place.nurse.referral())
    answer = place.nurse.post("/v1/deliveries", {"envelopes": [sealed.model_dump()]})
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.json()["code"] == "store-unavailable"
    assert place.nurse.deliver(sealed).receipts[0].result is DeliveryResult.ACCEPTED


def test_the_log_has_each_delivery_and_no_word_of_the_client(place: Place) -> None:
    payload = place.nurse.referral()
    place.nurse.send(payload)
    place.counsellor.refreshed()
    place.counsellor.step(payload.id, 1, Step.NOTE, Actor.RECEIVER, note="Aino tulee tiistaina.")
    place.counsellor.step(payload.id, 2, Step.ACCEPT, Actor.RECEIVER)
    place.counsellor.step(payload.id, 3, Step.COMPLETE, Actor.RECEIVER, outcome=Outcome.FULFILLED)
    rows = place.administration.log_of_client(payload.client_reference)
    assert [(row.action, row.result) for row in rows] == [
        ("referral:deliver", "accepted"),
        ("handed-out", "receiver"),
        ("step:note", "accepted"),
        ("step:accept", "accepted"),
        ("step:complete", "accepted"),
    ]
    assert [row.professional_id for row in rows] == ["hilkka", "", "lauri", "lauri", "lauri"]
    assert not any("Aino" in str(row) for row in rows)
    assert place.administration.log_is_whole()
