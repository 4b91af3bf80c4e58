"""What a person at the terminal waits for, and what the line and the machine carry.

    python bench/terminal.py [--json] [--starts 8] [--services FILE] [--part start|use|demo]

The real program in a pseudo-terminal of 80×24, once with the demo catalogue and once with
5,000 services.  ``--services`` is a PTV v11 file for these; without it the demo catalogue
is varied.  Start: first byte, unlock screen, desk after the PIN, beside a bare Python and
the smallest Textual program, taken in turns so that a busy machine slows all of them.
Typing: from a key to the screen as it is when all is quiet, bytes and processor time a
key.  Then what is written while nobody does anything, and memory.  Last the demo: start,
and what it and its central API take of a processor while nobody does anything.  Nothing is
judged by seconds: on another machine the ratios are to be compared.  At the end stands what
other processes took of the machine meanwhile: above some five per cent, measure again.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / part) for part in ("src", "")]

from tests.homes import NOW, PIN, make_home  # noqa: E402

from hyteterm.catalogue_sources.registry import read  # noqa: E402
from hyteterm.demo.catalogue_loader import demo_services  # noqa: E402
from hyteterm.domain.service import Service  # noqa: E402
from hyteterm.local_cache.catalogue import Catalogue  # noqa: E402
from hyteterm.local_cache.home import Home  # noqa: E402
from hyteterm.workspace.demonstration import PIN as DEMO_PIN  # noqa: E402
from pty_session import TICKS, Answer, PtySession  # noqa: E402
from wire import varied  # noqa: E402

PROGRAM: Final = (sys.executable, "-m", "hyteterm")
BARE: Final = (sys.executable, "-c", "print('READY', flush=True)")
SMALLEST: Final = (
    sys.executable,
    "-c",
    "from textual.app import App\n"
    "from textual.widgets import Input, Static\n"
    "class Smallest(App):\n"
    "    def compose(self):\n"
    "        yield Input()\n"
    "        yield Static('READY')\n"
    "Smallest().run()",
)
UNLOCK: Final = ("PIN", "Ctrl+Q")
"""On the unlock screen when its last line is painted."""
DESK: Final = ("Hae │", "palvelua")
EMPTY_THE_FIELD: Final = "\x15"
DOWN: Final = "\x1b[B"
QUERIES: Final = (
    "liikuntaneuvonta",
    "ei saa nukuttua",
    "yksinäisyys",
    "vertaistukiryhmä",
    "tupakan lopettaminen",
    "velat painavat",
    "muistisairaan omainen",
    "avantouinti",
    "motion i grupp",
    "päihteet nuori",
)
"""Some 150 keys: names, needs in a client's words, inflected forms, Swedish."""
LARGE: Final = 5_000
PARTS: Final = ("start", "use", "demo")
IDLE_S: Final = 5.0
DEMO_IDLE_S: Final = 30.0
DEMO_STARTS: Final = 3
LOADED_S: Final = 1.5
"""A person needs longer than this for the PIN; the screens load meanwhile."""


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--starts", type=int, default=8)
    parser.add_argument("--services", type=Path)
    parser.add_argument("--part", choices=PARTS, action="append", help="default: all of them")
    chosen = parser.parse_args()
    parts = chosen.part or PARTS
    report: dict[str, Any] = {}
    ours, all_ = own_time(), machine_time()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        home = make_home(Path(folder, "demo"))
        if "start" in parts:
            report["start"] = started(home, chosen.starts)
        if "use" in parts:
            report["demo catalogue"] = used(home)
            large = make_home(Path(folder, "large"))
            with Catalogue(large.catalogue, now=lambda: NOW) as catalogue:
                catalogue.store(many(chosen.services, LARGE - len(catalogue)))
                report["services"] = len(catalogue)
            report[f"{LARGE} services"] = used(large)
    if "demo" in parts:
        report["demo"] = demonstrated()
    others = (machine_time() - all_) - (own_time() - ours)
    whole = (time.perf_counter() - began) * (os.cpu_count() or 1)
    report["taken by other processes, %"] = round(100 * max(0.0, others) / whole, 1)
    print(json.dumps(report, ensure_ascii=False, indent=1) if chosen.json else _table(report))


