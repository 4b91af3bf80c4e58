"""Types of referrals as data: what each is called, needs, tells and to whom it goes.

A county adds its own types beside the built-in ones, or replaces one by its code; see
`with_own`.  Texts are message ids.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from hyteterm.domain.consent import BASIC_ITEMS, NGO_ITEMS, ConsentItem
from hyteterm.domain.localized import LocalizedText, localized
from hyteterm.domain.message import N_
from hyteterm.domain.vocabulary import REFERRAL_TYPE_LABELS, ReferralType


class ReceiverRule(StrEnum):
    """How the receiver is found when the sender names none."""

    HOME_MUNICIPALITY = "home-municipality"
    """The counselling of the client's home municipality."""
    COUNTY = "county"
    """The county's own unit that serves the client's home municipality."""
    SERVICE = "service"
    """Nobody but the provider of the chosen service."""


@dataclass(frozen=True, slots=True)
class ReferralKind:
    """One type of referral."""

    code: str
    label: str
    """Finnish name; a message id of those that ship."""
    stems: tuple[str, ...]
    """Beginnings of words that mean this type: ``liikunta`` also finds “liikuntaneuvontaan”."""
    words: tuple[str, ...] = ()
    """Whole words that mean it, where a beginning would catch too much (“uni”)."""
    required: tuple[str, ...] = ("name", "phone", "municipality", "reason")
    """Fields of the form without which it is not sent, in the form's order."""
    asked: tuple[str, ...] = ("born",)
    """Fields that are asked for, too; the client may keep them."""
    receiver: ReceiverRule = ReceiverRule.COUNTY
    consent_items: frozenset[ConsentItem] = BASIC_ITEMS
    """What the one-key permission covers."""
    carries_client: bool = True
    """Whether the client's identity goes at all."""
    takes_identity_code: bool = False
    """Whether the receiver's law needs the identity code, so that it may be kept and sent."""
    next_step: str = ""
    """What happens next, said to the client: a message id."""
    reason_hint: str = ""
    """What to write as the reason: a message id."""
    texts: Mapping[str, LocalizedText] = field(default_factory=dict)
    """A county's own ``label``, ``next_step`` and ``reason_hint`` by language."""

    def text(self, name: str, translate: Callable[[str], str], language: str) -> str:
        """``label``, ``next_step`` or ``reason_hint``: the county's, else ours translated."""
        if own := self.texts.get(name):
            return localized(own, language)
        message = str(getattr(self, name))
        return translate(message) if message else ""


_WITH_CODE: Final = BASIC_ITEMS | {ConsentItem.IDENTITY_CODE}
_TO_SERVICE: Final = ("service", "name", "phone", "reason")


def _label(code: ReferralType) -> str:
    return REFERRAL_TYPE_LABELS[code]


