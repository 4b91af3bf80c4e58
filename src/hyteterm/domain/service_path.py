"""A service path (palvelupolku): described steps for a client group, linked to services."""

from pydantic import BaseModel, ConfigDict, Field

from hyteterm.domain.localized import LocalizedText
from hyteterm.domain.vocabulary import TargetGroup, Theme


class PathStep(BaseModel):
    """One step."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    titles: LocalizedText
    texts: LocalizedText = Field(default_factory=dict)
    services: tuple[str, ...] = ()
    """Ids that the source gave (`Service.source_id`) of services through which it is taken."""


class ServicePath(BaseModel):
    """An ordered path.  No target groups: for everybody."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    names: LocalizedText
    summaries: LocalizedText = Field(default_factory=dict)
    themes: tuple[Theme, ...] = Field(min_length=1)
    """The first one is what the path is about."""
    target_groups: tuple[TargetGroup, ...] = ()
    steps: tuple[PathStep, ...] = Field(min_length=1)
