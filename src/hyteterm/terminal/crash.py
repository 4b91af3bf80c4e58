"""What a person sees, and what is kept, when the program fails.

A report holds file names, line numbers, function names and the error's type: no
local variables and no message of the error, for those may hold client data.
"""

import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from hyteterm import __version__
from hyteterm.translation import gettext as _


def lines(error: BaseException, trace: TracebackType | None) -> list[str]:
    """The report's lines."""
    kind = type(error)
    found = [f"HyteTerm {__version__} Python {sys.version.split()[0]} {sys.platform}"]
    found += [
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]
    return [*found, f"{kind.__module__}.{kind.__qualname__}"]


def report(folder: Path) -> str:
    """Keep a report of the exception being handled; the sentence to show for it."""
    _kind, error, trace = sys.exc_info()
    if error is None:
        return _("HyteTerm sulkeutui virheeseen. Tallennettu on tallessa. Avaa ohjelma uudelleen.")
    text = "\n".join(lines(error, trace)) + "\n"
    name = f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        where = str(folder / name)
    except OSError:
        where = "–"
    return _(
        "HyteTerm sulkeutui virheeseen. Tallennettu on tallessa: avaa ohjelma uudelleen ja jatka.\n"
        "Virheraportti, jossa ei ole asiakastietoja: {path}"
    ).format(path=where)
