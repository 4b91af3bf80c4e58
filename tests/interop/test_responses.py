"""Responses of our questionnaire engine, read by two FHIR validators that others wrote.

`fhirkit-rs` misses wrong status codes, the npm package `fhir` misses wrong dates: both are
asked.  ``make interop`` installs them.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

fhirkit = pytest.importorskip("fhirkit", reason="needs fhirkit-rs: make interop")

pytestmark = pytest.mark.interop

Json = dict[str, Any]
Validator = Callable[[list[Json]], list[list[str]]]
"""Resources → what is wrong with each."""

PACKAGES = Path(sys.prefix) / "npm" / "node_modules"
SCRIPT = Path(__file__).with_name("validate.js")


def by_fhirkit(resources: list[Json]) -> list[list[str]]:
    """PyPI `fhirkit-rs`."""
    return [[str(issue) for issue in fhirkit.validate(one)] for one in resources]


def by_npm(resources: list[Json]) -> list[list[str]]:
    """npm `fhir`."""
    node = shutil.which("node")
    if node is None or not (PACKAGES / "fhir").is_dir():
        pytest.skip("needs node, npm and the package fhir: make interop")
    answer = subprocess.run(
        [node, str(SCRIPT)],
        input=json.dumps(resources),
        env=os.environ | {"NODE_PATH": str(PACKAGES)},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    found: list[list[str]] = json.loads(answer.stdout)
    return found


BROKEN: list[tuple[Validator, Json]] = [
    (by_npm, {"status": "nearly"}),
    (by_fhirkit, {"authored": "15.1.2026"}),
    (by_npm, {"answer": 1}),
    (by_fhirkit, {"item": [{"text": "no linkId", "answer": [{"valueDate": "2026-02-30"}]}]}),
]


def wrong(validator: Validator, responses: list[tuple[str, Json]]) -> dict[str, list[str]]:
    """Name → what is wrong; only those with something wrong."""
    found = validator([response for _, response in responses])
    return {name: issues for (name, _), issues in zip(responses, found, strict=True) if issues}


@pytest.mark.parametrize("validator", [by_fhirkit, by_npm])
def test_our_own_card_is_a_valid_response(
    validator: Validator, own_responses: list[tuple[str, Json]]
) -> None:
    assert all(response["item"] for _, response in own_responses)
    assert wrong(validator, own_responses) == {}


@pytest.mark.parametrize("validator", [by_fhirkit, by_npm])
def test_forms_of_others_become_valid_responses(
    validator: Validator, other_responses: list[tuple[str, Json]]
) -> None:
    assert len(other_responses) > 200
    assert wrong(validator, other_responses) == {}


@pytest.mark.parametrize(("validator", "damage"), BROKEN)
def test_the_validators_see_what_is_broken(validator: Validator, damage: Json) -> None:
    response = {"resourceType": "QuestionnaireResponse", "status": "completed", **damage}
    (issues,) = validator([response])
    assert issues
