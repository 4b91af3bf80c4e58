"""The catalogue's maintenance figures in words: what the counties counted by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len, set_cell_size

from hyteterm.domain.finnish_time import day_text
from hyteterm.domain.message import N_
from hyteterm.domain.vocabulary import (
    PROVIDER_TYPE_LABELS,
    TARGET_GROUP_LABELS,
    THEME_LABELS,
)
from hyteterm.translation import gettext as _

if TYPE_CHECKING:
    from hyteterm.local_cache.catalogue_figures import Figures
    from hyteterm.local_cache.catalogue_reports import CatalogueStatus
    from hyteterm.workspace import Workspace

SOURCES: Final = {
    "ptv": N_("PTV"),
    "lahella": N_("Lähellä.fi (PTV:n kautta)"),
    "hsds": N_("HSDS"),
    "events": N_("tapahtumakalenteri"),
    "csv": N_("oma luettelo"),
    "demo": N_("esittely"),
}
PRICES: Final = {
    "free": N_("maksuton"),
    "charged": N_("maksullinen"),
    "unknown": N_("hinta ei tiedossa"),
}
COUNTED: Final = {
    # field of Figures: message id
    "services": N_("palvelukuvauksia"),
    "nationwide": N_("valtakunnallisia"),
    "paths": N_("palvelupolkuja"),
    "stale": N_("päivittämättä yli vuoden"),
    "undated": N_("päivitysaika puuttuu"),
    "without_contact": N_("yhteystiedot puuttuvat"),
    "without_finnish": N_("suomenkielinen teksti puuttuu"),
}
GROUPED: Final[dict[str, tuple[str, Mapping[Any, str]]]] = {
    # field of Figures: (message id, code → message id)
    "sources": (N_("lähteittäin"), SOURCES),
    "provider_types": (N_("toteuttajan mukaan"), PROVIDER_TYPE_LABELS),
    "themes": (N_("teemoittain"), THEME_LABELS),
    "target_groups": (N_("kohderyhmittäin"), TARGET_GROUP_LABELS),
    "prices": (N_("hinnan mukaan"), PRICES),
    "languages": (N_("kielittäin"), {}),
    "municipalities": (N_("kunnittain"), {}),
}
_NAME: Final = 36
_NUMBER: Final = 8
_PLACE: Final = 18
_THEME: Final = 5


def status_lines(found: CatalogueStatus, workspace: Workspace) -> Iterator[str]:
    """The figures now, and beside each its change since the end of last month."""
    newest = found.months[0] if found.months else None
    yield _row(_("päivitetty"), day_text(found.updated) if found.updated else "–")
    yield _row(_("koko levyllä, Mt"), f"{found.size / 1e6:.1f}")
    if newest is not None:
        heading = _("muutos {month} lopusta").format(month=newest.month)
        yield _row("", "", heading)
    figures, change = found.figures, newest.change if newest else None
    for name, label in COUNTED.items():
        yield _counted(_(label), getattr(figures, name), getattr(change, name, None))
    for name, (heading, _labels) in GROUPED.items():
        yield ""
        yield _(heading)
        yield from _group(name, figures, change, workspace)
    for month in found.months[1:]:
        yield ""
        yield _("muutos {month} lopusta").format(month=month.month)
        for name, label in COUNTED.items():
            if difference := getattr(month.change, name):
                yield _row(f"  {_(label)}", f"{difference:+}")


def _group(
    name: str, figures: Figures, change: Figures | None, workspace: Workspace
) -> Iterator[str]:
    counts: dict[str, int] = getattr(figures, name)
    changes: dict[str, int] = getattr(change, name) if change else {}
    # What has gone altogether still has a change to tell.
    for code in dict.fromkeys((*counts, *changes)):
        label = _label(name, code, workspace)
        difference = changes.get(code, 0) if change else None
        yield _counted(f"  {label}", counts.get(code, 0), difference)


def _label(name: str, code: str, workspace: Workspace) -> str:
    if name == "municipalities":
        return workspace.catalogue.municipality_name(code)
    if name == "languages":
        return _(workspace.language_name(code))
    labels = {str(known): label for known, label in GROUPED[name][1].items()}
    return _(labels[code]) if code in labels else code or "–"


def _counted(label: str, count: int, change: int | None) -> str:
    return _row(label, str(count), f"{change:+}" if change else "")


def _row(label: str, value: str, change: str = "") -> str:
    line = set_cell_size(label, _NAME) + value
    return f"{set_cell_size(line, _NAME + _NUMBER)}{change}" if change else line


def gap_lines(gaps: Mapping[str, Mapping[str, int]], workspace: Workspace) -> Iterator[str]:
    """Services by municipality and theme; “·” where a municipality has none of a theme."""
    themes: Sequence[tuple[str, str]] = [(str(k), _(v)) for k, v in THEME_LABELS.items()]
    for number, (_code, label) in enumerate(themes, 1):
        yield f"{number:>3} {label}"
    yield ""
    yield " " * _PLACE + "".join(f"{number:>{_THEME}}" for number, _each in enumerate(themes, 1))
    for code, counts in sorted(
        gaps.items(), key=lambda item: workspace.catalogue.municipality_name(item[0])
    ):
        name = workspace.catalogue.municipality_name(code)
        if cell_len(name) >= _PLACE:
            name = set_cell_size(name, _PLACE - 2) + "…"
        cells = (str(counts.get(theme, 0) or "·") for theme, _label in themes)
        yield set_cell_size(name, _PLACE) + "".join(f"{cell:>{_THEME}}" for cell in cells)
