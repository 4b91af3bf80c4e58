"""PTV v11 from files: real shapes, half-broken records, sources that are none."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hyteterm.catalogue_sources.reading import REFUSALS, SOURCE_ERRORS, SourceError
from hyteterm.catalogue_sources.registry import read
from hyteterm.domain.service import ChannelKind, Service
from hyteterm.domain.vocabulary import (
    LowThreshold,
    PriceKind,
    ProviderType,
    TargetGroup,
    Theme,
)

from .conftest import Read, read_all

ADVICE = "50000000-0000-4000-8000-000000000001"
FRIENDS = "50000000-0000-4000-8000-000000000002"


@pytest.fixture
def folder(fixtures: Path) -> Read:
    return read_all("ptv", fixtures / "ptv" / "folder")


def test_a_service_of_ptv_keeps_what_a_nurse_needs(folder: Read) -> None:
    service = folder.services[ADVICE]
    assert service.id == ADVICE
    assert service.names == {
        "fi": "Liikuntaneuvonta aikuisille",
        "sv": "Motionsrådgivning för vuxna",
    }
    assert service.summaries == {"fi": "Henkilökohtaista ohjausta liikunnan aloittamiseen."}
    assert service.descriptions["fi"].startswith("Neuvoja auttaa alkuun.\n")
    assert "<" not in service.descriptions["fi"]
    assert service.instructions == {"fi": "Soita tai tule lähetteellä."}
    assert service.themes == (Theme.EXERCISE,)
    assert service.target_groups == (TargetGroup.LONG_TERM_ILLNESS,)
    assert service.municipalities == ("016", "286")
    assert service.provider.names == {"fi": "Kouvolan kaupunki"}
    assert service.provider.type is ProviderType.MUNICIPALITY
    assert service.price.kind is PriceKind.FREE
    assert service.price.notes == {"fi": "Neuvonta on maksutonta."}
    assert service.eligibility == {"fi": "Yli 18-vuotiaille."}
    assert service.low_threshold == (LowThreshold.ACCESSIBLE_PREMISES, LowThreshold.NO_BOOKING)
    assert service.languages == ("fi", "sv")
    assert service.keywords == {
        "fi": ("Liikuntalähete", "liikkuminen", "liikuntaneuvonta"),
        "sv": ("motionsrådgivning",),
    }
    assert service.family == "9d000000-0000-4000-8000-000000000001"
    assert service.modified is not None and service.modified.year == 2026


def test_channels_are_joined_though_their_file_comes_first_and_their_ids_differ_in_case(
    folder: Read,
) -> None:
    service = folder.services[ADVICE]
    by_kind = {channel.kind: channel for channel in service.channels}
    numbers = [c.value for c in service.channels if c.kind is ChannelKind.PHONE]
    assert numbers == ["+358 50000001", "116117"]
    phone = by_kind[ChannelKind.PHONE]
    assert phone.names["sv"] == "Motionsrådgivningens byrå"
    place = by_kind[ChannelKind.PLACE]
    assert place.address["fi"] == "Esimerkkikatu 5, 45100 Kouvola"
    assert place.address["sv"] == "Exempelgatan 5, 45100 Kouvola"
    assert (place.easting, place.northing) == (481000.0, 6748000.0)
    assert place.municipality == "286"
    assert place.hours["fi"] == "ma–ti 8–16, pe 8.30–12"
    assert [c.value for c in service.channels if c.kind is ChannelKind.EMAIL] == [
        "liikuntaneuvonta@kouvola.example"
    ]
    # A “javascript:” address is no way to reach anybody.
    assert [c.value for c in service.channels if c.kind is ChannelKind.WEB] == [
        "https://www.kouvola.example/liikunta"
    ]
    assert service.accessibility == {"fi": "Sisäänkäynnissä ei ole kynnystä."}


def test_nulls_for_lists_and_a_missing_finnish_name_are_no_obstacle(folder: Read) -> None:
    service = folder.services[FRIENDS]
    assert service.names == {"sv": "Vänverksamhet"}
    assert service.price.kind is PriceKind.UNKNOWN
    assert service.modified is None
    # No area is given: the municipality that provides it is where it is.
    assert service.municipalities == ("624",)
    # The channel names the service, not the other way round.
    assert [channel.value for channel in service.channels] == ["https://www.lahella.fi/palvelu/123"]


def test_a_broken_channel_is_refused_with_its_field_and_the_services_remain(folder: Read) -> None:
    assert [(each.reason, each.detail) for each in folder.refused] == [
        ("bad-field", "serviceChannelNames")
    ]
    assert set(folder.services) == {ADVICE, FRIENDS}


def test_half_broken_records_are_refused_one_by_one_with_a_reason(fixtures: Path) -> None:
    found = read_all("ptv", fixtures / "ptv" / "half_broken.json")
    assert [service.names["fi"] for service in found.services.values()] == ["Uusi nimi"]
    assert found.gone == {"50000000-0000-4000-8000-000000000014"}
    assert found.reasons == [
        (1, "duplicate"),
        (3, "duplicate"),
        (4, "no-id"),
        (5, "no-name"),
        (6, "bad-field"),
        (7, "not-published"),
        (9, "not-an-object"),
        (10, "not-an-object"),
        (11, "not-an-object"),
        (12, "unknown-shape"),
    ]
    assert {each.reason for each in found.refused} <= set(REFUSALS)


def test_general_descriptions_are_nationwide_services(fixtures: Path) -> None:
    found = read_all("ptv", fixtures / "ptv" / "general_description.json")
    (service,) = found.services.values()
    assert service.nationwide and service.municipalities == ()
    assert service.descriptions == {"fi": "Ensimmäinen kappale.\nToinen kappale."}
    assert service.themes == (Theme.SLEEP, Theme.HEALTH)
    assert service.target_groups == (TargetGroup.OLDER_PEOPLE,)
    assert service.price.kind is PriceKind.FREE
    # Local services of the same general description carry its id as their family.
    assert service.family == "9d000000-0000-4000-8000-000000000001"


@pytest.mark.parametrize("shape", ["envelope", "list", "single"])
def test_a_page_a_bare_list_and_a_single_body_are_read(
    fixtures: Path, tmp_path: Path, shape: str
) -> None:
    page = json.loads((fixtures / "ptv" / "folder" / "b_services.json").read_text())
    body = page["itemList"][0]
    document: Any = {"envelope": page, "list": page["itemList"], "single": body}[shape]
    source = tmp_path / "source.json"
    source.write_text("\ufeff" + json.dumps(document), encoding="utf-8")
    assert ADVICE in read_all("ptv", source).services


def test_the_order_of_lists_does_not_change_a_service(fixtures: Path, tmp_path: Path) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shuffled(value[key]) for key in reversed(value)}
        if isinstance(value, list):
            return [shuffled(element) for element in reversed(value)]
        return value

    source = fixtures / "ptv" / "folder"
    for path in source.iterdir():
        (tmp_path / path.name).write_text(json.dumps(shuffled(json.loads(path.read_text()))))
    assert read_all("ptv", tmp_path).services[FRIENDS] == read_all("ptv", source).services[FRIENDS]
    ours, theirs = (read_all("ptv", each).services[ADVICE] for each in (tmp_path, source))
    assert ours.keywords == theirs.keywords
    assert {c.value for c in ours.channels} == {c.value for c in theirs.channels}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"<html><body>Kirjaudu</body></html>", "not-json"),
        (b'{"itemList": [{"id": "1", "serviceNames": []}', "truncated"),
        (b'{"itemList": [{"id": "1", "serviceNa', "truncated"),
        (b'[{"id": "1"}, ', "truncated"),
        (b'{"itemList": [{"id": "1",, }]}', "not-json"),
        (b'[{"serviceNames": []}] x', "not-json"),
        (b'{"type": "FeatureCollection", "features": []}', "other-shape"),
        (b'[{"name": "toinen"}, {"name": "muoto"}]', "other-shape"),
        (b"[1, 2, 3]", "other-shape"),
        (b'"teksti"', "other-shape"),
        (b"12", "other-shape"),
        (b'[{"serviceNames": "\xe4"}]', "encoding"),
        ('[{"serviceNames": []}]'.encode("utf-16"), "encoding"),
        (b"[" * 100_000, "not-json"),
    ],
)
def test_a_source_that_is_none_is_told_before_anything_is_given(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    source = tmp_path / "source.json"
    source.write_bytes(content)
    with pytest.raises(SourceError) as error:
        next(read("ptv", str(source)), None)
    assert error.value.reason == reason
    assert error.value.reason in SOURCE_ERRORS


def test_a_missing_file_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    for source, reason in ((tmp_path / "ei.json", "missing"), (tmp_path, "empty-folder")):
        with pytest.raises(SourceError) as error:
            list(read("ptv", str(source)))
        assert error.value.reason == reason
    with pytest.raises(SourceError) as error:
        read("kirje", "x")
    assert error.value.reason == "unknown-format"


def test_one_truncated_page_of_a_folder_stops_the_whole_folder(
    fixtures: Path, tmp_path: Path
) -> None:
    good = (fixtures / "ptv" / "folder" / "b_services.json").read_bytes()
    (tmp_path / "1.json").write_bytes(good)
    (tmp_path / "2.json").write_bytes(good[: len(good) // 2])
    items = read("ptv", str(tmp_path))
    with pytest.raises(SourceError) as error:
        next(items)
    assert error.value.reason == "truncated"
    assert error.value.detail == "2.json"


def test_records_longer_than_a_chunk_and_a_large_file_are_read(tmp_path: Path) -> None:
    long = "pitkä " * 400_000
    bodies = [
        {"id": f"s{index}", "serviceNames": [{"language": "fi", "value": f"Palvelu {index}"}]}
        for index in range(5_000)
    ]
    bodies[2500]["serviceDescriptions"] = [{"language": "fi", "value": long, "type": "Description"}]
    source = tmp_path / "large.json"
    source.write_text(json.dumps({"itemList": bodies}, ensure_ascii=False), encoding="utf-8")
    seen: list[tuple[int, int | None]] = []
    count = sum(
        isinstance(item, Service)
        for item in read("ptv", str(source), progress=lambda *step: seen.append(step))
    )
    assert count == 5_000
    assert seen[-1] == (5_000, 5_000)
    assert seen == sorted(seen)


def test_the_shared_services_are_read(shared_data: Path) -> None:
    found = read_all("ptv", shared_data / "search" / "services.json")
    assert len(found.services) == 3451
    assert {each.reason for each in found.refused} == {"duplicate"}
    assert len(found.services) + len(found.refused) == 3659
    assert {s.provider.type for s in found.services.values()} == set(ProviderType) - {
        ProviderType.OTHER
    }


def test_the_shared_folder_of_pages_is_read_and_joined(shared_data: Path) -> None:
    found = read_all("ptv", shared_data / "ptv")
    dentist = found.services["0008afc0-182c-4580-ba73-7472287f4d63"]
    assert dentist.municipalities == ("001",)
    assert dentist.channels
    assert len(found.services) == 460


# --- Fuzzed bodies ------------------------------------------------------------

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "value",
                    "language",
                    "type",
                    "name",
                    "code",
                    "url",
                    "number",
                    "municipalities",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
_MEMBERS = [
    "id",
    "serviceNames",
    "serviceDescriptions",
    "serviceClasses",
    "areas",
    "areaType",
    "keywords",
    "serviceChannels",
    "organizations",
    "serviceChannelNames",
    "serviceChannelType",
    "phoneNumbers",
    "addresses",
    "serviceHours",
    "modified",
    "publishingStatus",
    "Name",
    "ShortDescription",
    "BackgroundDescription",
]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None
)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(_MEMBERS), _json, min_size=1, max_size=10) | _json,
        max_size=6,
    )
)
def test_whatever_stands_in_a_record_it_is_taken_or_refused(
    tmp_path: Path, records: list[Any]
) -> None:
    source = tmp_path / "fuzz.json"
    good = {"id": "hyvä", "serviceNames": [{"language": "fi", "value": "Hyvä", "type": "Name"}]}
    source.write_text(json.dumps([*records, good]), encoding="utf-8")
    found = read_all("ptv", source)
    assert found.services["hyvä"].names == {"fi": "Hyvä"}
    for service in found.services.values():
        assert service.id and any(service.names.values())
        service.model_dump_json().encode()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None
)
@given(st.data())
def test_a_file_cut_anywhere_is_refused_whole(
    fixtures: Path, tmp_path: Path, data: st.DataObject
) -> None:
    whole = (fixtures / "ptv" / "folder" / "b_services.json").read_bytes().rstrip()
    length = data.draw(st.integers(0, len(whole) - 1))
    source = tmp_path / "cut.json"
    source.write_bytes(whole[:length])
    with pytest.raises(SourceError) as error:
        next(read("ptv", str(source)), None)
    assert error.value.reason in {"empty", "truncated", "encoding"}
