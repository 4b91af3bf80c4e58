"""The desk's filters: what stands on their chips and what they can be set to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from hyteterm.domain.message import N_
from hyteterm.domain.service_hit import ServiceQuery
from hyteterm.domain.vocabulary import (
    PROVIDER_TYPE_LABELS,
    TARGET_GROUP_LABELS,
    THEME_LABELS,
)
from hyteterm.screens.choice import Choice
from hyteterm.translation import gettext as _
from hyteterm.widgets.filter_bar import Chip

if TYPE_CHECKING:
    from hyteterm.workspace import Workspace

FREE: Final = "free"
LABELS: Final = {
    # field of ServiceQuery: message id, in the order of the chips
    "municipality": N_("Kunta"),
    "theme": N_("Teema"),
    "target_group": N_("Kohderyhmä"),
    FREE: N_("Maksuton"),
    "provider": N_("Toteuttaja"),
    "service_language": N_("Kieli"),
}
_CODES: Final[dict[str, Mapping[Any, str]]] = {
    "theme": THEME_LABELS,
    "target_group": TARGET_GROUP_LABELS,
    "provider": PROVIDER_TYPE_LABELS,
}
_LANGUAGES: Final = ("fi", "sv", "en")
"""Offered even where no service is given in them."""


def chips(search: ServiceQuery, workspace: Workspace) -> list[Chip]:
    """The filters as they are set now."""
    found = []
    for name, label in LABELS.items():
        if name == FREE:
            found.append(Chip(name, _(label), "1" if search.free else "", toggle=True))
        else:
            found.append(Chip(name, _(label), value_text(search, name, workspace)))
    return found


def value_text(search: ServiceQuery, name: str, workspace: Workspace) -> str:
    """What a filter is set to, in words; empty when it is not set."""
    value: str = getattr(search, name) or ""
    if name == "municipality":
        return workspace.catalogue.municipality_name(value)
    if name == "service_language":
        return _(workspace.language_name(value)) if value else ""
    labels = {str(code): label for code, label in _CODES[name].items()}
    return _(labels[value]) if value in labels else value


def choices(name: str, counts: Mapping[str, int] | None, workspace: Workspace) -> list[Choice]:
    """What a filter can be set to, “all” first; ``counts`` None: not counted yet."""
    if name == "municipality":
        known = counts or {}
        options = [
            Choice(code, label, known.get(code))
            for code, label in workspace.catalogue.municipalities()
        ]
    elif name == "service_language":
        codes = dict.fromkeys((*_LANGUAGES, *sorted(counts or {})))
        options = [_choice(code, workspace.language_name(code), counts) for code in codes]
    else:
        options = [_choice(code, label, counts) for code, label in _CODES[name].items()]
    return [Choice("", _("kaikki")), *options]


def named_provider(typed: str) -> Choice:
    """Any provider with the typed text in its name."""
    return Choice(typed, _("nimessä “{text}”").format(text=typed))


def with_filter(search: ServiceQuery, name: str, value: str | None) -> ServiceQuery:
    """The search with a filter set, or cleared (None)."""
    change: dict[str, Any] = {name: bool(value) if name == FREE else value}
    return replace(search, **change)


def _choice(code: StrEnum | str, label: str, counts: Mapping[str, int] | None) -> Choice:
    return Choice(str(code), _(label), None if counts is None else counts.get(str(code), 0))
