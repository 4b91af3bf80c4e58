"""The professionals' survey: the published figures, sums of fillings, results."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.survey import QUESTIONS, counts_of, results
from hyteterm.domain.use_counts import added

BY_ID = {question.id: question for question in QUESTIONS}


def test_the_figures_of_2024_are_the_published_ones() -> None:
    figures = {
        question.id: {o.id: o.percent_2024 for o in question.options if o.percent_2024 is not None}
        for question in QUESTIONS
    }
    assert list(figures["guides"].values()) == [16, 22, 18, 19, 21]
    assert list(figures["works-with"].values()) == [3, 10, 17, 39, 31]
    assert figures["agreed-way"] == {"no": 89}
    assert figures["recognise"] == {"own-skill": 78}
    assert figures["obstacles"] == figures["information"] == {}


def test_a_filling_becomes_sums() -> None:
    filling = {
        "guides": frozenset({"weekly"}),
        "obstacles": frozenset({"no-time", "other"}),
        "recognise": frozenset[str](),
    }
    assert counts_of(filling) == {
        "guides.answered": 1,
        "guides.weekly": 1,
        "obstacles.answered": 1,
        "obstacles.no-time": 1,
        "obstacles.other": 1,
    }


@pytest.mark.parametrize(
    "filling",
    [
        {"guides": frozenset({"daily", "weekly"})},
        {"guides": frozenset({"sometimes"})},
        {"name": frozenset({"x"})},
    ],
)
def test_an_answer_that_does_not_exist_is_refused(filling: dict[str, frozenset[str]]) -> None:
    with pytest.raises(ValueError, match="answer"):
        counts_of(filling)


def test_results_are_shares_of_those_who_answered() -> None:
    sums = added(
        [counts_of({"guides": frozenset({"daily"})})] * 6
        + [counts_of({"guides": frozenset({"never"})})] * 6
    )
    found = results(sums)["guides"]
    assert (found.answered, found.percent("daily"), found.percent("weekly")) == (12, 50, 0)
    assert results(sums)["obstacles"].answered is None


def test_a_lonely_answer_and_those_who_did_not_choose_are_protected() -> None:
    chosen = counts_of({"obstacles": frozenset({"no-time"})})
    other = counts_of({"obstacles": frozenset({"other"})})
    found = results(added([chosen] * 9 + [other] * 2))["obstacles"]
    assert found.counts["other"] is None
    assert found.counts["no-time"] is None


answers = st.fixed_dictionaries(
    {},
    optional={
        question.id: st.frozensets(
            st.sampled_from([option.id for option in question.options]),
            min_size=1,
            max_size=len(question.options) if question.several else 1,
        )
        for question in QUESTIONS
    },
)


@given(st.lists(answers, max_size=25))
def test_no_small_number_is_told(fillings: list[dict[str, frozenset[str]]]) -> None:
    for id, result in results(added(counts_of(one) for one in fillings)).items():
        true = [one[id] for one in fillings if id in one]
        assert result.answered == (len(true) if len(true) >= 5 else None)
        for option, count in result.counts.items():
            chose = sum(option in one for one in true)
            assert count is None or (count == chose and not 0 < count < 5)
