"""Fixtures that every test may use."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# On a busy machine nothing that is right may fail: no deadline, and slow data is only slow.
settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The shared sample data beside the checkout; the test is skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared sample data (../shared/data) is not beside this checkout")
    return folder


pytest_plugins = ["tests.homes"]
