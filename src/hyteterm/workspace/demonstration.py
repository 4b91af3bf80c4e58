"""The demo's workspace: a throw-away home, an invented professional, a shown PIN."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hyteterm.demo.people import RECEIVER_UNITS, SENDER_UNIT
from hyteterm.workspace.session import DEMO_PIN_VARIABLE

if TYPE_CHECKING:
    from hyteterm.workspace import Workspace

PIN: Final = "246810"
HOME_VARIABLE: Final = "HYTETERM_DEMO_HOME"
"""Set while a demo goes on, so that locking comes back to the same demo."""


@contextmanager
def demo_folder() -> Iterator[tuple[Path, bool]]:
    """(folder, whether it is new).  Removed at the end, unless the demo goes on elsewhere."""
    going_on = os.environ.get(HOME_VARIABLE, "")
    folder = Path(going_on) if going_on else Path(tempfile.mkdtemp(prefix="hyteterm-demo-"))
    os.environ[HOME_VARIABLE] = str(folder)
    os.environ[DEMO_PIN_VARIABLE] = PIN
    try:
        yield folder, not going_on
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepare(
    workspace: Workspace,
    hub_url: str,
    terminal_code: str,
    professional_code: str,
    *,
    receiver: bool = False,
) -> None:
    """Enrol the demo's terminal and fetch the catalogue from its central API."""
    from hyteterm.workspace.enrolment import enrol

    enrol(
        workspace,
        hub_url=hub_url,
        terminal_code=terminal_code,
        terminal_name="vastaanotto 1",
        professional_code=professional_code,
        pin=PIN,
    )
    unit = RECEIVER_UNITS[0] if receiver else SENDER_UNIT
    workspace.keep_settings(
        workspace.settings.changed(place=unit.names["fi"], municipality=unit.municipality)
    )
    workspace.line.sync_once()
