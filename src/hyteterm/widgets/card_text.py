"""A card in words and bars: the rows of its themes, its questions in two languages."""

from __future__ import annotations

from typing import Final

from rich.text import Text

from hyteterm.domain.card_answers import ALONE, HIGHEST_SCORE, Support
from hyteterm.domain.card_summary import SUPPORT_WORDS, ThemeBar
from hyteterm.domain.finnish_time import day_text
from hyteterm.domain.message import N_
from hyteterm.domain.vocabulary import Theme
from hyteterm.translation import current_language
from hyteterm.translation import gettext as _
from hyteterm.workspace.conversation import Conversation

SHORT_LABELS: Final[dict[Theme, str]] = {
    Theme.EXERCISE: N_("Liikunta"),
    Theme.NUTRITION: N_("Ravitsemus"),
    Theme.SLEEP: N_("Uni"),
    Theme.MIND: N_("Mieli"),
    Theme.RELATIONSHIPS: N_("Ihmissuhteet"),
    Theme.CULTURE: N_("Kulttuuri"),
    Theme.NATURE: N_("Luonto"),
    Theme.SUBSTANCES: N_("Päihteet"),
    Theme.EVERYDAY_LIFE: N_("Arki ja talous"),
    Theme.WORK_LEARNING: N_("Työ, oppiminen"),
    Theme.SAFETY: N_("Turvallisuus"),
    Theme.HEALTH: N_("Terveys"),
}
"""At most 15 cells in every language, so that the bars stand beside them."""
FULL: Final = "▇"
PROGRESS_CELLS: Final = 9
SUPPORT_KEYS: Final[dict[str, Support]] = {
    "k": Support.YES,
    "e": Support.NO,
    "m": Support.LATER,
}


def bar_text(bar: ThemeBar) -> str:
    """“▇▇▇▇▇▇▇”: one full cell for each point."""
    return FULL * bar.filled(HIGHEST_SCORE)


def score_text(bar: ThemeBar) -> str:
    """“7”; a dash when nothing was answered."""
    return "–" if bar.score is None else str(bar.score)


def change_text(bar: ThemeBar) -> str:
    """“+2”, “−1”, “=”; empty when there is nothing to compare with."""
    if bar.change is None:
        return ""
    if bar.change == 0:
        return "="
    return f"{'+' if bar.change > 0 else '−'}{abs(bar.change)}"


def support_letter(support: Support | None) -> str:
    """The key with which the wish was answered."""
    return next((key for key, wish in SUPPORT_KEYS.items() if wish is support), "")


def support_text(support: Support | None) -> str:
    """“toivoo tukea”."""
    return _(SUPPORT_WORDS[support]) if support else ""


def client_text(conversation: Conversation, municipality: str) -> str:
    """“M. V., s. 1958, Kouvola”, as far as it was told."""
    client = conversation.body.client
    born = client.year_of_birth
    parts = [client.name, _("s. {year}").format(year=born) if born else "", municipality]
    return ", ".join(part for part in parts if part)


def card_heading(conversation: Conversation, municipality: str, width: int) -> Text:
    """Who on the left, how far on the right; the left gives way."""
    done, wanted = conversation.counted
    full = PROGRESS_CELLS * done // wanted if wanted else 0
    progress = f"{done}/{wanted} " + "▓" * full + "░" * (PROGRESS_CELLS - full)
    parts = [_("Hyvinvointikortti"), client_text(conversation, municipality)]
    if conversation.body.others_hear:
        parts.append(_("muut kuulevat"))
    heading = Text(" · ".join(part for part in parts if part), no_wrap=True)
    heading.truncate(width - len(progress) - 1, overflow="ellipsis", pad=True)
    heading.append(f" {progress}")
    return heading


def keys_text(keys: list[tuple[str, str]]) -> Text:
    """Keys and what they do, one a line."""
    text = Text()
    for key, meaning in keys:
        text.append(f"{key:<7}", style="bold")
        text.append(meaning + "\n", style="dim")
    return text


def _in_two(text: Text, words: tuple[str, str], style: str = "bold") -> None:
    """The client's words, and the professional's below when they are others."""
    asked, own = words
    if asked:
        text.append(asked + "\n", style=style)
    if own and own != asked:
        text.append(own + "\n", style="dim")


def topics_question(conversation: Conversation) -> Text:
    """“Mistä haluaisit puhua?” with the keys that answer it."""
    asked = str(conversation.body.language)
    text = Text()
    words = (conversation.text("topics", asked), conversation.text("topics", current_language()))
    _in_two(text, words)
    text.append("\n" + _("Kirjain valitsee aiheen. Kolmas vie suoraan eteenpäin.") + "\n")
    text.append(_("Enter jatkaa; ilman valintaa käydään läpi kaikki aiheet.") + "\n")
    return text


def earlier_text(conversation: Conversation, found_on: str) -> str:
    """What is known of an earlier card, and the key that puts it beside this one."""
    body = conversation.body
    if body.earlier_on is not None:
        return _("Rinnalla aiempi kortti {date}.").format(date=day_text(body.earlier_on))
    if found_on:
        return _("Aiempi kortti {date}: r = sama asiakas, näytä rinnalla.").format(date=found_on)
    return ""


def theme_question(conversation: Conversation, theme: Theme, calculators: str) -> Text:
    """The question of a theme, in the client's language above the professional's."""
    asked, own = str(conversation.body.language), str(current_language())
    ours, theirs = conversation.texts(theme, own), conversation.texts(theme, asked)
    text = Text()
    text.append(ours.title + "\n", style="bold underline")
    if theme is Theme.SAFETY and not conversation.answers.alone:
        words = (conversation.text(ALONE, asked), conversation.text(ALONE, own))
        text.append(words[1] + "\n\n")
        text.append(_("y = olemme kahden   Enter = ohita") + "\n")
        return text
    _in_two(text, (theirs.opening, ours.opening))
    text.append("\n")
    _in_two(text, (theirs.scale, ours.scale))
    text.append("0 1 2 3 4 5 6 7 8 9 x   (x = 10)\n", style="bold")
    text.append(theirs.ends + "\n", style="dim")
    text.append("\n" + theirs.more + "\n")
    if calculators:
        text.append(calculators, style="dim")
    text.rstrip()
    return text


def wish_line(conversation: Conversation, theme: Theme) -> Text:
    """“Uni 3: toivotko tähän tukea? k kyllä e ei m myöhemmin”, with what was answered."""
    answer = conversation.answers.theme(theme)
    asked = conversation.texts(theme, str(conversation.body.language)).support
    score = "" if answer.score is None else f" {answer.score}"
    text = Text(f"{_(SHORT_LABELS[theme])}{score}: {asked}\n")
    keys = (("k", _("kyllä")), ("e", _("ei")), ("m", _("myöhemmin")))
    chosen = support_letter(answer.support)
    for key, words in keys:
        mark = "✓" if key == chosen else " "
        text.append(f"{mark}{key} {words}  ", style="bold" if key == chosen else "")
    return text
