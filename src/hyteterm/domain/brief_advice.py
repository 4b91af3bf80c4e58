"""Brief advice (mini-interventio): a short talk about one habit, recorded and counted."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from hyteterm.domain.finnish_time import day_text
from hyteterm.domain.identifier import new_id
from hyteterm.domain.message import N_
from hyteterm.domain.vocabulary import Theme


class Subject(StrEnum):
    """What the advice was about."""

    ALCOHOL = "alcohol"
    NICOTINE = "nicotine"
    OTHER_SUBSTANCES = "other-substances"
    EXERCISE = "exercise"
    NUTRITION = "nutrition"
    SLEEP = "sleep"


SUBJECT_LABELS: Final[dict[Subject, str]] = {
    Subject.ALCOHOL: N_("alkoholi"),
    Subject.NICOTINE: N_("nikotiini"),
    Subject.OTHER_SUBSTANCES: N_("muut päihteet"),
    Subject.EXERCISE: N_("liikunta"),
    Subject.NUTRITION: N_("ravitsemus"),
    Subject.SLEEP: N_("uni"),
}
SUBJECT_THEMES: Final[dict[Subject, Theme]] = {
    Subject.ALCOHOL: Theme.SUBSTANCES,
    Subject.NICOTINE: Theme.SUBSTANCES,
    Subject.OTHER_SUBSTANCES: Theme.SUBSTANCES,
    Subject.EXERCISE: Theme.EXERCISE,
    Subject.NUTRITION: Theme.NUTRITION,
    Subject.SLEEP: Theme.SLEEP,
}


class Part(StrEnum):
    """What was done, in the order in which it is usually done."""

    ASKED = "asked"
    FACTS = "facts"
    OWN_REASONS = "own-reasons"
    OPTIONS = "options"
    AIM = "aim"
    MATERIAL = "material"
    GUIDED = "guided"


PART_LABELS: Final[dict[Part, str]] = {
    Part.ASKED: N_("kysyttiin nykytilanteesta"),
    Part.FACTS: N_("annettiin tietoa"),
    Part.OWN_REASONS: N_("käytiin läpi omat syyt muutokseen"),
    Part.OPTIONS: N_("mietittiin vaihtoehtoja"),
    Part.AIM: N_("sovittiin oma tavoite"),
    Part.MATERIAL: N_("annettiin kirjallinen ohje"),
    Part.GUIDED: N_("ohjattiin palveluun"),
}


class BriefAdvice(BaseModel):
    """One brief advice.  The statistics count subjects and months, never texts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(default_factory=new_id)
    subject: Subject
    given_at: AwareDatetime
    minutes: int | None = Field(default=None, ge=1, le=240)
    parts: frozenset[Part] = frozenset({Part.ASKED})
    aim: str = ""
    """The client's own aim, in the client's words."""
    follow_up: date | None = None

    @property
    def theme(self) -> Theme:
        """The theme under which it is counted."""
        return SUBJECT_THEMES[self.subject]


def advice_text(
    advice: BriefAdvice, translate: Callable[[str], str], procedure_code: str = ""
) -> str:
    """The record in one paragraph, in the language of ``translate``."""
    head = translate(N_("Mini-interventio {date}: {subject}")).format(
        date=day_text(advice.given_at), subject=translate(SUBJECT_LABELS[advice.subject])
    )
    if advice.minutes is not None:
        head += translate(N_(", {count} min")).format(count=advice.minutes)
    if procedure_code:
        head += f" ({procedure_code})"
    done = ", ".join(translate(PART_LABELS[part]) for part in Part if part in advice.parts)
    sentences = [head]
    if done:
        sentences.append(done[0].upper() + done[1:])
    if aim := " ".join(advice.aim.split()):
        sentences.append(translate(N_("Oma tavoite: {aim}")).format(aim=aim))
    if advice.follow_up is not None:
        sentences.append(translate(N_("Seuranta {date}")).format(date=day_text(advice.follow_up)))
    return " ".join(s if s.endswith((".", "!", "?")) else f"{s}." for s in sentences)
