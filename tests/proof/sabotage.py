"""Faults put into the program on purpose: the crash proof must find each of them."""

from collections.abc import Callable
from typing import Any, Final

from hyteterm.domain.identifier import new_id
from hyteterm.hub import arrivals, deliveries
from hyteterm.local_cache.outbox_row import ClaimedDelivery, DeliveryState
from hyteterm.sync.client import NotTheHub
from hyteterm.sync.delivery import DeliveryRound

THROWN_AWAY_BEFORE_SENT: Final = "marked delivered and thrown away before it is sent"
ANY_200_BELIEVED: Final = "whatever answers 200 is taken for the hub"
HUB_WITHOUT_MEMORY: Final = "the hub takes every delivery for a new one"


def throw_away_before_sending() -> None:
    """The terminal believes in the line.

    Marked alone, nothing is lost: the hub tells how far it has come, and the kept bytes go again.
    """
    send = DeliveryRound._send

    def sending(self: DeliveryRound, batch: Any, report: Any) -> None:
        for one in batch:
            _thrown_away(self, one)
        send(self, batch, report)

    DeliveryRound._send = sending  # type: ignore[method-assign]


def believe_any_200() -> None:
    """A captive portal's page is as good as a receipt."""
    give_back = DeliveryRound._give_back

    def giving_back(self: DeliveryRound, batch: Any, report: Any, problem: Any, **how: Any) -> None:
        if not isinstance(problem, NotTheHub):
            give_back(self, batch, report, problem, **how)
            return
        for one in batch:
            _thrown_away(self, one)

    DeliveryRound._give_back = giving_back  # type: ignore[method-assign]


def _thrown_away(round: DeliveryRound, one: ClaimedDelivery) -> None:
    round._outbox.sending.finish(one.id, DeliveryState.DELIVERED, "", {})
    round._outbox._connection.execute("DELETE FROM sealed_bytes WHERE delivery_id = ?", (one.id,))


def forget_deliveries() -> None:
    """The hub makes its own ids and remembers no delivery."""
    take, arrive = deliveries._take, arrivals.take

    async def taking(tx: Any, one: Any, terminal: Any, now: Any) -> Any:
        await tx.execute(
            "DELETE FROM delivery WHERE terminal_id = $1 AND id = $2", terminal.id, one.envelope.id
        )
        return await take(tx, one, terminal, now)

    async def arriving(tx: Any, payload: Any, who: Any) -> Any:
        return await arrive(tx, payload.model_copy(update={"id": new_id()}), who)

    deliveries._take = taking
    arrivals.take = arriving


NURSE_SABOTAGE: Final[dict[str, Callable[[], None]]] = {
    THROWN_AWAY_BEFORE_SENT: throw_away_before_sending,
    ANY_200_BELIEVED: believe_any_200,
}
HUB_SABOTAGE: Final[dict[str, Callable[[], None]]] = {HUB_WITHOUT_MEMORY: forget_deliveries}
