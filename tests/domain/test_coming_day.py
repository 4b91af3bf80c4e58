"""Days to come as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.coming_day import coming_day

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12.12.2026", date(2026, 12, 12)),
        ("12.12.", date(2026, 12, 12)),
        ("12.12", date(2026, 12, 12)),
        ("1.3.", date(2027, 3, 1)),
        ("21.11.", date(2026, 11, 21)),
        ("29.2.", date(2028, 2, 29)),
        ("2 vk", date(2026, 12, 5)),
        ("2vk", date(2026, 12, 5)),
        ("3 kk", date(2027, 2, 21)),
        ("10 päivää", date(2026, 12, 1)),
        ("2 veckor", date(2026, 12, 5)),
        ("3 months", date(2027, 2, 21)),
        ("2026-12-12", date(2026, 12, 12)),
        ("", None),
        ("32.12.", None),
        ("30.2.2027", None),
        ("pian", None),
        ("2 vuotta", None),
    ],
)
def test_what_is_meant(text: str, day: date | None) -> None:
    assert coming_day(text, TODAY) == day


def test_months_end_with_the_month() -> None:
    assert coming_day("1 kk", date(2027, 1, 31)) == date(2027, 2, 28)


@given(st.text(max_size=20))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    found = coming_day(text, TODAY)
    assert found is None or isinstance(found, date)
