"""The line of filters under the search field: one stop for Tab, arrows move inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter: its name and what it is set to (empty: not set)."""

    id: str
    label: str
    value: str = ""
    toggle: bool = False
    """A yes-or-no filter: Enter switches it, there is nothing to choose from."""


LONGEST_VALUE: Final = 12
"""Cells of a value where all chips do not fit."""


class FilterBar(Widget, can_focus=True):
    """Filter chips on one line; where they do not fit it follows the chip that is chosen."""

    DEFAULT_CSS = """
    FilterBar { height: 1; }
    FilterBar > .filter-bar--set { text-style: bold; color: $accent; }
    FilterBar > .filter-bar--here { text-style: reverse; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"filter-bar--set", "filter-bar--here"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("enter,space", "open", show=False),
        Binding("delete,backspace", "clear", show=False),
    ]

    class Opened(Message):
        """The user wants to choose a value for a filter."""

        def __init__(self, chip: Chip, typed: str = "") -> None:
            super().__init__()
            self.chip = chip
            self.typed = typed

    class Cleared(Message):
        """The user wants a filter away."""

        def __init__(self, chip: Chip) -> None:
            super().__init__()
            self.chip = chip

    def __init__(self) -> None:
        super().__init__()
        self.chips: Sequence[Chip] = ()
        self.here = 0

    def show(self, chips: Sequence[Chip]) -> None:
        """Show these chips."""
        if list(chips) != list(self.chips):
            self.chips = chips
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1

    def action_step(self, by: int) -> None:
        """Go to the next or the previous chip, around the ends."""
        self.here = (self.here + by) % max(1, len(self.chips))
        self.refresh()

    def action_open(self) -> None:
        """Choose a value for the chip here."""
        self.post_message(self.Opened(self.chips[self.here]))

    def action_clear(self) -> None:
        """Take the chip's value away."""
        self.post_message(self.Cleared(self.chips[self.here]))

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character and event.character.isalnum():
            event.stop()
            event.prevent_default()
            self.post_message(self.Opened(self.chips[self.here], event.character))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        base = self.rich_style
        value_style = self.get_component_rich_style("filter-bar--set")
        here_style = self.get_component_rich_style("filter-bar--here")
        texts = [chip_text(chip) for chip in self.chips]
        if sum(map(cell_len, texts)) > width:
            texts = [chip_text(chip, LONGEST_VALUE) for chip in self.chips]
        first, last = shown([cell_len(text) for text in texts], width, self.here)
        segments: list[Segment] = []
        if first:
            segments.append(Segment("‹", base))
        for index in range(first, last):
            here = self.has_focus and index == self.here
            chip = self.chips[index]
            style = here_style if here else value_style if chip.value else base
            segments.append(Segment(texts[index], style))
        if last < len(texts):
            segments.append(Segment(" ›", base))
        return Strip(segments).adjust_cell_length(width, base)


def chip_text(chip: Chip, longest: int | None = None) -> str:
    """“ Teema liikunta ▾”, the value in at most ``longest`` cells."""
    if chip.toggle:
        return f" {chip.label} {'✓' if chip.value else '×'}"
    value = chip.value
    if longest is not None and cell_len(value) > longest:
        value = set_cell_size(value, longest - 1).rstrip() + "…"
    return f" {chip.label} {value or '–'} ▾"


def shown(widths: Sequence[int], width: int, here: int) -> tuple[int, int]:
    """First and end of the chips that fit in ``width`` cells with the chip ``here`` among them."""
    if sum(widths) <= width:
        return 0, len(widths)
    room = width - 3
    first = 0
    while first < here and sum(widths[first : here + 1]) > room:
        first += 1
    last = first
    while last < len(widths) and sum(widths[first : last + 1]) <= room:
        last += 1
    return first, max(last, first + 1)
