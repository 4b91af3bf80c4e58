"""Times of the demo's events: ahead, in rhythm, and right on a Finnish clock."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hyteterm.demo.catalogue_loader import EventRule, demo_services
from hyteterm.domain.finnish_time import helsinki

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def test_event_times_lie_ahead_whenever_the_demo_is_opened() -> None:
    for now in (NOW, datetime(2027, 3, 27, 22, 0, tzinfo=UTC), datetime(2028, 2, 29, tzinfo=UTC)):
        with_events = [service for service in demo_services(now) if service.events]
        assert len(with_events) >= 60
        for service in with_events:
            starts = [event.starts for event in service.events]
            assert starts == sorted(starts), service.source_id
            assert starts[0] > now, service.source_id
            assert starts[-1] < now + timedelta(weeks=16), service.source_id


def test_an_event_keeps_its_clock_time_over_the_change_to_summer_time() -> None:
    rule = EventRule.model_validate({"weekday": 2, "from": "10:00", "to": "12:00", "weeks": 3})
    events = list(rule.events(datetime(2027, 3, 22, 8, 0, tzinfo=helsinki())))
    assert [(e.starts.date(), e.starts.astimezone(UTC).hour) for e in events] == [
        (date(2027, 3, 23), 8),
        (date(2027, 3, 30), 7),
        (date(2027, 4, 6), 7),
    ]


@given(
    now=st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1)),
    weekday=st.integers(1, 7),
    every=st.integers(1, 4),
    cycles=st.integers(1, 4),
)
def test_a_rule_yields_its_weekday_in_its_rhythm(
    now: datetime, weekday: int, every: int, cycles: int
) -> None:
    rule = EventRule.model_validate(
        {
            "weekday": weekday,
            "from": "10:00",
            "to": "12:00",
            "weeks": every * cycles,
            "every_weeks": every,
        }
    )
    aware = now.replace(tzinfo=helsinki())
    days = list(rule.dates(aware))
    assert len(days) == cycles
    assert {day.isoweekday() for day in days} == {weekday}
    assert {b - a for a, b in pairwise(days)} <= {timedelta(weeks=every)}
    assert datetime.combine(days[0], rule.starts, helsinki()) > aware


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekday": 8},
        {"weekday": 0},
        {"weeks": 0},
        {"weeks": 1, "every_weeks": 2},
        {"to": "09:00"},
        {"wekday": 1},
    ],
)
def test_a_wrong_rule_is_refused(wrong: dict[str, object]) -> None:
    right = {"weekday": 2, "from": "10:00", "to": "12:00", "weeks": 8}
    with pytest.raises(ValidationError):
        EventRule.model_validate(right | wrong)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        next(demo_services(datetime(2026, 11, 23)))
