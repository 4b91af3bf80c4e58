"""A terminal's private storage."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .storage import Storage


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """An enrolled and unlocked terminal of the test's own."""
    opened = Storage.enrolled(tmp_path)
    yield opened
    opened.close()
