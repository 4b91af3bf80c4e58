"""Delivering what waits in the outbox: in order, in batches, believing receipts only."""

import random
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from hyteterm.domain.delivery import (
    MAX_BATCH,
    DeliveryAnswer,
    DeliveryResult,
    Envelope,
    Receipt,
)
from hyteterm.domain.identifier import new_id
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.outbox_row import ClaimedDelivery, DeliveryState
from hyteterm.local_cache.outbox_sending import STATUS_CHANGE, HubView
from hyteterm.local_cache.trusted_time import TrustedTime
from hyteterm.sync.backoff import after_retry_after, full_jitter
from hyteterm.sync.client import (
    HubBusy,
    HubClient,
    HubFailed,
    HubUnreachable,
    InsecureHub,
    RequestRefused,
    SyncProblem,
    TokenRefused,
    TooLarge,
)

_ADDRESSES: Final = {True: "/v1/status-changes", False: "/v1/deliveries"}
_CONFLICT: Final = frozenset({409})
_VERDICTS: Final = {
    DeliveryResult.ACCEPTED: DeliveryState.DELIVERED,
    DeliveryResult.REFUSED: DeliveryState.REFUSED,
    DeliveryResult.CONFLICT: DeliveryState.CONFLICT,
}
_ALONE_AFTER: Final = 3
"""Failures after which a delivery is sent in a smaller batch each time: one that makes the
hub fail must not take its neighbours along."""
_MALFORMED: Final = frozenset({400, 422})
"""Statuses by which one delivery can be at fault for the whole request."""
_BELIEVED_MALFORMED_AFTER: Final = 5
"""Failures alone, after which a delivery that the hub calls malformed goes to quarantine."""
_DRIVEN_FOR: Final = "driven_again_for"


@dataclass
class DeliveryReport:
    """What a round has done."""

    delivered: list[str] = field(default_factory=list)
    """Delivery ids whose receipt echoed id and hash."""
    refused: list[str] = field(default_factory=list)
    """In quarantine now: refused, or in conflict."""
    retried: int = 0
    driven_again: int = 0
    """Queued once more because the hub was restored from a backup."""
    problem: SyncProblem | None = None
    """Why the round ended early."""
    answered: bool = False
    """Whether the hub has answered at all."""


