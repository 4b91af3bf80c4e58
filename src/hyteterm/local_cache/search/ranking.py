"""Adds up what each word meets, and orders the documents."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log
from operator import itemgetter
from typing import Final

from hyteterm.local_cache.search import bitmaps
from hyteterm.local_cache.search.bitmaps import IMPACT, Postings

STEPS: Final = 255
"""The best possible sum in the steps of the bit planes."""
COVERAGE_FLOOR: Final = 0.25
"""What a document keeps of its score however few of the words it meets."""
BLOCK_STEPS: Final = 63
"""The best possible score of one need in steps."""
FEW_VISITS: Final = 2_000
"""Up to so many documents, over all terms, are summed exactly."""
ALSO: Final = 0.3
"""What further terms of a need add, beside the best one."""

_value = itemgetter(0)


Group = tuple[float, int, str, str]
"""Documents that one way of meeting a word reaches with the same strength: the strength, the
documents, what was met, and the expression of the dictionary that led there (or “~”)."""


@dataclass(slots=True)
class Column:
    """Everything that meets one word of the query."""

    typed: str
    groups: list[Group] = field(default_factory=list)
    potential: float = 0.0
    """The most that the word can give."""


class Score:
    """The score of one document and the best group of each word that met it."""

    __slots__ = ("covered", "met", "total")

    def __init__(self) -> None:
        self.total = 0.0
        self.covered = 0.0
        self.met: list[tuple[int, Group]] = []


def rarity(found: int, count: int) -> float:
    """Inverse document frequency of what ``found`` of ``count`` documents have."""
    return log(1 + (count - found + 0.5) / (found + 0.5))


Terms = Sequence[tuple[Postings, float, str]]
"""Postings of a term, its weight and its name."""


def term_groups(terms: Terms, visits: int) -> list[tuple[float, int, str]]:
    """Documents by how well they have some terms: (value, documents, the term that says most).

    The best term counts wholly, the others a little.  ``visits`` are the documents of all
    terms, each counted as often as it has one.
    """
    return _split_up(terms) if visits < FEW_VISITS else _all_at_once(terms)


def _split_up(terms: Terms) -> list[tuple[float, int, str]]:
    """Groups of documents that the very same ways reach are split by each further way."""
    alike: dict[tuple[float, float, str], int] = {}
    seen = 0
    for postings, weight, name in terms:
        for key, docs in postings:
            value = weight * IMPACT[key]
            known = docs & seen
            fresh = docs ^ known
            seen |= docs
            moved: list[tuple[tuple[float, float, str], int]] = []
            if known:
                for group, have in alike.items():
                    if both := have & known:
                        moved.append((group, both))
                        known ^= both
                        if not known:
                            break
            for group, both in moved:
                if alike[group] == both:
                    del alike[group]
                else:
                    alike[group] ^= both
            for (best, total, named), both in moved:
                more = (
                    (value, total + value, name) if value > best else (best, total + value, named)
                )
                alike[more] = alike.get(more, 0) | both
            if fresh:
                first = (value, value, name)
                alike[first] = alike.get(first, 0) | fresh
    groups: dict[tuple[float, str], int] = {}
    for (best, total, name), docs in alike.items():
        whole = round(best + ALSO * (total - best), 2)
        found = (whole or best, name)
        groups[found] = groups.get(found, 0) | docs
    return [(value, docs, name) for (value, name), docs in groups.items()]


def _all_at_once(terms: Terms) -> list[tuple[float, int, str]]:
    total: list[int] = []
    best: dict[int, int] = {}
    named: list[tuple[float, int, str]] = []
    scale = BLOCK_STEPS / max(weight for _, weight, _ in terms)
    for postings, weight, name in terms:
        also: dict[int, int] = {}
        for key, docs in postings:
            value = weight * IMPACT[key]
            step = max(1, round(scale * value))
            best[step] = best.get(step, 0) | docs
            named.append((value, docs, name))
            more = round(step * ALSO)
            if more:
                also[more] = also.get(more, 0) | docs
        if also:
            bitmaps.add_to_planes(total, planes(also))
    bitmaps.add_to_planes(total, planes(best, share=1 - ALSO))
    named.sort(key=_value, reverse=True)
    found: list[tuple[float, int, str]] = []
    for step, docs in bitmaps.by_number(total):
        for _, having, name in named:
            both = docs & having
            if both:
                found.append((step / scale, both, name))
                docs ^= both
                if not docs:
                    break
    return found


def planes(by_step: dict[int, int], share: float = 1.0) -> list[int]:
    """Bit planes of documents given by their numbers; each keeps its highest."""
    found = [0] * max(1, max(by_step, default=0).bit_length())
    seen = 0
    for step in sorted(by_step, reverse=True):
        docs = by_step[step] & ~seen
        if not docs:
            continue
        seen |= docs
        left = step if share == 1.0 else max(1, round(step * share))
        place = 0
        while left:
            if left & 1:
                found[place] |= docs
            left >>= 1
            place += 1
    return found


def best(columns: Sequence[Column], count: int) -> tuple[int, dict[int, Score]]:
    """All documents that any column meets, and exact scores of at least ``count`` of the best."""
    possible = sum(column.potential for column in columns)
    if not possible:
        return 0, {}
    everything = 0
    together = -1
    for column in columns:
        met = 0
        for group in column.groups:
            met |= group[1]
        everything |= met
        together &= met
    chosen = everything
    if everything.bit_count() > count:
        total = _sum(columns, STEPS / possible)
        chosen = bitmaps.highest(total, everything, count)
        if len(columns) > 1 and together & ~chosen:
            chosen |= bitmaps.highest(total, together, count // 2)
    return everything, _exact(columns, chosen, possible)


def _sum(columns: Sequence[Column], scale: float) -> list[int]:
    """Bit planes of the documents' scores in steps of ``1 / scale``."""
    total: list[int] = []
    for column in columns:
        by_step: dict[int, int] = {}
        for value, docs, _, _ in column.groups:
            step = round(value * scale) or 1
            by_step[step] = by_step.get(step, 0) | docs
        bitmaps.add_to_planes(total, planes(by_step))
    return total


def _exact(columns: Sequence[Column], chosen: int, possible: float) -> dict[int, Score]:
    scores = {doc: Score() for doc in bitmaps.documents(chosen)}
    for place, column in enumerate(columns):
        here = [group for group in column.groups if group[1] & chosen]
        here.sort(key=_value, reverse=True)
        left = chosen
        potential = column.potential
        for group in here:
            docs = group[1] & left
            if docs:
                left ^= docs
                value = group[0]
                why = (place, group)
                for doc in bitmaps.documents(docs):
                    score = scores[doc]
                    score.met.append(why)
                    score.total += value
                    score.covered += potential
                if not left:
                    break
    floor = COVERAGE_FLOOR
    for score in scores.values():
        score.total *= floor + (1 - floor) * (score.covered / possible)
    return scores
