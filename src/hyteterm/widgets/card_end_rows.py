"""The rows of a card's end: themes with bars, what is suggested for each, last questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rich.cells import cell_len
from rich.text import Text

from hyteterm.domain.card_summary import ThemeBar, bars
from hyteterm.domain.localized import localized
from hyteterm.domain.suggestions import reason_text
from hyteterm.domain.vocabulary import THEME_LABELS, Theme
from hyteterm.translation import current_language
from hyteterm.translation import gettext as _
from hyteterm.widgets.card_text import bar_text, change_text, score_text, support_text
from hyteterm.widgets.line_list import LineList
from hyteterm.workspace.conversation import FEEDBACK, WISHES, Conversation
from hyteterm.workspace.suggesting import SuggestedPath, SuggestedService, Suggestions


class EndKind(StrEnum):
    """What a row is."""

    THEME = "theme"
    SERVICE = "service"
    PATH = "path"
    LETTER = "letter"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class EndRow:
    """One row; ``id`` is a theme, a service's or path's id, or a question's link id."""

    kind: EndKind
    id: str
    cells: tuple[tuple[str, int, str], ...]
    detail: Text

    @property
    def theme(self) -> Theme | None:
        """The theme, on a row of a theme."""
        return Theme(self.id) if self.kind is EndKind.THEME else None


class EndList(LineList[EndRow], can_focus=True, inherit_bindings=False):
    """The rows; the keys of the chosen one are the screen's."""

    def columns(self, row: EndRow, width: int) -> list[tuple[str, int, str]]:
        return list(row.cells)


LONGEST_WHY: Final = 150
"""Cells of the reasons up to which the summary has room below them."""


def answer_words(code: str) -> str:
    """A code of the last questions in words."""
    if code in ("yes", "true"):
        return _("kyllä")
    return _("vähän") if code == "a-little" else _("ei")


def end_rows(conversation: Conversation, found: Suggestions) -> Iterator[EndRow]:
    """Everything, in the order of the screen."""
    answers, body = conversation.answers, conversation.body
    hidden = conversation.hidden | (frozenset() if answers.alone else frozenset({Theme.SAFETY}))
    guided = frozenset(body.services)
    shown = [bar for bar in bars(answers, body.earlier, hidden) if bar.theme in answers.discussed]
    for bar in shown:
        yield _theme_row(bar)
        yield from (_service_row(s, guided) for s in found.services if s.theme is bar.theme)
        yield from (_path_row(path) for path in found.paths if path.theme is bar.theme)
    themes = {bar.theme for bar in shown}
    yield from (_service_row(s, guided) for s in found.services if s.theme not in themes)
    yield from (_path_row(path) for path in found.paths if path.theme not in themes)
    if found.letter is not None:
        text = reason_text(found.letter, _)
        yield EndRow(EndKind.LETTER, "letter", ((text, 78, ""),), Text(text))
    for link in (*WISHES, *FEEDBACK):
        yield _question_row(conversation, link)


def _theme_row(bar: ThemeBar) -> EndRow:
    label = _(THEME_LABELS[bar.theme])
    label = label[:1].upper() + label[1:]
    cells = (
        (label, 29, ""),
        (f"{score_text(bar):>2}", 3, ""),
        (bar_text(bar), 11, ""),
        (change_text(bar), 4, ""),
        (support_text(bar.support), 30, ""),
    )
    parts = [label, "" if bar.score is None else f"{bar.score}/10"]
    if bar.earlier is not None:
        parts.append(_("aiemmin {score}/10").format(score=bar.earlier))
    parts.append(support_text(bar.support))
    detail = Text(" · ".join(part for part in parts if part) + "\n")
    detail.append(_("Toivotko tukea?  k kyllä  e ei  m myöhemmin"))
    return EndRow(EndKind.THEME, str(bar.theme), cells, detail)


def _service_row(service: SuggestedService, guided: frozenset[str]) -> EndRow:
    language = current_language()
    name, provider = localized(service.names, language), localized(service.provider, language)
    mark = "✓" if service.id in guided else " "
    cells = (
        (f"  {mark}", 4, ""),
        (name, 38, ""),
        (provider, 25, "dim"),
        (_("✓ lähete") if service.takes_referrals else "", 11, "dim"),
    )
    reasons = ", ".join(reason_text(reason, _) for reason in service.reasons)
    why = _("Miksi: {reasons}").format(reasons=reasons)
    detail = Text.assemble((name, "bold"), f" · {provider}\n{why}\n")
    if cell_len(why) <= LONGEST_WHY:
        detail.append(localized(service.summaries, language), style="dim")
    return EndRow(EndKind.SERVICE, service.id, cells, detail)


def _path_row(path: SuggestedPath) -> EndRow:
    language = current_language()
    name = localized(path.names, language)
    title = _("Palvelupolku: {name}").format(name=name)
    cells = (("  →", 4, ""), (title, 63, ""), ("", 11, ""))
    steps = " → ".join(localized(step.titles, language) for step in path.steps)
    told = f"{localized(path.summaries, language)}\n{steps}"
    detail = Text.assemble((f"{title}\n", "bold"), told)
    return EndRow(EndKind.PATH, path.id, cells, detail)


def _question_row(conversation: Conversation, link: str) -> EndRow:
    own = conversation.text(link, current_language())
    asked = conversation.text(link, str(conversation.body.language))
    given = conversation.value(link)
    answer = answer_words(given) if given else "–"
    detail = Text.assemble((f"{asked}\n", "bold"))
    if own != asked:
        detail.append(own + "\n", style="dim")
    keys = [("k", _("kyllä"))]
    if link in FEEDBACK:
        keys.append(("v", _("vähän")))
    keys.append(("e", _("ei")))
    detail.append("  ".join(f"{key} {words}" for key, words in keys))
    return EndRow(EndKind.QUESTION, link, ((own, 66, ""), (answer, 12, "")), detail)
