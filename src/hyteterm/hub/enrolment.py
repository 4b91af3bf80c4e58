"""Enrolling terminals and professionals with one-time codes, and what a terminal is told."""

from datetime import datetime
from typing import Any

from hyteterm.hub import codes, keys, log, professionals, settings, terminals, tokens, units
from hyteterm.hub.codes import CodeKind, CodeRefused
from hyteterm.hub.keys import HubKey
from hyteterm.hub.problems import Problem
from hyteterm.hub.store import Store, Transaction
from hyteterm.hub.terminals import Terminal
from hyteterm.hub.tokens import TokenKind
from hyteterm.hub.units import Unit


async def enrol_terminal(store: Store, code: str, name: str, now: datetime) -> dict[str, Any]:
    """A new terminal of the unit that the code was made for.

    Raises `CodeRefused`.  When the answer is lost on the line, a new code is needed: the
    tokens exist in the answer only.
    """
    await ensure_key(store, now)

    async def work(tx: Transaction) -> dict[str, Any]:
        # A code for a terminal serves once: no user of it comes back.
        unit_id = await codes.use(tx, CodeKind.TERMINAL, code, "", now)
        unit = await units.get(tx, unit_id)
        if unit is None:
            raise CodeRefused("unknown-code")
        terminal = await terminals.add(tx, unit.id, name, now)
        await log.append(
            tx,
            now,
            log.LogRow(
                action="terminal-enrolled",
                subject=terminal.id,
                terminal_id=terminal.id,
                unit_id=unit.id,
            ),
        )
        return {
            "terminal_id": terminal.id,
            "unit": {"id": unit.id, "name": unit.name},
            "delivery_token": await tokens.issue(tx, terminal.id, TokenKind.DELIVERY),
            "updates_token": await tokens.issue(tx, terminal.id, TokenKind.UPDATES),
            "hub": await _hub(tx, now),
            "lease_days": await settings.lease_days(tx),
        }

    return await store.write(work)


async def enrol_professional(
    store: Store, terminal: Terminal, code: str, now: datetime
) -> dict[str, Any]:
    """The professional for whom the code was made, on a terminal of the same unit.

    The same terminal may ask again with the same code.  Raises `CodeRefused`, and
    `Problem` for a professional of another unit or a revoked one (the code stays unused).
    """

    async def work(tx: Transaction) -> dict[str, Any]:
        subject = await codes.use(tx, CodeKind.PROFESSIONAL, code, terminal.id, now)
        professional = await professionals.get(tx, subject)
        if professional is None:
            raise CodeRefused("unknown-code")
        if reason := await professionals.refusal(tx, subject, terminal.unit_id):
            raise Problem(reason)
        unit = await units.get(tx, professional.unit_id)
        await log.append(
            tx,
            now,
            log.LogRow(
                action="professional-enrolled",
                subject=professional.id,
                terminal_id=terminal.id,
                unit_id=professional.unit_id,
                professional_id=professional.id,
            ),
        )
        return {
            "professional_id": professional.id,
            "name": professional.name,
            "role": professional.role,
            "unit_id": professional.unit_id,
            "unit": unit.name if unit else "",
            "phone": professional.phone,
        }

    return await store.write(work)


async def terminal_notice(
    store: Store, terminal: Terminal, kind: TokenKind, now: datetime
) -> dict[str, Any]:
    """What the hub tells a terminal; less when it is locked (delivery token) or to be wiped."""
    await ensure_key(store, now)

    async def work(tx: Transaction) -> dict[str, Any]:
        notice: dict[str, Any] = {
            "terminal_id": terminal.id,
            "lease_days": await settings.lease_days(tx),
            "wipe": terminal.wipe,
            "hub": await _hub(tx, now),
            "hub_time": now.isoformat(),
        }
        if kind is TokenKind.DELIVERY or terminal.wipe:
            return notice
        every = await units.every(tx)
        own = next((unit for unit in every if unit.id == terminal.unit_id), None)
        return notice | {
            "unit": {"id": terminal.unit_id, "name": own.name if own else ""},
            "revoked_professionals": await professionals.revoked_of_unit(tx, terminal.unit_id),
            "policies": await settings.policies(tx),
            "units": [_shown(unit) for unit in every],
        }

    return await store.read(work)


async def unit_announced(
    store: Store,
    terminal: Terminal,
    professional_id: str,
    now: datetime,
    *,
    accepting: bool,
    waiting_time: str,
) -> dict[str, Any]:
    """A professional of a unit tells whether it takes new referrals; returns the unit.

    Raises `Problem` for a professional of another unit, an unknown or a revoked one.
    """
    waiting_time = " ".join(waiting_time.split())

    async def work(tx: Transaction) -> dict[str, Any]:
        if reason := await professionals.refusal(tx, professional_id, terminal.unit_id):
            raise Problem(reason)
        await units.announce(tx, terminal.unit_id, accepting=accepting, waiting_time=waiting_time)
        await log.append(
            tx,
            now,
            log.LogRow(
                action="unit-announced",
                subject=terminal.unit_id,
                result="accepting" if accepting else "closed",
                terminal_id=terminal.id,
                unit_id=terminal.unit_id,
                professional_id=professional_id,
            ),
        )
        unit = await units.get(tx, terminal.unit_id)
        return {"unit": _shown(unit) if unit else None}

    return await store.write(work)


async def ensure_key(store: Store, now: datetime) -> None:
    """Make the hub's next key when it is time for one."""

    async def due(tx: Transaction) -> bool:
        return keys.wants_renewal(await keys.offered(tx, now), now)

    async def make(tx: Transaction) -> None:
        if await due(tx):
            key = await keys.make(tx, now)
            await log.append(tx, now, log.LogRow(action="key-made", subject=key.id))

    if await store.read(due):
        await store.write(make)


async def _hub(tx: Transaction, now: datetime) -> dict[str, Any]:
    return {
        "keys": [_key(key) for key in await keys.offered(tx, now)],
        "epoch": await settings.epoch(tx),
    }


def _key(key: HubKey) -> dict[str, str]:
    return {
        "key_id": key.id,
        "public_key": key.public_key,
        "not_after": key.not_after.isoformat(),
    }


def _shown(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "name": unit.name,
        "municipalities": unit.municipalities,
        "referral_types": unit.referral_types,
        "services": unit.services,
        "accepting": unit.accepting,
        "waiting_time": unit.waiting_time,
    }
