"""What is delivered without acting on a referral: error reports (table submission), feedback.

Kept without terminal and person.
"""

import json
from typing import Final

from hyteterm.domain.delivery import Content, DeliveryKind, DeliveryResult
from hyteterm.domain.identifier import new_id
from hyteterm.hub import error_reports, feedback
from hyteterm.hub.decision import Circumstances, Decision, refused
from hyteterm.hub.store import Transaction

TAKEN: Final = frozenset({DeliveryKind.ERROR_REPORT})
"""Kinds that are stored as they come, besides feedback, which becomes sums."""


async def take(tx: Transaction, content: Content, who: Circumstances) -> Decision:
    """Store the submission, or refuse a kind that nobody here would read."""
    if content.kind is DeliveryKind.FEEDBACK:
        return await feedback.take(tx, content.body, who)
    if content.kind not in TAKEN or not error_reports.is_report(content.body):
        return refused("unreadable")
    await tx.execute(
        "INSERT INTO submission (id, kind, received_on, body) VALUES ($1, $2, $3, $4)",
        new_id(),
        content.kind,
        who.now.date().isoformat(),
        json.dumps(content.body, ensure_ascii=False),
    )
    return Decision(DeliveryResult.ACCEPTED, action=content.kind)


async def of_kind(tx: Transaction, kind: DeliveryKind) -> list[dict[str, object]]:
    """The bodies of one kind, oldest day first."""
    found = await tx.rows(
        "SELECT body FROM submission WHERE kind = $1 ORDER BY received_on, id", kind
    )
    return [json.loads(row["body"]) for row in found]
