"""Responses of wellbeing cards that clients let the county keep (table card_response)."""

import json
from typing import Any, Final

from hyteterm.domain.delivery import Content, DeliveryKind, DeliveryResult
from hyteterm.hub import times
from hyteterm.hub.decision import Circumstances, Decision, refused
from hyteterm.hub.store import Transaction

RESPONSE: Final = "QuestionnaireResponse"


async def take(tx: Transaction, content: Content, who: Circumstances, id: str) -> Decision:
    """Keep a response under the card's id; a corrected one replaces it."""
    response, reference = content.body.get("response"), content.body.get("client_reference")
    if not isinstance(response, dict) or response.get("resourceType") != RESPONSE:
        return refused("unreadable")
    if not isinstance(reference, str) or not reference:
        return refused("unreadable")
    owner = await tx.row("SELECT unit_id FROM card_response WHERE id = $1", id)
    if owner is not None and owner["unit_id"] != who.terminal.unit_id:
        return refused("wrong-unit")
    await tx.execute("DELETE FROM card_response WHERE id = $1", id)
    await tx.execute(
        "INSERT INTO card_response (id, unit_id, professional_id, client_reference, received_at,"
        " response) VALUES ($1, $2, $3, $4, $5, $6)",
        id,
        who.terminal.unit_id,
        who.professional_id,
        reference,
        times.written(who.now),
        json.dumps(response, ensure_ascii=False),
    )
    return Decision(
        DeliveryResult.ACCEPTED, action=DeliveryKind.CARD_RESPONSE, client_reference=reference
    )


async def of_client(tx: Transaction, client_reference: str) -> list[dict[str, Any]]:
    """The responses of one client, oldest first."""
    rows = await tx.rows(
        "SELECT response FROM card_response WHERE client_reference = $1 ORDER BY received_at, id",
        client_reference,
    )
    return [json.loads(row["response"]) for row in rows]
