"""The end of a card: bars, wishes, what is suggested and why, the next step and when."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.text import Text
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input, Static

from hyteterm.domain.finnish_time import day_text
from hyteterm.domain.safety import may_be_printed
from hyteterm.domain.suggestion_request import SuggestionRequest
from hyteterm.domain.vocabulary import Theme
from hyteterm.screens.card_agreement import CardAgreement
from hyteterm.screens.card_aids import AdviceScreen, SegmentScreen
from hyteterm.screens.card_conversation import ConversationScreen
from hyteterm.screens.card_keys import help_at_end
from hyteterm.screens.card_path import PathScreen
from hyteterm.screens.service_page import ServicePage
from hyteterm.translation import gettext as _
from hyteterm.widgets.card_end_rows import EndKind, EndList, EndRow, end_rows
from hyteterm.widgets.card_text import SUPPORT_KEYS, client_text
from hyteterm.widgets.form import KeyRow
from hyteterm.workspace.conversation import WISHES, Conversation
from hyteterm.workspace.suggesting import Suggestions

LAST_ANSWERS: Final = {"k": "yes", "v": "a-little", "e": "no"}
"""Key → code of a feedback question; the wishes are yes or no."""


class SuggestionsFound(Message):
    """The catalogue has been looked through for a card."""

    def __init__(self, request: SuggestionRequest, found: Suggestions) -> None:
        super().__init__()
        self.request = request
        self.found = found


class CardEndScreen(ConversationScreen):
    """Dismissed with what was said of the finished card, or None back to the conversation."""

    CSS_PATH = "card_end.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("enter", "open", show=False),
        Binding("f4", "refer", show=False),
        Binding("insert,ctrl+k", "guide", show=False, priority=True),
        Binding("f10,ctrl+s", "finish", show=False, priority=True),
    ]

    def __init__(self, conversation: Conversation, at: Theme | None = None) -> None:
        super().__init__(conversation)
        self.found = Suggestions()
        self.request: SuggestionRequest | None = None
        self.at = str(at or "")
        self.date_typed: str | None = None
        """What stood in the field of the day before the screen was composed again."""
        self.referred: dict[str, str] = {}
        """Referral that was begun here → its service."""

    def content(self) -> ComposeResult:
        yield Static("", id="heading")
        yield EndList(id="end", empty=_("Mitään ei ole vielä vastattu. Esc palaa keskusteluun."))
        yield Static("", id="detail")
        yield CardAgreement(self.conversation, self.date_typed)

    @property
    def agreement(self) -> CardAgreement:
        """What was agreed."""
        return self.query_one(CardAgreement)

    def keys(self) -> list[tuple[str, str]]:
        row = self.query_one(EndList).chosen
        kind = row.kind if row else None
        shown = [("F10", _("valmis")), ("F4", _("lähete"))]
        if kind is EndKind.SERVICE:
            shown += [("Ins", _("ohjaan tänne")), ("p", _("esite")), ("Enter", _("avaa"))]
        elif kind is EndKind.PATH:
            shown.append(("Enter", _("avaa")))
        shown += [("Ctrl+Y", _("kirjaus")), ("i", _("mini-interventio"))]
        return [*shown, ("a", _("segmentti")), ("Esc", _("takaisin"))]

    def help_rows(self) -> list[tuple[str, str]]:
        return help_at_end()

    def on_mount(self) -> None:
        super().on_mount()
        self.look_for_services()

    def restored(self) -> None:
        self.fill()
        self.query_one(EndList).focus()

    def remember(self) -> None:
        row = self.query_one(EndList).chosen
        self.at = row.id if row else ""
        self.date_typed = self.agreement.date_typed

    # -- what stands on the screen ---------------------------------------------------------

    def fill(self) -> None:
        """Show the rows anew; the chosen one stays chosen."""
        rows = list(end_rows(self.conversation, self.found))
        here = next((i for i, row in enumerate(rows) if row.id == self.at), 0)
        self.query_one(EndList).show(rows, here)
        body = self.conversation.body
        place = self.workspace.catalogue.municipality_name(body.client.municipality)
        told = client_text(self.conversation, place)
        parts = [_("Yhteenveto"), told]
        if body.others_hear:
            parts.append(_("muut kuulevat"))
        if body.earlier_on is not None:
            parts.append(_("rinnalla {date}").format(date=day_text(body.earlier_on)))
        heading = Text(" · ".join(part for part in parts if part), overflow="ellipsis")
        self.query_one("#heading", Static).update(heading, layout=False)
        self.agreement.show_shared()

    @on(EndList.Highlighted)
    def row_highlighted(self, event: EndList.Highlighted) -> None:
        row: EndRow | None = event.row
        self.at = row.id if row else ""
        self.query_one("#detail", Static).update(row.detail if row else "", layout=False)
        self.show_keys()

    # -- suggestions ----------------------------------------------------------------------

    def look_for_services(self) -> None:
        """Ask for what fits; the answer comes as `SuggestionsFound`."""
        request = self.workspace.cards.request(self.conversation)
        if request != self.request:
            self.request = request
            self.find(request)

    @work(thread=True, exclusive=True, group="suggestions")
    def find(self, request: SuggestionRequest) -> None:
        self.post_message(SuggestionsFound(request, self.workspace.cards.suggest(request)))

    def on_suggestions_found(self, event: SuggestionsFound) -> None:
        if event.request == self.request:
            self.found = event.found
            self.fill()

    # -- answering --------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        self.stay_awake()
        if isinstance(self.focused, Input | KeyRow) or not event.is_printable:
            return
        key = (event.character or "").casefold()
        row = self.query_one(EndList).chosen
        if key == "p":
            self.leaflet()
        elif key == " ":
            self.action_pause()
        elif key == "!":
            self.action_numbers()
        elif key == "y":
            self.conversation.change(others_hear=not self.conversation.body.others_hear)
            self.answered()
        elif key == "v" and (row is None or row.kind is not EndKind.QUESTION):
            self.action_put_safety_away()
        elif key == "i":
            self.app.push_screen(AdviceScreen(self.conversation), lambda _done: self.answered())
        elif key == "a":
            self.app.push_screen(SegmentScreen(self.conversation), lambda _done: self.answered())
        elif row is not None and row.theme is not None and key in SUPPORT_KEYS:
            self.conversation.wish(row.theme, SUPPORT_KEYS[key])
            self.answered()
        elif row is not None and row.kind is EndKind.QUESTION and key in LAST_ANSWERS:
            self.last_answer(row.id, LAST_ANSWERS[key])
        else:
            return
        event.stop()

    def last_answer(self, link: str, code: str) -> None:
        """A wish (yes or no) or a feedback question."""
        if link in WISHES:
            if code == "a-little":
                return
            self.conversation.answer(link, code == "yes")
        else:
            self.conversation.answer(link, code)
        self.answered()

    @on(CardAgreement.Typed)
    def agreement_typed(self) -> None:
        self.changed()

    @on(CardAgreement.Answered)
    def agreement_answered(self) -> None:
        self.answered()
        self.day_is_told()

    @on(CardAgreement.Left)
    def agreement_left(self) -> None:
        self.save()

    def day_is_told(self) -> bool:
        """Whether the day to come back is empty or understood; else it is said."""
        if self.agreement.day_is_clear:
            return True
        self.say(_("Päivää ei ymmärretty. Esimerkki: 12.12. tai 2 vk."), warning=True)
        self.agreement.focus_day()
        return False

    def show_all(self) -> None:
        self.fill()
        self.look_for_services()

    # -- doing ------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Choose the next or the previous row; from a field, go to the one beside it."""
        if isinstance(self.focused, Input | KeyRow):
            self.app.action_focus_next() if by > 0 else self.app.action_focus_previous()
        else:
            self.query_one(EndList).move(by)

    def action_page(self, direction: int) -> None:
        """Move by a page."""
        self.query_one(EndList).page(direction)

    @on(EndList.Selected)
    def action_open(self) -> None:
        """Open the service or the path that is chosen."""
        row = self.query_one(EndList).chosen
        if row is None or isinstance(self.focused, KeyRow):
            return
        if row.kind is EndKind.SERVICE:
            self.app.push_screen(ServicePage(row.id))
        elif row.kind is EndKind.PATH:
            path = next(path for path in self.found.paths if path.id == row.id)
            self.app.push_screen(PathScreen(path))

    def action_guide(self) -> None:
        """The client was guided to the chosen service: it is in the basket and in the record."""
        row = self.query_one(EndList).chosen
        if row is None or row.kind is not EndKind.SERVICE:
            self.say(_("Valitse palvelu nuolilla."))
            return
        stands = self.conversation.guide_to(row.id)
        self.answered()
        basket = self.workspace.basket
        if self.printable(row.id) and (row.id in basket.basket) is not stands:
            basket.toggle(row.id)
        self.say(_("Ohjattu tähän, korissa.") if stands else _("Merkintä poistettu."))

    def printable(self, service_id: str) -> bool:
        """Whether the service may stand on paper: services for safety are told, not handed out."""
        service = self.workspace.catalogue.service(service_id)
        return service is not None and may_be_printed(service.themes)

    def leaflet(self) -> None:
        """A leaflet of the services to which the client was guided, else of the chosen one."""
        row = self.query_one(EndList).chosen
        chosen = (row.id,) if row is not None and row.kind is EndKind.SERVICE else ()
        wanted = self.conversation.body.services or chosen
        services = [each for each in wanted if self.printable(each)]
        if services and self.save():
            self.hyteterm.show_leaflet(services)
        else:
            self.say(_("Esitteelle ei ole palvelua. Valitse palvelu nuolilla."))

    def action_refer(self) -> None:
        """A referral to the chosen service, the client and the summary filled in."""
        row = self.query_one(EndList).chosen
        service_id = row.id if row is not None and row.kind is EndKind.SERVICE else None
        if not self.save():
            return
        draft = self.workspace.cards.referral(self.conversation, service_id)
        if service_id is not None:
            self.referred[draft.id] = service_id
        self.hyteterm.write(draft)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        super().on_screen_resume(event)
        for referral_id, service_id in self.referred.items():
            queued = self.workspace.referrals.referral(referral_id) is not None
            if queued and service_id not in self.conversation.body.services:
                self.conversation.guide_to(service_id)
                self.answered()

    def action_finish(self) -> None:
        """The card is finished: kept, and shared as far as the client agreed."""
        if not self.day_is_told():
            return
        try:
            queued = self.workspace.cards.finish(self.conversation)
        except Exception as error:
            self.explain(error)
            return
        self.finished = True
        if queued:
            told = _("Kortti on tallessa. Vastaukset ovat jonossa alueelle.")
        elif self.conversation.body.shared:
            told = _("Kortti on tallessa tällä päätteellä. Pääte ei voi lähettää vastauksia.")
        else:
            told = _("Kortti on tallessa.")
        self.dismiss(told)

    def action_back(self) -> None:
        """Back to the conversation; from a field, to the list."""
        rows = self.query_one(EndList)
        if not rows.has_focus:
            rows.focus()
        elif self.save():
            self.dismiss(None)
