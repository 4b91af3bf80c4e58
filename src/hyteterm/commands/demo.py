"""``hyteterm demo``: the program with invented people, and the same without a screen."""

import importlib
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hyteterm.commands.output import fail
from hyteterm.terminal import splash

if TYPE_CHECKING:
    from hyteterm.workspace import Workspace

LOADED_WHILE_THE_HUB_STARTS: Final = (
    "hyteterm.workspace.enrolment",
    "hyteterm.sync.sync_once",
    "hyteterm.local_cache.catalogue",
    "hyteterm.local_cache.search",
    "httpcore",
    "argon2",
    "hyteterm.app",
)
NEEDS_TERMINAL: Final = (
    "hyteterm demo avautuu päätteessä. Ilman päätettä: hyteterm demo --script\n"
    "hyteterm demo needs a terminal. Without one: hyteterm demo --script"
)


@click.command()
@click.option("--script", is_flag=True, help="The main job without a screen, step by step.")
@click.option("--receiver", is_flag=True, help="As a municipal counsellor: received referrals, F6.")
def demo(script: bool, receiver: bool) -> None:
    """Try HyteTerm with invented people and a central API on this machine."""
    try:
        import uvicorn  # noqa: F401
    except ImportError:
        fail("The demo needs more packages: pip install 'hyteterm[hub]'")
    if script:
        from hyteterm.commands.demo_script import run_script

        run_script()
        return
    if not splash.fits():
        fail(NEEDS_TERMINAL)
    sys.exit(open_demo(receiver=receiver))


def open_demo(*, receiver: bool = False) -> int:
    """Prepare the throw-away workspace, once, and open the screens on it."""
    from hyteterm.workspace.demonstration import demo_folder

    with demo_folder() as (folder, new):
        hub = start_hub(folder, receiver=receiver) if new else None
        # The imports of this process are under way while the hub's process makes its own.
        from hyteterm.commands.screens import open_screens
        from hyteterm.local_cache.home import Home
        from hyteterm.workspace import Workspace

        workspace = Workspace(Home(folder / "terminal"))
        if hub is not None:
            try:
                enrol_at(hub, workspace, receiver=receiver)
            except BaseException:
                splash.leave()
                raise
        return open_screens(workspace)


def enrol_at(
    hub: "subprocess.Popen[str]", workspace: "Workspace", *, receiver: bool = False
) -> None:
    """Take the demo's terminal into use as soon as the hub says where it is."""
    for name in LOADED_WHILE_THE_HUB_STARTS:
        importlib.import_module(name)
    from hyteterm.workspace.demonstration import prepare

    address = hub.stdout.readline().split() if hub.stdout else []
    if len(address) != 3:
        fail("The demo's central API did not start.")
    prepare(workspace, *address, receiver=receiver)


def start_hub(folder: Path, *, receiver: bool = False) -> "subprocess.Popen[str]":
    """The central API as a child that outlives a lock (the program is executed anew)."""
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "hyteterm",
            "demo-hub",
            str(folder),
            *(["--receiver"] if receiver else []),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


@click.command(name="demo-hub", hidden=True)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--receiver", is_flag=True)
def demo_hub(folder: Path, receiver: bool) -> None:
    """The demo's central API; started by ``hyteterm demo``."""
    from hyteterm.commands.demo_hub import run_demo_hub

    run_demo_hub(folder, receiver=receiver)
