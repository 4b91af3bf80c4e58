"""Taking a real terminal into use: codes from the hub's main user, a passphrase, a PIN."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from hyteterm.app import HyteTermApp
from hyteterm.cli import main
from hyteterm.local_cache.home import Home
from hyteterm.screens.desk import DeskScreen
from hyteterm.screens.unlock import UnlockScreen
from hyteterm.translation import set_language
from hyteterm.workspace import Workspace
from tests.end_to_end.conftest import Line
from tests.screens.pilot import shown, until

PASSPHRASE = "pitkä yhteinen lause"
PIN = "246810"


def enrol(line: Line, *answers: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        main,
        ["enrol", "--hub", line.url, "--municipality", "Kouvola", "--place", "Kouvola"],
        input="\n".join(answers) + "\n",
    )
    set_language("fi")
    return result.exit_code, result.output


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    home = Home(tmp_path / "real")
    monkeypatch.setenv("HYTETERM_HOME", str(home.path))
    monkeypatch.delenv("HYTETERM_DEMO_PIN", raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    return home


async def test_a_terminal_without_a_device_secret_asks_for_a_passphrase(
    line: Line, empty_home: Home
) -> None:
    codes = line.codes
    code, output = enrol(line, codes.terminal, codes.professional, PIN, PIN, PASSPHRASE, PASSPHRASE)
    assert code == 0, output
    with Workspace(empty_home) as workspace:
        assert len(workspace.catalogue.catalogue) > 200
        app = HyteTermApp(workspace)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "Salalause" in shown(app))
            await pilot.press(*"väärä salalause", "enter", *PIN, "enter")
            await until(pilot, lambda: "⚠" in shown(app) and isinstance(app.screen, UnlockScreen))
            await pilot.press(*PASSPHRASE, "enter", *PIN, "enter")
            await until(pilot, lambda: isinstance(app.screen, DeskScreen))


def test_a_wrong_code_and_a_weak_pin_are_told(line: Line, empty_home: Home) -> None:
    codes = line.codes
    code, output = enrol(
        line, codes.terminal, codes.professional, "111111", "111111", *[PASSPHRASE] * 2
    )
    assert (code, "PIN on liian helppo" in output) == (1, True), output
    code, output = enrol(line, "AAAA-BBBB-CCCC", codes.professional, PIN, PIN, *[PASSPHRASE] * 2)
    assert (code, "Koodi ei kelpaa" in output) == (1, True), output
    assert not empty_home.keys.exists()


def test_a_hub_that_cannot_be_reached_is_told(line: Line, empty_home: Home) -> None:
    line.down()
    code, output = enrol(line, "AAAA-BBBB-CCCC", "AAAA", PIN, PIN, *[PASSPHRASE] * 2)
    assert (code, "ei saada yhteyttä" in output) == (1, True), output
