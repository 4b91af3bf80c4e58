"""What stands in the patient record of a referral, by its type: own phrases, message ids.

A county puts its own text and procedure code in place of any type's, see `OwnTemplate`; no
procedure code ships, because each county uses its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Final

from hyteterm.domain.localized import LocalizedText
from hyteterm.domain.message import N_
from hyteterm.domain.vocabulary import ReferralType

FIELDS: Final = frozenset(
    {
        "type",
        "code",
        "receiver",
        "service",
        "organisation",
        "reason",
        "goal",
        "restrictions",
        "consent",
        "consent_date",
        "feedback",
        "date",
        "sender",
        "unit",
    }
)
"""What a template may name in braces.  A line with an empty one is left out."""

EVERY_TYPE: Final = "*"
"""The key of a county's template for the types that have none of their own."""


@dataclass(frozen=True, slots=True)
class RecordTemplate:
    """One type's record text.  ``lines`` are message ids."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A county's: a procedure code, a text by language, or both."""

    code: str = ""
    text: LocalizedText | None = None
    """Lines separated by line breaks; None: the text that ships."""


_COMMON: Final = (
    N_("Toimenpide {code}"),
    N_("Syy: {reason}"),
    N_("Asiakkaan oma tavoite: {goal}"),
    N_("Huomioitavaa: {restrictions}"),
    N_("Asiakas antoi luvan {consent_date}: {consent}"),
    "{feedback}",
    N_("Lähetteen teki {date} {sender}"),
)


def _about(first: str) -> RecordTemplate:
    return RecordTemplate((first, *_COMMON))


OTHERWISE: Final = _about(N_("{type}: asiakas ohjattu palveluun {receiver}"))

BUILT_IN: Final[dict[str, RecordTemplate]] = {
    ReferralType.EXERCISE: _about(
        N_("Liikkumisesta keskusteltu. Asiakas ohjattu liikuntaneuvontaan: {receiver}")
    ),
    ReferralType.CULTURE: _about(
        N_("Mieluisasta tekemisestä keskusteltu. Asiakas ohjattu kulttuurineuvontaan: {receiver}")
    ),
    ReferralType.LIFESTYLE: _about(
        N_("Elintavoista keskusteltu. Asiakas ohjattu elintapaohjaukseen: {receiver}")
    ),
    ReferralType.NGO: _about(
        N_("Järjestön toiminnasta keskusteltu. Asiakas ohjattu järjestöön: {receiver}")
    ),
    ReferralType.GROUP: _about(N_("Ryhmästä keskusteltu. Asiakas ohjattu ryhmään: {receiver}")),
    ReferralType.CARER: _about(
        N_("Omaishoitajan jaksamisesta keskusteltu. Asiakas ohjattu tuen piiriin: {receiver}")
    ),
    ReferralType.NICOTINE: _about(
        N_("Nikotiinin käytöstä keskusteltu. Asiakas ohjattu lopettamisen tukeen: {receiver}")
    ),
    ReferralType.SLEEP: _about(
        N_("Nukkumisesta keskusteltu. Asiakas ohjattu unettomuuden ohjaukseen: {receiver}")
    ),
    ReferralType.DIGITAL_SUPPORT: _about(
        N_("Sähköisestä asioinnista keskusteltu. Asiakas ohjattu digitukeen: {receiver}")
    ),
    ReferralType.SOCIAL_GUIDANCE: _about(
        N_("Arjen tilanteesta keskusteltu. Asiakas ohjattu sosiaaliohjaukseen: {receiver}")
    ),
    ReferralType.GERONOMIST: _about(
        N_("Kotona pärjäämisestä keskusteltu. Asiakas ohjattu geronomille: {receiver}")
    ),
    ReferralType.CASE_MANAGER: _about(
        N_("Palvelujen kokonaisuudesta keskusteltu. Asiakas ohjattu asiakaspäällikölle: {receiver}")
    ),
    ReferralType.WORK_ABILITY: _about(
        N_("Työkyvystä keskusteltu. Asiakas ohjattu työkykykoordinaattorille: {receiver}")
    ),
    ReferralType.IPS: _about(
        N_("Työhön paluusta keskusteltu. Asiakas ohjattu IPS-työhönvalmennukseen: {receiver}")
    ),
    ReferralType.FAMILY_CENTRE: _about(
        N_("Perheen tilanteesta keskusteltu. Asiakas ohjattu perhekeskukseen: {receiver}")
    ),
}
"""The violence consultation has none: it is the professional's own and names no client."""


def unknown_fields(text: str) -> set[str]:
    """Names in braces that no template may have, or that have more than a name in the braces.

    Raises `ValueError` for broken braces.
    """
    fields = [
        (name, bool(spec or conversion))
        for _text, name, spec, conversion in Formatter().parse(text)
        if name is not None
    ]
    return {name for name, shaped in fields if shaped or name not in FIELDS}


def own_for(own: Mapping[str, OwnTemplate], type: str) -> OwnTemplate:
    """The county's template of a type, else its general one, else an empty one."""
    return own.get(type) or own.get(EVERY_TYPE) or OwnTemplate()
