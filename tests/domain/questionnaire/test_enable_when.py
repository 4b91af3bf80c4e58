"""Which items are there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.questionnaire import Answer, Session
from hyteterm.domain.questionnaire.enable_when import holds
from hyteterm.domain.questionnaire.model import Condition, Operator

from .forms import coding, extension, form, formula, item, when


def shown(session):
    return [row.item.link_id for row in session.visible()]


@pytest.mark.parametrize(
    ("operator", "expected", "given", "result"),
    [
        ("exists", True, [], False),
        ("exists", True, [0], True),
        ("exists", False, [], True),
        ("exists", False, [1], False),
        ("=", 5, [5], True),
        ("=", 5, [4], False),
        ("=", 5, [], False),
        ("=", 5, [4, 5], True),
        ("!=", 5, [4], True),
        ("!=", 5, [4, 5], False),
        ("!=", 5, [], False),
        (">", 5, [5], False),
        (">", 5, [1, 6], True),
        ("<", 5, [4], True),
        (">=", 5, [5], True),
        ("<=", 5, [6], False),
        ("<=", 5, [5], True),
    ],
)
def test_operators(operator, expected, given, result):
    kind = "Boolean" if operator == "exists" else "Integer"
    condition = Condition("q", Operator(operator), Answer(kind, expected))
    assert holds(condition, tuple(Answer("Integer", each) for each in given)) is result


OPPOSITES = [("<", ">="), (">", "<="), ("=", "!=")]


@given(st.sampled_from(OPPOSITES), st.integers(), st.integers())
def test_of_opposite_operators_one_holds_for_an_answer(pair, expected, answer):
    results = [
        holds(
            Condition("q", Operator(each), Answer("Integer", expected)),
            (Answer("Integer", answer),),
        )
        for each in pair
    ]
    assert sorted(results) == [False, True]


@pytest.mark.parametrize(
    ("kind", "small", "great"),
    [
        ("Date", "2020-01-31", "2020-02-01"),
        ("Time", "08:00:00", "10:00:00"),
        ("DateTime", "2020-01-01T10:00:00+02:00", "2020-01-01T09:00:00Z"),
        ("Decimal", 1.5, 2),
        ("String", "a", "b"),
        ("Quantity", {"value": 900, "code": "g"}, {"value": 1, "code": "kg"}),
    ],
)
def test_order_of_all_sorts_of_answers(kind, small, great):
    condition = Condition("q", Operator.GREATER, Answer(kind, small))
    assert holds(condition, (Answer(kind, great),))
    assert not holds(condition, (Answer(kind, small),))


def test_codings_are_compared_by_system_and_code():
    condition = Condition("q", Operator.EQUAL, Answer("Coding", {"system": "s", "code": "a"}))
    assert holds(condition, (Answer("Coding", {"system": "s", "code": "a", "display": "A"}),))
    assert holds(condition, (Answer("Coding", {"code": "a"}),))
    assert not holds(condition, (Answer("Coding", {"system": "t", "code": "a"}),))


def conditional(behavior):
    return form(
        item("a", "boolean"),
        item("b", "integer"),
        item(
            "c",
            "string",
            enableBehavior=behavior,
            enableWhen=[when("a", "=", answerBoolean=True), when("b", ">", answerInteger=3)],
        ),
    )


def test_all_and_any():
    for behavior, with_one in (("all", False), ("any", True)):
        session = Session(conditional(behavior))
        assert "c" not in shown(session)
        session.set(("a", 0), True)
        assert ("c" in shown(session)) is with_one
        session.set(("b", 0), 4)
        assert "c" in shown(session)


def test_disabled_answers_stay_in_the_draft_and_out_of_the_response():
    session = Session(conditional("any"))
    session.set(("a", 0), True)
    session.set(("c", 0), "sana")
    session.set(("a", 0), False)
    assert [each["linkId"] for each in session.response()["item"]] == ["a"]
    again = Session(session.questionnaire, session.draft())
    again.set(("a", 0), True)
    assert [each["linkId"] for each in again.response()["item"]] == ["a", "c"]


def test_hidden_items_keep_their_answers_in_the_response():
    hidden = [extension("questionnaire-hidden", valueBoolean=True)]
    session = Session(form(item("h", "string", extension=hidden, initial=[{"valueString": "x"}])))
    assert shown(session) == []
    assert session.response()["item"][0]["answer"] == [{"valueString": "x"}]


def test_what_is_below_a_disabled_group_goes_with_it():
    session = Session(
        form(
            item("a", "boolean"),
            item(
                "g",
                "group",
                item("q", "string", initial=[{"valueString": "x"}]),
                enableWhen=[when("a", "=", answerBoolean=True)],
            ),
            item("after", "string", enableWhen=[when("q", "=", answerString="x")]),
        )
    )
    assert shown(session) == ["a"]
    session.set(("a", 0), True)
    assert shown(session) == ["a", "g", "q", "after"]


def test_conditions_look_into_their_own_repetition():
    session = Session(
        form(
            item(
                "child",
                "group",
                item("smokes", "boolean"),
                item("daily", "integer", enableWhen=[when("smokes", "=", answerBoolean=True)]),
                repeats=True,
            ),
            item("any", "display", enableWhen=[when("smokes", "=", answerBoolean=True)]),
        )
    )
    second = session.add_repetition(("child", 0))
    assert second == ("child", 1)
    session.set(("child", 1, "smokes", 0), True)
    paths = [row.path for row in session.visible() if row.item.link_id == "daily"]
    assert paths == [("child", 1, "daily", 0)]
    assert shown(session)[-1] == "any"
    session.remove_repetition(("child", 1))
    assert "any" not in shown(session)


def test_children_of_questions_ask_their_parent():
    session = Session(
        form(
            item(
                "q",
                "choice",
                item("why", "string", enableWhen=[when("q", "=", answerCoding={"code": "no"})]),
                answerOption=[coding("yes"), coding("no")],
            )
        )
    )
    session.set(("q", 0), "no")
    session.set(("q", 0, "why", 0), "en ehdi")
    answer = session.response()["item"][0]["answer"][0]
    assert answer["item"][0]["answer"] == [{"valueString": "en ehdi"}]
    session.set(("q", 0), "yes")
    assert "item" not in session.response()["item"][0]["answer"][0]


def test_a_circle_of_conditions_ends():
    session = Session(
        form(
            item("a", "boolean", enableWhen=[when("b", "exists", answerBoolean=False)]),
            item("b", "boolean", enableWhen=[when("a", "exists", answerBoolean=False)]),
        )
    )
    session.set(("a", 0), True)
    assert shown(session) == ["a"]


def test_enable_when_expression():
    condition = formula("enableWhenExpression", "%resource.item.where(linkId='n').answer.value > 3")
    broken = formula("enableWhenExpression", "%elsewhere.answer > 3")
    session = Session(
        form(
            item("n", "integer"),
            item("x", "string", extension=[condition]),
            item("y", "string", extension=[broken]),
        )
    )
    assert shown(session) == ["n", "y"], "what cannot be evaluated is shown"
    session.set(("n", 0), 4)
    assert shown(session) == ["n", "x", "y"]
    session.set(("n", 0), None)
    assert shown(session) == ["n", "y"]
