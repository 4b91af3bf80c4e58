"""Tables from other catalogues' words to ours, and the cautious patterns."""

import json
from pathlib import Path

import pytest

from hyteterm.catalogue_sources.low_threshold import low_threshold_of
from hyteterm.catalogue_sources.provider_types import municipality_of, provider_type
from hyteterm.catalogue_sources.target_groups import target_group
from hyteterm.catalogue_sources.texts import (
    clean,
    email_address,
    language_of,
    moment,
    phone,
    web_address,
)
from hyteterm.catalogue_sources.themes import CLASS_THEMES, class_themes, themes_of
from hyteterm.domain.vocabulary import LowThreshold, ProviderType, TargetGroup, Theme


def test_the_classes_of_the_mapping_exist_and_every_theme_is_reached(shared_data: Path) -> None:
    classes = json.loads((shared_data / "codes" / "ptv_service_classes.json").read_text())
    official = {(entry["code"], entry["fi"]) for entry in classes}
    assert {(code, name) for code, name, _ in CLASS_THEMES} <= official
    reached = {theme for entry in classes for theme in class_themes(entry["code"], "")}
    # PTV has no class for sleep: terms tell it.
    assert reached == set(Theme) - {Theme.SLEEP}
    assert themes_of([("P5.17", "")], ["unettomuus"]) == (Theme.SLEEP, Theme.HEALTH)


@pytest.mark.parametrize(
    ("code", "name", "themes"),
    [
        ("P27.1", "", {Theme.EXERCISE}),
        ("", "Liikunta", {Theme.EXERCISE}),
        ("", "mielen hyvinvointi", {Theme.MIND}),
        ("", "Kotona asumisen tuki", {Theme.EVERYDAY_LIFE}),
        ("P27.9", "", {Theme.EXERCISE}),
        ("P2.1", "Rakentaminen", set()),
        ("", "Jokin muu", set()),
    ],
)
def test_a_class_is_known_by_code_by_the_code_above_or_by_name(
    code: str, name: str, themes: set[Theme]
) -> None:
    assert set(class_themes(code, name)) == themes


@pytest.mark.parametrize(
    ("code", "name", "group"),
    [
        ("KR1.1", "Ikäihmiset", (TargetGroup.OLDER_PEOPLE,)),
        ("KR1", "Työikäiset", (TargetGroup.WORKING_AGE,)),
        ("KR1", "Kansalaiset", ()),
        ("KR1.3", "", (TargetGroup.YOUNG_PEOPLE,)),
        ("KR2.8", "", (TargetGroup.ORGANISATIONS,)),
        ("", "De äldre", (TargetGroup.OLDER_PEOPLE,)),
        ("KR1.5", "Ulkosuomalaiset", ()),
    ],
)
def test_the_name_of_a_target_group_goes_before_its_code(
    code: str, name: str, group: tuple[TargetGroup, ...]
) -> None:
    assert target_group(code, name) == group


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Kouvolan kaupunki", ProviderType.MUNICIPALITY),
        ("Iitin kunta", ProviderType.MUNICIPALITY),
        ("Lahtis stad", ProviderType.MUNICIPALITY),
        ("Asikkala, kunta", ProviderType.MUNICIPALITY),
        ("Kouvolan kansalaisopisto", ProviderType.MUNICIPALITY),
        ("Päijät-Hämeen hyvinvointialue", ProviderType.COUNTY),
        ("Kymmenedalens välfärdsområde", ProviderType.COUNTY),
        ("Eksote", ProviderType.COUNTY),
        ("SPR Kouvola", ProviderType.NGO),
        ("Etelä-Karjalan Martat ry", ProviderType.NGO),
        ("Eläkeliiton Kotkan yhdistys", ProviderType.NGO),
        ("Lahden Diakoniasäätiö sr", ProviderType.NGO),
        ("Kotkan-Kymin seurakuntayhtymä", ProviderType.PARISH),
        ("Kela", ProviderType.STATE),
        ("Hoiva-apu Imatra Oy", ProviderType.COMPANY),
        ("Jokin muu", ProviderType.OTHER),
        ("", ProviderType.OTHER),
    ],
)
def test_the_type_of_a_provider_is_told_by_its_name(name: str, kind: ProviderType) -> None:
    assert provider_type(name) is kind


