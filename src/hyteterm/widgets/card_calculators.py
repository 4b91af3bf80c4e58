"""The rows of the calculators, and from their answers to points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hyteterm.domain.calculators import (
    AUDIT_C_LABELS,
    AUDIT_C_OPTIONS,
    FAMILY_LABELS,
    FINDRISC_LABELS,
    HSI_LABELS,
    NICOTINE_LABELS,
    NO_NICOTINE_SCORE,
    SEX_LABELS,
    AuditCAnswers,
    FamilyDiabetes,
    FindriscAnswers,
    HsiAnswers,
    Instrument,
    NicotineProduct,
    ScoreResult,
    Sex,
    audit_c,
    body_mass_index,
    findrisc,
    hsi,
)
from hyteterm.domain.message import N_
from hyteterm.translation import gettext as _
from hyteterm.widgets.card_aid_rows import AidField, AidKind, yes_or_no

Given = Callable[[str], str]
"""Name of a row → its answer; empty when it has none."""

MEASURES: Final[dict[str, str]] = {
    "height": N_("Pituus, cm"),
    "weight": N_("Paino, kg"),
}
MISSING: Final = N_("Vastaa kaikkiin kohtiin, niin pisteet näkyvät tässä.")
IMPOSSIBLE: Final = N_("Tarkista luvut: {field}.")


def _sexes() -> AidField:
    options = tuple((str(sex), _(label)) for sex, label in SEX_LABELS.items())
    label = FINDRISC_LABELS["sex"]
    return AidField("sex", _(label), AidKind.ONE, options)


def findrisc_fields() -> list[AidField]:
    """Ages, measures and facts."""
    family = tuple((str(kind), _(label)) for kind, label in FAMILY_LABELS.items())
    written = [("age", FINDRISC_LABELS["age"]), *MEASURES.items()]
    written.append(("waist", FINDRISC_LABELS["waist"]))
    family_label = FINDRISC_LABELS["family"]
    facts = ("active_daily", "vegetables_daily", "pressure_medicine", "high_glucose")
    return [
        _sexes(),
        *(AidField(name, _(label)) for name, label in written),
        *(yes_or_no(name, _(FINDRISC_LABELS[name])) for name in facts),
        AidField("family", _(family_label), AidKind.ONE, family),
    ]


def audit_c_fields() -> list[AidField]:
    """Three amounts; sex and age move the limit."""
    rows = [
        AidField(
            name,
            _(label),
            AidKind.ONE,
            tuple((str(points), _(words)) for points, words in enumerate(AUDIT_C_OPTIONS[name])),
        )
        for name, label in AUDIT_C_LABELS.items()
    ]
    age_label = FINDRISC_LABELS["age"]
    return [*rows, _sexes(), AidField("age", _(age_label))]


def hsi_fields() -> list[AidField]:
    """What is used, and two amounts."""
    products = tuple((str(kind), _(label)) for kind, label in NICOTINE_LABELS.items())
    rows = [AidField(name, _(label)) for name, label in HSI_LABELS.items()]
    return [AidField("product", _("Mitä tuotetta käyttää"), AidKind.ONE, products), *rows]


FIELDS: Final[dict[Instrument, Callable[[], list[AidField]]]] = {
    Instrument.FINDRISC: findrisc_fields,
    Instrument.AUDIT_C: audit_c_fields,
    Instrument.HSI: hsi_fields,
}
LABELS: Final[dict[str, str]] = {**FINDRISC_LABELS, **MEASURES, **HSI_LABELS}


def calculated(instrument: Instrument, given: Given, findrisc_threshold: int) -> ScoreResult | str:
    """The points; or, in words, what keeps them from being counted."""
    try:
        return _CALCULATE[instrument](given, findrisc_threshold)
    except LookupError:
        return _(MISSING)
    except ValueError as error:
        field = _(LABELS.get(str(error), str(error)))
        return _(IMPOSSIBLE).format(field=field)


def _number(given: Given, name: str) -> float:
    """A written number.  Raises `LookupError` when there is none, `ValueError` with the name."""
    text = given(name).replace(",", ".")
    if not text:
        raise LookupError(name)
    try:
        return float(text)
    except ValueError:
        raise ValueError(name) from None


def _whole(given: Given, name: str) -> int:
    value = _number(given, name)
    if value != int(value):
        raise ValueError(name)
    return int(value)


def _chosen(given: Given, name: str) -> str:
    code = given(name)
    if not code:
        raise LookupError(name)
    return code


def _findrisc(given: Given, threshold: int) -> ScoreResult:
    facts = ("active_daily", "vegetables_daily", "pressure_medicine", "high_glucose")
    answers = FindriscAnswers(
        age=_whole(given, "age"),
        sex=Sex(_chosen(given, "sex")),
        bmi=body_mass_index(_number(given, "height"), _number(given, "weight")),
        waist=_number(given, "waist"),
        family=FamilyDiabetes(_chosen(given, "family")),
        **{name: _chosen(given, name) == "yes" for name in facts},
    )
    return findrisc(answers, threshold)


def _audit_c(given: Given, threshold: int) -> ScoreResult:
    sex, age = given("sex"), given("age")
    return audit_c(
        AuditCAnswers(
            frequency=int(_chosen(given, "frequency")),
            amount=int(_chosen(given, "amount")),
            heavy=int(_chosen(given, "heavy")),
            sex=Sex(sex) if sex else None,
            age=_whole(given, "age") if age else None,
        )
    )


def _hsi(given: Given, threshold: int) -> ScoreResult | str:
    product = NicotineProduct(_chosen(given, "product"))
    if product is not NicotineProduct.CIGARETTES:
        return _(NO_NICOTINE_SCORE)
    minutes, amount = _whole(given, "minutes_to_first"), _whole(given, "per_day")
    return hsi(product, HsiAnswers(minutes, amount)) or _(NO_NICOTINE_SCORE)


_CALCULATE: Final[dict[Instrument, Callable[[Given, int], ScoreResult | str]]] = {
    Instrument.FINDRISC: _findrisc,
    Instrument.AUDIT_C: _audit_c,
    Instrument.HSI: _hsi,
}
