"""Taking a terminal into use: codes of the central API's main user, a PIN, the first catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from hyteterm.domain.message import N_
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.pin import WeakPin
from hyteterm.sync import enrolment
from hyteterm.sync.client import HubClient, SyncProblem

if TYPE_CHECKING:
    from hyteterm.local_cache.keys import Professional
    from hyteterm.workspace import Workspace

FAULTS: Final[dict[str, str]] = {
    "unreachable": N_("Keskuspalveluun ei saada yhteyttä. Tarkista osoite ja verkko."),
    "not-the-hub": N_("Osoitteesta vastasi jokin muu kuin keskuspalvelu. Tarkista osoite."),
    "insecure": N_("Osoitteen on alettava https://, ellei keskuspalvelu ole tällä koneella."),
    "busy": N_("Keskuspalvelu on ruuhkainen. Yritä hetken kuluttua uudelleen."),
}
CODE_REFUSED: Final = N_("Koodi ei kelpaa: se on väärä, käytetty tai vanhentunut. Pyydä uusi.")
WEAK_PIN: Final = N_(
    "PIN on liian helppo. Vähintään kuusi merkkiä, ei samaa eikä peräkkäisiä numeroita."
)
IN_USE: Final = N_("Pääte on jo käytössä. Entisiä tietoja ei korvata.")


def enrol(
    workspace: Workspace,
    *,
    hub_url: str,
    terminal_code: str,
    terminal_name: str,
    professional_code: str,
    pin: str,
) -> Professional:
    """Enrol this terminal and its first professional; the vault stays closed.

    Raises `WeakPin`, `FileExistsError`, the `SyncProblem` kinds, `DiskFull`.
    """
    home = workspace.home.create()
    with Outbox.open(home.outbox, workspace.time) as outbox, HubClient(hub_url) as client:
        storage = enrolment.enrol(
            home,
            workspace.session.keys(),
            outbox,
            workspace.time,
            client,
            hub_url=hub_url,
            terminal_code=terminal_code,
            terminal_name=terminal_name,
            professional_code=professional_code,
            pin=pin,
        )
    storage.vault.close()
    return storage.unlocked.professional


def enrolment_fault(error: Exception, translate: Callable[[str], str]) -> str | None:
    """The sentence for what went wrong; None for an error nobody foresaw."""
    if isinstance(error, WeakPin):
        return translate(WEAK_PIN)
    if isinstance(error, FileExistsError):
        return translate(IN_USE)
    if isinstance(error, SyncProblem):
        return translate(FAULTS.get(error.code, CODE_REFUSED))
    return None
