"""What expressions give: a table that reads as documentation."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.fhirpath import (
    Environment,
    FhirPathError,
    UndefinedVariable,
    UnknownFunction,
    compiled,
    root,
    to_json,
)

NOW = datetime(2026, 3, 4, 9, 30, 15, 250_000, tzinfo=timezone(timedelta(hours=2)))
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def _option(code, weight):
    return {
        "valueCoding": {"system": "s", "code": code, "display": code.upper()},
        "extension": [{"url": ORDINAL, "valueDecimal": weight}],
    }


FORM = {
    "resourceType": "Questionnaire",
    "contained": [
        {
            "resourceType": "ValueSet",
            "id": "often",
            "compose": {
                "include": [
                    {
                        "system": "s",
                        "concept": [
                            {
                                "code": "daily",
                                "extension": [{"url": ORDINAL, "valueDecimal": 3}],
                            }
                        ],
                    }
                ]
            },
        }
    ],
    "item": [
        {"linkId": "a", "type": "choice", "answerOption": [_option("x", 1), _option("y", 2)]},
        {"linkId": "v", "type": "choice", "answerValueSet": "#often"},
        {
            "linkId": "w",
            "type": "integer",
            "answerOption": [
                {"valueInteger": 5, "extension": [{"url": ORDINAL, "valueDecimal": 9}]}
            ],
        },
    ],
}
RESPONSE = {
    "resourceType": "QuestionnaireResponse",
    "status": "completed",
    "authored": "2026-03-01T10:00:00Z",
    "item": [
        {"linkId": "a", "answer": [{"valueCoding": {"system": "s", "code": "y"}}]},
        {"linkId": "v", "answer": [{"valueCoding": {"system": "s", "code": "daily"}}]},
        {"linkId": "w", "answer": [{"valueInteger": 5}]},
        {"linkId": "n", "text": "Number", "answer": [{"valueInteger": 4}]},
        {"linkId": "d", "answer": [{"valueDate": "1980-05-17"}]},
        {"linkId": "q", "answer": [{"valueQuantity": {"value": 70.5, "unit": "kg", "code": "kg"}}]},
        {"linkId": "b", "answer": [{"valueBoolean": False}]},
        {"linkId": "r", "answer": [{"valueInteger": 1}, {"valueInteger": 2}, {"valueInteger": 5}]},
        {
            "linkId": "g",
            "item": [
                {
                    "linkId": "g1",
                    "answer": [
                        {
                            "valueInteger": 7,
                            "item": [{"linkId": "g2", "answer": [{"valueString": "deep"}]}],
                        }
                    ],
                }
            ],
        },
        {"linkId": "e"},
    ],
}


def value(text, **variables):
    environment = Environment(
        {"resource": RESPONSE, "questionnaire": FORM, "context": RESPONSE, **variables}, NOW
    )
    return to_json(compiled(text).evaluate(environment, [root(RESPONSE)]))


EXAMPLES = {
    # arithmetic
    "1 + 2 * 3": [7],
    "10 / 4": [2.5],
    "10 / 5": [2],
    "-7 div 2": [-3],
    "-7 mod 3": [-1],
    "5.5 mod 2": [1.5],
    "1 / 0": [],
    "1 div 0": [],
    "1 + {}": [],
    "'a' + 'b'": ["ab"],
    "'a' & {} & 'b'": ["ab"],
    "0.1 + 0.2 = 0.3": [True],
    "0.1 + 0.2 > 0.3": [False],
    "((33 / 10) - 1) * 25": [57.49999999999999],
    "2.power(3)": [8],
    "(-1).power(0.5)": [],
    "(-1).sqrt()": [],
    "2.5.round()": [3],
    "(-1.5).round()": [-1],
    "3.14159.round(2)": [3.14],
    "(-1.5).truncate()": [-1],
    "(-1.5).ceiling()": [-1],
    "(-1.5).floor()": [-2],
    "100.log(10)": [2],
    # collections
    "(1 | 2 | 2 | 3).count()": [3],
    "1.combine(1).count()": [2],
    "(1 | 2 | 3).sum()": [6],
    "{}.sum()": [],
    "{}.count()": [0],
    "(1 | 2 | 3).avg()": [2],
    "('b' | 'a').min()": ["a"],
    "(3 | 1 | 2).sort()": [1, 2, 3],
    "(3 | 1 | 2).sort(-$this)": [3, 2, 1],
    "(1 | 2 | 3).where($this > 1)": [2, 3],
    "(1 | 2 | 3).select($index)": [0, 1, 2],
    "(1 | 2 | 3).all($this > 0)": [True],
    "{}.all(false)": [True],
    "(1 | 2 | 3).exists($this > 2)": [True],
    "(1 | 2 | 3).aggregate($total + $this, 0)": [6],
    "(1 | 2 | 3).tail().first()": [2],
    "(1 | 2 | 3).skip(1).take(1)": [2],
    "(1 | 2 | 3).exclude(2)": [1, 3],
    "(1 | 2 | 3).intersect(2 | 4)": [2],
    "(1 | 2).subsetOf(1 | 2 | 3)": [True],
    "(1 | 2 | 3)[1]": [2],
    "(1 | 2 | 3)[7]": [],
    "iif({}, 'a', 'b')": ["b"],
    "iif(false, 1)": [],
    "coalesce({}, 2, 3)": [2],
    "'a'.defineVariable('x').select(%x & 'b')": ["ab"],
    # equality
    "1 = 1.0": [True],
    "1 = {}": [],
    "(1 | 2) = (2 | 1)": [False],
    "(1 | 2) ~ (2 | 1)": [True],
    "'Abc' ~ 'aBC'": [True],
    "1 = true": [False],
    "2 in (1 | 2)": [True],
    "{} in (1 | 2)": [],
    "(1 | 2) contains 3": [False],
    # texts
    "'abc'.substring(1, 1)": ["b"],
    "'abc'.substring(5)": [],
    "'abc'.matches('^b')": [False],
    "'abc'.matchesFull('a.c')": [True],
    "'ab12'.replaceMatches('([a-z]+)([0-9]+)', '$2$1')": ["12ab"],
    "'a,b'.split(',')": ["a", "b"],
    "('a' | 'b').join('-')": ["a-b"],
    "'abc'.toChars()": ["a", "b", "c"],
    "'<a>'.escape('html')": ["&lt;a&gt;"],
    "'abc'.encode('base64').decode('base64')": ["abc"],
    # conversion
    "'1.5'.toDecimal()": [1.5],
    "'1.5'.toInteger()": [],
    "'yes'.toBoolean()": [True],
    "5.5.toString()": ["5.5"],
    "'2020-02-30'.toDate()": [],
    "'5 days'.toQuantity() = 5 days": [True],
    "'x'.convertsToInteger()": [False],
    # dates
    "today()": ["2026-03-04"],
    "now()": ["2026-03-04T09:30:15.250+02:00"],
    "@2020-01-31 + 1 month": ["2020-02-29"],
    "@2020-02-29 + 1 year": ["2021-02-28"],
    "@2021-12-31 + 1 day": ["2022-01-01"],
    "@2020 + 13 months": ["2021"],
    "@T23:00 + 2 hours": ["01:00"],
    "@2020 = @2020-01-01": [],
    "@2020-01 < @2021": [True],
    "@2020-01-01T10:00:00Z = @2020-01-01T12:00:00+02:00": [True],
    "today() - 18 years >= @2008-03-04": [True],
    "@1980-05-17.yearOf()": [1980],
    # quantities
    "1 'kg' = 1000 'g'": [True],
    "1 'cm' > 9 'mm'": [True],
    "1 year = 12 months": [True],
    "1 year = 1 'a'": [],
    "7 days = 1 week": [True],
    "5 'kg' = 3 'm'": [False],
    "5 'kg' > 3 'm'": [],
    "1 'g' + 1 'kg'": ["1001 'g'"],
    "6 'm' / 2 'm'": ["3 '1'"],
    # the response
    "item.count()": [10],
    "QuestionnaireResponse.status": ["completed"],
    "item.where(linkId = 'n').answer.value + 1": [5],
    "item.where(linkId = 'n').answer.valueInteger": [4],
    "item.where(linkId = 'a').answer.value.code": ["y"],
    "item.where(linkId = 'a').answer.value.ordinal()": [2],
    "item.where(linkId = 'v').answer.weight()": [3],
    "item.where(linkId = 'w').answer.value.weight()": [9],
    "item.where(linkId = 'd').answer.value + 1 year": ["1981-05-17"],
    "item.where(linkId = 'd').answer.value < today()": [True],
    "item.where(linkId = 'd').answer.valueDate.substring(0, 4)": ["1980"],
    "item.where(linkId = 'q').answer.value > 70 'kg'": [True],
    "item.where(linkId = 'q').answer.value.value * 2": [141],
    "item.where(linkId = 'b').answer.value": [False],
    "item.where(linkId = 'b').answer.where(value).count()": [0],
    "item.where(linkId = 'r').answer.value.sum()": [8],
    "item.where(linkId = 'r').answer.value.where($this > 1).count()": [2],
    "item.where(linkId = 'zzz').answer.value.sum()": [],
    "(item.where(linkId = 'zzz').answer.value | 0).first() + 2": [2],
    "repeat(item | answer).where(linkId = 'g2').answer.value": ["deep"],
    "descendants().where(linkId.startsWith('g')).linkId": ["g", "g1", "g2"],
    "descendants().where(linkId in ('g1' | 'n') and answer.exists()).answer.value": [4, 7],
    "descendants().ofType(Coding).code": ["y", "daily"],
    "item.answers().count()": [12],
    "item.answer.value.ofType(integer).sum()": [17],
    "item.where(linkId = 'n').answer.value is integer": [True],
    "item.where(linkId = 'n').answer.value is Integer": [False],
    "item.where(answer.empty()).linkId": ["g", "e"],
    "authored > @2026-02-28": [True],
    "1 year ~ 1 'a'": [True],
    "1 year ~ 12 'mo'": [True],
    "(5 'kg').value + 1": [6],
    "(70 'kg' / 2).unit": ["kg"],
    "(1 'kg' | 1000 'g').count()": [1],
    "(1 year | 1 'a').count()": [2],
    "5 + 3 'kg'": [],
    "5 '1' - 3": ["2 '1'"],
    "'31.3.1958'.replaceMatches('(?<d>[0-9]+)[.](?<m>[0-9]+)[.]', '${m}/${d}/')": ["3/31/1958"],
    "%context.item.count() = %resource.item.count()": [True],
    "%questionnaire.item.where(linkId = 'a').answerOption.where(valueCoding.code = "
    "%resource.item.where(linkId = 'a').answer.value.code).extension.value": [2],
}


@pytest.mark.parametrize("text", EXAMPLES)
def test_expression_gives(text):
    assert value(text) == EXAMPLES[text]


@pytest.mark.parametrize(
    "text", ["(1 | 2) + 1", "1 + 'a'", "'a' > 1", "(1 | 2).single()", "'x'.matches('(')"]
)
def test_what_makes_no_sense_is_an_error(text):
    with pytest.raises(FhirPathError):
        value(text)


def test_unknown_names_are_told_apart():
    with pytest.raises(UndefinedVariable):
        value("%nobody")
    with pytest.raises(UnknownFunction):
        value("nothing()")


def test_errors_do_not_tell_answers():
    with pytest.raises(FhirPathError) as error:
        value("item.where(linkId = 'g').item.answer.item.answer.value + 1")
    assert "deep" not in str(error.value)


@given(st.lists(st.integers(-50, 50), max_size=8))
def test_sum_count_min_max_agree_with_python(numbers):
    assert value("%x.sum()", x=numbers) == ([sum(numbers)] if numbers else [])
    assert value("%x.count()", x=numbers) == [len(numbers)]
    assert value("%x.min()", x=numbers) == ([min(numbers)] if numbers else [])
    assert value("%x.max()", x=numbers) == ([max(numbers)] if numbers else [])
    assert value("%x.distinct()", x=numbers) == list(dict.fromkeys(numbers))


@given(st.integers(-99, 99), st.integers(-99, 99).filter(bool))
def test_div_and_mod_make_the_number_again(left, right):
    assert value(f"({left}) div ({right}) * ({right}) + ({left}) mod ({right})") == [left]


@given(st.dates(), st.integers(0, 2000))
def test_days_forth_and_back(day, count):
    text = f"@{day.isoformat()}"
    forth = value(f"{text} - {count} days + {count} days")
    assert forth in ([day.isoformat()], [])
