"""The demo's central API: invented units and people, and receivers that answer by themselves."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from hyteterm.commands.demo_receiver import DemoReceiver
from hyteterm.commands.demo_sender import DemoSender
from hyteterm.demo.catalogue_loader import demo_services
from hyteterm.demo.people import PROFESSIONAL, RECEIVER_UNITS, SENDER_UNIT
from hyteterm.domain.service import Service, service_id
from hyteterm.hub.administration import seed_demo
from hyteterm.hub.demo_figures import seed_figures
from hyteterm.hub.professionals import Professional
from hyteterm.hub.serve import HubThread
from hyteterm.hub.units import Unit

OTHERS: Final = "esittelyn-vastaanottajat"
"""One invented unit that takes what no other unit of the demo takes."""
FIGURE_UNITS: Final = (
    Unit("esittely-hamina", "Haminan terveysasema (keksitty)"),
    Unit("esittely-kotka", "Kotkan sosiaaliasema (keksitty)"),
)
"""Units of which nothing but past figures exist."""
ROUND_S: Final = 2.0


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
    """Fill a hub's database for the demo."""
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
    codes = seed_demo(database, units=units, professionals=people, services=services)
    seed_figures(database, senders=FIGURE_UNITS, receivers=receivers[:3], now=datetime.now(UTC))
    return DemoCodes(
        codes.terminals[SENDER_UNIT.id],
        codes.professionals[PROFESSIONAL.id],
        {
            unit.id: (codes.terminals[unit.id], codes.professionals[f"demo-{unit.id}"])
            for unit in receivers
        },
    )


@contextmanager
def served(database: Path, port: int = 0) -> Iterator[HubThread]:
    """A hub on loopback on this database."""
    with HubThread(database, port=port) as hub:
        yield hub


def run_demo_hub(folder: Path, *, receiver: bool = False) -> None:
    """Serve until the parent process is gone; prints one line with address and codes.

    ``receiver``: the codes are of a receiver's terminal, and a sender sends by itself.
    """
    parent = os.getppid()
    codes = seed(folder / "hub.db")
    sender = (codes.terminal, codes.professional)
    ours = codes.receivers.pop(RECEIVER_UNITS[0].id) if receiver else sender
    with served(folder / "hub.db") as hub, ExitStack() as stack:
        sys.stdout.write(f"{hub.url} {' '.join(ours)}\n")
        sys.stdout.flush()
        others: list[DemoReceiver | DemoSender] = [
            stack.enter_context(DemoReceiver(folder / unit, hub.url, *pair))
            for unit, pair in codes.receivers.items()
        ]
        if receiver:
            others.append(stack.enter_context(DemoSender(folder / "sender", hub.url, *sender)))
        pause = threading.Event()
        while os.getppid() == parent:
            for other in others:
                other.work()
            pause.wait(ROUND_S)
