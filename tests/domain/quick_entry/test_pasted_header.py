"""Client headers pasted from patient systems, in several usual layouts (invented people)."""

from datetime import date

import pytest

from hyteterm.domain.quick_entry import Context, Field, Understood, parse, parse_header

CONTEXT = Context(date(2026, 11, 20), "286")

LAYOUTS = {
    "labels and colons": """\
        Nimi: Virtanen Matti Juhani
        Henkilötunnus: 010158-900E
        Puhelin: 040 123 4567
        Osoite: Lahdenkatu 12 B 3, 15100 LAHTI
        Kotikunta: Kouvola""",
    "labels without colons": """\
        Nimi Virtanen Matti Juhani
        Hlötunnus 010158-900E
        Puh. 040 123 4567
        Lähiosoite Lahdenkatu 12 B 3
        Kotikunta Kouvola""",
    "one row": """\
        Virtanen, Matti Juhani  010158-900E
        Lahdenkatu 12 B 3
        15100 LAHTI
        p. 0401234567
        Kotikunta: Kouvola (286)""",
    "capitals and sex": """\
        VIRTANEN MATTI JUHANI 010158-900E M 68 v
        Puh. 040-1234567 Kotikunta: KOUVOLA""",
    "labels above values": """\
        Sukunimi
        Virtanen
        Etunimet
        Matti Juhani
        Henkilötunnus
        010158-900E
        Matkapuhelin
        040 1234567
        Kotikunta
        286 Kouvola""",
    "a table with tabs": (
        "Sukunimi\tEtunimet\tHetu\tOsoite\tKotikunta\tPuh\n"
        "Virtanen\tMatti Juhani\t010158-900E\tLahdenkatu 12, 15100 Lahti\tKouvola\t040 1234567"
    ),
    "a table with semicolons": (
        "Sukunimi;Etunimet;Hetu;Kotikunta;Puh\nVirtanen;Matti Juhani;010158-900E;Kouvola;0401234567"
    ),
    "two columns": """\
        Nimi: Virtanen Matti Juhani      Hetu: 010158-900E
        Puh: 040 1234567                 Kotikunta: Kouvola
        Postiosoite: 15100 LAHTI         Sukupuoli: mies""",
    "next of kin, unit and dates": """\
        Potilas: Virtanen Matti Juhani (010158-900E)
        Lähiomainen: Liisa Virtanen, vaimo, puh. 050 7654321
        Matkapuhelin: 0401234567
        Yksikkö: Kotkan terveysasema
        Käyntipäivä: 3.11.2026
        Omalääkäri: Aino Testi
        Kotikunta: Kouvola""",
    "windows line ends": (
        "Nimi: Virtanen Matti Juhani\r\nHetu: 010158-900E\r\nPuh: 0401234567\r\nKotikunta: Kouvola"
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("read", [parse, parse_header])
def test_every_layout_gives_the_same_client(layout: str, read: object) -> None:
    assert callable(read)
    found = read("\n".join(line.strip(" ") for line in LAYOUTS[layout].split("\n")), CONTEXT)
    assert isinstance(found, Understood)
    assert found.name == "Matti Juhani Virtanen"
    assert found.identity_code == "010158-900E"
    assert found.birth is not None
    assert found.birth.day == date(1958, 1, 1)
    assert found.phone == "+358401234567"
    assert found.municipality == "286"
    assert Field.MUNICIPALITY not in found.assumed
    assert found.ambiguous == ()
    assert found.unknown == ()


def test_addresses_and_next_of_kin_are_left_out_and_shown_as_left_out() -> None:
    text = "Nimi: Eeva Testi\nOsoite: Kauppakatu 3, 48100 Kotka\nHuoltaja: Liisa Testi 0507654321"
    found = parse_header(text, CONTEXT)
    assert (found.name, found.phone) == ("Eeva Testi", "")
    assert found.municipality == "286"
    assert Field.MUNICIPALITY in found.assumed
    assert "Kauppakatu 3, 48100 Kotka" in found.left_out
    assert "Liisa Testi 0507654321" in found.left_out


def test_typed_words_may_stand_before_and_a_reason_after_a_pasted_header() -> None:
    found = parse(
        "kulttuuri Nimi: Testi Eeva\nHetu: 240790-9555\nPuh: 0401234567\n; yksinäinen, laulaa",
        CONTEXT,
    )
    assert (found.type, found.name) == ("culture", "Eeva Testi")
    assert found.reason == "yksinäinen, laulaa"
    assert found.missing == ()


def test_a_reason_may_follow_a_pasted_row_of_semicolons() -> None:
    found = parse("liikunta\nTesti;Eeva;240790-9555;0401234567\n; selkä", CONTEXT)
    assert (found.name, found.identity_code) == ("Eeva Testi", "240790-9555")
    assert found.reason == "selkä"


@pytest.mark.parametrize(
    ("value", "protected"),
    [("kyllä", True), ("on", True), ("voimassa 2027 asti", True), ("ei", False), ("Ei", False)],
)
def test_turvakielto_is_never_overlooked(value: str, protected: bool) -> None:
    found = parse_header(f"Nimi: Eeva Testi\nTurvakielto: {value}\n", CONTEXT)
    assert found.non_disclosure is protected


def test_a_header_names_no_type_even_where_a_word_could() -> None:
    found = parse_header("Nimi: Eeva Testi\nYksikkö: liikunta\nLiikuntaneuvonta", CONTEXT)
    assert found.type == ""
    assert found.unknown == ("Liikuntaneuvonta",)


def test_a_swedish_header_is_read() -> None:
    found = parse_header(
        "Namn: Lindström Gunilla\nFödelsedatum: 5.6.1962\nTelefon: 050 123 4567\n"
        "Hemkommun: Fredrikshamn\nModersmål: svenska\nAdress: Storgatan 3, 49400 Fredrikshamn",
        CONTEXT,
    )
    assert (found.name, found.municipality, found.language) == ("Gunilla Lindström", "075", "sv")
    assert found.birth is not None
    assert found.birth.day == date(1962, 6, 5)
