"""Every screen as a person sees it, at 80×24, in the languages where the text is long."""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from hyteterm.app import HyteTermApp
from hyteterm.screens.consent_sheet import ConsentSheetScreen
from hyteterm.screens.desk import DeskScreen
from hyteterm.screens.referral import ReferralScreen
from hyteterm.translation import set_language
from hyteterm.workspace import Workspace
from tests.screens.pilot import search, to_desk, until

Compare = Callable[..., bool]
Steps = Callable[[Pilot[str]], Awaitable[None]]
LANGUAGES = ("fi", "sv", "en")


async def unlock(pilot: Pilot[str]) -> None:
    await pilot.pause()


async def desk(pilot: Pilot[str]) -> None:
    await to_desk(pilot)


async def desk_searched(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    await search(pilot, "seuraa mummolle")


async def desk_without_hits(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    await search(pilot, "qwxz")


async def filters(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    await pilot.press("tab", "right", "enter")
    await pilot.pause()


async def service(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    await search(pilot, "liikuntaneuvonta")
    await pilot.press("enter")
    await pilot.pause()


async def referral(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    await search(pilot, "liikuntaneuvonta")
    await pilot.press("f4")
    await pilot.pause()


async def referral_filled(pilot: Pilot[str]) -> None:
    await referral(pilot)
    await pilot.press(*"Matti Mallikas", "enter", *"050 000 0201", "enter", *"1958", "enter")
    await pilot.press(*"polvi, haluaa ryhmään", "enter", "enter", "enter", "enter")
    await pilot.press("k")
    app = pilot.app
    await until(pilot, lambda: not getattr(app.screen, "_unsaved", True))


async def preview(pilot: Pilot[str]) -> None:
    await referral_filled(pilot)
    await pilot.press("ctrl+e")
    await pilot.pause()


async def consent_sheet(pilot: Pilot[str]) -> None:
    await preview(pilot)
    await pilot.press("t")
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, ConsentSheetScreen))
    await pilot.pause()


async def consent_asked(pilot: Pilot[str]) -> None:
    """The longest row of the permission: a minor, and violence in the text."""
    await referral(pilot)
    await pilot.press(*"Joni Esimerkki 0500000204 s2015 tulkki arabia;isä lyö", "enter")
    app = pilot.app
    await until(pilot, lambda: not getattr(app.screen, "_unsaved", True))


async def help_page(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    await pilot.press("f1")
    await pilot.pause()


async def sent_empty(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    await pilot.press("f5")
    await pilot.pause()


async def sent(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReferralScreen))
    await pilot.press(*"liik matti mallikas 0500000201;polvi", "enter", "k", "f10")
    await until(pilot, lambda: isinstance(pilot.app.screen, DeskScreen))
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReferralScreen))
    await pilot.press(*"kultt kouvola elma esimerkki;kuoro", "escape")
    await until(pilot, lambda: isinstance(pilot.app.screen, DeskScreen))
    await pilot.press("f5", "down")
    await pilot.pause()


async def quick_line(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReferralScreen))
    await pilot.press(*"liikunta salo matti 0500000201 xyzzy;polvi", "enter")
    await until(pilot, lambda: not getattr(pilot.app.screen, "_unsaved", True))


SCREENS: dict[str, Steps] = {
    "unlock": unlock,
    "desk": desk,
    "desk-searched": desk_searched,
    "desk-without-hits": desk_without_hits,
    "filters": filters,
    "service": service,
    "referral": referral,
    "referral-filled": referral_filled,
    "preview": preview,
    "consent-sheet": consent_sheet,
    "consent-asked": consent_asked,
    "help": help_page,
    "sent-empty": sent_empty,
    "sent": sent,
    "quick-line": quick_line,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, language: str, unlocked: Workspace, snap_compare: Compare) -> None:
    set_language(language)
    app = HyteTermApp(unlocked)
    assert snap_compare(app, terminal_size=(80, 24), run_before=SCREENS[name])


def test_wide_screen(unlocked: Workspace, snap_compare: Compare) -> None:
    app = HyteTermApp(unlocked)
    assert snap_compare(app, terminal_size=(120, 40), run_before=desk_searched)


def test_monochrome(
    unlocked: Workspace, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HYTETERM_THEME", "monochrome")
    app = HyteTermApp(unlocked)
    assert snap_compare(app, terminal_size=(80, 24), run_before=desk_searched)
