"""Units of professionals, and which unit a referral goes to (table unit)."""

import json
from dataclasses import dataclass
from datetime import datetime

from hyteterm.domain.receiving_unit import receiving_unit
from hyteterm.domain.referral import ReferralPayload
from hyteterm.hub import times
from hyteterm.hub.store import Row, Transaction


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: a health centre that sends, a municipality's or an NGO's that receives."""

    id: str
    name: str
    municipalities: tuple[str, ...] = ()
    """Three-digit codes that it serves; empty: all."""
    referral_types: tuple[str, ...] = ()
    """Referral types that it takes by municipality; empty: none."""
    services: tuple[str, ...] = ()
    """Catalogue ids of the services whose referrals it takes."""
    accepting: bool = True
    """Whether it takes new referrals now; senders see it before they send."""
    waiting_time: str = ""
    """The wait for a first contact, in words."""


async def put(tx: Transaction, unit: Unit) -> None:
    """Add the unit, or replace what is known of it."""
    await tx.execute(
        "INSERT INTO unit (id, name, municipalities, referral_types, services, accepting,"
        " waiting_time) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET"
        " name = excluded.name, municipalities = excluded.municipalities,"
        " referral_types = excluded.referral_types, services = excluded.services,"
        " accepting = excluded.accepting, waiting_time = excluded.waiting_time, closed_at = NULL",
        unit.id,
        unit.name,
        json.dumps(unit.municipalities),
        json.dumps(unit.referral_types),
        json.dumps(unit.services),
        int(unit.accepting),
        unit.waiting_time,
    )


async def get(tx: Transaction, unit_id: str) -> Unit | None:
    """The unit; None when it is unknown or closed."""
    found = await tx.row("SELECT * FROM unit WHERE id = $1 AND closed_at IS NULL", unit_id)
    return None if found is None else _read(found)


async def every(tx: Transaction) -> list[Unit]:
    """All units that are not closed, by name."""
    found = await tx.rows("SELECT * FROM unit WHERE closed_at IS NULL ORDER BY name, id")
    return [_read(row) for row in found]


async def announce(tx: Transaction, unit_id: str, *, accepting: bool, waiting_time: str) -> None:
    """What the unit itself tells its senders; the last word counts."""
    await tx.execute(
        "UPDATE unit SET accepting = $2, waiting_time = $3 WHERE id = $1",
        unit_id,
        int(accepting),
        waiting_time,
    )


async def close(tx: Transaction, unit_id: str, now: datetime) -> None:
    """Close the unit: it gets no more referrals; those it has stay."""
    await tx.execute(
        "UPDATE unit SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL",
        unit_id,
        times.written(now),
    )


async def receiver_of(tx: Transaction, payload: ReferralPayload) -> Unit | None:
    """Where a referral goes: the unit it names; else by service; else by type and municipality.

    None: nobody takes it.  A unit that it names takes it even while it announces that it
    takes no new ones (the referral may have been made before); the other ways choose among
    units that do take.
    """
    if payload.receiver.unit_id:
        return await get(tx, payload.receiver.unit_id)
    return receiving_unit(
        [unit for unit in await every(tx) if unit.accepting],
        service_id=payload.receiver.service_id,
        type=payload.type,
        municipality=payload.municipality,
    )


def _read(row: Row) -> Unit:
    return Unit(
        id=row["id"],
        name=row["name"],
        municipalities=tuple(json.loads(row["municipalities"])),
        referral_types=tuple(json.loads(row["referral_types"])),
        services=tuple(json.loads(row["services"])),
        accepting=bool(row["accepting"]),
        waiting_time=row["waiting_time"],
    )
