"""The catalogue's own screens as a person sees them, at 80×24."""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from hyteterm.app import HyteTermApp
from hyteterm.domain.service import service_id
from hyteterm.screens.choice import ChoiceList
from hyteterm.screens.error_report import ErrorReportScreen
from hyteterm.screens.service_page import ServicePage
from hyteterm.screens.service_path import ServicePathScreen, ServicePathsScreen
from hyteterm.screens.similar_services import SimilarServicesScreen
from hyteterm.translation import set_language
from hyteterm.widgets.result_list import ResultList
from hyteterm.workspace import Workspace
from tests.screens.pilot import search, to_desk, until

Compare = Callable[..., bool]
Steps = Callable[[Pilot[str]], Awaitable[None]]
LANGUAGES = ("fi", "sv", "en")
KOUVOLA = "286"
FRIENDS = service_id("demo", "kouvola-ystavatoiminta")


async def filter_counts(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    await pilot.press("tab", "right", "enter")

    def counted() -> bool:
        rows = pilot.app.screen.query(ChoiceList).first().rows
        return any(row.count for row in rows)

    await until(pilot, lambda: bool(pilot.app.screen.query(ChoiceList)) and counted())


async def filters_set(pilot: Pilot[str]) -> None:
    desk = await to_desk(pilot)
    for name, value in (
        ("theme", "health"),
        ("target_group", "mental-health"),
        ("provider", "hyvinvointialue"),
        ("service_language", "sv"),
    ):
        desk.set_filter(name, value)
    await until(
        pilot, lambda: desk.result is not None and desk.result.query.service_language == "sv"
    )
    await pilot.press("tab", "left")
    await pilot.pause()


async def neighbours(pilot: Pilot[str]) -> None:
    desk = await to_desk(pilot)
    await search(pilot, "senioritanssit")
    await until(pilot, lambda: bool(desk.near))


async def path_offered(pilot: Pilot[str]) -> None:
    desk = await to_desk(pilot)
    await search(pilot, "unettomuus")
    await until(pilot, lambda: bool(desk.path_id))


async def paths(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    pilot.app.push_screen(ServicePathsScreen(KOUVOLA))
    await pilot.pause()
    await pilot.pause()


async def path(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    pilot.app.push_screen(ServicePathScreen("kaatumisen-ehkaisy", KOUVOLA))
    await pilot.pause()
    await pilot.press("down")
    await pilot.pause()


async def service_page(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    pilot.app.push_screen(ServicePage(FRIENDS, KOUVOLA))
    await pilot.pause()
    await pilot.pause()


async def similar(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    pilot.app.push_screen(SimilarServicesScreen(FRIENDS, KOUVOLA))
    await pilot.pause()
    await until(pilot, lambda: bool(pilot.app.screen.query_one(ResultList).rows))


async def error_report(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    pilot.app.push_screen(ErrorReportScreen(FRIENDS))
    await pilot.pause()
    await pilot.press(*"numero on vanha")
    await pilot.pause()


SCREENS: dict[str, Steps] = {
    "filter-counts": filter_counts,
    "filters-set": filters_set,
    "neighbours": neighbours,
    "path-offered": path_offered,
    "paths": paths,
    "path": path,
    "service-page": service_page,
    "similar": similar,
    "error-report": error_report,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, language: str, unlocked: Workspace, snap_compare: Compare) -> None:
    set_language(language)
    app = HyteTermApp(unlocked)
    assert snap_compare(app, terminal_size=(80, 24), run_before=SCREENS[name])
