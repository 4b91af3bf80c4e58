"""The client's feedback: one smile, a free word, a county's own questions, a leaflet's code.

Nothing of the client is in it.  The questions of a county are data (`FeedbackForm`): the
national statements are loaded in their exact wording, none are shipped.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import mean
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from hyteterm.domain.localized import LocalizedText
from hyteterm.domain.message import N_
from hyteterm.domain.suppression import SMALLEST, protected_line

SMILES: Final[dict[int, tuple[str, str]]] = {
    # answer: (face, word)
    5: (":D", N_("erittäin hyvä")),
    4: (":)", N_("hyvä")),
    3: (":|", N_("siltä väliltä")),
    2: (":(", N_("huono")),
    1: (":'(", N_("erittäin huono")),
}
MOST_QUESTIONS: Final = 20
MOST_LETTERS: Final = 200
"""Letters of the free word at most."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Source(StrEnum):
    """Where the feedback was given."""

    COMPLETION = "completion"
    """Asked when the service ended, or when the client came back."""
    LEAFLET = "leaflet"
    PAPER = "paper"


SOURCE_LABELS: Final[dict[Source, str]] = {
    Source.COMPLETION: N_("asiakas vastaa nyt"),
    Source.LEAFLET: N_("esitteen koodilla"),
    Source.PAPER: N_("paperilomakkeelta"),
}


class QuestionKind(StrEnum):
    """How a question is answered."""

    AGREE = "agree"
    """1 = disagree completely … 5 = agree completely."""
    RECOMMEND = "recommend"
    """0–10: how likely the client would recommend."""


SCALES: Final[dict[QuestionKind, range]] = {
    QuestionKind.AGREE: range(1, 6),
    QuestionKind.RECOMMEND: range(11),
}

QuestionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,30}$")]


class Question(_Frozen):
    """One question of a county."""

    id: QuestionId
    kind: QuestionKind
    text: LocalizedText = Field(min_length=1)


class FeedbackForm(_Frozen):
    """A county's questions, asked after the smile (``feedback.json`` in the home)."""

    questions: tuple[Question, ...] = Field(default=(), max_length=MOST_QUESTIONS)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [question.id for question in self.questions]
        if len(set(ids)) != len(ids):
            raise ValueError("two questions have the same id")
        return self


class Feedback(_Frozen):
    """One answer, as it travels in a `DeliveryKind.FEEDBACK`."""

    version: int = 1
    source: Source
    smile: int = Field(ge=1, le=5)
    word: str = Field(default="", max_length=MOST_LETTERS)
    code: str = Field(default="", pattern=r"^([0-9A-Z]{8})?$")
    """Of the leaflet; names a set of services, never a client."""
    answers: dict[QuestionId, Annotated[int, Field(ge=0, le=10)]] = Field(
        default_factory=dict, max_length=MOST_QUESTIONS
    )
    kinds: dict[QuestionId, QuestionKind] = Field(default_factory=dict, max_length=MOST_QUESTIONS)
    """The kind of each answered question, so that the hub needs no form."""

    @model_validator(mode="after")
    def _on_their_scales(self) -> Self:
        if set(self.answers) != set(self.kinds):
            raise ValueError("answers and kinds")
        if any(answer not in SCALES[self.kinds[id]] for id, answer in self.answers.items()):
            raise ValueError("scale")
        if self.code and not is_leaflet_code(self.code):
            raise ValueError("code")
        return self


_PERSONAL: Final = (
    re.compile(r"\d{6}\s*[-+A-FU-Y]\s*\d{3}\s*[0-9A-Y]", re.IGNORECASE),
    re.compile(r"(?:\d[\s-]?){7,}"),
    re.compile(r"\S+@\S+\.\S+"),
)


def tells_of_a_person(word: str) -> bool:
    """Whether a free word holds an identity code, a phone number or an e-mail address."""
    return any(pattern.search(word) for pattern in _PERSONAL)


