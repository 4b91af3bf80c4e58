"""Why a round of the sync ended early, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from hyteterm.domain.message import N_

if TYPE_CHECKING:
    from hyteterm.sync.sync_once import SyncReport

NOT_ENROLLED: Final = N_("Päätettä ei ole liitetty keskuspalveluun: hyteterm enrol.")
BUSY: Final = N_("Toinen HyteTerm yhdistää juuri nyt. Mitään ei jäänyt tekemättä.")
FAULTS: Final[dict[str, str]] = {
    "unreachable": N_("Ei yhteyttä keskuspalveluun. Jono on tallessa ja lähtee, kun yhteys palaa."),
    "certificate": N_("Keskuspalvelun varmenne ei kelpaa. Jono on tallessa. Kutsu pääkäyttäjä."),
    "not-the-hub": N_(
        "Vastaus ei tullut keskuspalvelulta (esimerkiksi verkon kirjautumissivulta). "
        "Jono on tallessa."
    ),
    "token": N_("Keskuspalvelu ei tunne tätä päätettä enää. Jono on tallessa. Kutsu pääkäyttäjä."),
    "busy": N_("Keskuspalvelu pyytää odottamaan. Jono on tallessa ja lähtee myöhemmin."),
    "failed": N_("Keskuspalvelussa on vika. Jono on tallessa ja lähtee myöhemmin."),
    "insecure": N_("Keskuspalvelun osoitteen on alettava https://. Jono on tallessa."),
}
OTHERWISE: Final = N_("Yhdistäminen ei onnistunut ({code}). Jono on tallessa.")


def sync_fault(report: SyncReport, translate: Callable[[str], str]) -> str:
    """The sentence for what ended the round; empty when it went through."""
    if report.not_enrolled:
        return translate(NOT_ENROLLED)
    if report.busy:
        return translate(BUSY)
    if not report.problem:
        return ""
    if report.problem in FAULTS:
        return translate(FAULTS[report.problem])
    return translate(OTHERWISE).format(code=report.problem)