BUILT_IN: Final[tuple[ReferralKind, ...]] = (
    ReferralKind(
        ReferralType.EXERCISE,
        _label(ReferralType.EXERCISE),
        stems=("liikunta", "liikuntaneuvo", "motion", "exercise", "liikkumisläh", "liikkumisneu"),
        words=("liikunnan", "liikuttaja"),
        receiver=ReceiverRule.HOME_MUNICIPALITY,
        next_step=N_("Liikuntaneuvoja ottaa sinuun yhteyttä."),
        reason_hint=N_("Mikä liikkumisessa on vaikeaa ja mitä asiakas toivoo?"),
    ),
    ReferralKind(
        ReferralType.CULTURE,
        _label(ReferralType.CULTURE),
        stems=("kulttuuri", "kulttuurineuvo", "kultur", "cultur"),
        words=("taidelähete",),
        receiver=ReceiverRule.HOME_MUNICIPALITY,
        next_step=N_("Kulttuurineuvoja ottaa sinuun yhteyttä."),
        reason_hint=N_("Mikä asiakasta kiinnostaa ja mitä hän toivoo?"),
    ),
    ReferralKind(
        ReferralType.LIFESTYLE,
        _label(ReferralType.LIFESTYLE),
        stems=("elintapa", "elintavat", "elämäntapa", "livsstil", "levnadsvan", "lifestyle"),
        words=("elintapojen", "elo", "elo-ryhmä"),
        next_step=N_("Elintapaohjaaja ottaa sinuun yhteyttä."),
        reason_hint=N_("Mitä asiakas haluaa muuttaa: liikkumista, ruokaa, unta?"),
    ),
    ReferralKind(
        ReferralType.NGO,
        _label(ReferralType.NGO),
        stems=("järjestö", "yhdisty", "förening", "organisationsremiss", "ngo"),
        words=("association",),
        required=_TO_SERVICE,
        asked=(),
        receiver=ReceiverRule.SERVICE,
        consent_items=NGO_ITEMS,
        next_step=N_("Järjestöstä otetaan sinuun yhteyttä."),
        reason_hint=N_("Mitä asiakas toivoo? Ei terveystietoja."),
    ),
    ReferralKind(
        ReferralType.GROUP,
        _label(ReferralType.GROUP),
        stems=("ryhmä", "vertaisryhm", "vertaistu", "grupp", "group"),
        required=_TO_SERVICE,
        asked=(),
        receiver=ReceiverRule.SERVICE,
        next_step=N_("Ryhmän ohjaaja ottaa sinuun yhteyttä."),
        reason_hint=N_("Miksi ryhmä ja mitä asiakas toivoo siltä?"),
    ),
    ReferralKind(
        ReferralType.CARER,
        _label(ReferralType.CARER),
        stems=("omaishoi", "omaishoitaj", "närståendev", "anhörigv", "carer"),
        words=("omaishoito", "omaistuki"),
        next_step=N_("Omaishoidon ohjaaja ottaa sinuun yhteyttä."),
        reason_hint=N_("Ketä asiakas hoitaa ja missä hän kaipaa tukea?"),
    ),
    ReferralKind(
        ReferralType.NICOTINE,
        _label(ReferralType.NICOTINE),
        stems=(
            "nikotiini",
            "tupakka",
            "tupakoi",
            "tupakan",
            "nuuska",
            "savutto",
            "nikotin",
            "tobak",
            "röksl",
            "rökning",
            "nicotine",
            "smoking",
            "vieroitus",
        ),
        words=("nuuskan", "sähkötupakka", "vape", "snus"),
        next_step=N_("Nikotiinittomuuden ohjaaja ottaa sinuun yhteyttä."),
        reason_hint=N_("Mitä tuotetta asiakas käyttää ja mitä hän haluaa?"),
    ),
    ReferralKind(
        ReferralType.SLEEP,
        _label(ReferralType.SLEEP),
        stems=(
            "unettom",
            "unilähe",
            "uniohja",
            "uniryhm",
            "univaike",
            "unihäiri",
            "unineuvo",
            "unihoitaj",
            "unikoulu",
            "nukkumis",
            "sömn",
            "sleep",
            "insomnia",
        ),
        words=("uni", "unen", "unta"),
        next_step=N_("Unettomuuden ohjaaja ottaa sinuun yhteyttä."),
        reason_hint=N_("Miten asiakas nukkuu ja mitä hän on kokeillut?"),
    ),
    ReferralKind(
        ReferralType.DIGITAL_SUPPORT,
        _label(ReferralType.DIGITAL_SUPPORT),
        stems=("digi",),
        words=("tietokoneapu", "älypuhelinopastus"),
        asked=(),
        receiver=ReceiverRule.HOME_MUNICIPALITY,
        consent_items=NGO_ITEMS | {ConsentItem.MUNICIPALITY, ConsentItem.REASON},
        next_step=N_("Digitukija ottaa sinuun yhteyttä."),
        reason_hint=N_("Missä laitteessa tai asioinnissa asiakas kaipaa apua?"),
    ),
    ReferralKind(
        ReferralType.SOCIAL_GUIDANCE,
        _label(ReferralType.SOCIAL_GUIDANCE),
        stems=("sosiaalioh", "sosiaalineu", "sosohj", "socialhandled", "socialrådg", "social"),
        words=("sosiaaliohjaus", "sosiaalityö"),
        consent_items=_WITH_CODE,
        takes_identity_code=True,
        next_step=N_("Sosiaaliohjaaja ottaa sinuun yhteyttä."),
        reason_hint=N_("Mihin arjen asiaan asiakas tarvitsee tukea?"),
    ),
    ReferralKind(
        ReferralType.GERONOMIST,
        _label(ReferralType.GERONOMIST),
        stems=("geronom", "muistineuvo"),
        words=("seniorineuvonta", "ikäneuvonta"),
        consent_items=_WITH_CODE,
        takes_identity_code=True,
        next_step=N_("Geronomi ottaa sinuun yhteyttä."),
        reason_hint=N_("Miten asiakas pärjää kotona ja mikä huolettaa?"),
    ),
    ReferralKind(
        ReferralType.CASE_MANAGER,
        _label(ReferralType.CASE_MANAGER),
        stems=("asiakaspääl", "asiakasvast", "klientansv", "casemanager"),
        words=("case", "aspä"),
        consent_items=_WITH_CODE,
        takes_identity_code=True,
        next_step=N_("Asiakaspäällikkö ottaa sinuun yhteyttä."),
        reason_hint=N_("Mitkä palvelut asiakkaalla on ja mitä pitää sovittaa yhteen?"),
    ),
    ReferralKind(
        ReferralType.WORK_ABILITY,
        _label(ReferralType.WORK_ABILITY),
        stems=("työkyky", "työkyvy", "arbetsförm", "workability"),
        words=("work", "tyky"),
        consent_items=_WITH_CODE,
        takes_identity_code=True,
        next_step=N_("Työkykykoordinaattori ottaa sinuun yhteyttä."),
        reason_hint=N_("Mikä on asiakkaan työtilanne ja mitä hän toivoo?"),
    ),
    ReferralKind(
        ReferralType.IPS,
        _label(ReferralType.IPS),
        stems=("työhönvalm", "ips-", "arbetsträn"),
        words=("ips", "job"),
        next_step=N_("Työhönvalmentaja ottaa sinuun yhteyttä."),
        reason_hint=N_("Millaista työtä asiakas haluaisi?"),
    ),
    ReferralKind(
        ReferralType.FAMILY_CENTRE,
        _label(ReferralType.FAMILY_CENTRE),
        stems=("perhekesk", "perheneuv", "perhetyö", "perheohj", "familjec", "omaperhe"),
        words=("perhe", "family", "familj"),
        consent_items=_WITH_CODE,
        takes_identity_code=True,
        next_step=N_("Perhekeskuksesta otetaan sinuun yhteyttä."),
        reason_hint=N_("Mihin perhe toivoo tukea?"),
    ),
    ReferralKind(
        ReferralType.VIOLENCE_CONSULTATION,
        _label(ReferralType.VIOLENCE_CONSULTATION),
        stems=(
            "väkivalta",
            "väkivalla",
            "lähisuhdevä",
            "konsultaat",
            "konsultoi",
            "närvåld",
            "våldskons",
            "violence",
            "konsultation",
        ),
        words=("våld", "domestic"),
        required=("municipality", "reason"),
        asked=(),
        consent_items=frozenset(),
        carries_client=False,
        next_step=N_("Väkivaltatyön avainhenkilö vastaa sinulle, ei asiakkaalle."),
        reason_hint=N_("Kuvaa tilanne ilman tietoja, joista asiakkaan tunnistaa."),
    ),
)
"""The types that ship."""


def with_own(own: Iterable[ReferralKind]) -> tuple[ReferralKind, ...]:
    """The built-in types and a county's own; an own type replaces a built-in of its code."""
    kinds = {kind.code: kind for kind in BUILT_IN}
    kinds.update((kind.code, kind) for kind in own)
    return tuple(kinds.values())


_in_use: tuple[ReferralKind, ...] = BUILT_IN


def adopt(own: Iterable[ReferralKind]) -> None:
    """Use a county's own types beside the built-in ones, in this whole process."""
    global _in_use
    _in_use = with_own(own)


def kinds_in_use() -> tuple[ReferralKind, ...]:
    """The built-in types and what was adopted last."""
    return _in_use


def kind_of(code: str, kinds: Iterable[ReferralKind] | None = None) -> ReferralKind | None:
    """The type with this code, of ``kinds`` or of those in use; None when there is none."""
    return next((kind for kind in (_in_use if kinds is None else kinds) if kind.code == code), None)


def type_name(code: str, translate: Callable[[str], str], language: str) -> str:
    """The name of a type; an unknown code as it is."""
    kind = kind_of(code)
    return kind.text("label", translate, language) if kind else code
