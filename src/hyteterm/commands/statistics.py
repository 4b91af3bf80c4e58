"""``hyteterm statistics``: the month's figures, with stable column names."""

from pathlib import Path
from typing import Final

import click

from hyteterm.commands.output import fail, put_json, put_lines
from hyteterm.commands.unlocking import unlocked
from hyteterm.domain.statistics import COLUMNS, MonthlyStatistics, is_month
from hyteterm.domain.suppression import SUM
from hyteterm.translation import gettext as _
from hyteterm.workspace.statistics import csv_text, table_rows

UNTOLD: Final = "<5*"
"""A count that is not told: below five, or one that would give such a one away."""


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
    """The figures of a month: referrals by type, municipality, unit, status, theme, and use.

    Counts below five, and those from which one could be reckoned, are not told.
    """
    if not is_month(month):
        raise click.UsageError("--month YYYY-MM")
    with unlocked(pin_file, professional) as workspace:
        try:
            found = workspace.line.statistics(month)
        except Exception as error:
            message = workspace.line.fault(error) or workspace.explanation(error)
            if message is None:
                raise
            fail(message)
    if json_wanted:
        put_json(table_rows(found))
    elif csv_wanted:
        click.echo(csv_text(found), nl=False)
    else:
        put_lines(figure_lines(found))
        if not found.rows:
            click.echo(_("Kuukaudelta ei ole lähetteitä."), err=True)


def figure_lines(figures: MonthlyStatistics) -> list[str]:
    """The figures for reading: what, of which, how many."""
    lines = []
    for row in table_rows(figures):
        parts = [
            f"{name}={row[name] or '–'}"
            for name in COLUMNS[2:10]
            if row[name] != SUM and (name != "item" or row[name])
        ]
        numbers = [UNTOLD if row["count"] is None else str(row["count"])]
        numbers += [
            f"{name}={row[name]}" for name in ("median_days", "mean") if row[name] is not None
        ]
        what = " ".join([str(row["measure"]), *parts])
        lines.append(f"{figures.month}  {what:<56}  {'  '.join(numbers)}")
    return lines
