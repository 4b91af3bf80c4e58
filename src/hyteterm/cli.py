"""The command line: which commands there are; each is loaded when it is called."""

import importlib
import sys
from collections.abc import Mapping
from typing import Any, Final

import click

from hyteterm import __version__

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    # name: (module, attribute)
    "demo": ("hyteterm.commands.demo", "demo"),
    "demo-hub": ("hyteterm.commands.demo", "demo_hub"),
    "catalogue": ("hyteterm.commands.catalogue", "catalogue"),
    "search": ("hyteterm.commands.search", "search"),
    "card": ("hyteterm.commands.card", "card"),
    "refer": ("hyteterm.commands.refer", "refer"),
    "leaflet": ("hyteterm.commands.leaflet", "leaflet"),
    "outbox": ("hyteterm.commands.line", "outbox"),
    "sync": ("hyteterm.commands.line", "sync"),
    "enrol": ("hyteterm.commands.enrol", "enrol"),
    "statistics": ("hyteterm.commands.statistics", "statistics"),
    "access-log": ("hyteterm.commands.access_log", "access_log"),
    "hub": ("hyteterm.commands.hub", "hub"),
    "doctor": ("hyteterm.commands.doctor", "doctor"),
}


class LazyGroup(click.Group):
    """A group whose commands are imported only when they are called."""

    def __init__(self, *args: Any, lazy: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.lazy:
            return None
        module, attribute = self.lazy[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="hyteterm")
@click.pass_context
def main(ctx: click.Context) -> None:
    """HyteTerm: find a local service, talk, refer, and hear what became of it."""
    if ctx.invoked_subcommand is None:
        from hyteterm.commands.screens import open_screens

        sys.exit(open_screens())
