"""Typing mistakes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.local_cache.search.typos import allowed, distance, near

_words = st.text(alphabet="abcd", max_size=9)


def alignment(one: str, other: str) -> int:
    """Optimal string alignment as the textbooks write it."""
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for at in range(len(one) + 1):
        rows[at][0] = at
    for at in range(len(other) + 1):
        rows[0][at] = at
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            rows[i][j] = min(
                rows[i - 1][j] + 1,
                rows[i][j - 1] + 1,
                rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(_words, _words)
def test_distance_is_the_textbook_one(one: str, other: str) -> None:
    assert distance(one, other, 20) == alignment(one, other)


@given(_words, _words, st.integers(0, 3))
def test_distance_stops_counting_one_past_the_most(one: str, other: str, most: int) -> None:
    assert distance(one, other, most) == min(alignment(one, other), most + 1)


@pytest.mark.parametrize(
    ("word", "mistakes"), [("uni", 0), ("suru", 1), ("muistio", 1), ("masennus", 2)]
)
def test_longer_words_forgive_more(word: str, mistakes: int) -> None:
    assert allowed(word) == mistakes


@pytest.mark.parametrize(
    "typed", ["unettomuus", "unetomuus", "unettomuuss", "nuettomuus", "uentomuus", "ynettomuus"]
)
def test_swapped_missing_doubled_and_wrong_letters_are_forgiven(typed: str) -> None:
    assert near(typed, ["ulkoilu", "unettomuus", "unohtaminen"], typing=False)[0][0] == "unettomuus"


def test_the_beginning_of_a_longer_word_is_forgiven_only_while_typing() -> None:
    assert near("paihdene", ["paihdeneuvonta"], typing=True)
    assert near("pahdeneu", ["paihdeneuvonta"], typing=True)
    assert not near("pahdeneu", ["paihdeneuvonta"], typing=False)


def test_far_words_are_not_near() -> None:
    assert not near("velkaantuneelle", ["askarrellaan", "alueellaan"], typing=True)
