"""What a receiving unit tells its senders: whether it takes new referrals, and the wait.

It stands in the outbox's settings until the hub has taken it; it holds no client data.
"""

from dataclasses import asdict, dataclass
from typing import Final, Self

from hyteterm.local_cache.outbox import Outbox
from hyteterm.sync.client import HubClient, RequestRefused

SETTING: Final = "own_unit_notice"


@dataclass(frozen=True, slots=True)
class OwnUnitNotice:
    """The body of ``POST /v1/unit``; the last one counts."""

    professional_id: str
    accepting: bool
    waiting_time: str

    @classmethod
    def waiting(cls, outbox: Outbox) -> Self | None:
        """The notice that the hub does not have yet."""
        stored = outbox.get_setting(SETTING)
        return None if stored is None else cls(**stored)

    def keep(self, outbox: Outbox) -> None:
        """Keep it until the hub has taken it, in place of an earlier one."""
        outbox.set_setting(SETTING, asdict(self))


def tell_own_unit(client: HubClient, outbox: Outbox, token: str) -> None:
    """Tell the hub what waits, if something does.  Raises the `SyncProblem` kinds.

    A notice that the hub refuses (the professional has left the unit) is dropped: the
    next fetch of the county shows what holds.
    """
    waiting = OwnUnitNotice.waiting(outbox)
    if waiting is None:
        return
    try:
        client.post("/v1/unit", token, asdict(waiting))
    except RequestRefused:
        pass
    with outbox.transaction():
        if OwnUnitNotice.waiting(outbox) == waiting:
            outbox.set_setting(SETTING, None)
