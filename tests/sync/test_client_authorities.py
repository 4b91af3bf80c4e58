"""Whose certificates the terminal believes, and when it reads none."""

import ssl
from typing import Any

import pytest

from hyteterm.sync.client import HubClient


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files of authorities that were read."""
    found: list[str] = []

    def loading(self: ssl.SSLContext, cafile: str | None = None, *_: Any, **__: Any) -> None:
        found.append(cafile or "")

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", loading)
    return found


def test_plain_http_on_this_machine_reads_no_authorities(loaded: list[str]) -> None:
    HubClient("http://127.0.0.1:9").close()
    assert loaded == []


@pytest.mark.parametrize("address", ["https://localhost:9", "https://keskus.esimerkki.fi"])
def test_https_always_knows_whom_to_believe(address: str, loaded: list[str]) -> None:
    HubClient(address).close()
    assert loaded
