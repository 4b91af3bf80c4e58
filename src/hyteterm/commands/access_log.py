"""``hyteterm access-log``: who has looked at whose data (käyttöloki)."""

from dataclasses import asdict
from pathlib import Path

import click

from hyteterm.commands.output import fail, put_json, put_lines
from hyteterm.commands.unlocking import unlocked
from hyteterm.domain.finnish_time import moment_text
from hyteterm.translation import gettext as _


@click.command(name="access-log")
@click.option("--client", metavar="REFERENCE", help="Only rows about one client (opaque id).")
@click.option("--verify", is_flag=True, help="Check that no row was changed or removed.")
@click.option("--pin-file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--professional", help="Id of the professional; needed when there are several.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document.")
def access_log(
    client: str | None,
    verify: bool,
    pin_file: Path | None,
    professional: str | None,
    json_wanted: bool,
) -> None:
    """The access log, newest first."""
    with unlocked(pin_file, professional) as workspace:
        log = workspace.session.vault.access_log
        if verify:
            broken = log.first_broken()
            if broken is not None:
                fail(_("Käyttölokin ketju on poikki rivillä {number}.").format(number=broken))
        rows = list(log.entries(client_reference=client))
    if json_wanted:
        put_json(
            [{"number": row.number, "at": row.at.isoformat(), **asdict(row.access)} for row in rows]
        )
        return
    if verify:
        click.echo(_("Käyttöloki on ehjä."), err=True)
    put_lines(
        f"{row.number:>6}  {moment_text(row.at)}  {row.access.professional}  {row.access.action}  "
        f"{row.access.client_reference}  {row.access.reason}  {row.access.recipient}"
        for row in rows
    )
