"""The access log: append-only, and a changed chain shows."""

from collections.abc import Callable
from typing import Any

import pytest

from hyteterm.local_cache.access_log import Access, Action

from .storage import AT, COLLEAGUE, NURSE, Storage


def seen(client: str, by: Any = NURSE, action: Action = Action.VIEW) -> Access:
    return Access(by.id, by.name, by.role, action, client, "hoitosuhde", "", "r-1")


def test_who_looked_at_a_clients_data_can_be_told(storage: Storage) -> None:
    log = storage.vault.access_log
    log.record(seen("c-1"), AT)
    log.record(seen("c-2"), AT)
    log.record(seen("c-1", COLLEAGUE, Action.PRINT), AT)
    found = [(one.access.professional, one.access.action) for one in log.entries(client_reference="c-1")]  # fmt: skip
    assert found == [(COLLEAGUE.name, Action.PRINT), (NURSE.name, Action.VIEW)]
    assert [one.number for one in log.entries()] == [3, 2, 1]
    assert [one.number for one in log.entries(limit=1)] == [3]
    assert next(log.entries()).at == AT
    assert log.first_broken() is None


def test_an_empty_log_is_whole(storage: Storage) -> None:
    assert storage.vault.access_log.first_broken() is None


@pytest.mark.parametrize(
    "statement", ["UPDATE access_log SET reason = 'x'", "DELETE FROM access_log"]
)
def test_rows_cannot_be_changed_or_removed(storage: Storage, statement: str) -> None:
    storage.vault.access_log.record(seen("c-1"), AT)
    with pytest.raises(Exception, match="append-only"):
        storage.vault._connection.execute(statement)


TAMPERINGS: list[tuple[str, int]] = [
    ("UPDATE access_log SET professional = 'Joku Muu' WHERE number = 2", 2),
    ("UPDATE access_log SET at = '2020-01-01T00:00:00+00:00' WHERE number = 1", 1),
    ("DELETE FROM access_log WHERE number = 2", 2),
    ("DELETE FROM access_log WHERE number = 1", 1),
    ("DELETE FROM access_log WHERE number = 4", 4),
    ("DELETE FROM access_log", 1),
    ("UPDATE access_log SET hash = 'x' WHERE number = 3", 3),
]


@pytest.mark.parametrize(("statement", "number"), TAMPERINGS)
def test_tampering_past_the_triggers_shows_where(
    storage: Storage, statement: str, number: int
) -> None:
    for client in ("c-1", "c-2", "c-3", "c-4"):
        storage.vault.access_log.record(seen(client), AT)
    connection = storage.vault._connection
    connection.execute("DROP TRIGGER access_log_stays")
    connection.execute("DROP TRIGGER access_log_remains")
    connection.execute(statement)
    assert storage.vault.access_log.first_broken() == number


def test_a_row_goes_with_the_callers_transaction(storage: Storage) -> None:
    def cut_off(record: Callable[..., int]) -> None:
        with storage.vault.transaction():
            record(seen("c-1"), AT)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off(storage.vault.access_log.record)
    assert list(storage.vault.access_log.entries()) == []
