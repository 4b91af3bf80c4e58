"""The one door of the screens and of the command line: find, converse, refer, sync."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from hyteterm.domain.client_language import LANGUAGE_NAMES
from hyteterm.domain.localized import Language
from hyteterm.domain.message import N_
from hyteterm.domain.referral_status import Actor
from hyteterm.translation import gettext as _
from hyteterm.translation import ngettext, set_language
from hyteterm.workspace.catalogue import CatalogueDesk
from hyteterm.workspace.connection import Connection
from hyteterm.workspace.session import Session
from hyteterm.workspace.settings import Settings

if TYPE_CHECKING:
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.trusted_time import TrustedTime
    from hyteterm.workspace.basket import BasketDesk
    from hyteterm.workspace.cards import CardDesk
    from hyteterm.workspace.consent_sheets import ConsentSheetDesk
    from hyteterm.workspace.error_reports import ErrorReportDesk
    from hyteterm.workspace.following import FollowingDesk
    from hyteterm.workspace.leaflets import LeafletDesk
    from hyteterm.workspace.path_desk import PathDesk
    from hyteterm.workspace.receiving import ReceivingDesk
    from hyteterm.workspace.recording import RecordDesk
    from hyteterm.workspace.referrals import ReferralDesk
    from hyteterm.workspace.refused import RefusedDesk
    from hyteterm.workspace.statistics import StatisticsDesk
    from hyteterm.workspace.units import UnitDesk
    from hyteterm.workspace.usage import Usage

NEW_RECEIVED: Final = N_("Uutta saapuneissa: katso F6.")
NEW_ANSWER: Final = N_("Vastaus lähetteeseen: katso F5.")


class Workspace:
    """Everything that a professional can do here.  Opening it touches no file."""

    def __init__(self, home: Home | None = None) -> None:
        from hyteterm.local_cache.home import Home

        self.home = home or Home.from_environment()
        self.settings = Settings.load(self.home.settings)
        set_language(self.settings.language if self.settings.language in list(Language) else "fi")
        self.session = Session(self.home, lambda: self.time, lambda: self.settings)
        self.catalogue = CatalogueDesk(self.home, lambda: self.home_municipality)
        self.line = Connection(self.home, self.session, self.catalogue, lambda: self.time)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the threads and close the files."""
        self.usage.search_ended()
        self.line.close()
        self.session.lock()
        self.catalogue.close()

    @cached_property
    def time(self) -> TrustedTime:
        """The time for leases, delays and lock-outs."""
        from hyteterm.local_cache.trusted_time import TrustedTime

        return TrustedTime()

    def adopt_own_types(self) -> str:
        """Take the county's referral types into use; where their file is wrong, else empty."""
        from hyteterm.workspace.own_types import adopt_own_types

        return adopt_own_types(self.home.path)

    @cached_property
    def referrals(self) -> ReferralDesk:
        """Referrals: drafts, queue, what became of them."""
        from hyteterm.workspace.referrals import ReferralDesk

        self.adopt_own_types()
        return ReferralDesk(self.home, self.session, self.catalogue, self.line, self.time)

    @cached_property
    def received(self) -> ReceivingDesk:
        """Referrals that came to this unit."""
        from hyteterm.workspace.receiving import ReceivingDesk

        return ReceivingDesk(
            self.home, self.session, self.line, self.time, self.referrals.sender, self.units
        )

    @cached_property
    def following(self) -> FollowingDesk:
        """What the sender does with a referral that has left."""
        from hyteterm.workspace.following import FollowingDesk

        return FollowingDesk(self.home, self.session, self.line, self.time, self.referrals)

    @cached_property
    def usage(self) -> Usage:
        """Counting use without persons."""
        from hyteterm.workspace.usage import Usage

        return Usage(self.home, self.session, lambda: self.time)

    @cached_property
    def statistics(self) -> StatisticsDesk:
        """The month's figures, the survey, the clients' feedback."""
        from hyteterm.workspace.statistics import StatisticsDesk

        return StatisticsDesk(self.home, self.session, self.line, self.usage, lambda: self.time)

    @cached_property
    def units(self) -> UnitDesk:
        """The county's units: who takes referrals now, and how long the wait is."""
        from hyteterm.workspace.units import UnitDesk

        return UnitDesk(self.home, self.session, self.line, self.time)

    @cached_property
    def cards(self) -> CardDesk:
        """Wellbeing cards: the conversation and what comes of it."""
        from hyteterm.workspace.cards import CardDesk

        return CardDesk(
            self.home, self.session, self.catalogue, self.referrals, self.line, self.time
        )

    @cached_property
    def paths(self) -> PathDesk:
        """Service paths; they need no unlocking."""
        from hyteterm.workspace.path_desk import PathDesk

        return PathDesk(self.home, self.catalogue)

    @cached_property
    def error_reports(self) -> ErrorReportDesk:
        """Reports of errors in descriptions."""
        from hyteterm.workspace.error_reports import ErrorReportDesk

        return ErrorReportDesk(self.home, self.session, self.line, self.time)

    @cached_property
    def basket(self) -> BasketDesk:
        """Services put aside for one client."""
        from hyteterm.workspace.basket import BasketDesk

        return BasketDesk(self.catalogue, lambda: self.referrals)

    @cached_property
    def leaflets(self) -> LeafletDesk:
        """Leaflets for clients; they need no unlocking."""
        from hyteterm.workspace.leaflets import LeafletDesk

        return LeafletDesk(self.home, self.catalogue)

    @cached_property
    def consent_sheets(self) -> ConsentSheetDesk:
        """The client's consent on paper."""
        from hyteterm.workspace.consent_sheets import ConsentSheetDesk

        return ConsentSheetDesk(self.home, self.session, self.catalogue)

    @cached_property
    def refused(self) -> RefusedDesk:
        """Refused deliveries that are no referrals."""
        from hyteterm.workspace.refused import RefusedDesk

        return RefusedDesk(self.home, self.line, self.time)

    @cached_property
    def recording(self) -> RecordDesk:
        """Record texts for the patient system."""
        from hyteterm.workspace.recording import RecordDesk

        return RecordDesk(self.home, self.session, self.time)

    def opening_notices(self) -> list[str]:
        """After unlocking: what the start has brought to light, in sentences."""
        found = self.referrals.reconcile()
        self.leaflets.remove_printed()
        notices = []
        if where := self.adopt_own_types():
            from hyteterm.workspace.own_types import BROKEN, FILE

            notices.append(_(BROKEN).format(file=FILE, where=where))
        if found.returned_to_draft:
            notices.append(
                ngettext(
                    "{count} lähete ei ehtinyt jonoon: se on luonnoksena, F5.",
                    "{count} lähetettä ei ehtinyt jonoon: ne ovat luonnoksina, F5.",
                    len(found.returned_to_draft),
                ).format(count=len(found.returned_to_draft))
            )
        if found.dropped_steps:
            notices.append(
                _("Kesken jäänyt muutos lähetteeseen ei lähtenyt. Tee se uudelleen: F5.")
            )
        return notices

    def news(self, referral_ids: Sequence[str]) -> str:
        """Where something new is among these, as a message id; empty: by others nothing new."""
        referrals = self.session.vault.referrals
        for role, text in ((Actor.RECEIVER, NEW_RECEIVED), (Actor.SENDER, NEW_ANSWER)):
            found = (referrals.get(id, role) for id in referral_ids)
            if any(one is not None and one.unread and one.last_by_others for one in found):
                return text
        return ""

    def wipe(self) -> None:
        """By the county's order: keys and client data are gone, sealed deliveries still leave."""
        from hyteterm.local_cache import private_storage

        self.line.close()
        self.session.lock()
        private_storage.wipe(self.home)

    @property
    def home_municipality(self) -> str:
        """Where this terminal's clients usually live."""
        return self.settings.municipality

    @property
    def crash_folder(self) -> Path:
        """Where crash reports are kept."""
        return self.home.path / "crashes"

    def remember_language(self, language: str) -> None:
        """The interface's language at the next start."""
        self.keep_settings(self.settings.changed(language=language))

    def keep_settings(self, settings: Settings) -> None:
        """Take and keep these settings."""
        self.settings = settings
        settings.save(self.home.create().settings)

    def language_name(self, code: str) -> str:
        """The name of a client's language as a message id; an unknown code as it is."""
        return LANGUAGE_NAMES.get(code, code)

    def explanation(self, error: Exception) -> str | None:
        """What happened, what is safe, what to do; None for an error nobody foresaw."""
        from hyteterm.workspace.faults import explanation

        return explanation(error, _)
