"""Searching off the screen's thread; only the newest question is answered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hyteterm.domain.service_hit import SearchResult, ServiceQuery

if TYPE_CHECKING:
    from hyteterm.local_cache.search import SearchIndex

Answer = Callable[[SearchResult], None]
IndexOpener = Callable[[], "AbstractContextManager[SearchIndex]"]


class Finder:
    """One thread with its own connection to the catalogue.

    `ask` returns at once.  A question that has been overtaken by a newer one is never
    searched, and an answer that has been overtaken is never given.
    """

    def __init__(self, open_index: IndexOpener, language: Callable[[], str]) -> None:
        self._open_index = open_index
        self._language = language
        self._condition = threading.Condition()
        self._question: tuple[ServiceQuery, Answer] | None = None
        self._newest = 0
        self._closed = False
        self._thread: threading.Thread | None = None

    def ask(self, query: ServiceQuery, answer: Answer) -> None:
        """Search; ``answer`` is called on the finder's thread."""
        with self._condition:
            self._question = (query, answer)
            self._newest += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="finder", daemon=True)
                self._thread.start()
            self._condition.notify()

    def close(self) -> None:
        """End the thread; waits for a search under way (milliseconds)."""
        with self._condition:
            self._closed = True
            self._condition.notify()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        with self._open_index() as index:
            self._answer_with(index)

    def _answer_with(self, index: SearchIndex) -> None:
        while True:
            with self._condition:
                while self._question is None and not self._closed:
                    self._condition.wait()
                if self._closed or self._question is None:
                    return
                (query, answer), self._question = self._question, None
                number = self._newest
            result = index.search(query, self._language())
            with self._condition:
                overtaken = number != self._newest or self._closed
            if not overtaken:
                answer(result)


def index_opener(path: Path) -> IndexOpener:
    """How a thread opens the search index of a catalogue file."""

    @contextmanager
    def opened() -> Iterator[SearchIndex]:
        from hyteterm.local_cache.catalogue import Catalogue
        from hyteterm.local_cache.search import SearchIndex

        with Catalogue(path) as catalogue:
            yield SearchIndex(catalogue.connection)

    return opened
