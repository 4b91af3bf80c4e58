"""A county's own form: listed, filled in by keyboard alone, kept."""

import json
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from hyteterm.app import HyteTermApp
from hyteterm.local_cache.home import Home
from hyteterm.screens.card_form import CardFormScreen
from hyteterm.screens.card_opening import NEW
from hyteterm.screens.choice import ChoiceList, ChoiceScreen
from hyteterm.screens.desk import DeskScreen
from hyteterm.workspace import Workspace
from tests.screens.pilot import shown, to_desk, until

SIZE = (80, 24)
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"


def option(code: str, weight: int) -> dict[str, Any]:
    return {
        "valueCoding": {"system": "urn:x", "code": code, "display": code.capitalize()},
        "extension": [
            {
                "url": "http://hl7.org/fhir/StructureDefinition/ordinalValue",
                "valueDecimal": weight,
            }
        ],
    }


FORM: dict[str, Any] = {
    "resourceType": "Questionnaire",
    "url": "urn:county:form",
    "version": "1",
    "status": "active",
    "title": "Alueen kysely",
    "item": [
        {"linkId": "intro", "type": "display", "text": "Vastaa rauhassa."},
        {
            "linkId": "often",
            "type": "choice",
            "text": "Kuinka usein?",
            "required": True,
            "answerOption": [option("harvoin", 1), option("usein", 3)],
        },
        {"linkId": "name", "type": "string", "text": "Nimimerkki"},
        {"linkId": "born", "type": "date", "text": "Päivä", "required": True},
        {"linkId": "smokes", "type": "boolean", "text": "Tupakoitko?"},
        {
            "linkId": "amount",
            "type": "integer",
            "text": "Montako päivässä?",
            "enableWhen": [{"question": "smokes", "operator": "=", "answerBoolean": True}],
        },
        {
            "linkId": "sum",
            "type": "decimal",
            "text": "Pisteet",
            "readOnly": True,
            "extension": [
                {
                    "url": CALCULATED,
                    "valueExpression": {
                        "language": "text/fhirpath",
                        "expression": "%resource.item.where(linkId='often').answer.value.ordinal()"
                        " + iif(%resource.item.where(linkId='amount').answer.exists(),"
                        " %resource.item.where(linkId='amount').answer.value, 0)",
                    },
                }
            ],
        },
    ],
}


@pytest.fixture
def form(home: Home) -> Path:
    """The county's form in the home."""
    folder = home.path / "cards"
    folder.mkdir()
    path = folder / "alue.json"
    path.write_text(json.dumps(FORM), encoding="utf-8")
    return path


async def to_form(pilot: Pilot[str]) -> CardFormScreen:
    """From the desk to a new filling of the county's form."""
    app = pilot.app
    await to_desk(pilot)
    await pilot.press("f3")
    await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
    choices = app.screen.query_one(ChoiceList)
    while choices.chosen is not None and choices.chosen.code != f"{NEW}alue":
        await pilot.press("down")
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, CardFormScreen))
    screen = app.screen
    assert isinstance(screen, CardFormScreen)
    await until(pilot, lambda: screen.picture is not None)
    return screen


async def at(pilot: Pilot[str], screen: CardFormScreen, link_id: str) -> None:
    """Wait until the form stands at a question and has no work to do."""
    await until(
        pilot,
        lambda: (
            screen.row is not None and screen.row.item.link_id == link_id and not screen._waiting
        ),
    )


async def test_a_form_is_filled_to_its_end_by_keyboard(unlocked: Workspace, form: Path) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_form(pilot)
        await at(pilot, screen, "often")
        await pilot.press("2")
        await at(pilot, screen, "name")
        await pilot.press(*"Maija", "enter")
        await at(pilot, screen, "born")
        await pilot.press(*"1.2.1958", "enter")
        await at(pilot, screen, "smokes")
        await pilot.press("k")
        await at(pilot, screen, "amount")
        await pilot.press(*"10", "enter")
        await until(pilot, lambda: not screen._waiting)
        assert "13" in next(line for line in shown(app).splitlines() if "Pisteet" in line)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await until(pilot, lambda: "Lomake on tallessa." in shown(app))
        entry = next(unlocked.session.vault.access_log.entries())
        card = unlocked.session.vault.cards.get(entry.access.subject_id)
        assert card is not None
        assert card.form == "urn:county:form|1"
        assert "1958-02-01" in json.dumps(card.body)


