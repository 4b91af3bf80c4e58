"""The client's feedback: codes of leaflets, the county's form, and what is shown of answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hyteterm.domain.feedback import (
    Answers,
    Feedback,
    FeedbackForm,
    NotALeafletCode,
    Source,
    answers_shown,
    is_leaflet_code,
    leaflet_code,
    read_code,
    shown_code,
    sums,
    tells_of_a_person,
)

ids = st.lists(st.uuids().map(str), min_size=1, max_size=5)


@given(ids)
def test_a_code_is_read_as_it_is_printed(services: list[str]) -> None:
    code = leaflet_code(services)
    assert code == leaflet_code(reversed(services))
    assert read_code(f" {shown_code(code).lower()} ") == code


@given(ids, st.integers(0, 7), st.sampled_from("23456789ABCDEFGHJKLMNPQRSTUVWXYZ"))
def test_one_wrong_sign_is_noticed(services: list[str], place: int, sign: str) -> None:
    code = leaflet_code(services)
    wrong = code[:place] + sign + code[place + 1 :]
    assert is_leaflet_code(wrong) == (wrong == code)


@pytest.mark.parametrize("text", ["", "ABCD", "ABCD-EFGHJ", "äbcd-efgh", "????-????"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(NotALeafletCode):
        read_code(text)


@pytest.mark.parametrize(
    ("word", "tells"),
    [
        ("Mukava ryhmä, tulen uudelleen 2027", False),
        ("tunnukseni on 131052-308T", True),
        ("soita 040 123 4567", True),
        ("aino@example.org", True),
    ],
)
def test_a_word_that_tells_of_a_person(word: str, tells: bool) -> None:
    assert tells_of_a_person(word) is tells


def test_a_form_has_each_question_once() -> None:
    question = {"id": "nps", "kind": "recommend", "text": {"fi": "Suosittelisitko?"}}
    assert FeedbackForm.model_validate({"questions": [question]}).questions[0].id == "nps"
    with pytest.raises(ValidationError):
        FeedbackForm.model_validate({"questions": [question, question]})
    with pytest.raises(ValidationError):
        FeedbackForm.model_validate({"questions": [{**question, "kind": "stars"}]})


def test_an_answer_adds_one_to_each_of_its_sums() -> None:
    feedback = Feedback.model_validate(
        {
            "source": Source.PAPER, "smile": 4, "word": "kiitos",
            "answers": {"nps": 10}, "kinds": {"nps": "recommend"},
        }
    )  # fmt: skip
    assert sums(feedback) == {
        ("smile", "4"): 1,
        ("source", "paper"): 1,
        ("recommend.nps", "10"): 1,
    }


def test_few_answers_are_not_shown() -> None:
    assert answers_shown({5: 4}) == Answers(None)


def test_mean_and_score() -> None:
    shown = answers_shown({10: 6, 0: 2, 7: 2}, recommend=True)
    assert (shown.count, shown.mean, shown.promoters) == (10, 7.4, 40)


@given(st.dictionaries(st.integers(1, 5), st.integers(0, 12)))
def test_a_spread_is_whole_and_without_small_cells_or_not_given(counts: dict[int, int]) -> None:
    shown = answers_shown(counts)
    told = {answer: count for answer, count in counts.items() if count}
    if shown.spread is not None:
        assert shown.spread == told
    assert (shown.spread is not None) == (bool(told) and min(told.values()) >= 5)