class DeliveryRound:
    """Sends everything that is due.  One at a time per home (the sync lock)."""

    def __init__(
        self,
        outbox: Outbox,
        client: HubClient,
        token: str,
        time: TrustedTime,
        chance: random.Random,
    ) -> None:
        self._outbox = outbox
        self._client = client
        self._token = token
        self._time = time
        self._chance = chance
        self._owner = new_id()
        self._largest = MAX_BATCH

    def run(self) -> DeliveryReport:
        """Send until nothing is due or the hub is out of reach.  Never raises `SyncProblem`."""
        report = DeliveryReport()
        while report.problem is None:
            claimed = self._outbox.sending.claim(self._owner, self._largest)
            if not claimed:
                break
            self._send(self._small_enough(claimed), report)
        return report

    def _small_enough(self, claimed: list[ClaimedDelivery]) -> list[ClaimedDelivery]:
        """The beginning of what was claimed; the rest is given back at once."""
        attempts = max(one.attempts for one in claimed)
        size = MAX_BATCH >> (2 * max(0, attempts - _ALONE_AFTER + 1))
        if len(claimed) > max(1, size):
            rest = [one.id for one in claimed[max(1, size) :]]
            self._outbox.sending.release(self._owner, rest, reached_hub=False)
        return claimed[: max(1, size)]

    def _send(self, batch: Sequence[ClaimedDelivery], report: DeliveryReport) -> None:
        address = _ADDRESSES[batch[0].kind == STATUS_CHANGE]
        body = {"envelopes": [_envelope(one).model_dump(mode="json") for one in batch]}
        try:
            answer = self._client.post(address, self._token, body, answers=_CONFLICT)
            decoded = answer.model(DeliveryAnswer)
        except TooLarge as problem:
            self._smaller(batch, problem, report)
        except RequestRefused as problem:
            self._give_back_or_split(batch, problem, report)
        except (TokenRefused, InsecureHub) as problem:
            self._give_back(batch, report, problem, reached_hub=False)
        except HubUnreachable as problem:
            if problem.sent:
                self._later(batch, report, problem)
            else:
                self._give_back(batch, report, problem, reached_hub=False)
        except HubFailed as problem:
            self._later(batch, report, problem)
        except SyncProblem as problem:
            # Busy, or no hub at all: nobody knows who saw it, but it is not at fault.
            self._give_back(batch, report, problem, reached_hub=True)
        else:
            report.answered = True
            self._settle(batch, decoded, report)

    def _settle(
        self, batch: Sequence[ClaimedDelivery], answer: DeliveryAnswer, report: DeliveryReport
    ) -> None:
        self._time.observe(answer.hub_time.timestamp())
        our_highest = self._outbox.sending.highest_delivered()
        receipts = {(receipt.id, receipt.sha256): receipt for receipt in answer.receipts}
        for one in batch:
            receipt = receipts.get((one.id, one.sha256))
            if receipt is None or receipt.result is DeliveryResult.RETRY:
                self._later([one], report)
                continue
            state = _VERDICTS[receipt.result]
            self._outbox.sending.finish(one.id, state, receipt.reason, _kept(receipt))
            listed = report.delivered if state is DeliveryState.DELIVERED else report.refused
            listed.append(one.id)
        report.driven_again += note_hub(
            self._outbox, HubView(answer.epoch, answer.highest_sequence, our_highest)
        )

    def _give_back_or_split(
        self, batch: Sequence[ClaimedDelivery], problem: RequestRefused, report: DeliveryReport
    ) -> None:
        if problem.status not in _MALFORMED:
            self._give_back(batch, report, problem, reached_hub=False)
        elif len(batch) == 1 and batch[0].attempts < _BELIEVED_MALFORMED_AFTER:
            # A hub of another version would call everything malformed: no haste.
            self._later(batch, report)
        else:
            self._smaller(batch, problem, report)

    def _smaller(
        self, batch: Sequence[ClaimedDelivery], problem: SyncProblem, report: DeliveryReport
    ) -> None:
        """The request as a whole was refused: halve it until the one at fault stands alone."""
        if len(batch) > 1:
            self._largest = max(1, len(batch) // 2)
            ids = [one.id for one in batch]
            self._outbox.sending.release(self._owner, ids, reached_hub=False)
            return
        (one,) = batch
        self._outbox.sending.finish(one.id, DeliveryState.REFUSED, problem.code, {})
        report.refused.append(one.id)
        self._largest = MAX_BATCH

    def _later(
        self,
        batch: Sequence[ClaimedDelivery],
        report: DeliveryReport,
        problem: SyncProblem | None = None,
    ) -> None:
        for one in batch:
            delay = full_jitter(one.attempts, self._chance)
            self._outbox.sending.retry_later(self._owner, one.id, delay)
        report.retried += len(batch)
        report.problem = problem

    def _give_back(
        self,
        batch: Sequence[ClaimedDelivery],
        report: DeliveryReport,
        problem: SyncProblem,
        *,
        reached_hub: bool,
    ) -> None:
        ids = [one.id for one in batch]
        self._outbox.sending.release(self._owner, ids, reached_hub=reached_hub)
        report.problem = problem


def note_hub(outbox: Outbox, view: HubView) -> int:
    """Compare the hub's store with what we know of it; returns how many deliveries go again."""
    with outbox.transaction():
        terminal = outbox.terminal
        if terminal is None:
            return 0
        seen = [view.epoch, view.highest_sequence]
        # A store that does not grow by what it is sent is not sent the same for ever.
        if view.highest_sequence is not None and seen == outbox.get_setting(_DRIVEN_FOR):
            return 0
        again = outbox.sending.drive_again(view, terminal.epoch)
        if again:
            outbox.set_setting(_DRIVEN_FOR, seen)
        if terminal.epoch != view.epoch:
            outbox.update_terminal(epoch=view.epoch)
    return again


def wait_after(problem: SyncProblem, failures: int, chance: random.Random) -> float:
    """Seconds to leave the hub alone after ``failures`` problems in a row."""
    if isinstance(problem, HubBusy) and problem.retry_after is not None:
        return after_retry_after(problem.retry_after, chance)
    return full_jitter(failures, chance)


def _envelope(one: ClaimedDelivery) -> Envelope:
    return Envelope(
        id=one.id,
        sequence=one.sequence,
        key_id=one.key_id,
        sha256=one.sha256,
        sealed=b64encode(one.sealed).decode(),
    )


def _kept(receipt: Receipt) -> dict[str, object]:
    return receipt.model_dump(mode="json", exclude={"id", "sha256"})
