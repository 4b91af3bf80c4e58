"""Moments as the hub writes them down: ISO 8601 text in UTC, always of one length."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def hub_clock() -> datetime:
    """The hub's own time, UTC."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """``moment`` as text whose order is the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read(text: str) -> datetime:
    """The opposite of `written`."""
    return datetime.fromisoformat(text)
