"""The bottom line: the keys that do something here."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget


class KeyBar(Widget):
    """Keys and what they do; what does not fit is left out from the right, F1 stays."""

    DEFAULT_CSS = """
    KeyBar { height: 1; background: $panel; color: $foreground; }
    KeyBar > .key-bar--key { color: $accent; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key"}

    class Painted(Message):
        """The bar, last on its screen, has been painted for the first time."""

    def __init__(self, keys: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.keys = keys
        self._painted = False

    def show(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show these (key, meaning) pairs."""
        if list(keys) != list(self.keys):
            self.keys = keys
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1

    def render_line(self, y: int) -> Strip:
        if not self._painted:
            self._painted = True
            self.post_message(self.Painted())
        width = self.size.width
        base = self.rich_style
        key_style = self.get_component_rich_style("key-bar--key")
        segments = [Segment(" ", base)]
        used = 1
        for key, meaning in self.keys:
            needed = cell_len(key) + 1 + cell_len(meaning) + 2
            if used + needed - 2 > width:
                break
            segments += [Segment(key, key_style), Segment(f" {meaning}  ", base)]
            used += needed
        return Strip(segments).adjust_cell_length(width, base)
