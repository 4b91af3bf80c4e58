"""Which words of a search may be counted, and what leaves the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hyteterm.domain.quick_entry.names import is_name
from hyteterm.domain.use_counts import CountsPayload, added, countable_words, sent_words


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kuntosali Kouvola", ("kuntosali", "kouvola")),
        ("yksinäisyys, yksinäisyys", ("yksinaisyys",)),
        ("sauvakävely 60+", ("sauvakavely",)),
        ("miten päästä alkuun?", ("miten", "paasta", "alkuun")),
        ("", ()),
        ("uni", ("uni",)),
    ],
)
def test_words_of_a_search_are_folded(query: str, words: tuple[str, ...]) -> None:
    assert countable_words(query) == words


@pytest.mark.parametrize(
    "query",
    [
        "Matti Virtanen",
        "virtasen liikunta",
        "matille jumppaa",
        "Matin jumppa",
        "pekalle ystävä",
        "aino outosukunimi",
        "131052-308T",
        "131052 308T",
        "040 123 4567",
        "0401234567 polvi",
        "synt. 13.10.1952",
        "aino.esimerkki@example.org",
    ],
)
def test_a_search_that_may_be_about_a_person_gives_no_word(query: str) -> None:
    assert countable_words(query) == ()


@given(st.text(max_size=60))
def test_no_name_no_digit_and_no_space_is_ever_counted(query: str) -> None:
    for word in countable_words(query):
        assert not is_name(word)
        assert word.isascii()
        assert not any(sign.isdigit() or sign.isspace() or sign == "@" for sign in word)


def test_a_word_leaves_only_when_it_was_met_several_times() -> None:
    assert sent_words({"sirkus": 3, "harvinainen": 2}) == {"word.sirkus": 3}


def test_counts_are_added() -> None:
    assert added([{"a": 1, "b": 0}, {"a": 2}]) == {"a": 3}


def test_a_payload_holds_nothing_but_sums() -> None:
    payload = CountsPayload(id="0" * 32, month="2026-11", counts={"search": 3, "new.thing": 1})
    assert payload.known() == {"search": 3}
    with pytest.raises(ValidationError):
        CountsPayload.model_validate({**payload.model_dump(), "terminal_id": "t-1"})


@pytest.mark.parametrize("name", ["", "two words", "word." + "ä" * 76, "survey:1"])
def test_a_payload_takes_no_other_names(name: str) -> None:
    with pytest.raises(ValidationError):
        CountsPayload(id="0" * 32, month="2026-11", counts={name: 1})


def test_the_longest_name_of_a_count() -> None:
    name = "word." + "ä" * 75
    payload = CountsPayload(id="0" * 32, month="2026-11", counts={name: 1})
    assert payload.known() == {name: 1}
