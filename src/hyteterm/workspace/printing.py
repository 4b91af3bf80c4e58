"""Printing a leaflet through the system's printer.

On Linux and macOS the file goes to ``lp`` or ``lpr`` through a pipe, so no temporary file
exists.  Windows prints files only: that one is removed at the next print and at the next
start.  Either way it holds a leaflet, and a leaflet holds nothing of the client.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

COMMANDS: Final = (
    # program, the option that names the job
    ("lp", "-t"),
    ("lpr", "-T"),
)
JOB: Final = "HyteTerm"
LONGEST_S: Final = 30.0
"""How long a print queue may take to answer."""
ON_THE_WAY: Final = "to-the-printer.pdf"


class NoPrinter(Exception):
    """The system has no command that prints, or no program that prints PDF files."""


class PrintingFailed(Exception):
    """The system has one, but it did not take the leaflet: no printer chosen, or it is off."""


def print_pdf(data: bytes, folder: Path) -> None:
    """Hand ``data`` to the printer; takes up to 30 s, so call it from a worker.

    ``folder`` is for Windows' file.  Raises `NoPrinter`, `PrintingFailed`.
    """
    if sys.platform == "win32":
        _print_file(data, folder)
        return
    for program, option in COMMANDS:
        if found := shutil.which(program):
            _print_through([found, option, JOB], data)
            return
    raise NoPrinter


def remove_printed(folder: Path) -> None:
    """Remove the file that Windows has printed, if there is one."""
    try:
        (folder / ON_THE_WAY).unlink(missing_ok=True)
    except OSError:
        return  # still being read: the next start removes it


def _print_through(command: list[str], data: bytes) -> None:
    try:
        subprocess.run(command, input=data, capture_output=True, timeout=LONGEST_S, check=True)
    except (OSError, subprocess.SubprocessError):
        raise PrintingFailed from None


def _print_file(data: bytes, folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / ON_THE_WAY
    try:
        path.write_bytes(data)
        os.startfile(path, "print")  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        raise NoPrinter from None
