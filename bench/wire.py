"""Bytes on the line for the catalogue feed, against the real hub on loopback.

    PYTHONPATH=src python bench/wire.py --services FILE [--count 5000] [--json]

The terminal's own client takes the whole catalogue, asks when nothing has changed, takes
50 changes and 50 new services; a relay between them counts every byte in both
directions, headers included.  ``down`` is what the hub answers: the aim is for it.
``--services`` is a PTV v11 file; its services are varied when there are too few.
"""

import argparse
import json
import random
import socket
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

AIMS = {"snapshot": 700_000, "unchanged": 350, "50 changed": 12_000, "50 new": 12_000}
"""Bytes of an answer with its headers, at 5,000 services."""
CHANGES = 50


@dataclass
class Relay:
    """A listener on loopback that passes bytes on to the hub and counts them."""

    port: int
    up: int = 0
    down: int = 0
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    def __post_init__(self) -> None:
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the terminal is to call."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def counted(self) -> dict[str, int]:
        """Bytes since the last call."""
        found = {"down": self.down, "up": self.up}
        self.up = self.down = 0
        return found

    def _accept(self) -> None:
        while True:
            terminal, _ = self._listener.accept()
            hub = socket.create_connection(("127.0.0.1", self.port))
            for source, target, name in ((terminal, hub, "up"), (hub, terminal, "down")):
                threading.Thread(
                    target=self._pass, args=(source, target, name), daemon=True
                ).start()

    def _pass(self, source: socket.socket, target: socket.socket, name: str) -> None:
        while data := source.recv(65_536):
            setattr(self, name, getattr(self, name) + len(data))
            target.sendall(data)
        target.close()


def services_of(path: Path, count: int) -> Iterator[Any]:
    """``count`` services: those of the file, then copies with other ids, names and words."""
    from hyteterm.catalogue_sources.registry import read
    from hyteterm.domain.service import Service

    services = [item for item in read("ptv", str(path)) if isinstance(item, Service)]
    chance = random.Random(3)
    words = sorted({w for one in services for w in one.descriptions.get("fi", "").split()})
    for number in range(count):
        service = services[number % len(services)]
        yield service if number < len(services) else varied(service, words, chance)


def varied(service: Any, words: list[str], chance: random.Random) -> Any:
    """Another service of the same kind: an id of its own, every sixth word another."""

    def text(one: str) -> str:
        return " ".join(
            chance.choice(words) if not chance.randrange(6) else word for word in one.split(" ")
        )

    id = str(UUID(int=chance.getrandbits(128), version=4))
    return service.model_copy(
        update={
            "id": id,
            "source_id": id,
            "names": {code: text(one) for code, one in service.names.items()},
            "descriptions": {code: text(one) for code, one in service.descriptions.items()},
        }
    )


def changed(service: Any, other: Any, chance: random.Random) -> Any:
    """The same service after its editor has been at it: another first sentence, a new phone."""
    descriptions = {
        code: ". ".join([other.descriptions.get(code, "").split(". ")[0], *text.split(". ")[1:]])
        for code, text in service.descriptions.items()
    }
    channels = tuple(
        one.model_copy(update={"value": f"+358 5 000 {chance.randrange(10_000):04}"})
        if one.kind == "phone"
        else one
        for one in service.channels
    )
    modified = datetime.now(UTC) - timedelta(seconds=chance.randrange(90_000))
    return service.model_copy(
        update={"descriptions": descriptions, "channels": channels, "modified": modified}
    )


def measured(path: Path, count: int) -> dict[str, Any]:
    """Bytes of each answer and of what the terminal asked."""
    from hyteterm.hub.administration import seed_demo
    from hyteterm.hub.serve import HubThread
    from hyteterm.hub.units import Unit
    from hyteterm.local_cache.catalogue import Catalogue
    from hyteterm.sync.catalogue import CatalogueFeed, refresh
    from hyteterm.sync.client import HubClient

    services = list(services_of(path, count + CHANGES))
    chance = random.Random(5)
    chance.shuffle(services)
    fresh, services = services[:CHANGES], services[CHANGES:]
    report: dict[str, Any] = {"services": len(services)}
    with tempfile.TemporaryDirectory() as name, HubThread(Path(name, "hub.db")) as hub:
        folder = Path(name)
        codes = seed_demo(
            folder / "hub.db", units=(Unit("u", "U"),), professionals=(), store=hub.store
        )
        administration = _administration(folder, hub)
        administration.publish(services)
        report["raw"] = sum(len(one.model_dump_json(exclude_defaults=True)) for one in services)
        enrolled = httpx.post(
            f"{hub.url}/v1/terminals",
            json={"code": codes.terminals["u"], "name": "bench"},
            trust_env=False,
        ).json()
        relay = Relay(int(hub.url.rpartition(":")[2]))
        with HubClient(relay.url) as client, Catalogue(folder / "catalogue.db") as catalogue:
            feed = CatalogueFeed(client, enrolled["delivery_token"], folder / "catalogue.part")
            publications = {
                "snapshot": [],
                "unchanged": [],
                "50 changed": [
                    changed(one, services[-1 - place], chance)
                    for place, one in enumerate(services[:CHANGES])
                ],
                "50 new": fresh,
            }
            for step, records in publications.items():
                administration.publish(records)
                done = refresh(feed, catalogue)
                assert (
                    done.added + done.changed == (len(records) if records else 0) or done.snapshot
                )
                report[step] = relay.counted()
            assert len(catalogue) == len(services) + len(fresh)
    return report


def _administration(folder: Path, hub: Any) -> Any:
    from hyteterm.hub.administration import Administration

    return Administration(folder / "hub.db", store=hub.store)


def main() -> None:
    """Entry point; exit 1 when an answer is larger than its aim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=Path, required=True)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    report = measured(chosen.services, chosen.count)
    if chosen.json:
        print(json.dumps(report))
    else:
        print(f"{report['services']} services, {report['raw']:,} bytes as they are")
        for step, aim in AIMS.items():
            found = report[step]
            print(f"{step:<12}{found['down']:>10,} down (aim {aim:,}) {found['up']:>8,} up")
    if any(report[step]["down"] > aim for step, aim in AIMS.items()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
