"""The card's screens as a person sees them, at 80×24, in the three languages."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from hyteterm.app import HyteTermApp
from hyteterm.local_cache.home import Home
from hyteterm.screens.card import CardScreen
from hyteterm.screens.card_end import CardEndScreen
from hyteterm.screens.card_form import CardFormScreen
from hyteterm.translation import set_language
from hyteterm.workspace import Workspace
from tests.screens.pilot import to_desk, until
from tests.screens.test_card_form import FORM

Compare = Callable[..., bool]
Steps = Callable[[Pilot[str]], Awaitable[None]]
LANGUAGES = ("fi", "sv", "en")


async def topics(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    await pilot.press("f3")
    await until(pilot, lambda: isinstance(pilot.app.screen, CardScreen))
    await pilot.press("tab", *"M. V.", "enter", *"1962", "enter")
    await saved(pilot)


async def saved(pilot: Pilot[str]) -> None:
    screen = pilot.app.screen
    await until(pilot, lambda: not getattr(screen, "_unsaved", False))


async def theme(pilot: Pilot[str]) -> None:
    await topics(pilot)
    await pilot.press("c", "a", "h", "3", "k")


async def theme_in_two_languages(pilot: Pilot[str]) -> None:
    """The longest question of the card, for a young client, in a language of its own."""
    await topics(pilot)
    await pilot.press("f8", "h", "enter")


async def direct_question(pilot: Pilot[str]) -> None:
    await topics(pilot)
    await pilot.press("d", "enter", "2")
    await pilot.pause()


async def safety_theme_not_alone(pilot: Pilot[str]) -> None:
    await topics(pilot)
    await pilot.press("k", "enter")


async def safety_numbers(pilot: Pilot[str]) -> None:
    await topics(pilot)
    await pilot.press("!")
    await pilot.pause()


async def pause(pilot: Pilot[str]) -> None:
    await topics(pilot)
    await pilot.press("space")
    await pilot.pause()


async def end(pilot: Pilot[str]) -> None:
    await topics(pilot)
    await pilot.press("c", "a", "enter", "3", "7")
    await until(pilot, lambda: isinstance(pilot.app.screen, CardEndScreen))
    screen = pilot.app.screen
    assert isinstance(screen, CardEndScreen)
    await until(pilot, lambda: bool(screen.found.services))


async def end_with_a_service(pilot: Pilot[str]) -> None:
    await end(pilot)
    await pilot.press("pageup", "down")


async def end_with_a_question(pilot: Pilot[str]) -> None:
    await end(pilot)
    await pilot.press("pagedown", "pagedown")


async def record(pilot: Pilot[str]) -> None:
    await end(pilot)
    await pilot.press("ctrl+y")
    await pilot.pause()


async def brief_advice(pilot: Pilot[str]) -> None:
    await end(pilot)
    await pilot.press("i", "f", "a", "c")
    await pilot.pause()


async def segmentation(pilot: Pilot[str]) -> None:
    await end(pilot)
    await pilot.press("a", "b", "b")
    await pilot.pause()


async def findrisc(pilot: Pilot[str]) -> None:
    await topics(pilot)
    await pilot.press("l", "enter", "l")
    await pilot.pause()
    await pilot.press("a", "enter", *"170", "enter", *"90", "enter", *"104", "enter")
    await pilot.press("e", "e", "k", "e", "b")
    await pilot.pause()


async def audit_c(pilot: Pilot[str]) -> None:
    await topics(pilot)
    await pilot.press("h", "enter", "l", "enter")
    await pilot.pause()


async def choice(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    await pilot.press("f3", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, CardScreen))
    await pilot.press("tab", *"M. V.", "enter", "enter", "c", "escape", "f3")
    await pilot.pause()


async def form(pilot: Pilot[str]) -> None:
    await to_desk(pilot)
    await pilot.press("f3", "down", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, CardFormScreen))
    screen = pilot.app.screen
    assert isinstance(screen, CardFormScreen)
    await until(pilot, lambda: screen.picture is not None and not screen._waiting)
    await pilot.press("2")
    await until(pilot, lambda: not screen._waiting)


SCREENS: dict[str, Steps] = {
    step.__name__: step
    for step in (
        topics,
        theme,
        theme_in_two_languages,
        direct_question,
        safety_theme_not_alone,
        safety_numbers,
        pause,
        end,
        end_with_a_service,
        end_with_a_question,
        record,
        brief_advice,
        segmentation,
        findrisc,
        audit_c,
    )
}


@pytest.fixture
def calculators(home: Home) -> Path:
    """The county has the calculators on."""
    path = home.path / "county.json"
    path.write_text('{"calculators": true}', encoding="utf-8")
    return path


@pytest.fixture
def county_form(home: Home) -> Path:
    """The county has loaded a form."""
    folder = home.path / "cards"
    folder.mkdir()
    path = folder / "alue.json"
    path.write_text(json.dumps(FORM), encoding="utf-8")
    return path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCREENS)
def test_card_screen(
    name: str, language: str, calculators: Path, unlocked: Workspace, snap_compare: Compare
) -> None:
    set_language(language)
    app = HyteTermApp(unlocked)
    assert snap_compare(app, terminal_size=(80, 24), run_before=SCREENS[name])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("steps", [choice, form])
def test_county_form(
    steps: Steps, language: str, county_form: Path, unlocked: Workspace, snap_compare: Compare
) -> None:
    set_language(language)
    app = HyteTermApp(unlocked)
    assert snap_compare(app, terminal_size=(80, 24), run_before=steps)


def test_wide_card(unlocked: Workspace, snap_compare: Compare) -> None:
    app = HyteTermApp(unlocked)
    assert snap_compare(app, terminal_size=(120, 40), run_before=theme)


def test_monochrome_card(
    unlocked: Workspace, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HYTETERM_THEME", "monochrome")
    app = HyteTermApp(unlocked)
    assert snap_compare(app, terminal_size=(80, 24), run_before=theme)
