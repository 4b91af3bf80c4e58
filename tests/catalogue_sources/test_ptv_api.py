"""PTV over the web: paging, changes, joined channels, faults, and going on after a break."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from hyteterm.catalogue_sources.ptv_api import read_url
from hyteterm.catalogue_sources.reading import Checkpoint, Refused, SourceError
from hyteterm.domain.service import Service, Tombstone
from hyteterm.local_cache.catalogue import Catalogue
from hyteterm.workspace.catalogue_import import ImportBroken, import_source

from .fake_ptv import FakePtv, Running, broken_line, channel, service, status_fault


@pytest.fixture
def ptv() -> Iterator[FakePtv]:
    fake = FakePtv()
    with Running(fake):
        yield fake


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue(tmp_path / "catalogue.db") as opened:
        yield opened


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the reader slept; it does not really."""
    slept: list[float] = []
    monkeypatch.setattr("hyteterm.catalogue_sources.web.pause", slept.append)
    return slept


def ids(catalogue: Catalogue) -> set[str]:
    return {each.source_id for each in catalogue.services()}


def test_everything_is_read_in_pages_and_batches_with_its_channels(
    ptv: FakePtv, catalogue: Catalogue
) -> None:
    ptv.channels = [channel(1, phone="050000001")]
    link = {"serviceChannel": {"id": ptv.channels[0]["id"], "name": "Neuvonta"}}
    ptv.services = [service(number, serviceChannels=[link]) for number in range(230)]
    report = import_source(catalogue, "ptv", ptv.url)
    assert (report.added, report.refused) == (230, [])
    assert [c.value for c in next(catalogue.services()).channels] == ["+358 50000001"]
    # The one channel is asked for once, the services a hundred at a time.
    lists = [path for path in ptv.requests if "/list?" in path]
    assert len([path for path in lists if "/Service/" in path]) == 3
    assert len([path for path in lists if "/ServiceChannel/" in path]) == 1
    assert all(agent.startswith("HyteTerm/") for agent in ptv.agents)


def test_the_next_import_asks_for_changes_only_and_removes_what_is_archived(
    ptv: FakePtv, catalogue: Catalogue
) -> None:
    ptv.services = [service(number) for number in range(5)]
    import_source(catalogue, "ptv", ptv.url)
    ptv.requests.clear()
    again = import_source(catalogue, "ptv", ptv.url)
    assert again.changed_nothing
    assert all("date=" in path for path in ptv.requests if "status=" in path)

    later = "2999-01-01T00:00:00"
    ptv.services[0] = service(0, changed=later, serviceChargeType="FreeOfCharge")
    ptv.services[1] = service(1, changed=later) | {"publishingStatus": "Archived"}
    ptv.services[2] = service(2, changed=later) | {"publishingStatus": "Withdrawn"}
    ptv.services.append(service(9, changed=later))
    report = import_source(catalogue, "ptv", ptv.url)
    assert (report.added, report.changed, report.removed) == (1, 1, 2)
    assert ids(catalogue) == {service(number)["id"] for number in (0, 3, 4, 9)}


def test_a_changed_channel_brings_its_services_anew(ptv: FakePtv, catalogue: Catalogue) -> None:
    body = service(1)
    ptv.channels = [channel(1, phone="050000001", services=[body["id"]])]
    body["serviceChannels"] = [{"serviceChannel": {"id": ptv.channels[0]["id"]}}]
    ptv.services = [body]
    import_source(catalogue, "ptv", ptv.url)
    ptv.channels = [
        channel(1, phone="050000002", services=[body["id"]]) | {"modified": "2999-01-01T00:00:00"}
    ]
    report = import_source(catalogue, "ptv", ptv.url)
    assert report.changed == 1
    assert [c.value for c in next(catalogue.services()).channels] == ["+358 50000002"]


def test_an_import_goes_on_after_a_break_where_it_was(
    ptv: FakePtv, catalogue: Catalogue, naps: list[float]
) -> None:
    ptv.services = [service(number) for number in range(350)]
    last = ptv.services[349]["id"]
    ptv.faults = [broken_line(last) for _ in range(5)]
    with pytest.raises(ImportBroken) as broken:
        import_source(catalogue, "ptv", ptv.url)
    assert broken.value.reason == "no-connection"
    assert broken.value.report.added == 300
    assert len(catalogue) == 300
    assert len(naps) == 4
    ptv.requests.clear()
    report = import_source(catalogue, "ptv", ptv.url)
    assert (report.added, report.unchanged) == (50, 0)
    assert len([path for path in ptv.requests if "Service/list" in path]) == 1
    assert len(catalogue) == 350


def test_a_cancelled_import_keeps_whole_batches_and_goes_on(
    ptv: FakePtv, catalogue: Catalogue
) -> None:
    ptv.services = [service(number) for number in range(250)]

    def cancel(done: int, _: int | None) -> None:
        if done == 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_source(catalogue, "ptv", ptv.url, cancel)
    assert len(catalogue) == 200
    assert catalogue.status().runs[0].interrupted == "cancelled"
    assert import_source(catalogue, "ptv", ptv.url).added == 50


