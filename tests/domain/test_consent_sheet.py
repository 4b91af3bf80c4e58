"""The consent on paper: everything agreed to, nothing that was not, and never violence."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.client import Client, Guardian
from hyteterm.domain.consent import BASIC_ITEMS, Consent, ConsentGiven, ConsentItem
from hyteterm.domain.consent_sheet import LINE_TO_SIGN, PHRASES, consent_sheet
from hyteterm.domain.leaflet import text_lines
from hyteterm.domain.leaflet_phrases import LeafletVersion
from hyteterm.domain.referral import Receiver, Referral, Sender
from hyteterm.domain.vocabulary import Theme

NOW = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)
GIVEN = Consent(items=BASIC_ITEMS, given_at=NOW, how=ConsentGiven.SPOKEN, feedback_to_sender=True)


def sheet(
    consent: Consent = GIVEN,
    version: LeafletVersion = LeafletVersion.FINNISH,
    items: frozenset[ConsentItem] | None = None,
) -> str:
    referral = Referral(
        created_at=NOW,
        type="exercise",
        sender=Sender(
            professional_id="p1", name="A. Demo", role="sh", unit="Kouvola", phone="05 000 0101"
        ),
        receiver=Receiver(organisation="Kaupunki"),
        client=Client(
            name="Matti Mallikas",
            phone="050 000 0201",
            birth_date=date(1958, 3, 14),
            identity_code="140358-912U",
            municipality="286",
            guardian=Guardian(name="Jaana Esimerkki"),
        ),
        reason="polvi ja pelko kotona",
        themes=(Theme.EXERCISE, Theme.SAFETY),
        consent=consent,
    )
    told = consent.items if items is None else items
    content = consent_sheet(referral, told, "Kaupunki", version, NOW)
    return "\n".join(text_lines(content, 2000))


def test_the_sheet_tells_what_to_whom_how_and_how_to_take_it_back() -> None:
    text = sheet()
    for words in (
        "Matti Mallikas",
        "1958",
        "Vastaanottaja: Kaupunki",
        "nimi ja yhteystiedot, syntymävuosi, kotikunta",
        "miten asia eteni",
        "suullisesti 21.11.2026",
        "Jaana Esimerkki",
        "A. Demo, sh, Kouvola",
        "05 000 0101",
    ):
        assert words in text
    assert LINE_TO_SIGN not in text


def test_before_it_is_given_there_is_a_line_to_sign() -> None:
    text = sheet(Consent(), items=BASIC_ITEMS)
    assert LINE_TO_SIGN in text
    assert "suullisesti" not in text


def test_a_withdrawal_stands_on_it() -> None:
    text = sheet(GIVEN.model_copy(update={"withdrawn_at": NOW}))
    assert "peruttu 21.11.2026" in text
    assert "Voit perua" not in text


@given(st.frozensets(st.sampled_from(list(ConsentItem))), st.sampled_from(LeafletVersion))
def test_exactly_the_items_agreed_to_and_nothing_of_the_reason(
    items: frozenset[ConsentItem], version: LeafletVersion
) -> None:
    text = sheet(GIVEN.model_copy(update={"items": items}), version)
    for item, words in PHRASES[version].items.items():
        assert (words in text) == (item in items), item
    for secret in ("140358", "050 000", "14.3.", "polvi", "pelko", "äkival", "våld", "violen"):
        assert secret not in text
    assert ("1958" in text) == (ConsentItem.BIRTH_YEAR in items)


@pytest.mark.parametrize("version", LeafletVersion)
def test_every_version_has_every_word(version: LeafletVersion) -> None:
    words = PHRASES[version]
    assert set(words.items) == set(ConsentItem) - {ConsentItem.VIOLENCE}
    assert set(words.given) == set(ConsentGiven)
