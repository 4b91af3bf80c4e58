"""The services that the filters let through, numbered from nought.

A municipality has some hundred services of the country's fifty thousand.  Within a view
they are numbered anew, so that bitmaps are short whatever the size of the catalogue.
"""

from array import array
from collections.abc import Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

from hyteterm.local_cache.search import bitmaps
from hyteterm.local_cache.search.bitmaps import Postings
from hyteterm.local_cache.search.reader import IndexReader

REFERRAL: Final = 1.04
"""A service that accepts a referral."""
FRESHEST: Final = 0.03
"""What a description changed in this quarter of a year gains; half of it a year later."""
FRESH_QUARTERS: Final = 4.0
FACETS: Final = {
    "theme": "themes",
    "group": "target_groups",
    "municipality": "municipalities",
    "provider": "provider_types",
    "price": "prices",
    "language": "languages",
}
"""Kind of set → field of `Facets`."""
COMPACT: Final = 8_000
"""A view of more documents keeps the numbers of the index."""
TERMS_KEPT: Final = 2_000


class View:
    """Documents of the index in ``among``; bitmaps of a view are of its own numbers."""

    def __init__(self, reader: IndexReader, among: int, local: int) -> None:
        """``local`` are the documents of the chosen municipality."""
        self._reader = reader
        self._among = among
        self.count = among.bit_count()
        """How many documents there are."""
        self.compact = self.count <= COMPACT
        if self.compact:
            self.documents: Sequence[int] = array("I", bitmaps.documents(among))
            """Number in the view → number in the index."""
            self._rank: dict[int, int] | None = {
                doc: rank for rank, doc in enumerate(self.documents)
            }
        else:
            self.documents = range(among.bit_length())
            self._rank = None
        self.everything = (1 << self.count) - 1 if self.compact else among
        self.local = self.within(local)
        self.postings = lru_cache(maxsize=TERMS_KEPT)(self._postings)
        self.prefix = lru_cache(maxsize=200)(self._prefix)

    def within(self, docs: int) -> int:
        """The documents of the index that are in the view, by their numbers here."""
        docs &= self._among
        if self._rank is None or not docs:
            return docs
        if docs == self._among:
            return self.everything
        rank = self._rank
        return bitmaps.bitmap_of([rank[doc] for doc in bitmaps.documents(docs)])

    def _postings(self, term: str) -> Postings:
        """The documents of a term."""
        return self._reader.postings_within(term, self._rank, self.within)

    def _prefix(self, prefix: str) -> Postings:
        """The documents of all words that begin with ``prefix``."""
        return self._reader.prefix_within(prefix, self._rank, self.within)

    @cached_property
    def boosts(self) -> list[float]:
        """What freshness and accepting a referral make of a score, by number here."""
        boosts = [1.0] * len(self.documents)
        today = date.today()
        quarter_now = today.year * 4 + (today.month - 1) // 3
        for name, docs in self._reader.sets.items():
            if name.startswith("quarter:"):
                age = max(0, quarter_now - int(name[8:]))
                gain = 1 + FRESHEST * 0.5 ** (age / FRESH_QUARTERS)
                for doc in bitmaps.documents(self.within(docs)):
                    boosts[doc] = gain
        for doc in bitmaps.documents(self.within(self._reader.sets.get("referral", 0))):
            boosts[doc] *= REFERRAL
        return boosts

    @cached_property
    def facets(self) -> list[tuple[str, str, int]]:
        """(field of `Facets`, code, documents)."""
        found: list[tuple[str, str, int]] = []
        for name, docs in self._reader.sets.items():
            kind, _, code = name.partition(":")
            if kind in FACETS and (here := self.within(docs)):
                found.append((FACETS[kind], code, here))
        return found
