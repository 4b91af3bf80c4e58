"""What stands on the paper, and what never does."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.demo.catalogue_loader import demo_services
from hyteterm.domain.feedback import leaflet_code, read_code
from hyteterm.domain.leaflet import (
    BlockKind,
    Detail,
    leaflet,
    printable,
    scan_target,
    text_lines,
    wrapped,
)
from hyteterm.domain.leaflet_phrases import PHRASES, THEME_WORDS, LeafletVersion
from hyteterm.domain.service import Channel, ChannelKind, Price, Service, ServiceEvent
from hyteterm.domain.vocabulary import PriceKind, ReferralType, Theme

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
PHONE = Channel(kind=ChannelKind.PHONE, value="+358 5 000 2462", hours={"fi": "ma–to 9–12"})
PLACE = Channel(kind=ChannelKind.PLACE, address={"fi": "Urheilukatu 6, 45100 Kouvola"})
WEB = Channel(kind=ChannelKind.WEB, value="https://www.example.fi/neuvonta")
SERVICE = Service(
    id="s-1",
    source="demo",
    source_id="neuvonta",
    names={"fi": "Liikuntaneuvonta", "sv": "Motionsrådgivning"},
    summaries={"fi": "Ohjausta liikkumiseen."},
    themes=(Theme.EXERCISE,),
    price=Price(kind=PriceKind.FREE),
    channels=(PLACE, PHONE, WEB),
    events=(ServiceEvent(starts=NOW + timedelta(days=2)),),
)


def lines(service: Service, version: LeafletVersion, detail: Detail = Detail.FULL) -> list[str]:
    return text_lines(leaflet([service], version, NOW, detail), 60)


@pytest.mark.parametrize("version", LeafletVersion)
def test_the_phone_number_comes_first_in_every_version(version: LeafletVersion) -> None:
    content = leaflet([SERVICE], version, NOW)
    assert content.blocks[0].kind is BlockKind.PHONE
    assert "05 000 2462" in content.blocks[0].text


def test_the_texts_are_in_the_leaflets_language() -> None:
    assert "Motionsrådgivning" in lines(SERVICE, LeafletVersion.SWEDISH)
    assert "Ohjausta liikkumiseen." in lines(SERVICE, LeafletVersion.FINNISH)
    assert "Ohjausta liikkumiseen." not in lines(SERVICE, LeafletVersion.EASY_FINNISH)
    assert "Tämä ei maksa sinulle mitään." in lines(SERVICE, LeafletVersion.EASY_FINNISH)
    russian = lines(SERVICE, LeafletVersion.RUSSIAN)
    assert "Часы приёма звонков: пн–чт 9–12" in russian
    assert "Тема: движение и спорт" in russian


def test_a_name_that_is_not_translated_is_marked_with_its_own_language() -> None:
    content = leaflet([SERVICE], LeafletVersion.RUSSIAN, NOW)
    name = next(block for block in content.blocks if block.kind is BlockKind.NAME)
    assert (name.text, name.language) == ("Liikuntaneuvonta", "fi")


def test_the_next_time_stands_as_people_say_it() -> None:
    assert "Seuraava kerta: ma 23.11. klo 11.00" in lines(SERVICE, LeafletVersion.FINNISH)
    easy = lines(SERVICE, LeafletVersion.EASY_FINNISH)
    assert "Seuraava kerta on maanantaina 23.11. Kello on silloin 11.00." in easy


def test_hours_that_are_no_list_of_days_stay_finnish_in_russian() -> None:
    phone = PHONE.model_copy(update={"hours": {"fi": "parittomina viikkoina ti"}})
    service = SERVICE.model_copy(update={"channels": (phone,)})
    assert "Часы приёма звонков: parittomina viikkoina ti" in lines(service, LeafletVersion.RUSSIAN)


def test_without_a_phone_the_next_best_way_comes_first() -> None:
    service = SERVICE.model_copy(update={"channels": (PLACE, WEB)})
    assert lines(service, LeafletVersion.FINNISH)[0].startswith("Verkossa:")
    assert scan_target(service) == "https://www.example.fi/neuvonta"
    nowhere = SERVICE.model_copy(update={"channels": (PLACE,)})
    assert "Kysy yhteystiedot" in lines(nowhere, LeafletVersion.FINNISH)[0]
    assert scan_target(nowhere) == ""


def test_a_camera_calls_the_number() -> None:
    assert scan_target(SERVICE) == "tel:+35850002462"


@pytest.mark.parametrize(
    "change",
    [
        {"themes": (Theme.MIND, Theme.SAFETY)},
        {"referral_type": ReferralType.VIOLENCE_CONSULTATION},
        {"names": {"fi": "Saimaan turvakoti"}},
        {"summaries": {"fi": "Apua", "sv": "Hjälp vid våld i nära relationer"}},
        {"keywords": {"fi": ("lähisuhdeväkivalta",)}},
    ],
)
def test_nothing_of_violence_is_ever_printed(change: dict[str, object]) -> None:
    service = SERVICE.model_copy(update=change)
    assert not printable(service)
    with pytest.raises(ValueError, match="safety"):
        leaflet([SERVICE, service], LeafletVersion.FINNISH, NOW)


def test_no_printed_word_is_of_the_safety_theme() -> None:
    assert all(Theme.SAFETY not in words for words in THEME_WORDS.values())
    assert all(set(words) == set(Theme) - {Theme.SAFETY} for words in THEME_WORDS.values())


def test_every_version_has_every_phrase_with_the_same_places() -> None:
    finnish = PHRASES[LeafletVersion.FINNISH]
    for phrases in PHRASES.values():
        for field in type(finnish).__slots__:
            value = getattr(phrases, field)
            assert value
            if isinstance(value, str):
                assert value.count("{") == getattr(finnish, field).count("{"), field


@pytest.mark.parametrize("version", LeafletVersion)
def test_every_printable_demo_service_makes_a_leaflet(version: LeafletVersion) -> None:
    for service in demo_services(NOW):
        if printable(service):
            text = "\n".join(text_lines(leaflet([service], version, NOW), 60))
            assert "{" not in text
            assert text.count("\n") >= 2


def test_the_feedback_code_can_be_typed_from_the_paper() -> None:
    footer = leaflet([SERVICE], LeafletVersion.FINNISH, NOW).footer.text
    assert read_code(footer.rpartition(" ")[2]) == leaflet_code([SERVICE.id])


def test_less_detail_keeps_phone_and_name() -> None:
    assert lines(SERVICE, LeafletVersion.FINNISH, Detail.LEAST)[:2] == [
        "Soita 05 000 2462",
        "Liikuntaneuvonta",
    ]
    full = lines(SERVICE, LeafletVersion.FINNISH)
    short = lines(SERVICE, LeafletVersion.FINNISH, Detail.SHORT)
    assert set(short) < set(full)


@given(st.text(alphabet="aä b\n", max_size=200), st.integers(min_value=1, max_value=40))
def test_wrapping_loses_no_word_and_keeps_to_the_width(text: str, width: int) -> None:
    found = wrapped(text, width)
    assert " ".join(found).split() == text.split()
    assert all(len(line) <= width or " " not in line for line in found)
