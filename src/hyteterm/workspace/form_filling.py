"""Filling a county's form away from the screen: one thread, one answer after the other.

A form may calculate a lot; its formulas never hold the keyboard up.  What is asked of the
form is done in order, and after each the whole state is told as one frozen picture.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from queue import SimpleQueue
from typing import Any, Final

from hyteterm.domain.questionnaire import (
    Answer,
    NotUnderstood,
    Path,
    Problem,
    Questionnaire,
    Row,
    Session,
)

Work = Callable[[Session], "Path | None"]
"""Changes the session; gives the path to go to, or None to stay."""


@dataclass(frozen=True, slots=True)
class FormPicture:
    """The form after a change."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    draft: dict[str, Any]
    go_to: Path | None = None
    understood: bool = True
    """False: what was typed is no answer of the question, and nothing was changed."""


Told = Callable[[FormPicture], None]


class FormFilling:
    """One form that is being filled in.  ``told`` is called on the form's own thread."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        draft: dict[str, Any] | None,
        language: str,
        now: datetime,
        told: Told,
    ) -> None:
        self._questionnaire = questionnaire
        self._draft = draft
        self._now = now
        self._told = told
        self.language = language
        self._work: SimpleQueue[Work | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="form", daemon=True)

    def start(self) -> None:
        """Open the form; the first picture follows."""
        self._work.put(_nothing)
        self._thread.start()

    def close(self) -> None:
        """End the thread after what was asked of it."""
        self._work.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    # -- what can be asked ----------------------------------------------------------------

    def answer(self, path: Path, value: str | Sequence[str] | None, *, go_on: bool) -> None:
        """Answer in words or codes; several of a repeating question.  None: no answer."""

        def work(session: Session) -> Path | None:
            session.set(path, value)
            return session.next_unanswered(path) if go_on else None

        self._work.put(work)

    def choose(self, path: Path, answer: Answer, *, go_on: bool) -> None:
        """Choose an option, or take the choice of a repeating question back."""

        def work(session: Session) -> Path | None:
            if go_on:
                session.set(path, answer)
                return session.next_unanswered(path)
            session.toggle(path, answer)
            return None

        self._work.put(work)

    def go_on(self, path: Path | None) -> None:
        """Find the next question without an answer."""
        self._work.put(lambda session: session.next_unanswered(path))

    def repeat(self, path: Path) -> None:
        """One more repetition of a group."""
        self._work.put(lambda session: session.add_repetition(path))

    def remove(self, path: Path) -> None:
        """Take a repetition of a group away."""

        def work(session: Session) -> Path | None:
            session.remove_repetition(path)
            return None

        self._work.put(work)

    def speak(self, language: str) -> None:
        """Ask in another language."""
        self.language = language
        self._work.put(_nothing)

    # -- the thread -------------------------------------------------------------------------

    def _run(self) -> None:
        session = Session(self._questionnaire, self._draft, self._now)
        while (work := self._work.get()) is not None:
            go_to, understood = None, True
            try:
                go_to = work(session)
            except (NotUnderstood, PermissionError, KeyError):
                understood = False
            self._told(
                FormPicture(
                    rows=tuple(session.visible(self.language)),
                    problems=tuple(session.problems()),
                    draft=session.draft(),
                    go_to=go_to,
                    understood=understood,
                )
            )


def _nothing(session: Session) -> None:
    return None


OPTION_KEYS: Final = "123456789abcdefghijklmnopqrstuvwxyz"
"""Keys of ready answers, in their order; further ones are found by typing."""
