"""The month's figures: what is counted, how it is shown, and what is left untold.

Published are one table of types and municipalities with its sums, and one line for each
other dimension.  Nothing finer, and always the same tables: so nothing can be reckoned by
comparing two of them (see `hyteterm.domain.suppression`).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Final
from zoneinfo import ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field

from hyteterm.domain.finnish_time import helsinki, local
from hyteterm.domain.referral import ReferralPayload, TimelineEntry
from hyteterm.domain.referral_status import Actor, Outcome, Status, Step
from hyteterm.domain.suppression import SMALLEST, SUM, protected_line, protected_table

COLUMNS: Final = (
    "month",
    "measure",
    "type",
    "municipality",
    "unit",
    "receiver",
    "status",
    "outcome",
    "theme",
    "item",
    "count",
    "median_days",
    "mean",
)
"""Columns of the CSV and keys of the JSON; other tools read them: they stay as they are."""

REFERRALS: Final = "referrals"
FEEDBACK_GIVEN: Final = "feedback-to-sender"
RECORDED: Final = "recorded"
USE: Final = "use"
WORD: Final = "word-without-hit"
CLIENT_FEEDBACK: Final = "client-feedback"
YES: Final = "yes"
NO: Final = "no"

CONTACTS: Final = frozenset({Step.REACHED, Step.START})
"""Steps that say that the client was really met or spoken with."""
MONTHS_SHOWN: Final = 12
_MONTH: Final = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


class StatisticsRow(BaseModel):
    """One published figure; a dimension that it is not about holds ``*``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    measure: str = REFERRALS
    type: str = SUM
    municipality: str = SUM
    """Three digits; empty: not known, or left out for a client under turvakielto."""
    unit: str = SUM
    """The sending unit's id."""
    receiver: str = SUM
    """The receiving unit's id."""
    status: str = SUM
    outcome: str = SUM
    """Empty: not ended yet."""
    theme: str = SUM
    """Empty: none was named."""
    item: str = ""
    """What is counted, for the other measures."""
    count: int | None = None
    """None: not told."""
    median_days: float | None = None
    """From arrival to first contact; only beside a count that is told."""
    mean: float | None = None
    """Of answers on a scale."""


class MonthCount(BaseModel):
    """All referrals of a month."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    month: str
    count: int | None = None


class MonthlyStatistics(BaseModel):
    """The answer of ``GET /v1/statistics``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    month: str
    rows: list[StatisticsRow]
    months: list[MonthCount] = Field(default_factory=list)
    """The last twelve, the asked one last."""
    names: dict[str, str] = Field(default_factory=dict)
    """Unit's id → name."""


@dataclass(frozen=True, slots=True)
class CountedReferral:
    """What of a referral is counted; nothing of the client but the municipality."""

    type: str
    municipality: str
    unit: str
    receiver: str
    status: Status
    outcome: Outcome | None = None
    themes: tuple[str, ...] = ()
    days_to_contact: float | None = None
    """None: no contact yet."""
    feedback: bool = False
    """Whether the sender has heard from the receiver."""


def counted(
    payload: ReferralPayload,
    *,
    receiver: str,
    unit: str,
    status: Status,
    outcome: Outcome | None,
    arrived: datetime,
    timeline: Sequence[TimelineEntry],
) -> CountedReferral:
    """A referral as it is counted.  Under turvakielto the municipality is left out."""
    met = next((entry.at for entry in timeline if entry.step in CONTACTS), None)
    days = None if met is None else max(0.0, (met - arrived).total_seconds() / 86_400)
    heard = payload.consent.feedback_to_sender and any(
        entry.actor is Actor.RECEIVER and (entry.note or entry.reason or entry.outcome)
        for entry in timeline
    )
    return CountedReferral(
        type=payload.type,
        municipality="" if payload.non_disclosure else payload.municipality,
        unit=unit,
        receiver=receiver,
        status=status,
        outcome=outcome,
        themes=tuple(str(theme) for theme in payload.themes),
        days_to_contact=days,
        feedback=bool(heard),
    )


