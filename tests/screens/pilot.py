"""Driving the screens in tests."""

from collections.abc import Callable

from textual.pilot import Pilot

from hyteterm.app import HyteTermApp
from hyteterm.screens.desk import DeskScreen


async def until(pilot: Pilot[str], condition: Callable[[], bool]) -> None:
    """Let the program work until ``condition`` holds; a test fails after 20 s."""
    for _ in range(400):
        await pilot.pause()
        if condition():
            await pilot.pause()
            return
        await pilot.pause(0.05)
    raise AssertionError("it never happened\n" + shown(pilot.app))


def shown(app: object) -> str:
    """What a person sees."""
    assert isinstance(app, HyteTermApp)
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


async def to_desk(pilot: Pilot[str]) -> DeskScreen:
    """From the unlock screen of an unlocked workspace to a desk that has answered."""
    app = pilot.app
    assert isinstance(app, HyteTermApp)
    app.opened()
    await until(pilot, lambda: isinstance(app.screen, DeskScreen) and app.screen.result is not None)
    assert isinstance(app.screen, DeskScreen)
    return app.screen


async def search(pilot: Pilot[str], words: str) -> None:
    """Type words and wait for their answer."""
    screen = pilot.app.screen
    assert isinstance(screen, DeskScreen)
    await pilot.press(*words)
    await until(pilot, lambda: screen.result is not None and screen.result.query.words == words)
