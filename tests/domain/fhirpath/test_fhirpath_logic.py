"""Laws of three-valued logic."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.fhirpath import Environment, compiled
from hyteterm.domain.fhirpath.logic import both, either, exclusive, implies, negated

TRUTHS = (True, False, None)
WRITTEN = {True: "true", False: "false", None: "{}"}


@pytest.mark.parametrize(("a", "b"), product(TRUTHS, TRUTHS))
def test_laws_of_two(a, b):
    assert both(a, b) == both(b, a)
    assert either(a, b) == either(b, a)
    assert exclusive(a, b) == exclusive(b, a)
    assert negated(both(a, b)) == either(negated(a), negated(b))
    assert negated(either(a, b)) == both(negated(a), negated(b))
    assert implies(a, b) == either(negated(a), b)
    assert exclusive(a, b) == both(either(a, b), negated(both(a, b)))
    assert both(a, either(a, b)) == a


@pytest.mark.parametrize(("a", "b", "c"), product(TRUTHS, TRUTHS, TRUTHS))
def test_laws_of_three(a, b, c):
    assert both(a, both(b, c)) == both(both(a, b), c)
    assert either(a, either(b, c)) == either(either(a, b), c)
    assert both(a, either(b, c)) == either(both(a, b), both(a, c))


def test_nothing_known_stays_unknown_unless_decided():
    assert both(None, False) is False
    assert both(None, True) is None
    assert either(None, True) is True
    assert either(None, False) is None
    assert implies(None, True) is True
    assert implies(False, None) is True
    assert exclusive(None, True) is None


OPERATORS = {"and": both, "or": either, "xor": exclusive, "implies": implies}


@given(st.sampled_from(TRUTHS), st.sampled_from(sorted(OPERATORS)), st.sampled_from(TRUTHS))
def test_expressions_follow_the_tables(a, operator, b):
    text = f"{WRITTEN[a]} {operator} {WRITTEN[b]}"
    result = compiled(text).evaluate(Environment({}, datetime(2026, 1, 1, tzinfo=UTC)), [])
    expected = OPERATORS[operator](a, b)
    assert result == ([] if expected is None else [expected])
