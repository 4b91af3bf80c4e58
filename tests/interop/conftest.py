"""Cards and forms filled to their end, and two validators written by others."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import hyteterm
from hyteterm.domain.client import Client
from hyteterm.domain.questionnaire import (
    ItemType,
    Questionnaire,
    Session,
    UnreadableQuestionnaire,
    read_all,
)
from hyteterm.workspace.card_sharing import shared_response

Json = dict[str, Any]

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
OWN_CARD = Path(hyteterm.__file__).parent / "cards" / "hyvinvointikortti.json"
WAYS = 8
"""So many times each of our own cards is filled, each time otherwise."""
CLIENT = Client(name="Elma Esimerkki", municipality="286", birth_year=1941)
TYPED: dict[ItemType, Any] = {
    ItemType.BOOLEAN: True,
    ItemType.STRING: "sana",
    ItemType.TEXT: "kaksi\nriviä",
    ItemType.CHOICE: "sana",
    ItemType.OPEN_CHOICE: "sana",
    ItemType.INTEGER: "3",
    ItemType.DECIMAL: "3,5",
    ItemType.DATE: "1.2.2001",
    ItemType.DATETIME: "1.2.2026 8.30",
    ItemType.TIME: "8.30",
    ItemType.QUANTITY: "70",
    ItemType.URL: "https://esimerkki.fi",
}


def filled(form: Questionnaire, seed: int) -> Session:
    """Answer whatever is asked, some of it with chance."""
    session, chance = Session(form, now=NOW), random.Random(seed)
    path = session.next_unanswered()
    while path is not None:
        row = next(row for row in session.visible("fi") if row.path == path)
        session.set(path, chance.choice(row.options).answer if row.options else TYPED[row.kind])
        path = session.next_unanswered(path)
    return session


def named(folder: Path) -> Iterator[tuple[str, Questionnaire]]:
    """Every form in a folder that the engine opens; the scores are no forms."""
    for path in sorted(folder.glob("**/*.json")):
        if path.parent.name == "scores" or path.name.startswith("QR__"):
            continue
        try:
            yield from ((path.name, form) for form in read_all(json.loads(path.read_text("utf-8"))))
        except UnreadableQuestionnaire:
            continue


@pytest.fixture(scope="session")
def own_responses() -> list[tuple[str, Json]]:
    """Our own card: as it stands, finished, and as far as it may leave the terminal."""
    (form,) = read_all(json.loads(OWN_CARD.read_text("utf-8")))
    found = []
    for seed in range(WAYS):
        session = filled(form, seed)
        found.append((f"begun {seed}", session.response()))
        done = session.response("completed", {"authored": NOW.isoformat()})
        found.append((f"finished {seed}", done))
        found.append((f"shared {seed}", shared_response(done, CLIENT)))
    return found


@pytest.fixture(scope="session")
def other_responses(shared_data: Path) -> list[tuple[str, Json]]:
    """Forms that others wrote."""
    return [
        (name, filled(form, seed=7).response())
        for name, form in named(shared_data / "questionnaires")
    ]
