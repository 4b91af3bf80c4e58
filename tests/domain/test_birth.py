"""When somebody was born, as people write it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.birth import NotABirth, parse_birth

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "year", "day"),
    [
        ("1958", 1958, None),
        ("s58", 1958, None),
        ("s. 1958", 1958, None),
        ("58", 1958, None),
        ("12.3.1958", 1958, date(1958, 3, 12)),
        ("12.3.58", 1958, date(1958, 3, 12)),
        ("1.1.24", 2024, date(2024, 1, 1)),
        ("67 v", 1959, None),
        ("67-vuotias", 1959, None),
        ("67v.", 1959, None),
    ],
)
def test_usual_writings(text: str, year: int, day: date | None) -> None:
    birth = parse_birth(text, TODAY)
    assert (birth.year, birth.day) == (year, day)


def test_identity_code_gives_everything() -> None:
    birth = parse_birth("010594y9032", TODAY)
    assert (birth.year, birth.day, birth.identity_code) == (1994, date(1994, 5, 1), "010594Y9032")


@pytest.mark.parametrize("text", ["", "31.2.1958", "2090", "300 v", "010594Y9033", "kevät"])
def test_what_is_not_understood(text: str) -> None:
    with pytest.raises(NotABirth):
        parse_birth(text, TODAY)


@given(st.dates(date(1907, 1, 1), TODAY))
def test_every_date_is_read(day: date) -> None:
    birth = parse_birth(f"{day.day}.{day.month}.{day.year}", TODAY)
    assert birth.day == day
