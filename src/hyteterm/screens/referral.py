"""A new referral (F4): the form, consent included; saved by itself, sent with F10."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from hyteterm.domain.consent import ConsentGiven
from hyteterm.domain.consent_text import covered, sentence
from hyteterm.domain.referral_form import ReferralDraft
from hyteterm.domain.referral_line import LINE
from hyteterm.domain.vocabulary import REFERRAL_TYPE_LABELS
from hyteterm.screens.choice import Choice, ChoiceScreen
from hyteterm.screens.frame import FrameScreen
from hyteterm.screens.preview import PreviewScreen
from hyteterm.translation import gettext as _
from hyteterm.translation import translations
from hyteterm.widgets import before_sending
from hyteterm.widgets.form import KeyRow, LineInput, PickRow, TextRow
from hyteterm.widgets.service_text import referral_type_text

if TYPE_CHECKING:
    from hyteterm.workspace.quick_line import QuickLine

SAVE_AFTER_S = 0.4
CLIENT_LANGUAGES = ("fi", "sv", "en", "ru", "se", "ar", "so", "uk", "et")


class ReferralScreen(FrameScreen):
    """Writes one draft.  Dismissed with the queued referral's id, or None."""

    CSS_PATH = "referral.tcss"
    starts_referrals = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("f10,ctrl+s", "send", show=False, priority=True),
        Binding("ctrl+e", "preview", show=False, priority=True),
        Binding("ctrl+t", "phrases", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, draft: ReferralDraft) -> None:
        super().__init__()
        self.draft = draft
        self.at = LINE
        self.quick: QuickLine | None = None
        self._saving: Timer | None = None
        self._unsaved = False
        self._warned_of: object = None

    # -- what stands on the screen -------------------------------------------------

    def content(self) -> ComposeResult:
        typed = self.draft.typed
        yield Static("", id="heading")
        with Horizontal(id="line-row"):
            yield Static(_("Lähete │ "), id="line-label")
            line = LineInput(typed.get(LINE, ""), id=f"field-{LINE}", select_on_focus=False)
            line.cursor_blink = False
            yield line
        yield Static("", id="line-says", markup=False)
        yield KeyRow("ambiguous", _("Kumpi"), "123456789")
        yield Static("", id="warns", markup=False)
        with Vertical(id="form"):
            yield PickRow("service", _("Palvelu"))
            yield PickRow("type", _("Tyyppi"))
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
            yield TextRow("restrictions", _("Rajoitteet"), typed.get("restrictions", ""))
            yield TextRow(
                "contact_time",
                _("Tavoittaa"),
                typed.get("contact_time", ""),
                placeholder=_("esimerkiksi arkisin klo 12 jälkeen"),
            )
            yield KeyRow("non_disclosure", _("Turvakielto"), "ke")
            yield TextRow("safe_contact", _("Turvallisesti"), typed.get("safe_contact", ""))
            yield KeyRow("consent", _("Suostumus"), "klvhe")
            yield TextRow("guardian_name", _("Huoltaja"), typed.get("guardian_name", ""))
            yield TextRow("guardian_phone", _("Huoltajan nro"), typed.get("guardian_phone", ""))
            yield KeyRow("feedback", _("Palaute"), "ke")

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("F10", _("lähetä")),
            ("Enter", _("seuraava")),
            ("Tab", _("kentät")),
            ("Ctrl+T", _("fraasit")),
            ("Ctrl+E", _("esikatselu")),
            ("Esc", _("jätä luonnokseksi")),
        ]

    def restored(self) -> None:
        self._warned_of = None
        if self.quick is None:
            municipality = self.draft.referral.client.municipality
            self.quick = self.workspace.referrals.quick_line(municipality)
        self.show_choices()
        self.show_line_meaning()
        self.go_to(self.at)

    def remember(self) -> None:
        focused = self.focused
        if focused is not None and focused.id:
            self.at = focused.id.removeprefix("field-")

    def show_choices(self) -> None:
        """Bring everything that is not typed up to date."""
        referral = self.draft.referral
        client, consent = referral.client, referral.consent
        receiver = referral.receiver
        named = " · ".join(part for part in (receiver.service, receiver.organisation) if part)
        self.query_one("#field-service", PickRow).show(named)
        self.query_one("#field-type", PickRow).show(referral_type_text(referral.type))
        self.query_one("#field-municipality", PickRow).show(
            self.workspace.catalogue.municipality_name(client.municipality)
        )
        self.query_one("#field-language", PickRow).show(
            _(self.workspace.language_name(client.language))
        )
        protected = client.non_disclosure
        self.query_one("#field-non_disclosure", KeyRow).show(
            _("kyllä  (k / e)") if protected else _("ei  (k = on, e = ei ole)"),
            "⚠" if protected else " ",
        )
        self.query_one("#row-safe_contact").display = protected
        by_guardian = consent.how is ConsentGiven.BY_GUARDIAN
        self.query_one("#row-guardian_name").display = by_guardian
        self.query_one("#row-guardian_phone").display = by_guardian
        self.query_one("#field-consent", KeyRow).show(
            self.consent_text(), "✓" if consent.stands else "▸"
        )
        self.query_one("#field-feedback", KeyRow).show(
            _("lähettäjälle kerrotaan, miten kävi  (k / e)")
            if consent.feedback_to_sender
            else _("ei palautetta lähettäjälle  (k / e)"),
            "✓" if consent.feedback_to_sender else " ",
        )
        self.query_one("#heading", Static).update(self.heading_text(), layout=False)
        self.show_warnings()

    def show_warnings(self) -> None:
        """An open referral of the same kind, and how the receiver is; neither stops anything."""
        referral = self.draft.referral
        client = referral.client
        asked = (referral.type, referral.receiver, client.municipality, client.name, client.phone,
                 client.year_of_birth)  # fmt: skip
        if asked == self._warned_of:
            return
        self._warned_of = asked
        alike = self.workspace.following.open_alike(self.draft)
        unit = self.workspace.units.receiver_of(referral)
        lines = [before_sending.alike_text(alike), before_sending.unit_text(unit)]
        warns = self.query_one("#warns", Static)
        warns.update("\n".join(line for line in lines if line))
        warns.display = any(lines)

    def heading_text(self) -> str:
        """“Lähete · tallennettu luonnoksena”."""
        kept = _("kirjoitetaan …") if self._unsaved else _("tallennettu luonnoksena")
        title = _("Lähete")
        return f"{title} · {kept}"

    def consent_text(self) -> str:
        """The sentence to read aloud in the client's language, and the keys that answer it."""
        referral = self.draft.referral
        client, consent = referral.client, referral.consent
        receiver = referral.receiver.organisation or referral.receiver.service or "…"
        aloud = sentence(
            receiver,
            self.workspace.catalogue.provider_type(referral.receiver.service_id),
            translations(client.language if client.language in ("sv", "en") else "fi").gettext,
            non_disclosure=client.non_disclosure,
        )
        if consent.stands:
            allowed = covered(consent.items, _)
            return f"{aloud}\n" + _("lupa: {items}  (l laajempi, e ei lupaa)").format(items=allowed)
        if client.non_disclosure:
            return f"{aloud}\n" + _("v = erillinen lupa tälle vastaanottajalle   e = ei lupaa")
        keys = _("k = lupa   l = laajempi lupa   e = ei lupaa")
        if self.workspace.referrals.is_minor(self.draft):
            keys += "\n" + _("Alaikäinen: lupa häneltä itseltään tai huoltajalta (h).")
        return f"{aloud}\n{keys}"

    # -- moving ------------------------------------------------------------------------

    def go_to(self, name: str) -> None:
        """Put the cursor in a field."""
        for widget in self.query(f"#field-{name}"):
            widget.focus()

    @on(Input.Submitted)
    def next_field(self, event: Input.Submitted) -> None:
        if event.input.id == f"field-{LINE}":
            self.line_ready()
        elif event.input.id == "field-contact_time":
            self.go_to("consent")  # turvakielto is rare: Tab reaches it
        else:
            self.app.action_focus_next()

    # -- typing ------------------------------------------------------------------------

    @on(Input.Changed)
    def field_typed(self, event: Input.Changed) -> None:
        self.take(event.input)

    def take(self, field: Input) -> None:
        """Take what stands in a field into the draft."""
        name = (field.id or "").removeprefix("field-")
        if field.value == self.draft.typed.get(name, ""):
            return
        if name == LINE:
            if self.quick is not None:
                self.change(self.quick.typed(self.draft, field.value))
                self.show_typed()
                self.show_line_meaning()
            return
        self.change(self.workspace.referrals.typed(self.draft, name, field.value))
        kept = self.draft.typed.get(name, "")
        if kept != field.value:  # an identity code that may not be kept shows as a date
            field.value = kept
            field.cursor_position = len(kept)

    # -- the quick-entry line ---------------------------------------------------------

    def line_ready(self) -> None:
        """The line is ended: choose what was ambiguous, then go to what is missing."""
        if self.quick and self.quick.understood and self.quick.understood.ambiguous:
            self.go_to("ambiguous")
            return
        wrong = self.workspace.referrals.missing(self.draft)
        if wrong:
            field, message = wrong[0]
            self.say(_(message))
            self.go_to(field)
        else:
            self.go_to("feedback")

    @on(KeyRow.Pressed, "#field-ambiguous")
    def reading_chosen(self, event: KeyRow.Pressed) -> None:
        if self.quick is None:
            return
        try:
            self.change(self.quick.chosen(self.draft, int(event.key) - 1))
        except IndexError:
            return
        self.show_typed()
        self.show_line_meaning()
        self.line_ready()

    @on(LineInput.HeaderPasted)
    def header_pasted(self, event: LineInput.HeaderPasted) -> None:
        if self.quick is not None:
            line = f"{self.draft.typed.get(LINE, '')}\n{event.text}".strip()
            self.change(self.quick.typed(self.draft, line))
            self.show_typed()
            self.show_line_meaning()
            self.say(_("Asiakkaan tiedot luettiin liitetystä tekstistä. Tarkista ne."))

    def show_typed(self) -> None:
        """The fields as the line has filled them."""
        for field in self.query(Input):
            name = (field.id or "").removeprefix("field-")
            text = self.draft.typed.get(name, "")
            if name != LINE and field.value != text:
                with field.prevent(Input.Changed):
                    field.value = text

    def show_line_meaning(self) -> None:
        """What of the line was not understood, and what is to be chosen."""
        understood = self.quick.understood if self.quick else None
        says = self.query_one("#line-says", Static)
        row = self.query_one("#field-ambiguous", KeyRow)
        unknown = ", ".join(understood.unknown) if understood else ""
        if unknown:
            says.update(_("? ei ymmärretty: {words}").format(words=unknown), layout=False)
        elif self.draft.typed.get(LINE):
            says.update(_("Enter: rivi valmis"), layout=False)
        else:
            says.update(
                _("esim. liikunta kouvola Matti Mallikas 0500000201 s58; polvi"), layout=False
            )
        ambiguous = understood.ambiguous[0] if understood and understood.ambiguous else None
        row.display = ambiguous is not None
        if ambiguous is not None:
            options = (f"{n} {option.text}" for n, option in enumerate(ambiguous.options, 1))
            row.show("   ".join(options), "?")

    def change(self, draft: ReferralDraft) -> None:
        """Take a new draft and save it soon."""
        if draft == self.draft:
            return
        self.draft = draft
        self._unsaved = True
        self.show_choices()
        if self._saving is not None:
            self._saving.stop()
        self._saving = self.set_timer(SAVE_AFTER_S, self.save)

    def keep(self) -> bool:
        self.collect()
        return self.save()

    def save(self) -> bool:
        """Save the draft now; says so in the heading only when it is on the disk."""
        if self._saving is not None:
            self._saving.stop()
            self._saving = None
        if self._unsaved:
            try:
                self.workspace.referrals.save_draft(self.draft)
            except Exception as error:
                self.explain(error)
                return False
            self._unsaved = False
        for heading in self.query("#heading").results(Static):
            heading.update(self.heading_text(), layout=False)
        return True

    # -- choosing --------------------------------------------------------------------------

    @on(PickRow.Opened)
    def pick(self, event: PickRow.Opened) -> None:
        name = (event.sender.id or "").removeprefix("field-")
        workspace = self.workspace
        if name == "service":
            choices = [
                Choice(hit.id, hit.name, note=hit.provider)
                for hit in workspace.referrals.services_for(self.draft)
            ]
        elif name == "type":
            choices = [Choice(kind, _(label)) for kind, label in REFERRAL_TYPE_LABELS.items()]
        elif name == "municipality":
            choices = [Choice(code, label) for code, label in workspace.catalogue.municipalities()]
        else:
            choices = [Choice(c, _(workspace.language_name(c))) for c in CLIENT_LANGUAGES]

        def chosen(code: str | None) -> None:
            if code:
                self.change(workspace.referrals.chosen(self.draft, name, code))
                self.app.action_focus_next()

        self.app.push_screen(ChoiceScreen(event.sender.label, choices, typed=event.typed), chosen)

    @on(KeyRow.Pressed, "#field-non_disclosure")
    def non_disclosure_answered(self, event: KeyRow.Pressed) -> None:
        self.change(self.workspace.referrals.with_non_disclosure(self.draft, event.key == "k"))
        self.go_to("safe_contact" if event.key == "k" else "consent")

    @on(KeyRow.Pressed, "#field-consent")
    def consent_answered(self, event: KeyRow.Pressed) -> None:
        protected = self.draft.referral.client.non_disclosure
        if event.key == "e":
            self.change(self.workspace.referrals.without_consent(self.draft))
            self.say(
                _("Ilman lupaa lähetettä ei lähetetä. Tulosta tai lue asiakkaalle yhteystiedot.")
            )
            return
        if event.key == "h":
            by_guardian = self.workspace.referrals.with_consent(
                self.draft, wider=False, how=ConsentGiven.BY_GUARDIAN
            )
            self.change(by_guardian)
            self.go_to("guardian_name")
            return
        if protected and event.key != "v":
            self.say(_("Turvakielto: tarvitaan erillinen lupa, näppäin v."), warning=True)
            return
        self.change(self.workspace.referrals.with_consent(self.draft, wider=event.key == "l"))
        self.app.action_focus_next()

    @on(KeyRow.Pressed, "#field-feedback")
    def feedback_answered(self, event: KeyRow.Pressed) -> None:
        self.change(self.workspace.referrals.with_feedback(self.draft, event.key == "k"))
        self.app.action_focus_next()

    # -- sending ---------------------------------------------------------------------------

    def action_phrases(self) -> None:
        """Choose a phrase for the reason; it is added to what is written."""
        self.collect()
        phrases = [_(text) for text in self.workspace.referrals.phrases(self.draft)]

        def chosen(phrase: str | None) -> None:
            if phrase:
                reason = f"{self.draft.typed.get('reason', '')} {phrase}".strip()
                self.change(self.workspace.referrals.typed(self.draft, "reason", reason))
                self.show_typed()
            self.go_to("reason")

        self.app.push_screen(
            ChoiceScreen(_("Syy"), [Choice(text, text) for text in phrases]), chosen
        )

    def action_preview(self) -> None:
        """Show exactly what would go out."""
        self.collect()
        self.app.push_screen(PreviewScreen(self.draft))

    def collect(self) -> None:
        """Take what stands in the fields: their messages may still be on the way."""
        for field in self.query(Input):
            self.take(field)

    def action_send(self) -> None:
        """Queue the referral, or go to the first thing that keeps it from going."""
        self.collect()
        wrong = self.workspace.referrals.missing(self.draft)
        if wrong:
            field, message = wrong[0]
            self.say(_(message), warning=True, seconds=12)
            self.go_to(field)
            return
        if not self.save():
            return
        try:
            queued = self.workspace.referrals.queue(self.draft)
        except Exception as error:
            self.explain(error)
            return
        self.hyteterm.referral_queued(queued)

    def action_leave(self) -> None:
        """Back; the draft stays."""
        if self.keep():
            self.dismiss(None)

    def on_unmount(self) -> None:
        if self._unsaved and self.workspace.session.unlocked:
            self.workspace.referrals.save_draft(self.draft)
