"""The terminal's settings: one typed object, kept as JSON in the home."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """What this terminal remembers; nothing of clients or professionals."""

    language: str = "fi"
    """Language of the interface."""
    municipality: str = ""
    """Where the clients of this terminal usually live, three digits."""
    place: str = ""
    """Name of the place for the status line (“Kouvola, pääterveysasema”)."""
    theme: str = ""
    """Colour theme; empty: chosen by the terminal."""

    @classmethod
    def load(cls, path: Path) -> Settings:
        """The kept settings; the defaults for a missing or broken file."""
        try:
            stored: Any = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        if not isinstance(stored, dict):
            return cls()
        known = {field.name for field in fields(cls)}
        return cls(**{k: v for k, v in stored.items() if k in known and isinstance(v, str)})

    def save(self, path: Path) -> None:
        """Keep the settings; other keys in the file stay.  A full disk is no reason to stop."""
        from hyteterm.local_cache.private_file import replace_json

        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            stored = {}
        try:
            replace_json(path, {**stored, **asdict(self)})
        except OSError:
            return

    def changed(self, **changes: str) -> Settings:
        """A copy with some settings changed."""
        return replace(self, **changes)
