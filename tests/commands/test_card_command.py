"""`hyteterm card`: what a county's maintainer sees, and what scripts rely on."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hyteterm.cli import main

CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
FORM = {
    "resourceType": "Questionnaire",
    "url": "urn:county:sum",
    "version": "2",
    "status": "active",
    "title": "Summa",
    "item": [
        {"linkId": "a", "type": "integer", "text": "Yksi"},
        {"linkId": "file", "type": "attachment", "text": "Liite"},
        {
            "linkId": "sum",
            "type": "integer",
            "text": "Yhteensä",
            "extension": [
                {
                    "url": CALCULATED,
                    "valueExpression": {
                        "language": "text/fhirpath",
                        "expression": "%resource.item.where(linkId='a').answer.value + 1",
                    },
                }
            ],
        },
    ],
}
RESPONSE = {
    "resourceType": "QuestionnaireResponse",
    "questionnaire": "urn:county:sum|2",
    "status": "completed",
    "item": [{"linkId": "a", "answer": [{"valueInteger": 41}]}],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the county's form, and a response beside it."""
    monkeypatch.setenv("HYTETERM_HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "cards").mkdir(parents=True)
    (tmp_path / "home" / "cards" / "summa.json").write_text(json.dumps(FORM), encoding="utf-8")
    (tmp_path / "response.json").write_text(json.dumps(RESPONSE), encoding="utf-8")
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["card", *map(str, arguments)])


def test_the_list_holds_our_card_and_the_countys_forms(folder: Path) -> None:
    (folder / "home" / "cards" / "rikki.json").write_text("{", encoding="utf-8")
    result = run("list", "--json")
    assert result.exit_code == 0
    listed = {entry["name"]: entry for entry in json.loads(result.stdout)}
    assert set(listed) == {"hyvinvointikortti", "summa", "rikki"}
    assert listed["hyvinvointikortti"]["languages"] == ["fi", "sv", "en"]
    assert listed["summa"]["opens"]
    assert not listed["rikki"]["opens"]
    assert listed["rikki"]["reason"]
    assert "Summa" in run("list").stdout


def test_a_check_tells_what_works_what_not_and_where(folder: Path) -> None:
    form = folder / "home" / "cards" / "summa.json"
    result = run("check", form, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["opens"]
    unsupported = [f["linkId"] for f in found["findings"] if f["level"] == "unsupported"]
    assert unsupported == ["file"]
    assert "✗ file" in run("check", form).stdout


def test_a_shortcoming_of_many_items_is_told_once_the_worst_first(tmp_path: Path) -> None:
    own = [{"url": "https://own.example/colour", "valueString": "red"}]
    items = [{"linkId": f"q{n}", "type": "string", "extension": own} for n in range(8)]
    form = {**FORM, "item": [*items, {"linkId": "file", "type": "attachment"}]}
    (tmp_path / "form.json").write_text(json.dumps(form), encoding="utf-8")
    lines = run("check", tmp_path / "form.json").stdout.splitlines()[2:]
    assert [line.split(":")[0] for line in lines] == [
        "✗ file  type attachment",
        "~ q0, q1, q2, q3, q4, q5, +2  https",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "ei ole"),
        ("", "JSON"),
        ("{", "JSON"),
        ('{"resourceType": "Patient"}', "Questionnaire"),
        ("[1, 2]", "FHIR"),
    ],
)
def test_a_file_that_is_no_form_is_refused_with_the_reason(
    folder: Path, content: str | None, words: str
) -> None:
    path = folder / "other.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    for command in (["check", path], ["score", path, folder / "response.json"]):
        result = run(*command)
        assert result.exit_code == 1
        assert words in result.stderr
        assert "Traceback" not in result.stderr
    document = json.loads(run("check", path, "--json").stdout)
    assert document["opens"] is False


def test_scores_are_values_by_link_id(folder: Path) -> None:
    form = folder / "home" / "cards" / "summa.json"
    result = run("score", form, folder / "response.json", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"sum": [42]}
    assert "Yhteensä: 42" in run("score", form, folder / "response.json").stdout


def test_a_bundle_is_scored_by_the_form_that_the_response_names(folder: Path) -> None:
    other = {**FORM, "url": "urn:county:other", "item": [{"linkId": "x", "type": "string"}]}
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": other}, {"resource": FORM}],
    }
    (folder / "bundle.json").write_text(json.dumps(bundle), encoding="utf-8")
    result = run("score", folder / "bundle.json", folder / "response.json", "--json")
    assert json.loads(result.stdout) == {"sum": [42]}


def test_something_else_than_a_response_is_refused(folder: Path) -> None:
    form = folder / "home" / "cards" / "summa.json"
    result = run("score", form, form)
    assert result.exit_code == 1
    assert "QuestionnaireResponse" in result.stderr


def test_a_missing_argument_is_wrong_usage(folder: Path) -> None:
    assert run("score", "form.json").exit_code == 2
