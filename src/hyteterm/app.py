"""The Textual application: places, keys that work everywhere, and nothing else."""

from __future__ import annotations

import importlib
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from hyteterm.domain.localized import Language
from hyteterm.screens.frame import FrameScreen
from hyteterm.screens.help import HelpScreen
from hyteterm.screens.unlock import UnlockScreen
from hyteterm.terminal import crash, themes
from hyteterm.terminal.ordered_keys import OrderedKeysApp
from hyteterm.translation import current_language, set_language
from hyteterm.translation import gettext as _
from hyteterm.workspace import Workspace
from hyteterm.workspace.line import (
    CatalogueChanged,
    ReferralsChanged,
    TerminalClosed,
    WorkspaceEvent,
)

if TYPE_CHECKING:
    from hyteterm.domain.referral_form import ReferralDraft

LOCKED = "locked"
"""What `App.run` returns when the user locked the terminal."""
UNDO_S = 10
LINE_REFRESH_S = 30
PLACES: Final = {
    # name: (module, screen), imported after the first paint
    "desk": ("hyteterm.screens.desk", "DeskScreen"),
    "sent": ("hyteterm.screens.sent", "SentScreen"),
    "received": ("hyteterm.screens.received", "ReceivedScreen"),
    "statistics": ("hyteterm.screens.statistics", "StatisticsScreen"),
}
LOADED_AFTER_FIRST_PAINT: Final = (
    "hyteterm.screens.desk",
    "hyteterm.screens.referral",
    "hyteterm.screens.sent",
    "hyteterm.screens.received",
    "hyteterm.screens.card_opening",
    "hyteterm.local_cache.private_storage",
    "hyteterm.local_cache.search",
    "hyteterm.workspace.referrals",
    "hyteterm.workspace.path_desk",
    "hyteterm.sync.worker",
    # Else imported while the right PIN waits to be believed, and while the desk is painted.
    "argon2",
    "httpcore",
)


class WorkspaceChanged(Message):
    """Something happened in the workspace, told by a background thread."""

    def __init__(self, event: WorkspaceEvent) -> None:
        super().__init__()
        self.event = event