def machine_time() -> float:
    """Seconds that all processors have worked since the machine started."""
    spent = [int(part) for part in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    return (sum(spent) - spent[3] - spent[4]) / TICKS


def own_time() -> float:
    """Seconds of it by this bench and by the programs that it has ended."""
    return sum(os.times()[:4])


def many(path: Path | None, count: int) -> Iterator[Service]:
    """The services of the file, then variations; of the demo's when there is no file."""
    if path is None:
        services = list(demo_services(NOW))
    else:
        services = [one for one in read("ptv", str(path)) if isinstance(one, Service)]
        yield from services[:count]
    chance = random.Random(3)
    words = sorted({w for one in services for w in one.descriptions.get("fi", "").split()})
    for number in range(count - (len(services) if path else 0)):
        yield varied(services[number % len(services)], words, chance)


def environment(home: Home | None = None) -> dict[str, str]:
    """A terminal of today, on this home, with nothing of the caller's own settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HYTETERM", "TEXTUAL"))}
    own = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    return kept | own | ({"HYTETERM_HOME": str(home.path)} if home else {})


def started(home: Home, times: int) -> dict[str, Any]:
    """Milliseconds from the start of each program; the first round warms the disk's cache."""
    found: dict[str, list[float]] = {}
    environ = environment(home)
    for number in range(times + 1):
        for name, argv in (("bare python", BARE), ("smallest textual", SMALLEST)):
            with PtySession(argv, environ) as session:
                at = session.seen("READY") - session.started
            if number:
                found.setdefault(name, []).append(at)
        with PtySession(PROGRAM, environ) as session:
            unlock = session.seen(*UNLOCK) - session.started
            first = session.pieces[0].at - session.started
        if number:
            found.setdefault("first byte", []).append(first)
            found.setdefault("unlock screen", []).append(unlock)
    report: dict[str, Any] = {name: _milliseconds(values) for name, values in found.items()}
    least = {name: min(values) for name, values in found.items()}
    report["unlock screen / smallest textual"] = round(
        least["unlock screen"] / least["smallest textual"], 2
    )
    return report


def used(home: Home) -> dict[str, Any]:
    """Unlock, search, move, rest."""
    with PtySession(PROGRAM, environment(home)) as session:
        session.seen(*UNLOCK)
        time.sleep(LOADED_S)
        session.type(PIN)
        session.quiet()
        entered = session.type("\r")
        report: dict[str, Any] = {"desk after the PIN": _ms(session.seen(*DESK) - entered)}
        session.quiet(2.0)
        report["memory at the desk"] = session.memory()
        report["idle bytes"] = session.listened(IDLE_S)
        report["typing"] = _keys(session, [*_typed()], _results)
        session.type("ryhmä")
        session.quiet()
        report["moving"] = _keys(session, [DOWN] * 40, _list)
        report["searches"] = sum(len(query) for query in QUERIES)
        report["memory after them"] = session.memory()
        session.quiet(2.0)
        cpu = session.cpu()
        report["idle bytes after them"] = session.listened(IDLE_S)
        report["processor at rest, %"] = round((session.cpu() - cpu) / IDLE_S * 100, 1)
    return report


def demonstrated() -> dict[str, Any]:
    """``hyteterm demo``: its start, and both of its processes at rest."""
    starts: list[float] = []
    while True:
        with PtySession((*PROGRAM, "demo"), environment()) as session:
            starts.append(session.seen(*UNLOCK, timeout=30.0) - session.started)
            if len(starts) < DEMO_STARTS:
                continue
            (hub,) = session.children()
            session.quiet()
            session.type(DEMO_PIN)
            session.quiet()
            session.type("\r")
            session.seen(*DESK)
            session.quiet(3.0)
            before = session.cpu(), session.cpu(hub)
            written = session.listened(DEMO_IDLE_S)
            after = session.cpu(), session.cpu(hub)
            terminal, api = (
                (b - a) / DEMO_IDLE_S * 100 for a, b in zip(before, after, strict=True)
            )
            return {
                "unlock screen": _milliseconds(starts),
                "processor at rest, %": {"terminal": round(terminal, 2), "hub": round(api, 2)},
                "bytes at rest": written,
                "memory": session.memory(),
                "memory of the hub": session.memory(hub),
            }


def _typed() -> Sequence[str]:
    return [key for query in QUERIES for key in (*query, EMPTY_THE_FIELD)]


def _results(rows: Sequence[str]) -> tuple[str, ...]:
    """The count, the list and the chosen service: all that a query changes but itself."""
    return (rows[1][60:], *rows[3:22])


def _list(rows: Sequence[str]) -> tuple[str, ...]:
    return tuple(rows[3:22])


def _keys(session: PtySession, keys: Sequence[str], look: Any) -> dict[str, Any]:
    answers: list[Answer] = []
    cpu = session.cpu()
    for key in keys:
        answer = session.key(key, look)
        if key != EMPTY_THE_FIELD:
            answers.append(answer)
    cpu = (session.cpu() - cpu) / len(keys)
    painted = [answer.painted for answer in answers if answer.painted is not None]
    echoed = [answer.first_byte for answer in answers if answer.first_byte is not None]
    sizes = [answer.bytes for answer in answers]
    return {
        "keys": len(answers),
        "changed the results": len(painted),
        "first byte": _milliseconds(echoed),
        "painted": _milliseconds(painted),
        "bytes a key": {
            "p50": int(statistics.median(sizes)),
            "mean": round(statistics.mean(sizes)),
            "max": max(sizes),
        },
        "cpu a key": _ms(cpu),
    }


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)

    def share(part: float) -> float:
        return _ms(ordered[min(len(ordered) - 1, int(part * len(ordered)))])

    return {
        "min": _ms(ordered[0]),
        "p50": share(0.5),
        "p95": share(0.95),
        "p99": share(0.99),
        "max": _ms(ordered[-1]),
    }


def _table(report: Mapping[str, Any], indent: str = "") -> str:
    lines = []
    for name, value in report.items():
        if isinstance(value, Mapping) and any(isinstance(v, Mapping) for v in value.values()):
            lines += [f"{indent}{name}", _table(value, indent + "  ")]
        elif isinstance(value, Mapping):
            figures = "  ".join(f"{key} {figure:>7}" for key, figure in value.items())
            lines.append(f"{indent}{name:<34}{figures}")
        else:
            lines.append(f"{indent}{name:<34}{value}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
