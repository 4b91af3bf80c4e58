"""Nothing that the client did not agree to leaves the terminal."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.client import Client
from hyteterm.domain.consent import BASIC_ITEMS, NGO_ITEMS, Consent, ConsentItem
from hyteterm.domain.referral import (
    NotAllowed,
    Receiver,
    Referral,
    Sender,
    disclosed,
    problems,
)
from hyteterm.domain.referral_problems import Problem
from hyteterm.domain.vocabulary import Theme

NOW = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)
UNTOLD = {"consent", "type", "id", "client_reference", "created_at"}
"""Fields that tell nothing of the client, and whose random digits could look like it."""
SECRETS = {
    # consent item → the marks that stand in the referral
    ConsentItem.CONTACT: ("Testi Asiakas", "+358401234567", "testi@example.fi", "arkisin"),
    ConsentItem.BIRTH_YEAR: ("1952",),
    ConsentItem.IDENTITY_CODE: ("131052-9085",),
    ConsentItem.MUNICIPALITY: ("286",),
    ConsentItem.REASON: ("polvikipu", "exercise"),
    ConsentItem.GOAL: ("tanssia taas",),
    ConsentItem.RESTRICTIONS: ("ei hyppyjä",),
    ConsentItem.CARD_SUMMARY: ("uni 3/10",),
    ConsentItem.VIOLENCE: ("safety",),
}


def referral(items: frozenset[ConsentItem], **changes: object) -> Referral:
    client = Client(
        name="Testi Asiakas",
        phone="040 123 4567",
        email="testi@example.fi",
        identity_code="131052-9085",
        municipality="286",
        contact_time="arkisin",
    )
    base = Referral(
        created_at=NOW,
        type="exercise",
        sender=Sender(professional_id="p1", name="A. Demo"),
        receiver=Receiver(unit_id="u1", organisation="Kaupunki", service_id="s1"),
        client=client,
        reason="polvikipu",
        themes=(Theme.EXERCISE, Theme.SAFETY),
        goal="tanssia taas",
        restrictions="ei hyppyjä",
        card_summary="uni 3/10",
        consent=Consent(items=items, given_at=NOW),
    )
    return base.model_copy(update=changes)


@given(st.frozensets(st.sampled_from(list(ConsentItem))))
def test_only_what_was_agreed_to_goes_out(items: frozenset[ConsentItem]) -> None:
    items |= {ConsentItem.CONTACT}
    payload = disclosed(referral(items))
    plain = payload.model_dump(mode="json", exclude=UNTOLD)
    text = json.dumps(plain, ensure_ascii=False)
    for item, marks in SECRETS.items():
        for mark in marks:
            if mark == "exercise" or item is ConsentItem.VIOLENCE:
                wanted = item in items and ConsentItem.REASON in items
            else:
                wanted = item in items
            assert (mark in text) == wanted, (item, mark)


@given(st.frozensets(st.sampled_from(list(ConsentItem))))
def test_without_a_standing_consent_nothing_goes(items: frozenset[ConsentItem]) -> None:
    for consent in (
        Consent(items=items),
        Consent(items=items, given_at=NOW, withdrawn_at=NOW),
        Consent(items=items - {ConsentItem.CONTACT}, given_at=NOW),
    ):
        with pytest.raises(NotAllowed):
            disclosed(referral(items, consent=consent))


@given(st.frozensets(st.sampled_from(list(ConsentItem))))
def test_turvakielto_hides_where_the_client_lives_and_is(items: frozenset[ConsentItem]) -> None:
    items |= {ConsentItem.CONTACT}
    base = referral(items)
    client = base.client.model_copy(
        update={"non_disclosure": True, "safe_contact": "viesti hoitajan kautta"}
    )
    consent = base.consent.model_copy(update={"named_receiver_despite_non_disclosure": True})
    payload = disclosed(base.model_copy(update={"client": client, "consent": consent}))
    text = payload.model_dump_json(exclude=UNTOLD)
    for mark in ("+358401234567", "testi@example.fi", '"286"'):
        assert mark not in text
    assert payload.safe_contact == "viesti hoitajan kautta"
    assert payload.non_disclosure


def test_turvakielto_needs_a_separate_yes_and_a_safe_way() -> None:
    base = referral(BASIC_ITEMS)
    client = base.client.model_copy(update={"non_disclosure": True})
    found = problems(base.model_copy(update={"client": client}))
    assert found == (Problem.NON_DISCLOSURE, Problem.NO_SAFE_CONTACT)


def test_under_turvakielto_no_other_way_than_the_safe_one_is_asked_for() -> None:
    base = referral(BASIC_ITEMS)
    changes = {"non_disclosure": True, "phone": "", "email": ""}
    client = base.client.model_copy(update=changes)
    found = problems(base.model_copy(update={"client": client}))
    assert found == (Problem.NON_DISCLOSURE, Problem.NO_SAFE_CONTACT)


def test_violence_consultation_carries_no_client() -> None:
    base = referral(frozenset(), type="violence-consultation")
    payload = disclosed(base)
    text = payload.model_dump_json(exclude=UNTOLD)
    for mark in ("Testi Asiakas", "+358401234567", "testi@example.fi", "131052-9085", "1952"):
        assert mark not in text
    assert payload.client_reference == ""
    assert payload.reason == "polvikipu"


def test_an_ngo_gets_contact_and_wish_only() -> None:
    payload = disclosed(referral(NGO_ITEMS))
    assert (payload.name, payload.goal) == ("Testi Asiakas", "tanssia taas")
    assert (payload.reason, payload.birth_year, payload.municipality) == ("", None, "")


def test_problems_come_in_the_order_of_the_form() -> None:
    empty = Referral(created_at=NOW, sender=Sender(professional_id="p1", name="A. Demo"))
    assert problems(empty) == (
        Problem.NO_TYPE,
        Problem.NO_RECEIVER,
        Problem.NO_REASON,
        Problem.NO_NAME,
        Problem.NO_CONTACT,
        Problem.NO_CONSENT,
    )


TEXTS = ("reason", "goal", "restrictions", "card_summary", "note")
TOLD_BY = {"goal": ConsentItem.GOAL, "restrictions": ConsentItem.RESTRICTIONS,
           "card_summary": ConsentItem.CARD_SUMMARY}  # fmt: skip


@given(st.frozensets(st.sampled_from(list(ConsentItem))), st.sampled_from(TEXTS))
def test_no_text_of_violence_leaves_without_an_own_yes(
    items: frozenset[ConsentItem], field: str
) -> None:
    items |= {ConsentItem.CONTACT}
    told = referral(items, **{field: "Mies lyö häntä kotona."})
    if TOLD_BY.get(field, ConsentItem.REASON) in items and ConsentItem.VIOLENCE not in items:
        assert Problem.VIOLENCE_WITHOUT_YES in problems(told)
        with pytest.raises(NotAllowed):
            disclosed(told)
    else:
        text = disclosed(told).model_dump_json()
        wanted = TOLD_BY.get(field, ConsentItem.REASON) in items
        assert ("lyö" in text) == wanted


@pytest.mark.parametrize(
    ("type", "items", "protected", "needed"),
    [
        ("exercise", BASIC_ITEMS, False, False),
        ("exercise", NGO_ITEMS, False, True),  # the municipality is not told: nobody is found by it
        ("exercise", BASIC_ITEMS, True, True),
        ("group", BASIC_ITEMS, False, True),
        ("ngo", NGO_ITEMS, False, True),
        ("violence-consultation", frozenset(), False, False),
    ],
)
def test_a_service_is_needed_where_the_municipality_finds_nobody(
    type: str, items: frozenset[ConsentItem], protected: bool, needed: bool
) -> None:
    base = referral(items, type=type, receiver=Receiver())
    client = base.client.model_copy(update={"non_disclosure": protected})
    found = problems(base.model_copy(update={"client": client}))
    assert (Problem.NO_SERVICE in found) is needed
