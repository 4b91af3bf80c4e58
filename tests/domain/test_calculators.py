"""Every row of the published tables, and what must hold for any answers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.calculators import (
    AUDIT_C_AT_RISK,
    AUDIT_C_BELOW,
    AUDIT_C_OPTIONS,
    SOURCES,
    AuditCAnswers,
    FamilyDiabetes,
    FindriscAnswers,
    HsiAnswers,
    Instrument,
    NicotineProduct,
    Sex,
    audit_c,
    body_mass_index,
    findrisc,
    hsi,
)

NOTHING = FindriscAnswers(
    age=30,
    sex=Sex.MALE,
    bmi=22,
    waist=80,
    active_daily=True,
    vegetables_daily=True,
    pressure_medicine=False,
    high_glucose=False,
)
WOMAN = replace(NOTHING, sex=Sex.FEMALE, waist=70)


@pytest.mark.parametrize(
    ("answers", "points"),
    [
        (NOTHING, 0),
        (replace(NOTHING, age=44), 0),
        (replace(NOTHING, age=45), 2),
        (replace(NOTHING, age=54), 2),
        (replace(NOTHING, age=55), 3),
        (replace(NOTHING, age=64), 3),
        (replace(NOTHING, age=65), 4),
        (replace(NOTHING, bmi=24.99), 0),
        (replace(NOTHING, bmi=25), 1),
        (replace(NOTHING, bmi=30), 1),
        (replace(NOTHING, bmi=30.01), 3),
        (replace(NOTHING, waist=93.9), 0),
        (replace(NOTHING, waist=94), 3),
        (replace(NOTHING, waist=102), 3),
        (replace(NOTHING, waist=102.1), 4),
        (WOMAN, 0),
        (replace(WOMAN, waist=79.9), 0),
        (replace(WOMAN, waist=80), 3),
        (replace(WOMAN, waist=88), 3),
        (replace(WOMAN, waist=88.1), 4),
        (replace(NOTHING, active_daily=False), 2),
        (replace(NOTHING, vegetables_daily=False), 1),
        (replace(NOTHING, pressure_medicine=True), 2),
        (replace(NOTHING, high_glucose=True), 5),
        (replace(NOTHING, family=FamilyDiabetes.DISTANT), 3),
        (replace(NOTHING, family=FamilyDiabetes.CLOSE), 5),
    ],
)
def test_findrisc_gives_the_published_points(answers: FindriscAnswers, points: int) -> None:
    assert findrisc(answers).points == points


EVERYTHING = FindriscAnswers(
    age=80,
    sex=Sex.FEMALE,
    bmi=40,
    waist=120,
    active_daily=False,
    vegetables_daily=False,
    pressure_medicine=True,
    high_glucose=True,
    family=FamilyDiabetes.CLOSE,
)


def test_findrisc_ends_at_26() -> None:
    assert (findrisc(EVERYTHING).points, findrisc(EVERYTHING).maximum) == (26, 26)


@pytest.mark.parametrize(
    ("changes", "points", "share"),
    [
        ({"high_glucose": False, "waist": 60, "bmi": 20, "family": FamilyDiabetes.NONE}, 9, "1/25"),
        ({"high_glucose": False, "waist": 60, "bmi": 20, "family": FamilyDiabetes.DISTANT}, 12, "1/6"),
        ({"waist": 60, "bmi": 20, "family": FamilyDiabetes.NONE}, 14, "1/6"),
        ({"waist": 60, "bmi": 26, "family": FamilyDiabetes.NONE}, 15, "1/3"),
        ({"waist": 60, "bmi": 26, "family": FamilyDiabetes.CLOSE}, 20, "1/3"),
        ({"waist": 60, "bmi": 35, "family": FamilyDiabetes.CLOSE}, 22, "1/2"),
        ({"waist": 120, "age": 64, "pressure_medicine": False, "high_glucose": False,
          "family": FamilyDiabetes.NONE, "active_daily": True}, 11, "1/25"),
        ({"waist": 60, "age": 30, "pressure_medicine": False, "high_glucose": False,
          "family": FamilyDiabetes.NONE, "bmi": 35}, 6, "1/100"),
        ({"waist": 60, "age": 30, "pressure_medicine": False, "high_glucose": False,
          "family": FamilyDiabetes.NONE, "bmi": 25, "active_daily": True,
          "vegetables_daily": True}, 1, "1/100"),
        ({"waist": 60, "age": 80, "pressure_medicine": False, "high_glucose": False,
          "family": FamilyDiabetes.NONE, "bmi": 20}, 7, "1/25"),
        ({"waist": 120, "bmi": 20, "vegetables_daily": False, "age": 30,
          "family": FamilyDiabetes.CLOSE, "active_daily": False}, 19, "1/3"),
    ],
)  # fmt: skip
def test_findrisc_says_which_share_falls_ill(
    changes: dict[str, object], points: int, share: str
) -> None:
    result = findrisc(replace(EVERYTHING, **changes))  # type: ignore[arg-type]
    assert (result.points, result.band.share) == (points, share)


def test_findrisc_offers_guidance_from_12_or_from_what_the_county_sets() -> None:
    twelve = replace(
        NOTHING, high_glucose=True, family=FamilyDiabetes.CLOSE, pressure_medicine=True
    )
    assert findrisc(twelve).points == 12
    assert findrisc(twelve).worth_raising
    assert not findrisc(replace(twelve, pressure_medicine=False)).worth_raising
    assert not findrisc(twelve, guidance_from=15).worth_raising


any_findrisc = st.builds(
    FindriscAnswers,
    age=st.integers(0, 119),
    sex=st.sampled_from(Sex),
    bmi=st.floats(8, 119),
    waist=st.floats(30, 299),
    active_daily=st.booleans(),
    vegetables_daily=st.booleans(),
    pressure_medicine=st.booleans(),
    high_glucose=st.booleans(),
    family=st.sampled_from(FamilyDiabetes),
)


@given(any_findrisc)
def test_findrisc_stays_in_range(answers: FindriscAnswers) -> None:
    result = findrisc(answers)
    assert 0 <= result.points <= 26
    assert result.points >= result.band.at_least


@given(any_findrisc, st.integers(0, 40), st.floats(0, 40), st.floats(0, 60))
def test_findrisc_never_falls_as_age_weight_or_waist_grows(
    answers: FindriscAnswers, years: int, bmi: float, waist: float
) -> None:
    more = replace(
        answers,
        age=min(120, answers.age + years),
        bmi=min(120, answers.bmi + bmi),
        waist=min(300, answers.waist + waist),
    )
    assert findrisc(more).points >= findrisc(answers).points


@given(any_findrisc, st.sampled_from(FamilyDiabetes))
def test_findrisc_never_falls_when_an_answer_gets_worse(
    answers: FindriscAnswers, family: FamilyDiabetes
) -> None:
    points = findrisc(answers).points
    for worse in (
        replace(answers, active_daily=False),
        replace(answers, vegetables_daily=False),
        replace(answers, pressure_medicine=True),
        replace(answers, high_glucose=True),
        replace(answers, family=max(answers.family, family, key=list(FamilyDiabetes).index)),
    ):
        assert findrisc(worse).points >= points


@given(any_findrisc)
def test_findrisc_has_the_published_share_for_its_points(answers: FindriscAnswers) -> None:
    result = findrisc(answers)
    # points below 7, 7–11, 12–14, 15–20, above 20
    below = ((7, "1/100"), (12, "1/25"), (15, "1/6"), (21, "1/3"), (27, "1/2"))
    assert result.band.share == next(share for limit, share in below if result.points < limit)


@pytest.mark.parametrize(
    ("field", "value"), [("age", -1), ("age", 130), ("bmi", float("nan")), ("waist", 9.4)]
)
def test_an_impossible_measure_is_refused_without_repeating_it(field: str, value: float) -> None:
    with pytest.raises(ValueError, match=rf"^{field}$"):
        replace(NOTHING, **{field: value})  # type: ignore[arg-type]


def test_body_mass_index_is_kilograms_by_square_metres() -> None:
    assert body_mass_index(170, 72.25) == pytest.approx(25)
    with pytest.raises(ValueError, match=r"^height$"):
        body_mass_index(1.7, 72)


# --- AUDIT-C


@pytest.mark.parametrize(
    ("sex", "age", "limit"),
    [
        (Sex.MALE, 40, 6),
        (Sex.MALE, None, 6),
        (Sex.FEMALE, 40, 5),
        (None, None, 5),
        (Sex.MALE, 64, 6),
        (Sex.FEMALE, 64, 5),
        (Sex.MALE, 65, 4),
        (Sex.FEMALE, 65, 4),
        (None, 80, 4),
    ],
)
def test_audit_c_has_its_own_limit_for_each(sex: Sex | None, age: int | None, limit: int) -> None:
    below = audit_c(AuditCAnswers(min(4, limit - 1), max(0, limit - 5), 0, sex, age))
    at = audit_c(AuditCAnswers(4, limit - 4, 0, sex, age))
    assert (below.points, below.worth_raising, below.band.words) == (
        limit - 1,
        False,
        AUDIT_C_BELOW,
    )
    assert (at.points, at.worth_raising, at.band.words) == (limit, True, AUDIT_C_AT_RISK)


def test_audit_c_has_five_rows_for_each_question() -> None:
    assert {name: len(set(rows)) for name, rows in AUDIT_C_OPTIONS.items()} == {
        "frequency": 5,
        "amount": 5,
        "heavy": 5,
    }


answer = st.integers(0, 4)


@given(answer, answer, answer)
def test_audit_c_is_the_sum_of_the_rows(frequency: int, amount: int, heavy: int) -> None:
    result = audit_c(AuditCAnswers(frequency, amount, heavy))
    assert result.points == frequency + amount + heavy
    assert 0 <= result.points <= result.maximum == 12


@given(answer, answer, answer, st.sampled_from([*Sex, None]), st.integers(0, 120) | st.none())
def test_audit_c_never_falls_with_more_drinking_and_warns_from_its_limit_on(
    frequency: int, amount: int, heavy: int, sex: Sex | None, age: int | None
) -> None:
    result = audit_c(AuditCAnswers(frequency, amount, heavy, sex, age))
    more = audit_c(AuditCAnswers(min(4, frequency + 1), amount, heavy, sex, age))
    assert more.points >= result.points
    assert more.worth_raising >= result.worth_raising
    old = age is not None and age >= 65
    limit = 4 if old else 6 if sex is Sex.MALE else 5
    assert result.worth_raising is (result.points >= limit)
    assert result.band.words == (AUDIT_C_AT_RISK if result.worth_raising else AUDIT_C_BELOW)


@pytest.mark.parametrize("wrong", [-1, 5])
def test_audit_c_refuses_a_row_that_is_not_there(wrong: int) -> None:
    with pytest.raises(ValueError, match=r"^amount$"):
        AuditCAnswers(0, wrong, 0)


# --- HSI


@pytest.mark.parametrize(
    ("minutes", "points"),
    [(0, 3), (5, 3), (6, 2), (30, 2), (31, 1), (60, 1), (61, 0), (600, 0)],
)
def test_hsi_counts_the_minutes_to_the_first_cigarette(minutes: int, points: int) -> None:
    result = hsi(NicotineProduct.CIGARETTES, HsiAnswers(minutes, 5))
    assert result is not None
    assert result.points == points


@pytest.mark.parametrize(
    ("per_day", "points"), [(1, 0), (10, 0), (11, 1), (20, 1), (21, 2), (30, 2), (31, 3), (60, 3)]
)
def test_hsi_counts_the_cigarettes_of_a_day(per_day: int, points: int) -> None:
    result = hsi(NicotineProduct.CIGARETTES, HsiAnswers(120, per_day))
    assert result is not None
    assert result.points == points


@pytest.mark.parametrize(
    ("minutes", "per_day", "points", "words"),
    [
        (120, 5, 0, "vähän"),
        (45, 5, 1, "vähän"),
        (20, 5, 2, "jonkin verran"),
        (20, 25, 4, "jonkin verran"),
        (3, 25, 5, "paljon"),
        (3, 40, 6, "paljon"),
    ],
)
def test_hsi_says_it_in_three_bands(minutes: int, per_day: int, points: int, words: str) -> None:
    result = hsi(NicotineProduct.CIGARETTES, HsiAnswers(minutes, per_day))
    assert result is not None
    assert result.points == points
    assert result.band.words.startswith(words)
    assert result.worth_raising == (points >= 2)


@pytest.mark.parametrize(
    "product", [NicotineProduct.SNUS, NicotineProduct.POUCHES, NicotineProduct.VAPES]
)
def test_other_nicotine_than_cigarettes_gets_no_score(product: NicotineProduct) -> None:
    assert hsi(product, HsiAnswers(1, 40)) is None


@given(st.integers(0, 1000), st.integers(0, 150), st.integers(0, 400), st.integers(0, 50))
def test_hsi_never_falls_with_more_and_earlier_smoking(
    minutes: int, per_day: int, later: int, fewer: int
) -> None:
    more = hsi(NicotineProduct.CIGARETTES, HsiAnswers(minutes, per_day))
    less = hsi(NicotineProduct.CIGARETTES, HsiAnswers(minutes + later, max(0, per_day - fewer)))
    assert more is not None and less is not None
    assert 0 <= less.points <= more.points <= 6


def test_every_instrument_names_its_source() -> None:
    assert all(SOURCES[instrument] for instrument in Instrument)
