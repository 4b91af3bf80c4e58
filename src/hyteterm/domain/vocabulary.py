"""Closed vocabularies of the card, the filters and the statistics.

The labels are Finnish message ids; screens translate them.  Codes are stable:
they stand in databases, on the wire and in scripts.
"""

from enum import StrEnum
from typing import Final

from hyteterm.domain.message import N_


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
    Theme.EXERCISE: N_("liikunta"),
    Theme.NUTRITION: N_("ravitsemus"),
    Theme.SLEEP: N_("uni"),
    Theme.MIND: N_("mieli"),
    Theme.RELATIONSHIPS: N_("ihmissuhteet ja yhteisöt"),
    Theme.CULTURE: N_("kulttuuri ja luovuus"),
    Theme.NATURE: N_("luonto"),
    Theme.SUBSTANCES: N_("päihteet ja nikotiini"),
    Theme.EVERYDAY_LIFE: N_("arki, talous ja asuminen"),
    Theme.WORK_LEARNING: N_("työ ja oppiminen"),
    Theme.SAFETY: N_("turvallisuus"),
    Theme.HEALTH: N_("terveys ja sairauden riskit"),
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
    TargetGroup.OLDER_PEOPLE: N_("ikääntyneet"),
    TargetGroup.WORKING_AGE: N_("työikäiset"),
    TargetGroup.YOUNG_PEOPLE: N_("nuoret"),
    TargetGroup.CHILDREN_FAMILIES: N_("lapset ja perheet"),
    TargetGroup.CARERS: N_("omaishoitajat ja läheiset"),
    TargetGroup.LONG_TERM_ILLNESS: N_("pitkäaikaissairaat"),
    TargetGroup.DISABLED_PEOPLE: N_("vammaiset"),
    TargetGroup.MENTAL_HEALTH: N_("mielenterveyskuntoutujat"),
    TargetGroup.SUBSTANCE_USERS: N_("päihteitä käyttävät"),
    TargetGroup.UNEMPLOYED: N_("työttömät"),
    TargetGroup.IMMIGRANTS: N_("maahanmuuttajat"),
    TargetGroup.STUDENTS: N_("opiskelijat"),
    TargetGroup.MEN: N_("miehet"),
    TargetGroup.WOMEN: N_("naiset"),
    TargetGroup.PROFESSIONALS: N_("ammattilaiset"),
    TargetGroup.ORGANISATIONS: N_("yritykset ja yhteisöt"),
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
    ProviderType.MUNICIPALITY: N_("kunta"),
    ProviderType.COUNTY: N_("hyvinvointialue"),
    ProviderType.NGO: N_("järjestö"),
    ProviderType.PARISH: N_("seurakunta"),
    ProviderType.STATE: N_("valtio"),
    ProviderType.COMPANY: N_("yritys"),
    ProviderType.OTHER: N_("muu"),
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
    LowThreshold.FREE_TRIAL: N_("maksuton kokeilukerta"),
    LowThreshold.COMPANION_CARD: N_("avustaja mukaan maksutta"),
    LowThreshold.FREE_TICKETS: N_("maksuttomia lippuja pienituloisille"),
    LowThreshold.TRANSPORT: N_("kuljetus"),
    LowThreshold.PEER_ESCORT: N_("vertainen tai vapaaehtoinen saattaa"),
    LowThreshold.ACCESSIBLE_PREMISES: N_("esteettömät tilat"),
    LowThreshold.NO_BOOKING: N_("ilman ajanvarausta"),
    LowThreshold.ANONYMOUS: N_("nimettömästi"),
    LowThreshold.REMOTE: N_("etänä"),
    LowThreshold.EQUIPMENT_LOAN: N_("välineet lainaksi"),
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
    ReferralType.EXERCISE: N_("liikuntalähete"),
    ReferralType.CULTURE: N_("kulttuurilähete"),
    ReferralType.LIFESTYLE: N_("elintapaohjaus"),
    ReferralType.NGO: N_("järjestölähete"),
    ReferralType.GROUP: N_("ryhmälähete"),
    ReferralType.CARER: N_("omaishoitajan tuki"),
    ReferralType.NICOTINE: N_("nikotiinittomuuden tuki"),
    ReferralType.SLEEP: N_("unettomuuden ohjaus"),
    ReferralType.DIGITAL_SUPPORT: N_("digituki"),
    ReferralType.SOCIAL_GUIDANCE: N_("sosiaaliohjaus"),
    ReferralType.GERONOMIST: N_("geronomi"),
    ReferralType.CASE_MANAGER: N_("asiakaspäällikkö"),
    ReferralType.WORK_ABILITY: N_("työkykykoordinaattori"),
    ReferralType.IPS: N_("IPS-työhönvalmennus"),
    ReferralType.FAMILY_CENTRE: N_("perhekeskus"),
    ReferralType.VIOLENCE_CONSULTATION: N_("lähisuhdeväkivallan konsultaatio"),
}
