"""Our own card: whole in three languages, and shaped as a FHIR R4 questionnaire is."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path as File
from typing import Any

import pytest

import hyteterm
from hyteterm.domain.card_answers import (
    ALONE,
    MOST_TOPICS,
    SELF_HARM,
    TOPICS,
    VARIANT,
    VIOLENCE_QUESTIONS,
    Said,
    Support,
    ThemeAnswer,
    Variant,
    read_card,
    response_values,
)
from hyteterm.domain.questionnaire import Level, Path, Session, read, support
from hyteterm.domain.vocabulary import Theme

FILE = File(hyteterm.__file__).parent / "cards" / "hyvinvointikortti.json"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
PARTS = ("open", "more", "scale", "strength", "worry", "matters", "support", "works")

Json = dict[str, Any]


def questionnaire() -> Json:
    loaded: Json = json.loads(FILE.read_text(encoding="utf-8"))
    return loaded


def items(parent: Json | None = None) -> Iterator[Json]:
    for item in (questionnaire() if parent is None else parent).get("item", []):
        yield item
        yield from items(item)


def by_link() -> dict[str, Json]:
    return {item["linkId"]: item for item in items()}


def extension(item: Json, name: str) -> Json | None:
    return next((e for e in item.get("extension", []) if e["url"].endswith(f"/{name}")), None)


def texts(element: Any) -> Iterator[tuple[str, Json]]:
    """(text, its translations) of every text that a person reads, anywhere below."""
    if isinstance(element, list):
        for one in element:
            yield from texts(one)
    elif isinstance(element, dict):
        for name in ("title", "description", "text", "display"):
            if isinstance(element.get(name), str):
                found = {}
                for one in element.get(f"_{name}", {}).get("extension", []):
                    assert one["url"] == TRANSLATION
                    parts = {part["url"]: part for part in one["extension"]}
                    found[parts["lang"]["valueCode"]] = parts["content"]["valueString"]
                yield element[name], found
        for key, value in element.items():
            if not key.startswith("_"):
                yield from texts(value)


def test_every_text_is_there_in_three_languages() -> None:
    found = list(texts(questionnaire()))
    assert len(found) > 250
    for finnish, others in found:
        assert set(others) == {"sv", "en"}, finnish
        assert finnish.strip()
        assert all(text.strip() and text == text.strip() for text in others.values()), finnish


def test_a_question_is_a_question_in_every_language() -> None:
    for finnish, others in texts(questionnaire()):
        marks = {text.endswith("?") for text in (finnish, *others.values())}
        assert len(marks) == 1, finnish


def test_one_finnish_text_has_one_translation() -> None:
    seen: dict[str, Json] = {}
    for finnish, others in texts(questionnaire()):
        assert seen.setdefault(finnish, others) == others


def test_the_client_is_spoken_to_as_sina() -> None:
    formal = re.compile(r"\b(?:te|teidän|teille|teitä|oletteko|haluatteko|voitteko)\b", re.I)
    assert [text for text, _others in texts(questionnaire()) if formal.search(text)] == []


def test_link_ids_are_unique() -> None:
    links = [item["linkId"] for item in items()]
    assert len(links) == len(set(links))


def test_conditions_point_at_earlier_questions_and_their_own_answers() -> None:
    seen: dict[str, Json] = {}
    for item in items():
        conditions = item.get("enableWhen", [])
        if len(conditions) > 1:
            assert item["enableBehavior"] == "all"
        for condition in conditions:
            target = seen[condition["question"]]
            if coding := condition.get("answerCoding"):
                options = [o["valueCoding"] for o in target["answerOption"]]
                assert (coding["system"], coding["code"]) in {
                    (o["system"], o["code"]) for o in options
                }
            if "answerInteger" in condition:
                assert target["type"] == "integer"
        seen[item["linkId"]] = item


def test_twelve_themes_stand_in_order_with_every_part() -> None:
    groups = [i["linkId"] for i in questionnaire()["item"] if i["linkId"] in list(Theme)]
    assert groups == list(Theme)
    found = by_link()
    for theme in Theme:
        assert all(f"{theme}.{part}" in found for part in PARTS), theme


@pytest.mark.parametrize("theme", list(Theme))
def test_the_scale_goes_from_0_to_10_and_says_what_its_ends_mean(theme: Theme) -> None:
    scale = by_link()[f"{theme}.scale"]
    lowest, highest = extension(scale, "minValue"), extension(scale, "maxValue")
    assert scale["type"] == "integer"
    assert lowest and lowest["valueInteger"] == 0
    assert highest and highest["valueInteger"] == 10
    ends = {}
    for end in scale["item"]:
        control = extension(end, "questionnaire-itemControl")
        assert control and end["type"] == "display"
        ends[control["valueCodeableConcept"]["coding"][0]["code"]] = end["text"]
    assert ends == {"lower": "0 = täysin tyytymätön", "upper": "10 = täysin tyytyväinen"}


@pytest.mark.parametrize("theme", list(Theme))
def test_exactly_one_opening_question_shows_for_each_variant(theme: Theme) -> None:
    openings = [i for i in items() if i["linkId"].startswith(f"{theme}.open")]
    assert len({i["text"] for i in openings}) == 5

    def shows(item: Json, variant: str | None) -> bool:
        for condition in item["enableWhen"]:
            if condition["question"] != VARIANT:
                continue
            if condition["operator"] == "exists":
                return variant is None and condition["answerBoolean"] is False
            return bool(condition["answerCoding"]["code"] == variant)
        return True

    for variant in (None, *Variant):
        assert sum(shows(item, variant) for item in openings) == 1


def test_nothing_about_violence_is_asked_before_the_client_is_alone() -> None:
    safety = by_link()[Theme.SAFETY]
    assert safety["item"][0]["linkId"] == ALONE
    for item in safety["item"][1:]:
        assert {"question": ALONE, "operator": "=", "answerBoolean": True} in item["enableWhen"]


def test_codes_are_those_that_the_rules_read() -> None:
    found = by_link()

    def codes(link: str) -> list[str]:
        return [option["valueCoding"]["code"] for option in found[link]["answerOption"]]

    assert codes(VARIANT) == list(Variant)
    assert codes(TOPICS) == list(Theme)
    assert codes("sleep.support") == list(Support)
    assert codes(SELF_HARM) == list(Said)
    for link, telling in VIOLENCE_QUESTIONS.items():
        assert telling in codes(link)
    most = extension(found[TOPICS], "questionnaire-maxOccurs")
    assert most and most["valueInteger"] == MOST_TOPICS
    assert found[TOPICS]["repeats"] is True


def test_the_card_ends_in_something_agreed_and_feedback_from_both() -> None:
    tail = [item["linkId"] for item in items() if not item["linkId"].startswith(tuple(Theme))]
    assert tail[-6:] == [
        "agreement",
        "agreement.step",
        "agreement.date",
        "feedback",
        "feedback.client",
        "feedback.professional",
    ]
    assert by_link()["agreement.date"]["type"] == "date"


def test_nothing_is_required() -> None:
    assert [item["linkId"] for item in items() if item.get("required")] == []


def test_the_engine_opens_the_card_without_a_finding() -> None:
    form = read(questionnaire())
    assert len(form.items) == len(questionnaire()["item"])
    assert form.title.translations == {"sv": "Välfärdskort", "en": "Wellbeing card"}
    assert [found for found in support(form) if found.level is not Level.SUPPORTED] == []


def shown(session: Session) -> dict[str, Path]:
    return {row.item.link_id: row.path for row in session.visible()}


def test_a_conversation_filled_in_the_engine_is_read_back() -> None:
    session = Session(read(questionnaire()))
    assert "sleep.open" in shown(session)
    assert "safety.scale" not in shown(session)
    answers: dict[str, Any] = {
        "variant": "carers",
        "topics": ["sleep", "mind"],
        "sleep.scale": 3,
        "sleep.support": "yes",
        "mind.scale": 2,
        "mind.self-harm": "unsaid",
        "safety.alone": True,
        "safety.scale": 4,
        "safety.hurt": "yes",
        "wishes.free": True,
        "agreement.step": "Uniryhmä",
        "agreement.date": "2027-01-15",
    }
    for link, answer in answers.items():
        session.set(shown(session)[link], answer)
    assert "sleep.open.carers" in shown(session)
    assert "sleep.open" not in shown(session)
    card = read_card(response_values(session.response()))
    assert card.variant is Variant.CARERS
    assert card.topics == (Theme.SLEEP, Theme.MIND)
    assert card.theme(Theme.SLEEP) == ThemeAnswer(score=3, support=Support.YES)
    assert card.self_harm is Said.UNSAID
    assert card.violence == {"safety.hurt"}
    assert (card.free, card.next_step, card.follow_up) == (True, "Uniryhmä", date(2027, 1, 15))

    session.set(shown(session)["safety.alone"], False)
    assert read_card(response_values(session.response())).violence == frozenset()
