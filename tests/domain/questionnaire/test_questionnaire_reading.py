"""Reading forms of R4, and tolerating those of STU3, R5 and servers."""

import pytest

from hyteterm.domain.questionnaire import ItemType, Refusal, UnreadableQuestionnaire, read, read_all

from .forms import BASE, coding, extension, form, item


def test_an_item_with_everything():
    options = [
        coding("a", 1, extension=[extension("questionnaire-optionPrefix", valueString="A)")]),
        coding("b", initialSelected=True),
        coding("none", extension=[extension("questionnaire-optionExclusive", valueBoolean=True)]),
    ]
    source = item(
        "q",
        "open-choice",
        prefix="1.",
        required=True,
        repeats=True,
        maxLength=20,
        answerOption=options,
        extension=[
            extension("questionnaire-hidden", valueBoolean=True),
            extension("questionnaire-choiceOrientation", valueCode="horizontal"),
            extension("minValue", valueInteger=1),
            extension("entryFormat", valueString="xx"),
            extension("regex", valueString="[a-z]+"),
            extension(
                "questionnaire-itemControl",
                valueCodeableConcept={"coding": [{"code": "check-box"}]},
            ),
            extension("https://kunta.example/own", valueString="kept"),
        ],
    )
    found = form(source).by_key["q"]
    assert found.type is ItemType.OPEN_CHOICE
    assert (found.required, found.repeats, found.hidden, found.horizontal) == (True,) * 4
    assert (found.prefix.text, found.max_length, found.control) == ("1.", 20, "check-box")
    assert (found.entry_format, found.regex) == ("xx", "[a-z]+")
    assert found.min_value is not None and found.min_value.value == 1
    assert [option.label.text for option in found.options] == ["A", "B", "None"]
    assert [option.weight for option in found.options] == [1, None, None]
    assert [option.exclusive for option in found.options] == [False, False, True]
    assert found.options[0].prefix.text == "A)"
    assert [answer.value["code"] for answer in found.initial] == ["b"]
    assert found.source["extension"][-1]["valueString"] == "kept"


def test_translations_of_text_prefix_options_and_title():
    def said(swedish):
        parts = [{"url": "lang", "valueCode": "sv"}, {"url": "content", "valueString": swedish}]
        return {"extension": [{"url": BASE + "translation", "extension": parts}]}

    option = coding("yes")
    option["valueCoding"]["_display"] = said("Ja")
    questionnaire = form(
        item(
            "q", "choice", _text=said("Fråga"), _prefix=said("nr"), prefix="nro",
            answerOption=[option, {"valueString": "Ehkä", "_valueString": said("Kanske")}],
        ),
        title="Kortti",
        _title=said("Kort"),
        language="fi",
    )  # fmt: skip
    found = questionnaire.by_key["q"]
    assert found.text.in_language("sv-FI") == "Fråga"
    assert found.text.in_language("en") == "Kohta q"
    assert found.prefix.in_language("sv") == "nr"
    assert [option.label.in_language("sv") for option in found.options] == ["Ja", "Kanske"]
    assert questionnaire.title.in_language("sv") == "Kort"
    assert questionnaire.languages == ("fi", "sv")


VALUE_SETS = [
    {
        "resourceType": "ValueSet",
        "id": "spelled",
        "compose": {
            "include": [{"system": "urn:s", "concept": [{"code": "1", "display": "Yksi"}]}]
        },
    },
    {
        "resourceType": "ValueSet",
        "id": "expanded",
        "url": "urn:expanded",
        "expansion": {
            "contains": [
                {"system": "urn:s", "code": "top", "abstract": True, "contains": [{"code": "in"}]}
            ]
        },
    },
    {"resourceType": "CodeSystem", "url": "urn:cs", "concept": [{"code": "c"}, {"code": "d"}]},
    {
        "resourceType": "ValueSet",
        "id": "system",
        "compose": {
            "include": [{"system": "urn:cs"}, {"valueSet": ["urn:expanded"]}],
            "exclude": [{"system": "urn:cs", "concept": [{"code": "d"}]}],
        },
    },
    {"resourceType": "ValueSet", "id": "round", "compose": {"include": [{"valueSet": ["#round"]}]}},
]


@pytest.mark.parametrize(
    ("reference", "codes"),
    [
        ("#spelled", ["1"]),
        ("#expanded", ["in"]),
        ("urn:expanded|2", ["in"]),
        ("#system", ["c", "in"]),
        ("#round", []),
        ("http://elsewhere", []),
    ],
)
def test_contained_value_sets(reference, codes):
    found = form(item("q", "choice", answerValueSet=reference), contained=VALUE_SETS).by_key["q"]
    assert [option.answer.value["code"] for option in found.options] == codes
    assert found.missing_value_set == ("" if codes else reference)
    assert found.is_open is (not codes)


