"""Bars with their numbers beside them: the number says it all, the bar only helps the eye."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from hyteterm.translation import gettext as _
from hyteterm.widgets.line_list import LineList

FULL = "█"
HALF = "▌"
OTHER = "░"
"""Of a figure that stands beside one's own, so that no colour is needed to tell them apart."""
SHORTEST_LABEL = 12
SHORTEST_BAR = 15


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: a label, a number in words and a bar of its size."""

    label: str
    value: float | None = None
    """Size of the bar; None: no bar."""
    number: str = ""
    other: bool = False
    """Drawn with the sign of figures from elsewhere."""


def counted(label: str, count: int | None, note: str = "") -> Bar:
    """A bar of a count; one that is not told says so."""
    if count is None:
        return Bar(label, None, _("ei näytetä"))
    return Bar(label, float(count), f"{count} {note}".rstrip())


def heading(text: str = "") -> Bar:
    """A line without number and bar."""
    return Bar(text)


class BarList(LineList[Bar]):
    """Bars on one scale, from nought to the greatest."""

    largest: float = 0.0

    def show_bars(
        self, bars: Sequence[Bar], cursor: int = 0, *, largest: float | None = None
    ) -> None:
        """Show these; ``largest``: the value of a bar of full length."""
        values = [bar.value for bar in bars if bar.value is not None]
        self.largest = largest if largest is not None else max(values, default=0.0)
        self.show(bars, cursor)

    def columns(self, row: Bar, width: int) -> list[tuple[str, int, str]]:
        if row.value is None and not row.number:
            return [(row.label, width, "")]
        numbered = [bar for bar in self.rows if bar.number]
        longest = max((cell_len(bar.label) for bar in numbered), default=0)
        number = max((cell_len(bar.number) for bar in numbered), default=0) + 2
        label = max(SHORTEST_LABEL, min(longest + 2, width - number - SHORTEST_BAR))
        return [
            (row.label, label, ""),
            (row.number, number, ""),
            (drawn(row, self.largest, width - label - number - 1), width, "dim"),
        ]


def drawn(bar: Bar, largest: float, width: int) -> str:
    """The bar itself; the smallest one that is not nought has half a sign."""
    if not bar.value or largest <= 0 or width <= 0:
        return ""
    halves = max(1, round(2 * width * min(1.0, bar.value / largest)))
    if bar.other:
        return OTHER * max(1, halves // 2)
    return FULL * (halves // 2) + HALF * (halves % 2)
