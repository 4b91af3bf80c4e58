"""The wellbeing card in a real pseudo-terminal: fast fingers and a killed program lose nothing."""

import os
import sys

import pytest

from hyteterm.local_cache.home import Home
from tests.homes import PIN

if sys.platform == "win32":
    pytest.skip("pseudo-terminals of POSIX", allow_module_level=True)

from tests.end_to_end.terminal_session import TerminalSession

F3 = "\x1bOR"


def environment(home: Home) -> dict[str, str]:
    """A plain terminal with this home."""
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("HYTETERM", "TEXTUAL"))}
    return {
        **keep,
        "HYTETERM_HOME": str(home.path),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }


def opened(home: Home) -> TerminalSession:
    """The program, unlocked, at its desk."""
    terminal = TerminalSession([sys.executable, "-m", "hyteterm"], environment(home))
    terminal.wait_for("PIN")
    terminal.write(PIN)
    terminal.press("enter")
    terminal.wait_for("Hae │", "palvelua")
    return terminal


def test_a_card_that_is_killed_goes_on_where_it_was(home: Home) -> None:
    with opened(home) as terminal:
        terminal.write(F3)
        terminal.wait_for("Mistä haluaisit puhua?")
        terminal.write("ca")
        terminal.press("enter")
        terminal.wait_for("Miten nukut")
        terminal.write("3")
        terminal.wait_for("Uni 3: Toivotko")
        terminal.write("k")
        terminal.wait_for("✓k Uni")
        terminal.kill()
    with opened(home) as terminal:
        terminal.wait_for("kortti (1 kesken)")
        terminal.write(F3)
        terminal.wait_for("Jatka: Hyvinvointikortti")
        terminal.press("enter")
        terminal.wait_for("✓k Uni              3 ▇▇▇", "▸ ◦  Liikunta")


def test_keys_in_one_burst_are_answers_in_their_order(home: Home) -> None:
    with opened(home) as terminal:
        terminal.write(f"{F3}cda347")
        terminal.wait_for("Yhteenveto", "Uni                           3 ▇▇▇", "7 ▇▇▇▇▇▇▇")
