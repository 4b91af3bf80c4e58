"""One conversation on the wellbeing card: what is asked, what was answered, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from hyteterm.domain import finnish_time
from hyteterm.domain.card_answers import (
    ALONE,
    MOST_TOPICS,
    SELF_HARM,
    TOPICS,
    VARIANT,
    VIOLENCE_QUESTIONS,
    CardAnswers,
    Support,
    read_card,
    response_values,
    variant_of_age,
)
from hyteterm.domain.finnish_time import local
from hyteterm.domain.localized import Language
from hyteterm.domain.questionnaire import Path, Row, Session
from hyteterm.domain.safety import Alarm, card_alarms, hidden_themes
from hyteterm.domain.vocabulary import Theme
from hyteterm.workspace.card_body import CardBody, birth_year_of, told_birth
from hyteterm.workspace.card_forms import own_card

TEXT_FIELDS: Final = ("matters", "strength", "worry", "works")
"""The written answers of a theme, in the order of the screen."""
WISHES: Final = ("wishes.free", "wishes.company", "wishes.access")
FEEDBACK: Final = ("feedback.client", "feedback.professional")
STEP: Final = "agreement.step"
DATE: Final = "agreement.date"
DIRECT_QUESTIONS: Final[dict[Theme, tuple[str, ...]]] = {
    Theme.MIND: (SELF_HARM,),
    Theme.SAFETY: tuple(VIOLENCE_QUESTIONS),
}
"""Questions of a theme that are answered with one key, besides the score and the wish."""


@dataclass(frozen=True, slots=True)
class ThemeTexts:
    """What stands on the card about one theme, in one language."""

    title: str
    opening: str
    more: str
    scale: str
    ends: str
    """“0 = …, 10 = …”."""
    support: str


class Conversation:
    """The card that is open.  Every change is in `body` at once; saving it is the desk's work."""

    def __init__(self, body: CardBody) -> None:
        self.body = body
        self._session = Session(own_card(), body.answers or None, finnish_time.now())
        self._paths: dict[str, Path] = {
            item.link_id: (group.key, 0, item.key, 0)
            for group in own_card().items
            for item in group.items
        }
        self._read: CardAnswers | None = None
        self._asked: dict[str, dict[str, dict[str, Row]]] = {}

    @property
    def id(self) -> str:
        """The card's id."""
        return self.body.id

    @property
    def answers(self) -> CardAnswers:
        """What was answered so far."""
        if self._read is None:
            self._read = read_card(response_values(self._session.response()))
        return self._read

    @property
    def begun(self) -> bool:
        """Whether there is anything to keep."""
        body = self.body
        return bool(body.answers or body.typed or body.results or body.advice)

    # -- what is asked -----------------------------------------------------------------

    def texts(self, theme: Theme, language: str) -> ThemeTexts:
        """The questions of a theme for this client."""
        rows = self._rows(theme, language)
        opening = next((r.text for link, r in rows.items() if link.startswith(f"{theme}.open")), "")
        ends = [
            rows[f"{theme}.scale.{end}"].text
            for end in ("lower", "upper")
            if f"{theme}.scale.{end}" in rows
        ]
        return ThemeTexts(
            title=rows[theme].text,
            opening=opening,
            more=self._text(rows, f"{theme}.more"),
            scale=self._text(rows, f"{theme}.scale"),
            ends=", ".join(ends),
            support=self._text(rows, f"{theme}.support"),
        )

    def text(self, link_id: str, language: str) -> str:
        """The words of one question; empty when it is not asked now."""
        return self._text(self._rows(str(self._paths[link_id][0]), language), link_id)

    def labels(self, link_id: str, language: str) -> dict[str, str]:
        """Code → words of the ready answers of a question."""
        rows = self._rows(str(self._paths[link_id][0]), language)
        row = rows.get(link_id)
        return {
            str(option.answer.value.get("code")): option.label.in_language(language)
            for option in (row.options if row else ())
        }

    def asked(self, link_id: str) -> bool:
        """Whether the question is on the card now (its conditions hold)."""
        return link_id in self._rows(str(self._paths[link_id][0]), Language.FINNISH)

    def _rows(self, group: str, language: str) -> dict[str, Row]:
        if language not in self._asked:
            groups: dict[str, dict[str, Row]] = {}
            for row in self._session.visible(language):
                groups.setdefault(str(row.path[0]), {})[row.item.link_id] = row
            self._asked[language] = groups
        return self._asked[language].get(group, {})

    @staticmethod
    def _text(rows: dict[str, Row], link_id: str) -> str:
        row = rows.get(link_id)
        return row.text if row else ""

    # -- answering -----------------------------------------------------------------------

    def answer(self, link_id: str, value: Any) -> None:
        """Answer a question; None or an empty text takes the answer away."""
        if isinstance(value, str) and not value.strip():
            value = None
        self._session.set(self._paths[link_id], value)
        self._changed()

    def score(self, theme: Theme, points: int) -> None:
        """How satisfied the client is, 0–10."""
        self.answer(f"{theme}.scale", points)

    def wish(self, theme: Theme, support: Support) -> None:
        """Whether the client wishes for support in a theme; the same answer again takes it back."""
        said = None if self.answers.theme(theme).support is support else support.value
        self.answer(f"{theme}.support", said)

    def toggle_topic(self, theme: Theme) -> bool:
        """Choose or unchoose a theme to talk about; False when three are chosen already."""
        chosen = list(self.answers.topics)
        if theme in chosen:
            chosen.remove(theme)
        elif len(chosen) < MOST_TOPICS:
            chosen.append(theme)
        else:
            return False
        self.answer(TOPICS, [topic.value for topic in chosen] or None)
        return True

    def value(self, link_id: str) -> str:
        """The answer as it is shown in its field: text, code, ``true``, ``false`` or ISO date."""
        for answer in self._session.answers(link_id):
            if isinstance(answer.value, dict):
                return str(answer.value.get("code", ""))
            return str(answer.value).lower() if answer.type == "Boolean" else str(answer.value)
        return ""

    def change(self, **changes: object) -> None:
        """Change something of the body that is no answer."""
        self.body = self.body.model_copy(update=changes)

    def _changed(self) -> None:
        self._read = None
        self._asked.clear()
        self.body = self.body.model_copy(update={"answers": self._session.draft()})

    # -- the client ----------------------------------------------------------------------

    def tell(self, field: str, text: str) -> None:
        """A field of the header: ``name`` or ``born``, typed; ``municipality``, ``language``,
        ``variant``, chosen.  The identity code is never kept."""
        if field == "variant":
            self.answer(VARIANT, text or None)
            self.change(typed={**self.body.typed, field: text})
            return
        changes: dict[str, object]
        if field == "name":
            changes = {"name": " ".join(text.split())}
        elif field == "born":
            changes = {"birth_year": birth_year_of(text, local(finnish_time.now()).date())}
            text = told_birth(text, local(finnish_time.now()).date())
        else:
            changes = {field: text}
        client = self.body.client.model_copy(update=changes)
        self.change(client=client, typed={**self.body.typed, field: text})
        if field == "language" and text in list(Language):
            self.change(language=Language(text))
        if field == "born" and "variant" not in self.body.typed:
            variant = variant_of_age(client.birth_year, local(finnish_time.now()).year)
            self.answer(VARIANT, variant.value if variant else None)

    def next_language(self) -> Language:
        """Ask the client in the next language."""
        languages = list(Language)
        following = languages[(languages.index(self.body.language) + 1) % len(languages)]
        self.change(language=following)
        return following

    # -- order -----------------------------------------------------------------------------

    @property
    def hidden(self) -> frozenset[Theme]:
        """Themes kept off the screen now."""
        put_away = {Theme.SAFETY} if self.body.safety_hidden else set()
        return hidden_themes(counter_mode=self.body.others_hear) | put_away

    def put_safety_away(self) -> None:
        """Keep the safety theme off the screen, or bring it back to be asked again."""
        away = not self.body.safety_hidden
        self.change(safety_hidden=away)
        if away:
            self.answer(ALONE, None)

    @property
    def shown(self) -> tuple[Theme, ...]:
        """Themes of the list, in the order of the card."""
        return tuple(theme for theme in Theme if theme not in self.hidden)

    @property
    def wanted(self) -> tuple[Theme, ...]:
        """Themes to go through: those chosen, else all.  Safety comes last until it may be asked."""
        themes = [t for t in self.answers.topics if t not in self.hidden] or list(self.shown)
        if Theme.SAFETY in themes and not self.answers.alone:
            themes = [t for t in themes if t is not Theme.SAFETY] + [Theme.SAFETY]
        return tuple(themes)

    @property
    def alarms(self) -> frozenset[Alarm]:
        """What the answers bring the emergency numbers up for."""
        return card_alarms(self.answers)

    @property
    def counted(self) -> tuple[int, int]:
        """How many of the wanted themes have a score, and how many are wanted."""
        wanted = self.wanted
        done = sum(self.answers.theme(theme).score is not None for theme in wanted)
        return done, len(wanted)

    # -- the end ---------------------------------------------------------------------------

    def agree_date(self, day: date | None) -> None:
        """When to come back to this."""
        self.answer(DATE, day.isoformat() if day else None)

    def guide_to(self, service_id: str) -> bool:
        """Mark a service as one the client was guided to, or take the mark away; whether it stands."""
        services = self.body.services
        here = service_id in services
        left = tuple(one for one in services if one != service_id)
        self.change(services=left if here else (*services, service_id))
        return not here

    def response(self, status: str, at: datetime) -> dict[str, Any]:
        """The FHIR QuestionnaireResponse."""
        return self._session.response(
            status, {"language": str(self.body.language), "authored": at.isoformat()}
        )


def new_conversation(
    *, municipality: str, language: str, others_hear: bool, at: datetime
) -> Conversation:
    """A card with nothing on it."""
    spoken = Language(language) if language in list(Language) else Language.FINNISH
    body = CardBody(started_at=at, language=spoken, others_hear=others_hear)
    client = body.client.model_copy(update={"municipality": municipality, "language": str(spoken)})
    return Conversation(body.model_copy(update={"client": client}))
