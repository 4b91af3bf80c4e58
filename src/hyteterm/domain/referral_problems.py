"""What can keep a referral from leaving, each with its sentence."""

from enum import StrEnum
from typing import Final

from hyteterm.domain.message import N_


class Problem(StrEnum):
    """Why a referral cannot be queued yet; each has a sentence in `PROBLEM_TEXTS`."""

    NO_TYPE = "no-type"
    NO_RECEIVER = "no-receiver"
    NO_SERVICE = "no-service"
    NO_NAME = "no-name"
    NO_CONTACT = "no-contact"
    NO_REASON = "no-reason"
    NO_CONSENT = "no-consent"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    NON_DISCLOSURE = "non-disclosure"
    NO_SAFE_CONTACT = "no-safe-contact"
    NO_GUARDIAN = "no-guardian"
    VIOLENCE_WITHOUT_YES = "violence-without-yes"


PROBLEM_TEXTS: Final[dict[Problem, str]] = {
    Problem.NO_TYPE: N_("Valitse lähetteen tyyppi."),
    Problem.NO_RECEIVER: N_("Valitse, mihin palveluun tai kuntaan lähete menee."),
    Problem.NO_SERVICE: N_("Valitse palvelu, johon lähete menee: kunta ei riitä tässä."),
    Problem.NO_NAME: N_("Kirjoita asiakkaan nimi."),
    Problem.NO_CONTACT: N_("Kirjoita puhelinnumero tai sähköpostiosoite."),
    Problem.NO_REASON: N_("Kirjoita lähetteen syy."),
    Problem.NO_CONSENT: N_("Kysy asiakkaan suostumus ja kirjaa se."),
    Problem.CONSENT_WITHDRAWN: N_("Asiakas on perunut suostumuksensa. Lähetettä ei voi lähettää."),
    Problem.NON_DISCLOSURE: N_(
        "Asiakkaalla on turvakielto. Anna esite, tai kysy erillinen lupa lähettää nimetylle vastaanottajalle."
    ),
    Problem.NO_GUARDIAN: N_("Kirjoita huoltajan tai edunvalvojan nimi."),
    Problem.NO_SAFE_CONTACT: N_("Kirjoita turvallinen tapa tavoittaa asiakas."),
    Problem.VIOLENCE_WITHOUT_YES: N_(
        "Teksti kertoo väkivallasta. Kysy siihen oma lupa (t), tai poista se tekstistä."
    ),
}
