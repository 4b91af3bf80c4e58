"""A service path (palvelupolku): described steps for a client group, linked to services."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

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


HITS_LOOKED_AT: Final = 10
MEANT: Final = 0.5
"""How much of a path's own services must stand at the top of a search: the first hit counts
1, the second a half and so on, shared with the other paths that lead to the same service."""


def path_meant(
    paths: Sequence[ServicePath],
    found: Iterable[str],
    *,
    theme: str | None = None,
    target_group: str | None = None,
    words: bool = True,
) -> ServicePath | None:
    """The path that a search is about, if any.

    ``found`` are the source ids of the hits, best first; ``theme`` and ``target_group`` are
    the filters.  Without ``words`` the order of the hits says nothing, and the path is the
    theme's own.
    """
    fitting = [
        path
        for path in paths
        if (theme is None or theme in path.themes)
        and (target_group is None or not path.target_groups or target_group in path.target_groups)
    ]
    if not words:
        return next((path for path in fitting if theme == path.themes[0]), None)
    services = {path.id: {id for step in path.steps for id in step.services} for path in paths}
    shared = Counter(id for ids in services.values() for id in ids)
    weights = {path.id: 0.0 for path in fitting}
    for place, id in enumerate(list(found)[:HITS_LOOKED_AT], 1):
        for path in fitting:
            if id in services[path.id]:
                weights[path.id] += 1 / (place * shared[id])
    best = max(fitting, key=lambda path: weights[path.id], default=None)
    return best if best is not None and weights[best.id] >= MEANT else None
