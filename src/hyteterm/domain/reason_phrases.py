"""Phrases for the reason of a referral, by type: chosen with two keys, then edited.

A county's own stand before these (`with_own`).  The texts are message ids.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from hyteterm.domain.message import N_
from hyteterm.domain.vocabulary import ReferralType

COMMON: Final = (
    N_("Toivoo tukea arkeen."),
    N_("Haluaa keskustella vaihtoehdoista."),
)
PHRASES: Final[dict[str, tuple[str, ...]]] = {
    ReferralType.EXERCISE: (
        N_("Liikkuu vähän, toivoo apua alkuun pääsyyn."),
        N_("Nivelkipu rajoittaa, etsii sopivaa lajia."),
        N_("Toivoo ohjattua ryhmää."),
        N_("Tasapaino on heikentynyt."),
        N_("Leikkauksen jälkeen, haluaa palata liikkumaan."),
    ),
    ReferralType.CULTURE: (
        N_("Kaipaa tekemistä kodin ulkopuolelle."),
        N_("Kiinnostunut musiikista, kuvataiteesta tai teatterista."),
        N_("Toivoo kulttuurikaveria."),
    ),
    ReferralType.LIFESTYLE: (
        N_("Haluaa muuttaa ruokailua ja liikkumista."),
        N_("Kohonnut diabetesriski, toivoo ohjausta."),
        N_("Painonhallinta, toivoo ryhmää."),
    ),
    ReferralType.NGO: (
        N_("Kokee yksinäisyyttä, toivoo ystävää."),
        N_("Toivoo vertaistukea."),
    ),
    ReferralType.GROUP: (N_("Toivoo ryhmää, jossa on samassa tilanteessa olevia."),),
    ReferralType.CARER: (
        N_("Hoitaa läheistään, voimat ovat vähissä."),
        N_("Toivoo tietoa omaishoidon tuesta."),
    ),
    ReferralType.NICOTINE: (
        N_("Haluaa lopettaa tupakoinnin."),
        N_("Haluaa eroon nuuskasta tai nikotiinipusseista."),
    ),
    ReferralType.SLEEP: (
        N_("Pitkittynyt unettomuus, toivoo lääkkeetöntä hoitoa."),
        N_("Heräilee öisin, väsymys haittaa arkea."),
    ),
    ReferralType.DIGITAL_SUPPORT: (
        N_("Tarvitsee apua puhelimen tai tietokoneen käyttöön."),
        N_("Sähköinen asiointi ei onnistu yksin."),
    ),
    ReferralType.SOCIAL_GUIDANCE: (
        N_("Talous on tiukalla, tarvitsee neuvontaa etuuksista."),
        N_("Asumisessa on vaikeuksia."),
    ),
    ReferralType.GERONOMIST: (
        N_("Kotona pärjääminen huolettaa."),
        N_("Läheinen on huolissaan muistista."),
    ),
    ReferralType.WORK_ABILITY: (
        N_("Työkyky on heikentynyt, tarvitsee suunnitelman."),
        N_("Pitkä työttömyys, terveys vaikuttaa työhön."),
    ),
    ReferralType.IPS: (N_("Haluaa palkkatyöhön, tarvitsee työhönvalmentajan."),),
    ReferralType.FAMILY_CENTRE: (
        N_("Vanhemman voimat ovat vähissä."),
        N_("Huoli lapsen tai nuoren tilanteesta."),
    ),
}


def phrases(type: str, own: Mapping[str, Sequence[str]] | None = None) -> list[str]:
    """Phrases for a type, the county's own first, without repeats."""
    found = [*(own or {}).get(type, ()), *PHRASES.get(type, ()), *COMMON]
    return list(dict.fromkeys(found))
