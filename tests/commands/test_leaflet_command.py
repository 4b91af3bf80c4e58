"""``hyteterm leaflet``: text, a file, and what is refused."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hyteterm.cli import main
from hyteterm.domain.service import service_id
from hyteterm.domain.service_hit import ServiceQuery
from hyteterm.local_cache.home import Home
from hyteterm.translation import set_language
from hyteterm.workspace import Workspace

EXERCISE = service_id("demo", "kouvola-liikuntaneuvonta")


def run(*arguments: str) -> Result:
    try:
        return CliRunner().invoke(main, ["leaflet", *arguments])
    finally:
        set_language("fi")


def shelter(home: Home) -> str:
    with Workspace(home) as workspace:
        hits = workspace.catalogue.search(ServiceQuery(words="turvakoti")).hits
    return next(hit.id for hit in hits if "turvakoti" in hit.name.casefold())


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        ([], "Soita 05 000 2462"),
        (["--easy"], "Soita tähän numeroon: 05 000 2462"),
        (["--language", "sv"], "Ring 05 000 2462"),
        (["--language", "en"], "Call 05 000 2462"),
        (["--language", "ru"], "Позвоните: 05 000 2462"),
    ],
)
def test_text_in_each_language(home: Home, arguments: list[str], first: str) -> None:
    result = run(EXERCISE, *arguments)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == first


def test_a_pdf_file(home: Home, tmp_path: Path) -> None:
    result = run(EXERCISE, "--pdf", str(tmp_path / "esite.pdf"))
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert (tmp_path / "esite.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_a_shelter_is_refused_and_left_out_beside_others(home: Home) -> None:
    refused = shelter(home)
    result = run(refused)
    assert result.exit_code == 1
    assert result.stdout == ""
    result = run(EXERCISE, refused)
    assert result.exit_code == 0
    assert "turvakoti" in result.stderr
    assert "turvakoti" not in result.stdout


def test_wrong_use_and_a_path_that_cannot_be_written(home: Home, tmp_path: Path) -> None:
    assert run().exit_code == 2
    assert run(EXERCISE, "--easy", "--language", "sv").exit_code == 2
    result = run(EXERCISE, "--pdf", str(tmp_path / "ei" / "ole.pdf"))
    assert result.exit_code == 1
    assert "ei voitu tallentaa" in result.stderr
