"""What of a referral is counted, and how months are reckoned."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.consent import ConsentRecord
from hyteterm.domain.referral import Receiver, ReferralPayload, Sender, TimelineEntry
from hyteterm.domain.referral_status import Actor, Outcome, Status, Step
from hyteterm.domain.statistics import (
    FEEDBACK_GIVEN,
    CountedReferral,
    StatisticsRow,
    counted,
    month_bounds,
    month_of,
    month_plus,
    referral_rows,
    share,
)

ARRIVED = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def payload(*, feedback: bool = True, non_disclosure: bool = False) -> ReferralPayload:
    return ReferralPayload(
        id="r",
        revision=1,
        type="exercise",
        created_at=ARRIVED,
        sender=Sender(professional_id="p", name="Hilkka Hoitaja"),
        receiver=Receiver(),
        consent=ConsentRecord(given_at=ARRIVED, feedback_to_sender=feedback),
        municipality="286",
        non_disclosure=non_disclosure,
    )


def entry(step: Step, days: float, **values: object) -> TimelineEntry:
    return TimelineEntry.model_validate(
        {
            "step": step,
            "actor": Actor.RECEIVER,
            "at": ARRIVED + timedelta(days=days),
            "status": Status.CONTACTING,
        }
        | values
    )


def count(one: ReferralPayload, *timeline: TimelineEntry) -> CountedReferral:
    return counted(
        one,
        receiver="u-2",
        unit="u-1",
        status=Status.CONTACTING,
        outcome=None,
        arrived=ARRIVED,
        timeline=timeline,
    )


def test_first_contact_is_when_the_client_was_reached_not_when_it_was_tried() -> None:
    found = count(
        payload(), entry(Step.ACCEPT, 1), entry(Step.NOT_REACHED, 2), entry(Step.REACHED, 4.5)
    )
    assert found.days_to_contact == 4.5
    assert count(payload(), entry(Step.NOT_REACHED, 2)).days_to_contact is None


def test_a_clock_that_is_behind_gives_no_negative_days() -> None:
    assert count(payload(), entry(Step.REACHED, -3)).days_to_contact == 0


def test_feedback_counts_when_the_sender_may_hear_it() -> None:
    told = entry(Step.COMPLETE, 9, outcome=Outcome.FULFILLED)
    assert count(payload(), told).feedback
    assert not count(payload(feedback=False), told).feedback
    assert not count(payload(), entry(Step.ACCEPT, 1)).feedback
    assert not count(payload(), entry(Step.NOTE, 1, actor=Actor.SENDER, note="x")).feedback


def test_turvakielto_leaves_the_municipality_out_even_if_it_was_sent() -> None:
    assert count(payload(non_disclosure=True)).municipality == ""


def referral(**values: object) -> CountedReferral:
    defaults: dict[str, object] = {
        "type": "exercise", "municipality": "286", "unit": "u", "receiver": "v",
        "status": Status.STARTED,
    }  # fmt: skip
    return CountedReferral(**(defaults | values))  # type: ignore[arg-type]


def test_the_median_is_told_only_of_five_or_more() -> None:
    met = [referral(days_to_contact=days) for days in (1.0, 2.0, 3.0, 9.0)]
    assert next(referral_rows([*met, referral()])).median_days is None
    assert next(referral_rows([*met, referral(days_to_contact=30.0)])).median_days == 3.0


def test_a_median_stands_only_beside_a_count_that_is_told() -> None:
    rows = list(
        referral_rows(
            [referral(days_to_contact=1.0)] * 6
            + [referral(type="culture", days_to_contact=2.0)] * 9
            + [referral(type="uni")] * 2
        )
    )
    assert [row for row in rows if row.count is None and row.median_days is not None] == []
    assert [row for row in rows if row.type == "exercise" and row.municipality == "*"] == [
        StatisticsRow(type="exercise", count=None)
    ]


def test_a_referral_without_theme_counts_under_none() -> None:
    rows = [row for row in referral_rows([referral()] * 5) if row.theme != "*"]
    assert rows == [StatisticsRow(theme="", count=5)]


def test_the_share_is_told_only_when_neither_side_is_small() -> None:
    heard = [referral(feedback=True)] * 6
    assert share(referral_rows([*heard, *[referral()] * 6]), FEEDBACK_GIVEN) == 0.5
    assert share(referral_rows([*heard, referral()]), FEEDBACK_GIVEN) is None
    assert share([], FEEDBACK_GIVEN) is None


def test_a_month_begins_and_ends_in_finland() -> None:
    first, end = month_bounds("2026-11")
    assert first.astimezone(UTC) == datetime(2026, 10, 31, 22, 0, tzinfo=UTC)
    assert end.astimezone(UTC) == datetime(2026, 11, 30, 22, 0, tzinfo=UTC)
    assert month_of(first) == "2026-11"
    assert month_of(first - timedelta(microseconds=1)) == "2026-10"
    with pytest.raises(ValueError, match="month"):
        month_bounds("2026-13")


@given(st.integers(2000, 2098), st.integers(1, 12), st.integers(-300, 12))
def test_months_are_added_like_numbers(year: int, month: int, by: int) -> None:
    start = f"{year}-{month:02}"
    there = month_plus(start, by)
    assert month_plus(there, -by) == start
    assert (there > start) == (by > 0)
