"""What every reader of a catalogue source gives, and how it says that it cannot."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hyteterm.domain.message import N_
from hyteterm.domain.service import Service, Tombstone


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that was not taken, and why."""

    index: int
    """Which record of the source, counted from 1; the row number of a CSV file."""
    source_id: str
    """The record's own id; empty when it has none."""
    reason: str
    """A key of `REFUSALS`."""
    detail: str = ""
    """The field or the file concerned; never a value of the record."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """All before this belongs together with ``cursor``: store both in one transaction."""

    cursor: str


Item = Service | Tombstone | Refused | Checkpoint
"""What a reader yields."""

Progress = Callable[[int, int | None], None]
"""Called with the records done and, when known, all there are."""

REFUSALS: Final[dict[str, str]] = {
    "not-an-object": N_("tietue ei ole tietorakenne"),
    "unknown-shape": N_("tietue ei ole palvelu eikä palvelukanava"),
    "no-id": N_("tunniste puuttuu"),
    "no-name": N_("nimi puuttuu"),
    "bad-field": N_("kentän sisältö on vääränlainen"),
    "duplicate": N_("sama tunniste on uudemmassa tietueessa"),
    "not-published": N_("palvelua ei ole julkaistu"),
    "body-missing": N_("lähde ei antanut palvelun tietoja"),
    "unknown-municipality": N_("kuntaa ei tunneta"),
    "unknown-theme": N_("teemaa ei tunneta"),
    "unknown-target-group": N_("kohderyhmää ei tunneta"),
    "bad-date": N_("päivämäärä ei kelpaa"),
    "bad-time": N_("kellonaika ei kelpaa"),
    "column-count": N_("rivillä on väärä määrä sarakkeita"),
    "no-time": N_("tapahtumalla ei ole aikaa"),
}
"""Reason of a refused record → message id."""

SOURCE_ERRORS: Final[dict[str, str]] = {
    "missing": N_("Tiedostoa tai kansiota ei ole."),
    "unreadable": N_("Tiedostoa ei voi lukea."),
    "empty": N_("Tiedosto on tyhjä."),
    "empty-folder": N_("Kansiossa ei ole luettavia tiedostoja."),
    "encoding": N_("Tiedoston merkistö ei ole UTF-8."),
    "not-json": N_("Sisältö ei ole JSON-muotoa."),
    "not-csv": N_("Sisältö ei ole CSV-muotoa."),
    "truncated": N_("Tiedosto loppuu kesken."),
    "other-shape": N_("Sisältö on toista muotoa kuin pyydettiin."),
    "header": N_("Otsikkoriviltä puuttuu pakollinen sarake."),
    "unknown-format": N_("Muotoa ei tunneta."),
    "unknown-version": N_("Rajapinnan versiota ei tunneta."),
    "bad-url": N_("Osoite ei kelpaa."),
    "no-connection": N_("Palvelimeen ei saada yhteyttä."),
    "not-allowed": N_("Palvelin ei salli pääsyä."),
    "not-found": N_("Palvelin ei tunne osoitetta."),
    "too-busy": N_("Palvelin pyytää odottamaan. Yritä myöhemmin uudelleen."),
    "server-error": N_("Palvelimessa on vika. Yritä myöhemmin uudelleen."),
    "not-the-api": N_("Osoitteesta vastasi jokin muu kuin palvelurajapinta."),
}
"""Reason of an unusable source → message id."""


class SourceError(Exception):
    """The source cannot be read; what was not stored before this must not be stored."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason = reason
        """A key of `SOURCE_ERRORS`."""
        self.detail = detail
        """A file name, a field or a status code; never a value of a record."""


class UnusableRecord(Exception):
    """One record cannot be taken; its reader turns this into `Refused`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason = reason
        """A key of `REFUSALS`."""
        self.detail = detail
