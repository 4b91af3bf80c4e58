"""Phone numbers in every usual writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.phone_number import InvalidPhoneNumber, normalise, shown


@pytest.mark.parametrize(
    ("written", "kept", "displayed"),
    [
        ("0401234567", "+358401234567", "040 123 4567"),
        ("040-123 4567", "+358401234567", "040 123 4567"),
        ("+358 40 123 4567", "+358401234567", "040 123 4567"),
        ("+358 (0)40 123 4567", "+358401234567", "040 123 4567"),
        ("00358401234567", "+358401234567", "040 123 4567"),
        ("050 123 4567", "+358501234567", "050 123 4567"),
        ("09 2525 0111", "+358925250111", "09 2525 0111"),
        ("016 123 456", "+35816123456", "016 123 456"),
        ("+46 70 123 45 67", "+46701234567", "+46701234567"),
        ("112", "112", "112"),
        ("116117", "116117", "116117"),
    ],
)
def test_usual_writings(written: str, kept: str, displayed: str) -> None:
    assert normalise(written) == kept
    assert shown(kept) == displayed


@pytest.mark.parametrize("text", ["", "12", "soita", "040 12a", "+", "0" * 20, "7" * 8])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(InvalidPhoneNumber):
        normalise(text)


@given(st.from_regex(r"0(4\d|50)\d{6,7}", fullmatch=True))
def test_shown_numbers_are_read_back(text: str) -> None:
    assert normalise(shown(normalise(text))) == normalise(text)


@given(st.text(max_size=20))
def test_any_text_is_answered(text: str) -> None:
    try:
        assert normalise(normalise(text)) == normalise(text)
    except InvalidPhoneNumber as error:
        assert str(error) in ("international", "characters", "length")
