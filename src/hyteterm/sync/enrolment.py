"""Enrolling the terminal and its professionals with the administrator's one-time codes."""

from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field

from hyteterm.local_cache import private_storage
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.keys import KeyStore, Professional, Unlocked
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.outbox_row import Terminal
from hyteterm.local_cache.pin import check_strength
from hyteterm.local_cache.private_storage import OpenStorage
from hyteterm.local_cache.trusted_time import TrustedTime
from hyteterm.sync.client import HubClient
from hyteterm.sync.terminal_notice import (
    HubAnswerOfKeys,
    UnitAnswer,
    fetch_notice,
    take_notice,
)


@dataclass(frozen=True, slots=True)
class EnrolledTerminal:
    """A new enrolment: one token for the outbox, one for the vault."""

    terminal: Terminal
    updates_token: str = field(repr=False)


class _TerminalAnswer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    terminal_id: str = Field(min_length=1)
    unit: UnitAnswer
    delivery_token: str = Field(min_length=1)
    updates_token: str = Field(min_length=1)
    hub: HubAnswerOfKeys
    lease_days: int = Field(ge=1, le=366)


class _ProfessionalAnswer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    professional_id: str = Field(min_length=1)
    name: str
    role: str = ""
    unit_id: str = ""
    unit: str = ""
    phone: str = ""


def enrol_terminal(client: HubClient, hub_url: str, code: str, name: str) -> EnrolledTerminal:
    """Use a terminal's one-time code.  When the answer is lost, a new code is needed.

    Raises the `SyncProblem` kinds; a wrong or used code is a `RequestRefused`.
    """
    answer = client.post("/v1/terminals", "", {"code": code, "name": name}).model(_TerminalAnswer)
    terminal = Terminal(
        id=answer.terminal_id,
        name=name,
        unit_id=answer.unit.id,
        unit=answer.unit.name,
        hub_url=hub_url,
        delivery_token=answer.delivery_token,
        hub_keys=tuple(key.key() for key in answer.hub.keys),
        epoch=answer.hub.epoch,
        lease_days=answer.lease_days,
    )
    return EnrolledTerminal(terminal, answer.updates_token)


def enrol_professional(client: HubClient, updates_token: str, code: str) -> Professional:
    """Use a professional's code on an enrolled terminal; it may be repeated there.

    Raises the `SyncProblem` kinds; a wrong or used code is a `RequestRefused`.
    """
    answer = client.post("/v1/professionals", updates_token, {"code": code})
    found = answer.model(_ProfessionalAnswer)
    return Professional(
        found.professional_id, found.name, found.role, found.unit_id, found.unit, found.phone
    )


def enrol(
    home: Home,
    keys: KeyStore,
    outbox: Outbox,
    time: TrustedTime,
    client: HubClient,
    *,
    hub_url: str,
    terminal_code: str,
    terminal_name: str,
    professional_code: str,
    pin: str,
) -> OpenStorage:
    """A new terminal with its first professional, unlocked.

    What can be checked is checked before a code is used.  Raises `WeakPin`,
    `FileExistsError` (keys or a vault are here already), the `SyncProblem` kinds, `DiskFull`.
    """
    check_strength(pin)
    if keys.exists or home.vault.exists():
        raise FileExistsError(home.path.name)
    enrolled = enrol_terminal(client, hub_url, terminal_code, terminal_name)
    professional = enrol_professional(client, enrolled.updates_token, professional_code)
    storage = private_storage.create(home, keys, professional, pin)
    take_terminal(storage, outbox, enrolled)
    take_notice(fetch_notice(client, enrolled.updates_token), outbox, time)
    return storage


def take_terminal(storage: OpenStorage, outbox: Outbox, enrolled: EnrolledTerminal) -> None:
    """Put the two tokens where they belong; also when a terminal is enrolled anew."""
    storage.vault.updates_token = enrolled.updates_token
    outbox.terminal = enrolled.terminal
    outbox.contact_succeeded()


def add_professional(
    keys: KeyStore, opened: Unlocked, client: HubClient, updates_token: str, code: str, pin: str
) -> Professional:
    """One more professional on this terminal, or one anew; somebody has unlocked it.

    Raises `WeakPin` (before the code is used), the `SyncProblem` kinds, `DiskFull`.
    """
    check_strength(pin)
    professional = enrol_professional(client, updates_token, code)
    keys.enrol(professional, pin, opened)
    return professional
