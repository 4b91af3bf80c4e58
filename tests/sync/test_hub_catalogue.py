"""The hub's catalogue on the terminal: a snapshot that resumes, then changes only."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from hyteterm.domain.service import Service, Tombstone, service_id
from hyteterm.local_cache.catalogue import Catalogue
from hyteterm.sync.catalogue import FEED
from hyteterm.sync.events import CatalogueRefreshed
from hyteterm.sync.sync_once import Part

from .town import Station, Town, answers

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def service(number: int, name: str = "Kävelyryhmä") -> Service:
    text = " ".join(f"sana{number * 7919 % (50 + place)}-{place}" for place in range(40))
    return Service(
        id=service_id("demo", str(number)),
        source="demo",
        source_id=str(number),
        names={"fi": f"{name} {number}"},
        summaries={"fi": text},
        municipalities=("286",),
    )


@pytest.fixture
def reader(town: Town, nurse: Station, tmp_path: Path) -> Iterator[Station]:
    """A terminal with a catalogue, and a hub that publishes 2,300 services."""
    town.administration.publish([service(number) for number in range(2300)], whole=True)
    catalogue = Catalogue(nurse.home.catalogue)
    nurse.catalogue = catalogue
    yield nurse
    catalogue.close()


def names(station: Station) -> set[str]:
    assert isinstance(station.catalogue, Catalogue)
    return {one.names["fi"] for one in station.catalogue.services()}


def refreshed(station: Station) -> tuple[int, int, int, bool]:
    report = station.sync(Part.CATALOGUE, locked=True)
    assert report.problem == ""
    done = report.catalogue
    assert done is not None
    assert done.refused == 0
    return done.added, done.changed, done.removed, done.snapshot


def test_a_snapshot_and_then_changes_only(town: Town, reader: Station) -> None:
    assert refreshed(reader) == (2300, 0, 0, True)
    assert CatalogueRefreshed(2300, 0, 0) in reader.events
    assert not reader.home.catalogue_download.exists()
    assert refreshed(reader) == (0, 0, 0, False)
    town.administration.publish([service(1, "Uusi nimi"), Tombstone(source="demo", source_id="2")])
    assert refreshed(reader) == (0, 1, 1, False)
    found = names(reader)
    assert "Uusi nimi 1" in found
    assert "Kävelyryhmä 2" not in found


def test_many_changes_come_page_by_page(town: Town, reader: Station) -> None:
    refreshed(reader)
    town.administration.publish([service(number, "Toinen") for number in range(2200)])
    assert refreshed(reader) == (0, 2200, 0, False)


def test_a_cursor_that_is_gone_takes_the_snapshot_and_removes_what_went(
    town: Town, reader: Station
) -> None:
    refreshed(reader)
    town.administration.publish([service(number) for number in range(2290)], whole=True)
    town.administration.restored()
    assert refreshed(reader) == (0, 0, 10, True)
    assert len(names(reader)) == 2290


def cut_after(count: int) -> object:
    """A line that breaks after ``count`` bytes of the snapshot."""

    class Cut(httpx.SyncByteStream):
        def __init__(self, stream: httpx.SyncByteStream) -> None:
            self._stream = stream

        def __iter__(self) -> Iterator[bytes]:
            left = count
            for chunk in self._stream:
                yield chunk[:left]
                left -= len(chunk)
                if left <= 0:
                    raise httpx.ReadError("cut")

    def fault(request: httpx.Request) -> httpx.Response:
        answer = httpx.HTTPTransport().handle_request(request)
        assert isinstance(answer.stream, httpx.SyncByteStream)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=Cut(answer.stream))

    return fault


def test_a_broken_download_goes_on_where_it_stopped(reader: Station) -> None:
    for _ in range(3):
        reader.line.fault = cut_after(3000)  # type: ignore[assignment]
        assert reader.sync(Part.CATALOGUE).problem == "unreachable"
        reader.line.fault = None
    assert reader.home.catalogue_download.stat().st_size == 9000
    assert refreshed(reader) == (2300, 0, 0, True)
    last = reader.line.requests[-1]
    assert last.headers["range"] == "bytes=9000-"


def test_a_download_of_other_bytes_starts_anew(town: Town, reader: Station) -> None:
    reader.line.fault = cut_after(3000)  # type: ignore[assignment]
    reader.sync(Part.CATALOGUE)
    reader.line.fault = None
    town.administration.publish([service(5000)])
    assert refreshed(reader) == (2301, 0, 0, True)


def test_a_damaged_download_is_thrown_away_and_fetched_again(reader: Station) -> None:
    reader.line.fault = cut_after(3000)  # type: ignore[assignment]
    reader.sync(Part.CATALOGUE)
    reader.line.fault = None
    part = reader.home.catalogue_download
    part.write_bytes(b"x" * part.stat().st_size)
    assert reader.sync(Part.CATALOGUE).problem == "not-the-hub"
    assert refreshed(reader) == (2300, 0, 0, True)


def test_a_portals_page_is_no_catalogue(reader: Station) -> None:
    reader.line.fault = answers(200, b"<html>hello</html>")
    assert reader.sync(Part.CATALOGUE).problem == "not-the-hub"
    refreshed_before = names(reader)
    assert refreshed_before == set()


@pytest.mark.parametrize(
    "body", [b"", b"hello", b'{"names": 1}', b'{"cursor": 5}', b"[1]", b"\xff\xfe"]
)
def test_changes_of_another_form_change_nothing(reader: Station, body: bytes) -> None:
    refreshed(reader)
    assert isinstance(reader.catalogue, Catalogue)
    before = reader.catalogue.cursor(FEED)
    reader.line.fault = answers(200, body, "application/x-ndjson")
    assert reader.sync(Part.CATALOGUE).problem == "not-the-hub"
    assert reader.catalogue.cursor(FEED) == before
    assert len(names(reader)) == 2300


def test_records_that_cannot_be_read_are_counted_and_the_rest_taken(reader: Station) -> None:
    refreshed(reader)
    lines = [
        '{"cursor": "0.1.1.0"}',
        "{broken",
        '{"names": {"fi": "x"}}',
        '{"tombstone": true}',
        '{"something": "else"}',
        service(9000).model_dump_json(),
    ]
    reader.line.fault = answers(200, "\n".join(lines).encode(), "application/x-ndjson")
    report = reader.sync(Part.CATALOGUE).catalogue
    assert report is not None
    assert (report.added, report.refused) == (1, 4)


def test_the_dictionary_of_the_snapshot_is_used_for_changes(town: Town, reader: Station) -> None:
    refreshed(reader)
    town.administration.publish([service(number, "Uusi") for number in range(50)])
    assert refreshed(reader) == (0, 50, 0, False)
    request = reader.line.requests[-1]
    assert "dcz" in request.headers["accept-encoding"]
    assert request.headers["available-dictionary"].startswith(":")
    assert "Uusi 49" in names(reader)


@pytest.mark.parametrize("damage", ["gone", "other"])
def test_without_its_dictionary_a_terminal_is_served_all_the_same(
    town: Town, reader: Station, damage: str
) -> None:
    refreshed(reader)
    file = reader.home.catalogue_download.with_suffix(".dictionary")
    assert file.exists()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(b"something else")
    town.administration.publish([service(1, "Uusi")])
    assert refreshed(reader) == (0, 1, 0, False)


def test_an_answer_in_another_dictionary_is_refused_once(town: Town, reader: Station) -> None:
    refreshed(reader)
    town.administration.publish([service(1, "Uusi")])

    def fault(request: httpx.Request) -> httpx.Response:
        headers = {"content-type": "application/x-ndjson", "content-encoding": "dcz"}
        return httpx.Response(200, headers=headers, content=b"\x5e\x2a\x4d\x18" + b"x" * 90)

    reader.line.fault = fault
    assert reader.sync(Part.CATALOGUE).problem == "not-the-hub"
    reader.line.fault = None
    assert refreshed(reader) == (0, 1, 0, False)
    assert "available-dictionary" not in reader.line.requests[-1].headers


def test_a_page_and_its_cursor_stand_together_when_the_next_page_is_cut_off(
    town: Town, reader: Station
) -> None:
    refreshed(reader)
    assert isinstance(reader.catalogue, Catalogue)
    before = reader.catalogue.cursor(FEED)
    town.administration.publish([service(number, "Toinen") for number in range(2200)])
    pages = iter([None, answers(503)])

    def fault(request: httpx.Request) -> httpx.Response | None:
        broken = next(pages, answers(503))
        return broken(request) if broken else None

    reader.line.fault = fault
    assert reader.sync(Part.CATALOGUE).problem == "busy"
    reader.line.fault = None
    middle = reader.catalogue.cursor(FEED)
    assert middle not in (None, before)
    assert sum(name.startswith("Toinen") for name in names(reader)) == 1000
    assert refreshed(reader) == (0, 1200, 0, False)
