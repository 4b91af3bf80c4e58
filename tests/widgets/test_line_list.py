"""The list under the search field: what it shows, and what it sends again."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from hyteterm.widgets.line_list import PLACE, LineList

HEIGHT = 5


class Names(LineList[str]):
    """One column; remembers which lines were painted."""

    def __init__(self) -> None:
        super().__init__(id="names", empty="ei mitään")
        self.lines: list[int] = []

    def columns(self, row: str, width: int) -> list[tuple[str, int, str]]:
        return [(row, width, "")]

    def render_line(self, y: int) -> Any:
        self.lines.append(y)
        return super().render_line(y)


class OneList(App[None]):
    """A list and nothing else."""

    CSS: ClassVar[str] = f"Names {{ width: 20; height: {HEIGHT}; }}"

    def compose(self) -> ComposeResult:
        yield Names()


@asynccontextmanager
async def listed(*names: str) -> AsyncIterator[tuple[Names, Callable[[], list[str]], Pilot[None]]]:
    """The list, what it shows now, and the pilot."""
    async with OneList().run_test(size=(20, HEIGHT)) as pilot:
        found = pilot.app.query_one(Names)
        if names:
            found.show(names)
        await pilot.pause()

        def shown() -> list[str]:
            return [found.render_line(y).text.rstrip() for y in range(HEIGHT)]

        yield found, shown, pilot


async def test_before_the_first_answer_it_does_not_say_that_nothing_was_found() -> None:
    async with listed() as (found, shown, _pilot):
        assert shown() == [""] * HEIGHT
        found.show([])
        assert shown()[0] == "  ei mitään"


async def test_only_lines_that_look_different_are_painted_again() -> None:
    async with listed("a", "b", "c") as (found, shown, pilot):
        found.lines.clear()
        found.show(["a", "b", "c"])
        await pilot.pause()
        assert found.lines == []
        found.show(["a", "B", "c", "d"])
        await pilot.pause()
        assert sorted(set(found.lines)) == [1, 3]
        assert shown()[:4] == ["▸ a", "  B", "  c", "  d"]
        found.lines.clear()
        found.move(2)
        await pilot.pause()
        assert sorted(set(found.lines)) == [0, 2]


async def test_the_chosen_row_is_followed_in_both_directions() -> None:
    names = [f"n{number}" for number in range(12)]
    async with listed(*names) as (found, shown, _pilot):
        found.move(HEIGHT)
        assert [row.strip(f"▸ {PLACE}") for row in shown()] == names[1 : HEIGHT + 1]
        assert shown()[-1].startswith("▸ n5")
        found.move(-3)
        assert shown()[1].startswith("▸ n2")
        found.move(-1)
        found.move(-1)
        assert shown()[0].startswith("▸ n0")
        found.page(1)
        found.page(1)
        found.page(1)
        assert shown()[-1].startswith("▸ n11")


async def test_a_long_list_shows_where_one_is() -> None:
    names = [f"n{number}" for number in range(2 * HEIGHT)]
    async with listed(*names) as (found, shown, _pilot):

        def marked() -> list[int]:
            return [y for y, row in enumerate(shown()) if row.endswith(PLACE)]

        assert marked() == [0, 1]
        found.move(2 * HEIGHT)
        assert marked() == [3, 4]
        found.show(names[:HEIGHT])
        assert marked() == []


@pytest.mark.parametrize(("wheel", "first"), [(1, "n3"), (3, "n7"), (-1, "n0")])
async def test_the_wheel_moves_what_shows_and_not_what_is_chosen(wheel: int, first: str) -> None:
    names = [f"n{number}" for number in range(12)]
    async with listed(*names) as (found, shown, pilot):
        turned = events.MouseScrollDown if wheel > 0 else events.MouseScrollUp
        for _ in range(abs(wheel)):
            found.post_message(turned(found, 1, 1, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert shown()[0].strip(f"▸ {PLACE}") == first
        assert found.cursor == 0
