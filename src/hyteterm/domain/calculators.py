"""Three calculators of facts (ages, measures, amounts): FINDRISC, AUDIT-C and HSI.

An aid to the conversation, off by default, never a diagnosis.  Points and limits are the
published ones; every label is our own and short.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hyteterm.domain.message import N_

NOT_A_DIAGNOSIS: Final = N_("Pisteet ovat keskustelun apu. Ne eivät ole diagnoosi.")
"""Stands wherever points show."""


class Instrument(StrEnum):
    """The calculators that ship."""

    FINDRISC = "findrisc"
    AUDIT_C = "audit-c"
    HSI = "hsi"


INSTRUMENT_NAMES: Final[dict[Instrument, str]] = {
    Instrument.FINDRISC: "FINDRISC",
    Instrument.AUDIT_C: "AUDIT-C",
    Instrument.HSI: "HSI",
}
SOURCES: Final[dict[Instrument, str]] = {
    Instrument.FINDRISC: "Lindström & Tuomilehto, Diabetes Care 2003;26:725–731",
    Instrument.AUDIT_C: "Bush et al., Arch Intern Med 1998;158:1789–1795; Käypä hoito",
    Instrument.HSI: "Heatherton et al., Br J Addict 1989;84:791–799",
}


class Sex(StrEnum):
    """Sex as the instruments' limits are published."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class Band:
    """A range of points: from ``at_least`` up to the next band."""

    at_least: int
    words: str
    """Message id: the result in plain words."""
    share: str = ""
    """Share who fall ill within ten years, as published (“1/25”); FINDRISC only."""


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """Points and what they mean."""

    instrument: Instrument
    points: int
    maximum: int
    band: Band
    worth_raising: bool
    """At or above the limit from which support is usually offered."""

    @property
    def name(self) -> str:
        """The instrument's own name."""
        return INSTRUMENT_NAMES[self.instrument]

    @property
    def source(self) -> str:
        """Where the points come from."""
        return SOURCES[self.instrument]


def _band(bands: tuple[Band, ...], points: int) -> Band:
    return [band for band in bands if points >= band.at_least][-1]


def _require(name: str, holds: bool) -> None:
    """Raise `ValueError` naming the field only: a client's value is not repeated."""
    if not holds:
        raise ValueError(name)


# --- FINDRISC: risk of type 2 diabetes -----------------------------------------


class FamilyDiabetes(StrEnum):
    """Diabetes in the family; the closest relative counts."""

    NONE = "none"
    DISTANT = "distant"
    """Grandparent, aunt, uncle or cousin."""
    CLOSE = "close"
    """Parent, sister, brother or own child."""


@dataclass(frozen=True, slots=True)
class FindriscAnswers:
    """Raises `ValueError` with the field's name when a measure is impossible."""

    age: int
    """Years."""
    sex: Sex
    bmi: float
    """kg/m²."""
    waist: float
    """cm."""
    active_daily: bool
    """At least 30 minutes of activity on most days."""
    vegetables_daily: bool
    pressure_medicine: bool
    high_glucose: bool
    """High blood glucose has ever been found."""
    family: FamilyDiabetes = FamilyDiabetes.NONE

    def __post_init__(self) -> None:
        _require("age", 0 <= self.age <= 120)
        _require("bmi", 8 <= self.bmi <= 120)
        _require("waist", 30 <= self.waist <= 300)


FINDRISC_LABELS: Final[dict[str, str]] = {
    "age": N_("Ikä vuosina"),
    "sex": N_("Sukupuoli"),
    "bmi": N_("Painoindeksi"),
    "waist": N_("Vyötärö, cm"),
    "active_daily": N_("Liikettä puoli tuntia päivässä"),
    "vegetables_daily": N_("Kasviksia tai marjoja joka päivä"),
    "pressure_medicine": N_("Verenpainelääke"),
    "high_glucose": N_("Verensokeri joskus koholla"),
    "family": N_("Diabetes suvussa"),
}
FAMILY_LABELS: Final[dict[FamilyDiabetes, str]] = {
    FamilyDiabetes.NONE: N_("ei"),
    FamilyDiabetes.DISTANT: N_("kaukaisempi sukulainen"),
    FamilyDiabetes.CLOSE: N_("vanhempi, sisarus tai lapsi"),
}
SEX_LABELS: Final[dict[Sex, str]] = {Sex.MALE: N_("mies"), Sex.FEMALE: N_("nainen")}

