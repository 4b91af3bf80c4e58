"""FHIR JSON → `Questionnaire`."""

from collections.abc import Iterator
from typing import Any, Final

from ..fhirpath.functions.supplements import weight_of
from .answer import Answer
from .errors import Refusal, UnreadableQuestionnaire
from .extensions import Extensions, objects, text_of, translated
from .model import (
    VALUE_TYPES,
    Condition,
    Formula,
    Item,
    ItemType,
    Operator,
    Option,
    Questionnaire,
    Text,
)
from .shapes import in_r4
from .value_set import ContainedValueSets, coding_option, weight_extensions

Json = Any

MAX_CONTAINED: Final = 2_000
MAX_NESTING: Final = 8


def read(data: object) -> Questionnaire:
    """The questionnaire in ``data``, or the first one in a Bundle or contained in a resource.

    Raises `UnreadableQuestionnaire` with the reason and the place.
    """
    found = read_all(data)
    return found[0]


def read_all(data: object) -> tuple[Questionnaire, ...]:
    """All questionnaires in ``data``; never empty.  Raises `UnreadableQuestionnaire`."""
    if not isinstance(data, dict):
        raise UnreadableQuestionnaire(Refusal.NOT_AN_OBJECT)
    if data.get("resourceType") == "Questionnaire":
        return (_questionnaire(data, []),)
    resources = list(_resources(data, 0))
    forms = [each for each in resources if each.get("resourceType") == "Questionnaire"]
    if not forms:
        raise UnreadableQuestionnaire(
            Refusal.NOT_A_QUESTIONNAIRE, text_of(data.get("resourceType"))
        )
    return tuple(_questionnaire(form, resources) for form in forms)


def _resources(data: dict[str, Json], depth: int) -> Iterator[dict[str, Json]]:
    """The resources of a Bundle or Parameters, and those contained in any resource."""
    if depth > MAX_NESTING:
        raise UnreadableQuestionnaire(Refusal.TOO_DEEP)
    wrapped = [
        each["resource"]
        for name in ("entry", "parameter")
        for each in objects(data.get(name))
        if "resource" in each
    ]
    for resource in objects([*wrapped, *objects(data.get("contained"))]):
        yield resource
        yield from _resources(resource, depth + 1)


def _questionnaire(data: dict[str, Json], around: list[dict[str, Json]]) -> Questionnaire:
    try:
        source, version = in_r4(data)
    except RecursionError:
        raise UnreadableQuestionnaire(Refusal.TOO_DEEP) from None
    if not source["item"]:
        raise UnreadableQuestionnaire(Refusal.NO_ITEMS)
    value_sets = ContainedValueSets([*objects(source.get("contained")), *around][:MAX_CONTAINED])
    reader = _Reader(value_sets)
    title = translated(source, "title")
    return Questionnaire(
        source=source,
        title=title if title.text else Text(text_of(source.get("name"))),
        items=reader.items(source["item"]),
        url=text_of(source.get("url")),
        version=text_of(source.get("version")),
        language=text_of(source.get("language")),
        fhir=version,
        variables=_variables(Extensions(source)),
    )


def _variables(extensions: Extensions) -> tuple[Formula, ...]:
    return tuple(formula for formula in extensions.formulas("variable") if formula.name)


class _Reader:
    """Reads items; keeps their keys apart where a form uses a linkId twice or leaves it out."""

    def __init__(self, value_sets: ContainedValueSets) -> None:
        self._value_sets = value_sets
        self._keys: set[str] = set()

    def items(self, sources: list[dict[str, Json]]) -> tuple[Item, ...]:
        return tuple(map(self._item, sources))

    def _key(self, link_id: str) -> str:
        key, count = link_id, 1
        while key in self._keys:
            count += 1
            key = f"{link_id}#{count}"
        self._keys.add(key)
        return key

    def _item(self, source: dict[str, Json]) -> Item:
        extensions = Extensions(source)
        link_id = source.get("linkId")
        if not isinstance(link_id, str) or not link_id:
            link_id = f"_{len(self._keys) + 1}"
        kind = _type(source.get("type"))
        key = self._key(link_id)
        options, missing = self._options(source)
        limits = _limits(source, extensions)
        units = extensions.units()
        if kind is ItemType.STRING and "questionnaire-hidden" not in extensions:
            kind = (
                ItemType.TEXT
                if extensions.code("questionnaire-itemControl") == "text-area"
                else kind
            )
        return Item(
            key=key,
            link_id=link_id,
            type=kind,
            source=source,
            text=translated(source, "text"),
            prefix=translated(source, "prefix"),
            required=source.get("required") is True,
            repeats=source.get("repeats") is True or extensions.flag("questionnaire-answerRepeats"),
            read_only=source.get("readOnly") is True,
            hidden=extensions.flag("questionnaire-hidden"),
            control=extensions.code("questionnaire-itemControl"),
            horizontal=extensions.code("questionnaire-choiceOrientation") == "horizontal",
            options=options,
            is_open=kind is ItemType.OPEN_CHOICE
            or (bool(missing) and not options)
            or source.get("answerConstraint") in ("optionsOrString", "optionsOrType"),
            missing_value_set=missing,
            initial=_initial(source, options, kind),
            conditions=_conditions(source),
            all_conditions=source.get("enableBehavior") != "any",
            units=units,
            variables=_variables(extensions),
            calculated=extensions.formula("sdc-questionnaire-calculatedExpression"),
            initial_formula=extensions.formula(
                "sdc-questionnaire-initialExpression", "questionnaire-initialExpression"
            ),
            enabled_formula=extensions.formula("sdc-questionnaire-enableWhenExpression"),
            options_formula=extensions.formula(
                "sdc-questionnaire-answerExpression", "sdc-questionnaire-candidateExpression"
            ),
            constraints=extensions.constraints(),
            items=self.items(source.get("item") or []),
            **limits,
        )

    def _options(self, source: dict[str, Json]) -> tuple[tuple[Option, ...], str]:
        options = tuple(filter(None, map(_option, objects(source.get("answerOption")))))
        reference = text_of(source.get("answerValueSet"))
        if options or not reference:
            return options, ""
        found = self._value_sets.options(reference)
        return (found, "") if found else ((), reference)


