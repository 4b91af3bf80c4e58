"""The demo catalogue as data: whole, findable, fresh, and without anybody's real details."""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hyteterm.demo.catalogue_loader import demo_services
from hyteterm.domain.service import ChannelKind, Service, service_id
from hyteterm.domain.vocabulary import (
    LowThreshold,
    PriceKind,
    ProviderType,
    ReferralType,
    TargetGroup,
    Theme,
)

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

COUNTIES = {
    "Kymenlaakso": "075 285 286 489 624 935",
    "Päijät-Häme": "016 081 098 111 142 316 398 560 576 781",
    "Kainuu": "105 205 290 578 620 697 765 777",
    "Etelä-Karjala": "153 405 416 441 580 689 700 739 831",
}

RICH_MUNICIPALITIES = {"286": 25, "398": 20, "205": 20, "405": 20, "285": 20}

MODELS = {
    "liikuntaneuvonta": "kouvola-liikuntaneuvonta",
    "kulttuurineuvonta": "kouvola-kulttuurineuvonta",
    "arkeen voimaa": "kymenlaakso-arkeen-voimaa",
    "löydä apua": "loyda-apua",
    "irti nikotiinista": "irti-nikotiinista",
    "väkivaltatyön avainhenkilö": "kymenlaakso-vakivalta-avainhenkilo",
    "lähisuhdeväkivallan konsultaatio": "kymenlaakso-vakivalta-konsultaatio",
    "tapahtumakalenteri": "kouvola-tapahtumakalenteri",
    "finger": "kymenlaakso-finger",
    "omaolo": "omaolo-terveystarkastus",
    "terapianavigaattori": "terapianavigaattori",
    "ohjattu omahoito": "kymenlaakso-ohjattu-omahoito",
    "diabeteksen riskin tunnistaminen": "kymenlaakso-t2d-riski",
    "t2d": "kymenlaakso-t2d-riski",
    "unettomuusohjaus": "kymenlaakso-unettomuus",
    "elo-ryhmä": "kymenlaakso-elo-ryhma",
    "ips": "kymenlaakso-ips",
    "omaishoitajien ryhmä": "kouvola-omaishoitajat",
    "olka": "kymenlaakso-olka",
    "sosiaaliohjaaja": "kymenlaakso-sosiaaliohjaaja",
    "geronomi": "kymenlaakso-geronomi",
    "asiakaspäällikkö": "kymenlaakso-asiakaspaallikko",
    "työkykykoordinaattori": "kymenlaakso-tyokykykoordinaattori",
    "farmaseutti": "kymenlaakso-farmaseutti",
    "kokemusasiantuntijan vastaanotto": "kymenlaakso-kokemusasiantuntija",
    "perhekeskus": "kymenlaakso-perhekeskus",
    "perhekeskuksen tiimi": "kymenlaakso-perhekeskustiimi",
    "omaperhe": "kymenlaakso-omaperhe",
    "nuortenhelpperi": "kymenlaakso-nuortenhelpperi",
    "tarina-auttaminen": "tarina-auttaminen",
    "isäneuvola": "kymenlaakso-isaneuvola",
    "fysioterapeutin suoravastaanotto": "kymenlaakso-fysio-suora",
    "psykofyysinen fysioterapia": "kymenlaakso-psykofyysinen",
    "nettiterapiat": "nettiterapiat",
    "mielenterveystalo": "mielenterveystalo",
    "interventionavigaattori": "interventionavigaattori",
    "apteekki": "kouvola-apteekki-riskitesti",
    "riskitesti": "kouvola-apteekki-riskitesti",
    "kaatumisen ehkäisy": "kymenlaakso-kaatuminen",
    "pelkopotilaan hoitopolku": "kymenlaakso-pelkopotilas",
    "kaksisuuntaisen mielialahäiriön vertaisryhmä": "kouvola-bipo-vertaisryhma",
    "finfami": "kouvola-finfami",
    "maksuton ehkäisy": "kymenlaakso-maksuton-ehkaisy",
    "suun terveysvalmennus": "kymenlaakso-suun-terveysvalmennus",
    "nuorten päihteetön polku": "kymenlaakso-nuorten-paihteeton",
    "chat": "kymenlaakso-hyte-chat",
    "digituki": "kouvola-digituki",
}

