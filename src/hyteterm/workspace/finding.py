"""Searching off the screen's thread; of each kind of question only the newest is answered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from hyteterm.domain.service_hit import SearchResult, ServiceQuery

if TYPE_CHECKING:
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.search import SearchIndex

Answer = Callable[[SearchResult], None]
Answers = Callable[[tuple[SearchResult, ...]], None]
IndexOpener = Callable[[], "AbstractContextManager[SearchIndex]"]


class Finder:
    """One thread with its own connection to the catalogue.

    `ask` returns at once.  A question that has been overtaken by a newer one of its kind is
    never searched, and an answer that has been overtaken is never given.
    """

    def __init__(self, open_index: IndexOpener, language: Callable[[], str]) -> None:
        self._open_index = open_index
        self._language = language
        self._condition = threading.Condition()
        self._questions: dict[str, tuple[tuple[ServiceQuery, ...], Answers]] = {}
        self._newest: dict[str, int] = {}
        self._closed = False
        self._thread: threading.Thread | None = None

    def ask(self, query: ServiceQuery, answer: Answer) -> None:
        """Search; ``answer`` is called on the finder's thread."""
        self.ask_all("", (query,), lambda results: answer(results[0]))

    def ask_all(self, kind: str, queries: Sequence[ServiceQuery], answer: Answers) -> None:
        """Several searches with one answer; ``kind`` says what it overtakes."""
        with self._condition:
            self._questions[kind] = (tuple(queries), answer)
            self._newest[kind] = self._newest.get(kind, 0) + 1
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
                while not self._questions and not self._closed:
                    self._condition.wait()
                if self._closed:
                    return
                # What is typed comes before what goes with it.
                kind = min(self._questions)
                queries, answer = self._questions.pop(kind)
                number = self._newest[kind]
            results = []
            for query in queries:
                results.append(index.search(query, self._language()))
                with self._condition:
                    overtaken = number != self._newest[kind] or self._closed
                    waited_for = "" in self._questions
                    if waited_for and kind and not overtaken and len(results) < len(queries):
                        self._questions.setdefault(kind, (queries, answer))
                        overtaken = True
                if overtaken:
                    break
            else:
                answer(tuple(results))


def index_opener(home: Home) -> IndexOpener:
    """How a thread opens the search index of a terminal's catalogue."""

    @contextmanager
    def opened() -> Iterator[SearchIndex]:
        from hyteterm.local_cache.catalogue import Catalogue
        from hyteterm.local_cache.search import SearchIndex

        with Catalogue(home.catalogue) as catalogue:
            yield SearchIndex(catalogue.connection, home.meanings)

    return opened
