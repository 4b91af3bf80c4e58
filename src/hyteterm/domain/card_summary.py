"""What comes out of a card: record text, summary for a referral, bars and changes.

Sentences are message ids with their values; ``translate`` is the gettext of the language
wanted, so that the professional's text and the client's conversation may differ.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hyteterm.domain.calculators import NOT_A_DIAGNOSIS, ScoreResult
from hyteterm.domain.card_answers import HIGHEST_SCORE, CardAnswers, Said, Support, ThemeAnswer
from hyteterm.domain.consent import ConsentItem
from hyteterm.domain.finnish_time import day_text
from hyteterm.domain.message import N_
from hyteterm.domain.safety import Alarm, alarms
from hyteterm.domain.vocabulary import THEME_LABELS, Theme

Translate = Callable[[str], str]

SUPPORT_WORDS: Final[dict[Support, str]] = {
    Support.YES: N_("toivoo tukea"),
    Support.NO: N_("ei toivo tukea"),
    Support.LATER: N_("toivoo tukea myöhemmin"),
}
TEXT_WORDS: Final = (
    # field of ThemeAnswer, message id
    ("strength", N_("hyvin: {text}")),
    ("worry", N_("mietityttää: {text}")),
    ("matters", N_("tärkeää: {text}")),
    ("works", N_("voisi toimia: {text}")),
)
RAISED_ONLY: Final = N_("otettiin puheeksi")
EARLIER: Final = N_("aiemmin {score}/10")
TOLD_OF_SELF_HARM: Final = N_("kertoi ajatuksista vahingoittaa itseään")
TOLD_OF_VIOLENCE: Final = N_("kertoi väkivallasta tai pelosta")

HEADING: Final = N_("Hyvinvointikortti {date}")
PROCEDURE: Final = N_("Toimenpide {code}")
TOPICS: Final = N_("Asiakas halusi puhua: {themes}")
RESULT: Final = N_("{name} {points}/{maximum}: {words}")
WISHES: Final = N_("Toiveet: {wishes}")
WISH_WORDS: Final = (
    # field of CardAnswers, message id
    ("free", N_("maksuton")),
    ("company", N_("joku mukaan ensimmäisellä kerralla")),
    ("access", N_("kyyti tai esteetön paikka")),
)
SERVICES: Final = N_("Ohjattu: {services}")
AGREED: Final = N_("Sovittu: {step}")
FOLLOW_UP: Final = N_("Palataan {date}")


# --- Bars and changes ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ThemeBar:
    """One bar, 0–10.  `change` is since the earlier card; None when either is missing."""

    theme: Theme
    score: int | None
    earlier: int | None = None
    support: Support | None = None

    @property
    def change(self) -> int | None:
        """Score now minus the earlier one."""
        if self.score is None or self.earlier is None:
            return None
        return self.score - self.earlier

    def filled(self, width: int = HIGHEST_SCORE) -> int:
        """How many of ``width`` cells are full; a score above 0 fills at least one."""
        if not self.score:
            return 0
        return max(1, (self.score * width + HIGHEST_SCORE // 2) // HIGHEST_SCORE)


def bars(
    card: CardAnswers,
    earlier: CardAnswers | None = None,
    hidden: frozenset[Theme] = frozenset(),
) -> tuple[ThemeBar, ...]:
    """A bar for every theme that is not hidden, in the order of the card."""
    return tuple(
        ThemeBar(
            theme,
            card.theme(theme).score,
            earlier.theme(theme).score if earlier else None,
            card.theme(theme).support,
        )
        for theme in Theme
        if theme not in hidden
    )


def changes(
    card: CardAnswers, earlier: CardAnswers, hidden: frozenset[Theme] = frozenset()
) -> tuple[ThemeBar, ...]:
    """The bars that can be compared, in the order of the card."""
    return tuple(bar for bar in bars(card, earlier, hidden) if bar.change is not None)


# --- Record text ----------------------------------------------------------------------------


def record_text(
    card: CardAnswers,
    day: date,
    translate: Translate,
    *,
    procedure_code: str = "",
    earlier: CardAnswers | None = None,
    results: Sequence[ScoreResult] = (),
    services: Sequence[str] = (),
    with_violence: bool = False,
) -> str:
    """Text to paste into the patient system, one sentence a line.

    ``procedure_code`` is the county's.  The client's record may be read at home by somebody
    else, so matters of violence stay out unless the professional asks for them.
    """
    lines = [translate(HEADING).format(date=day_text(day))]
    if procedure_code:
        lines.append(translate(PROCEDURE).format(code=procedure_code))
    themes = [t for t in card.discussed if with_violence or t is not Theme.SAFETY]
    if topics := [translate(THEME_LABELS[t]) for t in card.topics if t in themes]:
        lines.append(translate(TOPICS).format(themes=", ".join(topics)))
    for theme in themes:
        before = earlier.theme(theme).score if earlier else None
        lines.append(_theme_sentence(card, theme, translate, before, with_violence))
    lines += [
        translate(RESULT).format(
            name=result.name,
            points=result.points,
            maximum=result.maximum,
            words=translate(result.band.words),
        )
        for result in results
    ]
    if results:
        lines.append(translate(NOT_A_DIAGNOSIS))
    if services:
        lines.append(translate(SERVICES).format(services=", ".join(services)))
    lines += _agreement(card, translate, with_violence)
    return "\n".join(_sentences(lines))


def referral_summary(
    card: CardAnswers,
    items: frozenset[ConsentItem],
    themes: frozenset[Theme],
    translate: Translate,
) -> str:
    """The card's part of a referral: only what the client agreed to, else ``""``.

    Without `ConsentItem.CARD_SUMMARY` nothing; then the ``themes`` agreed on.  Without
    `ConsentItem.VIOLENCE` neither the safety theme nor any text that tells of violence.
    Thoughts of self-harm and calculators' points never go in a referral.
    """
    if ConsentItem.CARD_SUMMARY not in items:
        return ""
    violence = ConsentItem.VIOLENCE in items
    told = [
        _theme_sentence(card, theme, translate, None, violence, own_use=False)
        for theme in card.discussed
        if theme in themes and (violence or theme is not Theme.SAFETY)
    ]
    if not told:
        return ""
    return "\n".join(_sentences([*told, *_agreement(card, translate, violence, own_use=False)]))


def _theme_sentence(
    card: CardAnswers,
    theme: Theme,
    translate: Translate,
    earlier: int | None,
    violence: bool,
    *,
    own_use: bool = True,
) -> str:
    answer = card.theme(theme)
    label = translate(THEME_LABELS[theme])
    parts = list(_parts(answer, translate, violence, own_use))
    if answer.score is not None and earlier is not None:
        parts.insert(0, translate(EARLIER).format(score=earlier))
    if theme is Theme.MIND and own_use and card.self_harm is Said.YES:
        parts.append(translate(TOLD_OF_SELF_HARM))
    if theme is Theme.SAFETY and card.violence:
        parts.append(translate(TOLD_OF_VIOLENCE))
    if answer.score is not None:
        return "; ".join([f"{label} {answer.score}/{HIGHEST_SCORE}", *parts])
    return f"{label}: " + ("; ".join(parts) or translate(RAISED_ONLY))


def _parts(
    answer: ThemeAnswer, translate: Translate, violence: bool, own_use: bool
) -> Iterable[str]:
    if answer.support is not None:
        yield translate(SUPPORT_WORDS[answer.support])
    for field, message in TEXT_WORDS:
        text: str = getattr(answer, field)
        if text and _may_tell(text, violence, own_use):
            yield translate(message).format(text=text.rstrip(".;"))


def _may_tell(text: str, violence: bool, own_use: bool) -> bool:
    heard = alarms(text)
    if Alarm.VIOLENCE in heard and not violence:
        return False
    return own_use or Alarm.SELF_HARM not in heard


def _agreement(
    card: CardAnswers, translate: Translate, violence: bool, *, own_use: bool = True
) -> list[str]:
    lines = []
    if wishes := [translate(words) for field, words in WISH_WORDS if getattr(card, field)]:
        lines.append(translate(WISHES).format(wishes=", ".join(wishes)))
    if card.next_step and _may_tell(card.next_step, violence, own_use):
        lines.append(translate(AGREED).format(step=card.next_step))
    if card.follow_up is not None:
        lines.append(translate(FOLLOW_UP).format(date=day_text(card.follow_up)))
    return lines


def _sentences(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        sentence = line[:1].upper() + line[1:]
        yield sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