def test_an_organisation_that_is_a_municipality_is_known() -> None:
    assert municipality_of("Lappeenrannan kaupunki") == "405"
    assert municipality_of("Kouvolan Latu ry") == ""
    assert municipality_of("1 kunta") == ""


@pytest.mark.parametrize(
    ("text", "practice"),
    [
        ("Tilat ovat esteettömät.", LowThreshold.ACCESSIBLE_PREMISES),
        ("Esteettömät tilat keskustassa.", LowThreshold.ACCESSIBLE_PREMISES),
        ("Avustaja voi tulla mukaan maksutta.", LowThreshold.COMPANION_CARD),
        ("Tukea saa ilman ajanvarausta.", LowThreshold.NO_BOOKING),
        ("Ajanvarausta ei tarvita.", LowThreshold.NO_BOOKING),
        ("Päivään sisältyy kuljetus.", LowThreshold.TRANSPORT),
        ("Voit soittaa nimettömästi.", LowThreshold.ANONYMOUS),
        ("Osallistu etänä.", LowThreshold.REMOTE),
        ("Sauvoja voi lainata.", LowThreshold.EQUIPMENT_LOAN),
        ("Kaikukortti käy.", LowThreshold.FREE_TICKETS),
        ("Maksuton kokeilukerta.", LowThreshold.FREE_TRIAL),
        ("Vapaaehtoinen hakee kotoa.", LowThreshold.PEER_ESCORT),
    ],
)
def test_a_practice_is_recognised(text: str, practice: LowThreshold) -> None:
    assert low_threshold_of([text]) == (practice,)


@pytest.mark.parametrize(
    "text",
    [
        "Tilat eivät ole esteettömät.",
        "Ajanvaraus puhelimitse.",
        "Avustaja ei pääse mukaan maksutta.",
        "Kuljetusta ei järjestetä.",
        "Palvelua ei saa etänä.",
        "Asiakkaan esteettömyys arvioidaan.",
    ],
)
def test_a_denied_or_doubtful_practice_is_not_promised(text: str) -> None:
    assert low_threshold_of([text]) == ()


@pytest.mark.parametrize(
    ("dirty", "plain"),
    [
        ("Uni&nbsp;ja &auml;&auml;ni &amp; mieli", "Uni ja ääni & mieli"),
        ("&amp;lt; 18 v", "< 18 v"),
        ("<p>Yksi</p><p>Kaksi</p>", "Yksi\nKaksi"),
        ("Ikä <65 ja >18", "Ikä <65 ja >18"),
        ("a\x1b[31mb\x00\u202ec\ud800", "a[31mbc"),
        ("  rivi \r\n\r\n\r\n\r\n toinen ", "rivi\n\ntoinen"),
    ],
)
def test_texts_are_made_fit_for_a_screen(dirty: str, plain: str) -> None:
    assert clean(dirty) == plain


def test_contact_details_are_put_in_one_form() -> None:
    assert phone("040 123 4567") == "+358 40 123 4567"
    assert phone("0401234567", "+358") == "+358 401234567"
    assert phone("00358 40 1234567") == "+358 40 1234567"
    assert phone("116117") == "116117"
    assert phone("0800 12345") == "0800 12345"
    assert web_address("www.example.org") == "https://www.example.org"
    assert web_address("javascript:alert(1)") == web_address("sana") == ""
    assert email_address("mailto:a@b.example") == "a@b.example"
    assert email_address("@") == ""
    assert moment("2026-05-06T08:00:00.0000000") is not None
    assert moment("eilen") is None
    assert language_of("Stöd för dem som inte orkar och behöver vila") == "sv"
