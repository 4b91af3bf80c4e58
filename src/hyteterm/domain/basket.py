"""The basket: services put aside for one client, for a leaflet or a referral to each.

It holds ids of services and nothing of the client.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from hyteterm.domain.localized import localized
from hyteterm.domain.referral import carries_client
from hyteterm.domain.service import Service


@dataclass(frozen=True, slots=True)
class Basket:
    """Ids of services, each once, in the order in which they were put in."""

    service_ids: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.service_ids)

    def __contains__(self, service_id: object) -> bool:
        return service_id in self.service_ids

    def toggled(self, service_id: str) -> "Basket":
        """With the service put in, or taken out when it was there."""
        if service_id in self.service_ids:
            return Basket(tuple(each for each in self.service_ids if each != service_id))
        return Basket((*self.service_ids, service_id))


@dataclass(frozen=True, slots=True)
class ReceiverGroup:
    """Services of one organisation: the client's yes is asked for it once."""

    key: str
    organisation: str
    services: tuple[Service, ...]


def takes_referral(service: Service) -> bool:
    """Whether a client can be referred to it among others.

    A consultation for professionals carries no client and is made by itself.
    """
    return bool(service.referral_type) and carries_client(service.referral_type)


def by_receiver(services: Iterable[Service], language: str) -> tuple[ReceiverGroup, ...]:
    """The services that take referrals by the organisation that receives them, order kept."""
    found: dict[str, list[Service]] = {}
    for service in services:
        if takes_referral(service):
            key = service.provider.id or localized(service.provider.names) or service.id
            found.setdefault(key, []).append(service)
    return tuple(
        ReceiverGroup(
            key=key,
            organisation=localized(group[0].provider.names, language)
            or localized(group[0].names, language),
            services=tuple(group),
        )
        for key, group in found.items()
    )
