"""Errors that a person meets, each with its sentence: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hyteterm.domain.message import N_
from hyteterm.domain.referral import NotAllowed
from hyteterm.domain.referral_problems import PROBLEM_TEXTS
from hyteterm.domain.referral_status import StepRefused
from hyteterm.local_cache.device_secret import DeviceSecretMissing, WeakPassphrase
from hyteterm.local_cache.disk_full import DiskFull
from hyteterm.local_cache.keys import (
    DelayedUnlock,
    DeviceSecretChanged,
    KeysDamaged,
    KeysMissing,
    LockedOut,
    WrongPin,
)
from hyteterm.local_cache.sealing import NoHubKey
from hyteterm.local_cache.vault import Unreadable, VaultInUse, VaultUnreadable
from hyteterm.workspace.error_reports import NamesAPerson
from hyteterm.workspace.leaflets import NothingToPrint
from hyteterm.workspace.paper.files import CannotSave
from hyteterm.workspace.paper.font import NoGlyph
from hyteterm.workspace.printing import NoPrinter, PrintingFailed
from hyteterm.workspace.session import LeaseOver, Locked

TEXTS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (
        DiskFull,
        N_(
            "Levy on täynnä. Edellinen tallennus on tallessa ja teksti näkyy vielä tässä. "
            "Vapauta tilaa ja yritä uudelleen; älä sulje ohjelmaa."
        ),
    ),
    (WrongPin, N_("PIN ei täsmää. Tarkista, kuka on valittuna, ja yritä uudelleen.")),
    (
        LockedOut,
        N_(
            "Viisi väärää PIN-koodia: tunnus on lukittu. Pääkäyttäjä avaa sen. Tiedot ovat tallessa."
        ),
    ),
    (KeysMissing, N_("Päätettä ei ole otettu käyttöön. Pääkäyttäjä tekee sen: hyteterm enrol.")),
    (KeysDamaged, N_("Avaintiedosto on vioittunut. Tietoja ei ole poistettu. Kutsu pääkäyttäjä.")),
    (WeakPassphrase, N_("Salalauseessa on oltava vähintään 12 merkkiä.")),
    (
        DeviceSecretMissing,
        N_("Laiteavainta ei löydy. Tiedot ovat tallessa mutta eivät aukea. Kutsu pääkäyttäjä."),
    ),
    (
        DeviceSecretChanged,
        N_(
            "Laiteavaimen laji on vaihtunut. Tiedot ovat tallessa mutta eivät aukea. Kutsu pääkäyttäjä."
        ),
    ),
    (
        VaultInUse,
        N_("Toinen ohjelma käsittelee asiakastietoja juuri nyt. Odota hetki ja yritä uudelleen."),
    ),
    (
        NoHubKey,
        N_("Päätettä ei ole liitetty keskuspalveluun. Mitään ei lähetetty. Kutsu pääkäyttäjä."),
    ),
    (NamesAPerson, N_("Tekstissä on henkilötunnus. Poista se: asiakkaan tietoja ei lähetetä.")),
    (Locked, N_("Pääte on lukittu. Kirjaudu ensin: F12.")),
    (
        NothingToPrint,
        N_(
            "Näitä palveluja ei panna paperille: ne voivat vaarantaa asiakkaan, tai ne ovat "
            "poistuneet. Kerro yhteystiedot suullisesti."
        ),
    ),
    (NoPrinter, N_("Tulostinta ei ole. Tallenna tiedostoon (s) ja tulosta muualla.")),
    (
        PrintingFailed,
        N_("Tulostin ei ottanut paperia. Tarkista tulostin, tai tallenna tiedostoon (s)."),
    ),
    (
        CannotSave,
        N_("Tiedostoa ei voitu tallentaa. Tarkista polku ja levytila; paperi on yhä tässä."),
    ),
    (NoGlyph, N_("PDF-fontti ei osaa kaikkia kirjaimia. Tallenna tekstinä: nimen loppuun .txt.")),
)

UNREADABLE: Final[dict[Unreadable, str]] = {
    Unreadable.MISSING: N_(
        "Asiakastietojen tiedosto puuttuu. Mitään ei luoda tilalle. Kutsu pääkäyttäjä."
    ),
    Unreadable.DAMAGED: N_(
        "Asiakastietojen tiedosto on vioittunut. Sitä ei muuteta. Kutsu pääkäyttäjä."
    ),
    Unreadable.KEY: N_(
        "Asiakastiedot eivät aukea tällä avaimella. Tiedostoa ei muuteta. Kutsu pääkäyttäjä."
    ),
    Unreadable.NEWER: N_(
        "Asiakastiedot on tallentanut uudempi HyteTerm. Päivitä ohjelma; tiedot ovat tallessa."
    ),
}
STEP_REFUSED: Final = N_("Lähetteen tilanne on muuttunut, eikä tätä voi enää tehdä. Katso F5.")
LEASE_OVER: Final = N_(
    "Pääte ei ole saanut yhteyttä keskuspalveluun {days} päivään. Tiedot ovat tallessa. "
    "Yhdistä ensin: F9."
)
DELAYED: Final = N_("Liian monta väärää PIN-koodia. Odota {seconds} sekuntia.")


def explanation(error: Exception, translate: Callable[[str], str]) -> str | None:
    """The sentence for ``error``; None when it is not one of those that people meet."""
    if isinstance(error, DelayedUnlock):
        return translate(DELAYED).format(seconds=int(error.seconds) + 1)
    if isinstance(error, LeaseOver):
        return translate(LEASE_OVER).format(days=error.days)
    if isinstance(error, VaultUnreadable):
        return translate(UNREADABLE[error.reason])
    if isinstance(error, NotAllowed):
        return translate(PROBLEM_TEXTS[error.problems[0]])
    if isinstance(error, StepRefused):
        return translate(STEP_REFUSED)
    return next((translate(text) for kind, text in TEXTS if isinstance(error, kind)), None)
