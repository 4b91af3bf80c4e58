"""Segmentation aid (asiakkuuden segmentti): how much support, by need and gain sought.

The idea of Päijät-Häme's model; the table is our own default and a county may load its
own.  The professional and the client decide: the table only proposes.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from hyteterm.domain.message import N_


class SupportNeed(StrEnum):
    """How much support the client needs to act on what matters."""

    LITTLE = "little"
    SOME = "some"
    MUCH = "much"


class GainSought(StrEnum):
    """How great a gain in wellbeing is sought together."""

    SMALL = "small"
    MODERATE = "moderate"
    GREAT = "great"


class Segment(StrEnum):
    """What kind of client relationship fits."""

    OCCASIONAL = "occasional"
    """Satunnaisen tuen asiakkuus: advice and a service to go to."""
    PLANNED = "planned"
    """Suunnitelmallisen tuen asiakkuus: an agreed plan and a time to come back."""
    MULTIDISCIPLINARY = "multidisciplinary"
    """Monialaisen tuen asiakkuus: several professionals around one plan."""


NEED_LABELS: Final[dict[SupportNeed, str]] = {
    SupportNeed.LITTLE: N_("pärjää vähällä tuella"),
    SupportNeed.SOME: N_("tarvitsee jonkin verran tukea"),
    SupportNeed.MUCH: N_("tarvitsee paljon tukea"),
}
GAIN_LABELS: Final[dict[GainSought, str]] = {
    GainSought.SMALL: N_("pieni muutos riittää"),
    GainSought.MODERATE: N_("tavoitellaan selvää muutosta"),
    GainSought.GREAT: N_("tavoitellaan suurta muutosta"),
}
SEGMENT_LABELS: Final[dict[Segment, str]] = {
    Segment.OCCASIONAL: N_("satunnaisen tuen asiakkuus"),
    Segment.PLANNED: N_("suunnitelmallisen tuen asiakkuus"),
    Segment.MULTIDISCIPLINARY: N_("monialaisen tuen asiakkuus"),
}

SegmentTable = Mapping[SupportNeed, Mapping[GainSought, Segment]]

_O, _P, _M = Segment.OCCASIONAL, Segment.PLANNED, Segment.MULTIDISCIPLINARY
_SMALL, _MODERATE, _GREAT = GainSought.SMALL, GainSought.MODERATE, GainSought.GREAT

SEGMENTS: Final[SegmentTable] = {
    SupportNeed.LITTLE: {_SMALL: _O, _MODERATE: _O, _GREAT: _P},
    SupportNeed.SOME: {_SMALL: _O, _MODERATE: _P, _GREAT: _P},
    SupportNeed.MUCH: {_SMALL: _P, _MODERATE: _M, _GREAT: _M},
}


def segment(need: SupportNeed, gain: GainSought, table: SegmentTable = SEGMENTS) -> Segment:
    """The segment that the table proposes."""
    return table[need][gain]
