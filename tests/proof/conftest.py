"""Figures of the proofs are printed, also when all is well."""

from collections.abc import Callable

import pytest

Report = Callable[[str], None]


@pytest.fixture
def report(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Report:
    """Write a line below the test's name."""

    def write(text: str) -> None:
        with capsys.disabled():
            request.config.get_terminal_writer().write(f"\n{text}\n")

    return write
