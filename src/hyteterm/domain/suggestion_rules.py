"""The rules of suggestions, as tables: what counts, how much, and why it is said to count.

`hyteterm.domain.suggestions` reads them and holds no numbers of its own.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hyteterm.domain.calculators import Instrument
from hyteterm.domain.card_answers import Support, Variant
from hyteterm.domain.message import N_
from hyteterm.domain.vocabulary import LowThreshold, ReferralType, TargetGroup, Theme

# --- Which themes get suggestions ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class ThemeRule:
    """One row; the first row that fits a theme decides.  No row: nothing is suggested."""

    wish: Support | None
    """The client's answer about support; None: not asked or not answered."""
    chosen: bool
    """The client must have chosen the theme as a topic."""
    at_most: int | None
    """Score at most this; None: no score was given."""
    points: int
    reason: str
    """Message id with {theme} and, where there is a score, {score}."""


WANTS: Final = N_("{theme} {score}/10, toivoo tukea")
WANTS_UNSCORED: Final = N_("{theme}: toivoo tukea")
TALKED: Final = N_("{theme} {score}/10, halusi puhua tästä")
TALKED_UNSCORED: Final = N_("{theme}: halusi puhua tästä")
LOW_SCORE: Final = N_("{theme} {score}/10")
LATER: Final = N_("{theme} {score}/10, toivoo tukea myöhemmin")
LATER_UNSCORED: Final = N_("{theme}: toivoo tukea myöhemmin")

THEME_RULES: Final = (
    #         wish           chosen at most points reason
    ThemeRule(Support.YES, False, 10, 100, WANTS),
    ThemeRule(Support.YES, False, None, 100, WANTS_UNSCORED),
    ThemeRule(None, True, 6, 70, TALKED),
    ThemeRule(None, True, None, 60, TALKED_UNSCORED),
    ThemeRule(None, True, 10, 50, TALKED),
    ThemeRule(None, False, 4, 40, LOW_SCORE),
    ThemeRule(Support.LATER, False, 10, 10, LATER),
    ThemeRule(Support.LATER, False, None, 10, LATER_UNSCORED),
)
POINTS_PER_MISSING_SCORE: Final = 2
"""Added for each step that the score is below 10, so that 3/10 comes before 5/10."""


@dataclass(frozen=True, slots=True)
class InstrumentRule:
    """A calculator's result that raises themes; used only where the county has switched it on."""

    instrument: Instrument
    themes: tuple[Theme, ...]
    points: int
    referral_type: str
    """Referral type that this result points to."""


INSTRUMENT_RULES: Final = (
    InstrumentRule(
        Instrument.FINDRISC,
        (Theme.HEALTH, Theme.EXERCISE, Theme.NUTRITION),
        45,
        ReferralType.LIFESTYLE,
    ),
    InstrumentRule(Instrument.AUDIT_C, (Theme.SUBSTANCES,), 45, ""),
    InstrumentRule(Instrument.HSI, (Theme.SUBSTANCES,), 45, ReferralType.NICOTINE),
)
INSTRUMENT_REASON: Final = N_("{name} {points}/{maximum}")

# --- Which services fit best in a theme -----------------------------------------------


class Fit(StrEnum):
    """What is counted about a service."""

    MAIN_THEME = "main-theme"
    """The theme is the first one of the service: what it is mostly about."""
    OWN_CIRCUMSTANCE = "own-circumstance"
    """For the client's group that is not an age (a carer)."""
    OWN_GROUP = "own-group"
    THEME_GROUP = "theme-group"
    OTHER_GROUP = "other-group"
    FREE_AS_WISHED = "free-as-wished"
    FREE = "free"
    OWN_LANGUAGE = "own-language"
    OTHER_LANGUAGE = "other-language"
    OWN_MUNICIPALITY = "own-municipality"
    WISHED_PRACTICE = "wished-practice"
    PRACTICE = "practice"
    REFERRAL = "referral"
    OTHER_REFERRAL = "other-referral"


FIT_POINTS: Final[dict[Fit, int]] = {
    Fit.MAIN_THEME: 12,
    Fit.OWN_CIRCUMSTANCE: 24,
    Fit.OWN_GROUP: 12,
    Fit.THEME_GROUP: 6,
    Fit.OTHER_GROUP: -15,
    Fit.FREE_AS_WISHED: 10,
    Fit.FREE: 2,
    Fit.OWN_LANGUAGE: 5,
    Fit.OTHER_LANGUAGE: -15,
    Fit.OWN_MUNICIPALITY: 6,
    Fit.WISHED_PRACTICE: 8,
    Fit.PRACTICE: 2,
    Fit.REFERRAL: 10,
    Fit.OTHER_REFERRAL: 2,
}
MOST_PRACTICES: Final = 3
"""Low-threshold practices beyond this number add nothing."""
DISTANCE_POINTS: Final = (9, 6, 3)
"""By distance rank 0, 1, 2; farther or unknown gives none."""

