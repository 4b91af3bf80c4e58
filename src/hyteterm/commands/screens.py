"""Opening the screens, and starting the program anew when the terminal is locked."""

import gc
import os
import sys
from typing import TYPE_CHECKING

from hyteterm.terminal import input_guard, splash

if TYPE_CHECKING:
    from hyteterm.workspace import Workspace

NO_TERMINAL = (
    "HyteTerm avautuu päätteessä (80×24 tai suurempi). Ilman päätettä: hyteterm demo --script, "
    "hyteterm search SANAT.\n"
    "HyteTerm needs a terminal. Without one: hyteterm demo --script, hyteterm search WORDS."
)


def open_screens(workspace: "Workspace | None" = None) -> int:
    """Run the screens until the user leaves; returns the exit code.

    Locking ends the process's life in this memory: the program is executed anew, so that
    nothing decrypted stays behind.
    """
    if not splash.fits():
        sys.stderr.write(f"{NO_TERMINAL}\n")
        return 1
    from hyteterm.app import LOCKED, HyteTermApp
    from hyteterm.workspace import Workspace

    gc.freeze()
    gc.enable()
    input_guard.install()
    opened = workspace or Workspace()
    app = HyteTermApp(opened)
    try:
        result = app.run()
    finally:
        opened.close()
    if result == LOCKED:
        start_anew()
    return app.return_code or 0


def start_anew() -> None:
    """Replace this process by a fresh one; keys pressed meanwhile are discarded."""
    splash.show()
    discard_typed()
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "hyteterm", *sys.argv[1:]])


def discard_typed() -> None:
    """Throw away what was typed and not read."""
    try:
        import termios
    except ImportError:
        import msvcrt

        while msvcrt.kbhit():  # type: ignore[attr-defined]
            msvcrt.getch()  # type: ignore[attr-defined]
        return
    termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