REAL_HELP_LINES = {"112", "116117", "080 005 005", "09 2525 0111", "09 2525 0112"}
NOBODYS_NUMBER = re.compile(r"\+358 [358] 000 \d{4}")


@pytest.fixture(scope="module")
def services() -> list[Service]:
    return list(demo_services(NOW))


@pytest.fixture(scope="module")
def by_source_id(services: list[Service]) -> dict[str, Service]:
    return {service.source_id: service for service in services}


def words_of(service: Service) -> str:
    """What a search for Finnish words may look at."""
    return " ".join([service.names["fi"], service.summaries["fi"], *service.keywords["fi"]]).lower()


def test_there_are_enough_services_and_no_duplicates(services: list[Service]) -> None:
    assert len(services) >= 165
    assert len({service.id for service in services}) == len(services)
    assert len({service.source_id for service in services}) == len(services)
    for service in services:
        assert service.source == "demo"
        assert service.id == service_id("demo", service.source_id)


def test_a_municipality_never_lists_the_same_name_twice(services: list[Service]) -> None:
    names = Counter((code, s.names["fi"]) for s in services for code in s.municipalities)
    assert [pair for pair, count in names.items() if count > 1] == []


def test_no_two_services_share_a_text(services: list[Service]) -> None:
    for texts in ("summaries", "descriptions"):
        seen = Counter(getattr(service, texts)["fi"] for service in services)
        assert [text for text, count in seen.items() if count > 1] == []


@pytest.mark.parametrize("county", COUNTIES)
def test_every_municipality_has_several_services_of_its_own(
    county: str, services: list[Service]
) -> None:
    codes = COUNTIES[county].split()
    for code in codes:
        # A service of the whole county is not counted: these are near the client.
        own = [s for s in services if code in s.municipalities and len(s.municipalities) < 6]
        assert len(own) >= 2, code
        assert any(s.provider.id == f"kunta-{code}" for s in own), code
        assert any(s.referral_type == ReferralType.EXERCISE for s in own), code
    assert sum(set(codes) <= set(s.municipalities) for s in services) >= 10


def test_municipalities_are_those_of_the_four_counties(
    services: list[Service], shared_data: Path
) -> None:
    table = json.loads((shared_data / "codes/municipalities_4_regions.json").read_text("utf-8"))
    expected = {m["code"] for region in table for m in region["municipalities"]}
    assert {code for service in services for code in service.municipalities} == expected
    assert expected == {code for codes in COUNTIES.values() for code in codes.split()}


@pytest.mark.parametrize("code", RICH_MUNICIPALITIES)
def test_the_big_towns_have_plenty(code: str, services: list[Service]) -> None:
    found = [service for service in services if code in service.municipalities]
    assert len(found) >= RICH_MUNICIPALITIES[code]


def test_some_services_are_for_the_whole_country(services: list[Service]) -> None:
    nationwide = [service for service in services if service.nationwide]
    assert len(nationwide) >= 10
    for service in services:
        assert bool(service.municipalities) != service.nationwide, service.source_id


@pytest.mark.parametrize("words", MODELS)
def test_every_model_of_the_field_is_found_by_its_name(
    words: str, by_source_id: dict[str, Service]
) -> None:
    assert words in words_of(by_source_id[MODELS[words]])


def test_texts_are_there_in_three_languages(services: list[Service]) -> None:
    for service in services:
        for code in ("fi", "sv", "en"):
            assert service.names[code].strip(), service.source_id
            assert 20 <= len(service.summaries[code]) <= 150, (service.source_id, code)
            assert service.provider.names[code], service.source_id
            assert service.keywords[code], service.source_id


def test_descriptions_have_two_to_four_sentences(services: list[Service]) -> None:
    for service in services:
        text = service.descriptions["fi"]
        assert text.endswith((".", "!", "?")), service.source_id
        assert 2 <= len(re.findall(r"[.!?](?=\s|$)", text)) <= 4, (service.source_id, text)


def test_each_service_tells_how_to_reach_it(services: list[Service]) -> None:
    for service in services:
        kinds = {channel.kind for channel in service.channels}
        assert kinds & {ChannelKind.WEB, ChannelKind.ELECTRONIC}, service.source_id
        assert service.languages, service.source_id
        assert 1 <= len(service.themes) <= 3, service.source_id
        for channel in service.channels:
            if channel.kind is ChannelKind.PLACE:
                for code in ("fi", "sv", "en"):
                    assert channel.names[code]
                    assert re.search(r", \d{5} \w", channel.address[code]), channel.source_id
                assert channel.municipality
                assert service.accessibility


