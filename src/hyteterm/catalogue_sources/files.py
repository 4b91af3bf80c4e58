"""Sources on the disk: which files, and which of two records with one id counts."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hyteterm.catalogue_sources.reading import SourceError
from hyteterm.catalogue_sources.texts import moment

PROGRESS_EVERY: Final = 100
"""Records between two calls of a progress callback."""


def is_url(source: str) -> bool:
    """Whether the source is a web address rather than a file or folder."""
    return source.lower().startswith(("http://", "https://"))


def source_files(source: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """The file itself, or the files of a folder and its folders, by name.

    Raises `SourceError`: ``missing``, ``empty-folder``.
    """
    if not source.is_dir():
        if not source.exists():
            raise SourceError("missing", source.name)
        return [source]
    found = sorted(
        path
        for path in source.rglob("*")
        if path.suffix.lower() in suffixes and not path.name.startswith(".") and path.is_file()
    )
    if not found:
        raise SourceError("empty-folder", source.name)
    return found


@dataclass(slots=True)
class Newest:
    """Which record of an id counts: the last changed, of equal ones the last."""

    _best: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add(self, key: str, modified: object, index: int) -> None:
        """Note record ``index`` (ascending) with its time of change as the source writes it."""
        changed = moment(modified) if isinstance(modified, str) else None
        mine = (changed.isoformat() if changed else "", index)
        self._best[key] = max(mine, self._best.get(key, mine))

    def is_newest(self, key: str, index: int) -> bool:
        """Whether record ``index`` counts; one without an id always does."""
        return not key or self._best[key][1] == index
