"""The catalogue on the line: whole, resumed, unchanged, and changes with tombstones."""

import gzip
import json

import httpx
import pytest
import zstandard

from hyteterm.domain.service import Service, Tombstone, service_id
from hyteterm.hub import byte_range, catalogue_feed
from hyteterm.hub.byte_range import OutsideRange

from .conftest import Place


def service(number: int, summary: str = "Ohjausta ja neuvontaa.") -> Service:
    """An invented service."""
    source_id = f"palvelu-{number}"
    return Service(
        id=service_id("demo", source_id),
        source="demo",
        source_id=source_id,
        names={"fi": f"Liikuntaneuvonta {number}", "sv": f"Motionsrådgivning {number}"},
        summaries={"fi": summary},
        municipalities=("286",),
    )


def whole(place: Place, encoding: str = "identity", **headers: str) -> httpx.Response:
    """The snapshot's bytes as they came (httpx undoes no encoding of a raw stream)."""
    headers = {
        "Authorization": f"Bearer {place.nurse.delivery_token}",
        "Accept-Encoding": encoding,
        **headers,
    }
    with place.nurse.http.stream("GET", "/v1/catalogue", headers=headers) as answer:
        raw = b"".join(answer.iter_raw())
    return httpx.Response(answer.status_code, headers=without_encoding(answer), content=raw)


def without_encoding(answer: httpx.Response) -> list[tuple[str, str]]:
    """The headers, with the encoding under another name."""
    return [
        ("x-encoding" if name.lower() == "content-encoding" else name, value)
        for name, value in answer.headers.multi_items()
    ]


def changes(place: Place, cursor: str) -> tuple[str, list[dict[str, object]]]:
    """The next cursor and the lines after it."""
    answer = place.nurse.get(f"/v1/catalogue/changes?since={cursor}", place.nurse.delivery_token)
    assert answer.status_code == 200, answer.text
    first, *lines = [json.loads(line) for line in answer.text.splitlines()]
    assert answer.headers["x-catalogue-cursor"] == first["cursor"]
    return first["cursor"], lines


@pytest.mark.parametrize("encoding", ["zstd", "gzip", "identity"])
def test_the_whole_catalogue_comes_in_each_encoding(place: Place, encoding: str) -> None:
    services = [service(number) for number in range(40)]
    place.administration.publish(services)
    answer = whole(place, encoding)
    assert answer.headers.get("x-encoding", "identity") == encoding
    data = answer.content
    if encoding == "zstd":
        data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    elif encoding == "gzip":
        data = gzip.decompress(data)
    found = [Service.model_validate_json(line) for line in data.splitlines()]
    assert sorted(found, key=lambda one: one.id) == sorted(services, key=lambda one: one.id)


def test_the_best_encoding_that_is_taken_is_used(place: Place) -> None:
    place.administration.publish([service(1)])
    for accepted, used in (
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1.0, zstd;q=0", "gzip"),
        ("br", "identity"),
        ("*", "zstd"),
        ("gzip;q=x, identity", "identity"),
    ):
        assert whole(place, accepted).headers.get("x-encoding", "identity") == used


def test_an_unchanged_catalogue_is_304_and_each_encoding_has_its_own_mark(place: Place) -> None:
    place.administration.publish([service(1)])
    etags = {encoding: whole(place, encoding).headers["etag"] for encoding in ("zstd", "gzip")}
    assert etags["zstd"] != etags["gzip"]
    for wanted in (etags["zstd"], f'"x", W/{etags["zstd"]}', "*"):
        answer = whole(place, "zstd", **{"If-None-Match": wanted})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etags["zstd"]
    assert whole(place, "zstd", **{"If-None-Match": etags["gzip"]}).status_code == 200
    place.administration.publish([service(2)])
    assert whole(place, "zstd", **{"If-None-Match": etags["zstd"]}).status_code == 200


def test_a_broken_off_snapshot_is_resumed_to_the_same_bytes(place: Place) -> None:
    place.administration.publish([service(number) for number in range(200)])
    complete = whole(place, "zstd")
    half = len(complete.content) // 2
    rest = whole(
        place,
        "zstd",
        **{"Range": f"bytes={half}-", "If-Range": complete.headers["etag"]},
    )
    assert rest.status_code == 206
    size = len(complete.content)
    assert rest.headers["content-range"] == f"bytes {half}-{size - 1}/{size}"
    assert complete.content[:half] + rest.content == complete.content
    assert rest.headers["x-catalogue-cursor"] == complete.headers["x-catalogue-cursor"]


def test_a_resume_of_a_changed_catalogue_gets_the_whole_new_one(place: Place) -> None:
    place.administration.publish([service(number) for number in range(20)])
    etag = whole(place).headers["etag"]
    place.administration.publish([service(20)])
    answer = whole(place, **{"Range": "bytes=100-", "If-Range": etag})
    assert answer.status_code == 200
    assert len(answer.content.splitlines()) == 21


