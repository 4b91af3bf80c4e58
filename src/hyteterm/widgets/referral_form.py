"""The fields of a referral, the same for every way of filling them in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from hyteterm.domain.consent import ConsentGiven
from hyteterm.domain.referral import URGENCY_LABELS, carries_client
from hyteterm.domain.referral_types import kind_of
from hyteterm.translation import current_language
from hyteterm.translation import gettext as _
from hyteterm.widgets.form import KeyRow, PickRow, TextRow
from hyteterm.widgets.referral_text import contact_way_text, language_text
from hyteterm.widgets.service_text import referral_type_text

if TYPE_CHECKING:
    from hyteterm.domain.referral import Referral

RARE: Final = frozenset(
    {
        "email",
        "municipality",
        "language",
        "interpreter",
        "contact_way",
        "non_disclosure",
        "urgency",
    }
)
"""Fields that Enter passes over, as what stands in them is mostly right: Tab reaches them."""
OF_THE_CLIENT: Final = (
    "#row-name",
    "#pair-phone",
    "#row-born",
    "#pair-language",
    "#row-goal",
    "#row-restrictions",
    "#pair-contact",
    "#pair-protection",
    "#field-feedback",
)
"""What a consultation without a client does not ask."""


class ReferralForm(Vertical):
    """Rows of fields; two stand side by side where both are short."""

    DEFAULT_CSS = """
    ReferralForm .pair { height: 1; }
    ReferralForm .pair > * { width: 1fr; }
    """

    def __init__(self, typed: Mapping[str, str]) -> None:
        super().__init__(id="form")
        self.typed = typed

    def compose(self) -> ComposeResult:
        yield PickRow("service", _("Palvelu"))
        yield PickRow("type", _("Tyyppi"))
        yield self.text("name", _("Nimi"))
        with self.pair("phone"):
            yield self.text("phone", _("Puhelin"))
            yield self.text("email", _("Sähköposti"))
        with self.pair("born"):
            yield self.text("born", _("Syntynyt"), _("1958, 12.3.1958, 67 v"))
            yield PickRow("municipality", _("Kotikunta"))
        with self.pair("language"):
            yield PickRow("language", _("Kieli"))
            yield PickRow("interpreter", _("Tulkkaus"))
        yield self.text("reason", _("Syy"))
        yield self.text("goal", _("Oma tavoite"), _("asiakkaan omin sanoin"))
        yield self.text("restrictions", _("Rajoitteet"))
        with self.pair("contact"):
            yield self.text("contact_time", _("Tavoittaa"), _("esim. arkisin klo 12–15"))
            yield PickRow("contact_way", _("Miten"))
        with self.pair("protection"):
            yield KeyRow("non_disclosure", _("Turvakielto"), "ke")
            yield PickRow("urgency", _("Kiireellisyys"))
        yield self.text("safe_contact", _("Turvallisesti"))
        yield KeyRow("consent", _("Suostumus"), "klvhept")
        with self.pair("guardian"):
            yield self.text("guardian_name", _("Huoltaja"))
            yield self.text("guardian_phone", _("Huoltajan nro"))
        yield KeyRow("feedback", _("Palaute"), "ke")

    def text(self, name: str, label: str, placeholder: str = "") -> TextRow:
        """A field to type in."""
        return TextRow(name, label, self.typed.get(name, ""), placeholder=placeholder)

    @contextmanager
    def pair(self, name: str) -> Iterator[None]:
        """Two fields on one line."""
        with Horizontal(id=f"pair-{name}", classes="pair"):
            yield

    # -- showing ---------------------------------------------------------------------

    def fill(self, typed: Mapping[str, str]) -> None:
        """Show what something else than typing in the fields has filled."""
        for field in self.query(Input):
            text = typed.get((field.id or "").removeprefix("field-"), "")
            if field.value != text:
                with field.prevent(Input.Changed):
                    field.value = text

    def show(self, referral: Referral, municipality: str, consent: tuple[str, str]) -> None:
        """Bring everything that is not typed up to date.

        ``municipality``: its name; ``consent``: text and mark of that row.
        """
        client, receiver = referral.client, referral.receiver
        named = " · ".join(part for part in (receiver.service, receiver.organisation) if part)
        for name, value in (
            ("service", named),
            ("type", referral_type_text(referral.type)),
            ("municipality", municipality),
            ("language", language_text(client.language)),
            ("interpreter", language_text(client.interpreter)),
            ("contact_way", contact_way_text(client.contact_way)),
            ("urgency", _(URGENCY_LABELS[referral.urgency])),
        ):
            self.query_one(f"#field-{name}", PickRow).show(value)
        protected = client.non_disclosure
        self.query_one("#field-non_disclosure", KeyRow).show(
            _("kyllä (k/e)") if protected else _("ei (k = on)"), "⚠" if protected else " "
        )
        wanted = referral.consent.feedback_to_sender
        self.query_one("#field-feedback", KeyRow).show(
            _("lähettäjälle kerrotaan, miten kävi  (k / e)")
            if wanted
            else _("ei palautetta lähettäjälle  (k / e)"),
            "✓" if wanted else " ",
        )
        self.query_one("#field-consent", KeyRow).show(*consent)
        self.show_rows(referral)
        kind = kind_of(referral.type)
        hint = kind.text("reason_hint", _, current_language()) if kind else ""
        self.query_one("#field-reason", Input).placeholder = hint

    def show_rows(self, referral: Referral) -> None:
        """Show the rows that this referral needs."""
        client = referral.client
        about_client = carries_client(referral.type)
        for row in OF_THE_CLIENT:
            self.query_one(row).display = about_client
        by_guardian = (
            referral.consent.how is ConsentGiven.BY_GUARDIAN or client.guardian is not None
        )
        self.query_one("#row-safe_contact").display = client.non_disclosure and about_client
        self.query_one("#pair-guardian").display = by_guardian and about_client
