"""Closed vocabularies of the card, the filters and the statistics.

The labels are Finnish message ids; screens translate them.  Codes are stable:
they stand in databases, on the wire and in scripts.
"""

from enum import StrEnum
from typing import Final


class Theme(StrEnum):
    """The twelve themes of wellbeing."""

    EXERCISE = "exercise"
    NUTRITION = "nutrition"
    SLEEP = "sleep"
    MIND = "mind"
    RELATIONSHIPS = "relationships"
    CULTURE = "culture"
    NATURE = "nature"
    SUBSTANCES = "substances"
    EVERYDAY_LIFE = "everyday-life"
    WORK_LEARNING = "work-learning"
    SAFETY = "safety"
    HEALTH = "health"


THEME_LABELS: Final[dict[Theme, str]] = {
    Theme.EXERCISE: "liikunta",
    Theme.NUTRITION: "ravitsemus",
    Theme.SLEEP: "uni",
    Theme.MIND: "mieli",
    Theme.RELATIONSHIPS: "ihmissuhteet ja yhteisöt",
    Theme.CULTURE: "kulttuuri ja luovuus",
    Theme.NATURE: "luonto",
    Theme.SUBSTANCES: "päihteet ja nikotiini",
    Theme.EVERYDAY_LIFE: "arki, talous ja asuminen",
    Theme.WORK_LEARNING: "työ ja oppiminen",
    Theme.SAFETY: "turvallisuus",
    Theme.HEALTH: "terveys ja sairauden riskit",
}


class TargetGroup(StrEnum):
    """Whom a service is for; none on a service means everybody."""

    OLDER_PEOPLE = "older-people"
    WORKING_AGE = "working-age"
    YOUNG_PEOPLE = "young-people"
    CHILDREN_FAMILIES = "children-families"
    CARERS = "carers"
    LONG_TERM_ILLNESS = "long-term-illness"
    DISABLED_PEOPLE = "disabled-people"
    MENTAL_HEALTH = "mental-health"
    SUBSTANCE_USERS = "substance-users"
    UNEMPLOYED = "unemployed"
    IMMIGRANTS = "immigrants"
    STUDENTS = "students"
    MEN = "men"
    WOMEN = "women"
    PROFESSIONALS = "professionals"
    ORGANISATIONS = "organisations"


TARGET_GROUP_LABELS: Final[dict[TargetGroup, str]] = {
    TargetGroup.OLDER_PEOPLE: "ikääntyneet",
    TargetGroup.WORKING_AGE: "työikäiset",
    TargetGroup.YOUNG_PEOPLE: "nuoret",
    TargetGroup.CHILDREN_FAMILIES: "lapset ja perheet",
    TargetGroup.CARERS: "omaishoitajat ja läheiset",
    TargetGroup.LONG_TERM_ILLNESS: "pitkäaikaissairaat",
    TargetGroup.DISABLED_PEOPLE: "vammaiset",
    TargetGroup.MENTAL_HEALTH: "mielenterveyskuntoutujat",
    TargetGroup.SUBSTANCE_USERS: "päihteitä käyttävät",
    TargetGroup.UNEMPLOYED: "työttömät",
    TargetGroup.IMMIGRANTS: "maahanmuuttajat",
    TargetGroup.STUDENTS: "opiskelijat",
    TargetGroup.MEN: "miehet",
    TargetGroup.WOMEN: "naiset",
    TargetGroup.PROFESSIONALS: "ammattilaiset",
    TargetGroup.ORGANISATIONS: "yritykset ja yhteisöt",
}


class ProviderType(StrEnum):
    """Who runs a service."""

    MUNICIPALITY = "municipality"
    COUNTY = "county"
    NGO = "ngo"
    PARISH = "parish"
    STATE = "state"
    COMPANY = "company"
    OTHER = "other"


