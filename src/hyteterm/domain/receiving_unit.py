"""Which unit takes a referral: the one rule that the hub routes by and the sender is shown."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class Receiving(Protocol):
    """What the rule needs to know of a unit."""

    @property
    def id(self) -> str:
        """The hub's id of it."""

    @property
    def municipalities(self) -> Sequence[str]:
        """Three-digit codes that it serves; empty: all."""

    @property
    def referral_types(self) -> Sequence[str]:
        """Referral types that it takes by municipality; empty: none."""

    @property
    def services(self) -> Sequence[str]:
        """Catalogue ids of the services whose referrals it takes."""


U = TypeVar("U", bound=Receiving)


def receiving_unit(
    units: Iterable[U], *, service_id: str, type: str, municipality: str
) -> U | None:
    """The nearest unit of the service; else the nearest for the type and municipality.

    Nearest is the unit of the fewest municipalities; one for all municipalities comes last.
    """
    every = list(units)
    by_service = [unit for unit in every if service_id and service_id in unit.services]
    by_type = [
        unit
        for unit in every
        if type in unit.referral_types
        and (not unit.municipalities or municipality in unit.municipalities)
    ]
    return min(
        by_service or by_type,
        key=lambda unit: (not unit.municipalities, len(unit.municipalities), unit.id),
        default=None,
    )
