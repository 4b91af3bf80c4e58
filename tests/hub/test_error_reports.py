"""Reports of errors in descriptions: kept, listed for the catalogue's keeper, closed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hyteterm.cli import main
from hyteterm.domain.delivery import Content, DeliveryKind, DeliveryResult
from hyteterm.domain.error_report import LONGEST
from hyteterm.domain.identifier import new_id
from hyteterm.hub.administration import Unknown

from .conftest import Place
from .terminal import refusal

REPORT = {
    "service_id": "s-1",
    "source": "ptv",
    "source_id": "ptv-1",
    "name": "Kävelyryhmä",
    "text": "Puhelinnumero on vanha.",
}


def sent(place: Place, body: dict[str, object]) -> DeliveryResult:
    """What the hub says to a report of the nurse."""
    content = Content(
        kind=DeliveryKind.ERROR_REPORT,
        professional_id=place.nurse.professional_id,
        body=body,
    )
    receipt = place.nurse.deliver(place.nurse.seal(new_id(), content)).receipts[0]
    if receipt.result is DeliveryResult.REFUSED:
        assert refusal(receipt) == "unreadable"
    return receipt.result


def test_a_report_is_listed_until_it_is_closed(place: Place) -> None:
    assert sent(place, REPORT) is DeliveryResult.ACCEPTED
    (found,) = place.administration.error_reports()
    assert found.report.model_dump() == REPORT
    place.administration.close_error_report(found.id)
    assert place.administration.error_reports() == []
    assert place.administration.log_is_whole()
    with pytest.raises(Unknown):
        place.administration.close_error_report(found.id)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"service_id": "s"},
        {"service_id": "s", "text": ""},
        {"service_id": "s", "text": "x" * (LONGEST + 1)},
        {"service_id": "s", "text": "x", "client": "Aino"},
    ],
)
def test_what_is_no_report_is_refused_and_not_kept(place: Place, body: dict[str, object]) -> None:
    assert sent(place, body) is DeliveryResult.REFUSED
    assert place.administration.error_reports() == []


def test_the_command_lists_and_closes(place: Place) -> None:
    def run(*arguments: str) -> Result:
        command = ["hub", "reports", "--database", str(place.database), *arguments]
        return CliRunner().invoke(main, command)

    sent(place, REPORT)
    text = run()
    assert text.exit_code == 0
    assert "Kävelyryhmä" in text.output and "Puhelinnumero on vanha." in text.output
    (row,) = json.loads(run("--json").stdout)
    assert {name: row[name] for name in REPORT} == REPORT
    assert json.loads(run("--json", "--close", row["id"]).stdout) == []
    assert run("--close", row["id"]).exit_code == 1


def test_the_file_of_another_program_is_refused_in_words(tmp_path: Path) -> None:
    other = tmp_path / "x.txt"
    other.write_text("Tämä ei ole tietokanta. " * 100, encoding="utf-8")
    result = CliRunner().invoke(main, ["hub", "reports", "--database", str(other)])
    assert result.exit_code == 1
    assert "x.txt" in result.output
