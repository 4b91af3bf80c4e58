"""What leaves the terminal of a card: a response for the county's system, a referral's start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from hyteterm.domain.card_answers import SELF_HARM, TOPICS, CardAnswers
from hyteterm.domain.card_summary import SUPPORT_WORDS, referral_summary
from hyteterm.domain.client import Client
from hyteterm.domain.consent import ConsentItem
from hyteterm.domain.referral import Referral
from hyteterm.domain.safety import NEVER_PRINTED, alarms
from hyteterm.domain.service import Service
from hyteterm.domain.vocabulary import THEME_LABELS, Theme

Json = Any
CLIENT_SYSTEM: Final = "urn:hyteterm:client"
_LEFT_OUT: Final = frozenset({str(theme) for theme in NEVER_PRINTED} | {SELF_HARM})


def shared_response(response: dict[str, Json], client: Client) -> dict[str, Json]:
    """The QuestionnaireResponse as far as it may go to the county's system.

    The safety theme, thoughts of self-harm and every text that tells of violence or
    self-harm stay on the terminal; the client is an opaque reference.
    """
    shared = {key: value for key, value in response.items() if key != "item"}
    shared["subject"] = {
        "type": "Patient",
        "identifier": {"system": CLIENT_SYSTEM, "value": client.reference},
    }
    if items := list(_items(response.get("item", []))):
        shared["item"] = items
    return shared


def _items(items: Iterable[dict[str, Json]]) -> Iterable[dict[str, Json]]:
    for item in items:
        if item["linkId"] in _LEFT_OUT:
            continue
        kept = {key: value for key, value in item.items() if key not in ("item", "answer")}
        answers = [each for each in item.get("answer", []) if _may_go(item["linkId"], each)]
        inner = list(_items(item.get("item", [])))
        if answers:
            kept["answer"] = answers
        if inner:
            kept["item"] = inner
        if answers or inner:
            yield kept


def _may_go(link_id: str, answer: dict[str, Json]) -> bool:
    if link_id == TOPICS:
        return answer["valueCoding"].get("code") not in _LEFT_OUT
    return not alarms(str(answer.get("valueString", "")))


def begun_referral(
    referral: Referral,
    client: Client,
    card: CardAnswers,
    service: Service | None,
    translate: Callable[[str], str],
) -> Referral:
    """A referral that starts from the card: client, themes, reason, the client's own words.

    The card's summary is written for the themes of the service alone and goes only with the
    client's wider permission; violence and self-harm are never among it.
    """
    themes = tuple(
        theme
        for theme in card.discussed
        if theme not in NEVER_PRINTED and (service is None or theme in service.themes)
    )
    reason = "; ".join(_wish(card, theme, translate) for theme in themes)
    goal = next((text for theme in themes if (text := _own_words(card, theme))), "")
    return referral.model_copy(
        update={
            "client": client,
            "themes": themes or referral.themes,
            "reason": reason[:1].upper() + reason[1:],
            "goal": goal,
            "card_summary": referral_summary(
                card, frozenset({ConsentItem.CARD_SUMMARY}), frozenset(themes), translate
            ),
        }
    )


def _wish(card: CardAnswers, theme: Theme, translate: Callable[[str], str]) -> str:
    support = card.theme(theme).support
    label = translate(THEME_LABELS[theme])
    return f"{label}, {translate(SUPPORT_WORDS[support])}" if support else label


def _own_words(card: CardAnswers, theme: Theme) -> str:
    answer = card.theme(theme)
    return next((text for text in (answer.matters, answer.works) if text and not alarms(text)), "")
