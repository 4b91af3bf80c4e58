"""A dictionary that hub and terminal share makes fifty changes small."""

import hashlib
import io
import json

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain import shared_dictionary as wire
from hyteterm.domain.service import Service, service_id

from .conftest import Place
from .test_catalogue import whole

WORDS = [
    "ryhmä",
    "kokoontuu",
    "viikoittain",
    "maksuton",
    "ohjaaja",
    "kunta",
    "liikunta",
    "ilmoittaudu",
    "puhelin",
]


def service(number: int, more: str = "") -> Service:
    """An invented service, with words of its own."""
    own = " ".join(f"{WORDS[(number * 7 + k * k) % 9]}{(number * 31 + k) % 97}" for k in range(40))
    return Service(
        id=service_id("demo", f"p-{number}"),
        source="demo",
        source_id=f"p-{number}",
        names={"fi": f"Kävelyryhmä {number}", "sv": f"Promenadgrupp {number}"},
        descriptions={"fi": f"{own} {more}"},
        municipalities=("286",),
    )


def dictionary_of(snapshot: bytes) -> bytes | None:
    """The dictionary at the end of a zstd snapshot."""
    length = wire.frame_length(snapshot[-wire.FOOT_LENGTH :])
    inside = wire.unframed(snapshot[-length:]) if length <= len(snapshot) else None
    if inside is None:
        return None
    return zstandard.ZstdDecompressor().decompress(inside, max_output_size=wire.LARGEST)


def asked(place: Place, cursor: str, dictionary: bytes, encodings: str = "dcz, zstd") -> bytes:
    """The raw changes, for a terminal that has ``dictionary``."""
    headers = {
        "Authorization": f"Bearer {place.nurse.delivery_token}",
        "Accept-Encoding": encodings,
        wire.HEADER: wire.naming(hashlib.sha256(dictionary).digest()),
    }
    path = f"/v1/catalogue/changes?since={cursor}"
    with place.nurse.http.stream("GET", path, headers=headers) as answer:
        raw = b"".join(answer.iter_raw())
        used = answer.headers.get("content-encoding", "identity")
    return used.encode() + b"|" + raw


def opened(raw: bytes, dictionary: bytes) -> list[dict[str, object]]:
    """The lines of a ``dcz`` answer."""
    start = wire.DCZ_MAGIC + hashlib.sha256(dictionary).digest()
    assert raw.startswith(start)
    known = zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    data = zstandard.ZstdDecompressor(dict_data=known).decompress(raw[len(start) :])
    return [json.loads(line) for line in data.splitlines()]


def test_the_snapshot_carries_a_dictionary_that_readers_who_do_not_know_it_skip(
    place: Place,
) -> None:
    place.administration.publish([service(number) for number in range(400)])
    snapshot = whole(place, "zstd").content
    assert dictionary_of(snapshot)
    for read in (
        zstandard.ZstdDecompressor().decompressobj().decompress(snapshot),
        zstandard.ZstdDecompressor()
        .stream_reader(io.BytesIO(snapshot), read_across_frames=True)
        .read(),
    ):
        assert len(read.splitlines()) == 400


def test_changes_for_a_terminal_with_the_dictionary_are_smaller(place: Place) -> None:
    place.administration.publish([service(number) for number in range(400)])
    answer = whole(place, "zstd")
    dictionary = dictionary_of(answer.content)
    assert dictionary is not None
    cursor = answer.headers["x-catalogue-cursor"]
    place.administration.publish([service(number, "Uusi aika.") for number in range(50)])
    used, _, raw = asked(place, cursor, dictionary).partition(b"|")
    assert used == b"dcz"
    lines = opened(raw, dictionary)
    assert len(lines) == 51
    plain = asked(place, cursor, b"another")
    assert plain.startswith(b"zstd|")
    assert len(raw) < 0.8 * len(plain)


@pytest.mark.parametrize("encodings", ["zstd", "gzip", "dcz;q=0, gzip", ""])
def test_a_terminal_that_does_not_take_it_gets_the_old_form(place: Place, encodings: str) -> None:
    place.administration.publish([service(number) for number in range(400)])
    answer = whole(place, "zstd")
    dictionary = dictionary_of(answer.content)
    assert dictionary is not None
    place.administration.publish([service(number, "Uusi aika.") for number in range(50)])
    found = asked(place, answer.headers["x-catalogue-cursor"], dictionary, encodings)
    assert not found.startswith(b"dcz")


def test_a_dictionary_serves_until_much_has_changed_and_old_ones_still_do(place: Place) -> None:
    place.administration.publish([service(number) for number in range(300)])
    answer = whole(place, "zstd")
    first = dictionary_of(answer.content)
    assert first is not None
    place.administration.publish([service(number, "Uusi.") for number in range(10)])
    assert dictionary_of(whole(place, "zstd").content) == first
    place.administration.publish([service(number, "Toinen.") for number in range(299)])
    place.administration.publish([service(number, "Kolmas.") for number in range(20)])
    second = dictionary_of(whole(place, "zstd").content)
    assert second is not None and second != first
    found = asked(place, answer.headers["x-catalogue-cursor"], first)
    assert found.startswith(b"dcz|")


def test_a_small_catalogue_has_none(place: Place) -> None:
    place.administration.publish([service(number) for number in range(20)])
    assert dictionary_of(whole(place, "zstd").content) is None


@given(st.binary(max_size=300))
def test_a_frame_comes_back_and_nothing_else_is_taken_for_one(data: bytes) -> None:
    frame = wire.framed(data)
    assert wire.frame_length(frame[-wire.FOOT_LENGTH :]) == len(frame)
    assert wire.unframed(frame) == data
    assert wire.unframed(frame[:-1]) is None
    assert wire.unframed(data) is None or data.startswith(frame[:4])


@given(st.text(max_size=60))
def test_a_hash_comes_back_and_other_texts_name_none(text: str) -> None:
    hash_ = hashlib.sha256(text.encode()).digest()
    assert wire.named(wire.naming(hash_)) == hash_
    found = wire.named(text)
    assert found is None or len(found) == wire.HASH_LENGTH