def test_a_range_outside_the_catalogue_is_416(place: Place) -> None:
    place.administration.publish([service(1)])
    answer = whole(place, Range="bytes=999999-")
    assert answer.status_code == 416
    assert answer.json()["code"] == "range"
    assert answer.headers["content-range"].startswith("bytes */")


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-9", (0, 10)),
        ("bytes=90-", (90, 100)),
        ("bytes=90-500", (90, 100)),
        ("bytes=-10", (90, 100)),
        ("bytes=-500", (0, 100)),
        ("bytes = 5-5", (5, 6)),
        ("bytes=9-5", None),
        ("bytes=0-1,5-6", None),
        ("lines=0-1", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
    ],
)
def test_ranges_are_read_as_the_standard_says(header: str, part: tuple[int, int] | None) -> None:
    assert byte_range.read(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=-0"])
def test_a_range_with_no_byte_in_it_is_refused(header: str) -> None:
    with pytest.raises(OutsideRange):
        byte_range.read(header, 100)


def test_changes_follow_the_snapshot_with_tombstones(place: Place) -> None:
    place.administration.publish([service(number) for number in range(5)])
    cursor = whole(place).headers["x-catalogue-cursor"]
    assert changes(place, cursor) == (cursor, [])
    done = place.administration.publish(
        [service(1, "Uusi teksti."), service(2), Tombstone(source="demo", source_id="palvelu-3")]
    )
    assert (done.changed, done.unchanged, done.withdrawn) == (1, 1, 1)
    cursor, lines = changes(place, cursor)
    assert Service.model_validate(lines[0]) == service(1, "Uusi teksti.")
    assert lines[1] == {
        "tombstone": True,
        "source": "demo",
        "source_id": "palvelu-3",
        "id": service(3).id,
    }
    assert changes(place, cursor)[1] == []
    assert len(whole(place).content.splitlines()) == 4


def test_a_whole_source_withdraws_what_it_no_longer_has(place: Place) -> None:
    place.administration.publish([service(number) for number in range(5)])
    done = place.administration.publish([service(1), service(9)], whole=True)
    assert (done.changed, done.unchanged, done.withdrawn) == (1, 1, 4)
    assert len(whole(place).content.splitlines()) == 2
    assert place.administration.publish([], whole=True).withdrawn == 0


def test_a_withdrawn_service_may_come_back(place: Place) -> None:
    place.administration.publish([service(1)])
    gone = Tombstone(source="demo", source_id="palvelu-1")
    assert place.administration.publish([gone]).withdrawn == 1
    assert place.administration.publish([gone]).withdrawn == 0
    assert place.administration.publish([service(1)]).changed == 1
    assert len(whole(place).content.splitlines()) == 1


def test_many_changes_come_in_pages(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_feed, "PAGE", 10)
    cursor = whole(place).headers["x-catalogue-cursor"]
    place.administration.publish([service(number) for number in range(25)])
    seen: list[object] = []
    pages = 0
    while True:
        cursor, lines = changes(place, cursor)
        if not lines:
            break
        pages += 1
        seen += [line["source_id"] for line in lines]
    assert pages == 3
    assert len(set(map(str, seen))) == len(seen) == 25


@pytest.mark.parametrize("cursor", ["", "x", "00000000.0.0.00000000"])
def test_a_cursor_of_no_use_is_410(place: Place, cursor: str) -> None:
    answer = place.nurse.get(f"/v1/catalogue/changes?since={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (410, "cursor-gone")


def test_an_unchanged_catalogue_costs_little_on_the_line(place: Place) -> None:
    place.administration.publish([service(number) for number in range(5)])
    snapshot = whole(place, "zstd")
    unchanged = whole(place, "zstd", **{"If-None-Match": snapshot.headers["etag"]})
    cursor = snapshot.headers["x-catalogue-cursor"]
    none_new = place.nurse.get(f"/v1/catalogue/changes?since={cursor}")
    for answer in (unchanged, none_new):
        head = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
        assert head + len(answer.content) + len(b"HTTP/1.1 304 Not Modified\r\n\r\n") <= 350


def test_fifty_changes_of_real_size_stay_small(place: Place) -> None:
    cursor = whole(place).headers["x-catalogue-cursor"]
    texts = [
        f"Ryhmä {number}: " + "ohjattua liikuntaa ja juttuseuraa. " * 50 for number in range(50)
    ]
    place.administration.publish([service(n, text) for n, text in enumerate(texts)])
    headers = {"Authorization": f"Bearer {place.nurse.delivery_token}"}
    path = f"/v1/catalogue/changes?since={cursor}"
    with place.nurse.http.stream("GET", path, headers=headers) as answer:
        assert len(b"".join(answer.iter_raw())) <= 12_000