# -- leaflets ----------------------------------------------------------------------------

_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs without 0, 1, I and O, which look alike on paper."""
_LOOKALIKES: Final = str.maketrans("01IO", "QLLQ")
_CODE_LETTERS: Final = 7


class NotALeafletCode(ValueError):
    """A letter is missing or wrong."""


def leaflet_code(service_ids: Iterable[str]) -> str:
    """The code of a leaflet about these services: eight signs, the last one a check.

    The same services give the same code, in any order; it tells nothing of whom the leaflet
    was given to.
    """
    text = "\n".join(sorted(set(service_ids)))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    letters = ""
    for _ in range(_CODE_LETTERS):
        number, rest = divmod(number, len(_LETTERS))
        letters += _LETTERS[rest]
    return letters + _check(letters)


def shown_code(code: str) -> str:
    """The code as it is printed: ``4F7K-QM2X``."""
    return f"{code[:4]}-{code[4:]}"


def read_code(text: str) -> str:
    """A typed code without blanks and dashes.  Raises `NotALeafletCode`."""
    code = re.sub(r"[\s-]", "", text).upper().translate(_LOOKALIKES)
    if not is_leaflet_code(code):
        raise NotALeafletCode
    return code


def is_leaflet_code(code: str) -> bool:
    """Whether each sign and the check are right."""
    return (
        len(code) == _CODE_LETTERS + 1
        and all(sign in _LETTERS for sign in code)
        and _check(code[:-1]) == code[-1]
    )


def _check(letters: str) -> str:
    """A sign that changes with any one sign, and with two neighbours exchanged.

    The weights are odd, so a change of one sign always shows modulo 32; a neighbour's
    weight differs by 2, so an exchange shows unless the two signs are 16 apart.
    """
    weights = range(1, 2 * len(letters), 2)
    values = (_LETTERS.index(sign) for sign in letters)
    return _LETTERS[sum(w * v for w, v in zip(weights, values, strict=True)) % len(_LETTERS)]


# -- counting ----------------------------------------------------------------------------

SMILE: Final = "smile"
"""Name of the first question in the sums; those of a county are named by kind and id."""
SOURCE: Final = "source"
CODE: Final = "code"


def sums(feedback: Feedback) -> dict[tuple[str, str], int]:
    """What one answer adds to the sums: (question, answer) → 1.  The free word is no sum."""
    found = {(SMILE, str(feedback.smile)): 1, (SOURCE, str(feedback.source)): 1}
    if feedback.code:
        found[f"{CODE}.{feedback.code}", str(feedback.smile)] = 1
    for id, answer in feedback.answers.items():
        found[f"{feedback.kinds[id]}.{id}", str(answer)] = 1
    return found


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to one question as they may be shown."""

    count: int | None
    mean: float | None = None
    """Only beside a count that is told."""
    promoters: int | None = None
    """Recommendation score: promoters' share less detractors', −100 … 100."""
    spread: Mapping[int, int] | None = None
    """Answer → how many; only when each of them may be told."""


def answers_shown(counts: Mapping[int, int], *, recommend: bool = False) -> Answers:
    """The answers to one question: how many, their mean, and their spread.

    A mean and a spread with gaps would let a small cell be reckoned, so the spread is
    given whole or not at all.
    """
    number = sum(counts.values())
    if number < SMALLEST:
        return Answers(None)
    line = protected_line({str(answer): count for answer, count in counts.items()})
    told = {answer: count for answer, count in counts.items() if count}
    whole = all(line.get(str(answer)) is not None for answer in told)
    score = None
    if recommend:
        good = sum(count for answer, count in counts.items() if answer >= 9)
        bad = sum(count for answer, count in counts.items() if answer <= 6)
        score = round(100 * (good - bad) / number)
    return Answers(
        count=number,
        mean=round(mean(a for a, count in counts.items() for _ in range(count)), 2),
        promoters=score,
        spread=told if whole else None,
    )
