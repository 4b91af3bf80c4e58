"""Extensions of FHIR by their short names."""

from collections.abc import Mapping
from typing import Any, Final

from .answer import Answer
from .model import Constraint, Formula, Text, Unit

Json = Any

_STANDARD: Final = ("http://hl7.org/fhir/", "https://hl7.org/fhir/")


def short_name(url: object) -> str:
    """The last part of a URL of HL7; any other URL unchanged."""
    if not isinstance(url, str):
        return ""
    return url.rsplit("/", 1)[-1] if url.startswith(_STANDARD) else url


def objects(value: Json) -> list[dict[str, Json]]:
    """The objects of a list (or the one object that stands in place of a list)."""
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, dict)]


def text_of(value: Json) -> str:
    """A text, ``""`` for anything else."""
    return value if isinstance(value, str) else ""


class Extensions:
    """The extensions of an element, found by short name."""

    def __init__(self, element: Json) -> None:
        self._found: dict[str, list[dict[str, Json]]] = {}
        source = element.get("extension") if isinstance(element, dict) else None
        for each in objects(source):
            self._found.setdefault(short_name(each.get("url")), []).append(each)

    def __contains__(self, name: str) -> bool:
        return name in self._found

    def all(self, *names: str) -> list[dict[str, Json]]:
        """The extensions of these names, in their order."""
        return [each for name in names for each in self._found.get(name, [])]

    def answer(self, *names: str) -> Answer | None:
        """The value of the first of these extensions."""
        return next(filter(None, map(Answer.from_json, self.all(*names))), None)

    def flag(self, *names: str) -> bool:
        """Whether the value is true."""
        answer = self.answer(*names)
        return answer is not None and answer.value is True

    def number(self, *names: str) -> int | float | None:
        """The value when it is a number."""
        answer = self.answer(*names)
        value = answer.value if answer else None
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def whole(self, *names: str) -> int | None:
        """The value when it is an integer."""
        value = self.number(*names)
        return value if isinstance(value, int) else None

    def text(self, *names: str) -> str:
        """The value when it is a text."""
        answer = self.answer(*names)
        return text_of(answer.value) if answer else ""

    def code(self, *names: str) -> str:
        """A code, also of a coding or a concept."""
        for each in self.all(*names):
            for key, value in each.items():
                if not key.startswith("value"):
                    continue
                if isinstance(value, str):
                    return value
                codings = objects(value.get("coding")) if isinstance(value, dict) else []
                for coding in codings or objects(value):
                    if isinstance(coding.get("code"), str):
                        return str(coding["code"])
        return ""

    def formulas(self, *names: str) -> tuple[Formula, ...]:
        """Expressions (R4) or bare texts of FHIRPath (STU3)."""
        found = []
        for each in self.all(*names):
            value = each.get("valueExpression")
            if isinstance(value, dict) and isinstance(value.get("expression"), str):
                language = text_of(value.get("language")) or "text/fhirpath"
                found.append(Formula(value["expression"], language, text_of(value.get("name"))))
            elif isinstance(each.get("valueString"), str):
                found.append(Formula(each["valueString"]))
        return tuple(found)

    def formula(self, *names: str) -> Formula | None:
        """The first of these expressions."""
        return next(iter(self.formulas(*names)), None)

    def units(self) -> tuple[Unit, ...]:
        """``unit`` and ``unitOption``."""
        found = []
        for each in self.all("questionnaire-unit", "questionnaire-unitOption"):
            coding = each.get("valueCoding")
            if isinstance(coding, dict):
                code, display = text_of(coding.get("code")), text_of(coding.get("display"))
                if code or display:
                    found.append(Unit(code, display or code, text_of(coding.get("system"))))
        return tuple(dict.fromkeys(found))

    def translations(self) -> dict[str, str]:
        """Language → text of ``translation``."""
        found: dict[str, str] = {}
        for each in self.all("translation"):
            parts = {text_of(part.get("url")): part for part in objects(each.get("extension"))}
            language = Answer.from_json(parts.get("lang"))
            content = Answer.from_json(parts.get("content"))
            if language and content and isinstance(content.value, str):
                found[str(language.value)] = content.value
        return found

    def constraints(self) -> tuple[Constraint, ...]:
        """``questionnaire-constraint`` and R5 ``targetConstraint``, those in FHIRPath."""
        found = []
        for each in self.all("questionnaire-constraint", "targetConstraint"):
            parts = {text_of(part.get("url")): part for part in objects(each.get("extension"))}
            expression = parts.get("expression", {})
            value = expression.get("valueExpression")
            text = text_of(expression.get("valueString")) or (
                text_of(value.get("expression")) if isinstance(value, dict) else ""
            )
            severity = Answer.from_json(parts.get("severity"))
            human = Answer.from_json(parts.get("human"))
            if text:
                is_error = severity is None or severity.value == "error"
                found.append(Constraint(text, str(human.value) if human else "", is_error))
        return tuple(found)


def translated(source: Mapping[str, Json], name: str) -> Text:
    """The text ``name`` of an element with the translations of its sibling ``_name``."""
    return Text(text_of(source.get(name)), Extensions(source.get(f"_{name}")).translations())
