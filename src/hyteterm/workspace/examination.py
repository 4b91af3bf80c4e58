"""What `hyteterm doctor` looks at: each finding says what is wrong and how to mend it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from hyteterm.domain.finnish_time import clock_text, day_text, helsinki
from hyteterm.translation import gettext as _
from hyteterm.translation import ngettext

if TYPE_CHECKING:
    from hyteterm.workspace import Workspace

LEAST_FREE_MB: Final = 200
SMALLEST: Final = (80, 24)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    """Stable code: terminal, colours, encoding, disk, clock, keys, catalogue, types,
    meanings, line."""
    good: bool
    text: str


def examine(workspace: Workspace, environ: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Look at everything; nothing is changed."""
    yield _terminal(environ)
    yield _colours(environ)
    yield _encoding()
    yield _disk(workspace)
    yield _clock()
    yield _keys(workspace)
    yield _catalogue(workspace)
    yield _types(workspace)
    yield _meanings(workspace)
    yield _line(workspace)


def _terminal(environ: Mapping[str, str]) -> Finding:
    term = environ.get("TERM", "")
    if term in ("", "dumb", "unknown"):
        return Finding(
            "terminal",
            False,
            _("TERM ei kerro päätteen tyyppiä. Aseta esimerkiksi TERM=xterm-256color."),
        )
    columns, rows = shutil.get_terminal_size()
    if columns < SMALLEST[0] or rows < SMALLEST[1]:
        return Finding(
            "terminal",
            False,
            _("Pääte on {columns}×{rows}. Suurenna ikkuna vähintään kokoon 80×24.").format(
                columns=columns, rows=rows
            ),
        )
    return Finding("terminal", True, f"{term} {columns}×{rows}")


def _colours(environ: Mapping[str, str]) -> Finding:
    if environ.get("NO_COLOR"):
        return Finding("colours", True, _("ei värejä (NO_COLOR)"))
    if environ.get("COLORTERM") in ("truecolor", "24bit"):
        return Finding("colours", True, "24 bit")
    return Finding("colours", True, "256" if "256" in environ.get("TERM", "") else "16")


def _encoding() -> Finding:
    encoding = (sys.stdout.encoding or "").upper()
    if encoding.replace("-", "") != "UTF8":
        return Finding(
            "encoding",
            False,
            _("Merkistö on {encoding}. Aseta LANG=C.UTF-8 ja pääteohjelmaan UTF-8.").format(
                encoding=encoding or "?"
            ),
        )
    return Finding("encoding", True, "UTF-8")


def _disk(workspace: Workspace) -> Finding:
    folder = workspace.home.path
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free // 1_000_000
    if not os.access(existing, os.W_OK):
        return Finding("disk", False, _("Kansioon ei voi kirjoittaa: {path}").format(path=folder))
    if free < LEAST_FREE_MB:
        return Finding(
            "disk", False, _("Levyllä on tilaa {count} Mt. Vapauta tilaa.").format(count=free)
        )
    return Finding("disk", True, f"{free} Mt, {folder}")


def _clock() -> Finding:
    moment = datetime.now(UTC)
    try:
        helsinki()
    except LookupError:
        return Finding("clock", False, _("Aikavyöhyketiedot puuttuvat: pip install tzdata."))
    if moment.year < 2026:
        return Finding("clock", False, _("Kello on väärässä. Korjaa päivämäärä ja aika."))
    return Finding("clock", True, f"{day_text(moment)} {clock_text(moment)}")


def _keys(workspace: Workspace) -> Finding:
    try:
        people = workspace.session.professionals()
        if people:
            workspace.session.device_secret().read(bytes(16))
    except Exception as error:
        message = workspace.explanation(error)
        if message is None:
            raise
        return Finding("keys", False, message)
    if not people:
        return Finding("keys", False, _("Päätettä ei ole otettu käyttöön: hyteterm enrol."))
    kind = workspace.session.device_secret().kind
    return Finding("keys", True, f"{len(people)}, {kind}")


def _catalogue(workspace: Workspace) -> Finding:
    updated = workspace.catalogue.updated_at()
    if updated is None:
        return Finding(
            "catalogue",
            False,
            _("Palvelutarjotin puuttuu: hyteterm catalogue import tai hyteterm sync."),
        )
    count = len(workspace.catalogue.catalogue)
    return Finding("catalogue", True, f"{count}, {day_text(updated)}")


def _types(workspace: Workspace) -> Finding:
    from hyteterm.domain.referral_types import kinds_in_use
    from hyteterm.workspace.own_types import BROKEN, FILE

    if where := workspace.adopt_own_types():
        return Finding("types", False, _(BROKEN).format(file=FILE, where=where))
    return Finding("types", True, str(len(kinds_in_use())))


def _meanings(workspace: Workspace) -> Finding:
    checked = workspace.catalogue.check_meanings()
    broken = [f"{each.name}: {each.fault}" for each in checked if each.fault]
    if broken:
        told = _("Omia hakusanoja ei voitu lukea ({where}). Käytössä ovat HyteTermin omat.")
        return Finding("meanings", False, told.format(where="; ".join(broken)))
    return Finding("meanings", True, str(len(checked)))


def _line(workspace: Workspace) -> Finding:
    state = workspace.line.state()
    if not state.enrolled:
        return Finding(
            "line", False, _("Päätettä ei ole liitetty keskuspalveluun: hyteterm enrol.")
        )
    if state.needs_attention:
        return Finding(
            "line",
            False,
            ngettext(
                "{count} lähetys vaatii korjausta: katso F5.",
                "{count} lähetystä vaatii korjausta: katso F5.",
                state.needs_attention,
            ).format(count=state.needs_attention),
        )
    if state.online is False:
        return Finding("line", False, _("Ei yhteyttä. Työ jatkuu; jono lähtee yhteyden palattua."))
    return Finding("line", True, _("{count} odottaa").format(count=state.waiting))
