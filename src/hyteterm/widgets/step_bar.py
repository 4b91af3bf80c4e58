"""The lines of steps above the key bar: what can be done with the chosen referral now."""

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from hyteterm.widgets.key_bar import KeyBar


class StepBar(KeyBar):
    """Steps and their keys, those of the chosen referral's status only; wrapped, never cut."""

    DEFAULT_CSS = """
    StepBar { background: $surface; }
    """

    def __init__(self, rows: int = 1) -> None:
        super().__init__()
        self.styles.height = rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, len(self.lines(width)))

    def lines(self, width: int) -> list[list[tuple[str, str]]]:
        """The steps of each line."""
        lines: list[list[tuple[str, str]]] = [[]]
        used = 1
        for key, meaning in self.keys:
            needed = cell_len(key) + 1 + cell_len(meaning)
            if used + needed > width and lines[-1]:
                lines.append([])
                used = 1
            lines[-1].append((key, meaning))
            used += needed + 2
        return lines

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        base = self.rich_style
        key_style = self.get_component_rich_style("key-bar--key")
        lines = self.lines(width)
        segments = [Segment(" ", base)]
        for key, meaning in lines[y] if y < len(lines) else []:
            segments += [Segment(key, key_style), Segment(f" {meaning}  ", base)]
        return Strip(segments).adjust_cell_length(width, base)
