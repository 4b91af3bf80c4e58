"""From a source to the catalogue: what an import does, and what it never does."""

from pathlib import Path

import pytest

from hyteterm.domain.service_hit import ServiceQuery
from hyteterm.local_cache.catalogue import Catalogue
from hyteterm.local_cache.search import SearchIndex
from hyteterm.workspace.catalogue_import import ImportBroken, import_source


@pytest.fixture
def catalogue(tmp_path: Path):  # type: ignore[no-untyped-def]
    with Catalogue(tmp_path / "catalogue.db") as opened:
        yield opened


@pytest.mark.parametrize(
    ("format", "source"),
    [
        ("ptv", "ptv/folder"),
        ("ptv", "ptv/half_broken.json"),
        ("ptv", "ptv/general_description.json"),
        ("hsds", "hsds/services.ndjson"),
        ("hsds", "hsds/tables"),
        ("events", "events/events.json"),
        ("csv", "csv/palvelut.csv"),
        ("csv", "csv"),
    ],
)
def test_a_second_import_of_the_same_source_changes_nothing(
    catalogue: Catalogue, fixtures: Path, format: str, source: str
) -> None:
    first = import_source(catalogue, format, str(fixtures / source))
    assert first.added == len(catalogue) > 0
    second = import_source(catalogue, format, str(fixtures / source))
    assert second.changed_nothing
    assert second.unchanged == first.added
    assert len(second.refused) == len(first.refused)


def test_another_file_of_the_same_format_leaves_what_is_there(
    catalogue: Catalogue, fixtures: Path
) -> None:
    import_source(catalogue, "ptv", str(fixtures / "ptv" / "folder"))
    report = import_source(catalogue, "ptv", str(fixtures / "ptv" / "general_description.json"))
    assert (report.added, report.removed) == (1, 0)
    assert len(catalogue) == 3


def test_replace_removes_what_the_source_no_longer_has_but_not_what_it_broke(
    catalogue: Catalogue, fixtures: Path, tmp_path: Path
) -> None:
    header = "tunniste;nimi;kunnat\n"
    rows = ["a;Ensimmäinen;Kouvola\n", "b;Toinen;Kouvola\n", "c;Kolmas;Kouvola\n"]
    source = tmp_path / "lista.csv"
    source.write_text(header + "".join(rows), encoding="utf-8")
    import_source(catalogue, "csv", str(source))
    import_source(catalogue, "ptv", str(fixtures / "ptv" / "folder"))
    source.write_text(header + rows[0] + "b;Toinen;Testikylä\n", encoding="utf-8")
    report = import_source(catalogue, "csv", str(source), replace=True)
    assert (report.unchanged, report.removed, len(report.refused)) == (1, 1, 1)
    kept = {service.names["fi"] for service in catalogue.services("csv")}
    assert kept == {"Ensimmäinen", "Toinen"}
    assert len(list(catalogue.services("ptv"))) == 2


def test_a_broken_source_stores_nothing_and_the_status_tells_it(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    source = tmp_path / "palvelut.json"
    source.write_text('{"itemList": [{"id": "1", "serviceNames": [')
    with pytest.raises(ImportBroken) as error:
        import_source(catalogue, "ptv", str(source))
    assert error.value.reason == "truncated"
    assert len(catalogue) == 0
    status = catalogue.status()
    assert status.updated is None
    assert [(run.label, run.interrupted) for run in status.runs] == [("palvelut.json", "truncated")]


def test_a_tombstone_removes_a_service_from_the_search_too(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    source = tmp_path / "lista.csv"
    source.write_text("tunniste;nimi;kunnat;poistettu\na;Kansantanssi;Kouvola;\n", encoding="utf-8")
    import_source(catalogue, "csv", str(source))
    index = SearchIndex(catalogue.connection)
    query = ServiceQuery(words="kansantanssi", municipality="286")
    assert [hit.source_id for hit in index.search(query, "fi").hits] == ["a"]
    source.write_text("tunniste;nimi;kunnat;poistettu\na;;;kyllä\n", encoding="utf-8")
    assert import_source(catalogue, "csv", str(source)).removed == 1
    assert index.search(query, "fi").hits == ()


def test_ten_services_of_the_shared_file_are_found_by_plain_queries(
    catalogue: Catalogue, shared_data: Path
) -> None:
    report = import_source(catalogue, "ptv", str(shared_data / "search" / "services.json"))
    assert (report.added, len(report.refused)) == (3451, 208)
    index = SearchIndex(catalogue.connection)
    for words, name in (
        ("soittorinki", "soittorinki"),
        ("ystäväpalvelu", "ystäv"),
        ("uimaopetus", "ui"),
        ("diabetes vertaistuki", "diabete"),
        ("sauvakävely", "kävely"),
        ("velkaneuvonta", "vel"),
        ("tuolijumppa", "jumppa"),
        ("äänikirjat", "kirja"),
        ("imetys", "imetys"),
        ("rahapelit", "peli"),
    ):
        hits = index.search(ServiceQuery(words=words, municipality="398"), "fi").hits
        texts = [f"{hit.name} {hit.summary}".lower() for hit in hits[:5]]
        assert any(name in text for text in texts), (words, texts)
