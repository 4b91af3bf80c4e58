"""What is calculated from answers, and when."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from hyteterm.domain.fhirpath import compiled
from hyteterm.domain.questionnaire import Session
from hyteterm.domain.questionnaire.dependencies import reads

from .forms import ORDINAL, coding, form, formula, item, when

WEIGHTS = f".answer.value.extension.where(url='{ORDINAL}').value.sum()"
OPTIONS = [coding(str(weight), weight) for weight in range(4)]


def calculated(link_id, expression, kind="decimal", **rest):
    return item(
        link_id,
        kind,
        extension=[formula("calculatedExpression", expression)],
        readOnly=True,
        **rest,
    )


def value(session, link_id):
    found = [each.value for each in session.answers(link_id)]
    return found[0] if len(found) == 1 else found


def scored():
    return form(
        item(
            "g",
            "group",
            *(item(f"q{n}", "choice", answerOption=OPTIONS) for n in range(3)),
        ),
        calculated("total", "%sum"),
        calculated("mean", "%resource.item.where(linkId='total').answer.value / 3"),
        extension=[
            formula("", "%resource.descendants().where(linkId.startsWith('q'))" + WEIGHTS, "sum")
        ],
    )


def test_a_sum_follows_the_answers_and_what_follows_from_it():
    session = Session(scored())
    assert value(session, "total") == []
    session.set(("g", 0, "q0", 0), "3")
    assert (value(session, "total"), value(session, "mean")) == (3, 1)
    session.set(("g", 0, "q1", 0), "2")
    assert value(session, "total") == 5
    session.set(("g", 0, "q0", 0), None)
    session.set(("g", 0, "q1", 0), None)
    assert (value(session, "total"), value(session, "mean")) == ([], [])


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3) | st.none()), max_size=8))
def test_step_by_step_gives_the_same_as_all_at_once(steps):
    session = Session(scored())
    for question, weight in steps:
        session.set(("g", 0, f"q{question}", 0), None if weight is None else str(weight))
    at_once = Session(session.questionnaire, session.draft())
    assert session.response() == at_once.response()
    answers = dict(steps)
    weights = [weight for weight in answers.values() if weight is not None]
    assert value(session, "total") == (sum(weights) if weights else [])


def test_a_key_recalculates_only_what_depends_on_it():
    session = Session(
        form(
            item("a", "integer"),
            item("b", "integer"),
            calculated("a2", "%resource.item.where(linkId='a').answer.value * 2"),
            calculated("b2", "%resource.item.where(linkId = 'b').answer.value * 2"),
            calculated("a4", "%resource.item.where(linkId='a2').answer.value * 2"),
        )
    )
    before = session.evaluations
    session.set(("b", 0), 1)
    assert session.evaluations - before == 1
    before = session.evaluations
    session.set(("a", 0), 1)
    assert session.evaluations - before == 2
    assert (value(session, "a4"), value(session, "b2")) == (4, 2)


def test_disabled_answers_do_not_count():
    session = Session(
        form(
            item("on", "boolean"),
            item("n", "integer", enableWhen=[when("on", "=", answerBoolean=True)]),
            calculated("sum", "%resource.item.where(linkId='n').answer.value.sum()"),
        )
    )
    session.set(("on", 0), True)
    session.set(("n", 0), 5)
    assert value(session, "sum") == 5
    session.set(("on", 0), False)
    assert value(session, "sum") == []


def test_calculated_values_open_questions():
    session = Session(
        form(
            item("n", "integer"),
            calculated("double", "%resource.item.where(linkId='n').answer.value * 2", "integer"),
            item("more", "string", enableWhen=[when("double", ">", answerInteger=9)]),
        )
    )
    session.set(("n", 0), 5)
    assert session.visible()[-1].item.link_id == "more"


def test_variables_belong_to_the_item_and_to_each_repetition():
    group = item(
        "person",
        "group",
        item("kg", "decimal"),
        item("m", "decimal"),
        calculated("bmi", "(%kg / %m.power(2)).round(1)"),
        repeats=True,
        extension=[
            formula("", "item.where(linkId='kg').answer.value", "kg"),
            formula("", "item.where(linkId='m').answer.value", "m"),
        ],
    )
    session = Session(form(group))
    session.add_repetition(("person", 0))
    for number, (kg, metres) in enumerate([(80, 2), (50, 1.6)]):
        session.set(("person", number, "kg", 0), kg)
        session.set(("person", number, "m", 0), metres)
    assert value(session, "bmi") == [20, 19.5]


def test_context_and_item_of_the_form():
    session = Session(
        form(
            item("a", "string"),
            calculated(
                "b", "%context.linkId & ':' & %qitem.text & ':' & %questionnaire.url", "string"
            ),
        )
    )
    assert value(session, "b") == "b:Kohta b:urn:test"


def test_a_person_may_replace_a_calculated_value_that_is_not_fixed():
    source = calculated("sum", "%resource.item.where(linkId='n').answer.value + 1", "integer")
    session = Session(form(item("n", "integer"), source | {"readOnly": False}))
    session.set(("n", 0), 1)
    session.set(("sum", 0), 10)
    session.set(("n", 0), 5)
    assert value(session, "sum") == 10
    assert value(Session(session.questionnaire, session.draft()), "sum") == 10
    session.set(("sum", 0), None)
    assert value(session, "sum") == 6


def test_circles_broken_formulas_and_unknown_variables_harm_nobody():
    session = Session(
        form(
            calculated("a", "%resource.item.where(linkId='b').answer.value + 1", "integer"),
            calculated(
                "b", "(%resource.item.where(linkId='a').answer.value | 0).first() + 1", "integer"
            ),
            calculated("c", "%nobody"),
            calculated("d", "this is no formula ("),
            calculated("e", "%me + 1"),
            calculated("f", "1 + 1"),
            extension=[formula("", "%me + 1", "me")],
        )
    )
    assert value(session, "f") == 2
    assert value(session, "c") == value(session, "d") == value(session, "e") == []


def test_options_from_an_expression():
    source = item("pick", "choice", extension=[
        formula("answerExpression", "%resource.item.where(linkId='names').answer.value")
    ])  # fmt: skip
    session = Session(form(item("names", "string", repeats=True), source))
    session.set(("names", 0), ["Aino", "Eino"])
    assert [str(option.answer) for option in session.visible()[1].options] == ["Aino", "Eino"]
    session.set(("pick", 0), "Eino")
    assert session.problems() == []


BELOW = {
    "g": frozenset({"g", "a", "b"}),
    "a": frozenset("a"),
    "b": frozenset("b"),
    "c": frozenset("c"),
}


def _reads(text):
    found = reads(compiled(text).node, BELOW)
    return found.link_ids if found.link_ids is None else set(found.link_ids)


def test_what_an_expression_reads():
    assert _reads("%resource.item.where(linkId='a').answer.value") == {"a"}
    assert _reads("%resource.item.where(linkId='g').item.where(linkId='a').answer") == {"a"}
    assert _reads("%resource.item.where(linkId='g').item.answer.value.sum()") == {"g", "a", "b"}
    assert _reads("%resource.item.where(linkId='g').item.where(linkId='c').answer") == set()
    assert _reads("%resource.descendants().where(linkId in ('a' | 'c')).answer") == {"a", "c"}
    assert _reads("iif(%resource.repeat(item).where(linkId='c').exists(), 1, 2)") == {"c"}
    assert _reads("%questionnaire.item.where(linkId='a').answerOption") == set()
    assert _reads("%resource.item.answer.value.sum()") is None
    assert _reads("%resource.item.where(answer.exists()).count()") is None
    assert _reads("item.where(linkId='a').answer.value") == {"a"}
    assert _reads("1 + 1") == set()
    assert reads(compiled("item.count()").node, BELOW).context
    assert not reads(compiled("%resource.item.count()").node, BELOW).context
    assert reads(compiled("%x + %y").node, BELOW).variables == {"x", "y"}


def test_a_long_chain_is_calculated_to_its_end_in_whatever_order_it_is_written():
    links = ["first", *(f"c{n}" for n in range(40))]
    chain = [
        calculated(link, f"%resource.item.where(linkId='{before}').answer.value + 1")
        for before, link in pairwise(links)
    ]
    session = Session(form(item("first", "integer"), *reversed(chain)))
    session.set(("first", 0), "1")
    assert value(session, "c39") == 41
    session.set(("first", 0), "2")
    assert value(session, "c39") == 42
    session.set(("first", 0), None)
    assert value(session, "c39") == []


def test_a_total_over_everything_does_not_count_itself():
    session = Session(
        form(
            item("a", "integer"),
            item("b", "integer"),
            calculated("total", "%resource.item.answer.value.sum()", "integer"),
            calculated("next", "iif(%resource.item.where(linkId='next').answer.exists(), 1, 0)"),
        )
    )
    for typed, total in (("2", 2), ("3", 3), ("4", 4)):
        session.set(("a", 0), typed)
        assert value(session, "total") == total
    session.set(("b", 0), "5")
    assert (value(session, "total"), value(session, "next")) == (9, 0)


def test_two_units_of_one_measure_follow_each_other():
    session = Session(
        form(
            item("cm", "decimal", extension=[
                formula("calculatedExpression", "%resource.item.where(linkId='m').answer.value * 100")
            ]),
            item("m", "decimal", extension=[
                formula("calculatedExpression", "%resource.item.where(linkId='cm').answer.value / 100")
            ]),
        )
    )  # fmt: skip
    session.set(("cm", 0), "170")
    assert (value(session, "cm"), value(session, "m")) == (170, 1.7)
    session.set(("cm", 0), None)
    session.set(("m", 0), "1,8")
    assert (value(session, "cm"), value(session, "m")) == (180, 1.8)


def test_values_that_feed_each_other_do_not_run_away():
    def more(link_id, other):
        return calculated(
            link_id, f"(%resource.item.where(linkId='{other}').answer.value | 0).first() + 1"
        )

    session = Session(form(item("x", "integer"), more("a", "b"), more("b", "a")))
    for _ in range(5):
        session.set(("x", 0), "1")
        session.set(("x", 0), "2")
    assert value(session, "a") < 5 and value(session, "b") < 5
