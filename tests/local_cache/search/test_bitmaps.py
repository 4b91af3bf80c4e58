"""Sets of documents and sums over them."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from hyteterm.local_cache.search import bitmaps

_documents = st.sets(st.integers(0, 3_000), max_size=400)
_numbers = st.dictionaries(st.integers(0, 500), st.integers(1, 63), max_size=120)


def planes_of(numbers: dict[int, int]) -> list[int]:
    planes: list[int] = []
    for bit in range(6):
        planes.append(bitmaps.bitmap_of([doc for doc, n in numbers.items() if n >> bit & 1]))
    return planes


@given(_documents)
def test_a_bitmap_gives_back_its_documents_in_order(documents: set[int]) -> None:
    bitmap = bitmaps.bitmap_of(list(documents))
    assert list(bitmaps.documents(bitmap)) == sorted(documents)
    assert bitmaps.unpack_bitmap(bitmaps.pack_bitmap(bitmap)) == bitmap


@given(st.dictionaries(st.integers(0, 3_000), st.integers(1, bitmaps.CLASSES - 1), max_size=300))
def test_postings_survive_packing(classes: dict[int, int]) -> None:
    entries = array("I", [doc << bitmaps.CLASS_BITS | key for doc, key in classes.items()])
    postings = bitmaps.unpack_postings(bitmaps.pack_entries(entries))
    assert [key for key, _ in postings] == sorted(set(classes.values()), reverse=True)
    assert {d: key for key, bitmap in postings for d in bitmaps.documents(bitmap)} == classes


@given(_numbers, _numbers)
def test_planes_add_like_numbers(one: dict[int, int], other: dict[int, int]) -> None:
    planes = planes_of(one)
    bitmaps.add_to_planes(planes, planes_of(other))
    expected = {doc: one.get(doc, 0) + other.get(doc, 0) for doc in one | other}
    found = {d: n for n, docs in bitmaps.by_number(planes) for d in bitmaps.documents(docs)}
    assert found == expected


@given(_numbers, st.integers(1, 50))
def test_the_highest_are_no_lower_than_the_rest(numbers: dict[int, int], count: int) -> None:
    everything = bitmaps.bitmap_of(list(numbers))
    chosen = set(bitmaps.documents(bitmaps.highest(planes_of(numbers), everything, count)))
    assert len(chosen) >= min(count, len(numbers))
    rest = [numbers[doc] for doc in numbers if doc not in chosen]
    assert not rest or min(numbers[doc] for doc in chosen) > max(rest)


@given(st.lists(st.sets(st.integers(0, 300), max_size=200), min_size=1, max_size=4))
def test_merged_blobs_hold_everybody(groups: list[set[int]]) -> None:
    seen: set[int] = set()
    blobs = []
    for group in groups:
        fresh = group - seen
        seen |= fresh
        blobs.append(
            bitmaps.pack_entries(array("I", [doc << bitmaps.CLASS_BITS | 3 for doc in fresh]))
        )
    merged = bitmaps.unpack_postings(bitmaps.merge_blobs(blobs))
    assert set(bitmaps.documents(bitmaps.coverage(merged))) == seen