LINES: Final[dict[str, Callable[[CountedReferral], tuple[str, ...]]]] = {
    # dimension: its values of one referral; a referral counts under each of its themes
    "unit": lambda referral: (referral.unit,),
    "receiver": lambda referral: (referral.receiver,),
    "status": lambda referral: (str(referral.status),),
    "outcome": lambda referral: (str(referral.outcome or ""),),
    "theme": lambda referral: referral.themes or ("",),
}


def referral_rows(referrals: Sequence[CountedReferral]) -> Iterator[StatisticsRow]:
    """The referrals of a month as published; nothing but their number when that is small."""
    if not referrals:
        return
    table = protected_table(Counter((one.type, one.municipality) for one in referrals))
    days = [_days(referrals, lambda _: True)]
    total = table.cells[SUM, SUM]
    yield StatisticsRow(count=total, median_days=_median(days[0]) if total else None)
    if total is None:
        return
    for (kind, municipality), count in sorted(table.cells.items()):
        if (kind, municipality) == (SUM, SUM):
            continue
        met = _days(referrals, _matches(kind, municipality)) if count else []
        yield StatisticsRow(
            type=kind, municipality=municipality, count=count, median_days=_median(met)
        )
    for name, values in LINES.items():
        line = protected_line(Counter(value for one in referrals for value in values(one)))
        for value, count in line_rows(line):
            yield StatisticsRow.model_validate({name: value, "count": count})
    heard = Counter(YES if one.feedback else NO for one in referrals)
    for value, count in line_rows(protected_line(heard)):
        yield StatisticsRow(measure=FEEDBACK_GIVEN, item=value, count=count)


def line_rows(line: Mapping[str, int | None]) -> Iterator[tuple[str, int | None]]:
    """The values of a protected line without its sum, by name."""
    return ((name, count) for name, count in sorted(line.items()) if name != SUM)


def share(rows: Iterable[StatisticsRow], measure: str) -> float | None:
    """The share of “yes” of a measure, 0–1; None when it is not told or there is nothing."""
    counts = {row.item: row.count for row in rows if row.measure == measure}
    if not counts or None in counts.values():
        return None
    told = {item: count or 0 for item, count in counts.items()}
    return told.get(YES, 0) / sum(told.values())


def _matches(kind: str, municipality: str) -> Callable[[CountedReferral], bool]:
    return lambda one: kind in (one.type, SUM) and municipality in (one.municipality, SUM)


def _days(
    referrals: Iterable[CountedReferral], wanted: Callable[[CountedReferral], bool]
) -> list[float]:
    return [
        one.days_to_contact for one in referrals if one.days_to_contact is not None and wanted(one)
    ]


def _median(days: Sequence[float]) -> float | None:
    """The median in days, to a tenth; None for so few that it would be somebody's own."""
    return round(median(days), 1) if len(days) >= SMALLEST else None


def is_month(text: str) -> bool:
    """Whether ``text`` is ``YYYY-MM``."""
    return bool(_MONTH.fullmatch(text))


def month_of(moment: datetime) -> str:
    """``YYYY-MM`` on a Finnish calendar."""
    return f"{local(moment):%Y-%m}"


def month_plus(month: str, by: int) -> str:
    """The month ``by`` months later (negative: earlier)."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{number // 12:04}-{number % 12 + 1:02}"


def month_bounds(month: str) -> tuple[datetime, datetime]:
    """Its first moment in Finland and that of the next.  Raises `ValueError`."""
    if not is_month(month):
        raise ValueError("month")
    return _first_moment(month), _first_moment(month_plus(month, 1))


def _first_moment(month: str) -> datetime:
    try:
        zone = helsinki()
    except ZoneInfoNotFoundError:
        return datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)
    return datetime(int(month[:4]), int(month[5:]), 1, tzinfo=zone)
