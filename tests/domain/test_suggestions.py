"""From a card to services."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.calculators import AuditCAnswers, HsiAnswers, NicotineProduct, audit_c, hsi
from hyteterm.domain.card_answers import CardAnswers, Support, ThemeAnswer, Variant
from hyteterm.domain.service import Price, Service
from hyteterm.domain.service_path import PathStep, ServicePath
from hyteterm.domain.suggestion_request import Candidate, SuggestionRequest, candidate
from hyteterm.domain.suggestions import (
    Suggestion,
    fitting_paths,
    guidance_letter,
    reason_text,
    suggest,
    wanted_themes,
)
from hyteterm.domain.vocabulary import LowThreshold, PriceKind, ReferralType, TargetGroup, Theme

KOUVOLA, KOTKA = "286", "285"
SLEEP_GROUP = Candidate("sleep-group", (Theme.SLEEP,), municipalities=(KOUVOLA,))
WALKS = Candidate("walks", (Theme.EXERCISE, Theme.NATURE), municipalities=(KOUVOLA,))


def asked(
    theme: Theme = Theme.SLEEP, score: int | None = 3, support: Support | None = Support.YES
) -> CardAnswers:
    return CardAnswers(themes={theme: ThemeAnswer(score=score, support=support)})


def request(card: CardAnswers | None = None, **more: object) -> SuggestionRequest:
    return SuggestionRequest(card or asked(), municipality=KOUVOLA, year=2026, **more)  # type: ignore[arg-type]


def ids(found: tuple[Suggestion, ...]) -> list[str]:
    return [one.service_id for one in found]


def words(suggestion: Suggestion) -> list[str]:
    return [reason_text(reason, str) for reason in suggestion.reasons]


def test_a_low_score_and_a_wish_suggest_a_local_service_and_say_why() -> None:
    (found,) = suggest(request(), [SLEEP_GROUP, WALKS])
    assert found.service_id == "sleep-group"
    assert found.theme is Theme.SLEEP
    assert words(found)[0] == "uni 3/10, toivoo tukea"


@pytest.mark.parametrize(
    ("answer", "topics", "reason"),
    [
        (ThemeAnswer(score=9, support=Support.YES), (), "uni 9/10, toivoo tukea"),
        (ThemeAnswer(support=Support.YES), (), "uni: toivoo tukea"),
        (ThemeAnswer(score=5), (Theme.SLEEP,), "uni 5/10, halusi puhua tästä"),
        (ThemeAnswer(score=8), (Theme.SLEEP,), "uni 8/10, halusi puhua tästä"),
        (ThemeAnswer(), (Theme.SLEEP,), "uni: halusi puhua tästä"),
        (ThemeAnswer(score=4), (), "uni 4/10"),
        (ThemeAnswer(score=2, support=Support.LATER), (), "uni 2/10, toivoo tukea myöhemmin"),
        (ThemeAnswer(support=Support.LATER), (), "uni: toivoo tukea myöhemmin"),
        (ThemeAnswer(score=5), (), None),
        (ThemeAnswer(score=0, support=Support.NO), (Theme.SLEEP,), None),
        (ThemeAnswer(), (), None),
    ],
)
def test_each_row_of_the_table_has_its_reason(
    answer: ThemeAnswer, topics: tuple[Theme, ...], reason: str | None
) -> None:
    card = CardAnswers(topics=topics, themes={Theme.SLEEP: answer})
    found = suggest(request(card), [SLEEP_GROUP])
    assert [words(one)[0] for one in found] == ([reason] if reason else [])


def test_the_theme_most_wished_comes_first() -> None:
    card = CardAnswers(
        themes={
            Theme.EXERCISE: ThemeAnswer(score=1, support=Support.LATER),
            Theme.SLEEP: ThemeAnswer(score=5, support=Support.YES),
            Theme.MIND: ThemeAnswer(score=2, support=Support.YES),
            Theme.NATURE: ThemeAnswer(score=2),
        }
    )
    assert wanted_themes(request(card)) == (Theme.MIND, Theme.SLEEP, Theme.NATURE, Theme.EXERCISE)


def test_what_a_service_is_mostly_about_decides_its_theme_and_its_place() -> None:
    card = CardAnswers(
        themes={
            Theme.SLEEP: ThemeAnswer(score=3, support=Support.YES),
            Theme.NUTRITION: ThemeAnswer(score=4, support=Support.YES),
        }
    )
    cooking = Candidate("cooking", (Theme.NUTRITION, Theme.SLEEP), municipalities=(KOUVOLA,))
    aside = replace(SLEEP_GROUP, id="aside", themes=(Theme.MIND, Theme.SLEEP))
    found = suggest(request(card), [aside, cooking, SLEEP_GROUP])
    assert [(one.service_id, one.theme) for one in found] == [
        ("sleep-group", Theme.SLEEP),
        ("cooking", Theme.NUTRITION),
        ("aside", Theme.SLEEP),
    ]


def test_what_is_for_one_age_only_comes_last_while_the_age_is_not_known() -> None:
    young = replace(SLEEP_GROUP, id="a-young", target_groups=(TargetGroup.YOUNG_PEOPLE,))
    adults = (TargetGroup.WORKING_AGE, TargetGroup.OLDER_PEOPLE)
    grown_up = replace(SLEEP_GROUP, id="grown-up", target_groups=adults)
    assert ids(suggest(request(), [young, grown_up])) == ["grown-up", "a-young"]
    told = request(replace(asked(), variant=Variant.YOUNG_PEOPLE))
    assert ids(suggest(told, [young, grown_up])) == ["a-young"]
    families = replace(SLEEP_GROUP, id="a-family", target_groups=(TargetGroup.CHILDREN_FAMILIES,))
    assert ids(suggest(request(), [families, grown_up])) == ["grown-up", "a-family"]


def test_other_municipalities_are_left_out_and_nationwide_services_stay() -> None:
    elsewhere = replace(SLEEP_GROUP, id="kotka", municipalities=(KOTKA,))
    nationwide = Candidate("web", (Theme.SLEEP,), nationwide=True)
    assert ids(suggest(request(), [nationwide, elsewhere, SLEEP_GROUP])) == ["sleep-group", "web"]


def test_without_a_municipality_every_place_is_looked_at() -> None:
    protected = replace(request(), municipality="")
    elsewhere = replace(SLEEP_GROUP, id="kotka", municipalities=(KOTKA,))
    assert ids(suggest(protected, [elsewhere])) == ["kotka"]


def test_a_declined_theme_or_service_is_not_suggested() -> None:
    both = Candidate("both", (Theme.MIND, Theme.SLEEP), nationwide=True)
    assert suggest(request(declined_themes=frozenset({Theme.SLEEP})), [SLEEP_GROUP, both]) == ()
    assert suggest(request(declined_services=frozenset({"sleep-group"})), [SLEEP_GROUP]) == ()


def test_once_substances_are_declined_a_service_plainly_about_them_is_not_offered_for_the_mind() -> (
    None
):
    card = CardAnswers(
        themes={
            Theme.MIND: ThemeAnswer(support=Support.YES),
            Theme.SUBSTANCES: ThemeAnswer(support=Support.NO),
        }
    )
    clinic = Candidate("clinic", (Theme.MIND, Theme.SUBSTANCES), nationwide=True)
    talk = Candidate("talk", (Theme.MIND, Theme.HEALTH), nationwide=True)
    assert ids(suggest(request(card), [clinic, talk])) == ["talk"]


def test_at_the_counter_hidden_themes_bring_nothing_up() -> None:
    card = asked(Theme.MIND)
    hidden = request(card, hidden_themes=frozenset({Theme.MIND}))
    assert suggest(hidden, [Candidate("talk", (Theme.MIND,), nationwide=True)]) == ()


def test_violence_services_come_only_when_the_client_was_alone() -> None:
    service = Candidate("safe", (Theme.SAFETY,), nationwide=True)
    card = asked(Theme.SAFETY)
    assert suggest(request(card), [service]) == ()
    assert ids(suggest(request(replace(card, alone=True)), [service])) == ["safe"]


@pytest.mark.parametrize(
    ("variant", "birth_year", "offered"),
    [
        (Variant.OLDER_PEOPLE, None, ["all", "older"]),
        (None, 1950, ["all", "older"]),
        (Variant.YOUNG_PEOPLE, None, ["all", "young"]),
        (None, None, ["all", "older", "young"]),
        (Variant.CARERS, 1950, ["all", "carers", "older"]),
    ],
)
def test_services_are_for_the_clients_age(
    variant: Variant | None, birth_year: int | None, offered: list[str]
) -> None:
    services = [
        replace(SLEEP_GROUP, id="all"),
        replace(SLEEP_GROUP, id="older", target_groups=(TargetGroup.OLDER_PEOPLE,)),
        replace(SLEEP_GROUP, id="young", target_groups=(TargetGroup.YOUNG_PEOPLE,)),
        replace(SLEEP_GROUP, id="staff", target_groups=(TargetGroup.PROFESSIONALS,)),
        replace(
            SLEEP_GROUP, id="carers", target_groups=(TargetGroup.YOUNG_PEOPLE, TargetGroup.CARERS)
        ),
    ]
    if variant is not Variant.CARERS:
        services.pop()
    card = replace(asked(), variant=variant)
    found = suggest(request(card, birth_year=birth_year), services, per_theme=9)
    assert sorted(ids(found)) == offered


def test_a_client_who_wants_free_services_gets_no_charged_ones() -> None:
    services = [
        replace(SLEEP_GROUP, id="charged", price=PriceKind.CHARGED),
        replace(SLEEP_GROUP, id="unknown"),
        replace(SLEEP_GROUP, id="free", price=PriceKind.FREE),
        replace(
            SLEEP_GROUP,
            id="tickets",
            price=PriceKind.CHARGED,
            low_threshold=(LowThreshold.FREE_TICKETS,),
        ),
    ]
    found = suggest(request(replace(asked(), free=True)), services, per_theme=9)
    assert ids(found) == ["free", "tickets", "unknown"]
    assert "maksuton" in words(found[0])
    assert "charged" in ids(suggest(request(), services, per_theme=9))


@pytest.mark.parametrize(
    "better",
    [
        replace(SLEEP_GROUP, id="z", low_threshold=(LowThreshold.NO_BOOKING,)),
        replace(SLEEP_GROUP, id="z", distance_rank=0),
        replace(SLEEP_GROUP, id="z", price=PriceKind.FREE),
        replace(SLEEP_GROUP, id="z", languages=("fi",)),
        replace(SLEEP_GROUP, id="z", referral_type=ReferralType.SLEEP),
    ],
)
def test_what_makes_joining_easier_comes_before_what_does_not(better: Candidate) -> None:
    assert ids(suggest(request(), [SLEEP_GROUP, better])) == ["z", "sleep-group"]


def test_a_carers_own_group_comes_before_one_for_the_age() -> None:
    age = replace(SLEEP_GROUP, id="a", target_groups=(TargetGroup.WORKING_AGE,))
    carers = replace(
        SLEEP_GROUP, id="z", target_groups=(TargetGroup.WORKING_AGE, TargetGroup.CARERS)
    )
    found = suggest(
        request(replace(asked(), variant=Variant.CARERS), birth_year=1980), [age, carers]
    )
    assert ids(found) == ["z", "a"]
    assert "kohderyhmä: omaishoitajat ja läheiset" in words(found[0])


def test_a_nearer_service_comes_first() -> None:
    services = [replace(SLEEP_GROUP, id=str(9 - rank), distance_rank=rank) for rank in range(4)]
    found = suggest(request(), reversed(services), per_theme=9)
    assert ids(found) == ["9", "8", "7", "6"]
    assert "lähellä" in words(found[0])


def test_a_wished_practice_counts_more_than_another() -> None:
    escort = replace(SLEEP_GROUP, id="z", low_threshold=(LowThreshold.PEER_ESCORT,))
    trial = replace(SLEEP_GROUP, id="a", low_threshold=(LowThreshold.FREE_TRIAL,))
    assert ids(suggest(request(), [escort, trial])) == ["a", "z"]
    wishing = request(replace(asked(), company=True))
    found = suggest(wishing, [escort, trial])
    assert ids(found) == ["z", "a"]
    assert "vertainen tai vapaaehtoinen saattaa" in words(found[0])


def test_a_service_in_another_language_comes_last() -> None:
    swedish = replace(SLEEP_GROUP, id="a", languages=("sv",))
    assert ids(suggest(request(), [swedish, SLEEP_GROUP])) == ["sleep-group", "a"]
    assert ids(suggest(request(language="sv"), [swedish, SLEEP_GROUP])) == ["a", "sleep-group"]


def test_no_theme_fills_the_list_alone() -> None:
    services = [replace(SLEEP_GROUP, id=f"s{n}") for n in range(9)]
    assert len(suggest(request(), services)) == 3


def test_calculators_steer_only_where_the_county_has_switched_it_on() -> None:
    drinking = audit_c(AuditCAnswers(4, 2, 0))
    service = Candidate("talk", (Theme.SUBSTANCES,), nationwide=True)
    off = request(CardAnswers(), results=(drinking,))
    on = replace(off, results_steer=True)
    assert suggest(off, [service]) == ()
    assert [words(one)[0] for one in suggest(on, [service])] == ["AUDIT-C 6/12"]
    low = replace(on, results=(audit_c(AuditCAnswers(1, 0, 0)),))
    assert suggest(low, [service]) == ()
    declined = replace(on, declined_themes=frozenset({Theme.SUBSTANCES}))
    assert suggest(declined, [service]) == ()


def test_a_heavy_smoker_is_offered_nicotine_support_first() -> None:
    result = hsi(NicotineProduct.CIGARETTES, HsiAnswers(3, 40))
    assert result is not None
    talk = Candidate("a", (Theme.SUBSTANCES,), nationwide=True)
    nicotine = replace(talk, id="z", referral_type=ReferralType.NICOTINE)
    on = request(CardAnswers(), results=(result,), results_steer=True)
    assert ids(suggest(on, [talk, nicotine])) == ["z", "a"]


def test_a_service_of_the_catalogue_becomes_a_candidate() -> None:
    service = Service(
        id="1",
        source="demo",
        source_id="1",
        names={"fi": "Uniryhmä"},
        themes=(Theme.SLEEP,),
        municipalities=(KOUVOLA,),
        price=Price(kind=PriceKind.FREE),
    )
    found = candidate(service, distance_rank=1)
    assert found.price is PriceKind.FREE
    assert ids(suggest(request(), [found])) == ["1"]


# --- Properties

themes = st.lists(st.sampled_from(Theme), min_size=1, max_size=3, unique=True).map(tuple)
candidates = st.builds(
    Candidate,
    id=st.text("abc", min_size=1, max_size=4),
    themes=themes,
    target_groups=st.lists(st.sampled_from(TargetGroup), max_size=3, unique=True).map(tuple),
    municipalities=st.lists(st.sampled_from([KOUVOLA, KOTKA]), max_size=2, unique=True).map(tuple),
    nationwide=st.booleans(),
    price=st.sampled_from(PriceKind),
    languages=st.lists(st.sampled_from(["fi", "sv"]), max_size=2, unique=True).map(tuple),
    low_threshold=st.lists(st.sampled_from(LowThreshold), max_size=4, unique=True).map(tuple),
    distance_rank=st.none() | st.integers(0, 9),
)
answers = st.builds(
    ThemeAnswer,
    score=st.none() | st.integers(0, 10),
    support=st.none() | st.sampled_from(Support),
)
cards = st.builds(
    CardAnswers,
    variant=st.none() | st.sampled_from(Variant),
    topics=themes,
    themes=st.dictionaries(st.sampled_from(Theme), answers),
    free=st.none() | st.booleans(),
    alone=st.booleans(),
)
services = st.lists(candidates, max_size=12, unique_by=lambda one: one.id)


@given(cards, services, st.frozensets(st.sampled_from(Theme), max_size=4))
def test_nothing_declined_is_ever_suggested(
    card: CardAnswers, services: list[Candidate], declined: frozenset[Theme]
) -> None:
    wanted = request(card, declined_themes=declined)
    found = suggest(wanted, services)
    assert not wanted.declined & {one.theme for one in found}
    by_id = {one.id: one for one in services}
    for one in found:
        assert one.theme in by_id[one.service_id].themes
        assert one.reasons
        place = by_id[one.service_id]
        assert place.nationwide or KOUVOLA in place.municipalities


@given(cards, services)
def test_the_order_of_the_catalogue_does_not_matter(
    card: CardAnswers, services: list[Candidate]
) -> None:
    assert suggest(request(card), services) == suggest(request(card), reversed(services))


@given(candidates, st.integers(0, 10), st.sampled_from([None, *Support]))
def test_a_lower_score_never_weighs_less(
    service: Candidate, score: int, support: Support | None
) -> None:
    service = replace(service, themes=(Theme.SLEEP,), nationwide=True)

    def points(at: int) -> int:
        found = suggest(request(asked(score=at, support=support)), [service])
        return found[0].points if found else -1000

    assert points(max(0, score - 1)) >= points(score)


# --- Paths and letters


def path(id: str, *themes: Theme, groups: tuple[TargetGroup, ...] = ()) -> ServicePath:
    step = PathStep(titles={"fi": "Ensin"}, services=("s1",))
    return ServicePath(
        id=id, names={"fi": "Polku"}, themes=themes, target_groups=groups, steps=(step,)
    )


def test_a_path_is_offered_where_its_theme_is_wanted_and_the_group_fits() -> None:
    insomnia = path("insomnia", Theme.SLEEP)
    students = path("students", Theme.SLEEP, groups=(TargetGroup.YOUNG_PEOPLE,))
    falls = path("falls", Theme.EXERCISE)
    older = request(replace(asked(), variant=Variant.OLDER_PEOPLE))
    assert fitting_paths(older, [falls, students, insomnia]) == (insomnia,)
    young = request(replace(asked(), variant=Variant.YOUNG_PEOPLE))
    assert fitting_paths(young, [falls, students, insomnia]) == (insomnia, students)
    # A path for one age is not offered to a client whose age nobody has told.
    assert fitting_paths(request(), [falls, students, insomnia]) == (insomnia,)


def test_a_path_about_a_declined_theme_is_not_offered() -> None:
    about_mind = path("mind", Theme.MIND, Theme.SLEEP)
    assert fitting_paths(request(declined_themes=frozenset({Theme.MIND})), [about_mind]) == ()


@pytest.mark.parametrize(
    ("born", "age"), [(1971, 55), (1962, 64), (1970, None), (1961, None), (None, None)]
)
def test_turning_55_or_64_this_year_offers_the_letter(born: int | None, age: int | None) -> None:
    letter = guidance_letter(born, 2026)
    assert (letter and letter.values["age"]) == age
    if letter:
        assert str(age) in reason_text(letter, str)


def test_a_county_may_set_the_ages_of_the_letter() -> None:
    assert guidance_letter(1956, 2026, ages=(70,)) is not None
