"""The hub's file: whose it is, what a failed piece of work leaves, who may read it."""

import asyncio
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from hyteterm.hub import log, settings
from hyteterm.hub.administration import Administration, Unknown
from hyteterm.hub.schema import STEPS
from hyteterm.hub.serve import HubThread, NotServed, serve
from hyteterm.hub.store import (
    DatabaseRefused,
    StoreUnavailable,
    Transaction,
    WorkFailed,
    database_path,
    open_store,
)

from .conftest import NURSES


@pytest.mark.parametrize(
    ("database", "path"),
    [
        ("hub.db", "hub.db"),
        ("/var/lib/hub.db", "/var/lib/hub.db"),
        ("sqlite:///hub.db", "hub.db"),
        ("sqlite:////var/lib/hub.db", "/var/lib/hub.db"),
    ],
)
def test_a_database_is_a_path_or_a_sqlite_url(database: str, path: str) -> None:
    assert database_path(database) == Path(path)


@pytest.mark.parametrize(
    "database",
    ["postgresql://hub@db/hub", "postgres://db/hub", "mysql://x", "sqlite://", "sqlite:///"],
)
def test_another_database_is_refused_in_clear_words_without_its_password(database: str) -> None:
    with pytest.raises(DatabaseRefused, match=r"sqlite:///path") as refusal:
        open_store(database)
    assert "hub@db" not in str(refusal.value)


def test_the_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = dbapi2.connect(str(path))
    connection.execute("CREATE TABLE own (x)")
    connection.commit()
    connection.close()
    with pytest.raises(DatabaseRefused, match="another program"):
        open_store(path)
    (tmp_path / "text.db").write_text("Tämä ei ole tietokanta. " * 100, encoding="utf-8")
    with pytest.raises(DatabaseRefused, match="DatabaseError"):
        open_store(tmp_path / "text.db")


def test_the_file_of_a_newer_hub_is_left_alone(tmp_path: Path) -> None:
    open_store(tmp_path / "hub.db").close()
    connection = dbapi2.connect(str(tmp_path / "hub.db"))
    connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    connection.close()
    with pytest.raises(DatabaseRefused, match="newer"):
        open_store(tmp_path / "hub.db")


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseRefused):
        open_store(tmp_path / "file" / "hub.db")


def test_work_that_fails_undoes_all_of_it_and_says_nothing_of_the_data(tmp_path: Path) -> None:
    store = open_store(tmp_path / "hub.db")

    async def twice(tx: Transaction) -> None:
        for _ in range(2):
            await tx.execute("INSERT INTO setting (name, value) VALUES ($1, $2)", "a", "Aino")

    async def raising(tx: Transaction) -> None:
        await settings.set_lease_days(tx, 3)
        raise LookupError

    async def days(tx: Transaction) -> int:
        return await settings.lease_days(tx)

    async def scenario() -> None:
        with pytest.raises(WorkFailed, match=r"^IntegrityError$") as failure:
            await store.write(twice)
        assert failure.value.__cause__ is None
        with pytest.raises(LookupError):
            await store.write(raising)
        assert await store.read(days) == settings.LEASE_DAYS

    asyncio.run(scenario())
    store.close()
    with pytest.raises(StoreUnavailable):
        asyncio.run(store.read(days))


def test_work_that_waits_for_anything_else_is_refused(tmp_path: Path) -> None:
    store = open_store(tmp_path / "hub.db")

    async def waiting(tx: Transaction) -> None:
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="its transaction only"):
        asyncio.run(store.write(waiting))
    store.close()


def test_the_log_shows_where_it_was_touched(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    with Administration(path) as administration:
        for _ in range(5):
            administration.put_unit(NURSES)
        assert administration.log_is_whole()
    for touch, broken in (
        ("UPDATE log SET result = 'x' WHERE number = 4", 4),
        ("DELETE FROM log WHERE number = 2", 2),
    ):
        connection = dbapi2.connect(str(path))
        connection.execute(touch)
        connection.commit()
        connection.close()
        with Administration(path) as administration:
            assert not administration.log_is_whole()
            assert administration._read(log.first_broken) == broken


def test_administration_of_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with Administration(tmp_path / "hub.db") as administration:
        for work in (
            lambda: administration.terminal_code("ei-ole"),
            lambda: administration.professional_code("ei-ole"),
            lambda: administration.add_professional(unit_id="ei-ole", name="x"),
            lambda: administration.revoke_professional("ei-ole"),
            lambda: administration.revoke_terminal("ei-ole"),
            lambda: administration.order_wipe("ei-ole"),
            lambda: administration.close_unit("ei-ole"),
        ):
            with pytest.raises(Unknown):
                work()
        with pytest.raises(ValueError, match="days"):
            administration.set_lease_days(0)


def test_administration_works_inside_a_running_loop(tmp_path: Path) -> None:
    async def scenario() -> int:
        with Administration(tmp_path / "hub.db") as administration:
            administration.put_unit(NURSES)
            return len(administration.units())

    assert asyncio.run(scenario()) == 1


def test_the_hub_serves_beyond_loopback_only_under_a_certificate(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "192.0.2.1", "hub.example", "::"):
        with pytest.raises(NotServed, match="certificate"):
            serve(tmp_path / "hub.db", host)


def test_a_port_that_is_taken_is_told_in_clear_words(tmp_path: Path) -> None:
    with HubThread(tmp_path / "hub.db") as hub:
        port = int(hub.url.rpartition(":")[2])
        with pytest.raises(NotServed, match=f"127.0.0.1:{port}"):
            serve(tmp_path / "other.db", port=port)
