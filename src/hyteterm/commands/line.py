"""``hyteterm outbox`` and ``hyteterm sync``: what waits, and doing it now."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from hyteterm.commands.output import fail, put_json, put_lines
from hyteterm.domain.finnish_time import moment_text
from hyteterm.translation import gettext as _
from hyteterm.workspace import Workspace
from hyteterm.workspace.sync_faults import sync_fault

HOLD_S = 11.0


@click.command()
@click.option("--json", "json_wanted", is_flag=True, help="One JSON list.")
def outbox(json_wanted: bool) -> None:
    """What waits for the line, and what needs correcting; without client data."""
    with Workspace() as workspace:
        rows = workspace.line.deliveries()
    if json_wanted:
        put_json([asdict(row) for row in rows])
        return
    for row in rows:
        since = moment_text(datetime.fromtimestamp(row.created_at, UTC))
        put_lines([f"{row.sequence:>6}  {row.kind:<14} {row.state:<9} {since}  {row.reason}"])
    if not rows:
        click.echo(_("Jonossa ei ole mitään."), err=True)


@click.command()
@click.option("--wait", is_flag=True, help="Wait also for what can still be taken back (10 s).")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document.")
def sync(wait: bool, json_wanted: bool) -> None:
    """Deliver what waits and refresh the catalogue now."""
    with Workspace() as workspace:
        try:
            report = workspace.line.sync_once(wait_held=HOLD_S if wait else 0.0)
            workspace.usage.send_silently()
        except Exception as error:
            message = workspace.explanation(error)
            if message is None:
                raise
            fail(message)
    catalogue = report.catalogue
    if json_wanted:
        put_json(
            {
                "delivered": report.delivered,
                "refused": report.refused,
                "waiting": report.waiting,
                "catalogue": asdict(catalogue) if catalogue else None,
                "problem": "not-enrolled" if report.not_enrolled else report.problem,
            }
        )
    else:
        counts = [
            (_("perillä"), len(report.delivered)),
            (_("vaatii korjausta"), len(report.refused)),
            (_("odottaa"), report.waiting),
        ]
        if catalogue is not None:
            counts.append((_("palveluja muuttui"), catalogue.added + catalogue.changed))
        put_lines([", ".join(f"{name} {count}" for name, count in counts)])
    problem = sync_fault(report, _)
    if problem:
        fail(problem)
