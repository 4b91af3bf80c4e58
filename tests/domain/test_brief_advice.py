"""Brief advice as it is recorded."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from hyteterm.domain.brief_advice import (
    PART_LABELS,
    SUBJECT_LABELS,
    BriefAdvice,
    Part,
    Subject,
    advice_text,
)
from hyteterm.domain.vocabulary import Theme

AT = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


def test_the_record_says_what_was_done_in_order() -> None:
    advice = BriefAdvice(
        subject=Subject.ALCOHOL,
        given_at=AT,
        minutes=10,
        parts=frozenset({Part.AIM, Part.ASKED, Part.FACTS}),
        aim="korkeintaan kaksi  viikossa",
        follow_up=date(2026, 12, 21),
    )
    assert advice_text(advice, str, procedure_code="X1") == (
        "Mini-interventio 21.11.2026: alkoholi, 10 min (X1). "
        "Kysyttiin nykytilanteesta, annettiin tietoa, sovittiin oma tavoite. "
        "Oma tavoite: korkeintaan kaksi viikossa. Seuranta 21.12.2026."
    )
    assert advice.theme is Theme.SUBSTANCES


def test_the_least_record_is_the_subject_and_the_day() -> None:
    advice = BriefAdvice(subject=Subject.SLEEP, given_at=AT, parts=frozenset())
    assert advice_text(advice, str) == "Mini-interventio 21.11.2026: uni."


def test_a_record_survives_being_stored() -> None:
    advice = BriefAdvice(subject=Subject.NICOTINE, given_at=AT)
    assert BriefAdvice.model_validate_json(advice.model_dump_json()) == advice


@pytest.mark.parametrize("minutes", [0, -5, 1000])
def test_impossible_minutes_are_refused(minutes: int) -> None:
    with pytest.raises(ValidationError):
        BriefAdvice(subject=Subject.SLEEP, given_at=AT, minutes=minutes)


def test_every_subject_and_part_has_a_label() -> None:
    assert set(SUBJECT_LABELS) == set(Subject)
    assert set(PART_LABELS) == set(Part)