def test_a_busy_server_is_waited_for_as_long_as_it_asks(
    ptv: FakePtv, catalogue: Catalogue, naps: list[float]
) -> None:
    ptv.services = [service(1)]
    ptv.faults = [
        status_fault(429, Retry_After="7"),
        status_fault(503),
        status_fault(429, Retry_After="Thu, 01 Jan 1970 00:00:00 GMT"),
    ]
    assert import_source(catalogue, "ptv", ptv.url).added == 1
    assert naps[0] == 7.0
    assert 1.0 <= naps[1] <= 2.0
    assert naps[2] == 0.0


@pytest.mark.parametrize(
    ("status", "document", "reason", "tries"),
    [
        (200, b"<html>Kirjaudu verkkoon</html>", "not-the-api", 1),
        (200, {"jotain": "muuta"}, "other-shape", 1),
        (401, b"", "not-allowed", 1),
        (403, b"", "not-allowed", 1),
        (404, b"", "not-found", 1),
        (500, b"", "server-error", 5),
        (429, b"", "too-busy", 5),
    ],
)
def test_a_server_that_is_not_the_interface_stores_nothing(
    ptv: FakePtv,
    catalogue: Catalogue,
    naps: list[float],
    status: int,
    document: object,
    reason: str,
    tries: int,
) -> None:
    ptv.services = [service(1)]
    ptv.faults = [status_fault(status, document) for _ in range(tries)]
    with pytest.raises(SourceError) as error:
        import_source(catalogue, "ptv", ptv.url)
    assert error.value.reason == reason
    assert len(naps) == tries - 1
    assert len(catalogue) == 0
    assert catalogue.cursor(f"ptv {ptv.url}") is None


def test_a_server_that_asks_for_an_hour_is_left_in_peace(
    ptv: FakePtv, catalogue: Catalogue, naps: list[float]
) -> None:
    ptv.faults = [status_fault(429, Retry_After="3600")]
    with pytest.raises(SourceError) as error:
        import_source(catalogue, "ptv", ptv.url)
    assert (error.value.reason, naps) == ("too-busy", [])


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:1/api/v12/service/search", "unknown-version"),
        ("http://", "bad-url"),
        ("https://exa mple/api/v11/", "bad-url"),
    ],
)
def test_an_address_that_cannot_be_read_is_told(url: str, reason: str) -> None:
    with pytest.raises(SourceError) as error:
        next(read_url(url))
    assert error.value.reason == reason


def test_no_line_is_told(naps: list[float]) -> None:
    with pytest.raises(SourceError) as error:
        next(read_url("http://127.0.0.1:1/api/v11/"))
    assert error.value.reason == "no-connection"


def test_the_services_of_an_area_are_read_whole(ptv: FakePtv, catalogue: Catalogue) -> None:
    ptv.services = [service(number) for number in range(120)]
    url = f"{ptv.url}Service/list/area/Municipality/code/286"
    assert import_source(catalogue, "ptv", url).added == 120
    assert import_source(catalogue, "ptv", url).changed_nothing


def test_duplicates_and_missing_bodies_are_told(ptv: FakePtv) -> None:
    ptv.services = [service(1), service(1, changed="2026-06-01T00:00:00"), service(2)]
    bodies = [ptv.services[0], ptv.services[1]]

    def without_the_second(handler: object) -> bool:
        from .fake_ptv import reply

        if "/Service/list" not in handler.path:  # type: ignore[attr-defined]
            return False
        reply(handler, 200, bodies)  # type: ignore[arg-type]
        return True

    ptv.faults = [without_the_second]
    items = list(read_url(ptv.url))
    assert [each.reason for each in items if isinstance(each, Refused)] == [
        "duplicate",
        "body-missing",
    ]
    (kept,) = [each for each in items if isinstance(each, Service)]
    assert kept.modified is not None and kept.modified.month == 6


def test_archived_services_come_as_tombstones_and_a_restored_one_stays(ptv: FakePtv) -> None:
    ptv.services = [
        service(1),
        service(1) | {"publishingStatus": "Archived"},
        service(2) | {"publishingStatus": "Archived"},
    ]
    items = list(read_url(ptv.url))
    assert [each.source_id for each in items if isinstance(each, Tombstone)] == [service(2)["id"]]
    assert len([each for each in items if isinstance(each, Service)]) == 1


def test_a_cursor_of_another_address_or_in_disorder_starts_from_the_beginning(
    ptv: FakePtv,
) -> None:
    ptv.services = [service(1)]
    for since in (json.dumps({"base": "https://toinen/api/v11/", "since": "2999"}), "{", "[1]"):
        items = list(read_url(ptv.url, since=since))
        assert any(isinstance(each, Service) for each in items)
        (last,) = [each for each in items if isinstance(each, Checkpoint)][-1:]
        assert json.loads(last.cursor)["base"] == ptv.url
