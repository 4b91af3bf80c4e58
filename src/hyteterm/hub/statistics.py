"""Monthly counts over all units; small cells are not told.

The rows are the finest cells and no totals are given beside them, so nothing can be
reckoned back from a suppressed one.
"""

import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any, Final

from hyteterm.hub import referrals
from hyteterm.hub.store import Store, Transaction

SMALLEST: Final = 5
"""Counts below this are given as null."""
DIMENSIONS: Final = ("type", "municipality", "unit", "status", "outcome", "theme")


def month_of(text: str) -> datetime:
    """The first moment (UTC) of ``YYYY-MM``.  Raises `ValueError`."""
    if not re.fullmatch(r"20[0-9]{2}-[0-9]{2}", text):
        raise ValueError("month")
    return datetime(int(text[:4]), int(text[5:]), 1, tzinfo=UTC)


async def of_month(store: Store, first: datetime) -> dict[str, Any]:
    """Referrals that arrived in the month, counted; one with several themes counts in each.

    The municipality of a client under a non-disclosure order was never sent, so it is empty.
    """
    end = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)

    async def work(tx: Transaction) -> list[referrals.StoredReferral]:
        return await referrals.received_between(tx, first, end)

    counts: Counter[tuple[str, ...]] = Counter()
    for referral in await store.read(work):
        for theme in referral.payload.themes or ("",):
            counts[
                (
                    referral.payload.type,
                    referral.payload.municipality,
                    referral.sender_unit_id,
                    str(referral.status),
                    str(referral.outcome or ""),
                    str(theme),
                )
            ] += 1
    return {
        "month": f"{first:%Y-%m}",
        "rows": [
            dict(zip(DIMENSIONS, cell, strict=True))
            | {"count": count if count >= SMALLEST else None}
            for cell, count in sorted(counts.items())
        ],
    }
