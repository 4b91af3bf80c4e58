"""The day of the next contact, as people write it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.contact_day import NotADay, parse_day

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("tänään", SATURDAY),
        ("Huomenna", date(2026, 11, 22)),
        ("ylihuomenna", date(2026, 11, 23)),
        ("imorgon", date(2026, 11, 22)),
        ("tomorrow", date(2026, 11, 22)),
        ("ma", date(2026, 11, 23)),
        ("maanantaina", date(2026, 11, 23)),
        ("la", date(2026, 11, 28)),
        ("fredag", date(2026, 11, 27)),
        ("Wednesday", date(2026, 11, 25)),
        ("5.12.", date(2026, 12, 5)),
        ("5.12", date(2026, 12, 5)),
        ("5. 12. 2027", date(2027, 12, 5)),
        ("3.1.", date(2027, 1, 3)),
        ("29.2.", date(2028, 2, 29)),
        ("+3", date(2026, 11, 24)),
        ("3 pv", date(2026, 11, 24)),
        ("2 vk", date(2026, 12, 5)),
        ("2 viikkoa", date(2026, 12, 5)),
        ("1 kk", date(2026, 12, 21)),
        ("2 veckor", date(2026, 12, 5)),
        ("3 days", date(2026, 11, 24)),
    ],
)
def test_days(text: str, day: date) -> None:
    assert parse_day(text, SATURDAY) == day


@pytest.mark.parametrize("text", ["", "joskus", "31.2.", "0.1.", "12", "5.13.", "3 xyz", "1.2.3"])
def test_no_days(text: str) -> None:
    if text == "12":
        assert parse_day(text, SATURDAY) == date(2026, 12, 3)  # twelve days on
        return
    with pytest.raises(NotADay):
        parse_day(text, SATURDAY)


@given(st.text(max_size=30), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_anything_typed_is_a_day_or_not_a_day(text: str, today: date) -> None:
    try:
        parse_day(text, today)
    except NotADay:
        return


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(0, 364))
def test_a_date_without_a_year_is_the_next_one(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    assert parse_day(f"{day.day}.{day.month}.", today) == day
