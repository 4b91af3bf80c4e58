"""What is killed: the program at a nurse's terminal, and the hub.  Each in its own process.

The nurse writes into a journal what the program has said.  A line is in the journal as
soon as it is written: killing a process takes nothing back that it wrote.
"""

import os
import random
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from time import sleep
from typing import Final

from hyteterm.domain.identifier import new_id
from hyteterm.domain.referral_form import draft_of
from hyteterm.hub.serve import serve
from hyteterm.local_cache.drafts import DraftKind
from hyteterm.local_cache.home import Home
from hyteterm.workspace import Workspace
from hyteterm.workspace.session import DEMO_PIN_VARIABLE
from tests.proof.sabotage import HUB_SABOTAGE, NURSE_SABOTAGE
from tests.sync.town import NURSE, PIN, referral

BEGUN: Final = "begun"
QUEUED: Final = "queued"
TAKING_BACK: Final = "taking-back"
BACK_IN_DRAFTS: Final = "back-in-drafts"
"""Said to be queued, and found to be a draft at the next start."""


def hub_life(database: str, ready: Connection, sabotage: str) -> None:
    """Serve until killed; tells its port."""
    HUB_SABOTAGE.get(sabotage, lambda: None)()
    serve(database, ready=lambda url: ready.send(int(url.rpartition(":")[2])))


def nurse_life(home: str, journal: str, ready: Connection, seed: int, sabotage: str) -> None:
    """Start, unlock, mend what was cut off, work until killed."""
    # As in the demo: the worker calls often.
    os.environ[DEMO_PIN_VARIABLE] = PIN
    NURSE_SABOTAGE.get(sabotage, lambda: None)()
    Nurse(Path(home), Path(journal), random.Random(seed)).work(ready)


class Nurse:
    """Works through the door that the screens use."""

    def __init__(self, home: Path, journal: Path, chance: random.Random) -> None:
        self._workspace = Workspace(Home(home))
        self._journal = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._chance = chance
        self._made: list[str] = []

    def work(self, ready: Connection) -> None:
        """Until killed."""
        self._workspace.session.unlock(NURSE.id, PIN)
        for id in self._workspace.referrals.reconcile().returned_to_draft:
            self._note(BACK_IN_DRAFTS, id)
        self._workspace.line.start()
        self._workspace.line.sync_now()
        self._note(BEGUN, "-")
        ready.send(BEGUN)
        self.finish_drafts()
        while True:
            things = list(THINGS)
            (thing,) = self._chance.choices(things, weights=[THINGS[one] for one in things])
            thing(self)

    def refer(self) -> None:
        """Type, save on the way, queue."""
        referrals = self._workspace.referrals
        made = referral(referrals.sender, reason=f"mark {new_id()}")
        draft = draft_of(made)
        referrals.save_draft(draft)
        referrals.queue(draft, hold=0.0)
        self._note(QUEUED, made.id)
        self._made.append(made.id)

    def finish_drafts(self) -> None:
        """Queue what an earlier life left as drafts."""
        referrals = self._workspace.referrals
        for saved in self._workspace.session.vault.drafts.all(kind=DraftKind.REFERRAL):
            id = referrals.queue(referrals.draft(saved.id), hold=0.0)
            self._note(QUEUED, id)

    def take_back(self) -> None:
        """Second thoughts: a draft again and thrown away, or cancelled at the receiver's."""
        if self._made:
            id = self._made.pop()
            self._note(TAKING_BACK, id)
            if self._workspace.referrals.take_back(id):
                self._workspace.referrals.cancel(id)

    def look(self) -> None:
        """Open the list, and press F9."""
        self._workspace.referrals.sent()
        self._workspace.line.sync_now()

    def wait(self) -> None:
        """Talk with the client."""
        sleep(self._chance.uniform(0.0, 0.03))

    def _note(self, word: str, id: str) -> None:
        os.write(self._journal, f"{word} {id}\n".encode())


THINGS: Final[dict[Callable[[Nurse], None], int]] = {
    Nurse.refer: 6,
    Nurse.take_back: 1,
    Nurse.look: 2,
    Nurse.wait: 4,
}
"""What is done → how often."""
