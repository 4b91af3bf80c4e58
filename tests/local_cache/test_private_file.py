"""Small files that are replaced as a whole: the order in which the disk is asked."""

import os
import stat
import sys
from pathlib import Path

import pytest

from hyteterm.local_cache.private_file import replace_bytes


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was synced and renamed, by name and in order."""
    found: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def syncing(descriptor: int) -> None:
        folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        found.append("folder" if folder else "bytes")
        fsync(descriptor)

    def replacing(self: Path, target: Path) -> Path:
        found.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(Path, "replace", replacing)
    return found


def test_the_new_bytes_are_on_the_disk_before_they_take_the_old_ones_place(
    tmp_path: Path, asked: list[str]
) -> None:
    path = tmp_path / "keys.json"
    replace_bytes(path, b"old")
    asked.clear()
    replace_bytes(path, b"new")
    assert asked == (
        ["bytes", "rename"] if sys.platform == "win32" else ["bytes", "rename", "folder"]
    )
    assert path.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["keys.json"]


def test_when_the_disk_fails_the_old_file_stands_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "keys.json"
    replace_bytes(path, b"old")

    def failing(descriptor: int) -> None:
        raise OSError(5, "the disk is gone")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError, match="the disk is gone"):
        replace_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["keys.json"]
