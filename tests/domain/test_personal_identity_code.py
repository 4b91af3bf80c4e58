"""Identity codes against the published test persons, and by property."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.personal_identity_code import (
    InvalidIdentityCode,
    birth_date,
    is_test_code,
    is_valid,
    normalise,
)

CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def code_of(day: date, sign: str, individual: int) -> str:
    digits = f"{day:%d%m%y}{individual:03}"
    return f"{day:%d%m%y}{sign}{individual:03}{CHECK[int(digits) % 31]}"


def test_published_test_persons_are_valid(shared_data: Path) -> None:
    lines = (shared_data / "codes" / "hetu_test_vectors.txt").read_text("utf-8").splitlines()
    codes = [line for line in lines if line and not line.startswith("#")]
    assert codes
    assert all(is_valid(code) and is_test_code(code) for code in codes)


@given(
    st.dates(date(1900, 1, 1), date(1999, 12, 31)),
    st.sampled_from("-YXWVU"),
    st.integers(900, 999),
)
def test_a_made_code_is_valid_and_gives_its_date(day: date, sign: str, individual: int) -> None:
    code = code_of(day, sign, individual)
    assert normalise(code.lower()) == code
    assert birth_date(code) == day


@given(st.dates(date(2000, 1, 1), date(2026, 1, 1)), st.integers(900, 999), st.data())
def test_one_wrong_digit_is_noticed(day: date, individual: int, data: st.DataObject) -> None:
    code = code_of(day, "A", individual)
    place = data.draw(st.sampled_from([0, 1, 2, 3, 4, 5, 7, 8, 9]))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != code[place]]))
    assert not is_valid(code[:place] + other + code[place + 1 :])


@given(st.text(max_size=14))
def test_any_text_is_answered_without_repeating_it(text: str) -> None:
    try:
        normalise(text)
    except InvalidIdentityCode as error:
        assert str(error) in ("shape", "date", "individual number", "check character")


@pytest.mark.parametrize("text", ["", "310299-9000", "131052-9083x", "321352-908T", "131052*908T"])
def test_wrong_codes(text: str) -> None:
    assert not is_valid(text)