FREE_REASON: Final = N_("maksuton")
NEAR_REASON: Final = N_("lähellä")
REFERRAL_REASON: Final = N_("ottaa lähetteen vastaan")
GROUP_REASON: Final = N_("kohderyhmä: {group}")

VARIANT_GROUPS: Final[dict[Variant, frozenset[TargetGroup]]] = {
    Variant.YOUNG_PEOPLE: frozenset({TargetGroup.YOUNG_PEOPLE, TargetGroup.STUDENTS}),
    Variant.WORKING_AGE: frozenset({TargetGroup.WORKING_AGE}),
    Variant.OLDER_PEOPLE: frozenset({TargetGroup.OLDER_PEOPLE}),
    Variant.CARERS: frozenset({TargetGroup.CARERS}),
}
AGE_GROUPS: Final = frozenset(
    {TargetGroup.OLDER_PEOPLE, TargetGroup.WORKING_AGE, TargetGroup.YOUNG_PEOPLE}
)
"""A service that names some of these is not offered to somebody of another age."""
USUAL_AGES: Final = frozenset({TargetGroup.WORKING_AGE})
"""What fits a client of whom no age is known: not what is for the young or for the old only."""
NOT_FOR_CLIENTS: Final = frozenset({TargetGroup.PROFESSIONALS, TargetGroup.ORGANISATIONS})

THEME_GROUPS: Final[dict[Theme, frozenset[TargetGroup]]] = {
    Theme.MIND: frozenset({TargetGroup.MENTAL_HEALTH}),
    Theme.SUBSTANCES: frozenset({TargetGroup.SUBSTANCE_USERS}),
    Theme.HEALTH: frozenset({TargetGroup.LONG_TERM_ILLNESS}),
    Theme.WORK_LEARNING: frozenset({TargetGroup.UNEMPLOYED}),
}
"""Groups that a theme itself makes likely."""

THEME_REFERRALS: Final[dict[Theme, tuple[str, ...]]] = {
    Theme.EXERCISE: (ReferralType.EXERCISE, ReferralType.LIFESTYLE),
    Theme.NUTRITION: (ReferralType.LIFESTYLE,),
    Theme.SLEEP: (ReferralType.SLEEP, ReferralType.LIFESTYLE),
    Theme.MIND: (ReferralType.GROUP, ReferralType.NGO),
    Theme.RELATIONSHIPS: (ReferralType.NGO, ReferralType.GROUP, ReferralType.FAMILY_CENTRE),
    Theme.CULTURE: (ReferralType.CULTURE,),
    Theme.NATURE: (ReferralType.EXERCISE,),
    Theme.SUBSTANCES: (ReferralType.NICOTINE, ReferralType.NGO),
    Theme.EVERYDAY_LIFE: (
        ReferralType.SOCIAL_GUIDANCE,
        ReferralType.DIGITAL_SUPPORT,
        ReferralType.GERONOMIST,
        ReferralType.CASE_MANAGER,
    ),
    Theme.WORK_LEARNING: (ReferralType.WORK_ABILITY, ReferralType.IPS),
    Theme.SAFETY: (ReferralType.VIOLENCE_CONSULTATION,),
    Theme.HEALTH: (ReferralType.LIFESTYLE,),
}

PLAIN_THEMES: Final = frozenset({Theme.SUBSTANCES, Theme.SAFETY})
"""A service of such a theme shows what it is about by its name: once the theme is declined or
hidden, the service is not offered under another theme either."""

WISHED_PRACTICES: Final[dict[str, frozenset[LowThreshold]]] = {
    "company": frozenset({LowThreshold.PEER_ESCORT, LowThreshold.COMPANION_CARD}),
    "access": frozenset(
        {LowThreshold.TRANSPORT, LowThreshold.ACCESSIBLE_PREMISES, LowThreshold.REMOTE}
    ),
    "free": frozenset({LowThreshold.FREE_TICKETS, LowThreshold.FREE_TRIAL}),
}
"""Wish of the card (a field of `CardAnswers`) → practices that answer it."""
FREE_IN_PRACTICE: Final = frozenset({LowThreshold.FREE_TICKETS})
"""Keeps a charged service in for a client who wishes for free ones."""

# --- The letter at an age ---------------------------------------------------------------

LETTER_AGES: Final = (55, 64)
"""Ages in whose year the county offers its guidance letter (ikäheräte)."""
LETTER: Final = N_("Asiakas täyttää tänä vuonna {age}. Tarjoa hyvinvointialueen ohjekirjettä.")
