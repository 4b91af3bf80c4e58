"""The demo's own people: they rest until something moves, and then answer."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest

from hyteterm.commands.demo_hub import Others
from hyteterm.commands.demo_receiver import ANSWERS, DemoReceiver
from hyteterm.commands.demo_sender import DemoSender
from hyteterm.demo.people import RECEIVER_UNITS
from hyteterm.workspace.session import DEMO_PIN_VARIABLE
from tests.end_to_end.conftest import Line


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[ExitStack]:
    monkeypatch.setenv(DEMO_PIN_VARIABLE, "246810")
    with ExitStack() as found:
        yield found


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> list[DemoReceiver]:
    """Who has worked."""
    worked: list[DemoReceiver] = []
    work = DemoReceiver.work

    def working(self: DemoReceiver, now: datetime | None = None) -> int:
        worked.append(self)
        return work(self, now)

    monkeypatch.setattr(DemoReceiver, "work", working)
    return worked


def test_a_demo_that_is_left_alone_rests(
    line: Line, stack: ExitStack, rounds: list[DemoReceiver], tmp_path: Path
) -> None:
    others = Others(tmp_path, line.codes, receiver=False)
    assert line.hub is not None
    for _ in range(3):
        others.look(line.hub, stack)
    assert rounds == []
    assert not (tmp_path / RECEIVER_UNITS[0].id).exists()


def test_the_first_referral_wakes_the_receivers_once_and_their_answer_falls_due(
    line: Line, stack: ExitStack, rounds: list[DemoReceiver], tmp_path: Path
) -> None:
    others = Others(tmp_path, line.codes, receiver=False)
    assert line.hub is not None
    nurse = stack.enter_context(
        DemoSender(tmp_path / "nurse", line.url, line.codes.terminal, line.codes.professional)
    )
    nurse.work()
    for _ in range(3):
        others.look(line.hub, stack)
    assert len(rounds) == len(line.codes.receivers)
    (asked,) = [one for one in rounds if one.due]
    due = asked.due
    assert due is not None
    assert asked.work(due - ANSWERS[0].after) == 0
    assert asked.work(due + ANSWERS[0].after) == 3


def test_a_receivers_demo_has_three_referrals_waiting(
    line: Line, stack: ExitStack, tmp_path: Path
) -> None:
    others = Others(tmp_path, line.codes, receiver=True)
    assert line.hub is not None
    others.look(line.hub, stack)
    ours = stack.enter_context(DemoReceiver(tmp_path / "ours", line.url, *others.ours))
    ours.work()
    assert ours.due is not None
