"""Filling a form in."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from hyteterm.domain.questionnaire import Fault, NotUnderstood, Session

from .forms import coding, extension, form, formula, item, when

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=timezone(timedelta(hours=2)))


def answer(session, link_id):
    return [each.value for each in session.answers(link_id)]


def problems(session):
    return [(each.link_id, each.fault) for each in session.problems()]


@pytest.mark.parametrize(
    ("kind", "typed", "json_answer"),
    [
        ("boolean", "kyllä", {"valueBoolean": True}),
        ("boolean", False, {"valueBoolean": False}),
        ("string", " sana ", {"valueString": "sana"}),
        ("text", "rivi\nrivi", {"valueString": "rivi\nrivi"}),
        ("integer", "12", {"valueInteger": 12}),
        ("integer", "−3", {"valueInteger": -3}),
        ("decimal", "3,5", {"valueDecimal": 3.5}),
        ("decimal", 4, {"valueDecimal": 4}),
        ("date", "1.2.2026", {"valueDate": "2026-02-01"}),
        ("date", "2.2026", {"valueDate": "2026-02"}),
        ("date", "2026-02-01", {"valueDate": "2026-02-01"}),
        ("dateTime", "1.2.2026 8.30", {"valueDateTime": "2026-02-01T08:30:00+02:00"}),
        ("dateTime", "2026-02-01T08:30:00Z", {"valueDateTime": "2026-02-01T08:30:00Z"}),
        ("time", "8.30", {"valueTime": "08:30:00"}),
        ("url", "https://x.fi", {"valueUri": "https://x.fi"}),
        ("open-choice", "oma", {"valueString": "oma"}),
        ("quantity", "70,5 kg", {"valueQuantity": {"value": 70.5, "unit": "kg"}}),
    ],
)
def test_typed_answers_of_every_type(kind, typed, json_answer):
    session = Session(form(item("q", kind)), now=NOW)
    session.set(("q", 0), typed)
    assert session.response()["item"][0]["answer"] == [json_answer]
    assert session.problems() == []


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("boolean", "ehkä"),
        ("integer", "3,5"),
        ("integer", "kolme"),
        ("integer", True),
        ("decimal", "1e5"),
        ("date", "30.2.2026"),
        ("date", "huomenna"),
        ("time", "25.00"),
        ("dateTime", "1.2.2026 26.00"),
        ("url", "kaksi sanaa"),
        ("quantity", "paljon"),
    ],
)
def test_what_is_no_answer_is_told_without_repeating_it(kind, typed):
    session = Session(form(item("q", kind)))
    with pytest.raises(NotUnderstood) as error:
        session.set(("q", 0), typed)
    assert str(typed) not in str(error.value)
    assert session.answers("q") == ()


def test_options_are_found_by_code_label_and_coding():
    session = Session(form(item("q", "choice", answerOption=[coding("yes", 2), coding("no")])))
    for value in ("yes", "YES", "Yes", {"system": "urn:codes", "code": "yes"}):
        session.set(("q", 0), None)
        session.set(("q", 0), value)
        assert answer(session, "q")[0]["code"] == "yes"
    with pytest.raises(NotUnderstood):
        session.set(("q", 0), "perhaps")
    weight = session.response()["item"][0]["answer"][0]["valueCoding"]["extension"]
    assert weight == [extension("ordinalValue", valueDecimal=2)]


def test_several_answers_and_the_exclusive_one():
    alone = [extension("questionnaire-optionExclusive", valueBoolean=True)]
    options = [coding("a"), coding("b"), coding("none", extension=alone)]
    session = Session(form(item("q", "choice", repeats=True, answerOption=options)))
    a, b, none = (option.answer for option in session.visible()[0].options)

    def chosen():
        return [each["code"] for each in answer(session, "q")]

    session.toggle(("q", 0), a)
    session.toggle(("q", 0), b)
    assert chosen() == ["a", "b"]
    session.toggle(("q", 0), none)
    assert chosen() == ["none"]
    session.toggle(("q", 0), a)
    assert chosen() == ["a"]
    session.toggle(("q", 0), a)
    assert chosen() == []
    session.set(("q", 0), ["a", "none"])
    assert problems(session) == [("q", Fault.EXCLUSIVE)]


def test_limits():
    session = Session(
        form(
            item("long", "string", maxLength=3),
            item("small", "integer", extension=[extension("minValue", valueInteger=2)]),
            item("great", "decimal", extension=[extension("maxValue", valueDecimal=2.5)]),
            item("late", "date", extension=[extension("maxValue", valueDate="2020-01-01")]),
            item("code", "string", extension=[
                extension("regex", valueString="[0-9]{5}"),
                extension("entryFormat", valueString="00000"),
            ]),
            item("exact", "decimal", extension=[extension("maxDecimalPlaces", valueInteger=1)]),
            item("few", "string", repeats=True, extension=[
                extension("questionnaire-minOccurs", valueInteger=2)
            ]),
            item("needed", "string", required=True),
        )
    )  # fmt: skip
    for link_id, value in {
        "long": "abcd", "small": 1, "great": 3, "late": "2.1.2020", "code": "123",
        "exact": "1,25", "few": ["one"],
    }.items():  # fmt: skip
        session.set((link_id, 0), value)
    assert problems(session) == [
        ("long", Fault.TOO_LONG),
        ("small", Fault.TOO_SMALL),
        ("great", Fault.TOO_GREAT),
        ("late", Fault.TOO_GREAT),
        ("code", Fault.PATTERN),
        ("exact", Fault.TOO_PRECISE),
        ("few", Fault.TOO_FEW),
        ("needed", Fault.MISSING),
    ]
    rows = {row.item.link_id: row for row in session.visible()}
    assert [each.limit for each in rows["code"].errors] == ["00000"]
    assert rows["needed"].errors == (), "nobody is scolded before answering"


def test_calculated_limit_and_constraint():
    latest = {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "_valueDate": {
        "extension": [extension("cqf-calculatedValue", valueExpression={
            "language": "text/fhirpath", "expression": "today()"})]}}  # fmt: skip
    rule = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-constraint", "extension": [
        {"url": "severity", "valueCode": "error"},
        {"url": "human", "valueString": "Samat"},
        {"url": "expression", "valueString":
            "%resource.item.where(linkId='d').answer.value = answer.value"}]}  # fmt: skip
    session = Session(
        form(item("d", "date", extension=[latest]), item("e", "date", extension=[rule])), now=NOW
    )
    session.set(("d", 0), "5.3.2026")
    assert problems(session) == [("d", Fault.TOO_GREAT)]
    session.set(("d", 0), "4.3.2026")
    session.set(("e", 0), "3.3.2026")
    assert [(each.link_id, each.limit) for each in session.problems()] == [("e", "Samat")]
    session.set(("e", 0), "4.3.2026")
    assert session.problems() == []


def test_read_only_and_unsupported_items_are_not_answered():
    session = Session(
        form(item("r", "string", readOnly=True), item("f", "attachment", required=True))
    )
    for path in (("r", 0), ("f", 0)):
        with pytest.raises(PermissionError):
            session.set(path, "x")
    assert [row.read_only for row in session.visible()] == [True, True]
    assert session.problems() == []
    with pytest.raises(KeyError):
        session.set(("nowhere", 0), "x")


def test_walking_through_the_unanswered():
    session = Session(
        form(
            item("g", "group", item("a", "string"), item("b", "string")),
            item("c", "string", enableWhen=[when("a", "exists", answerBoolean=True)]),
        )
    )
    assert session.next_unanswered() == ("g", 0, "a", 0)
    assert session.next_unanswered(("g", 0, "a", 0)) == ("g", 0, "b", 0)
    assert session.next_unanswered(("g", 0, "b", 0)) == ("g", 0, "a", 0)
    for _ in range(3):
        path = session.next_unanswered()
        session.set(path, "x")
    assert path == ("c", 0)
    assert session.next_unanswered() is None


def test_draft_is_json_and_restores_everything():
    session = Session(
        form(
            item("g", "group", item("q", "string", item("sub", "integer")), repeats=True),
            item("many", "string", repeats=True),
        )
    )
    session.add_repetition(("g", 0))
    session.set(("g", 1, "q", 0), "toinen")
    session.set(("g", 1, "q", 0, "sub", 0), 7)
    session.set(("many", 0), ["a", "b"])
    again = Session(session.questionnaire, json.loads(json.dumps(session.draft())))
    assert again.response() == session.response()
    assert again.draft() == session.draft()
    assert [row.path for row in again.visible()] == [row.path for row in session.visible()]


def test_a_draft_of_another_version_of_the_form_keeps_what_fits():
    draft = Session(form(item("a", "string"), item("b", "string")))
    draft.set(("a", 0), "x")
    draft.set(("b", 0), "y")
    again = Session(form(item("b", "string"), item("c", "string")), draft.draft())
    assert answer(again, "b") == ["y"]


def test_language_of_rows_changes_in_the_middle():
    swedish = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/translation",
        "extension": [{"url": "lang", "valueCode": "sv"}, {"url": "content", "valueString": "Ja"}]}]}  # fmt: skip
    option = coding("yes")
    option["valueCoding"]["_display"] = swedish
    session = Session(form(item("q", "choice", answerOption=[option], _text=swedish)))
    session.set(("q", 0), "yes")
    assert [(row.text, row.shown) for row in session.visible("fi")] == [("Kohta q", "Yes")]
    assert [(row.text, row.shown) for row in session.visible("sv")] == [("Ja", "Ja")]


def test_a_kept_row_follows_its_answer():
    session = Session(form(item("q", "integer"), item("r", "integer")))
    before = session.visible()
    session.set(("q", 0), 5)
    after = session.visible()
    assert (after[0].shown, after[1] is before[1]) == ("5", True)


def test_response_is_a_copy():
    session = Session(form(item("q", "string")))
    session.set(("q", 0), "x")
    session.response()["item"][0]["answer"].clear()
    assert session.response()["item"][0]["answer"] == [{"valueString": "x"}]


def test_initial_values_and_expressions():
    session = Session(
        form(
            item("a", "integer", initial=[{"valueInteger": 3}]),
            item("b", "date", extension=[formula("initialExpression", "today()")]),
            item("c", "string", extension=[formula("initialExpression", "%patient.name")]),
            item("d", "choice", answerOption=[coding("x"), coding("y", initialSelected=True)]),
        ),
        now=NOW,
    )
    assert answer(session, "a") == [3]
    assert answer(session, "b") == ["2026-03-04"]
    assert answer(session, "c") == []
    assert answer(session, "d")[0]["code"] == "y"
