"""Card responses at the hub: kept once, under the card's id, for the unit that sent them."""

from typing import Any

from hyteterm.domain.delivery import Content, DeliveryKind, DeliveryResult
from hyteterm.domain.identifier import new_id
from hyteterm.hub import card_responses
from hyteterm.hub.store import Transaction

from .conftest import Place

CLIENT = new_id()


def content(place: Place, text: str = "metsä", **body: Any) -> Content:
    response = {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "item": [{"linkId": "nature.matters", "answer": [{"valueString": text}]}],
    }
    return Content(
        kind=DeliveryKind.CARD_RESPONSE,
        professional_id=place.nurse.professional_id,
        body={"client_reference": CLIENT, "response": response, **body},
    )


def kept(place: Place) -> list[dict[str, Any]]:
    async def work(tx: Transaction) -> list[dict[str, Any]]:
        return await card_responses.of_client(tx, CLIENT)

    return place.administration._read(work)


def test_a_response_is_kept_once_however_often_it_arrives(place: Place) -> None:
    sealed = place.nurse.seal(new_id(), content(place))
    for _ in range(2):
        assert place.nurse.deliver(sealed).receipts[0].result is DeliveryResult.ACCEPTED
    assert [one["status"] for one in kept(place)] == ["completed"]


def test_a_corrected_response_takes_the_place_of_the_former(place: Place) -> None:
    card = new_id()
    place.nurse.deliver(place.nurse.seal(card, content(place)))
    place.nurse.deliver(place.nurse.seal(card, content(place, "järvi"), revision=2))
    assert [one["item"][0]["answer"][0]["valueString"] for one in kept(place)] == ["järvi"]


def test_something_else_is_refused_and_nothing_is_kept(place: Place) -> None:
    for body in ({"response": {"resourceType": "Patient"}}, {"client_reference": ""}):
        sealed = place.nurse.seal(new_id(), content(place, **body))
        receipt = place.nurse.deliver(sealed).receipts[0]
        assert (receipt.result, receipt.reason) == (DeliveryResult.REFUSED, "unreadable")
    assert kept(place) == []
