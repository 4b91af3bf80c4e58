"""What of a form works here, what only partly, and what not: ``hyteterm card check``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from ..fhirpath import FhirPathError, compiled
from ..fhirpath.syntax import Call, Literal, Variable, walk
from ..message import N_
from .chains import chains
from .extensions import objects, short_name
from .formulas import FormulaBook
from .model import Formula, Item, ItemType, Questionnaire
from .problems import pattern_of

Json = Any


class Level(StrEnum):
    """How far a feature is carried."""

    SUPPORTED = "supported"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"


class Note(StrEnum):
    """What a finding says."""

    WORKS = "works"
    SHOWN_NOT_ANSWERED = "shown-not-answered"
    VALUE_SET_NOT_IN_FILE = "value-set-not-in-file"
    ANSWERED_IN_WORDS = "answered-in-words"
    LANGUAGE_NOT_SUPPORTED = "language-not-supported"
    NOT_UNDERSTOOD = "not-understood"
    NEEDS_OUTSIDE_DATA = "needs-outside-data"
    NEEDS_TERMINOLOGY_SERVER = "needs-terminology-server"
    NOT_USED = "not-used"
    KEPT_UNKNOWN = "kept-unknown"
    LINK_ID_MISSING = "link-id-missing"
    LINK_ID_TWICE = "link-id-twice"
    CONDITION_WITHOUT_QUESTION = "condition-without-question"
    STATIC_TEXT = "static-text"
    PATTERN_NOT_UNDERSTOOD = "pattern-not-understood"
    CHANGES_MEANING = "changes-meaning"
    CIRCLE = "circle"


NOTE_TEXTS: Final[Mapping[Note, str]] = {
    Note.WORKS: N_("Toimii."),
    Note.SHOWN_NOT_ANSWERED: N_("Näytetään, mutta siihen ei voi vastata."),
    Note.VALUE_SET_NOT_IN_FILE: N_("Vaihtoehdot eivät ole tiedostossa."),
    Note.ANSWERED_IN_WORDS: N_("Vaihtoehdot eivät ole tiedostossa: vastataan kirjoittamalla."),
    Note.LANGUAGE_NOT_SUPPORTED: N_("Lausekkeen kieltä ei tueta."),
    Note.NOT_UNDERSTOOD: N_("Lauseketta ei ymmärretä."),
    Note.NEEDS_OUTSIDE_DATA: N_("Tarvitsee tietoa, jota päätteessä ei ole."),
    Note.NEEDS_TERMINOLOGY_SERVER: N_("Tarvitsee koodistopalvelimen."),
    Note.NOT_USED: N_("Ei vaikuta täällä."),
    Note.KEPT_UNKNOWN: N_("Tuntematon laajennus: säilyy, mutta ei vaikuta."),
    Note.LINK_ID_MISSING: N_("Kohdalta puuttuu tunniste (linkId)."),
    Note.LINK_ID_TWICE: N_("Sama tunniste (linkId) on kahdella kohdalla."),
    Note.CONDITION_WITHOUT_QUESTION: N_("Ehto viittaa kohtaan, jota ei ole."),
    Note.STATIC_TEXT: N_("Laskettua tekstiä ei lasketa: näytetään kirjoitettu teksti."),
    Note.PATTERN_NOT_UNDERSTOOD: N_("Muotosääntöä ei ymmärretä: vastausta ei tarkisteta."),
    Note.CHANGES_MEANING: N_("Tuntematon lisäys muuttaa merkitystä. Tarkistakaa kohta."),
    Note.CIRCLE: N_("Laskukaavat kiertävät kehää: tulos lasketaan vain kerran."),
}
"""What each note means, for people."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A feature at an item (``""``: the whole form)."""

    link_id: str
    feature: str
    level: Level
    note: Note = Note.WORKS

    def to_json(self) -> dict[str, str]:
        """For ``--json``."""
        return {
            "linkId": self.link_id,
            "feature": self.feature,
            "level": str(self.level),
            "note": str(self.note),
        }


_FORMULAS: Final = {
    "variable",
    "sdc-questionnaire-calculatedExpression",
    "sdc-questionnaire-initialExpression",
    "questionnaire-initialExpression",
    "sdc-questionnaire-enableWhenExpression",
    "sdc-questionnaire-answerExpression",
    "sdc-questionnaire-candidateExpression",
}

