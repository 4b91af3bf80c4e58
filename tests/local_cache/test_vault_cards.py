"""Finished cards in the vault."""

from datetime import timedelta

import pytest

from hyteterm.local_cache.vault_cards import FinishedCard

from .storage import AT, NURSE, Storage


def card(id: str, *, known_by: str = "m. v.|1958", score: int = 3) -> FinishedCard:
    return FinishedCard(id, "urn:form|1", NURSE.id, "client-1", known_by, {"score": score}, AT)


@pytest.fixture
def cards(storage: Storage):  # type: ignore[no-untyped-def]
    return storage.vault.cards


def test_a_card_is_found_by_its_id_and_by_its_client(cards) -> None:  # type: ignore[no-untyped-def]
    cards.put(card("a"))
    assert cards.get("a") == card("a")
    assert cards.of_client("client-1") == [card("a")]
    assert cards.get("b") is None


def test_the_latest_is_the_one_that_was_put_last_whatever_the_clock_says(cards) -> None:  # type: ignore[no-untyped-def]
    cards.put(card("a"))
    earlier = card("b")
    cards.put(
        FinishedCard(
            **{name: getattr(earlier, name) for name in earlier.__slots__ if name != "finished_at"},
            finished_at=AT - timedelta(days=9),
        )
    )
    assert cards.latest("urn:form|1", "m. v.|1958").id == "b"
    assert cards.latest("urn:form|1", "m. v.|1958", other_than="b").id == "a"


def test_nobody_is_found_by_nothing(cards) -> None:  # type: ignore[no-untyped-def]
    cards.put(card("a", known_by=""))
    assert cards.latest("urn:form|1", "") is None
    assert cards.latest("urn:other", "m. v.|1958") is None


def test_putting_a_card_again_replaces_it(cards) -> None:  # type: ignore[no-untyped-def]
    cards.put(card("a"))
    cards.put(card("a", score=5))
    assert cards.get("a").body == {"score": 5}
    assert cards.delete("a")
    assert not cards.delete("a")
