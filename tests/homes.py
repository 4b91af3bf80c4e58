"""A terminal's home, ready to use, made once and copied for each test."""

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from hyteterm.demo.catalogue_loader import demo_services
from hyteterm.local_cache import private_storage
from hyteterm.local_cache.catalogue import Catalogue, Counts, ImportRun
from hyteterm.local_cache.device_secret import DemoSecret
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.keys import KeyStore, Professional
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.outbox_row import HubKey, Terminal
from hyteterm.local_cache.trusted_time import TrustedTime
from hyteterm.workspace.settings import Settings

PIN = "246810"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
"""When the tests' catalogue was imported, and what the screens take the time to be."""
NURSE = Professional(
    id="p-nurse",
    name="A. Demo",
    role="sh",
    unit_id="u-sender",
    unit="Kouvola, pääterveysasema",
    phone="+358 5 000 0101",
)


def fixed_time() -> TrustedTime:
    """A clock that stands at `NOW`, for screens that are compared."""
    return TrustedTime(wall=NOW.timestamp, monotonic=lambda: 0.0)


def make_home(path: Path, *, hub_url: str = "http://127.0.0.1:9") -> Home:
    """An enrolled terminal with the demo catalogue and one professional; no hub answers."""
    home = Home(path).create()
    time = fixed_time()
    keys = KeyStore(home.keys, DemoSecret(home.demo_device_secret), time)
    private_storage.create(home, keys, NURSE, PIN).vault.close()
    public = X25519PrivateKey.generate().public_key().public_bytes_raw()
    with Outbox.open(home.outbox, time) as outbox:
        outbox.terminal = Terminal(
            id="t-1",
            name="vastaanotto",
            unit_id=NURSE.unit_id,
            unit=NURSE.unit,
            hub_url=hub_url,
            delivery_token="test-token",
            hub_keys=(HubKey("k-1", public),),
            epoch="e-1",
        )
    with Catalogue(home.catalogue, now=lambda: NOW) as catalogue:
        catalogue.store(list(demo_services(NOW)))
        catalogue.record_run(
            ImportRun(
                source="demo",
                label="demo",
                started=NOW,
                finished=NOW,
                counts=Counts(),
                refused=0,
                interrupted="",
            )
        )
    Settings(municipality="286", place="Kouvola, pääterveysasema").save(home.settings)
    return home


def copy_home(made: Home, path: Path) -> Home:
    """A copy of a home for one test."""
    shutil.copytree(made.path, path)
    return replace(made, path=path)


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The original; tests use `home`."""
    return make_home(tmp_path_factory.mktemp("made") / "home")


@pytest.fixture
def home(made_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """This test's own terminal."""
    copied = copy_home(made_home, tmp_path / "home")
    monkeypatch.setenv("HYTETERM_HOME", os.fspath(copied.path))
    return copied
