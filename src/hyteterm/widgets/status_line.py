"""The top line: where and who on the left, the truth about the line on the right."""

from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from hyteterm.domain.finnish_time import age
from hyteterm.translation import gettext as _
from hyteterm.workspace.line import LineState


class StatusLine(Widget):
    """One line; the right side is never cut, the left side gives way."""

    DEFAULT_CSS = """
    StatusLine { height: 1; background: $panel; color: $foreground; }
    StatusLine > .status-line--warning { color: $warning; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"status-line--warning"}

    def __init__(self) -> None:
        super().__init__()
        self.title = "HyteTerm"
        self.line: LineState | None = None
        """None until it has been read: nothing is claimed of the line."""

    def show(self, title: str, line: LineState) -> None:
        """Show the title and the state of the line."""
        if (title, line) != (self.title, self.line):
            self.title, self.line = title, line
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        base = self.rich_style
        parts = line_parts(self.line) if self.line else []
        if (
            self.line
            and cell_len(self.title) + sum(cell_len(text) + 2 for text, _warns in parts) > width - 2
        ):
            parts = line_parts(self.line, short=True)
        right = "  ".join(text for text, _warning in parts)
        room = max(0, width - cell_len(right) - 3)
        left = self.title
        if cell_len(left) > room:
            left = left.partition(" · ")[2] or left  # who and where matter more than our name
        if cell_len(left) > room:
            left = set_cell_size(left, max(0, room - 1)) + "…"
        segments = [Segment(" " + set_cell_size(left, room) + " ", base)]
        warning = self.get_component_rich_style("status-line--warning")
        for index, (text, warns) in enumerate(parts):
            segments.append(Segment(("  " if index else "") + text, warning if warns else base))
        segments.append(Segment(" ", base))
        return Strip(segments).adjust_cell_length(width, base)


def line_parts(line: LineState, *, short: bool = False) -> list[tuple[str, bool]]:
    """The right side in words, each with whether it is a warning.

    ``short``: the marks ↑ and ⚠ stand without their words, which F1 explains.
    """
    parts: list[tuple[str, bool]] = []
    if not line.enrolled:
        parts.append((_("○ ei liitetty"), False))
    elif line.online:
        parts.append((_("● yhteys"), False))
    elif line.online is None:
        parts.append((_("○ yhdistetään"), False))
    else:
        parts.append((_("○ ei yhteyttä"), True))
    if line.waiting:
        text = "↑ {count}" if short else _("↑ {count} odottaa")
        parts.append((text.format(count=line.waiting), False))
    if line.needs_attention:
        text = "⚠ {count}" if short else _("⚠ {count} vaatii korjausta")
        parts.append((text.format(count=line.needs_attention), True))
    if line.catalogue_at is None:
        parts.append((_("ei tietoja"), True))
    else:
        message, count = age(line.catalogue_at)
        parts.append((_("tiedot {age}").format(age=_(message).format(count=count)), False))
    return parts
