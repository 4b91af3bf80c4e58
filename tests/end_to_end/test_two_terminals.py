"""A nurse's and a counsellor's terminal with a hub between them: the loop closes, whatever happens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hyteterm.domain.referral_status import Outcome, Status, Step
from hyteterm.workspace.stepping import StepWords
from tests.end_to_end.county import COUNSELLOR, NURSE, County, Terminal, both, steps_of


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    county = County(tmp_path)
    yield county
    county.close()


@pytest.fixture
def nurse(county: County) -> Terminal:
    return county.terminal(NURSE)


@pytest.fixture
def counsellor(county: County) -> Terminal:
    return county.terminal(COUNSELLOR)


def test_accepted_reached_started_and_finished(nurse: Terminal, counsellor: Terminal) -> None:
    id = nurse.refer()
    nurse.sync()
    counsellor.sync()
    assert counsellor.listed() == [id]
    for step, status in (
        (Step.ACCEPT, Status.ACCEPTED),
        (Step.REACHED, Status.CONTACTING),
        (Step.START, Status.STARTED),
    ):
        counsellor.take(id, step)
        counsellor.sync()
        nurse.sync()
        assert both(nurse, counsellor, id) == (status, status)
    counsellor.take(id, Step.COMPLETE, StepWords(note="Kiitos!", outcome=Outcome.FULFILLED))
    counsellor.sync()
    nurse.sync()
    seen = nurse.sent(id)
    assert (seen.status, seen.outcome) == (Status.COMPLETED, Outcome.FULFILLED)
    assert seen.timeline[-1].note == "Kiitos!"
    assert steps_of(seen.timeline)[-4:] == [Step.ACCEPT, Step.REACHED, Step.START, Step.COMPLETE]
