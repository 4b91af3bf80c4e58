"""What brings the emergency numbers up, and what does not."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.card_answers import CardAnswers, Said, ThemeAnswer
from hyteterm.domain.safety import (
    DEFAULT_INSTRUCTIONS,
    EMERGENCY_NUMBERS,
    Alarm,
    CountySafety,
    alarms,
    card_alarms,
    hidden_themes,
    may_be_printed,
    safety_guide,
)
from hyteterm.domain.vocabulary import Theme

SELF_HARM = [
    "Kertoo itsemurha-ajatuksista.",
    "itsetuhoisia ajatuksia iltaisin",
    "Ei jaksa enää elää",
    "en haluaisi elää",
    "sanoo haluavansa kuolla",
    "Viiltelee käsivarsiaan",
    "ajatuksia vahingoittaa itseään",
    "tappaisin itseni",
    "satuttaa itseään kun ahdistaa",
    "Har tankar på självmord",
    "vill inte leva längre",
    "orkar inte leva",
    "skadar sig själv",
    "har tänkt ta sitt liv",
    "Suicidal thoughts",
    "says she wants to die",
    "wants to end his life",
    "thinking of hurting herself",
    "self-harm last year",
    "I don't want to live",
    "kuolemantoiveita",
    "ei näe mitään syytä elää",
    "aikoo tehdä itselleen jotain",
    "livströtthet sedan våren",
]
VIOLENCE = [
    "Lähisuhdeväkivaltaa taustalla",
    "mies lyö, kun on juonut",
    "Puoliso löi eilen illalla",
    "ex-puoliso uhkailee viesteillä",
    "löi minua kasvoihin",
    "pelkää miestään",
    "pelkää mennä kotiin",
    "poika töniskelee äitiään ja uhkaa häntä",
    "kuristi viime viikolla",
    "on asunut turvakodissa",
    "våld i nära relationer",
    "mannen slår",
    "sambon hotar henne",
    "är rädd för sin man",
    "rädd för att gå hem",
    "blivit misshandlad",
    "domestic violence at home",
    "her husband hits her",
    "partner threatened to come over",
    "he beats me",
    "afraid of her ex",
    "scared to go home",
    "an abusive relationship",
    "uhkasi tappaa",
    "pakottaa minut seksiin",
    "utsatt för misshandel",
    "was assaulted last week",
    "gets hit by his father",
]
CALM = [
    "",
    "Nukkuu huonosti, herää neljältä",
    "Sydän lyö tiheästi portaissa",
    "löi polvensa pöytään",
    "satutti itsensä kaatuessaan",
    "tapahtuu itsestään, tapaa itsekin ystäviä",
    "Mies tekee yövuoroa, lapset päiväkodissa",
    "pelkää kaatumista jäisellä tiellä",
    "pelkää yksinäisyyttä",
    "hakkaa puita ja liikkuu metsässä",
    "kontrolloi verensokeria",
    "haluaa elää pitkään ja terveenä",
    "tappavan tylsää eläkkeellä",
    "uhkaa jäädä työttömäksi",
    "Valde att börja simma",
    "rädd för att ramla",
    "klockan slår tolv",
    "vill leva hälsosammare",
    "history of substance abuse",
    "hits the gym twice a week",
    "afraid of falling",
    "wants to live by the sea",
    "grape juice and therapy",
    "worried about the abuse of alcohol",
]


@pytest.mark.parametrize("text", SELF_HARM)
def test_words_of_self_harm_are_heard(text: str) -> None:
    assert Alarm.SELF_HARM in alarms(text)
    assert Alarm.SELF_HARM in alarms(text.upper())


@pytest.mark.parametrize("text", VIOLENCE)
def test_words_of_violence_are_heard(text: str) -> None:
    assert Alarm.VIOLENCE in alarms(text)
    assert Alarm.VIOLENCE in alarms(text.replace(" ", "\n "))


@pytest.mark.parametrize("text", CALM)
def test_everyday_words_bring_nothing_up(text: str) -> None:
    assert alarms(text) == frozenset()


def test_letters_with_loose_accents_are_heard_too() -> None:
    assert alarms("va\u0308kivaltaa") == {Alarm.VIOLENCE}


@given(st.text(max_size=300))
def test_any_text_can_be_listened_to(text: str) -> None:
    assert alarms(text) <= frozenset(Alarm)


def test_a_long_text_is_heard_at_once() -> None:
    # many near-misses in a row: the patterns must not backtrack without end
    assert alarms("mies tuli kotiin ja sitten " * 2000) == frozenset()


def test_answers_to_the_direct_questions_bring_the_numbers_up() -> None:
    calm = CardAnswers(self_harm=Said.NO)
    assert card_alarms(calm) == frozenset()
    assert card_alarms(replace(calm, self_harm=Said.YES)) == {Alarm.SELF_HARM}
    assert card_alarms(replace(calm, violence=frozenset({"safety.hurt"}))) == {Alarm.VIOLENCE}
    told = CardAnswers(themes={Theme.SLEEP: ThemeAnswer(worry="mies lyö öisin")})
    assert card_alarms(told) == {Alarm.VIOLENCE}


@pytest.mark.parametrize(
    ("alarm", "numbers"),
    [
        (Alarm.SELF_HARM, ["112", "09 2525 0111", "116117"]),
        (Alarm.VIOLENCE, ["112", "080 005 005"]),
    ],
)
def test_each_alarm_has_its_numbers(alarm: Alarm, numbers: list[str]) -> None:
    guide = safety_guide([alarm])
    assert [number.number() for number in guide.numbers] == numbers
    assert guide.instructions == (DEFAULT_INSTRUCTIONS[alarm],)


def test_the_one_key_shows_everything_without_an_answer() -> None:
    guide = safety_guide()
    assert guide.numbers == EMERGENCY_NUMBERS
    assert guide.alarms == tuple(Alarm)


def test_swedish_has_its_own_crisis_line() -> None:
    crisis = next(n for n in EMERGENCY_NUMBERS if n.id == "kriisipuhelin")
    assert crisis.number("sv") == "09 2525 0112"
    assert crisis.number("fi") == crisis.number("en") == "09 2525 0111"


def test_the_county_puts_its_own_instruction_and_contact_in() -> None:
    own = {"fi": "Soita yksikön kriisityöntekijälle."}
    county = CountySafety(
        instructions={Alarm.SELF_HARM: own},
        contacts={Alarm.VIOLENCE: {"fi": "Väkivaltatyön avainhenkilö"}},
        numbers=(),
    )
    guide = safety_guide(Alarm, county)
    assert guide.instructions == (own, DEFAULT_INSTRUCTIONS[Alarm.VIOLENCE])
    assert guide.contacts == ({"fi": "Väkivaltatyön avainhenkilö"},)
    assert [number.number() for number in guide.numbers] == ["112"]


def test_every_number_has_a_source_and_a_day_and_every_text_three_languages() -> None:
    for number in EMERGENCY_NUMBERS:
        assert number.source
        assert number.as_of >= date(2026, 1, 1)
        assert set(number.names) == set(number.hours) == {"fi", "sv", "en"}
    assert all(set(text) == {"fi", "sv", "en"} for text in DEFAULT_INSTRUCTIONS.values())


def test_the_counter_hides_three_themes_until_a_private_room() -> None:
    assert hidden_themes(counter_mode=True) == {Theme.MIND, Theme.SUBSTANCES, Theme.SAFETY}
    assert hidden_themes(counter_mode=True, private_room=True) == frozenset()
    assert hidden_themes(counter_mode=False) == frozenset()


def test_violence_is_never_printed() -> None:
    assert not may_be_printed((Theme.MIND, Theme.SAFETY))
    assert may_be_printed((Theme.MIND,))
    assert may_be_printed(())
