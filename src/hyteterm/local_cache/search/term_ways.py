"""How the terms of a need stand in texts: whole, in their parts, or begun."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from hyteterm.local_cache.search import bitmaps
from hyteterm.local_cache.search.bitmaps import Postings

if TYPE_CHECKING:
    from hyteterm.local_cache.search.needs import Term

WHOLE: Final = 1.0
TERM_COMPOUND: Final = 0.6
"""A dictionary term whose parts stand apart."""
TERM_PART: Final = 0.3
"""The first part of a dictionary term alone."""

Way = tuple[Postings, float, str]
"""Documents, how much it counts that they have a term, and the term."""

NeedKey = tuple[int, bool]
"""A need's block, and whether the parts of its terms count where they stand apart."""


def names_of(terms: "Sequence[Term]") -> set[str]:
    """The terms of the index that `ways_of` asks for."""
    return {name for term in terms for some in (*term.words, *term.compounds) for name in some}


def ways_of(terms: "Sequence[Term]", postings: Callable[[str], Postings]) -> list[Way]:
    """How the terms of a need stand in texts: documents, how well they have it, the term."""
    found: list[Way] = []
    for term in terms:
        every = [_any_of(word, postings) for word in term.words]
        ways = [(all_of(every), WHOLE)] if every else []
        for compound in term.compounds:
            parts = [postings(part) for part in compound]
            ways += [(all_of(parts), TERM_COMPOUND), (parts[0], TERM_PART)]
        found += [(docs, term.weight * share, term.name) for docs, share in ways if docs]
    return found


def _any_of(terms: tuple[str, ...], postings: Callable[[str], Postings]) -> Postings:
    several = [found for term in terms if (found := postings(term))]
    return several[0] if len(several) == 1 else bitmaps.union(several)


def all_of(several: list[Postings]) -> Postings:
    """Documents that have every one of the terms, with the lowest of their classes."""
    if len(several) == 1:
        return several[0]
    both = -1
    for postings in several:
        both &= bitmaps.coverage(postings)
        if not both:
            return ()
    # From the highest class down: who has reached it in every one of them?
    found: list[tuple[int, int]] = []
    reached = [0] * len(several)
    before = 0
    for key in range(bitmaps.CLASSES - 1, 0, -1):
        together = both
        for place, postings in enumerate(several):
            for other, docs in postings:
                if other == key:
                    reached[place] |= docs
                    break
            together &= reached[place]
        if together != before:
            found.append((key, together ^ before))
            before = together
            if together == both:
                break
    return tuple(found)
