"""A list of one-line rows on the Line API: cheap to draw, made for typing above it."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final, Generic, NamedTuple, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

Row = TypeVar("Row")

MARK = "▸ "
NO_MARK = "  "
PLACE: Final = "▐"
"""Drawn in the last column beside the part of a long list that shows."""
WHEEL_ROWS: Final = 3


class Look(NamedTuple):
    """All that decides how a line is painted."""

    chosen: bool
    columns: list[tuple[str, int, str]]
    place: str = ""


class LineList(Widget, Generic[Row], can_focus=False):
    """Rows of one line each, one of them chosen.

    Subclasses say how a row looks (`columns`).  The list never takes the focus: the
    field above it keeps the cursor, and the screen passes movement on.

    It scrolls by itself: Textual's scrolling would lay the screen out anew and paint the
    scroll bar twice whenever the number of rows changes, at every key.  A row that looks
    as it did is not sent again.
    """

    DEFAULT_CSS = """
    LineList { height: 1fr; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-list--chosen", "line-list--dim"}

    cursor: reactive[int] = reactive(0, repaint=False)

    class Highlighted(Message):
        """Another row is chosen now; ``row`` is None in an empty list."""

        def __init__(self, sender: "LineList[Any]", row: Any) -> None:
            super().__init__()
            self.sender = sender
            self.row = row

        @property
        def control(self) -> "LineList[Any]":
            return self.sender

    class Selected(Message):
        """A row was clicked twice or its key was pressed."""

        def __init__(self, sender: "LineList[Any]", row: Any) -> None:
            super().__init__()
            self.sender = sender
            self.row = row

        @property
        def control(self) -> "LineList[Any]":
            return self.sender

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:
        super().__init__(id=id)
        self.rows: Sequence[Row] = ()
        self.empty = empty
        self._top = 0
        self._shown = False
        self._painted: dict[int, Look] = {}

    # -- what subclasses say ---------------------------------------------

    def columns(self, row: Row, width: int) -> list[tuple[str, int, str]]:
        """The cells of a row: text, width in cells, style class (``""`` or ``dim``)."""
        raise NotImplementedError

    # -- rows -------------------------------------------------------------

    def show(self, rows: Sequence[Row], cursor: int = 0) -> None:
        """Show these rows; the one at ``cursor`` is chosen."""
        self.rows = rows
        self._shown = True
        self.set_reactive(LineList.cursor, max(0, min(cursor, len(rows) - 1)))
        self._top = 0
        self._follow()
        self._repaint()
        self.post_message(self.Highlighted(self, self.chosen))

    @property
    def chosen(self) -> Row | None:
        """The chosen row."""
        return self.rows[self.cursor] if self.rows else None

    def move(self, by: int) -> None:
        """Choose the row ``by`` rows further down (negative: up), within the list."""
        if self.rows:
            self.cursor = max(0, min(len(self.rows) - 1, self.cursor + by))

    def page(self, direction: int) -> None:
        """Move by one page."""
        self.move(direction * max(1, self.size.height - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        if old != new:
            self._follow()
            self._repaint()
            self.post_message(self.Highlighted(self, self.chosen))

    def _follow(self) -> None:
        """Scroll as little as needed for the chosen row to show."""
        height = max(1, self.size.height)
        self._top = max(min(self._top, self.cursor), self.cursor - height + 1, 0)

    def _scroll(self, by: int) -> None:
        self._top = max(0, min(self._top + by, len(self.rows) - self.size.height))
        self._repaint()

    def _repaint(self) -> None:
        """Paint the lines that look different now."""
        changed = [
            Region(0, y, self.size.width, 1)
            for y in range(self.size.height)
            if self._painted.get(y) != self._look(y)
        ]
        if changed:
            self.refresh(*changed)

    def on_resize(self, event: events.Resize) -> None:
        self._follow()
        self._repaint()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-WHEEL_ROWS)

    def on_click(self, event: events.Click) -> None:
        index = event.y + self._top
        if 0 <= index < len(self.rows):
            if index == self.cursor:
                self.post_message(self.Selected(self, self.rows[index]))
            self.cursor = index

    # -- drawing ------------------------------------------------------------

    def _look(self, y: int) -> Look:
        index = y + self._top
        if index < len(self.rows):
            place = self._place(y)
            width = self.size.width - len(NO_MARK) - len(place)
            return Look(index == self.cursor, self.columns(self.rows[index], width), place)
        nothing = self._shown and not self.rows and y == 0
        return Look(False, [(self.empty, self.size.width, "")] if nothing else [])

    def _place(self, y: int) -> str:
        """The last column: `PLACE` where the shown part is of the whole; none when all shows."""
        height, count = self.size.height, len(self.rows)
        if count <= height:
            return ""
        length = max(1, height * height // count)
        start = round(self._top * (height - length) / (count - height))
        return PLACE if start <= y < start + length else " "

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        base = self.rich_style
        chosen, columns, place = self._painted[y] = self._look(y)
        style = self.get_component_rich_style("line-list--chosen") if chosen else base
        dim = style if chosen else self.get_component_rich_style("line-list--dim")
        segments = [Segment(MARK if chosen else NO_MARK, style)]
        left = width - len(NO_MARK) - len(place)
        for text, cells, kind in columns:
            cells = min(cells, left)
            segments.append(Segment(fitted(text, cells), dim if kind == "dim" else style))
            left -= cells
        segments += [Segment(" " * left, style), Segment(place, base)]
        return Strip(segments, width)

    def style_of(self, name: str) -> Style:
        """The style of a component class."""
        return self.get_component_rich_style(name)


def fitted(text: str, width: int) -> str:
    """``text`` in exactly ``width`` cells, one blank at its end, cut with ``…``."""
    if width <= 0:
        return ""
    if cell_len(text) > width - 1:
        text = set_cell_size(text, max(0, width - 2)).rstrip() + "…"
    return set_cell_size(text, width)
