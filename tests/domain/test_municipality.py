"""Municipalities: facts against the shared code list, names as people write them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.municipality import (
    COUNTIES,
    find_municipality,
    municipalities,
    municipalities_of,
    municipalities_of_region,
    municipality,
    municipality_code,
    municipality_name,
    neighbours,
)


def test_there_are_308_municipalities_with_unique_codes_and_names() -> None:
    rows = municipalities()
    assert len(rows) == 308
    assert len({row.code for row in rows}) == 308
    assert len({row.fi for row in rows}) == 308
    assert {row.county for row in rows} == set(COUNTIES)
    assert all(len(row.code) == 3 and row.code.isdigit() for row in rows)


@pytest.mark.parametrize(
    ("county", "count"),
    [
        ("kymenlaakso", 6),
        ("paijat-hame", 10),
        ("kainuu", 8),
        ("etela-karjala", 9),
        ("lappi", 21),
        ("ahvenanmaa", 16),
        ("pohjois-pohjanmaa", 30),
        ("varsinais-suomi", 27),
    ],
)
def test_counties_have_the_right_number_of_municipalities(county: str, count: int) -> None:
    assert len(municipalities_of(county)) == count


def test_the_demo_counties_agree_with_the_shared_code_list(shared_data: Path) -> None:
    regions = json.loads((shared_data / "codes" / "municipalities_4_regions.json").read_text())
    for region in regions:
        codes = {entry["code"] for entry in region["municipalities"]}
        assert set(municipalities_of_region(region["maakunta_code"])) == codes
        for entry in region["municipalities"]:
            row = municipality(entry["code"])
            assert row is not None
            assert (row.fi, row.sv) == (entry["fi"], entry["sv"])
            assert neighbours(row.code)


def test_neighbours_are_mutual_and_exist() -> None:
    demo = [
        code
        for county in ("kymenlaakso", "paijat-hame", "kainuu", "etela-karjala")
        for code in municipalities_of(county)
    ]
    for code in demo:
        for other in neighbours(code):
            assert municipality(other) is not None
            if other in demo:
                assert code in neighbours(other)
    assert neighbours("285") == ("075", "286", "624")
    assert "398" in neighbours("098")
    assert neighbours("999") == ()


def test_outside_the_demo_counties_the_same_county_is_near() -> None:
    assert set(neighbours("240")) == set(municipalities_of("lappi")) - {"240"}


@pytest.mark.parametrize(
    ("text", "code"),
    [("1", "001"), ("75", "075"), (" 286 ", "286"), ("", ""), ("1234", ""), ("a1", ""), ("²", "")],
)
def test_codes_are_padded(text: str, code: str) -> None:
    assert municipality_code(text) == code


def test_a_merged_municipality_is_found_under_its_code_today() -> None:
    assert municipality_code("532") == "398"
    assert municipality_name("588") == "Mäntyharju"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kouvola", "Kouvola"),
        ("kouvolaan", "Kouvola"),
        ("Kouvolassa", "Kouvola"),
        ("Kouvolan kaupunki", "Kouvola"),
        ("Lahdessa", "Lahti"),
        ("Lahteen", "Lahti"),
        ("Lahden", "Lahti"),
        ("Lahtis", "Lahti"),
        ("Kotkassa", "Kotka"),
        ("Kotkan", "Kotka"),
        ("Haminasta", "Hamina"),
        ("Fredrikshamn", "Hamina"),
        ("Pyttis", "Pyhtää"),
        ("Pyhtäällä", "Pyhtää"),
        ("Pyhtäälle", "Pyhtää"),
        ("Iitissä", "Iitti"),
        ("Iittiin", "Iitti"),
        ("Sysmässä", "Sysmä"),
        ("Sysmaan", "Sysmä"),
        ("Heinolaan", "Heinola"),
        ("Padasjoella", "Padasjoki"),
        ("Padasjoelle", "Padasjoki"),
        ("Villmanstrand", "Lappeenranta"),
        ("Lappeenrannassa", "Lappeenranta"),
        ("Lappeenrantaan", "Lappeenranta"),
        ("Imatralla", "Imatra"),
        ("Savitaipaleella", "Savitaipale"),
        ("Taipalsaarelle", "Taipalsaari"),
        ("Ruokolahdella", "Ruokolahti"),
        ("Rautjärvellä", "Rautjärvi"),
        ("Luumäellä", "Luumäki"),
        ("Luumäkeen", "Luumäki"),
        ("Kajana", "Kajaani"),
        ("Kajaanissa", "Kajaani"),
        ("Suomussalmella", "Suomussalmi"),
        ("Puolangalla", "Puolanka"),
        ("Kuhmoon", "Kuhmo"),
        ("Helsingissä", "Helsinki"),
        ("Helsinkiin", "Helsinki"),
        ("Esbo", "Espoo"),
        ("Espooseen", "Espoo"),
        ("Turussa", "Turku"),
        ("Turkuun", "Turku"),
        ("Åbo", "Turku"),
        ("Tampereella", "Tampere"),
        ("Tampereelle", "Tampere"),
        ("Porvooseen", "Porvoo"),
        ("Borgås", "Porvoo"),
        ("Kauniaisissa", "Kauniainen"),
        ("Kauniaisten", "Kauniainen"),
        ("Paraisilla", "Parainen"),
        ("Harjavallassa", "Harjavalta"),
        ("Outokummussa", "Outokumpu"),
        ("Outokumpuun", "Outokumpu"),
        ("Hangossa", "Hanko"),
        ("Liedossa", "Lieto"),
        ("Alavudella", "Alavus"),
        ("Varkaudessa", "Varkaus"),
        ("Kannuksessa", "Kannus"),
        ("Nurmeksessa", "Nurmes"),
        ("Muhoksella", "Muhos"),
        ("Orivedellä", "Orivesi"),
        ("Pihtiputaalla", "Pihtipudas"),
        ("Punkalaitumella", "Punkalaidun"),
        ("Virroilla", "Virrat"),
        ("Virtain", "Virrat"),
        ("Lopella", "Loppi"),
        ("Iihin", "Ii"),
        ("Iissä", "Ii"),
        ("Uudessakaupungissa", "Uusikaupunki"),
        ("Uuteenkaupunkiin", "Uusikaupunki"),
        ("Kristiinankaupungissa", "Kristiinankaupunki"),
        ("Mänttä-Vilppulassa", "Mänttä-Vilppula"),
        ("S:t Michel", "Mikkeli"),
        ("Uleåborg", "Oulu"),
        ("Rovaniemelle", "Rovaniemi"),
        ("Toholammilla", "Toholampi"),
        ("Akaassa", "Akaa"),
        ("Säkylään", "Säkylä"),
        ("Kurikassa", "Kurikka"),
        ("Vihdissä", "Vihti"),
        ("Salon", "Salo"),
        ("286", "Kouvola"),
        ("75", "Hamina"),
        ("VIROLAHTI", "Virolahti"),
    ],
)
def test_a_municipality_is_found_as_people_write_it(text: str, name: str) -> None:
    found = find_municipality(text)
    assert found is not None
    assert found.fi == name


@pytest.mark.parametrize("text", ["", " ", "Testikunta", "1", "999", "liikunta", "lahde", "x", "n"])
def test_what_is_no_municipality_is_not_found(text: str) -> None:
    assert find_municipality(text) is None


def test_every_name_and_its_plain_forms_find_their_own_municipality() -> None:
    for row in municipalities():
        for form in (row.fi, row.fi.upper(), row.code, row.code.lstrip("0")):
            found = find_municipality(form)
            assert found is not None and found.code == row.code, form
        swedish = find_municipality(row.sv)
        assert swedish is not None and swedish.code == row.code, row.sv


@given(st.text())
def test_any_text_is_answered_without_an_error(text: str) -> None:
    found = find_municipality(text)
    assert found is None or municipality(found.code) == found
