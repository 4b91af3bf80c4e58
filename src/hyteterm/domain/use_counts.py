"""Use without persons: what is counted on a terminal, and which words may be counted.

A terminal keeps sums by month.  Once a month is over its sums are sent, without terminal
or person, as `CountsPayload`; the hub adds them up and keeps nothing else.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from hyteterm.domain.message import N_


class Use(StrEnum):
    """What is counted of use."""

    SEARCH = "search"
    SERVICE_OPENED = "service-opened"
    LEAFLET = "leaflet"
    CARD_BEGUN = "card-begun"
    CARD_FINISHED = "card-finished"


USE_LABELS: Final[dict[Use, str]] = {
    Use.SEARCH: N_("haut"),
    Use.SERVICE_OPENED: N_("avatut palvelut"),
    Use.LEAFLET: N_("esitteet"),
    Use.CARD_BEGUN: N_("aloitetut kortit"),
    Use.CARD_FINISHED: N_("valmiit kortit"),
}

RISK_TEST: Final = "risk-test."
ADVICE: Final = "brief-advice."
SEGMENT: Final = "segment."
RECORDED: Final = "recorded."
WORD: Final = "word."
SURVEY: Final = "survey."
PREFIXES: Final = (RISK_TEST, ADVICE, SEGMENT, RECORDED, WORD, SURVEY)
"""First parts of the names of counts, besides those of `Use`."""

WORDS_SENT_FROM: Final = 3
"""A word without a hit leaves the terminal only when it was met this often there."""

CountName = Annotated[str, StringConstraints(pattern=r"^[\w.-]+$", min_length=1, max_length=80)]
"""Its length is not in the pattern: counted letters of every script take 40 ms and 10 MB."""


class CountsPayload(BaseModel):
    """Sums of one month or one filling of the survey: ``POST /v1/counts``."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    """Random, made for this payload alone, so that a repeat is not added twice."""
    month: str = Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")
    counts: dict[CountName, Annotated[int, Field(ge=1, le=1_000_000)]] = Field(
        min_length=1, max_length=500
    )

    def known(self) -> dict[str, int]:
        """The counts that this program knows; a newer terminal may send others too."""
        return {name: n for name, n in self.counts.items() if is_count(name)}


def is_count(name: str) -> bool:
    """Whether ``name`` is that of a count."""
    return name in set(Use) or name.startswith(PREFIXES)


_ENDINGS: Final = (
    "n", "a", "ta", "lle", "lla", "lta", "sta", "ssa", "ksi", "in", "en", "an", "on", "un", "s",
)  # fmt: skip
"""Endings under which a name is still the same name (“matille”, “virtasen” is met by “sen”)."""
_WORD: Final = re.compile(r"[a-z-]{3,30}")
_SPLIT: Final = re.compile(r"[\s,;:/()\"“”!?]+")
_PERSONAL_DIGITS: Final = 5
"""Digits in a query from which it may be a phone number, an identity code or a date."""


def countable_words(query: str) -> tuple[str, ...]:
    """The folded words of a query that may be counted; none when it may be about a person.

    A query with a known name, an e-mail address or many digits gives nothing at all, as the
    word beside a name may be an unknown surname.  A word with a digit is left out.
    """
    # The hub counts no words: the lists of names are loaded where a query is.
    from hyteterm.domain.quick_entry.words import fold

    if "@" in query or sum(character.isdigit() for character in query) >= _PERSONAL_DIGITS:
        return ()
    words = [word for part in _SPLIT.split(query) if (word := fold(part).strip(".-'’"))]
    if any(_may_name(word) for word in words):
        return ()
    return tuple(dict.fromkeys(word for word in words if _WORD.fullmatch(word)))


def _may_name(word: str) -> bool:
    from hyteterm.domain.quick_entry.names import is_name

    if is_name(word):
        return True
    stems = [word[: -len(end)] for end in _ENDINGS if word.endswith(end)]
    if word.endswith("sen"):
        stems.append(word[:-3] + "nen")
    return any(len(stem) >= 3 and (is_name(stem) or is_name(_strong(stem))) for stem in stems)


def _strong(stem: str) -> str:
    """“mati” → “matti”, “peka” → “pekka”: the strong grade of a doubled consonant."""
    return stem[:-1] + stem[-2] + stem[-1] if len(stem) >= 3 else stem


def sent_words(words: Mapping[str, int]) -> dict[str, int]:
    """The words that may leave the terminal, as counts."""
    return {f"{WORD}{word}": count for word, count in words.items() if count >= WORDS_SENT_FROM}


def added(several: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Counts added up, those of zero left out."""
    sums: dict[str, int] = {}
    for counts in several:
        for name, count in counts.items():
            if count:
                sums[name] = sums.get(name, 0) + count
    return sums
