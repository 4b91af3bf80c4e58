"""A service path (palvelupolku): described steps for a client group, linked to services."""

from pydantic import BaseModel, ConfigDict, Field

from hyteterm.domain.localized import LocalizedText
from hyteterm.domain.vocabulary import TargetGroup, Theme


class PathStep(BaseModel):
    """One step; `service_ids` are the services through which it can be taken."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    titles: LocalizedText
    texts: LocalizedText = Field(default_factory=dict)
    service_ids: tuple[str, ...] = ()


class ServicePath(BaseModel):
    """An ordered path.  No target groups: for everybody."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    titles: LocalizedText
    themes: tuple[Theme, ...] = Field(min_length=1)
    target_groups: tuple[TargetGroup, ...] = ()
    steps: tuple[PathStep, ...] = Field(min_length=1)
