"""The index as the catalogue changes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hyteterm.domain.service import Price, Provider, Service
from hyteterm.domain.service_hit import SearchResult, ServiceQuery
from hyteterm.domain.vocabulary import PriceKind, ProviderType, TargetGroup, Theme
from hyteterm.local_cache.search import SearchIndex, segments, writer
from tests.local_cache.search.catalogue import change, index_of, opened, service

KINDS = (
    ("Unettomuusryhmä", "Ryhmä pitkittyneen unettomuuden hoitoon."),
    ("Sauvakävelyryhmä", "Yhteisiä kävelylenkkejä vertaisohjaajan johdolla."),
    ("Päihdeneuvonta", "Keskusteluapua alkoholin käytön vähentämiseen."),
    ("Muistikahvila", "Kokoontuminen muistisairaille ja läheisille."),
    ("Uimahalli", "Altaat ja saunat kaikenikäisille."),
    ("Ateriapalvelu", "Lämmin ateria kotiin kuljetettuna."),
)


def kinds() -> list[Service]:
    return [service(n, name, summary=text) for n, (name, text) in enumerate(KINDS)]


def names(result: SearchResult) -> list[str]:
    return [hit.name for hit in result.hits]


def scores(index: SearchIndex, words: str) -> set[tuple[str, float]]:
    found = index.search(ServiceQuery(words=words, limit=100))
    return {(hit.id, round(hit.score, 3)) for hit in found.hits}


def test_the_name_is_found_by_word_part_form_and_beginning(tmp_path: Path) -> None:
    index = index_of(tmp_path, kinds())
    for words in ("unettomuusryhmä", "unettomuuden", "unetto", "UNETTOMUUTTA", "unetomuus"):
        assert names(index.search(ServiceQuery(words=words)))[0] == "Unettomuusryhmä", words


def test_every_beginning_of_a_word_can_be_searched(tmp_path: Path) -> None:
    index = index_of(tmp_path, kinds())
    for name, _ in KINDS:
        for length in range(3, len(name) + 1):
            assert name in names(index.search(ServiceQuery(words=name[:length])))[:3]


def test_a_lone_last_letter_is_left_out(tmp_path: Path) -> None:
    index = index_of(tmp_path, kinds())
    with_letter = index.search(ServiceQuery(words="uimahalli m"))
    assert names(with_letter) == names(index.search(ServiceQuery(words="uimahalli")))


def test_without_words_the_filters_alone_choose(tmp_path: Path) -> None:
    near = service(10, "Kuoro", municipalities=("075",))
    index = index_of(tmp_path, [*kinds(), near, service(11, "Muu", municipalities=("001",))])
    found = index.search(ServiceQuery(municipality="75"))
    assert found.total == len(KINDS) + 1
    assert "Muu" not in names(found)


def test_local_services_come_before_nationwide_ones_that_are_as_good(tmp_path: Path) -> None:
    near = service(1, "Unettomuusryhmä", municipalities=("075",), summary="Uni tulee.")
    index = index_of(tmp_path, [service(0, "Unettomuusryhmä", summary="Uni palaa."), near])
    found = index.search(ServiceQuery(words="unettomuus", municipality="075"))
    assert found.hits[0].id == near.id
    assert len(found.hits) == 2


def test_filters_and_facets_agree(tmp_path: Path) -> None:
    rich = service(
        7,
        "Vesijumppa",
        themes=(Theme.EXERCISE,),
        target_groups=(TargetGroup.OLDER_PEOPLE,),
        price=Price(kind=PriceKind.FREE),
        provider=Provider(names={"fi": "Haminan kaupunki"}, type=ProviderType.MUNICIPALITY),
        languages=("fi", "sv"),
        referral_type="exercise",
    )
    index = index_of(tmp_path, [*kinds(), rich])
    facets = index.search(ServiceQuery()).facets
    assert facets.themes == {"exercise": 1}
    assert facets.target_groups == {"older-people": 1}
    assert facets.provider_types == {"municipality": 1, "other": len(KINDS)}
    assert facets.languages == {"fi": 1, "sv": 1}
    for query in (
        ServiceQuery(theme="exercise"),
        ServiceQuery(target_group="older-people"),
        ServiceQuery(free=True),
        ServiceQuery(provider="municipality"),
        ServiceQuery(provider="hamina"),
        ServiceQuery(service_language="sv"),
        ServiceQuery(accepts_referral=True),
    ):
        assert names(index.search(query)) == ["Vesijumppa"], query
    assert not index.search(ServiceQuery(theme="sleep")).hits


def test_copies_are_folded_into_one_row(tmp_path: Path) -> None:
    copies = [
        service(n, f"Uimahalli, Kunta{n}", municipalities=(f"{n:03}",), summary="Altaat.")
        for n in range(1, 9)
    ]
    index = index_of(tmp_path, copies)
    found = index.search(ServiceQuery(words="uimahalli"))
    assert [hit.folded for hit in found.hits] == [7]
    here = index.search(ServiceQuery(words="uimahalli", municipality="003"))
    assert [(hit.name, hit.folded) for hit in here.hits] == [("Uimahalli, Kunta3", 0)]


def test_names_come_in_the_language_asked_for(tmp_path: Path) -> None:
    both = service(0, "", names={"fi": "Uimahalli", "sv": "Simhall"})
    swedish = service(1, "", names={"sv": "Simskola"})
    index = index_of(tmp_path, [both, swedish])
    assert set(names(index.search(ServiceQuery(), "sv"))) == {"Simhall", "Simskola"}
    assert set(names(index.search(ServiceQuery(), "en"))) == {"Uimahalli", "Simskola"}


def test_a_hit_tells_why(tmp_path: Path) -> None:
    index = index_of(tmp_path, kinds())
    hit = index.search(ServiceQuery(words="ei saa unta")).hits[0]
    assert hit.name == "Unettomuusryhmä"
    assert [(why.typed, why.via) for why in hit.why] == [("unta", "ei saa unta")]
    assert hit.why[0].met == "unettomuusryhmä"
    typo = index.search(ServiceQuery(words="uimahali")).hits[0]
    assert typo.name == "Uimahalli"
    assert [why.typed for why in typo.why] == ["uimahali"]


def test_fresh_descriptions_and_referrals_win_among_equals(tmp_path: Path) -> None:
    old = service(0, "Tuolijumppa", summary="A", modified=datetime(2015, 1, 1, tzinfo=UTC))
    new = service(1, "Tuolijumppa", summary="B", modified=datetime.now(UTC))
    takes = service(2, "Tuolijumppa", summary="C", referral_type="exercise", modified=new.modified)
    index = index_of(tmp_path, [old, new, takes])
    found = index.search(ServiceQuery(words="tuolijumppa"))
    assert [hit.id for hit in found.hits] == [takes.id, new.id, old.id]


def test_a_change_by_another_process_is_seen_at_once(tmp_path: Path) -> None:
    index = index_of(tmp_path, kinds())
    assert not any("Kuoro" in name for name in names(index.search(ServiceQuery(words="kuoro"))))
    other = opened(tmp_path / "catalogue.db", new=False)
    change(other, [service(50, "Kuoro")], [kinds()[4].id])
    assert names(index.search(ServiceQuery(words="kuoro")))[0] == "Kuoro"
    assert "Uimahalli" not in names(index.search(ServiceQuery(words="uimahalli")))


def test_a_change_that_is_rolled_back_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    connection = opened(tmp_path / "catalogue.db")
    change(connection, kinds())
    index = SearchIndex(connection)
    before = scores(index, "ryhmä")
    connection.execute("BEGIN IMMEDIATE")
    writer.apply(connection, [service(1, "Toinen ryhmä")], [kinds()[0].id])
    connection.execute("ROLLBACK")
    assert scores(index, "ryhmä") == before


def test_the_last_description_of_a_service_counts(tmp_path: Path) -> None:
    connection = opened(tmp_path / "catalogue.db")
    change(connection, [service(0, "Vanha nimi"), service(0, "Kuoro")])
    change(connection, [service(0, "Tanssikurssi")])
    index = SearchIndex(connection)
    assert names(index.search(ServiceQuery())) == ["Tanssikurssi"]
    assert "Tanssikurssi" in names(index.search(ServiceQuery(words="tanssi")))


_steps = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, 11), st.sampled_from(KINDS)), max_size=6),
        st.lists(st.integers(0, 11), max_size=4),
    ),
    min_size=1,
    max_size=14,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_steps)
def test_the_index_after_any_changes_equals_one_made_anew(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[list[tuple[int, tuple[str, str]]], list[int]]],
) -> None:
    folder = tmp_path_factory.mktemp("index")
    connection = opened(folder / "changed.db")
    state: dict[str, Service] = {}
    for changed, removed in steps:
        services = [service(n, f"{name} {n}", summary=f"{text} {n}") for n, (name, text) in changed]
        gone = [service(n, "x").id for n in removed]
        change(connection, services, gone)
        for each in gone:
            state.pop(each, None)
        state.update({each.id: each for each in services})
    fresh = opened(folder / "fresh.db")
    change(fresh, state.values())
    one, other = SearchIndex(connection), SearchIndex(fresh)
    for words in ("", "ryhmä", "uimahalli", "muisti", "unetomuus", "ei saa unta", "alkoholi ry"):
        assert scores(one, words) == scores(other, words), words
    connection.close()
    fresh.close()


def test_many_small_changes_are_merged_and_numbers_dealt_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "SPARE_NUMBERS", 20)
    connection = opened(tmp_path / "catalogue.db")
    change(connection, kinds())
    for turn in range(60):
        change(connection, [service(turn % 6, *[KINDS[turn % 6][0]], summary=f"Vuoro {turn}.")])
    assert len(segments.segments(connection)) <= 2 * segments.SAME_SIZE_SEGMENTS
    index = SearchIndex(connection)
    assert index.search(ServiceQuery()).total == 6
    assert names(index.search(ServiceQuery(words="uimahalli"))) == ["Uimahalli"]
    highest = connection.execute("SELECT max(doc) FROM search_rows").fetchone()[0]
    assert highest < 3 * 6 + 20


def test_sentences_that_stand_everywhere_say_little(tmp_path: Path) -> None:
    common = "Tarvittaessa järjestetään tulkkaus."
    many = [
        service(
            n, f"Kerho{'abcdefghijklmnopqrstuvwxyz'[n]}", summary=f"Oma {n}.", description=common
        )
        for n in range(26)
    ]
    meant = service(90, "Muu palvelu", description="Puhelimitse annettava tulkkaus.")
    index = index_of(tmp_path, [*many, meant])
    assert index.search(ServiceQuery(words="tulkkaus")).hits[0].id == meant.id
