"""Terminal and hub are killed at any moment, on a line that fails: no referral is lost or doubled.

``HYTETERM_PROOF_KILLS`` kills of the terminal (400), ``HYTETERM_PROOF_HUB_KILLS`` of the
hub (80), ``HYTETERM_PROOF_SEED`` (7), ``HYTETERM_PROOF_SECONDS`` for each test (600).
"""

import os
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("the lives are forked", allow_module_level=True)

from tests.proof.conftest import Report
from tests.proof.crash_town import CrashTown
from tests.proof.sabotage import (
    ANY_200_BELIEVED,
    HUB_WITHOUT_MEMORY,
    THROWN_AWAY_BEFORE_SENT,
)

pytestmark = pytest.mark.proof

KILLS = int(os.environ.get("HYTETERM_PROOF_KILLS", "400"))
HUB_KILLS = int(os.environ.get("HYTETERM_PROOF_HUB_KILLS", "80"))
SEED = int(os.environ.get("HYTETERM_PROOF_SEED", "7"))
SECONDS = float(os.environ.get("HYTETERM_PROOF_SECONDS", "600"))
CONTROL_KILLS = 30


def test_every_referral_that_was_said_to_be_queued_is_at_the_hub_once(
    tmp_path: Path, report: Report
) -> None:
    tally = CrashTown(tmp_path, SEED).run(KILLS, HUB_KILLS, SECONDS)
    report(tally.line())
    report("faults: " + ", ".join(f"{name} {n}" for name, n in tally.faults.most_common()))
    assert tally.nurse_kills >= KILLS
    assert tally.hub_kills >= HUB_KILLS
    assert tally.said >= KILLS
    assert tally.missing == []
    assert tally.twice == []
    assert tally.back_in_drafts == 0
    assert tally.not_told == []
    assert (tally.waiting, tally.quarantined, tally.broken_log) == (0, 0, None)


@pytest.mark.parametrize(
    ("sabotage", "faults"),
    [(THROWN_AWAY_BEFORE_SENT, ()), (ANY_200_BELIEVED, ["captive portal"])],
)
def test_a_terminal_that_trusts_the_line_is_found_out(
    sabotage: str, faults: list[str], tmp_path: Path, report: Report
) -> None:
    tally = CrashTown(tmp_path, SEED, sabotage, faults).run(CONTROL_KILLS, 3, SECONDS)
    report(f"control, {sabotage}: {tally.line()}")
    assert tally.missing


def test_a_hub_without_memory_is_found_out(tmp_path: Path, report: Report) -> None:
    tally = CrashTown(tmp_path, SEED, HUB_WITHOUT_MEMORY).run(CONTROL_KILLS, 3, SECONDS)
    report(f"control, {HUB_WITHOUT_MEMORY}: {tally.line()}")
    assert tally.twice
