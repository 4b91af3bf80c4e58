"""Reports of errors in descriptions, for whoever keeps the catalogue (table submission)."""

import json
from dataclasses import dataclass

from pydantic import ValidationError

from hyteterm.domain.delivery import DeliveryKind
from hyteterm.domain.error_report import ErrorReport
from hyteterm.hub.store import Row, Transaction


@dataclass(frozen=True, slots=True)
class ReceivedReport:
    """A report with the day it came."""

    id: str
    received_on: str
    """ISO date."""
    report: ErrorReport


def is_report(body: dict[str, object]) -> bool:
    """Whether the body of a delivery is a report that can be listed."""
    try:
        ErrorReport.model_validate(body)
    except ValidationError:
        return False
    return True


async def listed(tx: Transaction) -> list[ReceivedReport]:
    """Those that nobody has closed, oldest first."""
    found = await tx.rows(
        "SELECT id, received_on, body FROM submission WHERE kind = $1 ORDER BY received_on, id",
        DeliveryKind.ERROR_REPORT,
    )
    return [_read(row) for row in found]


async def close(tx: Transaction, id: str) -> bool:
    """Remove a report that has been seen to; whether there was one."""
    kind = DeliveryKind.ERROR_REPORT
    found = await tx.row("SELECT id FROM submission WHERE id = $1 AND kind = $2", id, kind)
    await tx.execute("DELETE FROM submission WHERE id = $1 AND kind = $2", id, kind)
    return found is not None


def _read(row: Row) -> ReceivedReport:
    report = ErrorReport.model_validate(json.loads(row["body"]))
    return ReceivedReport(row["id"], row["received_on"], report)
