"""A referral to each service of the basket: the client once, a yes for each receiver."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from hyteterm.domain.basket import ReceiverGroup
from hyteterm.domain.client_language import CLIENT_LANGUAGES
from hyteterm.domain.consent_text import covered
from hyteterm.domain.localized import localized
from hyteterm.domain.referral_form import ReferralDraft
from hyteterm.screens.choice import Choice, ChoiceScreen
from hyteterm.screens.frame import FrameScreen
from hyteterm.screens.referral import SAVE_AFTER_S
from hyteterm.translation import current_language
from hyteterm.translation import gettext as _
from hyteterm.widgets.consent_words import aloud, keys, violence_keys
from hyteterm.widgets.form import KeyRow, PickRow, TextRow
from hyteterm.widgets.referral_text import language_text
from hyteterm.workspace.basket import Answer, Batch

ANSWERS = {"k": Answer.BASIC, "l": Answer.WIDER, "v": Answer.BASIC, "e": Answer.NO}


class BasketReferralsScreen(FrameScreen):
    """Writes one batch.  F10 queues them all; for ten seconds all can be taken back."""

    CSS_PATH = "basket_referrals.tcss"
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("f10,ctrl+s", "send", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, batch: Batch) -> None:
        super().__init__()
        self.bundle = batch
        self.at = "name"
        self._saving: Timer | None = None
        self._unsaved = False

    # -- what stands on the screen ----------------------------------------------------

    def content(self) -> ComposeResult:
        typed = self.bundle.draft.typed
        yield Static("", id="heading")
        with Vertical(id="form"):
            yield TextRow("name", _("Nimi"), typed.get("name", ""))
            yield TextRow("phone", _("Puhelin"), typed.get("phone", ""))
            yield TextRow(
                "born",
                _("Syntynyt"),
                typed.get("born", ""),
                placeholder=_("1958, 12.3.1958, 67 v"),
            )
            yield PickRow("municipality", _("Kotikunta"))
            yield PickRow("language", _("Kieli"))
            yield TextRow("reason", _("Syy"), typed.get("reason", ""))
            yield TextRow(
                "goal",
                _("Oma tavoite"),
                typed.get("goal", ""),
                placeholder=_("asiakkaan omin sanoin"),
            )
            yield KeyRow("non_disclosure", _("Turvakielto"), "ke")
            yield TextRow("safe_contact", _("Turvallisesti"), typed.get("safe_contact", ""))
            for number, _group in enumerate(self.bundle.groups):
                yield KeyRow(f"consent-{number}", _("Lupa"), "klvet")
            yield KeyRow("feedback", _("Palaute"), "ke")
        yield Static("", id="aloud", markup=False)

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("F10", _("lähetä kaikki")),
            ("Enter", _("seuraava")),
            ("k/l/e", _("lupa")),
            ("Esc", _("takaisin")),
        ]

    def restored(self) -> None:
        self.show_choices()
        self.go_to(self.at)

    def remember(self) -> None:
        if self.focused is not None and self.focused.id:
            self.at = self.focused.id.removeprefix("field-")

    def show_choices(self) -> None:
        """Bring everything that is not typed up to date."""
        referral = self.bundle.draft.referral
        client = referral.client
        self.query_one("#heading", Static).update(self.heading_text(), layout=False)
        self.query_one("#field-municipality", PickRow).show(
            self.workspace.catalogue.municipality_name(client.municipality)
        )
        self.query_one("#field-language", PickRow).show(language_text(client.language))
        protected = client.non_disclosure
        self.query_one("#field-non_disclosure", KeyRow).show(
            _("kyllä  (k / e)") if protected else _("ei  (k = on, e = ei ole)"),
            "⚠" if protected else " ",
        )
        self.query_one("#row-safe_contact").display = protected
        for number, group in enumerate(self.bundle.groups):
            answer = self.bundle.answer(group)
            self.query_one(f"#field-consent-{number}", KeyRow).show(
                self.group_text(group), {None: "▸", Answer.NO: "–"}.get(answer, "✓")
            )
        wanted = referral.consent.feedback_to_sender
        self.query_one("#field-feedback", KeyRow).show(
            _("lähettäjälle kerrotaan, miten kävi  (k / e)")
            if wanted
            else _("ei palautetta lähettäjälle  (k / e)"),
            "✓" if wanted else " ",
        )
        self.show_aloud()

    def heading_text(self) -> str:
        """“Lähete 3 palveluun · tallennettu luonnoksena”."""
        kept = _("kirjoitetaan …") if self._unsaved else _("tallennettu luonnoksena")
        count = len(self.bundle.ids)
        return _("Lähetteitä korista: {count}").format(count=count) + f" · {kept}"

    def group_text(self, group: ReceiverGroup) -> str:
        """The receiver, its services, and what the client said."""
        language = current_language()
        names = ", ".join(localized(service.names, language) for service in group.services)
        answer = self.bundle.answer(group)
        if answer is Answer.NO:
            return _("{receiver}: {services} – ei lupaa").format(
                receiver=group.organisation, services=names
            )
        return f"{group.organisation}: {names}"

    def show_aloud(self) -> None:
        """Below: what to read aloud for the receiver whose row has the cursor."""
        group = self.group_at_cursor()
        text = ""
        if group is not None:
            referral = self.workspace.basket.drafts(self.bundle, group)[0].referral
            if self.bundle.answer(group) in (Answer.BASIC, Answer.WIDER):
                items = covered(referral.consent.items, _)
                rows = [_("lupa: {items}  (l laajempi, e ei lupaa)").format(items=items)]
            else:
                provider = group.services[0].provider.type
                rows = [aloud(referral, group.organisation, provider), *keys(referral, minor=False)]
            text = "\n".join([*rows, *violence_keys(referral)])
        self.query_one("#aloud", Static).update(text, layout=False)

    def group_at_cursor(self) -> ReceiverGroup | None:
        """The receiver whose row has the cursor."""
        name = self.focused.id if self.focused is not None else None
        if name is None or not name.startswith("field-consent-"):
            return None
        return self.bundle.groups[int(name.rsplit("-", 1)[1])]

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.show_aloud()

    # -- moving and typing --------------------------------------------------------------

    def go_to(self, name: str) -> None:
        """Put the cursor in a field; ``consent`` is the first receiver that was not asked."""
        if name == "consent":
            asked = [self.bundle.answer(group) is not None for group in self.bundle.groups]
            name = f"consent-{asked.index(False) if False in asked else 0}"
        for widget in self.query(f"#field-{name}"):
            widget.focus()

    @on(Input.Submitted)
    def next_field(self, event: Input.Submitted) -> None:
        if event.input.id == "field-goal":
            self.go_to("consent")  # turvakielto is rare: Tab reaches it
        else:
            self.app.action_focus_next()

    @on(Input.Changed)
    def field_typed(self, event: Input.Changed) -> None:
        self.take(event.input)

    def take(self, field: Input) -> None:
        """Take what stands in a field."""
        name = (field.id or "").removeprefix("field-")
        if field.value != self.bundle.draft.typed.get(name, ""):
            self.change(self.workspace.referrals.typed(self.bundle.draft, name, field.value))

    def change(self, draft: ReferralDraft) -> None:
        """Take a new draft and save it soon."""
        self.become(self.workspace.basket.changed(self.bundle, draft))

    def become(self, batch: Batch) -> None:
        """Take a changed batch and save it soon."""
        self.bundle = batch
        self._unsaved = True
        self.show_choices()
        if self._saving is not None:
            self._saving.stop()
        self._saving = self.set_timer(SAVE_AFTER_S, self.save)

    def keep(self) -> bool:
        for field in self.query(Input):
            self.take(field)
        return self.save()

    def save(self) -> bool:
        """Save now; the heading says so only when it is on the disk."""
        if self._saving is not None:
            self._saving.stop()
            self._saving = None
        if self._unsaved:
            try:
                self.workspace.basket.keep(self.bundle)
            except Exception as error:
                self.explain(error)
                return False
            self._unsaved = False
        for heading in self.query("#heading").results(Static):
            heading.update(self.heading_text(), layout=False)
        return True

    # -- choosing ----------------------------------------------------------------------------

    @on(PickRow.Opened)
    def pick(self, event: PickRow.Opened) -> None:
        name = (event.sender.id or "").removeprefix("field-")
        workspace = self.workspace
        if name == "municipality":
            choices = [Choice(code, label) for code, label in workspace.catalogue.municipalities()]
        else:
            choices = [Choice(c, language_text(c)) for c in CLIENT_LANGUAGES]

        def chosen(code: str | None) -> None:
            if code:
                self.change(workspace.referrals.chosen(self.bundle.draft, name, code))
                self.app.action_focus_next()

        self.app.push_screen(ChoiceScreen(event.sender.label, choices, typed=event.typed), chosen)

    @on(KeyRow.Pressed)
    def answered(self, event: KeyRow.Pressed) -> None:
        name = (event.sender.id or "").removeprefix("field-")
        referrals, draft = self.workspace.referrals, self.bundle.draft
        if name == "non_disclosure":
            self.change(referrals.with_non_disclosure(draft, event.key == "k"))
            if event.key == "k":  # the row has just appeared: “next” does not know it yet
                self.go_to("safe_contact")
                return
        elif name == "feedback":
            self.change(referrals.with_feedback(draft, event.key == "k"))
        else:
            protected = draft.referral.client.non_disclosure
            if protected and event.key not in "vet":
                self.say(_("Turvakielto: tarvitaan erillinen lupa, näppäin v."), warning=True)
                return
            group = self.bundle.groups[int(name.rsplit("-", 1)[1])]
            if event.key == "t":
                self.become(self.workspace.basket.with_violence(self.bundle, group))
                return
            self.become(self.workspace.basket.answered(self.bundle, group, ANSWERS[event.key]))
        self.app.action_focus_next()

    # -- sending -------------------------------------------------------------------------------

    def action_send(self) -> None:
        """Queue them all, or go to the first thing that keeps them from going."""
        if not self.keep():
            return
        wrong = self.workspace.basket.missing(self.bundle)
        if wrong:
            field, message = wrong[0]
            self.say(_(message), warning=True, seconds=12)
            self.go_to(field)
            return
        try:
            queued = self.workspace.basket.queue(self.bundle)
        except Exception as error:
            self.explain(error)
            return
        self._unsaved = False
        self.hyteterm.referrals_queued(queued)

    def action_leave(self) -> None:
        """Back to the basket; what was typed stays as a draft of the first referral."""
        if self.keep():
            self.dismiss(None)

    def on_unmount(self) -> None:
        if self._unsaved and self.workspace.session.unlocked:
            self.workspace.basket.keep(self.bundle)
