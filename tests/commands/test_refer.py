"""``hyteterm refer``: one line from standard input."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hyteterm.cli import main
from hyteterm.local_cache.home import Home
from hyteterm.translation import set_language
from hyteterm.workspace import Workspace
from tests.homes import NURSE, PIN

LINE = "liikunta kouvola Matti Mallikas 0500000201 s58; polvi, haluaa ryhmään"


@pytest.fixture
def pin_file(tmp_path: Path) -> Path:
    path = tmp_path / "pin"
    path.write_text(PIN)
    return path


def run(*arguments: str, text: str = LINE) -> Result:
    try:
        return CliRunner().invoke(main, ["refer", *arguments], input=text)
    finally:
        set_language("fi")


def test_dry_run_shows_what_was_understood_and_saves_nothing(home: Home) -> None:
    result = run("--dry-run", "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["type"] == "exercise"
    assert found["name"] == "Matti Mallikas"
    assert found["municipality"] == "286"
    assert found["reason"] == "polvi, haluaa ryhmään"


def test_a_line_is_queued_with_the_clients_consent(home: Home, pin_file: Path) -> None:
    result = run("--pin-file", str(pin_file), "--consent", "basic", "--json")
    assert result.exit_code == 0, result.output
    with Workspace(home) as workspace:
        assert workspace.line.state().waiting == 1
        workspace.session.unlock(NURSE.id, PIN)
        (row,) = workspace.referrals.sent()
        assert (row.client_name, row.receiver) == ("Matti Mallikas", "Kouvolan liikuntaneuvonta")


def test_without_consent_nothing_is_queued(home: Home, pin_file: Path) -> None:
    result = run("--pin-file", str(pin_file))
    assert result.exit_code == 1
    assert "suostumus" in result.stderr
    with Workspace(home) as workspace:
        assert workspace.line.state().waiting == 0


def test_a_line_as_an_argument_is_refused(home: Home) -> None:
    result = run("liikunta", "kouvola", text="")
    assert result.exit_code == 2


def test_a_wrong_pin_says_so(home: Home, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("999999")
    result = run("--pin-file", str(wrong), "--consent", "basic")
    assert result.exit_code == 1
    assert "PIN ei täsmää" in result.stderr


def test_an_ambiguous_line_is_told(home: Home, pin_file: Path) -> None:
    result = run(
        "--pin-file",
        str(pin_file),
        "--consent",
        "basic",
        text="liikunta salo matti 0500000201 s58; polvi",
    )
    assert result.exit_code == 1
    assert "monitulkintainen" in result.stderr
