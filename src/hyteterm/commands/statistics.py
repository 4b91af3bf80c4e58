"""``hyteterm statistics``: the month's figures, with stable column names."""

import csv
import sys
from pathlib import Path
from typing import Final

import click

from hyteterm.commands.output import fail, put_json, put_lines
from hyteterm.commands.unlocking import unlocked
from hyteterm.translation import gettext as _

COLUMNS: Final = ("month", "type", "municipality", "unit", "status", "outcome", "theme", "count")
MONTH: Final = r"^\d{4}-\d{2}$"


@click.command()
@click.option("--month", required=True, metavar="YYYY-MM")
@click.option("--csv", "csv_wanted", is_flag=True, help="CSV with a header line.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document.")
@click.option("--pin-file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--professional", help="Id of the professional; needed when there are several.")
def statistics(
    month: str,
    csv_wanted: bool,
    json_wanted: bool,
    pin_file: Path | None,
    professional: str | None,
) -> None:
    """Referrals of a month by type, municipality, unit, status, outcome and theme.

    Counts below five are not told.
    """
    import re

    if not re.fullmatch(MONTH, month):
        raise click.UsageError("--month YYYY-MM")
    with unlocked(pin_file, professional) as workspace:
        try:
            found = workspace.line.statistics(month)
        except Exception as error:
            message = workspace.line.fault(error) or workspace.explanation(error)
            if message is None:
                raise
            fail(message)
    rows = [{"month": month, **row.model_dump()} for row in found.rows]
    if json_wanted:
        put_json(rows)
    elif csv_wanted:
        writer = csv.DictWriter(sys.stdout, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    else:
        put_lines(figure_lines(rows))
        if not rows:
            click.echo(_("Kuukaudelta ei ole lähetteitä."), err=True)


def figure_lines(rows: list[dict[str, object]]) -> list[str]:
    """The rows as a table for reading."""
    return [
        "  ".join(
            f"{('<5' if row[name] is None else row[name]) or '–'!s:<14}" for name in COLUMNS
        ).rstrip()
        for row in rows
    ]
