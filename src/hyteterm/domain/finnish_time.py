"""Times as Finns read them: stored with an offset, shown in Europe/Helsinki."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hyteterm.domain.message import N_

WEEKDAYS: Final = (N_("ma"), N_("ti"), N_("ke"), N_("to"), N_("pe"), N_("la"), N_("su"))

AGE_UNITS: Final = (
    # at least, seconds of one, message id
    (timedelta(days=60), 2_629_800, N_("{count} kk")),
    (timedelta(days=2), 86_400, N_("{count} pv")),
    (timedelta(minutes=60), 3_600, N_("{count} h")),
    (timedelta(minutes=1), 60, N_("{count} min")),
)
JUST_NOW: Final = N_("juuri nyt")


def now() -> datetime:
    """The present moment, aware.  Everything that is *shown* asks here; nothing is ordered by it."""
    return datetime.now(UTC)


@cache
def helsinki() -> ZoneInfo:
    """The zone of Finland.  Raises `ZoneInfoNotFoundError` without time zone data."""
    return ZoneInfo("Europe/Helsinki")


def local(moment: datetime) -> datetime:
    """``moment`` on a Finnish clock; without time zone data, in the computer's own zone."""
    try:
        return moment.astimezone(helsinki())
    except ZoneInfoNotFoundError:
        return moment.astimezone()


def day_text(day: date | datetime) -> str:
    """``21.11.2026``, the Finnish way."""
    shown = local(day) if isinstance(day, datetime) else day
    return f"{shown.day}.{shown.month}.{shown.year}"


def clock_text(moment: datetime) -> str:
    """``9.05``, the Finnish way."""
    shown = local(moment)
    return f"{shown.hour}.{shown.minute:02}"


def moment_text(moment: datetime) -> str:
    """``21.11. 9.05``."""
    shown = local(moment)
    return f"{shown.day}.{shown.month}. {shown.hour}.{shown.minute:02}"


def age(since: datetime, at: datetime | None = None) -> tuple[str, int]:
    """Message id and count of how long ago ``since`` was (``("{count} h", 3)``)."""
    passed = max(timedelta(0), (at or now()) - since)
    for least, seconds, message in AGE_UNITS:
        if passed >= least:
            return message, int(passed.total_seconds() // seconds)
    return JUST_NOW, 0
