"""The home, its small files and its locks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hyteterm.local_cache.file_lock import FileLock, LockTimeout, locked
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.private_file import replace_bytes
from hyteterm.local_cache.trusted_time import TrustedTime


def test_the_environment_moves_the_home(tmp_path: Path) -> None:
    assert Home.from_environment({"HYTETERM_HOME": str(tmp_path)}).path == tmp_path
    assert Home.from_environment({}).path.name == "hyteterm"


def test_a_new_home_is_closed_to_others_and_an_old_one_left_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "a" / "b").create()
    assert home.path.stat().st_mode & 0o777 == 0o700
    home.path.chmod(0o750)
    assert home.create().path.stat().st_mode & 0o777 == 0o750


def test_every_path_is_in_the_home(tmp_path: Path) -> None:
    home = Home(tmp_path)
    names = [name for name, kind in vars(Home).items() if isinstance(kind, property)]
    paths = {getattr(home, name) for name in names}
    assert len(paths) == len(names) > 5
    assert all(path.parent == tmp_path for path in paths)


def test_a_file_is_replaced_as_a_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    replace_bytes(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_exclusive_lock_excludes_within_and_between_processes(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first = FileLock(path)
    assert first.acquire()
    assert not FileLock(path).acquire()
    assert not FileLock(path, shared=True).acquire()
    code = (
        "import sys; from pathlib import Path; from hyteterm.local_cache.file_lock import FileLock;"
        "print(FileLock(Path(sys.argv[1])).acquire())"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True)
    assert done.stdout == "False\n"
    first.release()
    first.release()
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True)
    assert done.stdout == "True\n", "a lock dies with its process"
    with locked(path), pytest.raises(LockTimeout), locked(path, timeout=0):
        pass


def test_shared_locks_stand_together(tmp_path: Path) -> None:
    first, second = (FileLock(tmp_path / "lock", shared=True) for _ in range(2))
    assert first.acquire()
    assert second.acquire()
    assert not FileLock(tmp_path / "lock").acquire()


def test_time_never_runs_backwards() -> None:
    wall, monotonic = [1000.0], [0.0]
    time = TrustedTime(wall=lambda: wall[0], monotonic=lambda: monotonic[0])
    assert time.now() == 1000
    wall[0], monotonic[0] = 500.0, 3.0
    assert time.now() == 1003
    time.observe(2000)
    monotonic[0] = 5.0
    assert time.now() == 2002
    time.observe(1)
    assert time.now() == 2002
    wall[0] = 9000.0
    assert time.now() == 9000
