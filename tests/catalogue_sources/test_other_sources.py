"""HSDS, event calendars and a county's own CSV list."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hyteterm.catalogue_sources.csv_columns import COLUMNS
from hyteterm.catalogue_sources.reading import REFUSALS, SourceError
from hyteterm.catalogue_sources.registry import read
from hyteterm.domain.service import ChannelKind
from hyteterm.domain.vocabulary import (
    LowThreshold,
    PriceKind,
    ProviderType,
    TargetGroup,
    Theme,
)

from .conftest import Read, read_all

FUZZ = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None
)


# --- HSDS ---------------------------------------------------------------------


def test_an_hsds_service_of_ndjson_is_read(fixtures: Path) -> None:
    found = read_all("hsds", fixtures / "hsds" / "services.ndjson")
    club = found.services["b0000000-0000-4000-8000-000000000001"]
    assert club.names == {"fi": "Diabeteskerho"}
    assert club.summaries == {"fi": "Vertaistukea diabetesta sairastaville."}
    assert club.instructions == {"fi": "Ilmoittaudu puhelimitse."}
    assert club.municipalities == ("075",)
    assert club.provider.type is ProviderType.NGO
    assert club.price.kind is PriceKind.FREE
    assert Theme.HEALTH in club.themes
    assert [(c.kind, c.value) for c in club.channels] == [
        (ChannelKind.PHONE, "+358 50 000 0002"),
        (ChannelKind.EMAIL, "kerho@diabetes.example"),
        (ChannelKind.WEB, "https://diabetes.example/kerho"),
        (ChannelKind.PLACE, ""),
    ]
    assert club.channels[-1].address == {"fi": "Esimerkkitie 3, 49400 Hamina"}
    assert club.channels[-1].hours == {"fi": "ti, to 17:00–19:00"}
    assert club.accessibility == {"fi": "Tilaan pääsee pyörätuolilla."}


def test_hsds_services_that_are_not_active_are_gone_and_broken_ones_refused(
    fixtures: Path,
) -> None:
    found = read_all("hsds", fixtures / "hsds" / "services.ndjson")
    assert found.gone == {"b0000000-0000-4000-8000-000000000002"}
    assert found.reasons == [(3, "no-name"), (4, "duplicate"), (6, "bad-field")]
    walk = found.services["b0000000-0000-4000-8000-000000000004"]
    assert walk.names == {"en": "Walking group again"}


def test_the_tables_of_hsds_are_put_together(fixtures: Path) -> None:
    found = read_all("hsds", fixtures / "hsds" / "tables")
    (cafe,) = found.services.values()
    assert cafe.provider.names == {"fi": "Kotkan Martat ry"}
    assert cafe.municipalities == ("285",)
    assert cafe.price.kind is PriceKind.CHARGED
    assert {channel.kind for channel in cafe.channels} == {
        ChannelKind.PHONE,
        ChannelKind.WEB,
        ChannelKind.PLACE,
    }
    assert found.gone == {"b1000000-0000-4000-8000-000000000002"}


@pytest.mark.parametrize(
    "sample",
    [
        "spec-3.0/examples/service_full.json",
        "spec-3.0/examples/service_list.json",
        "spec-3.0/examples/csv",
        "mock-hsds-api",
    ],
)
def test_the_samples_of_the_standard_are_read(shared_data: Path, sample: str) -> None:
    found = read_all("hsds", shared_data / "hsds" / sample)
    (service,) = found.services.values()
    assert service.names == {"en": "Community Counselling"}
    if sample != "spec-3.0/examples/service_list.json":
        assert service.price.kind is PriceKind.CHARGED
        assert {c.kind for c in service.channels} >= {ChannelKind.PHONE, ChannelKind.PLACE}


def test_ndjson_cut_in_the_middle_gives_nothing(fixtures: Path, tmp_path: Path) -> None:
    whole = (fixtures / "hsds" / "services.ndjson").read_bytes()
    source = tmp_path / "cut.ndjson"
    source.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError) as error:
        next(read("hsds", str(source)))
    assert error.value.reason == "truncated"


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "name", "number", "fi", "sv", "@id", "location", "addresses"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@FUZZ
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "name",
                    "status",
                    "phones",
                    "service_at_locations",
                    "cost_options",
                    "description",
                    "organization",
                    "attributes",
                    "minimum_age",
                    "last_modified",
                ]
            ),
            _anything | st.sampled_from(["active", "defunct"]),
            max_size=8,
        ),
        max_size=5,
    )
)
def test_fuzzed_hsds_records_are_taken_or_refused(tmp_path: Path, records: list[Any]) -> None:
    source = tmp_path / "fuzz.json"
    good = {"id": "hyvä", "name": "Hyvä", "status": "active"}
    source.write_text(json.dumps({"contents": [*records, good]}), encoding="utf-8")
    assert "hyvä" in read_all("hsds", source).services


# --- Events -------------------------------------------------------------------


@pytest.fixture
def calendar(fixtures: Path) -> Read:
    return read_all("events", fixtures / "events" / "events.json")


def test_the_events_of_a_series_are_one_service_with_its_times(calendar: Read) -> None:
    series = calendar.services["kymi:sarja1"]
    assert series.names == {"fi": "Tuolijumppa", "sv": "Stolgymnastik"}
    # The cancelled time is left out.
    assert [event.starts.day for event in series.events] == [1, 15]
    assert series.events[0].starts == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert series.events[0].place == {"fi": "Palvelukeskus"}
    assert series.municipalities == ("286",)
    assert series.themes == (Theme.EXERCISE,)
    assert series.target_groups == (TargetGroup.OLDER_PEOPLE,)
    assert series.price.kind is PriceKind.FREE
    assert series.low_threshold == (LowThreshold.NO_BOOKING,)
    assert series.languages == ("fi",)
    assert series.provider.type is ProviderType.MUNICIPALITY
    assert series.modified == datetime(2026, 11, 2, 12, tzinfo=UTC)
    assert {"kymi:kerta1", "kymi:kerta2", "kymi:kerta3"}.isdisjoint(calendar.services)


def test_the_parts_of_a_festival_stay_apart(calendar: Read) -> None:
    assert {"kymi:festivaali", "kymi:konsertti"} <= set(calendar.services)
    concert = calendar.services["kymi:konsertti"]
    assert concert.price.kind is PriceKind.CHARGED
    assert concert.price.notes == {"fi": "12 €"}
    assert concert.low_threshold == (LowThreshold.REMOTE,)


def test_cancelled_events_are_gone_and_timeless_or_broken_ones_refused(calendar: Read) -> None:
    assert calendar.gone == {"kymi:peruttu"}
    assert calendar.reasons == [(8, "no-time"), (9, "bad-field")]


def test_a_series_without_its_head_is_folded_by_name(tmp_path: Path) -> None:
    def event(key: str, name: str, day: int) -> dict[str, Any]:
        return {
            "id": key,
            "name": {"fi": name},
            "start_time": f"2026-12-{day:02}T10:00:00Z",
            "super_event": {"@id": "https://events.example/v1/event/x:1/"},
        }

    source = tmp_path / "events.json"
    source.write_text(
        json.dumps({"meta": {}, "data": [event("x:2", "A", 1), event("x:3", "A", 2)]})
    )
    assert set(read_all("events", source).services) == {"x:1"}
    source.write_text(
        json.dumps({"meta": {}, "data": [event("x:2", "A", 1), event("x:3", "B", 2)]})
    )
    assert set(read_all("events", source).services) == {"x:2", "x:3"}


@FUZZ
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "name",
                    "start_time",
                    "end_time",
                    "location",
                    "offers",
                    "keywords",
                    "super_event",
                    "super_event_type",
                    "event_status",
                    "in_language",
                    "audience",
                ]
            ),
            _anything | st.sampled_from(["recurring", "2026-01-01T00:00:00Z", "a", "b"]),
            max_size=8,
        ),
        max_size=6,
    )
)
def test_fuzzed_events_are_taken_or_refused(tmp_path: Path, records: list[Any]) -> None:
    source = tmp_path / "fuzz.json"
    good = {"id": "hyvä", "name": {"fi": "Hyvä"}, "start_time": "2026-01-01T00:00:00Z"}
    source.write_text(json.dumps({"meta": {}, "data": [*records, good]}), encoding="utf-8")
    assert "hyvä" in read_all("events", source).services


# --- CSV ----------------------------------------------------------------------


@pytest.fixture
def county_list(fixtures: Path) -> Read:
    return read_all("csv", fixtures / "csv" / "palvelut.csv")


def test_a_row_of_the_county_list_becomes_a_service(county_list: Read) -> None:
    walk = county_list.services["k-1"]
    assert walk.names == {"fi": "Metsäkävely", "sv": "Skogspromenad"}
    assert walk.descriptions == {"fi": "Kävelemme tunnin.\nIlman ilmoittautumista."}
    assert walk.municipalities == ("285", "286")
    assert walk.themes == (Theme.NATURE, Theme.EVERYDAY_LIFE)
    assert walk.target_groups == (TargetGroup.OLDER_PEOPLE,)
    assert walk.provider.type is ProviderType.NGO
    assert walk.price.kind is PriceKind.FREE
    assert walk.referral_type == "exercise"
    assert walk.languages == ("fi", "sv")
    assert walk.keywords == {"fi": ("kävely", "metsä")}
    assert walk.low_threshold == (
        LowThreshold.TRANSPORT,
        LowThreshold.NO_BOOKING,
        LowThreshold.REMOTE,
    )
    assert [c.value for c in walk.channels] == [
        "+358 50 000 0005",
        "",
        "latu@latu.example",
        "https://latu.example",
    ]
    summer, winter = walk.events
    assert summer.starts.astimezone(UTC) == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert winter.starts.astimezone(UTC) == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert winter.ends is not None and winter.ends - winter.starts == timedelta(hours=2)
    assert county_list.services["k-2"].price.kind is PriceKind.CHARGED
    assert county_list.services["k-7"].nationwide
    assert county_list.gone == {"k-6"}


def test_refusals_name_the_row_as_a_spreadsheet_shows_it(county_list: Read) -> None:
    assert county_list.reasons == [
        (4, "unknown-municipality"),
        (5, "unknown-theme"),
        (6, "bad-time"),
        (7, "no-id"),
        (10, "column-count"),
        (11, "duplicate"),
    ]
    assert {each.reason for each in county_list.refused} <= set(REFUSALS)


def test_latin_1_and_commas_are_read(fixtures: Path) -> None:
    found = read_all("csv", fixtures / "csv" / "latin1.csv")
    assert found.services["l-1"].names == {"fi": "Keskustelupöytä, viikoittain"}
    assert found.services["l-1"].municipalities == ("075", "624")
    assert found.services["l-1"].price.kind is PriceKind.FREE


@pytest.mark.parametrize(
    ("content", "reason", "detail"),
    [
        (b"", "empty", ""),
        (b"\n \n", "empty", ""),
        (b"nimi;kunnat\nA;Kouvola\n", "header", "tunniste"),
        (b"aaa;bbb\n1;2\n", "other-shape", ""),
        (b'{"itemList": []}', "other-shape", ""),
        (b'tunniste;nimi;kunnat\n1;"auki;Kouvola\n', "not-csv", ""),
        ("tunniste;nimi;kunnat\n".encode("utf-16"), "encoding", ""),
    ],
)
def test_a_file_that_is_no_county_list_is_told(
    tmp_path: Path, content: bytes, reason: str, detail: str
) -> None:
    source = tmp_path / "lista.csv"
    source.write_bytes(content)
    with pytest.raises(SourceError) as error:
        list(read("csv", str(source)))
    assert error.value.reason == reason
    assert detail in error.value.detail


def test_the_documented_columns_are_the_columns(fixtures: Path) -> None:
    guide = Path(__file__).resolve().parents[2] / "docs" / "catalogue-sources.md"
    text = guide.read_text(encoding="utf-8")
    assert all(f"`{column}`" in text for column in COLUMNS)
    assert all(f"`{reason}`" in text for reason in REFUSALS)


@FUZZ
@given(
    st.lists(
        st.dictionaries(st.sampled_from(list(COLUMNS)), st.text(max_size=20), max_size=8),
        max_size=5,
    )
)
def test_fuzzed_rows_are_taken_or_refused(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(COLUMNS), delimiter=";")
    writer.writeheader()
    clean = [{key: value.replace("\0", "") for key, value in row.items()} for row in rows]
    writer.writerows([*clean, {"tunniste": "hyvä", "nimi": "Hyvä", "kunnat": "Kouvola"}])
    source = tmp_path / "fuzz.csv"
    source.write_bytes(text.getvalue().encode("utf-8", errors="replace"))
    found = read_all("csv", source)
    assert "hyvä" in found.services
