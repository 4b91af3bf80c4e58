"""The themes of a card, one a line: mark, score, bar, change; letters while topics are chosen."""

from dataclasses import dataclass

from hyteterm.domain.card_summary import ThemeBar
from hyteterm.domain.vocabulary import Theme
from hyteterm.translation import gettext as _
from hyteterm.widgets.card_text import (
    SHORT_LABELS,
    bar_text,
    change_text,
    score_text,
    support_letter,
)
from hyteterm.widgets.line_list import LineList


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme of the list."""

    theme: Theme
    bar: ThemeBar
    letter: str = ""
    """The key that chooses it as a topic; empty once the conversation is on."""
    chosen: bool = False


class ThemeList(LineList[ThemeRow]):
    """The themes; the letter after ✓ tells the wish (k, e, m)."""

    def columns(self, row: ThemeRow, width: int) -> list[tuple[str, int, str]]:
        label = _(SHORT_LABELS[row.theme])
        if row.letter:
            return [(row.letter, 2, ""), ("✓" if row.chosen else "", 2, ""), (label, width, "")]
        mark = "✓" if row.bar.score is not None else "◦" if row.chosen else ""
        return [
            (mark + support_letter(row.bar.support), 3, ""),
            (label, 16, ""),
            (f"{score_text(row.bar):>2}", 3, ""),
            (bar_text(row.bar), 11, ""),
            (change_text(row.bar), 4, ""),
        ]