def _type(value: Json) -> ItemType:
    try:
        return ItemType(value)
    except ValueError:
        return ItemType.UNKNOWN


def _option(source: dict[str, Json]) -> Option | None:
    answer = Answer.from_json(source)
    if answer is None:
        return None
    extensions = Extensions(source)
    weight = weight_of(source)
    label = Text(str(answer), Extensions(source.get(f"_value{answer.type}")).translations())
    if answer.type == "Coding":
        coding_weight = weight_of(answer.value)
        label = coding_option(None, answer.value).label
        if not label.text:
            label = Text(text_of(answer.value.get("code")), label.translations)
        if coding_weight is None and weight is not None:
            extended = [*objects(answer.value.get("extension")), *weight_extensions(source)]
            answer = Answer("Coding", answer.value | {"extension": extended})
        weight = coding_weight if weight is None else weight
    elif answer.type == "Reference":
        label = Text(text_of(answer.value.get("display")) or text_of(answer.value.get("reference")))
    return Option(
        answer,
        label,
        Text(extensions.text("questionnaire-optionPrefix")),
        weight,
        extensions.flag("questionnaire-optionExclusive"),
        source.get("initialSelected") is True,
    )


def _initial(
    source: dict[str, Json], options: tuple[Option, ...], kind: ItemType
) -> tuple[Answer, ...]:
    given = tuple(filter(None, map(Answer.from_json, objects(source.get("initial")))))
    accepted = VALUE_TYPES.get(kind, ())
    found = []
    for answer in given:
        if kind is ItemType.DECIMAL and answer.type == "Integer":
            answer = Answer("Decimal", answer.value)
        if answer.type == "Url":
            answer = Answer("Uri", answer.value)
        ready = (option.answer for option in options if _means(answer, option.answer))
        if answer.type in accepted or options:
            found.append(next(ready, answer))
    return tuple(found) or tuple(option.answer for option in options if option.selected)


def _means(answer: Answer, option: Answer) -> bool:
    """Whether an initial value is the option; some forms write the bare code."""
    if answer.type == "String" and option.type == "Coding":
        return bool(option.value.get("code") == answer.value)
    return option.same(answer)


def _conditions(source: dict[str, Json]) -> tuple[Condition, ...]:
    found = []
    for each in objects(source.get("enableWhen")):
        expected = Answer.from_json(each, "answer")
        question, operator = text_of(each.get("question")), each.get("operator")
        if expected and question and operator in list(Operator):
            found.append(Condition(question, Operator(operator), expected))
    return tuple(found)


def _limits(source: dict[str, Json], extensions: Extensions) -> dict[str, Any]:
    length = source.get("maxLength")
    bounds = {}
    for name in ("minValue", "maxValue"):
        inner = Extensions(
            next(
                (
                    value
                    for each in extensions.all(name)
                    for key, value in each.items()
                    if key.startswith("_value")
                ),
                None,
            )
        )
        bounds[name] = inner.formula("cqf-calculatedValue", "cqf-expression") or next(
            iter(extensions.formulas(f"sdc-questionnaire-{name}")), None
        )
    return {
        "max_length": length if isinstance(length, int) and length > 0 else None,
        "min_occurs": extensions.whole("questionnaire-minOccurs"),
        "max_occurs": extensions.whole("questionnaire-maxOccurs"),
        "max_decimals": extensions.whole("maxDecimalPlaces"),
        "min_value": extensions.answer("minValue"),
        "max_value": extensions.answer("maxValue"),
        "min_formula": bounds["minValue"],
        "max_formula": bounds["maxValue"],
        "step": extensions.number("questionnaire-sliderStepValue"),
        "entry_format": extensions.text("entryFormat"),
        "regex": extensions.text("regex"),
    }
