"""Text for the patient system."""

from datetime import UTC, datetime

import pytest

from hyteterm.domain.client import Client
from hyteterm.domain.consent import BASIC_ITEMS, Consent
from hyteterm.domain.record_templates import BUILT_IN, OwnTemplate, unknown_fields
from hyteterm.domain.record_text import NotForTheRecord, record_text
from hyteterm.domain.referral import Receiver, Referral, Sender
from hyteterm.domain.referral_types import BUILT_IN as KINDS

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
REFERRAL = Referral(
    type="exercise",
    created_at=NOW,
    sender=Sender(professional_id="p", name="A. Demo", role="sh", unit="Pääterveysasema"),
    receiver=Receiver(service_id="s", service="Liikuntaneuvonta", organisation="Kouvola"),
    client=Client(name="Matti Mallikas", phone="0500000201", birth_year=1958),
    reason="polvi, haluaa ryhmään",
    consent=Consent(items=BASIC_ITEMS, given_at=NOW, feedback_to_sender=True),
)


def same(message: str) -> str:
    return message


def made(referral: Referral = REFERRAL, **own: OwnTemplate) -> str:
    return record_text(referral, same, own).text


def test_it_says_what_was_done_and_with_whose_leave() -> None:
    assert made().splitlines() == [
        "Liikkumisesta keskusteltu. Asiakas ohjattu liikuntaneuvontaan: Liikuntaneuvonta, Kouvola.",
        "Syy: polvi, haluaa ryhmään.",
        "Asiakas antoi luvan 21.11.2026: nimi ja yhteystiedot, syntymävuosi, kotikunta, syy, "
        "oma tavoite, rajoitteet.",
        "Palaute tulee lähettäjälle.",
        "Lähetteen teki 21.11.2026 A. Demo, sh, Pääterveysasema.",
    ]


def test_it_is_pasted_into_the_clients_own_record_so_it_names_nobody() -> None:
    assert "Mallikas" not in made()
    assert "000 0201" not in made()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.carries_client])
def test_every_type_has_its_own_text(kind: object) -> None:
    code = kind.code  # type: ignore[attr-defined]
    assert code in BUILT_IN
    text = made(REFERRAL.model_copy(update={"type": code}))
    assert "Liikuntaneuvonta, Kouvola." in text.splitlines()[0]


def test_the_consultation_about_violence_has_none() -> None:
    with pytest.raises(NotForTheRecord):
        made(REFERRAL.model_copy(update={"type": "violence-consultation"}))


def test_a_countys_own_type_gets_the_general_text() -> None:
    text = made(REFERRAL.model_copy(update={"type": "luontolähete"}))
    assert text.startswith("Luontolähete: asiakas ohjattu palveluun Liikuntaneuvonta, Kouvola.")


def test_a_county_puts_its_procedure_code_in() -> None:
    assert "Toimenpide" not in made()
    assert "Toimenpide X123." in made(exercise=OwnTemplate(code="X123"))
    everywhere = record_text(REFERRAL, same, {"*": OwnTemplate(code="Y1")}).text
    assert "Toimenpide Y1." in everywhere


def test_a_countys_own_text_replaces_ours_in_the_professionals_language() -> None:
    own = OwnTemplate(
        code="X1", text={"fi": "{service} ({code})\nTavoite: {goal}", "sv": "Till {service}"}
    )
    assert made(exercise=own) == "Liikuntaneuvonta (X1)."
    assert record_text(REFERRAL, same, {"exercise": own}, "sv").text == "Till Liikuntaneuvonta."


@pytest.mark.parametrize("field", ["reason", "goal", "restrictions"])
def test_what_speaks_of_violence_stays_out_and_that_is_told(field: str) -> None:
    referral = REFERRAL.model_copy(update={field: "mies lyö häntä kotona"})
    record = record_text(referral, same, {})
    assert record.left_out
    assert "lyö" not in record.text
    assert "Liikuntaneuvonta" in record.text


def test_a_shelters_name_stays_out_too() -> None:
    receiver = Receiver(service_id="s", service="Saimaan turvakoti")
    record = record_text(REFERRAL.model_copy(update={"receiver": receiver}), same, {})
    assert record.left_out
    assert "turvakoti" not in record.text


def test_a_template_can_name_only_what_there_is() -> None:
    assert unknown_fields("{service} {hetu}") == {"hetu"}
    assert unknown_fields("{service!r}") == {"service"}
    assert unknown_fields("{service:>1000000}") == {"service"}
    assert unknown_fields("{sender}, {date}") == set()
    with pytest.raises(ValueError, match=r"brace|encountered|expected"):
        unknown_fields("{service")


def test_braces_in_a_reason_are_only_text() -> None:
    assert "Syy: {code} {0}." in made(REFERRAL.model_copy(update={"reason": "{code} {0}"}))
