"""Small forms for the tests of the questionnaire engine."""

from typing import Any

from hyteterm.domain.questionnaire import Questionnaire, read

BASE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
ORDINAL = BASE + "ordinalValue"


def form(*items: dict[str, Any], **rest: Any) -> Questionnaire:
    """A questionnaire of these items."""
    return read({"resourceType": "Questionnaire", "url": "urn:test", "item": list(items), **rest})


def item(link_id: str, kind: str, *children: dict[str, Any], **rest: Any) -> dict[str, Any]:
    """An item; ``children`` go below it."""
    found = {"linkId": link_id, "type": kind, "text": f"Kohta {link_id}", **rest}
    return found | {"item": list(children)} if children else found


def extension(url: str, **value: Any) -> dict[str, Any]:
    """An extension, by full URL or by the end of a URL of HL7."""
    return {"url": url if ":" in url else BASE + url, **value}


def formula(name: str, expression: str, variable: str = "") -> dict[str, Any]:
    """``calculatedExpression``, ``enableWhenExpression``, …, or ``variable`` with a name."""
    url = BASE + "variable" if variable else SDC + name
    value = {"language": "text/fhirpath", "expression": expression}
    return {"url": url, "valueExpression": value | ({"name": variable} if variable else {})}


def when(question: str, operator: str, **answer: Any) -> dict[str, Any]:
    """One ``enableWhen``."""
    return {"question": question, "operator": operator, **answer}


def coding(code: str, weight: float | None = None, **rest: Any) -> dict[str, Any]:
    """An ``answerOption`` with a coding."""
    found: dict[str, Any] = {
        "valueCoding": {"system": "urn:codes", "code": code, "display": code.title()},
        **rest,
    }
    if weight is not None:
        extensions = [*found.get("extension", []), extension("ordinalValue", valueDecimal=weight)]
        found["extension"] = extensions
    return found
