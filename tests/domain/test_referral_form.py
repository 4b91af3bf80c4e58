"""What is typed into the form, and what becomes of it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hyteterm.domain.client import Client
from hyteterm.domain.referral import Referral, Sender
from hyteterm.domain.referral_form import FIELDS, ReferralDraft, draft_of, missing, type_in

TODAY = date(2026, 11, 21)


def empty() -> ReferralDraft:
    return draft_of(
        Referral(
            created_at=datetime(2026, 11, 21, tzinfo=UTC),
            sender=Sender(professional_id="p1", name="A. Demo"),
        )
    )


@given(st.lists(st.tuples(st.sampled_from(FIELDS), st.text(max_size=30)), max_size=12))
def test_nothing_typed_is_ever_lost(typed: list[tuple[str, str]]) -> None:
    draft = empty()
    for field, text in typed:
        draft = type_in(draft, field, text, TODAY)
    again = ReferralDraft.model_validate_json(draft.model_dump_json())
    assert again == draft
    for field, text in dict(typed).items():
        assert again.typed[field] == text


def test_half_a_phone_number_is_kept_and_said() -> None:
    draft = type_in(empty(), "phone", "040 12", TODAY)
    assert draft.typed["phone"] == "040 12"
    assert draft.referral.client.phone == ""
    assert ("phone", "Puhelinnumeroa ei ymmärretty. Esimerkki: 040 123 4567.") in missing(
        draft, TODAY
    )


def test_what_was_understood_is_in_the_referral() -> None:
    draft = empty()
    for field, text in {
        "name": " Matti  Virtanen ",
        "phone": "040 123 4567",
        "email": "matti@example.fi",
        "born": "12.3.1958",
        "reason": "polvi ",
    }.items():
        draft = type_in(draft, field, text, TODAY)
    client = draft.referral.client
    assert (client.name, client.phone) == ("Matti Virtanen", "+358401234567")
    assert (client.email, client.birth_date) == ("matti@example.fi", date(1958, 3, 12))
    assert draft.referral.reason == "polvi"


def test_emptying_a_field_empties_the_referral() -> None:
    draft = type_in(empty(), "born", "1958", TODAY)
    draft = type_in(draft, "born", "", TODAY)
    assert draft.referral.client.year_of_birth is None


def test_a_refused_value_is_not_repeated_in_the_error() -> None:
    with pytest.raises(ValidationError) as error:
        Client(name="Testi Asiakas", identity_code="131052-9999")
    assert "131052" not in str(error.value)
