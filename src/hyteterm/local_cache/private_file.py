"""Small private files: readable by this account alone, replaced as a whole or not at all."""

import json
import os
import sys
from pathlib import Path
from typing import Any


def ensure_private(path: Path) -> None:
    """Make ``path`` as an empty file of mode 0600 unless it exists.

    SQLite gives the -wal and -shm files the mode of the database.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return


def sync_folder(folder: Path) -> None:
    """Make renames in ``folder`` survive a power cut (Windows does it by itself)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_bytes(path: Path, data: bytes) -> None:
    """Put ``data`` in place of ``path``: after a power cut either the old or the new stands.

    Raises `OSError`; the old file then stands.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def replace_json(path: Path, value: Any) -> None:
    """`replace_bytes` with ``value`` as readable JSON."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    replace_bytes(path, text.encode())
