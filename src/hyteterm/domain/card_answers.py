"""What was answered on our own wellbeing card (cards/hyvinvointikortti.json).

The card is an ordinary questionnaire; this reads the answers that the suggestions, the
texts and the safety rules need, by link id.  What is missing or malformed is “not said”.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from hyteterm.domain.vocabulary import Theme

LOWEST_SCORE: Final = 0
"""Completely dissatisfied."""
HIGHEST_SCORE: Final = 10
"""Completely satisfied."""
MOST_TOPICS: Final = 3

VARIANT: Final = "variant"
TOPICS: Final = "topics"
ALONE: Final = "safety.alone"
SELF_HARM: Final = "mind.self-harm"
VIOLENCE_QUESTIONS: Final[dict[str, str]] = {
    "safety.afraid": "yes",
    "safety.hurt": "yes",
    "safety.home": "no",
}
"""Link id → the answer that tells of violence or fear of it."""


class Variant(StrEnum):
    """Whom the opening questions are worded for."""

    YOUNG_PEOPLE = "young-people"
    WORKING_AGE = "working-age"
    OLDER_PEOPLE = "older-people"
    CARERS = "carers"


class Support(StrEnum):
    """Whether the client wishes for support in a theme."""

    YES = "yes"
    NO = "no"
    LATER = "later"


class Said(StrEnum):
    """An answer to a question that one may leave unanswered."""

    YES = "yes"
    NO = "no"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class ThemeAnswer:
    """What was said about one theme."""

    score: int | None = None
    """Satisfaction 0–10."""
    strength: str = ""
    worry: str = ""
    matters: str = ""
    support: Support | None = None
    works: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything written, in the order of the card."""
        return tuple(t for t in (self.strength, self.worry, self.matters, self.works) if t)

    @property
    def said(self) -> bool:
        """Anything at all was answered."""
        return self.score is not None or self.support is not None or bool(self.texts)


_NOTHING: Final = ThemeAnswer()


@dataclass(frozen=True, slots=True)
class CardAnswers:
    """One conversation."""

    variant: Variant | None = None
    topics: tuple[Theme, ...] = ()
    """What the client wanted to talk about, in the order chosen."""
    themes: Mapping[Theme, ThemeAnswer] = field(default_factory=dict)
    """Only themes in which something was answered."""
    free: bool | None = None
    """It matters that the service is free of charge."""
    company: bool | None = None
    """Somebody coming along the first time would help."""
    access: bool | None = None
    """Needs a lift or a step-free place."""
    self_harm: Said | None = None
    alone: bool = False
    """Nobody else hears: the safety theme may be asked."""
    violence: frozenset[str] = frozenset()
    """Link ids whose answer tells of violence or fear."""
    next_step: str = ""
    follow_up: date | None = None
    client_feedback: str = ""
    """Code of the answer: ``yes``, ``a-little``, ``no`` or empty."""
    professional_feedback: str = ""

    def theme(self, theme: Theme) -> ThemeAnswer:
        """What was said about ``theme``, empty when nothing was."""
        return self.themes.get(theme, _NOTHING)

    @property
    def discussed(self) -> tuple[Theme, ...]:
        """Themes chosen or answered, in the order of the card."""
        return tuple(t for t in Theme if t in self.topics or t in self.themes)

    @property
    def declined(self) -> frozenset[Theme]:
        """Themes in which the client does not wish for support."""
        return frozenset(t for t, a in self.themes.items() if a.support is Support.NO)


