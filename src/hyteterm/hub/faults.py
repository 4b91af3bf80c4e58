"""Faults of the hub itself in its log: what kind and where, never what the data said."""

import logging
from pathlib import PurePath

_LOGGER = logging.getLogger("hyteterm.hub")


def report(error: BaseException) -> None:
    """Log the class of ``error`` and the line that raised it; its text may hold client data."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = (
        "?"
        if place is None
        else f"{PurePath(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}"
    )
    _LOGGER.error("%s at %s", type(error).__name__, where)
