"""What the catalogue tells about itself and about imports."""

from dataclasses import astuple, dataclass
from datetime import datetime

from hyteterm.local_cache.catalogue_figures import Figures, MonthEnd


@dataclass(frozen=True, slots=True)
class Counts:
    """What a store did, in services."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One import, finished or broken off."""

    source: str
    """Key of the source, “ptv”."""
    label: str
    """What a person recognises it by: a file name or a host."""
    started: datetime
    finished: datetime
    counts: Counts
    refused: int = 0
    interrupted: str = ""
    """Reason code when it was broken off, else empty."""


@dataclass(frozen=True, slots=True)
class CatalogueStatus:
    """How the catalogue stands."""

    size: int
    """Bytes on disk, the write-ahead log included."""
    updated: datetime | None
    """When the last whole import finished; None: never."""
    age_seconds: int | None
    figures: Figures
    months: tuple[MonthEnd, ...]
    """Newest first."""
    runs: tuple[ImportRun, ...]
    """The last run of each source, newest first."""
