"""Record text for the patient system, and the mark that it stands there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError, field_validator

from hyteterm.domain.localized import LocalizedText
from hyteterm.domain.message import N_
from hyteterm.domain.record_templates import OwnTemplate, unknown_fields
from hyteterm.domain.record_text import NotForTheRecord, record_text
from hyteterm.domain.referral import Referral
from hyteterm.local_cache.access_log import Action
from hyteterm.translation import current_language
from hyteterm.translation import gettext as _

if TYPE_CHECKING:
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.trusted_time import TrustedTime
    from hyteterm.workspace.session import Session

FILE: Final = "record_templates.json"
LEFT_OUT: Final = N_(
    "Väkivaltaan liittyvä jätettiin pois: asiakas lukee kirjauksen kotona. Toimi alueen ohjeen mukaan."
)
NOT_FOR_THE_RECORD: Final = N_("Konsultaatiosta ei tehdä kirjausta asiakkaan tietoihin.")
OWN_TEMPLATES_BROKEN: Final = N_(
    "Alueen kirjauspohjia ei voitu lukea ({file}). Käytössä on HyteTermin oma teksti."
)


class _Own(BaseModel):
    """One county template in the file."""

    model_config = ConfigDict(extra="forbid")

    code: str = ""
    text: LocalizedText = Field(default_factory=dict)

    @field_validator("text")
    @classmethod
    def _only_known_fields(cls, text: LocalizedText) -> LocalizedText:
        for value in text.values():
            if unknown := unknown_fields(value):
                raise ValueError(", ".join(sorted(unknown)))
        return text


class _File(RootModel[dict[str, _Own]]):
    """The county's file: referral type, or ``*``, → template."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is shown and copied.  ``notices`` are sentences for the professional."""

    text: str
    notices: tuple[str, ...] = ()


class RecordDesk:
    """Record texts of referrals that were made here.  Raises `Locked` when locked."""

    def __init__(self, home: Home, session: Session, time: TrustedTime) -> None:
        self._home = home
        self._session = session
        self._time = time

    def record(self, referral_ids: Sequence[str]) -> Record:
        """The text of one referral or of several made at once; noted in the access log.

        Empty, with a notice, for what has no record text.  Unknown ids are passed over.
        """
        own, broken = own_templates(self._home.path / FILE)
        notices = [_(OWN_TEMPLATES_BROKEN).format(file=FILE)] if broken else []
        texts: list[str] = []
        for referral in self._referrals(referral_ids):
            try:
                made = record_text(referral, _, own, current_language())
            except NotForTheRecord:
                notices.append(_(NOT_FOR_THE_RECORD))
                continue
            if made.left_out:
                notices.append(_(LEFT_OUT))
            if made.text:
                texts.append(made.text)
                self._log_copy(referral)
        return Record("\n\n".join(texts), tuple(dict.fromkeys(notices)))

    def mark(self, referral_ids: Sequence[str]) -> None:
        """The text stands in the patient system; counted in the statistics."""
        vault = self._session.vault
        with vault.transaction():
            for referral in self._referrals(referral_ids):
                vault.records.mark(referral.id, self._at())

    def unmark(self, referral_id: str) -> None:
        """It was marked by mistake."""
        self._session.vault.records.unmark(referral_id)

    def recorded_at(self, referral_id: str) -> datetime | None:
        """When a referral was marked as recorded; None: not yet."""
        return self._session.vault.records.recorded_at(referral_id)

    def share(self, since: datetime, until: datetime) -> tuple[int, int]:
        """(recorded, all) of this terminal's referrals made from ``since`` to before ``until``."""
        return self._session.vault.records.share(since, until)

    def _referrals(self, referral_ids: Sequence[str]) -> list[Referral]:
        stored = [self._session.vault.referrals.get(each) for each in referral_ids]
        return [each.referral for each in stored if each is not None and each.referral is not None]

    def _log_copy(self, referral: Referral) -> None:
        access = self._session.access(
            Action.COPY, client=referral.client.reference, subject=referral.id, why=referral.type
        )
        self._session.vault.access_log.record(access, self._at())

    def _at(self) -> datetime:
        return datetime.fromtimestamp(self._time.now(), UTC)


def own_templates(path: Path) -> tuple[dict[str, OwnTemplate], bool]:
    """The county's templates, and whether there is a file that cannot be understood."""
    try:
        read = _File.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}, False
    except (OSError, ValueError, ValidationError):
        return {}, True
    return {
        type: OwnTemplate(code=own.code, text=own.text or None) for type, own in read.root.items()
    }, False
