"""A report of an error in a description holds nothing of a client."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hyteterm.domain.error_report import LONGEST, ErrorReport, names_a_person


@pytest.mark.parametrize(
    "text",
    ["asiakas 010199-9986 soitti", "010199-9986", "(010199-9986)", "hetu010199-9986."],
)
def test_an_identity_code_is_noticed_wherever_it_stands(text: str) -> None:
    assert names_a_person(text)


@pytest.mark.parametrize(
    "text",
    ["numero on 05 000 2042, ei 05 000 2041", "muuttui 01.01.1999", "010199-9987", ""],
)
def test_phone_numbers_and_dates_are_no_identity_codes(text: str) -> None:
    assert not names_a_person(text)


@given(st.text(min_size=1, max_size=LONGEST))
def test_any_one_line_goes_and_comes_back(text: str) -> None:
    report = ErrorReport(service_id="s", source="ptv", source_id="1", name="Uni", text=text)
    assert ErrorReport.model_validate_json(report.model_dump_json()) == report


def test_a_report_without_text_or_with_a_novel_is_refused_without_repeating_it() -> None:
    for text in ("", "salaisuus" * LONGEST):
        with pytest.raises(ValidationError) as refusal:
            ErrorReport(service_id="s", text=text)
        assert "salaisuus" not in str(refusal.value)
