"""Basket, leaflet and record text as a person sees them, at 80×24."""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from hyteterm.app import HyteTermApp
from hyteterm.translation import set_language
from hyteterm.workspace import Workspace
from tests.screens.pilot import search, to_desk, until

Compare = Callable[..., bool]
Steps = Callable[[Pilot[str]], Awaitable[None]]
LANGUAGES = ("fi", "sv", "en")


async def basket(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    for words in ("liikuntaneuvonta", "kulttuurineuvonta", "ystävä", "nollalinja"):
        await search(pilot, words)
        await pilot.press("insert", "escape")
        await pilot.pause()
    await pilot.press("ctrl+b")
    await pilot.pause()


async def basket_empty(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    await pilot.press("ctrl+b")
    await pilot.pause()


async def basket_referrals(pilot: Pilot[str]) -> None:
    await basket(pilot)
    await pilot.press("f4")
    await pilot.pause()
    await pilot.press(*"Matti Mallikas", "enter", *"050 000 0201", "enter", *"1958", "enter")
    await pilot.press("tab", "tab", *"polvi", "enter", "enter", "k", "up")
    app = pilot.app
    await until(pilot, lambda: not getattr(app.screen, "_unsaved", True))


async def basket_leaflet(pilot: Pilot[str]) -> None:
    await basket(pilot)
    await pilot.press("enter")
    await pilot.pause()


async def leaflet(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    await search(pilot, "liikuntaneuvonta")
    await pilot.press("enter", "e")
    await pilot.pause()


async def leaflet_in_russian(pilot: Pilot[str]) -> None:
    await leaflet(pilot)
    app = pilot.app
    while getattr(app.screen, "version", "") != "ru":
        await pilot.press("right")
    await pilot.pause()


async def record_text(pilot: Pilot[str]) -> None:
    await basket_referrals(pilot)
    await pilot.press("down", "e", "f10")
    await pilot.pause()
    await pilot.press("ctrl+y")
    await pilot.pause()


SCREENS: dict[str, Steps] = {
    "basket": basket,
    "basket-empty": basket_empty,
    "basket-referrals": basket_referrals,
    "basket-leaflet": basket_leaflet,
    "leaflet": leaflet,
    "leaflet-in-russian": leaflet_in_russian,
    "record-text": record_text,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, language: str, unlocked: Workspace, snap_compare: Compare) -> None:
    set_language(language)
    app = HyteTermApp(unlocked)
    assert snap_compare(app, terminal_size=(80, 24), run_before=SCREENS[name])
