"""The hub takes what the terminal may disclose, and nothing beyond the consent."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.client import Client, Guardian
from hyteterm.domain.consent import Consent, ConsentItem
from hyteterm.domain.identifier import new_id
from hyteterm.domain.referral import Receiver, Referral, Sender, disclosed
from hyteterm.domain.vocabulary import Theme
from hyteterm.hub import agreement

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def referral(items: frozenset[ConsentItem], protected: bool, type_: str) -> Referral:
    """A referral with everything in it."""
    return Referral(
        revision=1,
        type=type_,
        created_at=NOW,
        sender=Sender(professional_id="hilkka", name="Hilkka Hoitaja"),
        receiver=Receiver(unit_id="liikuntaneuvonta"),
        client=Client(
            name="Aino Esimerkki",
            phone="0401234567",
            email="aino@esimerkki.invalid",
            birth_year=1950,
            municipality="286",
            interpreter="ar",
            contact_time="iltapäivällä",
            non_disclosure=protected,
            safe_contact="kirje vastaanotolle",
            guardian=Guardian(name="Veli Esimerkki"),
        ),
        reason="Syy.",
        themes=(Theme.EXERCISE, Theme.SAFETY),
        goal="Jaksan portaat.",
        restrictions="Sydän.",
        card_summary="Uni huonoa.",
        note="Muuta.",
        consent=Consent(items=items, given_at=NOW, named_receiver_despite_non_disclosure=True),
    )


ITEMS = st.frozensets(st.sampled_from(ConsentItem)).map(lambda items: items | {ConsentItem.CONTACT})
TYPES = st.sampled_from(["exercise", "violence-consultation", "a-countys-own"])


@given(ITEMS, st.booleans(), TYPES)
def test_what_a_terminal_may_disclose_is_taken(
    items: frozenset[ConsentItem], protected: bool, type_: str
) -> None:
    assert agreement.holds(disclosed(referral(items, protected, type_)))


@given(ITEMS, ITEMS)
def test_what_was_disclosed_under_a_wider_consent_is_refused(
    given_items: frozenset[ConsentItem], used: frozenset[ConsentItem]
) -> None:
    """A terminal that sends by one consent and reports another."""
    sent = disclosed(referral(used, False, "exercise"))
    reported = disclosed(referral(given_items, False, "exercise")).consent
    beyond = used - given_items
    if ConsentItem.REASON not in used:
        beyond -= {ConsentItem.VIOLENCE}  # themes, and with them violence, stayed at home
    beyond -= {ConsentItem.IDENTITY_CODE}  # the client has none on file
    assert agreement.holds(sent.model_copy(update={"consent": reported})) is not bool(beyond)


def test_without_consent_to_contact_nothing_goes() -> None:
    payload = disclosed(referral(frozenset(ConsentItem), False, "exercise"))
    none = payload.consent.model_copy(update={"items": ()})
    bare = payload.model_copy(update={"consent": none})
    assert not agreement.holds(bare)


def test_a_protected_clients_municipality_or_number_is_refused() -> None:
    payload = disclosed(referral(frozenset(ConsentItem), True, "exercise"))
    assert agreement.holds(payload)
    for field, value in (("municipality", "286"), ("phone", "+358401234567")):
        assert not agreement.holds(payload.model_copy(update={field: value}))


def test_a_consultation_names_no_client() -> None:
    payload = disclosed(referral(frozenset(ConsentItem), False, "violence-consultation"))
    assert agreement.holds(payload)
    for field, value in (("name", "Aino"), ("client_reference", new_id()), ("goal", "x")):
        assert not agreement.holds(payload.model_copy(update={field: value}))
