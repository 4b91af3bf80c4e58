"""The views of the received list."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.received_row import ReceivedRow, View, Worker, counts, viewed
from hyteterm.domain.referral import Urgency
from hyteterm.domain.referral_status import Status

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ME = Worker("lauri", "Lauri Liikuttaja")


def row(id: str, status: Status = Status.DELIVERED, *, hours: int = 0, **more: Any) -> ReceivedRow:
    at = NOON + timedelta(hours=hours)
    return ReceivedRow(id, "exercise", status, "x", "y", at, at, **more)


def ids(rows: list[ReceivedRow], view: View, kept: frozenset[str] = frozenset()) -> list[str]:
    return [one.id for one in viewed(rows, view, ME, kept=kept)]


def test_new_ones_urgent_first_then_the_longest_wait() -> None:
    rows = [
        row("late", hours=5),
        row("early", hours=1),
        row("urgent", hours=9, urgency=Urgency.URGENT),
        row("taken", Status.ACCEPTED),
    ]
    assert ids(rows, View.NEW) == ["urgent", "early", "late"]


def test_mine_are_those_whose_last_worker_i_am() -> None:
    rows = [
        row("mine", Status.ACCEPTED, handler="Lauri Liikuttaja, Kouvolan liikuntaneuvonta"),
        row("mine-waiting", Status.STARTED, handler="Lauri Liikuttaja", hours=1),
        row("namesake", Status.ACCEPTED, handler="Lauri Liikuttajanen"),
        row("done", Status.COMPLETED, handler=ME.name),
        row("new"),
    ]
    assert ids(rows, View.MINE) == ["mine-waiting", "mine"]


def test_a_colleague_of_the_same_name_has_another_id() -> None:
    rows = [
        row("hers", Status.ACCEPTED, handler=ME.name, handler_id="another"),
        row("mine", Status.ACCEPTED, handler="Lauri Uusinimi, Kouvola", handler_id=ME.id),
    ]
    assert ids(rows, View.MINE) == ["mine"]


def test_dated_ones_by_day_and_only_open_ones() -> None:
    rows = [
        row("later", Status.STARTED, next_contact=date(2026, 12, 1)),
        row("sooner", Status.ACCEPTED, next_contact=date(2026, 11, 22)),
        row("done", Status.COMPLETED, next_contact=date(2026, 11, 20)),
        row("undated", Status.ACCEPTED),
    ]
    assert ids(rows, View.DATED) == ["sooner", "later"]


def test_all_have_new_ones_first_and_ended_ones_last() -> None:
    rows = [row("done", Status.COMPLETED, hours=9), row("work", Status.STARTED), row("new")]
    assert ids(rows, View.ALL) == ["new", "work", "done"]


def test_what_was_not_taken_stands_in_every_view() -> None:
    rows = [row("stale", Status.COMPLETED, quarantined="stale")]
    assert all(ids(rows, view) == ["stale"] for view in View)


@given(
    st.lists(
        st.builds(
            row,
            st.uuids().map(str),
            st.sampled_from(Status),
            hours=st.integers(0, 99),
            handler=st.sampled_from((ME.name, "", "muu")),
            next_contact=st.none() | st.just(date(2026, 12, 1)),
        ),
        max_size=12,
    )
)
def test_counts_say_what_the_views_show(rows: list[ReceivedRow]) -> None:
    found = counts(rows, ME)
    assert all(found[view] == len(ids(rows, view)) for view in View)
    assert sorted(ids(rows, View.ALL)) == sorted(one.id for one in rows)
    kept = frozenset(one.id for one in rows)
    assert set(ids(rows, View.NEW, kept)) == kept
