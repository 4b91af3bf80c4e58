"""Service paths (palvelupolut) on this terminal, with the services behind their steps."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter, ValidationError

from hyteterm.domain.service import Service, service_id
from hyteterm.domain.service_path import PathStep, ServicePath

if TYPE_CHECKING:
    from hyteterm.local_cache.home import Home

PATHS_FILE: Final = "service_paths.json"
"""In the home: the county's own paths, in the shape of the demo's."""
SOURCES: Final = ("demo", "ptv", "hsds", "csv", "events")
"""Sources whose ids a step may name."""
_PATHS: Final = TypeAdapter(tuple[ServicePath, ...])

FindService = Callable[[str], "Service | None"]
"""Our id of a service → the service."""


def service_paths(home: Home, find: FindService) -> tuple[ServicePath, ...]:
    """The county's paths; without them those of the demo whose services are in the catalogue.

    A county's file that is not of the right shape counts as none.
    """
    try:
        return _PATHS.validate_json((home.path / PATHS_FILE).read_bytes())
    except (OSError, ValidationError):
        source = files("hyteterm").joinpath("demo", PATHS_FILE)
        paths = _PATHS.validate_python(json.loads(source.read_text(encoding="utf-8")))
    return tuple(path for path in paths if any(_services(step, find) for step in path.steps))


def step_services(step: PathStep, find: FindService, municipality: str) -> tuple[Service, ...]:
    """The services of a step that the client can use, in the path's order."""
    return tuple(
        service
        for service in _services(step, find)
        if not municipality or service.nationwide or municipality in service.municipalities
    )


def _services(step: PathStep, find: FindService) -> list[Service]:
    # A UUID is the same id whatever the source.
    ids = dict.fromkeys(service_id(source, id) for id in step.services for source in SOURCES)
    found = map(find, ids)
    return [service for service in found if service is not None]
