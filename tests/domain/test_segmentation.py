"""The segmentation aid."""

from itertools import pairwise

import pytest

from hyteterm.domain.segmentation import (
    SEGMENT_LABELS,
    SEGMENTS,
    GainSought,
    Segment,
    SupportNeed,
    segment,
)

ORDER = list(Segment)


@pytest.mark.parametrize(
    ("need", "gain", "found"),
    [
        (SupportNeed.LITTLE, GainSought.SMALL, Segment.OCCASIONAL),
        (SupportNeed.LITTLE, GainSought.GREAT, Segment.PLANNED),
        (SupportNeed.SOME, GainSought.MODERATE, Segment.PLANNED),
        (SupportNeed.MUCH, GainSought.SMALL, Segment.PLANNED),
        (SupportNeed.MUCH, GainSought.GREAT, Segment.MULTIDISCIPLINARY),
    ],
)
def test_need_and_gain_propose_a_segment(
    need: SupportNeed, gain: GainSought, found: Segment
) -> None:
    assert segment(need, gain) is found


def test_the_table_is_whole_and_more_never_proposes_less() -> None:
    for gain in GainSought:
        steps = [ORDER.index(segment(need, gain)) for need in SupportNeed]
        assert all(less <= more for less, more in pairwise(steps))
    for need in SupportNeed:
        assert list(SEGMENTS[need]) == list(GainSought)
        steps = [ORDER.index(segment(need, gain)) for gain in GainSought]
        assert all(less <= more for less, more in pairwise(steps))


def test_a_county_may_load_its_own_table() -> None:
    own = {need: dict.fromkeys(GainSought, Segment.PLANNED) for need in SupportNeed}
    assert segment(SupportNeed.MUCH, GainSought.GREAT, own) is Segment.PLANNED


def test_every_segment_has_its_finnish_name() -> None:
    assert all(label.endswith("tuen asiakkuus") for label in SEGMENT_LABELS.values())