def test_what_a_value_set_leaves_out_its_code_system_tells():
    system = {
        "resourceType": "CodeSystem",
        "url": "urn:cs",
        "concept": [
            {
                "code": "often",
                "display": "Usein",
                "designation": [{"language": "sv", "value": "Ofta"}],
                "extension": [extension("itemWeight", valueDecimal=3)],
                "concept": [
                    {
                        "code": "daily",
                        "display": "Joka päivä",
                        "property": [{"code": "itemWeight", "valueDecimal": 4}],
                    }
                ],
            }
        ],
    }

    def options(include):
        value_set = {"resourceType": "ValueSet", "id": "v", "compose": {"include": [include]}}
        question = item("q", "choice", answerValueSet="#v")
        found = form(question, contained=[system, value_set]).by_key["q"].options
        return [
            (option.label.text, option.label.in_language("sv"), option.weight) for option in found
        ]

    often, daily = ("Usein", "Ofta", 3), ("Joka päivä", "Joka päivä", 4)
    assert options({"system": "urn:cs"}) == [often, daily]
    assert options({"system": "urn:cs", "concept": [{"code": "daily"}]}) == [daily]
    own = {"code": "often", "display": "Tiuhaan", "designation": [], "extension": []}
    assert options({"system": "urn:cs", "concept": [own]}) == [("Tiuhaan", "Tiuhaan", 3)]


def test_a_number_that_is_none_is_no_value():
    nothing = item("d", "decimal", initial=[{"valueDecimal": float("nan")}])
    endless = item("q", "quantity", initial=[{"valueQuantity": {"value": float("inf")}}])
    assert [each.initial for each in form(nothing, endless).items] == [(), ()]


def test_stu3_shapes():
    questionnaire = form(
        item("a", "choice", option=[coding("x")], initialCoding={"code": "x"}),
        item(
            "b",
            "choice",
            options={"reference": "#spelled"},
            enableWhen=[
                {"question": "a", "hasAnswer": False},
                {"question": "a", "answerCoding": {"code": "x"}},
            ],
        ),
        contained=VALUE_SETS,
    )
    a, b = questionnaire.items
    assert questionnaire.fhir == "STU3"
    assert a.initial[0].value["system"] == "urn:codes"
    assert [str(option.answer) for option in b.options] == ["Yksi"]
    assert [condition.operator for condition in b.conditions] == ["exists", "="]
    assert not b.all_conditions


def test_r5_shapes():
    questionnaire = form(
        item("a", "coding", answerOption=[coding("x")]),
        item("b", "coding", answerConstraint="optionsOrString", answerOption=[coding("x")]),
    )
    assert questionnaire.fhir == "R5"
    assert [each.type for each in questionnaire.items] == [ItemType.CHOICE, ItemType.OPEN_CHOICE]


def test_the_dialect_that_folds_the_type_into_the_value():
    option = {"value": {"Coding": {"code": "x", "extension": [
        {"url": BASE + "ordinalValue", "value": {"decimal": 2}}
    ]}}}  # fmt: skip
    condition = {"question": "a", "operator": "=", "answer": {"boolean": True}}
    _, b = form(
        item("a", "boolean"), item("b", "choice", answerOption=[option], enableWhen=[condition])
    ).items
    assert b.options[0].weight == 2
    assert b.conditions[0].expected.value is True


def test_missing_and_repeated_link_ids_are_told_apart():
    questionnaire = form(item("a", "string"), item("a", "string"), {"type": "group", "item": []})
    keys = [each.key for each in questionnaire.walk()]
    assert keys[:2] == ["a", "a#2"]
    assert len(set(keys)) == 3


def test_unknown_types_are_shown_not_refused():
    found = form(item("a", "hologram"), item("b", "attachment"), item("c", "string")).items
    assert [each.is_question for each in found] == [False, False, True]


def test_forms_in_bundles_and_inside_other_resources():
    plain = {"resourceType": "Questionnaire", "item": [item("a", "string")]}
    bundle = {"resourceType": "Bundle", "entry": [{"resource": plain}, {"resource": plain}]}
    assert len(read_all(bundle)) == 2
    assert len(read_all({"resourceType": "PlanDefinition", "contained": [plain]})) == 1


def _nested(depth):
    found = item("x", "group")
    for _ in range(depth):
        found = item("x", "group", found)
    return found


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ([], Refusal.NOT_AN_OBJECT),
        ({"resourceType": "Patient"}, Refusal.NOT_A_QUESTIONNAIRE),
        ({}, Refusal.NOT_A_QUESTIONNAIRE),
        ({"resourceType": "Questionnaire"}, Refusal.NO_ITEMS),
        ({"resourceType": "Questionnaire", "item": ["a"]}, Refusal.BAD_ITEM),
        ({"resourceType": "Questionnaire", "item": [_nested(80)]}, Refusal.TOO_DEEP),
        (
            {"resourceType": "Questionnaire", "item": [item("a", "display")] * 20_001},
            Refusal.TOO_MANY_ITEMS,
        ),
    ],
)
def test_what_is_no_form_is_refused_with_a_reason(data, reason):
    with pytest.raises(UnreadableQuestionnaire) as error:
        read(data)
    assert error.value.reason is reason