EXTENSIONS: Final[Mapping[str, tuple[Level, Note]]] = {
    **dict.fromkeys(
        (
            "questionnaire-hidden", "questionnaire-itemControl", "questionnaire-unit",
            "questionnaire-unitOption", "minValue", "maxValue", "maxDecimalPlaces", "entryFormat",
            "regex", "questionnaire-choiceOrientation", "questionnaire-optionPrefix",
            "questionnaire-optionExclusive", "ordinalValue", "itemWeight", "valueset-ordinalValue",
            "questionnaire-ordinalValue", "codesystem-ordinalValue", "questionnaire-minOccurs",
            "questionnaire-maxOccurs", "questionnaire-constraint", "targetConstraint",
            "translation", "questionnaire-answerRepeats", "questionnaire-sliderStepValue",
            "sdc-questionnaire-minValue", "sdc-questionnaire-maxValue",
        ),
        (Level.SUPPORTED, Note.WORKS),
    ),
    **dict.fromkeys(
        (
            "questionnaire-displayCategory", "sdc-questionnaire-shortText", "rendering-style",
            "rendering-xhtml", "rendering-markdown", "sdc-questionnaire-width",
            "sdc-questionnaire-choiceColumn", "sdc-questionnaire-preferredTerminologyServer",
            "terminology-server", "sdc-questionnaire-observationLinkPeriod",
            "sdc-questionnaire-observationExtract", "sdc-questionnaire-observation-extract-category",
            "sdc-questionnaire-itemExtractionContext", "sdc-questionnaire-targetStructureMap",
            "sdc-questionnaire-entryMode", "sdc-questionnaire-isSubject", "designNote",
            "questionnaireresponse-author", "questionnaire-usageMode", "questionnaire-supportLink",
            "questionnaire-unitValueSet", "sdc-questionnaire-unitOpen", "questionnaire-baseType",
            "sdc-questionnaire-unitSupplementalSystem", "questionnaire-referenceResource",
            "questionnaire-signatureRequired", "maxSize", "mimeType", "minLength", "cqf-library",
            "questionnaire-externallydefined", "sdc-questionnaire-performerType",
            "sdc-questionnaire-assemble-expectation", "sdc-questionnaire-optionalDisplay",
            "cpg-knowledgeCapability", "cpg-knowledgeRepresentationLevel", "crmi-messages",
        ),
        (Level.PARTIAL, Note.NOT_USED),
    ),
    **dict.fromkeys(
        (
            "sdc-questionnaire-launchContext", "sdc-questionnaire-itemPopulationContext",
            "sdc-questionnaire-prepopulate-subject", "sdc-questionnaire-sourceQueries",
            "sdc-questionnaire-contextExpression",
        ),
        (Level.UNSUPPORTED, Note.NEEDS_OUTSIDE_DATA),
    ),
    "cpg-answerValueSetSource": (Level.UNSUPPORTED, Note.NEEDS_TERMINOLOGY_SERVER),
    "cqf-expression": (Level.UNSUPPORTED, Note.LANGUAGE_NOT_SUPPORTED),
    "sdc-questionnaire-itemMedia": (Level.UNSUPPORTED, Note.NOT_USED),
    "sdc-questionnaire-itemAnswerMedia": (Level.UNSUPPORTED, Note.NOT_USED),
    "sdc-questionnaire-subQuestionnaire": (Level.UNSUPPORTED, Note.NEEDS_OUTSIDE_DATA),
    "sdc-questionnaire-lookupQuestionnaire": (Level.UNSUPPORTED, Note.NEEDS_TERMINOLOGY_SERVER),
    "sdc-questionnaire-answerOptionsToggleExpression": (Level.UNSUPPORTED, Note.NOT_USED),
}  # fmt: skip
"""Extensions by short name; the expressions among them are judged one by one."""

_ITEM_FIELDS: Final = {
    "required": "required",
    "repeats": "repeats",
    "readOnly": "readOnly",
    "maxLength": "maxLength",
    "prefix": "prefix",
    "initial": "initial",
    "answerOption": "answerOption",
}
_NEED_SERVER: Final = frozenset({"memberOf", "subsumes", "subsumedBy", "conformsTo"})
_BASIC_VARIABLES: Final = frozenset(
    {"resource", "rootResource", "context", "questionnaire", "qitem", "ucum", "sct", "loinc"}
)


def support(questionnaire: Questionnaire) -> list[Finding]:
    """What the form uses, item by item, and how far it works; each thing once per item."""
    found = list(_of_extensions("", questionnaire.source))
    circular = chains(questionnaire, FormulaBook(questionnaire, datetime.min)).circular
    names = frozenset(formula.name for formula in questionnaire.variables)
    for formula in questionnaire.variables:
        found.append(_formula("", "variable", formula, names))
    seen: set[str] = set()
    for item in questionnaire.walk():
        limits = {} if item.key not in circular else {"calculatedExpression": Note.CIRCLE}
        if item.regex and pattern_of(item.regex) is None:
            limits["regex"] = Note.PATTERN_NOT_UNDERSTOOD
        found += (_limited(each, limits) for each in _of_item(questionnaire, item, names))
        if item.link_id in seen:
            found.append(Finding(item.link_id, "linkId", Level.PARTIAL, Note.LINK_ID_TWICE))
        seen.add(item.link_id)
    return list(dict.fromkeys(found))


def _limited(finding: Finding, limits: Mapping[str, Note]) -> Finding:
    """The finding with what keeps a feature from working in full at this item."""
    note = limits.get(finding.feature) if finding.level is Level.SUPPORTED else None
    return Finding(finding.link_id, finding.feature, Level.PARTIAL, note) if note else finding


