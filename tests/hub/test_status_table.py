"""Every row of the status table through the API: each role, each state, each step."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hyteterm.domain.delivery import DeliveryResult
from hyteterm.domain.referral_status import Actor, Outcome, Status, Step, StepRefused, after
from hyteterm.hub.serve import HubThread

from .conftest import NGO, Place, started
from .terminal import HubTerminal

R, S = Actor.RECEIVER, Actor.SENDER
PATHS: dict[Status, tuple[tuple[Step, Actor], ...]] = {
    Status.DELIVERED: (),
    Status.ACCEPTED: ((Step.ACCEPT, R),),
    Status.CONTACTING: ((Step.ACCEPT, R), (Step.NOT_REACHED, R)),
    Status.STARTED: ((Step.ACCEPT, R), (Step.START, R)),
    Status.ON_HOLD: ((Step.ACCEPT, R), (Step.HOLD, R)),
    Status.COMPLETED: ((Step.ACCEPT, R), (Step.COMPLETE, R)),
    Status.RETURNED: ((Step.RETURN, R),),
    Status.CANCELLED: ((Step.CANCEL, S),),
    Status.ENTERED_IN_ERROR: ((Step.ENTER_IN_ERROR, S),),
}
"""How a referral gets into each state that the hub can hold."""


@pytest.fixture(scope="module")
def shared_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One hub for all rows of the table; each row makes its own referral."""
    database: Path = tmp_path_factory.mktemp("table") / "hub.db"
    with HubThread(database) as hub:
        found = started(database, hub)
        yield found
        found.close()


def test_the_paths_cover_every_state_that_a_delivered_referral_can_have() -> None:
    local = {Status.DRAFT, Status.QUEUED, Status.SENT}
    assert set(PATHS) == set(Status) - local


@pytest.mark.parametrize("status", PATHS)
@pytest.mark.parametrize("actor", Actor)
def test_each_step_is_allowed_or_refused_as_the_table_says(
    shared_place: Place, status: Status, actor: Actor
) -> None:
    for step in Step:
        check(shared_place, status, actor, step)


def check(place: Place, status: Status, actor: Actor, step: Step) -> None:
    """One cell: with reason and outcome given, only the table decides."""
    payload = place.nurse.referral()
    assert place.nurse.send(payload).result is DeliveryResult.ACCEPTED
    version = 1
    for past, by in PATHS[status]:
        assert take(place, payload.id, version, past, by) is DeliveryResult.ACCEPTED
        version += 1
    try:
        expected = after(step, actor, status, reason="syy", outcome=Outcome.FULFILLED)
    except StepRefused:
        assert take(place, payload.id, version, step, actor) is DeliveryResult.REFUSED
        found, expected = place.nurse.refreshed()[-1], status
    else:
        assert take(place, payload.id, version, step, actor) is DeliveryResult.ACCEPTED
        found, version = place.nurse.refreshed()[-1], version + 1
    assert (found.referral_id, found.status, found.version) == (payload.id, expected, version)
    assert len(found.timeline) == version


def take(place: Place, referral_id: str, version: int, step: Step, actor: Actor) -> DeliveryResult:
    """The step by the terminal of that side (the sync itself counts as the sender's)."""
    terminal: HubTerminal = place.counsellor if actor is Actor.RECEIVER else place.nurse
    return terminal.step(
        referral_id,
        version,
        step,
        actor,
        reason="syy",
        outcome=Outcome.FULFILLED,
        receiver_unit_id=NGO.id,
    ).result


@pytest.mark.parametrize("step", Step)
def test_neither_side_takes_a_step_in_the_others_name(shared_place: Place, step: Step) -> None:
    payload = shared_place.nurse.referral()
    shared_place.nurse.send(payload)
    for terminal, claimed in ((shared_place.nurse, R), (shared_place.counsellor, S)):
        receipt = terminal.step(
            payload.id, 1, step, claimed, reason="syy", outcome=Outcome.FULFILLED
        )
        assert receipt.reason == "step-refused"


@pytest.mark.parametrize("step", [Step.RETURN, Step.COMPLETE])
def test_a_step_that_needs_a_reason_or_an_outcome_is_refused_without(
    shared_place: Place, step: Step
) -> None:
    payload = shared_place.nurse.referral()
    shared_place.nurse.send(payload)
    shared_place.counsellor.step(payload.id, 1, Step.ACCEPT, R)
    assert shared_place.counsellor.step(payload.id, 2, step, R).reason == "step-refused"
