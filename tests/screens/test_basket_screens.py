"""The basket by keyboard: filled on the desk, made into a leaflet or into referrals."""

from textual.pilot import Pilot

from hyteterm.app import HyteTermApp
from hyteterm.domain.referral_status import Status
from hyteterm.screens.basket import BasketScreen
from hyteterm.screens.basket_referrals import BasketReferralsScreen
from hyteterm.screens.desk import DeskScreen
from hyteterm.screens.leaflet import LeafletScreen
from hyteterm.screens.record_text import RecordTextScreen
from hyteterm.screens.service_page import ServicePage
from hyteterm.workspace import Workspace
from tests.screens.pilot import search, shown, to_desk, until


async def fill(pilot: Pilot[str], *searches: str) -> None:
    """Put the first service of each search in the basket."""
    for words in searches:
        await search(pilot, words)
        await pilot.press("insert", "escape")
        await pilot.pause()


async def fill_in_the_client(pilot: Pilot[str]) -> None:
    await pilot.press(*"Matti Mallikas", "enter", *"050 000 0201", "enter", *"1958", "enter")
    await pilot.press("tab", "tab", *"polvi", "enter", "enter")
    await pilot.pause()


async def test_both_keys_put_a_service_in_and_take_it_out(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await search(pilot, "liikuntaneuvonta")
        await pilot.press("insert")
        await until(pilot, lambda: "kori (1)" in shown(app))
        assert "Ctrl+B avaa korin" in shown(app)
        await pilot.press("ctrl+k")
        await until(pilot, lambda: "kori (0)" in shown(app))
        assert "liikuntaneuvonta" in shown(app)  # Ctrl+K did not eat the words
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ServicePage))
        await pilot.press("insert")
        await until(pilot, lambda: "kori (1)" in shown(app))


async def test_the_palette_is_a_second_way_to_the_basket(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        commands = {command.title: command for command in app.get_system_commands(app.screen)}
        commands["Kori"].callback()
        await until(pilot, lambda: isinstance(app.screen, BasketScreen))
        assert "Kori on tyhjä" in shown(app)
        await pilot.press("enter", "f4")
        await pilot.pause()
        assert isinstance(app.screen, BasketScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, DeskScreen)


async def test_one_leaflet_of_all_works_on_a_locked_terminal(app: HyteTermApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await fill(pilot, "liikuntaneuvonta", "kulttuurineuvonta")
        await pilot.press("ctrl+b")
        await until(pilot, lambda: isinstance(app.screen, BasketScreen))
        await pilot.press("f4")
        await until(pilot, lambda: "vaatii kirjautumisen" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LeafletScreen))
        await until(pilot, lambda: "Soita 05 000 2462" in shown(app))
        assert "Kulttuurineuvonta".casefold() in shown(app).casefold()


async def test_delete_takes_one_out_and_x_empties(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await fill(pilot, "liikuntaneuvonta", "kulttuurineuvonta")
        await pilot.press("ctrl+b", "down", "delete")
        await until(pilot, lambda: "Kori · 1 palvelu" in shown(app))
        assert "Kouvolan liikuntaneuvonta" in shown(app)
        await pilot.press("x")
        await until(pilot, lambda: "Kori on tyhjä" in shown(app))


async def test_a_referral_to_each_and_all_taken_back(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await fill(pilot, "liikuntaneuvonta", "kulttuurineuvonta", "ystävä")
        await pilot.press("ctrl+b", "f4")
        await until(pilot, lambda: isinstance(app.screen, BasketReferralsScreen))
        await fill_in_the_client(pilot)
        await until(pilot, lambda: "Vastaanottaja: Kouvolan kaupunki" in shown(app))
        await pilot.press("f10")
        await until(pilot, lambda: "Kysy lupa jokaiselle" in shown(app))
        await pilot.press("k", "k")
        await pilot.press("f10")
        await until(pilot, lambda: "Jonossa 3" in shown(app))
        assert isinstance(app.screen, DeskScreen)
        assert "kori (0)" in shown(app)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "taas luonnoksia" in shown(app))
        rows = unlocked.referrals.sent()
        assert [row.status for row in rows] == [Status.DRAFT] * 3
        assert {row.client_name for row in rows} == {"Matti Mallikas"}


async def test_what_is_typed_is_there_again_after_escape_and_in_another_language(
    unlocked: Workspace,
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await fill(pilot, "liikuntaneuvonta", "ystävä")
        await pilot.press("ctrl+b", "f4")
        await until(pilot, lambda: isinstance(app.screen, BasketReferralsScreen))
        await fill_in_the_client(pilot)
        await pilot.press("k")
        await pilot.press("f8")
        await pilot.pause()
        assert "Matti Mallikas" in shown(app)
        await pilot.press("f8", "f8", "escape")
        await until(pilot, lambda: isinstance(app.screen, BasketScreen))
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, BasketReferralsScreen))
        await until(pilot, lambda: "Matti Mallikas" in shown(app))
        assert "✓ Kouvolan kaupunki" in shown(app)


async def test_a_non_disclosure_order_needs_its_own_key(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await fill(pilot, "liikuntaneuvonta")
        await pilot.press("ctrl+b", "f4")
        await until(pilot, lambda: isinstance(app.screen, BasketReferralsScreen))
        await fill_in_the_client(pilot)
        await pilot.press("shift+tab", "k")
        await pilot.press(*"kummin luona", "enter", "k")
        await until(pilot, lambda: "näppäin v" in shown(app))
        await pilot.press("v", "f10")
        await until(pilot, lambda: "Jonossa" in shown(app))


async def test_record_texts_of_all_are_copied_and_marked(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await fill(pilot, "liikuntaneuvonta", "ystävä")
        await pilot.press("ctrl+b", "f4")
        await until(pilot, lambda: isinstance(app.screen, BasketReferralsScreen))
        await fill_in_the_client(pilot)
        await pilot.press("k", "k", "f10")
        await until(pilot, lambda: "Jonossa 2" in shown(app))
        await pilot.press("ctrl+y")
        await until(pilot, lambda: isinstance(app.screen, RecordTextScreen))
        assert "Liikkumisesta keskusteltu" in app.clipboard
        assert "Järjestön toiminnasta keskusteltu" in app.clipboard
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        assert all(unlocked.recording.recorded_at(row.id) for row in unlocked.referrals.sent())
