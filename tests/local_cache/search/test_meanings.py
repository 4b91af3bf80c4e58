"""What people mean: the need dictionary and the glossary."""

from pathlib import Path

import pytest

from hyteterm.domain.service_hit import ServiceQuery
from hyteterm.local_cache.search import SearchIndex, meanings, query_words
from hyteterm.local_cache.search.analyser import Analyser
from hyteterm.local_cache.search.compiled_meanings import CompiledMeanings
from hyteterm.local_cache.search.needs import NeedDictionary
from tests.local_cache.search.catalogue import change, opened, service

TEXT = """
# a comment
= unettomuus ; uniryhmä ; uni ^0.6
ei saa unta
herää/heräilee aamuyöllä

= lantionpohja
pissa karkaa

= muistisairaus
karkaa kotoa

= yksinäisyys
ei ole ketään
"""


def dictionary(*texts: str) -> NeedDictionary:
    sources = [(f"needs_fi_{n}.txt", text) for n, text in enumerate(texts)]
    compiled = meanings.compile_blocks(meanings.blocks_of(sources), Analyser())
    return NeedDictionary(CompiledMeanings(compiled))


def said(known: NeedDictionary, text: str) -> list[str]:
    words = query_words.parse(text, Analyser(), typing=False)
    return [known.terms(need.block)[0].name for need in known.match(words)]


@pytest.fixture(scope="module")
def small() -> NeedDictionary:
    return dictionary(TEXT)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ei saa unta", "unettomuus"),
        ("unta ei saa millään", "unettomuus"),
        ("heräilee aina aamuyöllä", "unettomuus"),
        ("aamuyöllä heräilen", "unettomuus"),
        ("pissa karkaa", "lantionpohja"),
        ("karkaa pissaa vähän", "lantionpohja"),
        ("isä karkaa kotoa", "muistisairaus"),
        ("ei ole ketään", "yksinäisyys"),
        ("aamuyöllä", "unettomuus"),
    ],
)
def test_expressions_are_met_in_any_order_and_form(
    small: NeedDictionary, typed: str, meant: str
) -> None:
    assert said(small, typed)[0] == meant


def test_small_words_alone_mean_nothing(small: NeedDictionary) -> None:
    assert said(small, "ei ole") == []
    assert said(small, "ja se on") == []


def test_the_whole_expression_is_stronger_than_a_part_of_it(small: NeedDictionary) -> None:
    analyser = Analyser()
    whole = small.match(query_words.parse("pissa karkaa", analyser, typing=False))
    part = small.match(query_words.parse("karkaa", analyser, typing=False))
    assert whole[0].strength > 1.2 * part[0].strength


def test_mistakes_in_the_file_are_told_with_the_line() -> None:
    with pytest.raises(ValueError, match=r"a\.txt: line 2"):
        meanings.blocks_of([("a.txt", "# x\nexpression without a block\n")])
    with pytest.raises(ValueError, match="line 1"):
        meanings.blocks_of([("a.txt", "= term ^1.5\nx\n")])


def test_a_glossary_row_leads_from_swedish_and_english_to_finnish(tmp_path: Path) -> None:
    blocks = meanings.parse_glossary("fi\tsv\ten\nuimahalli\tsimhall\tswimming hall|pool\n")
    assert blocks[0].terms == [("uimahalli", 1.0)]
    assert ("en", "pool") in blocks[0].expressions


def test_a_county_adds_and_takes_away_expressions(tmp_path: Path) -> None:
    folder = tmp_path / "meanings"
    folder.mkdir()
    (folder / "oma.txt").write_text("- ei saa unta\n\n= kuoro\nhöpsötin\n", encoding="utf-8")
    connection = opened(tmp_path / "catalogue.db")
    change(connection, [service(0, "Seniorikuoro"), service(1, "Uimahalli")])
    ours = SearchIndex(connection)
    theirs = SearchIndex(connection, folder)
    asked = ServiceQuery(words="höpsötin", typing=False)
    assert theirs.search(asked).hits[0].name == "Seniorikuoro"
    assert all("höpsötin" not in w.via for hit in ours.search(asked).hits for w in hit.why)
    removed = meanings.blocks_of([*meanings.files(), *meanings.files(folder)])
    assert any(text == "ei saa unta" for block in blocks_of_ours() for _, text in block.expressions)
    assert not any(text == "ei saa unta" for block in removed for _, text in block.expressions)
    assert connection.execute("SELECT count(*) FROM search_meanings").fetchone()[0] == 1


def blocks_of_ours() -> list[meanings.Block]:
    return meanings.blocks_of(meanings.files())


def test_county_files_that_cannot_be_read_leave_our_dictionary(tmp_path: Path) -> None:
    folder = tmp_path / "meanings"
    folder.mkdir()
    (folder / "oma.txt").write_text("= kuoro\nhöpsötin\n", encoding="utf-8")
    (folder / "rikki.txt").write_text("lause ennen lohkoa\n", encoding="utf-8")
    (folder / "lue.md").write_text("not a dictionary", encoding="utf-8")
    connection = opened(tmp_path / "catalogue.db")
    change(connection, [service(0, "Unettomuusryhmä", summary="Unettomuus.")])
    hit = SearchIndex(connection, folder).search(ServiceQuery(words="ei saa unta")).hits[0]
    assert hit.name == "Unettomuusryhmä"
    good, broken = meanings.check(folder)
    assert (good.name, good.expressions, good.fault) == ("oma.txt", 1, "")
    assert "line 1" in broken.fault


def test_the_examples_of_the_documentation_can_be_read() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "search.md").read_text(encoding="utf-8")
    needs, glossary = guide.split("```")[1::2]
    (need,), removed = meanings.parse_needs(needs, "fi")
    assert len(need.terms) == len(need.expressions) == 2
    assert removed == ["mummo kaipaa seuraa"]
    (concept,) = meanings.parse_glossary(glossary.lstrip("\n"))
    assert ("sv", "träffpunkt") in concept.expressions


def test_a_compiled_county_dictionary_is_kept_in_the_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "meanings"
    folder.mkdir()
    (folder / "oma.txt").write_text("= kuoro\nhöpsötin\n", encoding="utf-8")
    connection = opened(tmp_path / "catalogue.db")
    first = meanings.load(connection, folder, Analyser())

    def compile_again(*_: object) -> bytes:
        raise AssertionError("compiled twice")

    monkeypatch.setattr(meanings, "compile_blocks", compile_again)
    monkeypatch.setattr(meanings, "_counties", {})
    again = meanings.load(connection, folder, Analyser())
    assert [again.key(n) for n in range(50)] == [first.key(n) for n in range(50)]


def test_the_shipped_dictionary_is_made_of_the_shipped_texts() -> None:
    name = meanings.SHIPPED.read_bytes().split(b"\n", 1)[0].decode()
    assert name == meanings.content_hash(meanings.files()), "run tools/compile_meanings.py"


def test_the_shipped_texts_are_as_large_as_promised() -> None:
    sources = meanings.files()
    by_language: dict[str, set[str]] = {"fi": set(), "sv": set(), "en": set()}
    for name, text in sources:
        if name.endswith(".txt"):
            for block in meanings.blocks_of([(name, text)]):
                assert block.terms and block.expressions, (name, block)
                for language, expression in block.expressions:
                    by_language[language].add(expression)
    assert len(by_language["fi"]) >= 2_500
    assert len(by_language["sv"]) >= 600
    assert len(by_language["en"]) >= 600
    glossary = next(text for name, text in sources if name == "glossary.tsv")
    assert len(meanings.parse_glossary(glossary)) >= 800
