"""A terminal of the demo that works by itself, beside the one that the user sits at."""

from pathlib import Path
from types import TracebackType
from typing import Final, Self

from hyteterm.local_cache.home import Home
from hyteterm.workspace import Workspace
from hyteterm.workspace.enrolment import enrol

PIN: Final = "135790"
"""Of an invented person's throw-away vault."""


class DemoTerminal:
    """One unit's terminal with its own home and vault; enrolled and unlocked when entered."""

    def __init__(
        self, folder: Path, hub_url: str, terminal_code: str, professional_code: str
    ) -> None:
        self._workspace = Workspace(Home(folder))
        self._arguments = {
            "hub_url": hub_url,
            "terminal_code": terminal_code,
            "terminal_name": "esittely",
            "professional_code": professional_code,
            "pin": PIN,
        }

    def __enter__(self) -> Self:
        person = enrol(self._workspace, **self._arguments)
        self._workspace.session.unlock(person.id, PIN)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._workspace.close()
