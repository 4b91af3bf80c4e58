"""The basket and whom its services belong to."""

from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.basket import Basket, by_receiver, takes_referral
from hyteterm.domain.service import Provider, Service


def service(id: str, provider: str, referral_type: str = "exercise") -> Service:
    return Service(
        id=id,
        source="demo",
        source_id=id,
        names={"fi": f"Palvelu {id}"},
        provider=Provider(id=provider, names={"fi": f"Tuottaja {provider}"}),
        referral_type=referral_type,
    )


@given(st.lists(st.sampled_from("abc")))
def test_a_service_is_in_once_and_goes_out_again(pressed: list[str]) -> None:
    basket = Basket()
    for each in pressed:
        basket = basket.toggled(each)
    assert {each for each in "abc" if each in basket} == {
        each for each in "abc" if pressed.count(each) % 2
    }
    assert len(basket) == len(set(basket.service_ids))


def test_services_of_one_organisation_are_asked_for_together() -> None:
    groups = by_receiver([service("1", "a"), service("2", "b"), service("3", "a")], "fi")
    assert [(g.organisation, [s.id for s in g.services]) for g in groups] == [
        ("Tuottaja a", ["1", "3"]),
        ("Tuottaja b", ["2"]),
    ]


def test_services_without_a_name_for_their_provider_stand_apart() -> None:
    bare = [service(id, "").model_copy(update={"provider": Provider()}) for id in "12"]
    assert [g.organisation for g in by_receiver(bare, "fi")] == ["Palvelu 1", "Palvelu 2"]


def test_a_consultation_is_no_clients_referral() -> None:
    assert not takes_referral(service("1", "a", "violence-consultation"))
    assert not takes_referral(service("1", "a", ""))
    assert by_receiver([service("1", "a", "violence-consultation")], "fi") == ()
