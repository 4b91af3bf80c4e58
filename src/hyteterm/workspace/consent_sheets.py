"""The client's consent on paper, printed and saved by the leaflet's own way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hyteterm.domain import finnish_time
from hyteterm.domain.consent import ConsentItem
from hyteterm.domain.consent_sheet import consent_sheet
from hyteterm.domain.consent_text import basic_items
from hyteterm.domain.leaflet import Leaflet, printable, text_lines
from hyteterm.domain.leaflet_phrases import LeafletVersion
from hyteterm.domain.referral import carries_client
from hyteterm.local_cache.access_log import Action
from hyteterm.workspace.leaflets import FILE_WIDTH, NothingToPrint
from hyteterm.workspace.paper.files import FOLDER, save_paper

if TYPE_CHECKING:
    from hyteterm.domain.referral import Referral
    from hyteterm.local_cache.home import Home
    from hyteterm.workspace.catalogue import CatalogueDesk
    from hyteterm.workspace.session import Session


@dataclass(frozen=True, slots=True)
class MadeSheet:
    """A consent on paper."""

    content: Leaflet
    referral: Referral
    pages: int
    """0: the fonts lack a letter, so there is text only."""
    violence_left_out: bool
    """The client agreed to tell of violence, too; that does not stand on the paper."""


class ConsentSheetDesk:
    """Consents of referrals made here.  Raises `Locked` when locked."""

    def __init__(self, home: Home, session: Session, catalogue: CatalogueDesk) -> None:
        self._home = home
        self._session = session
        self._catalogue = catalogue

    def sent(self, referral_id: str) -> Referral | None:
        """The referral that was made here; None for a draft and an unknown id."""
        stored = self._session.vault.referrals.get(referral_id)
        return stored.referral if stored else None

    def make(self, referral: Referral, version: LeafletVersion, receiver: str = "") -> MadeSheet:
        """The sheet of a referral: of the consent that was given, else one to sign.

        ``receiver``: who gets it when no service is named.  Raises `NothingToPrint` for a
        consultation, and for a service that may not stand on paper.
        """
        from hyteterm.workspace.paper.font import NoGlyph
        from hyteterm.workspace.paper.leaflet_pages import pages_of

        service = self._catalogue.service(referral.receiver.service_id)
        if not carries_client(referral.type) or (service is not None and not printable(service)):
            raise NothingToPrint
        consent, named = referral.consent, referral.receiver
        provider = self._catalogue.provider_type(named.service_id)
        items = consent.items or basic_items(provider, referral.type)
        who = ", ".join(part for part in (named.service, named.organisation) if part)
        recipient = who or consent.recipient or receiver
        content = consent_sheet(referral, items, recipient, version, finnish_time.now())
        try:
            pages = len(pages_of(content))
        except NoGlyph:
            pages = 0
        return MadeSheet(content, referral, pages, ConsentItem.VIOLENCE in items)

    def text(self, made: MadeSheet, width: int = FILE_WIDTH) -> str:
        """The sheet as plain text, lines of at most ``width`` characters."""
        return "\n".join(text_lines(made.content, width))

    def pdf(self, made: MadeSheet) -> bytes:
        """The sheet as a tagged PDF.  Raises `NoGlyph`."""
        from hyteterm.workspace.paper import leaflet_pages

        return leaflet_pages.pdf(made.content, finnish_time.now())

    def usual_path(self) -> Path:
        """Where it is saved unless another place is typed; its name tells no client."""
        made = finnish_time.local(finnish_time.now())
        return self._home.path / FOLDER / f"suostumus-{made:%Y-%m-%d-%H%M}.pdf"

    def save(self, made: MadeSheet, path: Path) -> Path:
        """Write it and return where; the access log notes it.  Raises `CannotSave`, `NoGlyph`."""
        saved = save_paper(
            self._home, self.usual_path(), path, lambda: self.text(made), lambda: self.pdf(made)
        )
        self._log(Action.EXPORT, made.referral)
        return saved

    def printed(self, made: MadeSheet) -> None:
        """The printer took it: the access log notes it."""
        self._log(Action.PRINT, made.referral)

    def _log(self, action: Action, referral: Referral) -> None:
        access = self._session.access(
            action, client=referral.client.reference, subject=referral.id, why="consent"
        )
        self._session.vault.access_log.record(access, datetime.now(UTC))
