"""The home: the one folder that holds everything of HyteTerm on this terminal.

``HYTETERM_HOME`` moves it; otherwise it is the platform's data folder of this account.
On a shared host each account has its own home.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ENVIRONMENT_VARIABLE = "HYTETERM_HOME"


@dataclass(frozen=True, slots=True)
class Home:
    """Paths in the home.  Making the object touches nothing; `create` makes the folder."""

    path: Path

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Self:
        """``HYTETERM_HOME``, else the platform's data folder."""
        if named := (os.environ if environ is None else environ).get(ENVIRONMENT_VARIABLE):
            return cls(Path(named).expanduser().absolute())
        import platformdirs

        return cls(Path(platformdirs.user_data_dir("hyteterm", appauthor=False)))

    def create(self) -> Self:
        """Make the folder, readable by this account alone; an existing one stays as it is."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self

    @property
    def catalogue(self) -> Path:
        """Services; plain."""
        return self.path / "catalogue.db"

    @property
    def catalogue_download(self) -> Path:
        """A snapshot of the catalogue on its way; kept so that a broken line resumes."""
        return self.path / "catalogue.part"

    @property
    def vault(self) -> Path:
        """Client data; encrypted."""
        return self.path / "vault.db"

    @property
    def vault_count(self) -> Path:
        """How much the vault holds: numbers only, so that they can be told without a key."""
        return self.path / "vault.count.json"

    @property
    def vault_lock(self) -> Path:
        """Shared by whoever has the vault open, exclusive for rekey and wipe."""
        return self.path / "vault.lock"

    @property
    def outbox(self) -> Path:
        """Sealed deliveries; plain file, unreadable content."""
        return self.path / "outbox.db"

    @property
    def use(self) -> Path:
        """Sums of use, figures fetched; plain, without persons."""
        return self.path / "use.db"

    @property
    def feedback_form(self) -> Path:
        """The county's own questions to the client."""
        return self.path / "feedback.json"

    @property
    def queueing_lock(self) -> Path:
        """Held while vault and outbox are changed together."""
        return self.path / "queueing.lock"

    @property
    def keys(self) -> Path:
        """Wrapped keys of the professionals."""
        return self.path / "keys.json"

    @property
    def demo_device_secret(self) -> Path:
        """The demo's device secret, on the same disk and therefore no secret."""
        return self.path / "DEMO-device-secret"

    @property
    def settings(self) -> Path:
        """The terminal's settings; nothing of clients or professionals."""
        return self.path / "settings.json"

    @property
    def meanings(self) -> Path:
        """A folder of the county's own need dictionary and glossary; need not be there."""
        return self.path / "meanings"

    @property
    def sync_lock(self) -> Path:
        """Held by the one process that syncs this home."""
        return self.path / "sync.lock"
