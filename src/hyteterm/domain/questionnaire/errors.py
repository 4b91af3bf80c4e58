"""Why a file cannot be opened as a questionnaire."""

from enum import StrEnum

from ..message import N_


class Refusal(StrEnum):
    """Reason codes."""

    NOT_AN_OBJECT = "not-an-object"
    NOT_A_QUESTIONNAIRE = "not-a-questionnaire"
    NO_ITEMS = "no-items"
    BAD_ITEM = "bad-item"
    TOO_DEEP = "too-deep"
    TOO_MANY_ITEMS = "too-many-items"


REFUSAL_TEXTS = {
    Refusal.NOT_AN_OBJECT: N_("Tiedosto ei ole FHIR-aineistoa."),
    Refusal.NOT_A_QUESTIONNAIRE: N_("Tiedostossa ei ole kyselylomaketta (FHIR Questionnaire)."),
    Refusal.NO_ITEMS: N_("Lomakkeessa ei ole yhtään kohtaa."),
    Refusal.BAD_ITEM: N_("Lomakkeen kohta on väärässä muodossa."),
    Refusal.TOO_DEEP: N_("Lomakkeessa on liian monta sisäkkäistä tasoa."),
    Refusal.TOO_MANY_ITEMS: N_("Lomakkeessa on liian monta kohtaa."),
}
"""What each reason means, for people."""


class UnreadableQuestionnaire(Exception):
    """A questionnaire that is refused: `reason` says why, `where` names the item or the place."""

    def __init__(self, reason: Refusal, where: str = "") -> None:
        super().__init__(f"{reason}: {where}" if where else str(reason))
        self.reason = reason
        self.where = where
