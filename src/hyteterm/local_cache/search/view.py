"""The services that the filters let through.

A municipality has some hundred services of the country's fifty thousand.  In a large
catalogue the services of a view are numbered anew, so that bitmaps are short; in a small
one the numbers of the index stay and what was read for one view serves the next.
"""

from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from hyteterm.local_cache.search import bitmaps
from hyteterm.local_cache.search.bitmaps import Postings
from hyteterm.local_cache.search.reader import IndexReader
from hyteterm.local_cache.search.term_ways import NeedKey, Way, names_of, ways_of

if TYPE_CHECKING:
    from hyteterm.local_cache.search.needs import NeedDictionary

FACETS: Final = {
    "theme": "themes",
    "group": "target_groups",
    "municipality": "municipalities",
    "provider": "provider_types",
    "price": "prices",
    "language": "languages",
}
"""Kind of set → field of `Facets`."""
SMALL: Final = 8_000
"""An index of so few documents needs no other numbers; a view of more keeps them too."""
FEWEST: Final = 2
"""Views of fewer documents are not worth other numbers."""
TERMS_KEPT: Final = 2_000
_BINARY: Final = bytes([ord("0")]) + bytes([ord("1")]) * 255


class Numbering:
    """Numbers of the documents of a view, from nought, and bitmaps by them."""

    def __init__(self, among: int) -> None:
        self.documents = array("I", bitmaps.documents(among))
        """Number in the view → number in the index."""
        self.rank = {doc: rank for rank, doc in enumerate(self.documents)}
        self._count = len(self.documents)
        self._bytes = (among.bit_length() + 7) // 8
        self._pick = itemgetter(*[doc >> 3 for doc in self.documents])
        self._bit = int.from_bytes(bytes([1 << (doc & 7) for doc in self.documents]), "little")

    def of(self, docs: int) -> int:
        """The view's bitmap of documents that are all in it."""
        return self.of_bytes(docs.to_bytes(self._bytes, "little")) if docs else 0

    def of_bytes(self, data: bytes) -> int:
        """The view's bitmap of a little-endian bitmap of the index.

        Every document's byte is picked, its bit tested, and the byte made a binary digit,
        all for the whole view at a time.
        """
        if len(data) < self._bytes:
            data = data.ljust(self._bytes, b"\0")
        picked = int.from_bytes(bytes(self._pick(data)), "little") & self._bit
        return int(picked.to_bytes(self._count, "big").translate(_BINARY), 2)


class View:
    """Documents of the index in ``among``; bitmaps of a view are of its own numbers."""

    def __init__(self, reader: IndexReader, among: int, local: int) -> None:
        """``local`` are the documents of the chosen municipality."""
        self._reader = reader
        self._among = among
        self.count = among.bit_count()
        """How many documents there are."""
        large = reader.live.bit_length() > SMALL
        self._numbering = Numbering(among) if large and FEWEST <= self.count <= SMALL else None
        if self._numbering is None:
            self.documents: Sequence[int] = range(among.bit_length())
            """Number in the view → number in the index."""
            self.everything = among
            self.postings = self._masked
        else:
            self.documents = self._numbering.documents
            self.everything = (1 << self.count) - 1
            self.postings = lru_cache(maxsize=TERMS_KEPT)(self._renumbered)
        self.local = self.within(local)
        self.prefix = lru_cache(maxsize=100)(self._prefix)

    def within(self, docs: int) -> int:
        """The documents of the index that are in the view, by their numbers here."""
        docs &= self._among
        return docs if self._numbering is None else self._numbering.of(docs)

    def _here(self, postings: Postings) -> Postings:
        among = self._among
        return tuple([(key, both) for key, docs in postings if (both := docs & among)])

    def _masked(self, term: str) -> Postings:
        """The documents of a term."""
        return self._here(self._reader.postings(term))

    def _renumbered(self, term: str) -> Postings:
        return self._unpacked(self._reader.blobs(term))

    def _prefix(self, prefix: str) -> Postings:
        """The documents of all words that begin with ``prefix``."""
        if self._numbering is not None:
            return self._unpacked(self._reader.prefix_blobs(prefix))
        return self._here(self._reader.prefix(prefix))

    def _unpacked(self, blobs: Sequence[bytes]) -> Postings:
        numbering = self._numbering
        assert numbering is not None
        several: list[Postings] = []
        for blob in blobs:
            if blob[:1] == bitmaps.SPARSE:
                found = bitmaps.unpack_entries(blob, numbering.rank)
            else:
                found = tuple(
                    [
                        (key, here)
                        for key, data in bitmaps.dense_bitmaps(blob)
                        if (here := numbering.of_bytes(data))
                    ]
                )
            if found:
                several.append(found)
        return several[0] if len(several) == 1 else bitmaps.union(several)

    def prepare(self, wanted: Iterable[NeedKey], dictionary: "NeedDictionary") -> None:
        """Read what `ways` of these needs will look at, all at once."""
        unknown = [key for key in wanted if key not in self._reader.ways]
        terms = {
            name
            for block, apart in unknown
            for name in names_of(dictionary.terms(block, apart=apart))
        }
        self._reader.fetch(terms, stored=self._numbering is not None)

    def ways(self, key: NeedKey, dictionary: "NeedDictionary") -> list[Way]:
        """The ways to meet a need's terms; without those that no document here has."""
        block, apart = key
        if self._numbering is not None:
            return ways_of(dictionary.terms(block, apart=apart), self.postings)
        found = self._reader.ways.get(key)
        if found is None:
            found = ways_of(dictionary.terms(block, apart=apart), self._reader.postings)
            self._reader.ways.keep(key, found)
        here = [(self._here(postings), share, name) for postings, share, name in found]
        return [way for way in here if way[0]]

    @cached_property
    def elsewhere(self) -> frozenset[int]:
        """The documents outside the chosen municipality: the nationwide ones."""
        return frozenset(bitmaps.documents(self.everything & ~self.local))

    @cached_property
    def facets(self) -> list[tuple[str, str, int]]:
        """(field of `Facets`, code, documents)."""
        found: list[tuple[str, str, int]] = []
        for name, docs in self._reader.sets.items():
            kind, _, code = name.partition(":")
            if kind in FACETS and docs & self._among:
                here = docs if self._numbering is None else self.within(docs)
                found.append((FACETS[kind], code, here))
        return found
