"""Service paths, units and invented people of the demo: whole, linked, nobody real."""

import json
import re
from datetime import UTC, datetime
from importlib.resources import files

import pytest

from hyteterm.demo import people
from hyteterm.demo.catalogue_loader import demo_services
from hyteterm.demo.people import demo_policies
from hyteterm.domain.safety import Alarm
from hyteterm.domain.service import Service
from hyteterm.workspace.card_policy import understood

PATHS = json.loads((files("hyteterm.demo") / "service_paths.json").read_text(encoding="utf-8"))
NOBODYS_NUMBER = re.compile(r"\+358 [358] 000 \d{4}")


@pytest.fixture(scope="module")
def by_source_id() -> dict[str, Service]:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return {service.source_id: service for service in demo_services(now)}


def test_there_are_five_service_paths() -> None:
    assert [path["id"] for path in PATHS] == [
        "unettomuus-laakkeetta",
        "kaatumisen-ehkaisy",
        "elintapaohjaus-t2d",
        "yksinainen-ikaihminen",
        "nuoren-paihteeton",
    ]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path["id"])
def test_each_step_of_a_path_has_text_and_leads_to_services(
    path: dict[str, list[dict[str, object]]], by_source_id: dict[str, Service]
) -> None:
    assert len(path["steps"]) >= 4
    languages = {"fi", "sv", "en"}
    assert set(path["names"]) == set(path["summaries"]) == languages
    for step in path["steps"]:
        assert set(step) == {"titles", "texts", "services"}
        assert set(step["titles"]) == set(step["texts"]) == languages
        assert step["services"]
        assert set(step["services"]) <= set(by_source_id)


def test_units_receive_what_their_services_accept(by_source_id: dict[str, Service]) -> None:
    providers = {service.provider.id for service in by_source_id.values()}
    units = (people.SENDER_UNIT, *people.RECEIVER_UNITS)
    assert len({unit.id for unit in units}) == 4
    assert people.PROFESSIONAL.unit == people.SENDER_UNIT.id
    for unit in units:
        assert unit.organisation in providers
        for source_id in unit.services:
            service = by_source_id[source_id]
            assert service.referral_type
            assert service.provider.id == unit.organisation


def test_people_of_the_demo_are_invented() -> None:
    numbers = [
        people.PROFESSIONAL.phone,
        *(unit.phone for unit in (people.SENDER_UNIT, *people.RECEIVER_UNITS)),
        *(client.phone for client in people.CLIENTS),
    ]
    assert len(set(numbers)) == len(numbers)
    assert all(NOBODYS_NUMBER.fullmatch(number) for number in numbers)
    assert len(people.CLIENTS) == 5


@pytest.mark.parametrize("client", people.CLIENTS, ids=lambda client: client.municipality)
def test_identity_codes_of_the_demo_are_valid_test_codes(client: people.DemoClient) -> None:
    code = client.personal_identity_code
    digits = code[:6] + code[7:10]
    assert 900 <= int(code[7:10]) <= 999
    assert code[10] == "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(digits) % 31]
    assert code[:6] == client.birth_date.strftime("%d%m%y")
    assert (code[6] == "A") == (client.birth_date.year >= 2000)


def test_the_demo_county_has_decided_what_a_card_may_show() -> None:
    policy = understood(demo_policies())
    assert policy.calculators
    assert not policy.calculators_steer
    assert set(policy.procedure_codes) == {"card", "brief-advice"}
    for alarm in Alarm:
        contact = policy.county_safety.contacts[alarm]
        assert set(contact) == {"fi", "sv", "en"}
        assert all("05 000 2" in words for words in contact.values())
