"""What is ambiguous, corrected, assumed or missing, and what a choice does to it."""

from datetime import date

import pytest

from hyteterm.domain.quick_entry import Context, Field, FoundService, choose, parse

TODAY = date(2026, 11, 20)
SERVICES = [
    ("a", "Arkeen Voimaa -ryhmä, Kouvola", "286", "group"),
    ("b", "Arkeen Voimaa -ryhmä, Kotka", "285", "group"),
    ("c", "Juttukahvila", "286", "ngo"),
]


def find_service(text: str) -> list[tuple[str, str, str, str]]:
    return [row for row in SERVICES if row[1].casefold().startswith(text.casefold())]


CONTEXT = Context(TODAY, "286", find_service)


def test_a_digit_chooses_between_a_name_and_a_place() -> None:
    found = parse("liikunta salo matti 0401234567 s58; polvi", CONTEXT)
    assert (found.name, found.municipality) == ("Matti Salo", "286")
    as_place = choose(found, 0, 1, CONTEXT)
    assert (as_place.name, as_place.municipality) == ("Matti", "734")
    assert as_place.ambiguous == ()
    assert choose(found, 0, 0, CONTEXT).name == "Matti Salo"


def test_a_name_that_is_a_place_near_by_is_taken_as_the_place_first() -> None:
    found = parse("liikunta kotka matti", CONTEXT)
    assert (found.name, found.municipality) == ("Matti", "285")
    as_name = choose(found, 0, 1, CONTEXT)
    assert (as_name.name, as_name.municipality) == ("Matti Kotka", "286")


def test_a_chosen_birth_is_no_longer_missing() -> None:
    found = parse("liikunta matti virtanen 0401234567 58; polvi", CONTEXT)
    assert found.missing == (Field.BIRTH,)
    for option, year in ((0, 1958), (1, 1968)):
        chosen = choose(found, 0, option, CONTEXT)
        assert chosen.birth is not None
        assert (chosen.birth.year, chosen.missing) == (year, ())


def test_a_chosen_service_brings_its_place_and_type() -> None:
    found = parse("arkeen voimaa matti virtanen 0401234567; kipu", CONTEXT)
    chosen = choose(found, 0, 1, CONTEXT)
    assert chosen.service == FoundService(*SERVICES[1])
    assert chosen.type == "group"


def test_words_that_nobody_knows_become_the_name_or_the_reason() -> None:
    found = parse("liikunta xhenet krasniqi 0401234567", CONTEXT)
    assert found.unknown == ("xhenet krasniqi",)
    assert choose(found, 0, 0, CONTEXT).name == "Xhenet Krasniqi"
    assert choose(found, 0, 1, CONTEXT).reason == "xhenet krasniqi"


def test_there_is_no_choice_that_is_not_offered() -> None:
    found = parse("liikunta salo matti", CONTEXT)
    with pytest.raises(IndexError):
        choose(found, 0, 2, CONTEXT)
    with pytest.raises(IndexError):
        choose(found, 1, 0, CONTEXT)


def test_what_a_typing_mistake_hid_is_marked() -> None:
    found = parse("liikutna kouovlaan matti virtanen", CONTEXT)
    assert found.corrected == {Field.TYPE, Field.MUNICIPALITY}
    assert parse("liikunta kouvolaan matti virtanen", CONTEXT).corrected == frozenset()


def test_a_mistyped_service_is_asked_of_the_callers_own_search() -> None:
    asked: list[str] = []

    def near(text: str) -> list[tuple[str, str, str, str]]:
        asked.append(text)
        return [SERVICES[2]] if text == "jutukahvila" else []

    context = Context(TODAY, "286", find_service, near)
    found = parse("Aino Virtanen jutukahvila 0401234567", context)
    assert found.service == FoundService(*SERVICES[2])
    assert Field.SERVICE in found.corrected
    assert asked == ["jutukahvila"]


def test_the_terminals_own_municipality_is_assumed_and_said_to_be() -> None:
    found = parse("liikunta matti virtanen", CONTEXT)
    assert (found.municipality, Field.MUNICIPALITY in found.assumed) == ("286", True)
    nowhere = parse("liikunta matti virtanen", Context(TODAY))
    assert nowhere.municipality == ""
    assert Field.MUNICIPALITY in nowhere.missing


def test_under_turvakielto_no_place_is_assumed_or_asked() -> None:
    found = parse("liikunta matti virtanen turvakielto; polvi", CONTEXT)
    assert found.non_disclosure
    assert found.municipality == ""
    assert Field.MUNICIPALITY not in found.missing
    assert Field.SAFE_CONTACT in found.missing


def test_a_consultation_asks_nothing_of_the_client() -> None:
    found = parse("väkivalta kouvola", CONTEXT)
    assert found.missing == (Field.REASON,)


def test_each_piece_says_where_it_came_from() -> None:
    line = "liikunta Matti Virtanen, puh. 0401234567; polvi"
    found = parse(line, CONTEXT)
    assert found.words_of(Field.NAME) == ("Matti Virtanen",)
    assert found.words_of(Field.PHONE) == ("puh. 0401234567",)
    assert found.words_of(Field.REASON) == ("polvi",)
    assert found.spans(Field.TYPE) == ((0, 8),)


def test_an_error_report_shows_nothing_of_the_client() -> None:
    found = parse("liikunta Matti Salo 010158-900E 0401234567 58 s60; polvi", CONTEXT)
    shown = repr(found) + str(found) + repr(found.ambiguous)
    assert not any(word in shown for word in ("Matti", "Salo", "900E", "1234567", "polvi"))


def test_a_future_day_says_when_and_not_when_born() -> None:
    found = parse("liikunta matti virtanen soita 3.12.2026", CONTEXT)
    assert (found.birth, found.contact_time) == (None, "3.12.2026")


def test_a_short_word_is_not_corrected_to_a_place() -> None:
    found = parse("liikunta 0401234567 ranau", CONTEXT)
    assert (found.unknown, found.corrected) == (("ranau",), frozenset())
