"""Where a referral goes: the unit it names, the service's unit, or type and municipality."""

import pytest

from hyteterm.domain.delivery import DeliveryResult
from hyteterm.domain.identifier import new_id
from hyteterm.domain.referral import Receiver
from hyteterm.hub.units import Unit

from .conftest import COUNSELLORS, NGO, Place


def test_the_named_unit_gets_it(place: Place) -> None:
    place.nurse.send(place.nurse.referral(receiver=Receiver(unit_id=NGO.id)))
    assert len(place.ngo.refreshed()) == 1
    assert place.counsellor.refreshed() == []


def test_the_unit_of_the_service_gets_it_whatever_the_municipality(place: Place) -> None:
    receiver = Receiver(service_id=COUNSELLORS.services[0])
    place.nurse.send(place.nurse.referral(receiver=receiver, municipality="091", type="culture"))
    assert len(place.counsellor.refreshed()) == 1


def test_type_and_municipality_find_the_nearest_unit(place: Place) -> None:
    place.administration.put_unit(Unit("maa", "Koko maa", (), ("exercise",)))
    place.administration.put_unit(Unit("alue", "Alue", ("285", "286"), ("exercise",)))
    place.nurse.send(place.nurse.referral())
    assert len(place.counsellor.refreshed()) == 1
    place.nurse.send(place.nurse.referral(municipality="285"))
    place.nurse.send(place.nurse.referral(municipality="091"))
    assert place.counsellor.refreshed() == []
    assert len(place.another("alue", new_professional(place, "alue")).refreshed()) == 1
    assert len(place.another("maa", new_professional(place, "maa")).refreshed()) == 1


def new_professional(place: Place, unit_id: str) -> str:
    """Somebody in the unit."""
    return place.administration.add_professional(unit_id=unit_id, name="Uusi")[0].id


def test_a_unit_that_takes_no_new_ones_is_passed_over_unless_it_is_named(place: Place) -> None:
    closed = Unit(COUNSELLORS.id, COUNSELLORS.name, ("286",), ("exercise",), accepting=False)
    place.administration.put_unit(closed)
    assert place.nurse.get("/v1/terminal").json()["units"][0]["accepting"] is False
    assert place.nurse.send(place.nurse.referral()).reason == "no-receiver"
    named = place.nurse.referral(receiver=Receiver(unit_id=COUNSELLORS.id))
    assert place.nurse.send(named).result is DeliveryResult.ACCEPTED


@pytest.mark.parametrize(
    "values",
    [
        {"receiver": Receiver(unit_id="ei-ole")},
        {"receiver": Receiver(service_id=new_id()), "municipality": "091"},
        {"type": "culture"},
        {"municipality": ""},
    ],
)
def test_what_nobody_takes_is_refused(place: Place, values: dict[str, object]) -> None:
    assert place.nurse.send(place.nurse.referral(**values)).reason == "no-receiver"


def test_a_closed_unit_gets_no_more(place: Place) -> None:
    place.administration.close_unit(COUNSELLORS.id)
    assert place.nurse.send(place.nurse.referral()).reason == "no-receiver"
    named = place.nurse.referral(receiver=Receiver(unit_id=COUNSELLORS.id))
    assert place.nurse.send(named).reason == "no-receiver"
