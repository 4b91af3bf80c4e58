"""Adds up what each word meets, and orders the documents."""

from dataclasses import dataclass, field
from math import log
from typing import Final

from hyteterm.local_cache.search import bitmaps
from hyteterm.local_cache.search.bitmaps import Postings
from hyteterm.local_cache.search.fields import IMPACT

STEPS: Final = 255
"""The best possible sum in the steps of the bit planes."""
RESCORED: Final = 120
"""Documents ordered exactly after the coarse order."""
COVERAGE_FLOOR: Final = 0.25
"""What a document keeps of its score however few of the words it meets."""
ALSO: Final = 0.3
"""What further ways of meeting the same word add, beside the best one."""


@dataclass(slots=True)
class Group:
    """Documents that one way of meeting a word reaches with the same strength."""

    value: float
    docs: int
    met: str
    via: str


@dataclass(slots=True)
class Column:
    """Everything that meets one word of the query."""

    typed: str
    groups: list[Group] = field(default_factory=list)
    potential: float = 0.0
    """The most that the word can give."""

    def add(self, postings: Postings, among: int, value: float, met: str, via: str = "") -> None:
        """Take a way of meeting the word, worth ``value`` at full impact."""
        added = False
        for key, bitmap in postings:
            docs = bitmap & among
            if docs:
                self.groups.append(Group(value * IMPACT[key], docs, met, via))
                added = True
        if added and value > self.potential:
            self.potential = value

    def documents(self) -> int:
        """Everybody the word meets."""
        everything = 0
        for group in self.groups:
            everything |= group.docs
        return everything


@dataclass(slots=True)
class Score:
    """The score of one document and the best group of each word that met it."""

    total: float = 0.0
    covered: float = 0.0
    met: dict[int, Group] = field(default_factory=dict)


def rarity(postings: Postings, among: int) -> float:
    """Inverse document frequency within ``among``."""
    count = among.bit_count()
    found = (bitmaps.coverage(postings) & among).bit_count()
    return log(1 + (count - found + 0.5) / (found + 0.5))


def best(columns: list[Column], count: int) -> tuple[int, dict[int, Score]]:
    """All documents that any column meets, and exact scores of at least ``count`` of the best."""
    possible = sum(column.potential for column in columns)
    met = [column.documents() for column in columns]
    everything = 0
    together = -1
    for docs in met:
        everything |= docs
        if docs:
            together &= docs
    if not everything:
        return 0, {}
    planes: list[int] = []
    for column in columns:
        bitmaps.add_to_planes(planes, _planes(column, STEPS / possible))
    wanted = max(count, RESCORED)
    chosen = bitmaps.highest(planes, everything, wanted)
    chosen |= bitmaps.highest(planes, together & everything, wanted)
    return everything, _exact(columns, chosen)


def _planes(column: Column, scale: float) -> list[int]:
    by_step: dict[int, int] = {}
    for group in column.groups:
        step = max(1, round(group.value * scale))
        by_step[step] = by_step.get(step, 0) | group.docs
    planes = [0] * max(1, max(by_step, default=0).bit_length())
    seen = 0
    for step in sorted(by_step, reverse=True):
        docs = by_step[step] & ~seen
        if not docs:
            continue
        seen |= docs
        place = 0
        while step:
            if step & 1:
                planes[place] |= docs
            step >>= 1
            place += 1
    return planes


def _exact(columns: list[Column], chosen: int) -> dict[int, Score]:
    scores = {doc: Score() for doc in bitmaps.documents(chosen)}
    possible = sum(column.potential for column in columns) or 1.0
    for place, column in enumerate(columns):
        column.groups.sort(key=_by_value, reverse=True)
        for group in column.groups:
            docs = group.docs & chosen
            if not docs:
                continue
            for doc in bitmaps.documents(docs):
                score = scores[doc]
                known = score.met.get(place)
                if known is None:
                    score.met[place] = group
                    score.total += group.value
                    score.covered += column.potential
                elif known.met != group.met:
                    score.total += ALSO * group.value
    for score in scores.values():
        share = score.covered / possible
        score.total *= COVERAGE_FLOOR + (1 - COVERAGE_FLOOR) * share
    return scores


def _by_value(group: Group) -> float:
    return group.value
