"""Reading the answers of our own card."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.card_answers import (
    CardAnswers,
    Said,
    Support,
    Variant,
    read_card,
    response_values,
    variant_of_age,
)
from hyteterm.domain.vocabulary import Theme

RESPONSE = {
    "resourceType": "QuestionnaireResponse",
    "item": [
        {
            "linkId": "start",
            "item": [
                {"linkId": "variant", "answer": [{"valueCoding": {"code": "carers"}}]},
                {
                    "linkId": "topics",
                    "answer": [
                        {"valueCoding": {"code": "sleep"}},
                        {"valueCoding": {"code": "mind"}},
                    ],
                },
            ],
        },
        {
            "linkId": "sleep",
            "item": [
                {
                    "linkId": "sleep.scale",
                    "answer": [{"valueInteger": 3, "item": [{"linkId": "sleep.scale.lower"}]}],
                },
                {"linkId": "sleep.matters", "answer": [{"valueString": " jaksaa  töissä "}]},
                {"linkId": "sleep.support", "answer": [{"valueCoding": {"code": "yes"}}]},
            ],
        },
        {"linkId": "wishes", "item": [{"linkId": "wishes.free", "answer": [{"valueBoolean": True}]}]},
        {
            "linkId": "agreement",
            "item": [{"linkId": "agreement.date", "answer": [{"valueDate": "2026-12-12"}]}],
        },
    ],
}  # fmt: skip


def test_a_response_is_read_by_link_id() -> None:
    card = read_card(response_values(RESPONSE))
    assert card.variant is Variant.CARERS
    assert card.topics == (Theme.SLEEP, Theme.MIND)
    assert card.theme(Theme.SLEEP).score == 3
    assert card.theme(Theme.SLEEP).matters == "jaksaa töissä"
    assert card.theme(Theme.SLEEP).support is Support.YES
    assert card.free is True
    assert card.company is None
    assert card.follow_up == date(2026, 12, 12)
    assert card.discussed == (Theme.SLEEP, Theme.MIND)


def test_violence_counts_only_when_the_client_is_alone() -> None:
    values: dict[str, tuple[object, ...]] = {
        "safety.scale": (2,),
        "safety.hurt": ("yes",),
        "safety.home": ("no",),
    }
    assert read_card(values) == CardAnswers()
    assert read_card({**values, "safety.alone": (False,)}) == CardAnswers()
    told = read_card({**values, "safety.alone": (True,)})
    assert told.violence == {"safety.hurt", "safety.home"}
    assert told.theme(Theme.SAFETY).score == 2


def test_at_most_three_topics_count_and_each_once() -> None:
    card = read_card({"topics": ("mind", "sleep", "mind", "nature", "health")})
    assert card.topics == (Theme.MIND, Theme.SLEEP, Theme.NATURE)


@pytest.mark.parametrize("wrong", [11, -1, True, "3", 3.5, None])
def test_a_score_outside_the_scale_was_not_said(wrong: object) -> None:
    assert read_card({"sleep.scale": (wrong,)}).themes == {}


def test_zero_is_a_score() -> None:
    assert read_card({"sleep.scale": (0,)}).theme(Theme.SLEEP).score == 0


def test_declining_a_theme_is_kept() -> None:
    card = read_card({"sleep.support": ("no",), "mind.support": ("later",)})
    assert card.declined == {Theme.SLEEP}


def test_self_harm_may_stay_unsaid() -> None:
    assert read_card({"mind.self-harm": ("unsaid",)}).self_harm is Said.UNSAID


links = st.sampled_from(
    [
        "variant",
        "topics",
        "sleep.scale",
        "sleep.support",
        "sleep.worry",
        "safety.alone",
        "safety.hurt",
        "mind.self-harm",
        "agreement.date",
        "wishes.free",
        "unknown",
    ]
)
anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.dates()
)


@given(st.dictionaries(links, st.lists(anything, max_size=4)))
def test_any_answers_are_read_without_an_error(values: dict[str, list[object]]) -> None:
    card = read_card(values)
    assert all(0 <= a.score <= 10 for a in card.themes.values() if a.score is not None)


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["item", "answer", "linkId", "valueCoding"]), inner)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["item", "answer"]), json))
def test_a_malformed_response_gives_no_error(response: dict[str, object]) -> None:
    read_card(response_values(response))


@pytest.mark.parametrize(
    ("born", "variant"),
    [
        (None, None),
        (2002, Variant.YOUNG_PEOPLE),
        (2001, Variant.WORKING_AGE),
        (1962, Variant.WORKING_AGE),
        (1961, Variant.OLDER_PEOPLE),
    ],
)
def test_the_age_offers_a_variant(born: int | None, variant: Variant | None) -> None:
    assert variant_of_age(born, 2026) is variant
