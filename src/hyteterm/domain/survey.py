"""The professionals' survey: its questions, their scales, and the figures of 2024.

Source of the figures: a survey of one county's professionals in 2024, n = 381.  Where a
figure was not published there is none; wordings of questions and further answers are our own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel, ConfigDict

from hyteterm.domain.message import N_
from hyteterm.domain.suppression import SMALLEST, SUM, protected_line

YEAR: Final = 2024
RESPONDENTS: Final = 381


@dataclass(frozen=True, slots=True)
class Option:
    """One answer."""

    id: str
    label: str
    percent_2024: int | None = None
    """Of all who answered; None: not published."""


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """One question.  ``several``: any number of answers may be chosen."""

    id: str
    text: str
    options: tuple[Option, ...]
    several: bool = False
    note_2024: str = ""
    """What was published in words."""


QUESTIONS: Final[tuple[SurveyQuestion, ...]] = (
    SurveyQuestion(
        "guides",
        N_("Kuinka usein ohjaat asiakkaita hyte-palveluihin?"),
        (
            Option("daily", N_("päivittäin"), 16),
            Option("weekly", N_("viikoittain"), 22),
            Option("monthly", N_("kuukausittain"), 18),
            Option("more-rarely", N_("harvemmin"), 19),
            Option("never", N_("en koskaan"), 21),
        ),
    ),
    SurveyQuestion(
        "obstacles",
        N_("Mikä estää ohjaamista?"),
        (
            Option("unknown-offer", N_("en tiedä, mitä asiakkaan lähellä on")),
            Option("not-my-job", N_("se ei kuulu työhöni")),
            Option("no-time", N_("aika ei riitä")),
            Option("other", N_("jokin muu")),
            Option("nothing", N_("mikään ei estä")),
        ),
        several=True,
        note_2024=N_("2024 suurimmat esteet: ei tiedetä tarjontaa, ei kuulu työhön."),
    ),
    SurveyQuestion(
        "agreed-way",
        N_("Onko teillä sovittu tapa ohjata asiakkaita?"),
        (
            Option("no", N_("ei ole"), 89),
            Option("yes", N_("on")),
            Option("unknown", N_("en tiedä")),
        ),
    ),
    SurveyQuestion(
        "recognise",
        N_("Miten tunnistat asiakkaan, joka hyötyisi?"),
        (
            Option("own-skill", N_("omalla ammattitaidolla"), 78),
            Option("form", N_("lomakkeella tai testillä")),
            Option("client-asks", N_("asiakas kysyy itse")),
            Option("other", N_("muulla tavalla")),
            Option("not-at-all", N_("en tunnista")),
        ),
        several=True,
    ),
    SurveyQuestion(
        "works-with",
        N_("Kuinka usein työskentelet hyte-toimijoiden kanssa?"),
        (
            Option("daily", N_("päivittäin"), 3),
            Option("weekly", N_("viikoittain"), 10),
            Option("monthly", N_("kuukausittain"), 17),
            Option("more-rarely", N_("harvemmin"), 39),
            Option("never", N_("en koskaan"), 31),
        ),
    ),
    SurveyQuestion(
        "information",
        N_("Mistä saat tietoa palveluista?"),
        (
            Option("colleagues", N_("työtovereilta")),
            Option("intranet", N_("intranetistä")),
            Option("web", N_("verkkosivuilta")),
            Option("hyteterm", N_("HyteTermistä")),
            Option("other", N_("muualta")),
            Option("nowhere", N_("en saa mistään")),
        ),
        several=True,
        note_2024=N_("2024 tieto tuli työtovereilta, intranetistä ja verkkosivuilta."),
    ),
)

Filling = Mapping[str, frozenset[str]]
"""Question → chosen answers; a question that was passed over is absent."""

ANSWERED: Final = "answered"
"""Stands beside the answers of a question: how many answered it."""


def counts_of(filling: Filling) -> dict[str, int]:
    """What one filling adds to the sums: ``guides.weekly`` → 1, ``guides.answered`` → 1.

    Raises `ValueError` for an unknown question or answer, and for two answers to a question
    that takes one.
    """
    known = {question.id: question for question in QUESTIONS}
    found: dict[str, int] = {}
    for id, chosen in filling.items():
        question = known.get(id)
        if question is None or not chosen <= {option.id for option in question.options}:
            raise ValueError("answer")
        if len(chosen) > 1 and not question.several:
            raise ValueError("one answer")
        if chosen:
            found[f"{id}.{ANSWERED}"] = 1
            found |= {f"{id}.{option}": 1 for option in chosen}
    return found


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """The answers to one question as they may be shown."""

    answered: int | None
    """None: fewer than five."""
    counts: Mapping[str, int | None]
    """Answer → how many; None: not told.  Empty while `answered` is not told."""

    def percent(self, option: str) -> int | None:
        """Of those who answered the question; None: not told."""
        count = self.counts.get(option, 0)
        if not self.answered or count is None:
            return None
        return round(100 * count / self.answered)


class SurveyFigures(BaseModel):
    """The answer of ``GET /v1/survey``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    year: int
    until: str
    """The last month that is counted."""
    results: dict[str, QuestionResult]


def results(sums: Mapping[str, int]) -> dict[str, QuestionResult]:
    """The results of all questions from the sums of all fillings (see `counts_of`)."""
    return {question.id: _result(question, sums) for question in QUESTIONS}


def _result(question: SurveyQuestion, sums: Mapping[str, int]) -> QuestionResult:
    answered = sums.get(f"{question.id}.{ANSWERED}", 0)
    if answered < SMALLEST:
        return QuestionResult(None, {})
    counts = {option.id: sums.get(f"{question.id}.{option.id}", 0) for option in question.options}
    if question.several:
        return QuestionResult(answered, {id: _alone(n, answered) for id, n in counts.items()})
    line = protected_line(counts)
    if set(line) == {SUM}:
        return QuestionResult(answered, dict.fromkeys(counts))
    return QuestionResult(answered, {id: line.get(id, 0) for id in counts})


def _alone(count: int, answered: int) -> int | None:
    """A count that is told if neither those who chose it nor those who did not are few."""
    return None if 0 < count < SMALLEST or 0 < answered - count < SMALLEST else count
