"""A terminal's private storage for tests: cheap PINs, an invented nurse, a clock to turn."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from hyteterm.domain.client import Client
from hyteterm.domain.consent import BASIC_ITEMS, Consent
from hyteterm.domain.delivery import Content, seal_info, unpacked
from hyteterm.domain.referral import Receiver, Referral, Sender
from hyteterm.local_cache import private_storage
from hyteterm.local_cache.device_secret import DemoSecret
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.keys import KeyStore, Professional
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.outbox_row import HubKey, Terminal
from hyteterm.local_cache.pin import PinCost
from hyteterm.local_cache.private_storage import OpenStorage
from hyteterm.local_cache.queueing import Queueing
from hyteterm.local_cache.sealing import SUITE
from hyteterm.local_cache.trusted_time import TrustedTime

CHEAP = PinCost(time_cost=1, memory_cost=8, parallelism=1)
PIN = "271828"
NURSE = Professional("nurse-1", "Aino Demo", "sairaanhoitaja", "unit-1", "Pääterveysasema")
COLLEAGUE = Professional("nurse-2", "Bertta Demo", "sairaanhoitaja", "unit-1", "Pääterveysasema")
NAME = "Matti Virtanen-Koekäyttö"
PHONE = "+358401234567"
REASON = "polvi vihoittelee, haluaa ryhmään"
START = 1_800_000_000.0
AT = datetime.fromtimestamp(START, UTC)


@dataclass
class Clock:
    """A wall clock and a monotonic one that only a test moves."""

    wall: float = START
    monotonic: float = 100.0

    def pass_(self, seconds: float) -> None:
        """Let time go by."""
        self.wall += seconds
        self.monotonic += seconds

    def trusted(self) -> TrustedTime:
        """A `TrustedTime` that runs by this clock."""
        return TrustedTime(wall=lambda: self.wall, monotonic=lambda: self.monotonic)


def sender(professional: Professional = NURSE) -> Sender:
    """The professional as a referral names them."""
    return Sender(
        professional_id=professional.id,
        name=professional.name,
        role=professional.role,
        unit_id=professional.unit_id,
        unit=professional.unit,
    )


def referral(**changes: Any) -> Referral:
    """A referral that may be queued."""
    now = datetime.fromtimestamp(START, UTC)
    fields: dict[str, Any] = {
        "type": "exercise",
        "created_at": now,
        "sender": sender(),
        "receiver": Receiver(organisation="Kouvola", service="Liikuntaneuvonta", service_id="s-1"),
        "client": Client(name=NAME, phone=PHONE, municipality="286", birth_year=1958),
        "reason": REASON,
        "consent": Consent(items=BASIC_ITEMS, given_at=now, feedback_to_sender=True),
    }
    return Referral(**{**fields, **changes})


def key_store(home: Home, time: TrustedTime) -> KeyStore:
    """Keys with a PIN that costs next to nothing to try."""
    return KeyStore(home.keys, DemoSecret(home.demo_device_secret), time, CHEAP)


@dataclass
class Storage:
    """An enrolled and unlocked terminal; the hub's private key is known to the test."""

    home: Home
    clock: Clock
    time: TrustedTime
    keys: KeyStore
    opened: OpenStorage
    outbox: Outbox
    hub_key: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)

    @classmethod
    def enrolled(cls, folder: Path) -> Self:
        """A terminal with one nurse."""
        home = Home(folder / "home").create()
        clock = Clock()
        time = clock.trusted()
        keys = key_store(home, time)
        opened = private_storage.create(home, keys, NURSE, PIN)
        storage = cls(home, clock, time, keys, opened, Outbox.open(home.outbox, time))
        storage.outbox.terminal = Terminal(
            id="terminal-1",
            name="vastaanotto",
            unit_id="unit-1",
            unit="Pääterveysasema",
            hub_url="http://127.0.0.1:1",
            delivery_token="delivery-token",
            hub_keys=(HubKey("k1", storage.hub_key.public_key().public_bytes_raw()),),
            epoch="epoch-1",
        )
        return storage

    @property
    def vault(self) -> Any:
        """The open vault."""
        return self.opened.vault

    @property
    def queueing(self) -> Queueing:
        """Both files together."""
        return Queueing(self.opened.vault, self.outbox, self.time)

    def reopen(self) -> None:
        """Close everything as if the program had ended, and unlock again."""
        self.close()
        self.opened = private_storage.unlock(self.home, self.keys, NURSE.id, PIN)
        self.outbox = Outbox.open(self.home.outbox, self.time)

    def close(self) -> None:
        """Close vault and outbox."""
        self.opened.vault.close()
        self.outbox.close()

    def open_sealed(self, delivery_id: str, sealed: bytes) -> Content:
        """What only the hub can do."""
        data = SUITE.decrypt(sealed, self.hub_key, info=seal_info("terminal-1", delivery_id))
        return unpacked(data)
