"""Words and what they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.local_cache.search.analyser import Analyser
from hyteterm.local_cache.search.folding import fold, sentences, words
from hyteterm.local_cache.search.lexicon import Lexicon, Reading, pack


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Päihdetyö ÄLÄ", ["paihdetyo", "ala"]),
        ("MLL:n perhekahvila", ["mll", "perhekahvila"]),
        ("Äidit irti -ryhmä", ["aidit", "irti", "ryhma"]),
        ("ADHD-liitto", ["adhd-liitto"]),
        ("yli 65-vuotiaille", ["yli", "65-vuotiaille"]),
        ("Ångermanland", ["angermanland"]),
    ],
)
def test_words_are_found_and_folded(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_sentences_end_at_full_stops_and_lines() -> None:
    assert sentences("Tule mukaan. Kahvia!\nSe on maksutonta") == [
        "Tule mukaan.",
        "Kahvia!",
        "Se on maksutonta",
    ]


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("unettomuuteen", "unettomuus"),
        ("ryhmissä", "ryhma"),
        ("heräilee", "herailla"),
        ("muistisairaille", "muistisairas"),
        ("kuntosaliryhmän", "kuntosaliryhma"),
    ],
)
def test_inflected_forms_lead_to_their_lemma(analyser: Analyser, form: str, lemma: str) -> None:
    assert lemma in analyser.finnish(fold(form)).whole


def test_a_word_typed_without_dots_is_the_same_word(analyser: Analyser) -> None:
    assert "paihdeneuvonta" in analyser.finnish("paihdeneuvonnassa").whole
    assert analyser.finnish(fold("päihdeneuvonnassa")) == analyser.finnish("paihdeneuvonnassa")


def test_compounds_give_parts_and_tails(analyser: Analyser) -> None:
    parts = analyser.finnish("mielenterveyskuntoutujille").parts
    assert {"mieli", "terveys", "kuntoutuja", "mielenterveys"} <= set(parts)


def test_unknown_compounds_are_split_into_known_words(analyser: Analyser) -> None:
    analysis = analyser.finnish("sauvakavelykahvila")
    assert "kahvila" in analysis.parts
    assert not analysis.known or analysis.compounds


def test_hyphenated_words_are_whole_and_in_parts(analyser: Analyser) -> None:
    analysis = analyser.finnish("adhd-liiton")
    assert "adhdliitto" in analysis.whole
    assert {"adhd", "liitto"} <= set(analysis.parts)


def test_swedish_and_english_words_are_stemmed(analyser: Analyser) -> None:
    assert analyser.word("grupperna", "sv").stems == analyser.word("grupp", "sv").stems
    assert analyser.word("walking", "en").stems == analyser.word("walks", "en").stems
    assert analyser.word("grupp", "sv").stems != analyser.word("grupp", "en").stems


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=30))
def test_every_word_stands_for_something(word: str) -> None:
    for each in words(word):
        analysis = Analyser().finnish(each)
        assert analysis.whole
        assert all(analysis.whole) and all(analysis.parts)
        assert not set(analysis.whole) & set(analysis.parts)


_forms = st.text(alphabet="abcdefghijkl", min_size=1, max_size=12)


@given(st.dictionaries(_forms, st.lists(_forms, min_size=1, max_size=3, unique=True), min_size=1))
def test_a_packed_lexicon_gives_back_what_went_in(entries: dict[str, list[str]]) -> None:
    lexicon = Lexicon(pack((form, entries[form]) for form in sorted(entries)))
    for form, readings in entries.items():
        assert lexicon.readings(form) == tuple(Reading((text,)) for text in readings)
    assert lexicon.readings("zz") == ()
    assert "zz" not in lexicon


def test_other_files_are_no_lexicon() -> None:
    with pytest.raises(ValueError, match="lexicon"):
        Lexicon(b"something else")


def test_english_endings_after_an_apostrophe_are_no_words() -> None:
    assert words("I can't sleep, men’s group, we've") == [
        "i",
        "cant",
        "sleep",
        "men",
        "group",
        "we",
    ]
    assert words("vaa'an raa’at") == ["vaa'an", "raa’at"]


def test_words_that_only_dots_tell_apart_keep_their_own_lemmas(analyser: Analyser) -> None:
    fears, plays = analyser.finnish(fold("pelkää")), analyser.finnish("pelaa")
    assert not set(fears.lemmas) & set(plays.lemmas)
    both = analyser.finnish(fold("pelätä"))
    assert set(both.lemmas) & set(fears.lemmas)
    assert set(both.lemmas) & set(plays.lemmas)


def test_a_form_that_is_a_lemma_too_keeps_itself(analyser: Analyser) -> None:
    assert {"syopa", "syoda"} <= set(analyser.finnish(fold("syöpä")).lemmas)
    assert "taksi" in analyser.finnish("taksi").lemmas
