"""A service of the catalogue (palvelutarjotin), whatever source it came from."""

from datetime import datetime
from enum import StrEnum
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from hyteterm.domain.localized import LocalizedText
from hyteterm.domain.vocabulary import (
    LowThreshold,
    PriceKind,
    ProviderType,
    TargetGroup,
    Theme,
)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Provider(_Frozen):
    """The organisation responsible for a service."""

    id: str = ""
    names: LocalizedText = Field(default_factory=dict)
    type: ProviderType = ProviderType.OTHER


class Price(_Frozen):
    """What the client pays; ``notes`` say it in words (“5 €/kerta”)."""

    kind: PriceKind = PriceKind.UNKNOWN
    notes: LocalizedText = Field(default_factory=dict)


class ChannelKind(StrEnum):
    """How a client reaches a service (PTV channel types and e-mail)."""

    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    ELECTRONIC = "electronic"
    PLACE = "place"
    FORM = "form"


class Channel(_Frozen):
    """One way to reach a service."""

    kind: ChannelKind
    source_id: str = ""
    names: LocalizedText = Field(default_factory=dict)
    value: str = ""
    """Phone number in international form, e-mail or web address; empty for a place."""
    address: LocalizedText = Field(default_factory=dict)
    """“Kauppalankatu 1, 45100 Kouvola”."""
    municipality: str = ""
    hours: LocalizedText = Field(default_factory=dict)
    """Opening or answering hours in words (“ti 10–12”)."""
    notes: LocalizedText = Field(default_factory=dict)
    easting: float | None = None
    """ETRS-TM35FIN, metres."""
    northing: float | None = None
    """ETRS-TM35FIN, metres."""


class ServiceEvent(_Frozen):
    """A time when something happens."""

    starts: AwareDatetime
    ends: AwareDatetime | None = None
    place: LocalizedText = Field(default_factory=dict)
    notes: LocalizedText = Field(default_factory=dict)


class Service(_Frozen):
    """One service; every field but the identity and a name may be empty."""

    id: str
    """Ours, a UUID; see `service_id`."""
    source: str
    """Where it came from: ``ptv``, ``hsds``, ``events``, ``csv``, ``demo``, …"""
    source_id: str
    """The id the source gave."""
    names: LocalizedText
    summaries: LocalizedText = Field(default_factory=dict)
    descriptions: LocalizedText = Field(default_factory=dict)
    instructions: LocalizedText = Field(default_factory=dict)
    """How to get in (PTV UserInstruction)."""
    themes: tuple[Theme, ...] = ()
    target_groups: tuple[TargetGroup, ...] = ()
    municipalities: tuple[str, ...] = ()
    """Three-digit municipality codes; empty with ``nationwide``."""
    nationwide: bool = False
    provider: Provider = Field(default_factory=Provider)
    price: Price = Field(default_factory=Price)
    channels: tuple[Channel, ...] = ()
    eligibility: LocalizedText = Field(default_factory=dict)
    accessibility: LocalizedText = Field(default_factory=dict)
    low_threshold: tuple[LowThreshold, ...] = ()
    referral_type: str = ""
    """The referral type it accepts (a `ReferralType` or a county's own); empty: none."""
    events: tuple[ServiceEvent, ...] = ()
    languages: tuple[str, ...] = ()
    """Languages in which the service is given."""
    keywords: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Language → keywords and ontology terms."""
    classes: tuple[str, ...] = ()
    """The source's own class names or codes, for the theme mapping and the search."""
    family: str = ""
    """Set by sources that know that several records are one service (general description)."""
    modified: AwareDatetime | None = None
    """When the source last changed it; freshness is counted from this."""


class Tombstone(_Frozen):
    """A service that its source has withdrawn."""

    source: str
    source_id: str
    at: datetime | None = None


def service_id(source: str, source_id: str) -> str:
    """Stable id of a service: the source's own UUID, else a UUIDv5 of source and id."""
    try:
        return str(UUID(source_id))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, f"hyteterm:{source}:{source_id}"))
