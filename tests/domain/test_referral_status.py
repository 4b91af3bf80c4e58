"""The status table, exhaustively: each role × each state × each step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.referral_status import (
    FHIR_TASK_STATUS,
    OPEN,
    RULES,
    STATUS_LABELS,
    STEP_LABELS,
    Actor,
    Outcome,
    Status,
    Step,
    StepRefused,
    after,
    allowed_steps,
    fhir_task_status,
    whose_turn,
)

# actor → step → statuses from which it is allowed → status after it (“=”: stays)
EXPECTED: dict[str, dict[str, tuple[str, str]]] = {
    "sender": {
        "queue": ("draft", "queued"),
        "take-back": ("queued", "draft"),
        "correct": ("returned", "queued"),
        "cancel": (
            "queued sent delivered accepted contacting started on-hold returned",
            "cancelled",
        ),
        "enter-in-error": (
            "queued sent delivered accepted contacting started on-hold returned completed cancelled",
            "entered-in-error",
        ),
        "remind": ("delivered accepted contacting started on-hold", "="),
    },
    "receiver": {
        "accept": ("delivered", "accepted"),
        "reached": ("accepted contacting", "contacting"),
        "not-reached": ("accepted contacting", "contacting"),
        "start": ("accepted contacting", "started"),
        "hold": ("accepted contacting started", "on-hold"),
        "resume": ("on-hold", "accepted"),
        "complete": ("accepted contacting started on-hold", "completed"),
        "return": ("delivered accepted contacting on-hold", "returned"),
        "pass-on": ("delivered accepted contacting", "delivered"),
        "note": ("delivered accepted contacting started on-hold completed", "="),
    },
    "delivery": {
        "send": ("queued", "sent"),
        "deliver": ("queued sent", "delivered"),
        "refuse": ("queued sent", "returned"),
    },
}


@pytest.mark.parametrize("actor", list(Actor))
@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("status", list(Status))
def test_every_cell_of_the_table(actor: Actor, step: Step, status: Status) -> None:
    sources, to = EXPECTED[actor].get(step, ("", ""))
    if status in sources.split():
        found = after(step, actor, status, reason="syy", outcome=Outcome.FULFILLED)
        assert found == (status if to == "=" else to)
        assert step in allowed_steps(actor, status)
    else:
        with pytest.raises(StepRefused):
            after(step, actor, status, reason="syy", outcome=Outcome.FULFILLED)
        assert step not in allowed_steps(actor, status)


def test_the_sender_alone_cancels_and_the_receiver_alone_decides() -> None:
    actors = {step: {rule.actor for rule in RULES if rule.step is step} for step in Step}
    assert actors[Step.CANCEL] == {Actor.SENDER}
    for step in (Step.ACCEPT, Step.RETURN, Step.START, Step.COMPLETE):
        assert actors[step] == {Actor.RECEIVER}


@pytest.mark.parametrize("step", [Step.RETURN])
def test_a_return_needs_a_reason(step: Step) -> None:
    with pytest.raises(StepRefused):
        after(step, Actor.RECEIVER, Status.ACCEPTED, reason="  ")


def test_a_completion_needs_an_outcome() -> None:
    with pytest.raises(StepRefused):
        after(Step.COMPLETE, Actor.RECEIVER, Status.STARTED)


def test_every_status_has_a_label_and_a_fhir_status() -> None:
    assert set(STATUS_LABELS) == set(FHIR_TASK_STATUS) == set(Status)
    assert set(STEP_LABELS) == set(Step)
    assert fhir_task_status(Status.COMPLETED, Outcome.NOT_REACHED) == "failed"
    assert fhir_task_status(Status.COMPLETED, Outcome.FULFILLED) == "completed"


def test_somebody_has_a_turn_in_every_open_status() -> None:
    assert {status for status in Status if whose_turn(status)} == OPEN | {Status.DRAFT}


@given(st.lists(st.tuples(st.sampled_from(list(Actor)), st.sampled_from(list(Step)))))
def test_an_ended_referral_never_opens_again(steps: list[tuple[Actor, Step]]) -> None:
    status, ended = Status.DELIVERED, False
    for actor, step in steps:
        try:
            status = after(step, actor, status, reason="syy", outcome=Outcome.FULFILLED)
        except StepRefused:
            continue
        if ended:
            assert status not in OPEN
        ended = status not in OPEN
