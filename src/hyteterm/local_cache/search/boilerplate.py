"""Sentences that stand in very many different descriptions and so say little about any."""

from collections.abc import Iterable
from typing import Final

from hyteterm.domain.service import Service
from hyteterm.local_cache.search.fields import Field, sentence_hash, signature, texts
from hyteterm.local_cache.search.folding import sentences
from hyteterm.local_cache.sqlite import Connection

DIFFERENT: Final = 12
"""From so many different services on a sentence is boilerplate; copies count once."""


class Boilerplate:
    """The sentences known to be boilerplate, and those found in the services now written."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        rows = connection.execute("SELECT sentence FROM search_boilerplate")
        self._known = {sentence for (sentence,) in rows}
        self._fresh: list[tuple[int]] = []

    def __contains__(self, sentence: str) -> bool:
        return sentence_hash(sentence) in self._known

    def learn(self, services: Iterable[Service]) -> None:
        """Count the sentences of some services that are about to be indexed."""
        seen_in: dict[int, int | set[int]] = {}
        for service in services:
            owner = signature(service)
            for field, _, text in texts(service):
                if field is Field.DESCRIPTION:
                    for sentence in sentences(text):
                        self._count(sentence_hash(sentence), owner, seen_in)

    def _count(self, key: int, owner: int, seen_in: dict[int, int | set[int]]) -> None:
        seen = seen_in.get(key)
        if seen is None:
            seen_in[key] = owner
        elif isinstance(seen, int):
            if seen != owner:
                seen_in[key] = {seen, owner}
        else:
            seen.add(owner)
            if len(seen) == DIFFERENT and key not in self._known:
                self._known.add(key)
                self._fresh.append((key,))

    def store(self) -> None:
        """Write what was learnt."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO search_boilerplate VALUES (?)", self._fresh
        )
        self._fresh.clear()
