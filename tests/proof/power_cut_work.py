"""A morning at a terminal, for the disk whose power fails."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

from hyteterm.domain.referral import Referral
from hyteterm.domain.referral_status import Step
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.outbox_row import DeliveryState
from hyteterm.local_cache.queueing import Queueing, referral_draft
from hyteterm.local_cache.reconciliation import take_outcomes
from hyteterm.local_cache.vault import Vault
from tests.local_cache.storage import AT, NURSE, Storage, referral, sender
from tests.proof.cut_disk import Diary

QUEUED, UNDOING = "queued", "undoing"


class Morning:
    """Drafts, queueing, deliveries and second thoughts, as the workspace does them.

    As there, the outbox is opened for each thing that is done, and closed; sometimes the
    background worker holds it open meanwhile, so that its log is not put away each time.
    """

    def __init__(self, storage: Storage, diary: Diary, chance: random.Random) -> None:
        self._storage = storage
        self._diary = diary
        self._chance = chance
        self._queued: list[str] = []

    def spend(self, things: int) -> None:
        """Do so many things, locking and unlocking in between."""
        while things > 0:
            with ExitStack() as stack:
                vault = stack.enter_context(
                    Vault.open(self._storage.home, self._storage.opened.key)
                )
                if self._chance.random() < 0.5:
                    stack.enter_context(self._outbox())
                for _ in range(self._chance.randint(8, 16)):
                    thing = self._chance.choices(list(THINGS), weights=list(THINGS.values()))[0]
                    with self._outbox() as outbox:
                        thing(self, vault, outbox)
                    things -= 1

    def refer(self, vault: Vault, outbox: Outbox) -> None:
        """Type a referral, saved on the way, and queue it."""
        words = "kävelee koiran kanssa ja haluaa ryhmään "
        made: Referral = referral()
        for length in (1, self._chance.randint(2, 60)):
            made = made.model_copy(update={"reason": words * length})
            vault.drafts.save(referral_draft(made), AT)
        queueing = Queueing(vault, outbox, self._storage.time)
        queueing.referral(made, hold=0.0)
        self._diary.told(QUEUED, made.id)
        self._queued.append(made.id)

    def deliver(self, vault: Vault, outbox: Outbox) -> None:
        """The worker delivers what is due and tells the vault."""
        claimed = outbox.sending.claim("worker", self._chance.randint(1, 6))
        for one in claimed:
            if self._chance.random() < 0.3:
                outbox.sending.retry_later("worker", one.id, 0.0)
                continue
            outbox.sending.finish(one.id, DeliveryState.DELIVERED, "", {"referral_version": 1})
        outbox.contact_succeeded()
        take_outcomes(vault, outbox, self._storage.time)

    def take_back(self, vault: Vault, outbox: Outbox) -> None:
        """Second thoughts about the last one."""
        if not self._queued:
            return
        id = self._queued[-1]
        self._diary.told(UNDOING, id)
        Queueing(vault, outbox, self._storage.time).take_back(id)

    def cancel(self, vault: Vault, outbox: Outbox) -> None:
        """A step on one that has arrived."""
        for id in self._queued[::-1]:
            seen = vault.referrals.get(id)
            if seen is not None and seen.status == "delivered":
                queueing = Queueing(vault, outbox, self._storage.time)
                queueing.step(seen, Step.CANCEL, sender(NURSE), hold=0.0)
                return

    def leave_a_draft(self, vault: Vault, outbox: Outbox) -> None:
        """Begin one and leave it."""
        draft = referral_draft(referral(reason="kesken"))
        vault.drafts.save(draft, AT)
        if self._chance.random() < 0.5:
            vault.drafts.save(replace(draft, title="Elma"), AT)

    def _outbox(self) -> Outbox:
        return Outbox.open(self._storage.home.outbox, self._storage.time)


THINGS: dict[Callable[[Morning, Vault, Outbox], None], int] = {
    Morning.refer: 6,
    Morning.deliver: 3,
    Morning.leave_a_draft: 1,
    Morning.take_back: 1,
    Morning.cancel: 1,
}
"""What is done → how often."""


def said(diary: Diary, place: int) -> Iterator[str]:
    """Referrals that the program had said to be queued, and that nobody was taking back."""
    standing: dict[str, None] = {}
    for _what, id, _number, word in diary.events[:place]:
        if word == QUEUED:
            standing[id] = None
        elif word == UNDOING:
            standing.pop(id, None)
    yield from standing
