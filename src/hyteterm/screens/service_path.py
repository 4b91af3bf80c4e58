"""Service paths (palvelupolut): which there are, and one path with its steps and services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from hyteterm.domain.localized import localized
from hyteterm.domain.service import Service
from hyteterm.domain.service_path import PathStep, ServicePath
from hyteterm.domain.vocabulary import TARGET_GROUP_LABELS, THEME_LABELS
from hyteterm.screens.frame import FrameScreen
from hyteterm.screens.service_page import ServicePage
from hyteterm.translation import current_language
from hyteterm.translation import gettext as _
from hyteterm.widgets.line_list import LineList
from hyteterm.widgets.service_text import summary_pane


class PathList(LineList[ServicePath]):
    """Paths with what they are about."""

    def columns(self, row: ServicePath, width: int) -> list[tuple[str, int, str]]:
        themes = ", ".join(_(THEME_LABELS[theme]) for theme in row.themes)
        return [
            (localized(row.names, current_language()), width * 3 // 5, ""),
            (themes, width - width * 3 // 5, "dim"),
        ]


@dataclass(frozen=True, slots=True)
class PathRow:
    """A step, or one of its services."""

    number: int
    step: PathStep
    service: Service | None = None


class StepList(LineList[PathRow]):
    """Steps in order, each with its services under it."""

    def columns(self, row: PathRow, width: int) -> list[tuple[str, int, str]]:
        language = current_language()
        if row.service is None:
            return [(f"{row.number}. {localized(row.step.titles, language)}", width, "")]
        name = width * 3 // 5
        return [
            (f"   {localized(row.service.names, language)}", name, "dim"),
            (localized(row.service.provider.names, language), width - name, "dim"),
        ]


class _ListScreen(FrameScreen):
    """A heading, a list that has no field above it, and a pane that tells of the chosen row."""

    CSS_PATH = "service_path.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("enter", "open", show=False),
        Binding("escape", "dismiss(None)", show=False),
    ]

    def __init__(self, municipality: str) -> None:
        super().__init__()
        self.municipality = municipality
        self.position = 0

    def heading(self) -> Text:
        """What stands above the list."""
        raise NotImplementedError

    def rows(self) -> LineList[ServicePath] | LineList[PathRow]:
        """The list."""
        raise NotImplementedError

    def remember(self) -> None:
        self.position = self.query_one(LineList).cursor

    def keys(self) -> list[tuple[str, str]]:
        return [("Enter", _("avaa")), ("↓↑", _("selaa")), ("Esc", _("takaisin"))]

    def content(self) -> ComposeResult:
        yield Static(self.heading(), id="heading")
        yield self.rows()
        yield Static("", id="detail")

    def action_move(self, by: int) -> None:
        """Choose the next or the previous row."""
        self.query_one(LineList).move(by)

    def action_page(self, direction: int) -> None:
        """Move by a page."""
        self.query_one(LineList).page(direction)


class ServicePathsScreen(_ListScreen):
    """All paths."""

    def heading(self) -> Text:
        return Text(_("Palvelupolut"), style="bold")

    def rows(self) -> PathList:
        return PathList(id="rows", empty=_("Tällä päätteellä ei ole palvelupolkuja."))

    def restored(self) -> None:
        self.query_one(PathList).show(self.workspace.paths.paths, self.position)

    @on(PathList.Highlighted)
    def path_chosen(self, event: PathList.Highlighted) -> None:
        path: ServicePath | None = event.row
        text = Text()
        if path is not None:
            text.append(localized(path.summaries, current_language()) + "\n")
            groups = ", ".join(_(TARGET_GROUP_LABELS[group]) for group in path.target_groups)
            text.append(groups or _("kaikille"), style="dim")
        self.query_one("#detail", Static).update(text, layout=False)

    @on(PathList.Selected)
    def action_open(self) -> None:
        """The steps of the chosen path."""
        path = self.query_one(PathList).chosen
        if path is not None:
            self.app.push_screen(ServicePathScreen(path.id, self.municipality))


class ServicePathScreen(_ListScreen):
    """One path: its steps in order, with the services that the client can use."""

    def __init__(self, path_id: str, municipality: str) -> None:
        super().__init__(municipality)
        self.path_id = path_id

    def heading(self) -> Text:
        language = current_language()
        path = self.workspace.paths.path(self.path_id)
        text = Text(_("Palvelupolku") + " · ")
        if path is not None:
            text.append(localized(path.names, language), style="bold")
            text.append(f"\n{localized(path.summaries, language)}", style="dim")
        return text

    def rows(self) -> StepList:
        return StepList(id="rows", empty=_("Polku on poistunut."))

    def restored(self) -> None:
        path = self.workspace.paths.path(self.path_id)
        rows: list[PathRow] = []
        for number, step in enumerate(path.steps if path else (), 1):
            rows.append(PathRow(number, step))
            services = self.workspace.paths.services(step, self.municipality)
            rows += [PathRow(number, step, service) for service in services]
        self.query_one(StepList).show(rows, self.position)

    @on(StepList.Highlighted)
    def row_chosen(self, event: StepList.Highlighted) -> None:
        row: PathRow | None = event.row
        detail = self.query_one("#detail", Static)
        if row is None:
            detail.update("", layout=False)
        elif row.service is not None:
            detail.update(summary_pane(row.service, ()), layout=False)
        else:
            detail.update(Text(localized(row.step.texts, current_language())), layout=False)

    @on(StepList.Selected)
    def action_open(self) -> None:
        """The chosen service; on a step its first one."""
        rows = self.query_one(StepList)
        if rows.chosen is None:
            return
        later = rows.rows[rows.cursor :]
        step = rows.chosen.number
        for row in later:
            if row.service is not None and row.number == step:
                self.app.push_screen(ServicePage(row.service.id, self.municipality))
                return
