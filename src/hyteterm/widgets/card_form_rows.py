"""The lines of a county's form: groups, questions with their answers, the chosen one in full."""

from __future__ import annotations

from typing import Final

from rich.text import Text

from hyteterm.domain.message import N_
from hyteterm.domain.questionnaire import FAULT_TEXTS, ItemType, Option, Problem, Row
from hyteterm.translation import gettext as _
from hyteterm.widgets.line_list import LineList
from hyteterm.workspace.form_filling import OPTION_KEYS

HINTS: Final[dict[ItemType, str]] = {
    ItemType.DATE: N_("12.3.2026"),
    ItemType.DATETIME: N_("12.3.2026 8.30"),
    ItemType.TIME: N_("8.30"),
    ItemType.INTEGER: N_("kokonaisluku"),
    ItemType.DECIMAL: N_("luku, pilkku tai piste käy"),
    ItemType.QUANTITY: N_("luku ja yksikkö"),
    ItemType.URL: N_("verkko-osoite"),
}
DEEPEST_INDENT: Final = 8
"""Levels that move a row to the right; deeper ones would leave no room for its words."""
DIVIDER: Final = ";"
"""Between the answers that are typed to a repeating question."""
NOT_ANSWERED_HERE: Final = frozenset({ItemType.ATTACHMENT, ItemType.REFERENCE, ItemType.UNKNOWN})


class FormList(LineList[Row], can_focus=True, inherit_bindings=False):
    """The rows of the form; keys of the chosen one are the screen's."""

    def columns(self, row: Row, width: int) -> list[tuple[str, int, str]]:
        answer = min(30, width // 3)
        mark = "⚠" if row.errors else "✓" if row.answers else "*" if row.required else " "
        text = " ".join(part for part in (row.prefix, row.text) if part) or row.item.link_id
        if row.repetition[1] > 1:
            text += f" ({row.repetition[0] + 1}/{row.repetition[1]})"
        text = " ".join(text.split())
        left = width - answer - 2
        indent = "  " * min(row.depth, DEEPEST_INDENT)
        return [(mark, 2, ""), (indent + text, left, ""), (shown_answer(row), answer, "")]


def shown_answer(row: Row) -> str:
    """The answer in words."""
    if row.kind is ItemType.BOOLEAN and row.answers:
        return ", ".join(_("kyllä") if each.value else _("ei") for each in row.answers)
    return row.shown


def problem_text(problem: Problem) -> str:
    """What is wrong with an answer."""
    return _(FAULT_TEXTS[problem.fault]).format(limit=problem.limit)


def option_label(option: Option, language: str) -> str:
    """An option with its prefix."""
    prefix = option.prefix.in_language(language)
    label = option.label.in_language(language)
    return f"{prefix} {label}" if prefix else label


def is_written(row: Row) -> bool:
    """Whether the answer is typed."""
    if not row.is_question or row.kind is ItemType.BOOLEAN:
        return False
    return not row.options


def written_value(row: Row, typed: str) -> str | list[str] | None:
    """What a typed text answers: one value, several of a repeating question, or nothing."""
    if not row.item.repeats:
        return typed.strip() or None
    return [part.strip() for part in typed.split(DIVIDER) if part.strip()] or None


def row_text(row: Row, language: str) -> Text:
    """The chosen row in full: text, options with their keys, what is wrong."""
    text = Text()
    text.append(" ".join(part for part in (row.prefix, row.text) if part) + "\n", style="bold")
    if row.kind in NOT_ANSWERED_HERE:
        text.append(_("Tähän ei voi vastata päätteellä.") + "\n", style="dim")
    elif row.read_only and row.item.is_question:
        text.append(_("Lomake laskee tai antaa tämän itse.") + "\n", style="dim")
    elif row.kind is ItemType.BOOLEAN:
        text.append(_("k kyllä  e ei") + "\n")
    elif row.options:
        text.append(options_text(row, language))
        if row.item.is_open:
            text.append(_("Kirjoita oma vastaus (Tab).") + "\n", style="dim")
        if row.item.repeats:
            text.append(_("Voit valita monta; Enter jatkaa.") + "\n", style="dim")
    for problem in row.errors:
        text.append("⚠ " + problem_text(problem) + "\n")
    return text


def options_text(row: Row, language: str) -> Text:
    """“✓1 aina  2 joskus  …”; more than there are keys for are chosen by typing (Enter)."""
    text = Text()
    if len(row.options) > len(OPTION_KEYS):
        count = len(row.options)
        return text.append(
            _("{count} vaihtoehtoa: Enter avaa luettelon.").format(count=count) + "\n"
        )
    divider = "   " if row.item.horizontal else "\n"
    for key, option in zip(OPTION_KEYS, row.options, strict=False):
        chosen = any(each.same(option.answer) for each in row.answers)
        style = "bold" if chosen else ""
        text.append(f"{'✓' if chosen else ' '}{key} {option_label(option, language)}", style=style)
        text.append(divider)
    if row.item.horizontal:
        text.append("\n")
    return text


def hint(row: Row) -> str:
    """How the answer is written."""
    if row.item.entry_format:
        return row.item.entry_format
    shown = _(HINTS[row.kind]) if row.kind in HINTS else ""
    if row.item.units:
        shown = ", ".join(unit.display or unit.code for unit in row.item.units)
    if row.item.repeats:
        several = _("useita: erota puolipisteellä")
        shown = f"{shown}; {several}" if shown else several
    return shown
