"""Calculations that feed each other: how long the chains are, and which of them go in circles."""

from collections.abc import Mapping
from dataclasses import dataclass

from .formulas import FormulaBook
from .model import Questionnaire


@dataclass(frozen=True, slots=True)
class Chains:
    """What the calculated items of a form read of each other."""

    longest: int
    """Items of the longest chain."""
    circular: frozenset[str]
    """Keys of the items whose value comes back to them through other items."""


def chains(questionnaire: Questionnaire, book: FormulaBook) -> Chains:
    """The chains of the calculated items, by the linkIds that their expressions name."""
    keys: dict[str, set[str]] = {}
    for item in questionnaire.walk():
        if item.calculated is not None:
            keys.setdefault(item.link_id, set()).add(item.key)
    reads: dict[str, set[str]] = {}
    for item in questionnaire.walk():
        if item.calculated is not None:
            named = book.reads(item.calculated, item).named
            found = (keys[link_id] for link_id in named & keys.keys())
            reads[item.key] = set().union(*found) - {item.key}
    read_by: dict[str, set[str]] = {key: set() for key in reads}
    for key, others in reads.items():
        for other in others:
            read_by[other].add(key)
    rounds, left = _peeled(reads, read_by)
    # What only stands behind a circle goes as well when the leaves are taken from the other end.
    _, circular = _peeled(
        {key: read_by[key] & left for key in left}, {key: reads[key] & left for key in left}
    )
    return Chains(rounds, frozenset(circular))


def _peeled(reads: Mapping[str, set[str]], read_by: Mapping[str, set[str]]) -> tuple[int, set[str]]:
    """Takes away, round by round, what reads nothing that is left: rounds, and what stays."""
    waits = {key: len(others) for key, others in reads.items()}
    ready, rounds = [key for key, count in waits.items() if not count], 0
    while ready:
        rounds += 1
        following = []
        for key in ready:
            del waits[key]
            for reader in read_by[key]:
                waits[reader] -= 1
                if not waits[reader]:
                    following.append(reader)
        ready = following
    return rounds, set(waits)
