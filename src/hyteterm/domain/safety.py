"""Safety: which answers bring the emergency numbers up, and what is then shown.

Bringing the numbers up is a courtesy, not a judgement: nothing is recorded, counted or
sent because of it.  The numbers are national; the county checks them and adds its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from hyteterm.domain.alarm_words import SELF_HARM_WORDS, VIOLENCE_WORDS, heard
from hyteterm.domain.card_answers import CardAnswers, Said
from hyteterm.domain.localized import LocalizedText, localized
from hyteterm.domain.vocabulary import Theme


class Alarm(StrEnum):
    """What the numbers are brought up for."""

    SELF_HARM = "self-harm"
    VIOLENCE = "violence"


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number with its source and the day it was written down here."""

    id: str
    names: LocalizedText
    numbers: LocalizedText
    """Language → number; a language without its own line gets the Finnish one."""
    hours: LocalizedText
    alarms: frozenset[Alarm]
    source: str
    as_of: date

    def number(self, language: str = "fi") -> str:
        """The number to call in ``language``."""
        return localized(self.numbers, language)


_BOTH: Final = frozenset(Alarm)
_WRITTEN: Final = date(2026, 11, 22)
_ALWAYS: Final[LocalizedText] = {
    "fi": "ympäri vuorokauden",
    "sv": "dygnet runt",
    "en": "around the clock",
}

EMERGENCY_NUMBERS: Final = (
    EmergencyNumber(
        id="112",
        names={"fi": "Hätänumero", "sv": "Nödnumret", "en": "Emergency number"},
        numbers={"fi": "112"},
        hours=_ALWAYS,
        alarms=_BOTH,
        source="112.fi",
        as_of=_WRITTEN,
    ),
    EmergencyNumber(
        id="nollalinja",
        names={"fi": "Nollalinja", "sv": "Nollinjen", "en": "Nollalinja helpline"},
        numbers={"fi": "080 005 005"},
        hours=_ALWAYS,
        alarms=frozenset({Alarm.VIOLENCE}),
        source="nollalinja.fi",
        as_of=_WRITTEN,
    ),
    EmergencyNumber(
        id="kriisipuhelin",
        names={"fi": "Kriisipuhelin", "sv": "Kristelefonen", "en": "Crisis Helpline"},
        numbers={"fi": "09 2525 0111", "sv": "09 2525 0112"},
        hours={
            "fi": "ympäri vuorokauden",
            "sv": "på svenska vissa tider, se mieli.fi",
            "en": "around the clock in Finnish",
        },
        alarms=frozenset({Alarm.SELF_HARM}),
        source="mieli.fi",
        as_of=_WRITTEN,
    ),
    EmergencyNumber(
        id="116117",
        names={"fi": "Päivystysapu", "sv": "Jourhjälpen", "en": "Medical Helpline"},
        numbers={"fi": "116117"},
        hours=_ALWAYS,
        alarms=frozenset({Alarm.SELF_HARM}),
        source="116117.fi",
        as_of=_WRITTEN,
    ),
)

DEFAULT_INSTRUCTIONS: Final[dict[Alarm, LocalizedText]] = {
    Alarm.SELF_HARM: {
        "fi": "Älä jätä asiakasta yksin. Kysy suoraan ja kuuntele rauhassa. Jos vaara on "
        "välitön, soita 112. Sovi heti, kuka jatkaa asiakkaan kanssa.",
        "sv": "Lämna inte klienten ensam. Fråga rakt ut och lyssna lugnt. Ring 112 om faran "
        "är omedelbar. Kom genast överens om vem som fortsätter med klienten.",
        "en": "Do not leave the client alone. Ask directly and listen calmly. If the danger "
        "is immediate, call 112. Agree at once who goes on with the client.",
    },
    Alarm.VIOLENCE: {
        "fi": "Puhukaa kahden. Usko, mitä kuulet, äläkä syyllistä. Kysy, onko kotiin turvallista "
        "mennä. Jos vaara on välitön, soita 112. Älä anna mukaan paperia, jonka väkivallan "
        "tekijä voi löytää.",
        "sv": "Tala på tu man hand. Tro på det du hör och skuldbelägg inte. Fråga om det är "
        "tryggt att gå hem. Ring 112 om faran är omedelbar. Ge inte med papper som "
        "våldsutövaren kan hitta.",
        "en": "Talk in private. Believe what you hear and lay no blame. Ask whether it is safe "
        "to go home. If the danger is immediate, call 112. Give no paper that the abuser "
        "could find.",
    },
}
"""Shown until the county has loaded its own."""


