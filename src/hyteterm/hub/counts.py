"""Sums without terminal or person (tables count_sum, count_taken): use, and the survey.

Of a payload its counts are added to the month's sums, and its random id is remembered so
that a repeat is not added twice.  Nothing else of it, and no row of the log, is written.
"""

from hyteterm.domain.use_counts import CountsPayload
from hyteterm.hub.store import Store, Transaction


async def take(store: Store, payload: CountsPayload) -> None:
    """Add the payload's counts, once."""

    async def work(tx: Transaction) -> None:
        new = await tx.row(
            "INSERT INTO count_taken (id) VALUES ($1) ON CONFLICT (id) DO NOTHING RETURNING id",
            payload.id,
        )
        if new is not None:
            for name, count in sorted(payload.known().items()):
                await add(tx, payload.month, name, count)

    await store.write(work)


async def add(tx: Transaction, month: str, name: str, count: int) -> None:
    """Add to one sum."""
    await tx.execute(
        "INSERT INTO count_sum (month, name, value) VALUES ($1, $2, $3)"
        " ON CONFLICT (month, name) DO UPDATE SET value = count_sum.value + excluded.value",
        month,
        name,
        count,
    )


async def of_month(tx: Transaction, month: str) -> dict[str, int]:
    """The sums of a month, by name."""
    return await of_months(tx, month, month)


async def of_months(tx: Transaction, first: str, last: str) -> dict[str, int]:
    """The sums of the months from ``first`` to ``last``, by name."""
    found = await tx.rows(
        "SELECT name, sum(value) AS value FROM count_sum WHERE month >= $1 AND month <= $2"
        " GROUP BY name ORDER BY name",
        first,
        last,
    )
    return {row["name"]: int(row["value"]) for row in found}
