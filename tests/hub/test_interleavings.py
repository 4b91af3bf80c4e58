"""Whatever comes in whatever order, from both sides, again and again: one history each."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hyteterm.domain.delivery import DeliveryResult, Envelope, Receipt, ReferralState
from hyteterm.domain.referral import ReferralPayload
from hyteterm.domain.referral_status import Actor, Outcome, Step
from hyteterm.hub.serve import HubThread

from .conftest import NGO, Place, started

STEPS = [step for step in Step if step not in (Step.QUEUE, Step.TAKE_BACK, Step.SEND)]
MOVES = st.one_of(
    st.tuples(st.just("referral"), st.integers(0, 1), st.integers(1, 3)),
    st.tuples(st.just("step"), st.sampled_from(STEPS), st.integers(0, 1), st.integers(-1, 1)),
    st.tuples(st.just("repeat"), st.integers(0, 40)),
)


@pytest.fixture(scope="module")
def shared_place() -> Iterator[Place]:
    """One hub; each example makes its own referrals."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "hub.db"
        with HubThread(database) as hub:
            found = started(database, hub)
            yield found
            found.close()


def current(place: Place) -> dict[str, ReferralState]:
    """The sender's view."""
    place.nurse.refreshed()
    return {referral_id: state for (referral_id, _), state in place.nurse.states.items()}


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moves=st.lists(MOVES, min_size=1, max_size=25))
def test_no_interleaving_doubles_anything_and_versions_grow_by_one(
    shared_place: Place, moves: list[tuple[object, ...]]
) -> None:
    place = shared_place
    payloads = [place.nurse.referral(), place.nurse.referral()]
    sent: dict[str, tuple[Envelope, bool, Receipt]] = {}
    accepted = {payload.id: 0 for payload in payloads}

    def deliver(sealed: Envelope, from_nurse: bool, referral_id: str) -> None:
        terminal = place.nurse if from_nurse else place.counsellor
        receipt = terminal.deliver(sealed).receipts[0]
        if receipt.result is DeliveryResult.ACCEPTED:
            accepted[referral_id] += 1
            assert receipt.referral_version == accepted[referral_id]
        sent[sealed.id] = (sealed, from_nurse, receipt)

    for move in moves:
        if move[0] == "referral":
            _, which, revision = move
            payload: ReferralPayload = payloads[int(str(which))]
            revised = payload.model_copy(update={"revision": revision})
            id_ = f"{payload.id}.{revision}"
            if id_ in sent:
                check_repeat(place, *sent[id_])
            else:
                deliver(place.nurse.sealed_referral(revised), True, payload.id)
        elif move[0] == "step":
            _, step, which, off = move
            payload = payloads[int(str(which))]
            from_nurse = step in (Step.CANCEL, Step.ENTER_IN_ERROR, Step.REMIND, Step.CORRECT)
            sealed = (place.nurse if from_nurse else place.counsellor).sealed_step(
                payload.id,
                max(0, accepted[payload.id] + int(str(off))),
                Step(str(step)),
                Actor.SENDER if from_nurse else Actor.RECEIVER,
                reason="syy",
                outcome=Outcome.FULFILLED,
                receiver_unit_id=NGO.id,
            )
            deliver(sealed, from_nurse, payload.id)
        elif sent:
            check_repeat(place, *list(sent.values())[int(str(move[1])) % len(sent)])

    states = current(place)
    for referral_id, count in accepted.items():
        assert (referral_id in states) == (count > 0)
        if count:
            assert states[referral_id].version == count == len(states[referral_id].timeline)


def check_repeat(place: Place, sealed: Envelope, from_nurse: bool, before: Receipt) -> None:
    """The same bytes get the same receipt (an answer about the hub's state is given anew)."""
    terminal = place.nurse if from_nurse else place.counsellor
    if before.result is DeliveryResult.RETRY or before.reason == "unknown-referral":
        return
    assert terminal.deliver(sealed).receipts[0] == before
