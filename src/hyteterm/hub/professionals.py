"""Professionals and their right to act (table professional)."""

from dataclasses import dataclass
from datetime import datetime

from hyteterm.hub import times
from hyteterm.hub.store import Transaction


@dataclass(frozen=True, slots=True)
class Professional:
    """A person who works in one unit, under an own name and role."""

    id: str
    unit_id: str
    name: str
    role: str = ""
    phone: str = ""
    revoked: bool = False


async def put(tx: Transaction, professional: Professional) -> None:
    """Add the professional, or replace name, role, phone and unit; a revocation stays."""
    await tx.execute(
        "INSERT INTO professional (id, unit_id, name, role, phone) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, name = excluded.name,"
        " role = excluded.role, phone = excluded.phone",
        professional.id,
        professional.unit_id,
        professional.name,
        professional.role,
        professional.phone,
    )


async def get(tx: Transaction, professional_id: str) -> Professional | None:
    """The professional, also a revoked one."""
    found = await tx.row("SELECT * FROM professional WHERE id = $1", professional_id)
    if found is None:
        return None
    return Professional(
        id=found["id"],
        unit_id=found["unit_id"],
        name=found["name"],
        role=found["role"],
        phone=found["phone"],
        revoked=found["revoked_at"] is not None,
    )


async def revoke(tx: Transaction, professional_id: str, now: datetime) -> bool:
    """Take the right to act away; False when there is no such professional."""
    found = await tx.row(
        "UPDATE professional SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1 RETURNING id",
        professional_id,
        times.written(now),
    )
    return found is not None


async def revoked_of_unit(tx: Transaction, unit_id: str) -> list[str]:
    """Ids of the unit's revoked professionals: their keys are dropped from its terminals."""
    found = await tx.rows(
        "SELECT id FROM professional WHERE unit_id = $1 AND revoked_at IS NOT NULL ORDER BY id",
        unit_id,
    )
    return [row["id"] for row in found]


async def refusal(tx: Transaction, professional_id: str, unit_id: str) -> str:
    """Why the professional may not act for the unit: a code, empty when all is well."""
    professional = await get(tx, professional_id)
    if professional is None:
        return "unknown-professional"
    if professional.revoked:
        return "revoked"
    return "" if professional.unit_id == unit_id else "wrong-unit"
