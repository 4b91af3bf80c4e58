"""The leaflet by keyboard: its versions, the code, printing and saving."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from hyteterm.app import HyteTermApp
from hyteterm.domain.service import service_id
from hyteterm.domain.service_hit import ServiceQuery
from hyteterm.screens.leaflet import LeafletScreen
from hyteterm.workspace import Workspace
from hyteterm.workspace.printing import NoPrinter
from tests.screens.pilot import search, shown, to_desk, until


async def to_leaflet(pilot: Pilot[str]) -> None:
    """From the desk through the service's page to its leaflet."""
    app = pilot.app
    await to_desk(pilot)
    await search(pilot, "liikuntaneuvonta")
    await pilot.press("enter", "e")
    await until(pilot, lambda: isinstance(app.screen, LeafletScreen))
    await until(pilot, lambda: "Soita 05 000 2462" in shown(app))


async def test_arrows_change_the_language_and_the_number_stays_beside_the_code(
    unlocked: Workspace,
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_leaflet(pilot)
        assert "█ ▄▄▄ █" in shown(app)  # a corner of the code
        for first in ("Soita tähän numeroon:", "Ring", "Call", "Позвоните:", "Soita"):
            await pilot.press("right")
            await until(pilot, lambda first=first: f"{first} 05 000 2462" in shown(app))  # type: ignore[misc]
        await pilot.press("left")
        await until(pilot, lambda: "русский" in shown(app))


async def test_without_a_printer_that_is_said_and_a_file_can_be_saved(
    unlocked: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_printer(data: bytes) -> None:
        raise NoPrinter

    monkeypatch.setattr(unlocked.leaflets, "print", no_printer)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_leaflet(pilot)
        await pilot.press("t")
        await until(pilot, lambda: "Tulostinta ei ole" in shown(app))
        await pilot.press("s")
        await until(pilot, lambda: "Tiedosto │" in shown(app))
        await pilot.press("ctrl+u", *str(tmp_path / "liikunta.pdf"), "enter")
        await until(pilot, lambda: "Tallennettu" in shown(app))
        assert (tmp_path / "liikunta.pdf").read_bytes().startswith(b"%PDF")
        await pilot.press("s", "ctrl+u", *str(tmp_path / "ei" / "ole.pdf"), "enter")
        await until(pilot, lambda: "ei voitu tallentaa" in shown(app))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: not isinstance(app.screen, LeafletScreen))


async def test_the_printer_gets_a_pdf(unlocked: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[bytes] = []
    monkeypatch.setattr(unlocked.leaflets, "print", printed.append)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_leaflet(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "lähetetty tulostimelle" in shown(app))
        assert printed[0].startswith(b"%PDF-1.7")


async def test_a_shelter_gets_no_paper_and_the_screen_says_why(unlocked: Workspace) -> None:
    hits = unlocked.catalogue.search(ServiceQuery(words="turvakoti")).hits
    shelter = next(hit.id for hit in hits if "turvakoti" in hit.name.casefold())
    exercise = service_id("demo", "kouvola-liikuntaneuvonta")
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        app.show_leaflet([shelter])
        await until(pilot, lambda: "Näitä palveluja ei panna paperille" in shown(app))
        await pilot.press("t", "s")
        await pilot.pause()
        assert "Tiedosto │" not in shown(app)
        await pilot.press("escape")
        app.show_leaflet([exercise, shelter])
        await until(pilot, lambda: "Turvallisuus: ei paperille Saimaan turvakoti" in shown(app))
        assert "Soita 05 000 2462" in shown(app)


async def test_leaflets_hold_nothing_of_the_client(unlocked: Workspace, tmp_path: Path) -> None:
    """A referral is being written, its client known; the leaflet made meanwhile knows nothing."""
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await search(pilot, "liikuntaneuvonta")
        await pilot.press("insert", "ctrl+b", "f4")
        await pilot.pause()
        await pilot.press(*"Matti Mallikas", "enter", *"050 000 0201", "enter", *"1958", "enter")
        await pilot.press("tab", "tab", *"polvi", "enter", "escape")
        await pilot.pause()
        await pilot.press("enter", "s")
        await until(pilot, lambda: "Tiedosto │" in shown(app))
        await pilot.press("ctrl+u", *str(tmp_path / "esite.txt"), "enter")
        await until(pilot, lambda: (tmp_path / "esite.txt").exists())
    text = (tmp_path / "esite.txt").read_text(encoding="utf-8")
    for secret in ("Mallikas", "000 0201", "1958", "polvi", "A. Demo", "terveysasema"):
        assert secret not in text
