"""What comes out of a conversation."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.calculators import AuditCAnswers, audit_c
from hyteterm.domain.card_answers import CardAnswers, Said, Support, ThemeAnswer
from hyteterm.domain.card_summary import ThemeBar, bars, changes, record_text, referral_summary
from hyteterm.domain.consent import ConsentItem
from hyteterm.domain.vocabulary import Theme

DAY = date(2026, 11, 21)
CARD = CardAnswers(
    topics=(Theme.SLEEP, Theme.NATURE),
    themes={
        Theme.SLEEP: ThemeAnswer(
            score=3,
            strength="nukahtaa helposti",
            worry="herää neljältä",
            matters="jaksaa töissä.",
            support=Support.YES,
            works="ryhmä",
        ),
        Theme.MIND: ThemeAnswer(score=6, support=Support.NO),
        Theme.SAFETY: ThemeAnswer(score=2, worry="mies lyö"),
    },
    alone=True,
    violence=frozenset({"safety.hurt"}),
    next_step="Uniryhmä alkaa tammikuussa",
    follow_up=date(2027, 1, 15),
)
SUMMARY = frozenset({ConsentItem.CARD_SUMMARY})
EVERY_THEME = frozenset(Theme)


def test_the_record_is_short_and_one_sentence_for_each_theme() -> None:
    text = record_text(CARD, DAY, str, procedure_code="ABC12", services=("Uniryhmä, Kouvola",))
    assert text.splitlines() == [
        "Hyvinvointikortti 21.11.2026.",
        "Toimenpide ABC12.",
        "Asiakas halusi puhua: uni, luonto.",
        "Uni 3/10; toivoo tukea; hyvin: nukahtaa helposti; mietityttää: herää neljältä; "
        "tärkeää: jaksaa töissä; voisi toimia: ryhmä.",
        "Mieli 6/10; ei toivo tukea.",
        "Luonto: otettiin puheeksi.",
        "Ohjattu: Uniryhmä, Kouvola.",
        "Sovittu: Uniryhmä alkaa tammikuussa.",
        "Palataan 15.1.2027.",
    ]


def test_what_the_client_wishes_of_a_service_stands_on_one_line() -> None:
    wishes = CardAnswers(free=True, company=False, access=True)
    assert record_text(wishes, DAY, str).splitlines()[1:] == [
        "Toiveet: maksuton, kyyti tai esteetön paikka."
    ]


def test_an_empty_card_gives_its_heading_only() -> None:
    assert record_text(CardAnswers(), DAY, str) == "Hyvinvointikortti 21.11.2026."


def test_the_earlier_score_stands_beside_the_new_one() -> None:
    earlier = CardAnswers(themes={Theme.SLEEP: ThemeAnswer(score=5)})
    card = CardAnswers(themes={Theme.SLEEP: ThemeAnswer(score=3, support=Support.YES)})
    assert "Uni 3/10; aiemmin 5/10; toivoo tukea." in record_text(card, DAY, str, earlier=earlier)


def test_points_stand_with_their_meaning_and_never_as_a_diagnosis() -> None:
    text = record_text(CARD, DAY, str, results=[audit_c(AuditCAnswers(3, 2, 1))])
    assert "AUDIT-C 6/12: alkoholi voi olla riski terveydelle." in text
    assert "Ne eivät ole diagnoosi." in text


def test_violence_stays_out_of_the_record_until_it_is_asked_for() -> None:
    plain = record_text(CARD, DAY, str)
    assert "lyö" not in plain
    assert "Turvallisuus" not in plain
    asked = record_text(CARD, DAY, str, with_violence=True)
    assert "Turvallisuus 2/10; mietityttää: mies lyö; kertoi väkivallasta tai pelosta." in asked


def test_violence_told_under_another_theme_stays_out_too() -> None:
    card = CardAnswers(themes={Theme.SLEEP: ThemeAnswer(score=3, worry="puoliso uhkailee öisin")})
    assert record_text(card, DAY, str).splitlines()[1] == "Uni 3/10."
    assert "uhkailee" in record_text(card, DAY, str, with_violence=True)


def test_self_harm_stands_in_the_record_and_never_in_a_referral() -> None:
    card = CardAnswers(
        themes={Theme.MIND: ThemeAnswer(score=1, worry="ei jaksa enää elää")}, self_harm=Said.YES
    )
    assert "kertoi ajatuksista vahingoittaa itseään" in record_text(card, DAY, str)
    assert referral_summary(card, SUMMARY, EVERY_THEME, str) == "Mieli 1/10."


def test_a_referral_carries_nothing_of_the_card_without_a_yes() -> None:
    everything_else = frozenset(ConsentItem) - SUMMARY
    assert referral_summary(CARD, everything_else, EVERY_THEME, str) == ""


def test_a_referral_carries_only_the_themes_agreed_on() -> None:
    text = referral_summary(CARD, SUMMARY, frozenset({Theme.MIND, Theme.SAFETY}), str)
    assert text.splitlines() == [
        "Mieli 6/10; ei toivo tukea.",
        "Sovittu: Uniryhmä alkaa tammikuussa.",
        "Palataan 15.1.2027.",
    ]
    assert referral_summary(CARD, SUMMARY, frozenset(), str) == ""


def test_violence_goes_in_a_referral_only_with_its_own_yes() -> None:
    both = SUMMARY | {ConsentItem.VIOLENCE}
    assert "mies lyö" in referral_summary(CARD, both, EVERY_THEME, str)
    assert "mies lyö" not in referral_summary(CARD, both, frozenset({Theme.SLEEP}), str)
    dangerous = replace(CARD, next_step="Turvakotiin huomenna")
    assert "Turvakoti" not in referral_summary(dangerous, SUMMARY, EVERY_THEME, str)


@given(
    st.frozensets(st.sampled_from(ConsentItem)),
    st.frozensets(st.sampled_from(Theme)),
    st.sampled_from(Theme),
)
def test_violence_never_leaves_without_its_own_yes(
    items: frozenset[ConsentItem], themes: frozenset[Theme], told_under: Theme
) -> None:
    card = replace(CARD, themes={told_under: ThemeAnswer(score=1, matters="mies lyö minua")})
    text = referral_summary(card, items, themes, str)
    if ConsentItem.VIOLENCE not in items:
        assert "lyö" not in text
        assert "väkival" not in text


def test_the_record_is_in_the_professionals_language() -> None:
    swedish = {"uni": "sömn", "toivoo tukea": "önskar stöd", "Sovittu: {step}": "Avtalat: {step}"}
    text = record_text(CARD, DAY, lambda message: swedish.get(message, message))
    assert "Sömn 3/10; önskar stöd;" in text
    assert "Avtalat: Uniryhmä alkaa tammikuussa." in text


# --- Bars


def test_bars_follow_the_card_and_show_the_change() -> None:
    earlier = CardAnswers(themes={Theme.SLEEP: ThemeAnswer(score=5)})
    found = bars(CARD, earlier)
    assert [bar.theme for bar in found] == list(Theme)
    sleep = found[list(Theme).index(Theme.SLEEP)]
    assert (sleep.score, sleep.earlier, sleep.change, sleep.support) == (3, 5, -2, Support.YES)
    assert [bar.theme for bar in changes(CARD, earlier)] == [Theme.SLEEP]


def test_hidden_themes_have_no_bar() -> None:
    found = bars(CARD, hidden=frozenset({Theme.SAFETY, Theme.MIND}))
    assert {Theme.SAFETY, Theme.MIND}.isdisjoint(bar.theme for bar in found)


@pytest.mark.parametrize(
    ("score", "width", "filled"),
    [(None, 10, 0), (0, 10, 0), (1, 10, 1), (7, 10, 7), (10, 10, 10), (1, 4, 1), (10, 4, 4)],
)
def test_a_bar_is_as_long_as_its_score(score: int | None, width: int, filled: int) -> None:
    assert ThemeBar(Theme.SLEEP, score).filled(width) == filled
