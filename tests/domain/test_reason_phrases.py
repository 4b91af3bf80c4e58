"""Phrases for the reason."""

import pytest

from hyteterm.domain.reason_phrases import COMMON, PHRASES, phrases
from hyteterm.domain.vocabulary import ReferralType


@pytest.mark.parametrize("kind", list(ReferralType))
def test_every_type_has_something_to_choose(kind: ReferralType) -> None:
    assert phrases(kind)


def test_the_countys_own_come_first_and_nothing_twice() -> None:
    own = {"exercise": ["Oma fraasi.", PHRASES["exercise"][0]]}
    found = phrases("exercise", own)
    assert found[0] == "Oma fraasi."
    assert len(found) == len(set(found))
    assert set(COMMON) <= set(found)
