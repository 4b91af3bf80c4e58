"""A new referral (F4): the quick line and the form fill one draft; F10 sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Input, Static

from hyteterm.domain.consent import ConsentGiven, ConsentItem
from hyteterm.domain.referral_form import ReferralDraft
from hyteterm.domain.referral_line import LINE
from hyteterm.screens.frame import FrameScreen
from hyteterm.screens.preview import PreviewScreen
from hyteterm.screens.referral_choices import phrases_screen, value_screen
from hyteterm.translation import gettext as _
from hyteterm.widgets import before_sending, line_meaning
from hyteterm.widgets.consent_words import consent_row, violence_keys
from hyteterm.widgets.form import KeyRow, LineInput, PickRow
from hyteterm.widgets.referral_form import RARE, ReferralForm

if TYPE_CHECKING:
    from hyteterm.workspace.quick_line import QuickLine

SAVE_AFTER_S = 0.4


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
        yield Static("", id="heading")
        with Horizontal(id="line-row"):
            yield Static(_("Lähete │ "), id="line-label")
            line = LineInput(
                self.draft.typed.get(LINE, ""), id=f"field-{LINE}", select_on_focus=False
            )
            line.cursor_blink = False
            yield line
        yield Static("", id="line-says", markup=False)
        yield KeyRow("ambiguous", _("Kumpi"), "123456789")
        yield Static("", id="warns", markup=False)
        yield ReferralForm(self.draft.typed)

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("F10", _("lähetä")),
            ("Enter", _("seuraava")),
            ("Tab", _("kentät")),
            ("Ctrl+T", _("fraasit")),
            ("Ctrl+E", _("esikatselu")),
            ("Esc", _("jätä luonnokseksi")),
        ]

    def help_rows(self) -> list[tuple[str, str]]:
        return [
            ("Enter", _("rivi tai kenttä on valmis; vie siihen, mikä puuttuu")),
            ("1–9", _("mikä luettiin oikein, kun rivin voi ymmärtää monella tavalla")),
            ("k, l, e", _("suostumus: lupa, laajempi lupa, ei lupaa")),
            ("h", _("huoltaja tai edunvalvoja antaa luvan")),
            ("v", _("turvakielto: erillinen lupa tälle vastaanottajalle")),
            ("t", _("oma lupa kertoa myös väkivaltaan liittyvästä")),
            ("p", _("lupa on kirjallinen, uudelleen suullinen")),
            ("Ctrl+T", _("valmiita fraaseja syyksi")),
            ("Ctrl+E, t", _("esikatselu, ja siellä suostumus paperille")),
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

    @property
    def form(self) -> ReferralForm:
        """The fields."""
        return self.query_one(ReferralForm)

    @property
    def receiver(self) -> str:
        """Who would get it, as the client hears it; empty while nobody is known."""
        referral = self.draft.referral
        unit = self.workspace.units.receiver_of(referral)
        named = referral.receiver.organisation or referral.receiver.service
        return named or (unit.name if unit else "")

    def show_choices(self) -> None:
        """Bring everything that is not typed up to date."""
        referral = self.draft.referral
        provider = self.workspace.catalogue.provider_type(referral.receiver.service_id)
        minor = self.workspace.referrals.is_minor(self.draft)
        self.form.show(
            referral,
            self.workspace.catalogue.municipality_name(referral.client.municipality),
            consent_row(referral, self.receiver, provider, minor=minor),
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

    # -- moving ------------------------------------------------------------------------

    def go_to(self, name: str) -> None:
        """Put the cursor in a field."""
        for widget in self.query(f"#field-{name}"):
            widget.focus()

    @on(Input.Submitted)
    def next_field(self, event: Input.Submitted) -> None:
        if event.input.id == f"field-{LINE}":
            self.line_ready()
            return
        self.app.action_focus_next()
        while (focused := self.focused) and (focused.id or "").removeprefix("field-") in RARE:
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
                self.read(self.quick.typed(self.draft, field.value))
            return
        self.change(self.workspace.referrals.typed(self.draft, name, field.value))
        kept = self.draft.typed.get(name, "")
        if kept != field.value:  # an identity code that may not be kept shows as a date
            field.value = kept
            field.cursor_position = len(kept)

    def collect(self) -> None:
        """Take what stands in the fields: their messages may still be on the way."""
        for field in self.query(Input):
            self.take(field)

    # -- the quick-entry line ---------------------------------------------------------

    def read(self, draft: ReferralDraft) -> None:
        """Take the draft that the line has come to mean."""
        self.change(draft)
        self.form.fill(self.draft.typed)
        self.show_line_meaning()

    def show_line_meaning(self) -> None:
        """What of the line was not understood, what is wanting, and what is to be chosen."""
        understood = self.quick.understood if self.quick else None
        says = line_meaning.meaning(understood, self.draft)
        self.query_one("#line-says", Static).update(says, layout=False)
        row = self.query_one("#field-ambiguous", KeyRow)
        choices = line_meaning.choices(understood)
        row.display = bool(choices)
        row.show(choices, "?")

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
            draft = self.quick.chosen(self.draft, int(event.key) - 1)
        except IndexError:
            return
        self.read(draft)
        self.line_ready()

    @on(LineInput.HeaderPasted)
    def header_pasted(self, event: LineInput.HeaderPasted) -> None:
        if self.quick is not None:
            self.read(self.quick.pasted(self.draft, event.text))
            self.say(_("Asiakkaan tiedot luettiin liitetystä tekstistä. Tarkista ne."))

    # -- keeping -----------------------------------------------------------------------

    def change(self, draft: ReferralDraft) -> None:
        """Take a new draft and save it soon."""
        if draft == self.draft:
            return
        self.draft = draft
        same = self.workspace.referrals.for_recipient(draft, self.receiver)
        if same is not draft:
            self.draft = same
            self.say(_("Vastaanottaja vaihtui: kysy lupa uudelleen."), warning=True)
        self._unsaved = True
        self.show_choices()
        self.show_line_meaning()
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
        referrals = self.workspace.referrals

        def chosen(code: str | None) -> None:
            if code is not None:
                self.change(referrals.chosen(self.draft, name, code))
                self.app.action_focus_next()

        screen = value_screen(self.workspace, self.draft, name, event.sender.label, event.typed)
        self.app.push_screen(screen, chosen)

    def action_phrases(self) -> None:
        """Choose a phrase for the reason; it is added to what is written."""
        self.collect()

        def chosen(phrase: str | None) -> None:
            if phrase:
                reason = f"{self.draft.typed.get('reason', '')} {phrase}".strip()
                self.change(self.workspace.referrals.typed(self.draft, "reason", reason))
                self.form.fill(self.draft.typed)
            self.go_to("reason")

        self.app.push_screen(phrases_screen(self.workspace, self.draft), chosen)

    @on(KeyRow.Pressed, "#field-non_disclosure")
    def non_disclosure_answered(self, event: KeyRow.Pressed) -> None:
        self.change(self.workspace.referrals.with_non_disclosure(self.draft, event.key == "k"))
        self.go_to("safe_contact" if event.key == "k" else "consent")

    @on(KeyRow.Pressed, "#field-consent")
    def consent_answered(self, event: KeyRow.Pressed) -> None:
        referrals, consent = self.workspace.referrals, self.draft.referral.consent
        if event.key == "e":
            self.change(referrals.without_consent(self.draft))
            self.say(
                _("Ilman lupaa lähetettä ei lähetetä. Tulosta tai lue asiakkaalle yhteystiedot.")
            )
        elif event.key == "h":
            self.agree(wider=False, how=ConsentGiven.BY_GUARDIAN)
            self.go_to("guardian_name")
        elif event.key == "t" and consent.stands:
            agreed = ConsentItem.VIOLENCE not in consent.items
            self.change(referrals.with_violence(self.draft, agreed))
            self.app.action_focus_next()
        elif event.key == "p" and consent.stands:
            written = consent.how is not ConsentGiven.WRITTEN
            self.change(referrals.in_writing(self.draft, written))
        elif event.key in "tp":
            self.say(_("Kysy ensin lupa lähettää: k, l tai e."))
        elif self.draft.referral.client.non_disclosure and event.key != "v":
            self.say(_("Turvakielto: tarvitaan erillinen lupa, näppäin v."), warning=True)
        else:
            self.agree(wider=event.key == "l")
            if not violence_keys(self.draft.referral):
                self.app.action_focus_next()

    def agree(self, *, wider: bool, how: ConsentGiven = ConsentGiven.SPOKEN) -> None:
        """The client, or the guardian, said yes."""
        self.change(
            self.workspace.referrals.with_consent(
                self.draft, wider=wider, how=how, recipient=self.receiver
            )
        )

    @on(KeyRow.Pressed, "#field-feedback")
    def feedback_answered(self, event: KeyRow.Pressed) -> None:
        self.change(self.workspace.referrals.with_feedback(self.draft, event.key == "k"))
        self.app.action_focus_next()

    # -- sending ---------------------------------------------------------------------------

    def action_preview(self) -> None:
        """Show exactly what would go out."""
        self.collect()
        self.app.push_screen(PreviewScreen(self.draft, self.receiver))

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