def test_places_lie_where_the_service_is_given(services: list[Service]) -> None:
    for service in services:
        for channel in service.channels:
            if channel.kind is ChannelKind.PLACE:
                assert channel.municipality in service.municipalities, service.source_id


def test_services_that_take_referrals_can_be_called_or_written_to(services: list[Service]) -> None:
    known = {kind.value for kind in ReferralType}
    reachable = {ChannelKind.PHONE, ChannelKind.EMAIL, ChannelKind.FORM}
    for service in services:
        if service.referral_type:
            assert service.referral_type in known, service.source_id
            assert {c.kind for c in service.channels} & reachable, service.source_id
            assert service.instructions, service.source_id
    assert {service.referral_type for service in services} - {""} == known


def test_nobody_answers_the_invented_numbers(services: list[Service]) -> None:
    numbers: Counter[str] = Counter()
    for service in services:
        for channel in service.channels:
            if channel.kind is ChannelKind.PHONE:
                numbers[channel.value] += 1
                assert channel.value in REAL_HELP_LINES or NOBODYS_NUMBER.fullmatch(channel.value)
    assert set(numbers) >= REAL_HELP_LINES
    assert max(numbers.values()) == 1


def test_web_and_mail_addresses_lead_nowhere_real(services: list[Service]) -> None:
    patterns = {
        ChannelKind.EMAIL: r"[a-z.-]+@example\.fi",
        ChannelKind.WEB: r"https://www\.example\.fi/[a-z0-9/-]+",
        ChannelKind.FORM: r"https://www\.example\.fi/[a-z0-9/-]+",
        ChannelKind.ELECTRONIC: r"https://asiointi\.example\.fi/[a-z0-9/-]+",
    }
    for service in services:
        for channel in service.channels:
            if channel.kind in patterns:
                assert re.fullmatch(patterns[channel.kind], channel.value), channel.value


def test_every_word_of_the_vocabularies_occurs(services: list[Service]) -> None:
    assert {theme for s in services for theme in s.themes} == set(Theme)
    assert {group for s in services for group in s.target_groups} == set(TargetGroup)
    assert {s.provider.type for s in services} == set(ProviderType)
    assert {practice for s in services for practice in s.low_threshold} == set(LowThreshold)
    assert {s.price.kind for s in services} >= {PriceKind.FREE, PriceKind.CHARGED}


def test_what_costs_says_how_much(services: list[Service]) -> None:
    for service in services:
        if service.price.kind is PriceKind.CHARGED:
            assert all(service.price.notes[code] for code in ("fi", "sv", "en")), service.source_id


def test_a_provider_is_one_and_the_same_everywhere(services: list[Service]) -> None:
    providers = {service.provider.id: service.provider for service in services}
    for service in services:
        assert service.provider == providers[service.provider.id]
    names = Counter(provider.names["fi"] for provider in providers.values())
    assert max(names.values()) == 1


def test_most_services_are_fresh_and_some_are_stale(services: list[Service]) -> None:
    stale = [s for s in services if s.modified and NOW - s.modified > timedelta(days=366)]
    assert 5 <= len(stale) <= len(services) // 5
    for service in services:
        assert service.modified is not None
        assert service.modified <= NOW, service.source_id


def test_violence_and_self_harm_services_are_free_and_answer_by_phone(
    by_source_id: dict[str, Service],
) -> None:
    for source_id in ("nollalinja", "hatanumero-112", "saimaan-turvakoti"):
        service = by_source_id[source_id]
        assert Theme.SAFETY in service.themes
        assert service.price.kind is PriceKind.FREE
        assert any(channel.kind is ChannelKind.PHONE for channel in service.channels)


def test_accessible_premises_are_promised_only_where_there_is_no_step(
    services: list[Service],
) -> None:
    for service in services:
        if LowThreshold.ACCESSIBLE_PREMISES in service.low_threshold:
            assert service.accessibility, service.source_id
            assert "portaita" not in service.accessibility["fi"], service.source_id
