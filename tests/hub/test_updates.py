"""What a unit sees: its own referrals and nothing else, each change once."""

import pytest

from hyteterm.domain.referral_status import Actor, Outcome, Status, Step

from .conftest import COUNSELLORS, NGO, NURSES, Place


def test_each_unit_sees_its_own_and_nothing_of_others(place: Place) -> None:
    exercise = place.nurse.referral()
    to_ngo = place.nurse.referral(type="ngo")
    place.nurse.send(exercise)
    place.nurse.send(to_ngo)
    (seen,) = place.counsellor.refreshed()
    assert (seen.referral_id, seen.role) == (exercise.id, Actor.RECEIVER)
    assert seen.payload == exercise
    (seen_by_ngo,) = place.ngo.refreshed()
    assert seen_by_ngo.referral_id == to_ngo.id
    sent = place.nurse.refreshed()
    assert {state.referral_id for state in sent} == {exercise.id, to_ngo.id}
    assert {state.role for state in sent} == {Actor.SENDER}


def test_the_terminal_that_sent_it_does_not_get_the_content_back(place: Place) -> None:
    sibling = place.another(NURSES.id, "hilkka")
    payload = place.nurse.referral()
    place.nurse.send(payload)
    assert place.nurse.refreshed()[0].payload is None
    assert sibling.refreshed()[0].payload == payload


def test_a_change_is_seen_once_and_as_the_newest_state(place: Place) -> None:
    payload = place.nurse.referral()
    place.nurse.send(payload)
    place.counsellor.refreshed()
    assert place.counsellor.refreshed() == []
    place.counsellor.step(payload.id, 1, Step.ACCEPT, Actor.RECEIVER)
    place.counsellor.step(payload.id, 2, Step.START, Actor.RECEIVER)
    (state,) = place.nurse.refreshed()
    assert (state.status, state.version) == (Status.STARTED, 3)
    assert [entry.step for entry in state.timeline] == [Step.DELIVER, Step.ACCEPT, Step.START]


def test_pages_join_without_a_gap_though_changes_come_between(place: Place) -> None:
    sent = [place.nurse.referral() for _ in range(7)]
    place.nurse.deliver(*[place.nurse.sealed_referral(one) for one in sent])
    seen: dict[str, int] = {}
    cursor, pages = "", 0
    while True:
        answer = place.counsellor.updates(cursor, limit=2)
        seen |= {state.referral_id: state.version for state in answer.updates}
        cursor, pages = answer.cursor, pages + 1
        if pages == 2:
            place.counsellor.step(sent[0].id, 1, Step.ACCEPT, Actor.RECEIVER)
        if not answer.more:
            break
    assert set(seen) == {one.id for one in sent}
    assert seen[sent[0].id] == 2
    assert pages == 4


def test_the_cursor_moves_on_though_only_other_units_changed(place: Place) -> None:
    cursor = place.ngo.updates().cursor
    place.nurse.send(place.nurse.referral())
    answer = place.ngo.updates(cursor)
    assert answer.updates == []
    assert answer.cursor != cursor
    place.nurse.send(place.nurse.referral(type="ngo"))
    assert len(place.ngo.updates(answer.cursor).updates) == 1


def test_a_cursor_of_another_history_starts_from_the_beginning(place: Place) -> None:
    place.nurse.send(place.nurse.referral())
    epoch, number, row, mark = place.counsellor.updates().cursor.split(".")
    for other in (
        f"00000000.{number}.{row}.{mark}",
        f"{epoch}.{number}.{row}.00000000",
        f"{epoch}.{number}.{int(row) + 900}.{mark}",
    ):
        assert len(place.counsellor.updates(other).updates) == 1
    place.administration.restored()
    assert len(place.counsellor.updates(f"{epoch}.{number}.{row}.{mark}").updates) == 1


@pytest.mark.parametrize("query", ["since=x", "since=1.2.3.4'", "limit=0", "limit=-1", "limit=x"])
def test_a_question_of_another_form_is_400(place: Place, query: str) -> None:
    assert place.counsellor.get(f"/v1/updates?{query}").status_code == 400


def test_feedback_goes_to_the_sender_only_if_the_client_agreed(place: Place) -> None:
    payload = place.nurse.referral()
    consent = payload.consent.model_copy(update={"feedback_to_sender": False})
    silent = payload.model_copy(update={"consent": consent})
    place.nurse.send(silent)
    place.counsellor.step(silent.id, 1, Step.ACCEPT, Actor.RECEIVER)
    place.counsellor.step(silent.id, 2, Step.NOT_REACHED, Actor.RECEIVER, note="Ei vastaa.")
    place.nurse.step(silent.id, 3, Step.REMIND, Actor.SENDER, note="Kuuluuko mitään?")
    place.counsellor.step(
        silent.id, 4, Step.COMPLETE, Actor.RECEIVER, outcome=Outcome.DECLINED, note="Ei halua."
    )
    (seen,) = place.nurse.refreshed()
    assert (seen.status, seen.outcome, seen.attempts) == (Status.COMPLETED, None, 0)
    assert [entry.note for entry in seen.timeline] == ["", "", "", "Kuuluuko mitään?", ""]
    assert {entry.outcome for entry in seen.timeline} == {None}
    (own,) = place.counsellor.refreshed()
    assert (own.outcome, own.attempts) == (Outcome.DECLINED, 1)


def test_a_returned_referral_tells_its_reason_also_without_feedback(place: Place) -> None:
    payload = place.nurse.referral()
    consent = payload.consent.model_copy(update={"feedback_to_sender": False})
    place.nurse.send(payload.model_copy(update={"consent": consent}))
    place.counsellor.step(payload.id, 1, Step.RETURN, Actor.RECEIVER, reason="Numero puuttuu.")
    assert place.nurse.refreshed()[0].timeline[-1].reason == "Numero puuttuu."


@pytest.mark.parametrize("step", [Step.CANCEL, Step.ENTER_IN_ERROR])
def test_what_the_sender_took_back_is_handed_out_no_more(place: Place, step: Step) -> None:
    payload = place.nurse.referral()
    place.nurse.send(payload)
    place.nurse.step(payload.id, 1, step, Actor.SENDER)
    (state,) = place.counsellor.refreshed()
    assert state.status in (Status.CANCELLED, Status.ENTERED_IN_ERROR)
    assert state.payload is None


def test_a_second_terminal_of_the_receiver_sees_the_same(place: Place) -> None:
    second = place.another(COUNSELLORS.id, "lauri")
    payload = place.nurse.referral()
    place.nurse.send(payload)
    assert place.counsellor.refreshed()[0].payload == second.refreshed()[0].payload == payload
    assert place.another(NGO.id, "jaana").refreshed() == []