@dataclass(frozen=True, slots=True)
class CountySafety:
    """What the county has set; empty parts fall back to what ships."""

    instructions: Mapping[Alarm, LocalizedText] = field(default_factory=dict)
    contacts: Mapping[Alarm, LocalizedText] = field(default_factory=dict)
    """The county's own contact in words: name and number."""
    numbers: tuple[EmergencyNumber, ...] = EMERGENCY_NUMBERS


@dataclass(frozen=True, slots=True)
class SafetyGuide:
    """What comes up on screen."""

    alarms: tuple[Alarm, ...]
    numbers: tuple[EmergencyNumber, ...]
    instructions: tuple[LocalizedText, ...]
    contacts: tuple[LocalizedText, ...]


_SHIPPED: Final = CountySafety()


def safety_guide(alarms: Iterable[Alarm] = Alarm, county: CountySafety = _SHIPPED) -> SafetyGuide:
    """Numbers and instructions for ``alarms``; without any given (the one key), for all.

    Nobody is left without 112: a number list that a county has emptied falls back to ours.
    """
    raised = tuple(alarm for alarm in Alarm if alarm in frozenset(alarms))
    wanted = frozenset(raised)
    numbers = tuple(n for n in county.numbers if n.alarms & wanted)
    if wanted and not any(n.number() == "112" for n in numbers):
        numbers = (EMERGENCY_NUMBERS[0], *numbers)
    return SafetyGuide(
        alarms=raised,
        numbers=numbers,
        instructions=tuple(
            county.instructions.get(alarm) or DEFAULT_INSTRUCTIONS[alarm] for alarm in raised
        ),
        contacts=tuple(found for alarm in raised if (found := county.contacts.get(alarm))),
    )


_WORDS: Final = ((Alarm.SELF_HARM, SELF_HARM_WORDS), (Alarm.VIOLENCE, VIOLENCE_WORDS))


def alarms(text: str) -> frozenset[Alarm]:
    """What ``text`` (fi, sv or en) may be about; cautious word lists, no interpretation.

    A denial (“ei itsetuhoisia ajatuksia”) raises too: showing the numbers does no harm.
    """
    return frozenset(alarm for alarm, words in _WORDS if heard(text, words))


def card_alarms(card: CardAnswers) -> frozenset[Alarm]:
    """What the answers of a card bring up: the direct questions and every text."""
    found: set[Alarm] = set()
    if card.self_harm is Said.YES:
        found.add(Alarm.SELF_HARM)
    if card.violence:
        found.add(Alarm.VIOLENCE)
    for text in (card.next_step, *(t for answer in card.themes.values() for t in answer.texts)):
        found |= alarms(text)
    return frozenset(found)


HIDDEN_AT_THE_COUNTER: Final = frozenset({Theme.MIND, Theme.SUBSTANCES, Theme.SAFETY})
NEVER_PRINTED: Final = frozenset({Theme.SAFETY})


def hidden_themes(*, counter_mode: bool, private_room: bool = False) -> frozenset[Theme]:
    """Themes kept off the screen when others can hear, until a private room is marked."""
    return HIDDEN_AT_THE_COUNTER if counter_mode and not private_room else frozenset()


def may_be_printed(themes: Iterable[Theme]) -> bool:
    """Whether something of these themes may stand on a leaflet, a print or a list."""
    return NEVER_PRINTED.isdisjoint(themes)
