"""The first thing on the screen, written before anything large is imported.

Textual takes some 150 ms to import on an old machine; this takes one write.
"""

import os
import sys

SPLASH = (
    "\x1b[?1049h\x1b[?25l\x1b[2J\x1b[H HyteTerm\x1b[3;2HHetki … · Ett ögonblick … · One moment …"
)
LEAVE = "\x1b[?25h\x1b[?1049l"


def show() -> None:
    """Write the splash to the terminal (alternate screen, cursor hidden)."""
    os.write(sys.stdout.fileno(), SPLASH.encode())


def leave() -> None:
    """Give the terminal back when the program ends before its screens open."""
    os.write(sys.stdout.fileno(), LEAVE.encode())


def fits(environ: "os._Environ[str] | dict[str, str]" = os.environ) -> bool:
    """Whether standard input and output are a terminal that can show screens."""
    return (
        sys.stdin.isatty()
        and sys.stdout.isatty()
        and environ.get("TERM", "") not in ("", "dumb", "unknown")
    )
