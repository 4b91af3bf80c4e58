"""The catalogue that a hub packs when it starts, before anybody asks."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hyteterm.demo.catalogue_loader import demo_services
from hyteterm.hub.administration import Administration
from hyteterm.hub.catalogue_snapshot import Snapshot, Snapshots
from hyteterm.hub.store import open_store


async def packed_then_asked(snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    await snapshots.pack_ahead()
    with monkeypatch.context() as patch:
        patch.setattr(Snapshots, "_make", None)
        return await snapshots.newest("zstd")


def test_the_first_terminal_does_not_wait_for_packing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path / "hub.db")
    with Administration(tmp_path / "hub.db", store=store) as administration:
        administration.publish(demo_services(datetime.now(UTC)))
    snapshots = Snapshots(store)
    found = asyncio.run(packed_then_asked(snapshots, monkeypatch))
    assert found.path.stat().st_size == found.size > 0
    snapshots.close()
    store.close()


def test_an_empty_hub_packs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(tmp_path / "hub.db")
    with pytest.raises(TypeError):
        asyncio.run(packed_then_asked(Snapshots(store), monkeypatch))
    store.close()
