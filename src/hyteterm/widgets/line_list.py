"""A list of one-line rows on the Line API: cheap to draw, made for typing above it."""

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

Row = TypeVar("Row")

MARK = "▸ "
NO_MARK = "  "


class LineList(ScrollView, Generic[Row], can_focus=False):
    """Rows of one line each, one of them chosen.

    Subclasses say how a row looks (`columns`).  The list never takes the focus: the
    field above it keeps the cursor, and the screen passes movement on.
    """

    DEFAULT_CSS = """
    LineList {
        height: 1fr;
        scrollbar-size-vertical: 1;
        overflow-x: hidden;
    }
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

    # -- what subclasses say ---------------------------------------------

    def columns(self, row: Row, width: int) -> list[tuple[str, int, str]]:
        """The cells of a row: text, width in cells, style class (``""`` or ``dim``)."""
        raise NotImplementedError

    # -- rows -------------------------------------------------------------

    def show(self, rows: Sequence[Row], cursor: int = 0) -> None:
        """Show these rows; the one at ``cursor`` is chosen."""
        self.rows = rows
        self.virtual_size = Size(self.size.width, len(rows))
        self.set_reactive(LineList.cursor, max(0, min(cursor, len(rows) - 1)))
        self.scroll_to(y=0, animate=False, immediate=True)
        self._follow()
        self.refresh()
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
            self._refresh_row(old)
            self._refresh_row(new)
            self._follow()
            self.post_message(self.Highlighted(self, self.chosen))

    def _refresh_row(self, index: int) -> None:
        self.refresh(Region(0, index - self.scroll_offset.y, self.size.width, 1))

    def _follow(self) -> None:
        height = max(1, self.size.height)
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True)

    def on_resize(self, event: events.Resize) -> None:
        self.virtual_size = Size(event.size.width, len(self.rows))
        self._follow()

    def on_click(self, event: events.Click) -> None:
        index = event.y + self.scroll_offset.y
        if 0 <= index < len(self.rows):
            if index == self.cursor:
                self.post_message(self.Selected(self, self.rows[index]))
            self.cursor = index

    # -- drawing ------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        index = y + self.scroll_offset.y
        base = self.rich_style
        if index >= len(self.rows):
            if index == 0 and self.empty:
                return Strip([Segment(set_cell_size(NO_MARK + self.empty, width), base)], width)
            return Strip.blank(width, base)
        chosen = index == self.cursor
        style = self.get_component_rich_style("line-list--chosen") if chosen else base
        dim = style if chosen else self.get_component_rich_style("line-list--dim")
        segments = [Segment(MARK if chosen else NO_MARK, style)]
        left = width - 2
        for text, cells, kind in self.columns(self.rows[index], left):
            cells = min(cells, left)
            segments.append(Segment(fitted(text, cells), dim if kind == "dim" else style))
            left -= cells
        if left > 0:
            segments.append(Segment(" " * left, style))
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