class HyteTermApp(OrderedKeysApp[str]):
    """HyteTerm on a terminal."""

    CSS_PATH = "app.tcss"
    TITLE = "HyteTerm"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", _("ohje"), show=False, id="help"),
        Binding("f2", "place('desk')", show=False, id="desk"),
        Binding("f3", "card", show=False, id="card"),
        Binding("f4", "new_referral", show=False, id="referral"),
        Binding("f5", "place('sent')", show=False, id="sent"),
        Binding("f6", "place('received')", show=False, id="received"),
        Binding("f7", "place('statistics')", show=False, id="statistics"),
        Binding("f8", "language", show=False, id="language"),
        Binding("f9", "synchronise", show=False, id="synchronise"),
        Binding("f12,ctrl+l", "lock", show=False, id="lock"),
        Binding("ctrl+b", "basket", show=False, id="basket"),
        Binding("ctrl+y", "record_text", show=False, id="record"),
        Binding("ctrl+z", "undo", show=False, id="undo"),
        Binding("ctrl+q", "quit", show=False, priority=True, id="quit"),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.theme_for()
        self._undo: tuple[Callable[[], None], float] | None = None
        self._latest: tuple[str, ...] = ()

    # -- life ------------------------------------------------------------------

    def on_mount(self) -> None:

        def tell(event: WorkspaceEvent) -> None:
            self.post_message(WorkspaceChanged(event))

        self.workspace.line.listen(tell)
        self.set_interval(LINE_REFRESH_S, self.refresh_lines)
        self.push_screen(UnlockScreen())

    def load_the_rest(self) -> None:
        """Import what the next screens need while the PIN is being typed."""

        def load() -> None:
            for name in LOADED_AFTER_FIRST_PAINT:
                importlib.import_module(name)
            # Sealed deliveries leave a locked terminal too.
            if self.is_running:
                self.call_later(self.workspace.line.start)

        threading.Thread(target=load, name="loader", daemon=True).start()

    def refresh_lines(self) -> None:
        """Ages on the status line grow by themselves."""
        if isinstance(self.screen, FrameScreen):
            self.screen.show_line()

    def on_workspace_changed(self, message: WorkspaceChanged) -> None:
        if not isinstance(self.screen, FrameScreen):
            return
        if isinstance(message.event, TerminalClosed):
            self.close_terminal(message.event)
            return
        if isinstance(message.event, CatalogueChanged):
            self.workspace.catalogue.forget()
            self.workspace.paths.forget()
        self.screen.happened(message.event)
        if isinstance(message.event, ReferralsChanged):
            self.referrals_changed(message.event)

    def referrals_changed(self, event: ReferralsChanged) -> None:
        """Tell where the news is; a withdrawn consent that was overtaken goes again."""
        if not self.workspace.session.unlocked:
            return
        news = self.workspace.news(event.referral_ids) if event.answered else None
        if self.workspace.following.resend_withdrawals():
            self.frame.show_line()
        if news:
            self.frame.say(_(news))

    def close_terminal(self, event: TerminalClosed) -> None:
        """The county has closed this terminal: forget what was opened."""
        if event.wiped:
            self.workspace.wipe()
        self.exit(LOCKED)

    def opened(self) -> None:
        """The right PIN was given: to the desk, with what the start brought to light."""
        notices = self.workspace.opening_notices()
        self.workspace.line.start()
        self.workspace.usage.opened()
        self.action_place("desk")
        if notices:
            self.frame.say(" ".join(notices), warning=True, seconds=20)

    def _fatal_error(self) -> None:
        # Textual would print the traceback with local variables: client data.
        self._exit_renderables.append(crash.report(self.workspace.crash_folder))
        self._close_messages_no_wait()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: our own actions, and no screenshot."""
        unlocked = self.workspace.session.unlocked
        rows = [
            (_("Ohje"), _("näppäimet ja merkit"), self.action_help, True),
            (_("Haku"), _("etsi palvelu"), lambda: self.action_place("desk"), True),
            (_("Kortti"), _("hyvinvointikortti tai lomake"), self.action_card, unlocked),
            (_("Palvelupolut"), _("polut ja niiden palvelut"), self.action_paths, True),
            (_("Uusi lähete"), _("tyhjä lähetelomake"), self.action_new_referral, unlocked),
            (_("Lähetetyt"), _("lähetteiden tilanne"), lambda: self.action_place("sent"), unlocked),
            (_("Kori"), _("valitut palvelut: esite tai lähetteet"), self.action_basket, True),
            (_("Kirjausteksti"), _("viimeisin lähete"), self.action_record_text, unlocked),
            (
                _("Saapuneet"),
                _("yksikköön tulleet lähetteet"),
                lambda: self.action_place("received"),
                unlocked,
            ),
            (
                _("Tilastot"),
                _("kuukauden luvut, kysely, palaute"),
                lambda: self.action_place("statistics"),
                unlocked,
            ),
            (_("Synkronoi nyt"), _("lähetä ja hae"), self.action_synchronise, unlocked),
            (_("Kieli"), _("suomi, svenska, English"), self.action_language, True),
            (_("Värit"), _("vaihda teema"), self.action_next_theme, True),
            (_("Lukitse"), _("sulje asiakastiedot"), self.action_lock, unlocked),
            (_("Lopeta"), _("sulje HyteTerm"), self.action_quit, True),
        ]
        for title, text, action, possible in rows:
            if possible:
                yield SystemCommand(title, text, action)

    @property
    def frame(self) -> FrameScreen:
        """The screen that is shown."""
        assert isinstance(self.screen, FrameScreen)
        return self.screen

    # -- places ------------------------------------------------------------------

    def action_place(self, name: str) -> None:
        """Go to a place; what is written on the way is saved as a draft."""
        if name != "desk" and not self.workspace.session.unlocked:
            return
        module, attribute = PLACES[name]
        target = getattr(importlib.import_module(module), attribute)
        if not self.frame.keep():
            return
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if not isinstance(self.screen, target):
            self.switch_screen(target())

    def action_paths(self) -> None:
        """The service paths."""
        from hyteterm.screens.service_path import ServicePathsScreen

        if not isinstance(self.screen, ServicePathsScreen):
            self.push_screen(ServicePathsScreen(self.workspace.home_municipality))

    def action_help(self) -> None:
        """Show the keys in words."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.frame))

    async def action_language(self) -> None:
        """The next language of the interface."""
        languages = list(Language)
        following = languages[(languages.index(current_language()) + 1) % len(languages)]
        set_language(following)
        self.workspace.remember_language(following)
        for screen in self.screen_stack:
            if isinstance(screen, FrameScreen):
                await screen.speak_language()

    def action_next_theme(self) -> None:
        """The next colour theme."""
        names = [theme.name for theme in themes.THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def action_synchronise(self) -> None:
        """Deliver and fetch now."""
        self.workspace.line.sync_now()
        self.workspace.usage.send_in_background()
        self.frame.say(_("Yhdistetään …"), seconds=3)

    def action_lock(self) -> None:
        """Save what is written and leave; the program starts anew, locked."""
        if not self.workspace.session.unlocked:
            self.switch_to_unlock()
            return
        if not self.frame.keep():
            return
        self.exit(LOCKED)

    def switch_to_unlock(self) -> None:
        """From a locked catalogue search back to the PIN."""
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if not isinstance(self.screen, UnlockScreen):
            self.switch_screen(UnlockScreen())

    def action_card(self) -> None:
        """A wellbeing card: a new one, an unfinished one, or a form of the county."""
        if not self.workspace.session.unlocked:
            self.frame.say(_("Kortti vaatii kirjautumisen: F12."))
            return
        from hyteterm.screens.card_opening import CARD_SCREENS, open_card

        if isinstance(self.screen, CARD_SCREENS) or not self.frame.keep():
            return
        while len(self.screen_stack) > 2:
            self.pop_screen()
        open_card(self, self.workspace.home_municipality)

    # -- referrals -----------------------------------------------------------------

    def action_new_referral(self) -> None:
        """An empty referral."""
        if self.frame.starts_referrals:
            self.start_referral(None)

    def start_referral(self, service_id: str | None, municipality: str = "") -> None:
        """A new referral, to a service when one is given, for a client of ``municipality``."""
        if not self.workspace.session.unlocked:
            self.frame.say(_("Lähete vaatii kirjautumisen: F12."))
            return
        where = municipality or self.workspace.home_municipality
        self.write(self.workspace.referrals.new_draft(service_id, where))

    def write(self, draft: ReferralDraft) -> None:
        """Open the form on a draft."""
        from hyteterm.screens.referral import ReferralScreen

        self.push_screen(ReferralScreen(draft))

    def continue_referral(self, referral_id: str) -> None:
        """Go on with a draft, or correct a returned referral."""
        try:
            draft = self.workspace.referrals.draft(referral_id)
        except Exception as error:
            self.frame.explain(error)
            return
        self.write(draft)

    def referral_queued(self, referral_id: str) -> None:
        """Close the form; the referral can be taken back for a while."""
        self.referrals_queued([referral_id])

    def referrals_queued(self, referral_ids: Sequence[str]) -> None:
        """The same for several that were made at once: they are taken back together."""
        self._latest = tuple(referral_ids)
        queued = self._latest
        self._undo = (lambda: self.take_back(queued), time.monotonic() + UNDO_S)
        while len(self.screen_stack) > 2 and not self.frame.referrals_return:
            self.pop_screen()
        self.frame.show_line()
        self.frame.say(
            _("Jonossa {count} · peruttavissa {seconds} s: Ctrl+Z · kirjausteksti: Ctrl+Y").format(
                count=len(referral_ids), seconds=UNDO_S
            )
            if len(referral_ids) > 1
            else _("Jonossa · peruttavissa {seconds} s: Ctrl+Z · kirjausteksti: Ctrl+Y").format(
                seconds=UNDO_S
            ),
            seconds=UNDO_S,
        )

    def offer_undo(self, text: str, undo: Callable[[], bool] | None) -> None:
        """Say what was done; for a while Ctrl+Z undoes it.  ``undo``: whether it still could."""
        if undo is None:
            self.frame.say(text)
            return

        def run() -> None:
            undone = undo()
            self.frame.happened(ReferralsChanged())
            self.frame.say(_("Peruttu.") if undone else _("Se ehti jo lähteä."), warning=not undone)

        self._undo = (run, time.monotonic() + UNDO_S)
        self.frame.say(
            _("{done} · peruttavissa {seconds} s: Ctrl+Z").format(done=text, seconds=UNDO_S),
            seconds=UNDO_S,
        )

    def action_undo(self) -> None:
        """Undo what was done last, within the time for it."""
        undo, self._undo = self._undo, None
        if undo is None or time.monotonic() > undo[1]:
            self.frame.say(_("Ei mitään peruttavaa."))
            return
        try:
            undo[0]()
        except Exception as error:
            self.frame.explain(error)

    def take_back(self, referral_ids: Sequence[str]) -> None:
        """Make queued referrals drafts again; one that has left is cancelled."""
        taken_back = [self.workspace.referrals.take_back(each) for each in referral_ids]
        for each in referral_ids:
            self.workspace.recording.unmark(each)
        self._latest = ()
        if taken_back == [True]:
            self.continue_referral(referral_ids[0])
            return
        self.frame.happened(ReferralsChanged(tuple(referral_ids)))
        if all(taken_back):
            self.frame.say(_("Lähetteet ovat taas luonnoksia: F5."), seconds=10)
            return
        self.frame.say(_("Lähete ehti lähteä. Sille lähetettiin peruutus."), warning=True)

    def action_record_text(self) -> None:
        """Record text of what was referred last on this sitting."""
        if self._latest:
            self.show_record(self._latest)
        else:
            self.frame.say(_("Valitse lähete listasta F5 ja paina Ctrl+Y."))

    def show_record(self, referral_ids: Sequence[str]) -> None:
        """Text for the patient system, copied and on a page of its own."""
        from hyteterm.screens.record_text import RecordTextScreen

        try:
            record = self.workspace.recording.record(referral_ids)
        except Exception as error:
            self.frame.explain(error)
            return
        notice = " ".join(record.notices)
        if not record.text:
            self.frame.say(notice or _("Luonnoksesta ei tehdä kirjausta."), warning=True)
            return
        self.push_screen(
            RecordTextScreen(
                _("Kirjausteksti"),
                record.text,
                on_recorded=lambda: self.workspace.recording.mark(referral_ids),
                warning=notice,
            )
        )

    # -- basket --------------------------------------------------------------------

    def action_basket(self) -> None:
        """The services put aside."""
        from hyteterm.screens.basket import BasketScreen

        if self.frame.starts_referrals:
            self.push_screen(BasketScreen())

    def toggle_in_basket(self, service_id: str) -> None:
        """Put a service in the basket, or take it out, and say how many there are."""
        added = self.workspace.basket.toggle(service_id)
        count = len(self.workspace.basket.basket)
        said = _("Lisätty koriin.") if added else _("Poistettu korista.")
        self.frame.show_keys()
        self.frame.say(said + " " + _("Korissa {count} · Ctrl+B avaa korin").format(count=count))

    def show_leaflet(self, service_ids: Sequence[str]) -> None:
        """A leaflet of these services."""
        from hyteterm.screens.leaflet import LeafletScreen

        if service_ids:
            self.push_screen(LeafletScreen(service_ids))
