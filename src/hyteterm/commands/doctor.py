"""``hyteterm doctor``: what is wrong with this terminal, and how to mend it."""

from dataclasses import asdict

import click

from hyteterm.commands.output import put_json, put_lines
from hyteterm.workspace import Workspace


@click.command()
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document.")
def doctor(json_wanted: bool) -> None:
    """Look at terminal, colours, encoding, disk, clock, keys, catalogue and line."""
    from hyteterm.workspace.examination import examine

    with Workspace() as workspace:
        findings = list(examine(workspace))
    if json_wanted:
        put_json([asdict(finding) for finding in findings])
    else:
        put_lines(f"{'✓' if f.good else '⚠'} {f.subject:<10} {f.text}" for f in findings)
    raise SystemExit(0 if all(finding.good for finding in findings) else 1)
