"""The desk by keyboard."""

from hyteterm.app import HyteTermApp
from hyteterm.screens.choice import ChoiceScreen
from hyteterm.screens.desk import DeskScreen
from hyteterm.screens.service_page import ServicePage
from hyteterm.screens.unlock import UnlockScreen
from hyteterm.workspace import Workspace
from tests.homes import PIN
from tests.screens.pilot import search, shown, to_desk, until


async def test_a_wrong_pin_says_so_and_the_right_one_opens_the_desk(app: HyteTermApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"000000", "enter")
        await until(pilot, lambda: "PIN ei täsmää" in shown(app))
        await pilot.press(*PIN, "enter")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        assert "Hae" in shown(app)


async def test_locked_terminal_searches_but_makes_no_referrals(app: HyteTermApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await search(pilot, "ystävä")
        await pilot.press("f4")
        await until(pilot, lambda: "Lähete vaatii kirjautumisen" in shown(app))
        await pilot.press("f5")
        await pilot.pause()
        assert isinstance(app.screen, DeskScreen)
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(app.screen, UnlockScreen))


async def test_everyday_words_find_the_service_and_say_why(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await search(pilot, "mummo kaipaa seuraa")
        text = shown(app)
        assert "Ystävätoiminta iäkkäille" in text
        assert "miksi:" in text


async def test_filters_by_keyboard_alone(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await to_desk(pilot)
        assert desk.search.municipality == "286"
        everything = desk.result.total if desk.result else 0
        await pilot.press("tab", "right", "enter")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.press(*"uni", "enter")
        await until(pilot, lambda: desk.result is not None and desk.result.query.theme == "sleep")
        assert desk.result is not None
        assert 0 < desk.result.total < everything
        await pilot.press("delete")
        await until(pilot, lambda: desk.result is not None and desk.result.query.theme is None)
        await pilot.press("right", "right", "enter")
        await until(pilot, lambda: desk.result is not None and desk.result.query.free)
        await pilot.press("escape", *"uni")
        await until(pilot, lambda: desk.result is not None and desk.result.query.words == "uni")


async def test_the_language_changes_at_once_and_nothing_typed_is_lost(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await to_desk(pilot)
        await search(pilot, "liikunta")
        await pilot.press("f8")
        await until(pilot, lambda: "Kommun" in shown(app))
        assert "liikunta" in shown(app)
        await pilot.press(*"neuvonta")
        await until(
            pilot,
            lambda: desk.result is not None and desk.result.query.words == "liikuntaneuvonta",
        )
        await pilot.press("f8", "f8")
        await until(pilot, lambda: "Kunta" in shown(app))


async def test_enter_opens_the_whole_service(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await search(pilot, "liikuntaneuvonta")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ServicePage))
        await pilot.press("escape")
        assert isinstance(app.screen, DeskScreen)


async def test_the_palette_offers_no_screenshot(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert "Lukitse" in titles
        assert not [title for title in titles if "screenshot" in title.casefold()]
        await pilot.pause()
