"""Around the desk's search by keyboard: counts, neighbours, paths, similar services, reports."""

from hyteterm.app import HyteTermApp
from hyteterm.domain.delivery import DeliveryKind
from hyteterm.domain.service import service_id
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.trusted_time import TrustedTime
from hyteterm.screens.choice import ChoiceList, ChoiceScreen
from hyteterm.screens.desk import DeskScreen
from hyteterm.screens.error_report import ErrorReportScreen
from hyteterm.screens.service_page import ServicePage
from hyteterm.screens.service_path import ServicePathScreen, ServicePathsScreen, StepList
from hyteterm.screens.similar_services import SimilarServicesScreen
from hyteterm.widgets.result_list import ResultList
from hyteterm.workspace import Workspace
from tests.screens.pilot import search, shown, to_desk, until

SIZE = (80, 24)


def choice_counts(app: HyteTermApp) -> dict[str, int | None]:
    """Code → count on a choice screen."""
    assert isinstance(app.screen, ChoiceScreen)
    return {row.code: row.count for row in app.screen.query_one(ChoiceList).rows}


async def test_a_choices_count_comes_true_when_it_is_chosen(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        desk = await to_desk(pilot)
        await pilot.press("tab", "right", "enter")
        await until(pilot, lambda: bool(choice_counts(app).get("sleep")))
        sleep = choice_counts(app)["sleep"]
        await pilot.press(*"uni", "enter")
        await until(pilot, lambda: desk.result is not None and desk.result.query.theme == "sleep")
        assert desk.result is not None and desk.result.total == sleep
        # Its own value does not hide what the other choices would give.
        await pilot.press("enter")
        await until(pilot, lambda: bool(choice_counts(app).get("exercise")))


async def test_what_is_typed_at_once_lands_in_the_choice(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        desk = await to_desk(pilot)
        await pilot.press("tab", "right", "enter", *"kultt", "enter")
        await until(pilot, lambda: desk.search.theme == "culture")


async def test_a_provider_is_found_by_a_part_of_its_name(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        desk = await to_desk(pilot)
        await pilot.press("tab", "right", "right", "right", "right", "enter")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.press(*"setlementti", "enter")
        await until(
            pilot,
            lambda: desk.result is not None and desk.result.query.provider == "setlementti",
        )
        assert desk.result is not None and desk.result.hits
        assert all("etlementti" in hit.provider for hit in desk.result.hits)
        assert "setlementti" in shown(app)


async def test_services_given_in_swedish(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        desk = await to_desk(pilot)
        everything = desk.result.total if desk.result else 0
        await pilot.press("tab", "left", "enter", *"ruots", "enter")
        await until(
            pilot,
            lambda: desk.result is not None and desk.result.query.service_language == "sv",
        )
        assert desk.result is not None and 0 < desk.result.total < everything


async def test_neighbours_follow_when_there_is_little_here(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        desk = await to_desk(pilot)
        await search(pilot, "senioritanssit")
        await until(pilot, lambda: bool(desk.near))
        names = unlocked.catalogue.municipality_name
        assert f"{names(desk.near[0].municipality)}: " in shown(app)
        assert "lähellä" in shown(app)


async def test_neighbours_on_a_key_and_away_again(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        desk = await to_desk(pilot)
        assert not desk.near
        await pilot.press("down", "down")
        chosen = desk.query_one(ResultList).chosen
        await pilot.press("ctrl+n")
        await until(pilot, lambda: bool(desk.near))
        assert desk.query_one(ResultList).chosen == chosen
        await pilot.press("ctrl+n")
        await until(pilot, lambda: not desk.near)
        await pilot.press("tab", "delete", "ctrl+n")
        await until(pilot, lambda: "Valitse ensin kunta" in shown(app))


async def test_a_path_that_fits_is_offered_and_its_services_open(workspace: Workspace) -> None:
    app = HyteTermApp(workspace)  # locked: paths need no unlocking
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await search(pilot, "unettomuus")
        await until(pilot, lambda: "Palvelupolku: Lääkkeetön" in shown(app))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, ServicePathScreen))
        assert "1. Ota uni puheeksi" in shown(app)
        rows = app.screen.query_one(StepList).rows
        assert [row.number for row in rows if row.service is None] == [1, 2, 3, 4, 5]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ServicePage))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await pilot.press(*["backspace"] * 10)
        await until(pilot, lambda: "Palvelupolku" not in shown(app))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, ServicePathsScreen))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, ServicePathScreen))


async def test_the_palette_leads_to_the_paths(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_desk(pilot)
        commands = {command.title: command for command in app.get_system_commands(app.screen)}
        commands["Palvelupolut"].callback()
        await until(pilot, lambda: isinstance(app.screen, ServicePathsScreen))


async def test_similar_services_open_from_a_services_page(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_desk(pilot)
        app.push_screen(ServicePage(service_id("demo", "kouvola-ystavatoiminta")))
        await until(pilot, lambda: isinstance(app.screen, ServicePage))
        await pilot.press("s")
        await until(pilot, lambda: "Seurakunnan ystäväkäynnit" in shown(app))
        assert isinstance(app.screen, SimilarServicesScreen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ServicePage))


def reports(workspace: Workspace) -> list[str]:
    """Kinds of what waits in the outbox."""
    with Outbox.open(workspace.home.outbox, TrustedTime()) as outbox:
        return [row.kind for row in outbox.waiting()]


async def test_an_error_is_reported_with_one_line(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_desk(pilot)
        app.push_screen(ServicePage(service_id("demo", "kouvola-ystavatoiminta")))
        await until(pilot, lambda: isinstance(app.screen, ServicePage))
        await pilot.press("v", "enter")
        await until(pilot, lambda: "Kirjoita ensin" in shown(app))
        await pilot.press(*"asiakas 010199-9986", "enter")
        await until(pilot, lambda: "Tekstissä on henkilötunnus" in shown(app))
        assert isinstance(app.screen, ErrorReportScreen)
        assert reports(unlocked) == []
        await pilot.press(*["backspace"] * 19, *"numero on vanha", "enter")
        await until(pilot, lambda: isinstance(app.screen, ServicePage))
        assert "Ilmoitus on jonossa" in shown(app)
        assert reports(unlocked) == [DeliveryKind.ERROR_REPORT]


async def test_a_locked_terminal_reports_nothing(workspace: Workspace) -> None:
    app = HyteTermApp(workspace)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        app.push_screen(ServicePage(service_id("demo", "kouvola-ystavatoiminta")))
        await until(pilot, lambda: isinstance(app.screen, ServicePage))
        await pilot.press("v")
        await until(pilot, lambda: "Ilmoitus vaatii kirjautumisen" in shown(app))