FINDRISC_MAXIMUM: Final = 26
GUIDANCE_FROM: Final = 12
"""Points from which lifestyle guidance and a glucose test are offered; a county may set it."""
GUIDANCE: Final = N_("Tarjoa elintapaohjausta ja verensokerin mittausta.")

FINDRISC_BANDS: Final = (
    Band(0, N_("pieni riski: noin yksi sadasta sairastuu kymmenessä vuodessa"), "1/100"),
    Band(7, N_("hieman suurentunut riski: noin yksi 25:stä sairastuu kymmenessä vuodessa"), "1/25"),
    Band(12, N_("kohtalainen riski: noin joka kuudes sairastuu kymmenessä vuodessa"), "1/6"),
    Band(15, N_("suuri riski: noin joka kolmas sairastuu kymmenessä vuodessa"), "1/3"),
    Band(21, N_("hyvin suuri riski: noin joka toinen sairastuu kymmenessä vuodessa"), "1/2"),
)
_FAMILY_POINTS: Final = {
    FamilyDiabetes.NONE: 0,
    FamilyDiabetes.DISTANT: 3,
    FamilyDiabetes.CLOSE: 5,
}
_WAIST_LIMITS: Final = {Sex.MALE: (94, 102), Sex.FEMALE: (80, 88)}
"""cm: from the first on 3 points, over the second 4."""


def body_mass_index(height: float, weight: float) -> float:
    """kg/m² from height in cm and weight in kg.  Raises `ValueError` on impossible ones."""
    _require("height", 50 <= height <= 260)
    _require("weight", 10 <= weight <= 500)
    return weight / (height / 100) ** 2


def findrisc(answers: FindriscAnswers, guidance_from: int = GUIDANCE_FROM) -> ScoreResult:
    """FINDRISC, 0–26.  Points and shares: Lindström & Tuomilehto 2003, eight items."""
    age, bmi, waist = answers.age, answers.bmi, answers.waist
    first, second = _WAIST_LIMITS[answers.sex]
    points = (
        (4 if age > 64 else 3 if age >= 55 else 2 if age >= 45 else 0)
        + (3 if bmi > 30 else 1 if bmi >= 25 else 0)
        + (4 if waist > second else 3 if waist >= first else 0)
        + (0 if answers.active_daily else 2)
        + (0 if answers.vegetables_daily else 1)
        + (2 if answers.pressure_medicine else 0)
        + (5 if answers.high_glucose else 0)
        + _FAMILY_POINTS[answers.family]
    )
    band = _band(FINDRISC_BANDS, points)
    return ScoreResult(Instrument.FINDRISC, points, FINDRISC_MAXIMUM, band, points >= guidance_from)


# --- AUDIT-C: alcohol -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AuditCAnswers:
    """Each answer is the index of the row chosen in `AUDIT_C_OPTIONS`, which is its points."""

    frequency: int
    amount: int
    heavy: int
    sex: Sex | None = None
    age: int | None = None
    """Years."""

    def __post_init__(self) -> None:
        for name in ("frequency", "amount", "heavy"):
            _require(name, 0 <= getattr(self, name) <= 4)
        _require("age", self.age is None or 0 <= self.age <= 120)


AUDIT_C_LABELS: Final[dict[str, str]] = {
    "frequency": N_("Kuinka usein alkoholia"),
    "amount": N_("Annoksia juomapäivänä"),
    "heavy": N_("Vähintään kuusi annosta kerralla"),
}
AUDIT_C_OPTIONS: Final[dict[str, tuple[str, str, str, str, str]]] = {
    # the index is the points
    "frequency": (
        N_("ei koskaan"),
        N_("kerran kuussa tai harvemmin"),
        N_("2–4 kertaa kuussa"),
        N_("2–3 kertaa viikossa"),
        N_("vähintään 4 kertaa viikossa"),
    ),
    "amount": (N_("1–2"), N_("3–4"), N_("5–6"), N_("7–9"), N_("10 tai enemmän")),
    "heavy": (
        N_("ei koskaan"),
        N_("harvemmin kuin kuukausittain"),
        N_("kuukausittain"),
        N_("viikoittain"),
        N_("päivittäin tai lähes"),
    ),
}
AUDIT_C_MAXIMUM: Final = 12
AUDIT_C_LIMITS: Final = {Sex.MALE: 6, Sex.FEMALE: 5, None: 5}
"""Points from which drinking may be a risk; the lower limit when sex is not told."""
AUDIT_C_LIMIT_FROM_65: Final = 4
AUDIT_C_BELOW: Final = N_("riskiraja ei ylity")
AUDIT_C_AT_RISK: Final = N_("alkoholi voi olla riski terveydelle")


