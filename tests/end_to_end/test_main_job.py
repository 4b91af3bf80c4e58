"""The main job, by keyboard, in the real program on a real pseudo-terminal."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from hyteterm.commands.demo_receiver import DemoReceiver
from hyteterm.local_cache.home import Home
from tests.end_to_end.conftest import Line

if sys.platform == "win32":
    pytest.skip("pseudo-terminals of POSIX", allow_module_level=True)

from tests.end_to_end.terminal_session import TerminalSession

PROGRAM = [sys.executable, "-m", "hyteterm"]


def environment(home: Home) -> dict[str, str]:
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("HYTETERM", "TEXTUAL"))}
    return {
        **keep,
        "HYTETERM_HOME": str(home.path),
        "HYTETERM_DEMO_PIN": "246810",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }


def unlock(terminal: TerminalSession) -> None:
    terminal.wait_for("PIN")
    terminal.press(*"246810", "enter")
    terminal.wait_for("Hae │", "palvelua")


def write_referral(terminal: TerminalSession) -> None:
    """From the desk to a queued referral."""
    terminal.write("liikuntaneuvonta")
    terminal.wait_for("▸ Kouvolan liikuntaneuvonta")
    terminal.press("f4")
    terminal.wait_for("Tyyppi", "liikuntalähete")
    terminal.write("Matti Mallikas 0500000201 s1958;polvikipu\r")
    terminal.wait_for("Kysy asiakkaan suostumus")
    terminal.press("k", "k", "f10")
    terminal.wait_for("Jonossa · peruttavissa 10 s")


def test_referral_made_offline_is_delivered_and_answered(
    line: Line, sender_home: Home, receiver: Callable[[], DemoReceiver]
) -> None:
    counsellor = receiver()
    line.down()
    with TerminalSession(PROGRAM, environment(sender_home)) as terminal:
        unlock(terminal)
        write_referral(terminal)
        terminal.press("f9")
        terminal.wait_for("○ ei yhteyttä", "↑ 1")
        line.up()
        terminal.wait_until_gone("↑ 1", timeout=60)
        terminal.wait_for("● yhteys")
        terminal.press("f5")
        terminal.wait_for("perillä")
        later = datetime.now(UTC) + timedelta(days=1)
        assert counsellor.work(later) == 1
        terminal.press("f9")
        terminal.wait_for("käsittelyssä", "soitan asiakkaalle", timeout=60)


def test_killing_the_program_between_queued_and_delivery_loses_nothing(
    line: Line, sender_home: Home, receiver: Callable[[], DemoReceiver]
) -> None:
    counsellor = receiver()
    line.down()
    with TerminalSession(PROGRAM, environment(sender_home)) as terminal:
        unlock(terminal)
        write_referral(terminal)
        terminal.kill()
    line.up()
    answer = subprocess.run(
        [*PROGRAM, "sync", "--wait"], env=environment(sender_home), capture_output=True, timeout=90
    )
    assert answer.returncode == 0, answer.stderr
    assert counsellor.work(datetime.now(UTC) + timedelta(days=1)) == 1
    with TerminalSession(PROGRAM, environment(sender_home)) as terminal:
        unlock(terminal)
        terminal.press("f5")
        terminal.wait_for("Matti Mallikas", "käsittelyssä", timeout=60)


def test_a_draft_survives_a_kill_and_is_continued(line: Line, sender_home: Home) -> None:
    with TerminalSession(PROGRAM, environment(sender_home)) as terminal:
        unlock(terminal)
        terminal.press("f4")
        terminal.wait_for("Tyyppi")
        terminal.write("\t\t\tElma Esimerkki\r050 00")
        terminal.wait_for("050 00", "tallennettu luonnoksena")
        terminal.kill()
    with TerminalSession(PROGRAM, environment(sender_home)) as terminal:
        unlock(terminal)
        terminal.press("f5")
        terminal.wait_for("Elma Esimerkki", "luonnos")
        terminal.press("enter")
        terminal.wait_for("Elma Esimerkki", "050 00", "Puhelin")


def test_keys_in_one_burst_land_in_their_fields(line: Line, sender_home: Home) -> None:
    """What a slow line does: everything typed arrives at once."""
    with TerminalSession(PROGRAM, environment(sender_home)) as terminal:
        unlock(terminal)
        terminal.press("f4")
        terminal.wait_for("Tyyppi")
        terminal.write("\t\t\tElma Esimerkki\r0500000202\r1941\r")
        text = terminal.wait_for("1941")
        rows = {row.split()[0]: row for row in text.splitlines() if row.strip()}
        assert "Elma Esimerkki" in rows["Nimi"]
        assert "0500000202" in rows["Puhelin"]
        assert "1941" in rows["Syntynyt"]


def test_a_byte_that_is_not_utf_8_does_not_end_the_program(line: Line, sender_home: Home) -> None:
    with TerminalSession(PROGRAM, environment(sender_home)) as terminal:
        unlock(terminal)
        os.write(terminal.fd, b"yst\xe4v\xe4")
        terminal.wait_for("Hae │ ystävä")


def test_locking_forgets_and_opens_again(line: Line, sender_home: Home) -> None:
    with TerminalSession(PROGRAM, environment(sender_home)) as terminal:
        unlock(terminal)
        terminal.press("f4")
        terminal.wait_for("Tyyppi")
        terminal.write("kulttuuri elma esimerkki")
        terminal.press("f12")
        text = terminal.wait_for("PIN on", timeout=40)
        assert "Elma" not in text
        unlock(terminal)
        terminal.press("f5")
        terminal.wait_for("Elma Esimerkki", "luonnos")


@pytest.mark.parametrize("arguments", [["demo", "--script"]])
def test_the_scripted_demo_goes_through(arguments: list[str]) -> None:
    result = subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    assert "päättynyt: toteutui" in result.stdout


def test_without_a_terminal_the_demo_says_so() -> None:
    result = subprocess.run(
        [*PROGRAM, "demo"], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL
    )
    assert result.returncode == 1
    assert "hyteterm demo --script" in result.stderr
