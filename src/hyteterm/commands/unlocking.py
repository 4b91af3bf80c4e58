"""Unlocking for a command: the PIN from a file or a prompt, never from an argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from hyteterm.commands.output import fail, misuse
from hyteterm.translation import gettext as _
from hyteterm.workspace import Workspace


@contextmanager
def unlocked(pin_file: Path | None, professional_id: str | None) -> Iterator[Workspace]:
    """An unlocked workspace; says why and exits with 1 when it does not open."""
    with Workspace() as workspace:
        try:
            people = workspace.session.professionals()
        except Exception as error:
            fail(_told(workspace, error))
        if not people:
            fail(_("Päätettä ei ole otettu käyttöön: hyteterm enrol."))
        chosen = [each for each in people if professional_id in (None, each.id)]
        if len(chosen) != 1:
            misuse("--professional: " + ", ".join(f"{each.id} ({each.name})" for each in people))
        if pin_file is not None:
            pin = pin_file.read_text(encoding="utf-8").strip()
        else:
            pin = click.prompt("PIN", hide_input=True, err=True)
        try:
            workspace.session.unlock(chosen[0].id, pin)
            workspace.referrals.reconcile()
        except Exception as error:
            fail(_told(workspace, error))
        yield workspace


def _told(workspace: Workspace, error: Exception) -> str:
    message = workspace.explanation(error)
    if message is None:
        raise error
    return message