PROVIDER_TYPE_LABELS: Final[dict[ProviderType, str]] = {
    ProviderType.MUNICIPALITY: "kunta",
    ProviderType.COUNTY: "hyvinvointialue",
    ProviderType.NGO: "järjestö",
    ProviderType.PARISH: "seurakunta",
    ProviderType.STATE: "valtio",
    ProviderType.COMPANY: "yritys",
    ProviderType.OTHER: "muu",
}


class PriceKind(StrEnum):
    """Whether the client pays."""

    FREE = "free"
    CHARGED = "charged"
    UNKNOWN = "unknown"


class LowThreshold(StrEnum):
    """Practices that make it easier to join (matalan kynnyksen käytännöt)."""

    FREE_TRIAL = "free-trial"
    COMPANION_CARD = "companion-card"
    FREE_TICKETS = "free-tickets"
    TRANSPORT = "transport"
    PEER_ESCORT = "peer-escort"
    ACCESSIBLE_PREMISES = "accessible-premises"
    NO_BOOKING = "no-booking"
    ANONYMOUS = "anonymous"
    REMOTE = "remote"
    EQUIPMENT_LOAN = "equipment-loan"


LOW_THRESHOLD_LABELS: Final[dict[LowThreshold, str]] = {
    LowThreshold.FREE_TRIAL: "maksuton kokeilukerta",
    LowThreshold.COMPANION_CARD: "avustaja mukaan maksutta",
    LowThreshold.FREE_TICKETS: "maksuttomia lippuja pienituloisille",
    LowThreshold.TRANSPORT: "kuljetus",
    LowThreshold.PEER_ESCORT: "vertainen tai vapaaehtoinen saattaa",
    LowThreshold.ACCESSIBLE_PREMISES: "esteettömät tilat",
    LowThreshold.NO_BOOKING: "ilman ajanvarausta",
    LowThreshold.ANONYMOUS: "nimettömästi",
    LowThreshold.REMOTE: "etänä",
    LowThreshold.EQUIPMENT_LOAN: "välineet lainaksi",
}


class ReferralType(StrEnum):
    """Built-in referral types; a county adds its own codes beside these."""

    EXERCISE = "exercise"
    CULTURE = "culture"
    LIFESTYLE = "lifestyle"
    NGO = "ngo"
    GROUP = "group"
    CARER = "carer"
    NICOTINE = "nicotine"
    SLEEP = "sleep"
    DIGITAL_SUPPORT = "digital-support"
    SOCIAL_GUIDANCE = "social-guidance"
    GERONOMIST = "geronomist"
    CASE_MANAGER = "case-manager"
    WORK_ABILITY = "work-ability"
    IPS = "ips"
    FAMILY_CENTRE = "family-centre"
    VIOLENCE_CONSULTATION = "violence-consultation"


REFERRAL_TYPE_LABELS: Final[dict[ReferralType, str]] = {
    ReferralType.EXERCISE: "liikuntalähete",
    ReferralType.CULTURE: "kulttuurilähete",
    ReferralType.LIFESTYLE: "elintapaohjaus",
    ReferralType.NGO: "järjestölähete",
    ReferralType.GROUP: "ryhmälähete",
    ReferralType.CARER: "omaishoitajan tuki",
    ReferralType.NICOTINE: "nikotiinittomuuden tuki",
    ReferralType.SLEEP: "unettomuuden ohjaus",
    ReferralType.DIGITAL_SUPPORT: "digituki",
    ReferralType.SOCIAL_GUIDANCE: "sosiaaliohjaus",
    ReferralType.GERONOMIST: "geronomi",
    ReferralType.CASE_MANAGER: "asiakaspäällikkö",
    ReferralType.WORK_ABILITY: "työkykykoordinaattori",
    ReferralType.IPS: "IPS-työhönvalmennus",
    ReferralType.FAMILY_CENTRE: "perhekeskus",
    ReferralType.VIOLENCE_CONSULTATION: "lähisuhdeväkivallan konsultaatio",
}
