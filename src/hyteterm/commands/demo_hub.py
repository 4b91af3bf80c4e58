"""The demo's central API: invented units and people, and receivers that answer by themselves."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hyteterm.demo.catalogue_loader import demo_services
from hyteterm.demo.people import PROFESSIONAL, RECEIVER_UNITS, SENDER_UNIT, demo_policies
from hyteterm.domain.service import Service, service_id
from hyteterm.hub import feed
from hyteterm.hub.administration import seed_demo
from hyteterm.hub.professionals import Professional
from hyteterm.hub.serve import HubThread
from hyteterm.hub.units import Unit

if TYPE_CHECKING:
    from hyteterm.commands.demo_receiver import DemoReceiver

OTHERS: Final = "esittelyn-vastaanottajat"
"""One invented unit that takes what no other unit of the demo takes."""
FIGURE_UNITS: Final = (
    Unit("esittely-hamina", "Haminan terveysasema (keksitty)"),
    Unit("esittely-kotka", "Kotkan sosiaaliasema (keksitty)"),
)
"""Units of which nothing but past figures exist."""
LOOK_S: Final = 1.0
"""Looking whether anything moved costs a millisecond; working, as a terminal does, a hundred."""


@dataclass(frozen=True, slots=True)
class DemoCodes:
    """How the demo's terminals get in."""

    terminal: str
    professional: str
    receivers: dict[str, tuple[str, str]]
    """Unit → code of a terminal, code of a professional."""


def demo_units(services: list[Service]) -> list[Unit]:
    """The sender's unit, the named receivers, and one for all other services."""
    named = {service_id("demo", one) for unit in RECEIVER_UNITS for one in unit.services}
    rest = tuple(s.id for s in services if s.referral_type and s.id not in named)
    types = tuple(sorted({s.referral_type for s in services if s.referral_type}))
    return [
        Unit(SENDER_UNIT.id, SENDER_UNIT.names["fi"]),
        *(
            Unit(
                unit.id,
                unit.names["fi"],
                services=tuple(service_id("demo", one) for one in unit.services),
                waiting_time="1–2 viikkoa",
            )
            for unit in RECEIVER_UNITS
        ),
        Unit(OTHERS, "Esittelyn vastaanottajat", services=rest, referral_types=types),
    ]


def seed(database: Path) -> DemoCodes:
    """Fill a hub's database for the demo, but for the past."""
    services = list(demo_services(datetime.now(UTC)))
    units = demo_units(services)
    receivers = [unit for unit in units if unit.id != SENDER_UNIT.id]
    people = [
        Professional(
            PROFESSIONAL.id,
            SENDER_UNIT.id,
            PROFESSIONAL.name,
            PROFESSIONAL.role,
            PROFESSIONAL.phone,
        ),
        *(Professional(f"demo-{unit.id}", unit.id, "N. Neuvoja", "neuvoja") for unit in receivers),
    ]
    codes = seed_demo(
        database, units=units, professionals=people, services=services, policies=demo_policies()
    )
    return DemoCodes(
        codes.terminals[SENDER_UNIT.id],
        codes.professionals[PROFESSIONAL.id],
        {
            unit.id: (codes.terminals[unit.id], codes.professionals[f"demo-{unit.id}"])
            for unit in receivers
        },
    )


def seed_past(database: Path, codes: DemoCodes) -> None:
    """Add what the demo's statistics show of the months before."""
    from hyteterm.hub.demo_figures import seed_figures

    receivers = list(codes.receivers)[:3]
    seed_figures(database, senders=FIGURE_UNITS, receivers=receivers, now=datetime.now(UTC))


@contextmanager
def served(database: Path, port: int = 0) -> Iterator[HubThread]:
    """A hub on loopback on this database."""
    with HubThread(database, port=port) as hub:
        yield hub


def run_demo_hub(folder: Path, *, receiver: bool = False) -> None:
    """Serve until the parent process is gone, then remove the demo's files.

    Prints one line with address and codes as soon as it serves.

    ``receiver``: the codes are of a receiver's terminal, and a sender sends by itself.
    """
    parent = os.getppid()
    codes = seed(folder / "hub.db")
    people = Others(folder, codes, receiver=receiver)
    with served(folder / "hub.db") as hub, ExitStack() as stack:
        sys.stdout.write(f"{hub.url} {' '.join(people.ours)}\n")
        sys.stdout.flush()
        pause = threading.Event()
        pause.wait(LOOK_S)
        seed_past(folder / "hub.db", codes)
        while os.getppid() == parent:
            people.look(hub, stack)
            pause.wait(LOOK_S)
    # The terminal may have been killed: then nobody else would do it.
    shutil.rmtree(folder, ignore_errors=True)


class Others:
    """Everybody of the demo but the one who looks at it.

    They take their terminals into use when the first referral moves, and work when
    something has moved at the hub or an answer is due: a demo that is left alone rests.
    """

    def __init__(self, folder: Path, codes: DemoCodes, *, receiver: bool) -> None:
        self._folder = folder
        self._receivers = dict(codes.receivers)
        self._sender = (codes.terminal, codes.professional)
        self._sends = receiver
        self.ours = self._receivers.pop(RECEIVER_UNITS[0].id) if receiver else self._sender
        """Codes of the terminal that is looked at."""
        self._working: list[DemoReceiver] = []
        self._seen = 0

    def look(self, hub: HubThread, stack: ExitStack) -> None:
        """One round; ``stack`` closes what it opens."""
        if self._sends:
            self._sends = False
            self._send(hub, stack)
        end = asyncio.run(hub.store.read(feed.end))
        now = datetime.now(UTC)
        if end == self._seen and not any(one.due and one.due <= now for one in self._working):
            return
        # What they do themselves moves the feed on, and is looked at in the next round.
        self._seen = end
        if not self._working:
            self._begin(hub, stack)
        for one in self._working:
            one.work()

    def _begin(self, hub: HubThread, stack: ExitStack) -> None:
        from hyteterm.commands.demo_receiver import DemoReceiver

        self._working = [
            stack.enter_context(DemoReceiver(self._folder / unit, hub.url, *pair))
            for unit, pair in self._receivers.items()
        ]

    def _send(self, hub: HubThread, stack: ExitStack) -> None:
        from hyteterm.commands.demo_sender import DemoSender

        sender = DemoSender(self._folder / "sender", hub.url, *self._sender)
        stack.enter_context(sender).work()