def audit_c_limit(sex: Sex | None, age: int | None) -> int:
    """The risk limit: 6 men, 5 women, 4 from 65 years on for both (Käypä hoito)."""
    return AUDIT_C_LIMIT_FROM_65 if age is not None and age >= 65 else AUDIT_C_LIMITS[sex]


def audit_c(answers: AuditCAnswers) -> ScoreResult:
    """AUDIT-C, 0–12: the sum of three answers of 0–4 (Bush et al. 1998)."""
    points = answers.frequency + answers.amount + answers.heavy
    limit = audit_c_limit(answers.sex, answers.age)
    bands = (Band(0, AUDIT_C_BELOW), Band(limit, AUDIT_C_AT_RISK))
    return ScoreResult(
        Instrument.AUDIT_C, points, AUDIT_C_MAXIMUM, _band(bands, points), points >= limit
    )


# --- HSI: nicotine, cigarettes only -------------------------------------------------


class NicotineProduct(StrEnum):
    """What is used; only cigarettes have a score."""

    CIGARETTES = "cigarettes"
    SNUS = "snus"
    POUCHES = "pouches"
    VAPES = "vapes"


NICOTINE_LABELS: Final[dict[NicotineProduct, str]] = {
    NicotineProduct.CIGARETTES: N_("savukkeet"),
    NicotineProduct.SNUS: N_("nuuska"),
    NicotineProduct.POUCHES: N_("nikotiinipussit"),
    NicotineProduct.VAPES: N_("sähkösavukkeet"),
}
NO_NICOTINE_SCORE: Final = N_("Pisteet lasketaan vain savukkeista. Keskustele käytöstä.")


@dataclass(frozen=True, slots=True)
class HsiAnswers:
    """Raises `ValueError` with the field's name when an amount is impossible."""

    minutes_to_first: int
    """Minutes from waking to the first cigarette."""
    per_day: int
    """Cigarettes a day."""

    def __post_init__(self) -> None:
        _require("minutes_to_first", 0 <= self.minutes_to_first <= 1440)
        _require("per_day", 0 <= self.per_day <= 200)


HSI_LABELS: Final[dict[str, str]] = {
    "minutes_to_first": N_("Minuutteja heräämisestä ensimmäiseen savukkeeseen"),
    "per_day": N_("Savukkeita päivässä"),
}
HSI_MAXIMUM: Final = 6
HSI_BANDS: Final = (
    Band(0, N_("vähän merkkejä nikotiiniriippuvuudesta")),
    Band(2, N_("jonkin verran merkkejä nikotiiniriippuvuudesta")),
    Band(5, N_("paljon merkkejä nikotiiniriippuvuudesta")),
)
_FIRST_WITHIN: Final = ((5, 3), (30, 2), (60, 1))
"""Minutes, points; later gives 0."""
_AT_LEAST_PER_DAY: Final = ((31, 3), (21, 2), (11, 1))
"""Cigarettes a day, points; fewer gives 0."""


def hsi(product: NicotineProduct, answers: HsiAnswers) -> ScoreResult | None:
    """Heaviness of smoking index, 0–6 (Heatherton et al. 1989); None for other products."""
    if product is not NicotineProduct.CIGARETTES:
        return None
    first = next((p for limit, p in _FIRST_WITHIN if answers.minutes_to_first <= limit), 0)
    amount = next((p for limit, p in _AT_LEAST_PER_DAY if answers.per_day >= limit), 0)
    points = first + amount
    return ScoreResult(
        Instrument.HSI,
        points,
        HSI_MAXIMUM,
        _band(HSI_BANDS, points),
        points >= HSI_BANDS[1].at_least,
    )
