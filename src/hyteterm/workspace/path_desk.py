"""Service paths (palvelupolut) as the screens use them, open to everybody at the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hyteterm.domain.service import Service
from hyteterm.domain.service_hit import SearchResult
from hyteterm.domain.service_path import PathStep, ServicePath, path_meant
from hyteterm.workspace.service_paths import service_paths, step_services

if TYPE_CHECKING:
    from hyteterm.local_cache.home import Home
    from hyteterm.workspace.catalogue import CatalogueDesk


class PathDesk:
    """The paths whose services this terminal's catalogue has.  One thread, the catalogue's."""

    def __init__(self, home: Home, catalogue: CatalogueDesk) -> None:
        self._home = home
        self._catalogue = catalogue
        self._paths: tuple[ServicePath, ...] | None = None

    @property
    def paths(self) -> tuple[ServicePath, ...]:
        """All of them."""
        if self._paths is None:
            if not self._catalogue.exists:
                return ()
            self._paths = service_paths(self._home, self._catalogue.catalogue.get)
        return self._paths

    def note(self) -> None:
        """Tell the catalogue's figures how many there are."""
        self._catalogue.catalogue.note_paths(len(self.paths))

    def forget(self) -> None:
        """The catalogue has changed: look again."""
        self._paths = None

    def path(self, id: str) -> ServicePath | None:
        """The path with this id."""
        return next((path for path in self.paths if path.id == id), None)

    def meant(self, result: SearchResult) -> ServicePath | None:
        """The path that a search is about, if any."""
        query = result.query
        return path_meant(
            self.paths,
            [hit.source_id for hit in result.hits],
            theme=query.theme,
            target_group=query.target_group,
            words=bool(query.words.strip()),
        )

    def services(self, step: PathStep, municipality: str) -> tuple[Service, ...]:
        """The services of a step: those for the municipality, or all when it has none."""
        find = self._catalogue.service
        return step_services(step, find, municipality) or step_services(step, find, "")
