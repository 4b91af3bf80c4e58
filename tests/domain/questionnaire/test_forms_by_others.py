"""Forms and scores that others wrote."""

import json
import math
import random
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hyteterm.domain.questionnaire import (
    ItemType,
    NotUnderstood,
    Session,
    UnreadableQuestionnaire,
    read,
    read_all,
    score,
    scores,
    support,
)

from .forms import ORDINAL, coding, form, formula, item

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
TYPED = {
    ItemType.BOOLEAN: True, ItemType.STRING: "sana", ItemType.TEXT: "sana", ItemType.CHOICE: "sana",
    ItemType.OPEN_CHOICE: "sana", ItemType.INTEGER: 3, ItemType.DECIMAL: "3,5",
    ItemType.DATE: "1.2.2001", ItemType.DATETIME: "1.2.2026 8.30", ItemType.TIME: "8.30",
    ItemType.QUANTITY: "70", ItemType.URL: "https://esimerkki.fi",
}  # fmt: skip


def fill(session, seed=1):
    """Answers all that is asked; how many keys it took."""
    chance, keys = random.Random(seed), 0
    path = session.next_unanswered()
    while path is not None:
        row = next(row for row in session.visible() if row.path == path)
        session.set(path, chance.choice(row.options).answer if row.options else TYPED[row.kind])
        assert next(row for row in session.visible() if row.path == path).answers
        path, keys = session.next_unanswered(path), keys + 1
    return keys


def _files(shared_data):
    folder = shared_data / "questionnaires"
    return [
        path
        for path in sorted(folder.glob("**/*.json"))
        if path.parent.name != "scores" and not path.name.startswith("QR__")
    ]


def test_a_sample_of_forms_opens_and_is_filled_to_the_end(shared_data):
    opened = 0
    for path in _files(shared_data)[::4]:
        try:
            forms = read_all(json.loads(path.read_text("utf-8")))
        except UnreadableQuestionnaire as refused:
            assert refused.reason
            continue
        for questionnaire in forms:
            session = Session(questionnaire, now=NOW)
            fill(session)
            assert support(questionnaire)
            assert session.response()["resourceType"] == "QuestionnaireResponse"
            again = Session(questionnaire, json.loads(json.dumps(session.draft())), NOW)
            assert again.response() == session.response()
            opened += 1
    assert opened


def _close(mine, expected):
    if isinstance(mine, bool) or isinstance(expected, bool):
        return mine is expected
    if isinstance(mine, int | float) and isinstance(expected, int | float):
        return math.isclose(mine, expected, rel_tol=1e-9)
    return mine == expected


def test_scores_agree_with_those_of_another_engine(shared_data):
    folder = shared_data / "questionnaires"
    agreeing = total = 0
    for path in sorted((folder / "scores").glob("*.json"))[::2]:
        data = json.loads(path.read_text("utf-8"))
        questionnaire = read(json.loads((folder / data["questionnaire"]).read_text("utf-8")))
        for case in data["cases"]:
            found = scores(questionnaire, case["response"], NOW).values
            for link_id, values in case["expected"].items():
                if isinstance(values, list):
                    mine = found[link_id]
                    total += 1
                    agreeing += len(mine) == len(values) and all(map(_close, mine, values))
    assert total
    assert agreeing / total >= 0.97


OPTIONS = [coding(str(weight), weight) for weight in range(4)]
SUM = f"%resource.item.answer.value.extension.where(url='{ORDINAL}').value.sum()"


def _scored():
    return {
        "resourceType": "Questionnaire",
        "item": [
            item("a", "choice", answerOption=OPTIONS),
            item("b", "choice", answerOption=OPTIONS),
            item("sum", "integer", extension=[formula("calculatedExpression", SUM)]),
            item("bad", "integer", extension=[formula("calculatedExpression", "%nobody")]),
        ],
    }


def test_weights_are_copied_from_the_form_to_answers_without_them():
    def answered(link_id, code):
        return {
            "linkId": link_id,
            "answer": [{"valueCoding": {"system": "urn:codes", "code": code}}],
        }

    response = {
        "resourceType": "QuestionnaireResponse",
        "item": [answered("a", "3"), answered("b", "2")],
    }
    assert score(_scored(), response, NOW) == {"sum": [5], "bad": []}
    found = scores(read(_scored()), response, NOW)
    assert list(found.errors) == ["bad"]


def test_scores_of_a_session_are_those_of_its_response():
    session = Session(read(_scored()))
    session.set(("a", 0), "1")
    session.set(("b", 0), "2")
    assert score(_scored(), session.response())["sum"] == [3]
    assert [each.value for each in session.answers("sum")] == [3]


def test_values_of_each_repetition_come_one_after_the_other():
    doubled = formula("calculatedExpression", "%context.linkId")
    twice = formula("calculatedExpression", "%n * 2")
    questionnaire = form(
        item(
            "g", "group",
            item("n", "integer"),
            item("twice", "integer", extension=[twice]),
            item("name", "string", extension=[doubled]),
            repeats=True,
            extension=[formula("", "item.where(linkId='n').answer.value", "n")],
        )
    )  # fmt: skip
    groups = [
        {"linkId": "g", "item": [{"linkId": "n", "answer": [{"valueInteger": n}]}]} for n in (1, 4)
    ]
    found = scores(questionnaire, {"resourceType": "QuestionnaireResponse", "item": groups})
    assert found.values == {"twice": [2, 8], "name": ["name", "name"]}


JUNK = st.sampled_from(
    [None, 1, -1.5, "x", "", [], {}, [None], [[1]], {"a": 1}, True, [{"url": []}], {"linkId": 3}]
)


def _mutated(data, draw):
    """The form with something in it replaced by junk, taken away, or put in a list."""
    found = json.loads(json.dumps(data))
    node = found["item"]
    for _ in range(draw(st.integers(1, 8))):
        keys = sorted(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            break
        key = draw(st.sampled_from(keys))
        if not isinstance(node[key], dict | list) or not node[key] or draw(st.integers(0, 3)) == 0:
            node[key] = draw(JUNK)
            break
        node = node[key]
    return found


RICH = {
    "resourceType": "Questionnaire",
    "contained": [{"resourceType": "ValueSet", "id": "v", "compose": {"include": []}}],
    "item": [
        item("a", "choice", item("sub", "string"), answerOption=OPTIONS, repeats=True),
        item("b", "choice", answerValueSet="#v"),
        item(
            "c", "integer",
            enableWhen=[{"question": "a", "operator": "=", "answerCoding": {"code": "1"}}],
            extension=[
                {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 1},
                formula("calculatedExpression", SUM),
                formula("", "item.answer.value", "v"),
            ],
            initial=[{"valueInteger": 4}],
        ),
    ],
}  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_a_damaged_form_is_refused_or_works(data):
    try:
        questionnaire = read(_mutated(RICH, data.draw))
    except UnreadableQuestionnaire as refused:
        assert refused.reason
        return
    support(questionnaire)
    session = Session(questionnaire)
    path = session.next_unanswered()
    if path is not None:
        try:
            session.set(path, "3")
        except NotUnderstood:
            pass
    session.visible("sv")
    session.problems()
    response = json.loads(json.dumps(session.response()))
    scores(questionnaire, response)
    assert Session(questionnaire, json.loads(json.dumps(session.draft()))).response() == response


@pytest.mark.parametrize("draft", [{}, {"items": None}, {"items": [1, {"key": "a", "slots": 5}]}])
def test_a_damaged_draft_opens_empty(draft):
    assert "item" not in Session(form(item("a", "string")), draft).response()