async def test_what_is_missing_is_named_before_the_form_is_kept(
    unlocked: Workspace, form: Path
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_form(pilot)
        await pilot.press("2")
        await at(pilot, screen, "name")
        await pilot.press("f10")
        await until(pilot, lambda: "Tähän tarvitaan vastaus." in shown(app))
        await at(pilot, screen, "born")
        await pilot.press(*"eilen", "enter")
        await until(pilot, lambda: "Vastausta ei ymmärretty" in shown(app))


async def test_a_form_that_was_left_goes_on(unlocked: Workspace, form: Path) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_form(pilot)
        await pilot.press("2")
        await at(pilot, screen, "name")
        await pilot.press("escape", "f3")
        await until(pilot, lambda: "Jatka: Alueen kysely" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CardFormScreen))
        await until(pilot, lambda: "Usein" in shown(app))


async def test_a_condition_takes_its_question_away_and_brings_it_back(
    unlocked: Workspace, form: Path
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_form(pilot)
        await pilot.press("down", "down", "down")
        await at(pilot, screen, "smokes")
        await pilot.press("k")
        await until(pilot, lambda: "Montako päivässä?" in shown(app))
        await pilot.press("up") if screen.row and screen.row.item.link_id != "smokes" else None
        await until(pilot, lambda: not screen._waiting)
        while screen.row is not None and screen.row.item.link_id != "smokes":
            await pilot.press("down")
        await pilot.press("e")
        await until(pilot, lambda: "Montako päivässä?" not in shown(app))


async def test_keys_pressed_while_the_form_calculates_are_answers_in_their_order(
    unlocked: Workspace, form: Path
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_form(pilot)
        await at(pilot, screen, "often")
        screen._waiting += 1
        await pilot.press("2")
        assert screen.row is not None
        assert not screen.row.answers
        screen.filling.go_on(None)
        await until(pilot, lambda: "Usein" in shown(app))


async def test_a_file_that_is_no_form_says_so_and_hurts_nothing(
    unlocked: Workspace, home: Home
) -> None:
    (home.path / "cards").mkdir()
    (home.path / "cards" / "rikki.json").write_text("{", encoding="utf-8")
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_desk(pilot)
        await pilot.press("f3", "down", "enter")
        await until(pilot, lambda: "Lomake rikki ei aukea" in shown(app))


async def test_an_answer_of_ones_own_is_typed_straight_away(
    unlocked: Workspace, home: Home
) -> None:
    own = {
        "linkId": "hobby",
        "type": "open-choice",
        "text": "Harrastus?",
        "answerOption": [option("uinti", 0), option("luku", 0)],
    }
    (home.path / "cards").mkdir()
    form = json.dumps({**FORM, "item": [own]})
    (home.path / "cards" / "alue.json").write_text(form, encoding="utf-8")
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_form(pilot)
        await at(pilot, screen, "hobby")
        await pilot.press(*"Sudoku", "enter")
        await until(pilot, lambda: "✓ Harrastus?" in shown(app))
        await until(pilot, lambda: "Sudoku" in shown(app))


async def test_the_words_of_a_deep_row_have_room(unlocked: Workspace, home: Home) -> None:
    inner: dict[str, Any] = {"linkId": "leaf", "type": "string", "text": "Syvä kysymys"}
    for level in range(40):
        inner = {"linkId": f"g{level}", "type": "group", "text": "Taso", "item": [inner]}
    (home.path / "cards").mkdir()
    form = json.dumps({**FORM, "item": [inner]})
    (home.path / "cards" / "alue.json").write_text(form, encoding="utf-8")
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_form(pilot)
        await at(pilot, screen, "leaf")
        assert (
            next(line for line in shown(app).splitlines() if "▸" in line)
            .split("▸")[1]
            .strip()
            .startswith("Syvä kysymys")
        )