def read_card(values: Mapping[str, Sequence[object]]) -> CardAnswers:
    """The answers by link id: text, int, bool, date or ISO date, or the code of a choice.

    Answers of the safety theme count only when `ALONE` is true, as on the card itself.
    """
    alone = _first(values, ALONE) is True
    themes = {}
    for theme in Theme:
        if theme is Theme.SAFETY and not alone:
            continue
        answer = _theme(values, theme)
        if answer.said:
            themes[theme] = answer
    return CardAnswers(
        variant=_code(values, VARIANT, Variant),
        topics=tuple(dict.fromkeys(_codes(values.get(TOPICS, ()), Theme)))[:MOST_TOPICS],
        themes=themes,
        free=_bool(values, "wishes.free"),
        company=_bool(values, "wishes.company"),
        access=_bool(values, "wishes.access"),
        self_harm=_code(values, SELF_HARM, Said),
        alone=alone,
        violence=frozenset(
            link
            for link, telling in VIOLENCE_QUESTIONS.items()
            if alone and _first(values, link) == telling
        ),
        next_step=_text(values, "agreement.step"),
        follow_up=_date(values, "agreement.date"),
        client_feedback=_text(values, "feedback.client"),
        professional_feedback=_text(values, "feedback.professional"),
    )


def response_values(response: Mapping[str, object]) -> dict[str, tuple[object, ...]]:
    """Link id → answers of a FHIR QuestionnaireResponse; a coding gives its code."""
    found: dict[str, tuple[object, ...]] = {}

    def walk(items: object) -> None:
        for item in _mappings(items):
            link = item.get("linkId")
            answers = tuple(_mappings(item.get("answer")))
            values = tuple(v for v in map(_answer_value, answers) if v is not None)
            if isinstance(link, str) and values:
                found[link] = found.get(link, ()) + values
            walk(item.get("item"))
            for answer in answers:
                walk(answer.get("item"))

    walk(response.get("item"))
    return found


def variant_of_age(birth_year: int | None, year: int) -> Variant | None:
    """The variant offered first, by the age turned in ``year``; carers are asked, not guessed."""
    if birth_year is None:
        return None
    age = year - birth_year
    if age < 25:
        return Variant.YOUNG_PEOPLE
    return Variant.WORKING_AGE if age < 65 else Variant.OLDER_PEOPLE


def _theme(values: Mapping[str, Sequence[object]], theme: Theme) -> ThemeAnswer:
    return ThemeAnswer(
        score=_score(values, f"{theme}.scale"),
        strength=_text(values, f"{theme}.strength"),
        worry=_text(values, f"{theme}.worry"),
        matters=_text(values, f"{theme}.matters"),
        support=_code(values, f"{theme}.support", Support),
        works=_text(values, f"{theme}.works"),
    )


def _first(values: Mapping[str, Sequence[object]], link: str) -> object:
    found = values.get(link, ())
    return found[0] if found else None


def _text(values: Mapping[str, Sequence[object]], link: str) -> str:
    value = _first(values, link)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _bool(values: Mapping[str, Sequence[object]], link: str) -> bool | None:
    value = _first(values, link)
    return value if isinstance(value, bool) else None


def _score(values: Mapping[str, Sequence[object]], link: str) -> int | None:
    value = _first(values, link)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if LOWEST_SCORE <= value <= HIGHEST_SCORE else None


def _date(values: Mapping[str, Sequence[object]], link: str) -> date | None:
    value = _first(values, link)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


_Code = TypeVar("_Code", bound=StrEnum)


def _codes(found: Iterable[object], kind: type[_Code]) -> list[_Code]:
    known = {str(code): code for code in kind}
    return [known[value] for value in found if isinstance(value, str) and value in known]


def _code(values: Mapping[str, Sequence[object]], link: str, kind: type[_Code]) -> _Code | None:
    return next(iter(_codes(values.get(link, ()), kind)), None)


def _mappings(found: object) -> Iterable[Mapping[str, object]]:
    if isinstance(found, list | tuple):
        for one in found:
            if isinstance(one, Mapping):
                yield one


def _answer_value(answer: Mapping[str, object]) -> object:
    for key, value in answer.items():
        if key == "valueCoding" and isinstance(value, Mapping):
            return value.get("code")
        if key.startswith("value"):
            return value
    return None
