"""Which unit takes a referral."""

from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.receiving_unit import receiving_unit
from hyteterm.workspace.units import CountyUnit

CODES = ("075", "285", "286")
UNITS = st.lists(
    st.builds(
        CountyUnit,
        id=st.uuids().map(str),
        name=st.just("x"),
        municipalities=st.lists(st.sampled_from(CODES), max_size=3, unique=True).map(tuple),
        referral_types=st.lists(
            st.sampled_from(("exercise", "culture")), max_size=2, unique=True
        ).map(tuple),
        services=st.lists(st.sampled_from(("s1", "s2")), max_size=2, unique=True).map(tuple),
    ),
    max_size=8,
)


def test_the_service_rules_before_the_municipality() -> None:
    here = CountyUnit("a", "a", ("286",), ("exercise",))
    of_service = CountyUnit("b", "b", (), (), ("s1",))
    assert (
        receiving_unit([here, of_service], service_id="s1", type="exercise", municipality="286")
        == of_service
    )
    assert (
        receiving_unit([here, of_service], service_id="s2", type="exercise", municipality="286")
        == here
    )
    assert receiving_unit([here], service_id="", type="exercise", municipality="075") is None


def test_the_nearest_is_the_one_of_fewest_municipalities() -> None:
    everywhere = CountyUnit("a", "a", (), ("exercise",))
    region = CountyUnit("b", "b", ("286", "285"), ("exercise",))
    town = CountyUnit("c", "c", ("286",), ("exercise",))
    found = receiving_unit(
        [everywhere, region, town], service_id="", type="exercise", municipality="286"
    )
    assert found == town


@given(UNITS, st.sampled_from(("s1", "s2", "")), st.sampled_from(("exercise", "culture", "ngo")))
def test_whoever_is_chosen_takes_it(units: list[CountyUnit], service: str, type: str) -> None:
    found = receiving_unit(units, service_id=service, type=type, municipality="286")
    serves = [unit for unit in units if service and service in unit.services]
    takes = [
        unit
        for unit in units
        if type in unit.referral_types and (not unit.municipalities or "286" in unit.municipalities)
    ]
    assert (found is None) == (not serves and not takes)
    assert found is None or found in (serves or takes)
