"""Finnish time without a time zone database: the rule of the European Union."""

from datetime import datetime, timedelta, timezone

_WINTER = timezone(timedelta(hours=2))
_SUMMER = timezone(timedelta(hours=3))


def _last_sunday(year: int, month: int) -> datetime:
    day = datetime(year, month, 31, 3)
    return day - timedelta(days=(day.weekday() + 1) % 7)


def helsinki(local: datetime) -> datetime:
    """A Finnish wall-clock time with its offset.

    Summer time runs from 03:00 on the last Sunday of March to 04:00 on the last Sunday of
    October (since 1996); of the hour that comes twice the first is meant.
    """
    begins = _last_sunday(local.year, 3)
    ends = _last_sunday(local.year, 10) + timedelta(hours=1)
    return local.replace(tzinfo=_SUMMER if begins <= local < ends else _WINTER)