def summary(findings: list[Finding]) -> dict[Level, int]:
    """How many findings there are of each level."""
    return {level: sum(finding.level is level for finding in findings) for level in Level}


def _of_item(questionnaire: Questionnaire, item: Item, names: frozenset[str]) -> Iterator[Finding]:
    link_id = item.link_id
    if item.is_question or item.type in (ItemType.GROUP, ItemType.DISPLAY):
        yield Finding(link_id, f"type {item.type}", Level.SUPPORTED)
    else:
        kind = str(item.source.get("type"))
        yield Finding(link_id, f"type {kind}", Level.UNSUPPORTED, Note.SHOWN_NOT_ANSWERED)
    if not isinstance(item.source.get("linkId"), str) or not item.source.get("linkId"):
        yield Finding(link_id, "linkId", Level.PARTIAL, Note.LINK_ID_MISSING)
    for name, feature in _ITEM_FIELDS.items():
        if item.source.get(name):
            yield Finding(link_id, feature, Level.SUPPORTED)
    if item.source.get("answerValueSet"):
        if not item.missing_value_set:
            yield Finding(link_id, "answerValueSet", Level.SUPPORTED)
        else:
            note = Note.ANSWERED_IN_WORDS if item.is_open else Note.VALUE_SET_NOT_IN_FILE
            yield Finding(link_id, "answerValueSet", Level.PARTIAL, note)
    yield from _of_conditions(questionnaire, item)
    yield from _of_extensions(link_id, item.source)
    above = (*questionnaire.ancestors[item.key], item)
    in_scope = names | {formula.name for each in above for formula in each.variables}
    for feature, formula in _formulas(item):
        yield _formula(link_id, feature, formula, in_scope)


def _of_conditions(questionnaire: Questionnaire, item: Item) -> Iterator[Finding]:
    sources = objects(item.source.get("enableWhen"))
    if not sources:
        return
    known = questionnaire.below.keys()
    lost = len(item.conditions) < len(sources)
    if lost or any(condition.question not in known for condition in item.conditions):
        yield Finding(item.link_id, "enableWhen", Level.PARTIAL, Note.CONDITION_WITHOUT_QUESTION)
    else:
        yield Finding(item.link_id, "enableWhen", Level.SUPPORTED)


def _formulas(item: Item) -> Iterator[tuple[str, Formula]]:
    for formula in item.variables:
        yield "variable", formula
    for feature, each in (
        ("calculatedExpression", item.calculated),
        ("initialExpression", item.initial_formula),
        ("enableWhenExpression", item.enabled_formula),
        ("answerExpression", item.options_formula),
    ):
        if each is not None:
            yield feature, each
    for constraint in item.constraints:
        yield "constraint", Formula(constraint.expression)


def _formula(link_id: str, feature: str, formula: Formula, names: frozenset[str]) -> Finding:
    if not formula.is_fhirpath:
        return Finding(link_id, feature, Level.UNSUPPORTED, Note.LANGUAGE_NOT_SUPPORTED)
    try:
        node = compiled(formula.expression).node
    except FhirPathError:
        needs_server = any(name in formula.expression for name in _NEED_SERVER)
        note = Note.NEEDS_TERMINOLOGY_SERVER if needs_server else Note.NOT_UNDERSTOOD
        return Finding(link_id, feature, Level.UNSUPPORTED, note)
    defined = {
        str(each.arguments[0].value)
        for each in walk(node)
        if isinstance(each, Call)
        and each.name == "defineVariable"
        and each.arguments
        and isinstance(each.arguments[0], Literal)
    }
    used = {each.name for each in walk(node) if isinstance(each, Variable)}
    if used - _BASIC_VARIABLES - names - defined:
        return Finding(link_id, feature, Level.PARTIAL, Note.NEEDS_OUTSIDE_DATA)
    return Finding(link_id, feature, Level.SUPPORTED)


def _of_extensions(link_id: str, source: Mapping[str, Json]) -> Iterator[Finding]:
    for name, value in source.items():
        if name == "extension":
            yield from _of_extension_list(link_id, value)
        elif name == "modifierExtension" and objects(value):
            yield Finding(link_id, name, Level.UNSUPPORTED, Note.CHANGES_MEANING)
        elif name.startswith("_") and isinstance(value, dict):
            for finding in _of_extension_list(link_id, value.get("extension")):
                note = Note.STATIC_TEXT if finding.feature == "cqf-expression" else finding.note
                yield Finding(link_id, finding.feature, finding.level, note)
        elif name == "answerOption":
            for option in objects(value):
                yield from _of_extension_list(link_id, option.get("extension"))
                for inner in objects(option.get("valueCoding")):
                    yield from _of_extension_list(link_id, inner.get("extension"))


def _of_extension_list(link_id: str, value: Json) -> Iterator[Finding]:
    for each in objects(value):
        name = short_name(each.get("url"))
        if name in _FORMULAS:
            continue
        level, note = EXTENSIONS.get(name, (Level.PARTIAL, Note.KEPT_UNKNOWN))
        yield Finding(link_id, name, level, note)
