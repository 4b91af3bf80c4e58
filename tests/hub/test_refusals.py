"""What the hub refuses, with which code; a refusal stores nothing and holds up no other."""

from collections.abc import Callable

import pytest

from hyteterm.domain.consent import ConsentItem
from hyteterm.domain.delivery import (
    MAX_CONTENT,
    Content,
    DeliveryKind,
    DeliveryResult,
    Envelope,
)
from hyteterm.domain.identifier import new_id
from hyteterm.domain.referral_status import Actor, Step

from .conftest import NGO, Place
from .terminal import HubTerminal, refusal


def without_consent_to_the_reason(terminal: HubTerminal) -> Envelope:
    payload = terminal.referral()
    items = tuple(item for item in ConsentItem if item is not ConsentItem.REASON)
    consent = payload.consent.model_copy(update={"items": items})
    return terminal.sealed_referral(payload.model_copy(update={"consent": consent}))


def from_another_unit(terminal: HubTerminal) -> Envelope:
    payload = terminal.referral()
    sender = payload.sender.model_copy(update={"unit_id": NGO.id})
    return terminal.sealed_referral(payload.model_copy(update={"sender": sender}))


def as_a_colleague(terminal: HubTerminal) -> Envelope:
    payload = terminal.referral()
    sender = payload.sender.model_copy(update={"professional_id": "joku-muu"})
    return terminal.sealed_referral(payload.model_copy(update={"sender": sender}))


def by_a_stranger(terminal: HubTerminal) -> Envelope:
    return terminal.sealed_referral(terminal.referral(), professional_id="tuntematon")


def by_a_professional_of_another_unit(terminal: HubTerminal) -> Envelope:
    return terminal.sealed_referral(terminal.referral(), professional_id="jaana")


def sealed_for_another_delivery(terminal: HubTerminal) -> Envelope:
    sealed = terminal.sealed_referral(terminal.referral())
    return sealed.model_copy(update={"id": f"{new_id()}.1"})


def under_another_revision(terminal: HubTerminal) -> Envelope:
    payload = terminal.referral()
    content = Content(
        kind=DeliveryKind.REFERRAL,
        professional_id=terminal.professional_id,
        body=payload.model_dump(mode="json"),
    )
    return terminal.seal(payload.id, content, revision=2)


def to_an_unknown_key(terminal: HubTerminal) -> Envelope:
    sealed = terminal.sealed_referral(terminal.referral())
    return sealed.model_copy(update={"key_id": new_id()})


def of_a_newer_version(terminal: HubTerminal) -> Envelope:
    sealed = terminal.sealed_referral(terminal.referral())
    return sealed.model_copy(update={"version": 2})


def of_noise(terminal: HubTerminal) -> Envelope:
    return terminal.seal(new_id(), b"\x00" * 40)


def of_another_shape(terminal: HubTerminal) -> Envelope:
    return terminal.seal(
        new_id(),
        Content(
            kind=DeliveryKind.REFERRAL, professional_id=terminal.professional_id, body={"x": 1}
        ),
    )


def of_a_bomb(terminal: HubTerminal) -> Envelope:
    """A little that unpacks to more than may be."""
    return terminal.seal(
        new_id(),
        Content(
            kind=DeliveryKind.FEEDBACK,
            professional_id=terminal.professional_id,
            body={"x": "0" * (MAX_CONTENT * 40)},
        ),
    )


def of_too_many_bytes(terminal: HubTerminal) -> Envelope:
    return terminal.seal(new_id(), bytes(MAX_CONTENT + 4096))


def of_a_kind_that_nobody_reads(terminal: HubTerminal) -> Envelope:
    return terminal.seal(
        new_id(),
        Content(kind=DeliveryKind.CARD_RESPONSE, professional_id=terminal.professional_id, body={}),
    )


def of_a_step_for_nothing(terminal: HubTerminal) -> Envelope:
    return terminal.sealed_step(new_id(), 1, Step.CANCEL, Actor.SENDER)


@pytest.mark.parametrize(
    ("sealed", "code"),
    [
        (without_consent_to_the_reason, "consent-missing"),
        (from_another_unit, "wrong-unit"),
        (as_a_colleague, "wrong-unit"),
        (by_a_stranger, "unknown-professional"),
        (by_a_professional_of_another_unit, "wrong-unit"),
        (sealed_for_another_delivery, "unreadable"),
        (under_another_revision, "unreadable"),
        (to_an_unknown_key, "unreadable"),
        (of_a_newer_version, "unreadable"),
        (of_noise, "unreadable"),
        (of_another_shape, "unreadable"),
        (of_a_bomb, "too-large"),
        (of_too_many_bytes, "too-large"),
        (of_a_kind_that_nobody_reads, "unreadable"),
        (of_a_step_for_nothing, "unknown-referral"),
    ],
)
def test_a_refusal_has_its_code_stores_nothing_and_holds_up_no_other(
    place: Place, sealed: Callable[[HubTerminal], Envelope], code: str
) -> None:
    good = place.nurse.sealed_referral(place.nurse.referral())
    bad = sealed(place.nurse)
    answer = place.nurse.deliver(bad, good)
    assert refusal(answer.receipts[0]) == code
    assert answer.receipts[1].result is DeliveryResult.ACCEPTED
    again = place.nurse.deliver(bad)
    assert again.highest_sequence == good.sequence
    assert again.receipts[0].reason == code
    assert len(place.counsellor.refreshed()) == 1


def test_a_revoked_professional_delivers_no_more(place: Place) -> None:
    payload = place.nurse.referral()
    place.nurse.send(payload)
    place.administration.revoke_professional("hilkka")
    assert refusal(place.nurse.send(place.nurse.referral())) == "revoked"
    assert refusal(place.nurse.step(payload.id, 1, Step.CANCEL, Actor.SENDER)) == "revoked"


def test_a_referral_of_another_unit_does_not_exist(place: Place) -> None:
    payload = place.nurse.referral()
    place.nurse.send(payload)
    for actor in Actor:
        assert refusal(place.ngo.step(payload.id, 1, Step.CANCEL, actor)) == "unknown-referral"
    sender = payload.sender.model_copy(update={"professional_id": "jaana", "unit_id": NGO.id})
    stolen = payload.model_copy(update={"revision": 2, "sender": sender})
    assert refusal(place.ngo.send(stolen)) == "unknown-referral"
    assert place.ngo.refreshed() == []
