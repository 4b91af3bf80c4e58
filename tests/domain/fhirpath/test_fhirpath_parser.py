"""The parser: precedence, literals, and back to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.fhirpath import FhirPathSyntaxError, parse, to_text
from hyteterm.domain.fhirpath.quantity import CALENDAR_UNITS, Quantity
from hyteterm.domain.fhirpath.syntax import (
    PRECEDENCE,
    Binary,
    Call,
    Chain,
    Empty,
    Indexer,
    Literal,
    Member,
    Polarity,
    Special,
    TypeTest,
    Variable,
)
from hyteterm.domain.fhirpath.temporal import Date, DateTime, Time

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True)
ANY_NAMES = NAMES | st.text("abc -`'\\äö#.", min_size=1, max_size=6)
NUMBERS = st.integers(0, 10**12) | st.floats(0, 1e6, allow_nan=False).map(lambda x: round(x, 6))
UNITS = st.sampled_from(sorted(CALENDAR_UNITS)) | st.sampled_from(["kg", "mm[Hg]", "%"])
DATES = st.dates().map(lambda day: Date((day.year, day.month, day.day)))
TIMES = st.times().map(lambda time: Time((time.hour, time.minute, time.second)))
MOMENTS = st.builds(
    lambda date, time, offset: DateTime((*date.parts, *time.parts), offset),
    DATES,
    TIMES,
    st.none() | st.integers(-12 * 60, 14 * 60),
)
LITERALS = st.builds(
    Literal,
    NUMBERS
    | st.booleans()
    | st.text(max_size=8)
    | DATES
    | TIMES
    | MOMENTS
    | st.builds(Quantity, NUMBERS, UNITS),
)
LEAVES = (
    LITERALS
    | st.builds(Empty)
    | st.builds(Variable, ANY_NAMES)
    | st.builds(Special, st.sampled_from(["$this", "$index", "$total"]))
    | st.builds(Member, ANY_NAMES)
)


def _larger(inner):
    calls = st.builds(Call, NAMES, st.lists(inner, max_size=2).map(tuple))
    steps = calls | st.builds(Member, ANY_NAMES)
    operators = sorted(PRECEDENCE.keys() - {"is", "as"})
    return (
        calls
        | st.builds(Chain, inner, steps)
        | st.builds(Indexer, inner, inner)
        | st.builds(Polarity, st.sampled_from("+-"), inner)
        | st.builds(Binary, st.sampled_from(operators), inner, inner)
        | st.builds(TypeTest, st.sampled_from(["is", "as"]), inner, NAMES.filter(str.isalpha))
    )


@given(st.recursive(LEAVES, _larger, max_leaves=12))
def test_text_of_a_tree_parses_to_the_same_tree(node):
    assert parse(to_text(node)) == node


@given(st.text(max_size=40))
def test_any_text_is_parsed_or_refused(text):
    try:
        node = parse(text)
    except FhirPathSyntaxError as error:
        assert 0 <= error.position <= len(text)
    else:
        assert parse(to_text(node)) == node


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("1 + 2 * 3", "1 + (2 * 3)"),
        ("-1 + 2", "(-1) + 2"),
        ("-a.b", "-(a.b)"),
        ("a | b = c", "(a | b) = c"),
        ("a = b and c", "(a = b) and c"),
        ("a or b and c", "a or (b and c)"),
        ("a implies b or c", "a implies (b or c)"),
        ("a in b | c", "a in (b | c)"),
        ("a - b - c", "(a - b) - c"),
        ("a is Coding and b", "(a is Coding) and b"),
        ("a & b = c", "(a & b) = c"),
        ("%x.y[0].z", "((%x.y)[0]).z"),
        ("a // the rest\n + /* nothing */ 1", "a + 1"),
    ],
)
def test_precedence(text, same):
    assert parse(text) == parse(same)


@pytest.mark.parametrize(
    "text",
    ["", "1 +", "(1", "a..b", "a b", "'open", "@2020-13", "@T25", "{1}", "%", "a[", "f(1,)", "#"],
)
def test_what_is_no_expression_is_refused(text):
    with pytest.raises(FhirPathSyntaxError):
        parse(text)


def test_deep_nesting_is_refused_not_a_crash():
    for text in ("(" * 5000 + "1" + ")" * 5000, "-" * 5000 + "1"):
        with pytest.raises(FhirPathSyntaxError):
            parse(text)


def test_escapes_in_texts():
    assert parse(r"'it\'s \u00e4 \\ \n'") == Literal("it's ä \\ \n")
