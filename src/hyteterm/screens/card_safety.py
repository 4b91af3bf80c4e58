"""Emergency numbers and the county's instruction, at once."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from hyteterm.domain.localized import localized
from hyteterm.domain.message import N_
from hyteterm.domain.safety import Alarm, SafetyGuide
from hyteterm.screens.frame import FrameScreen
from hyteterm.translation import current_language
from hyteterm.translation import gettext as _

ALARM_TITLES: Final[dict[Alarm, str]] = {
    Alarm.SELF_HARM: N_("Itsetuhoiset ajatukset"),
    Alarm.VIOLENCE: N_("Väkivalta lähisuhteessa"),
}


def safety_notice(guide: SafetyGuide) -> str:
    """The numbers on one line, for somebody who is typing."""
    numbers = " · ".join(n.number(current_language()) for n in guide.numbers)
    return _("{numbers}   Ctrl+T: ohje").format(numbers=numbers)


class SafetyScreen(FrameScreen):
    """For the alarms given, or for all when somebody asks with the key."""

    CSS_PATH = "card_safety.tcss"
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "dismiss(None)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
    ]

    def __init__(self, alarms: frozenset[Alarm], language: str) -> None:
        super().__init__()
        self.alarms = alarms
        self.language = language
        """The client's: some numbers answer in Swedish elsewhere."""

    def content(self) -> ComposeResult:
        with VerticalScroll(id="page"):
            yield Static(self.text(), id="page-text")

    def text(self) -> Text:
        """Numbers first, then what to do."""
        guide = self.workspace.cards.safety(self.alarms)
        own = current_language()
        text = Text()
        for number in guide.numbers:
            text.append(f"{number.number(self.language):<14}", style="bold")
            text.append(f"{localized(number.names, own)}, {localized(number.hours, own)}\n")
        for alarm, instruction in zip(guide.alarms, guide.instructions, strict=True):
            text.append(f"\n{_(ALARM_TITLES[alarm])}\n", style="bold")
            text.append(localized(instruction, own) + "\n")
        for contact in guide.contacts:
            text.append("\n" + localized(contact, own) + "\n", style="bold")
        if not guide.contacts:
            missing = _("Alueen omaa yhteystietoa ei ole annettu. Pyydä se pääkäyttäjältä.")
            text.append(f"\n{missing}\n", style="dim")
        return text

    def keys(self) -> list[tuple[str, str]]:
        return [("Esc", _("takaisin keskusteluun")), ("↓↑", _("vieritä"))]

    def action_scroll(self, lines: int) -> None:
        """Scroll the page."""
        self.query_one("#page").scroll_relative(y=lines, animate=False)
