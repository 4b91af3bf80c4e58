"""``hyteterm catalogue``: bring services to this terminal, and how the catalogue stands."""

import sys
from dataclasses import asdict
from typing import Any

import click

from hyteterm.commands.catalogue_figures import gap_lines, status_lines
from hyteterm.commands.output import fail, put_json, put_lines
from hyteterm.translation import gettext as _
from hyteterm.translation import ngettext
from hyteterm.workspace import Workspace

REFUSALS_SHOWN = 20


@click.group()
def catalogue() -> None:
    """The service catalogue on this terminal."""


@catalogue.command(name="import")
@click.argument("format", metavar="FORMAT", type=click.Choice(["ptv", "hsds", "events", "csv"]))
@click.argument("source")
@click.option("--replace", is_flag=True, help="Services that SOURCE does not have are removed.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document.")
def import_command(format: str, source: str, replace: bool, json_wanted: bool) -> None:
    """Import SOURCE (a file, a folder or a web address) in FORMAT: ptv, hsds, events, csv."""
    from hyteterm.workspace.catalogue_import import ImportBroken, ImportReport, import_source
    from hyteterm.workspace.source_faults import refusal_text, source_fault

    def report_lines(report: ImportReport) -> list[str]:
        counts = [
            (_("lisätty"), report.added),
            (_("muuttunut"), report.changed),
            (_("ennallaan"), report.unchanged),
            (_("poistettu"), report.removed),
            (_("hylätty"), len(report.refused)),
        ]
        lines = [", ".join(f"{name} {count}" for name, count in counts)]
        if report.changed_nothing:
            lines.append(_("Mikään ei muuttunut."))
        return lines

    with Workspace() as workspace, _bar() as advance:
        try:
            report = import_source(
                workspace.catalogue.catalogue, format, source, advance, replace=replace
            )
        except ImportBroken as error:
            stored = error.report.added + error.report.changed
            message = source_fault(error, _)
            if stored:
                message += " " + ngettext(
                    "Ennen virhettä tallennettiin {count} palvelu.",
                    "Ennen virhettä tallennettiin {count} palvelua.",
                    stored,
                ).format(count=stored)
            fail(message)
    if json_wanted:
        put_json(
            {
                "added": report.added,
                "changed": report.changed,
                "unchanged": report.unchanged,
                "removed": report.removed,
                "refused": [asdict(each) for each in report.refused],
            }
        )
        return
    for refused in report.refused[:REFUSALS_SHOWN]:
        click.echo(refusal_text(refused, _), err=True)
    if len(report.refused) > REFUSALS_SHOWN:
        rest = len(report.refused) - REFUSALS_SHOWN
        more = ngettext("… ja {count} muu", "… ja {count} muuta", rest)
        click.echo(more.format(count=rest), err=True)
    put_lines(report_lines(report))


class _bar:
    """A progress bar on standard error; nothing where that is not a terminal."""

    def __enter__(self) -> Any:
        self._shown = -1
        return self.advance if sys.stderr.isatty() else None

    def __exit__(self, *error: object) -> None:
        if self._shown >= 0:
            click.echo(err=True)

    def advance(self, done: int, total: int | None) -> None:
        """Show how far it is; ``total`` None: not known."""
        share = int(30 * done / total) if total else 0
        if share == self._shown and done % 500:
            return
        self._shown = share
        bar = f"[{'█' * share}{' ' * (30 - share)}] " if total else ""
        click.echo(f"\r{bar}{done}" + (f" / {total}" if total else ""), nl=False, err=True)


@catalogue.command()
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document.")
def status(json_wanted: bool) -> None:
    """How the catalogue stands: size, age, counts, what needs care."""
    with Workspace() as workspace:
        if not workspace.catalogue.exists:
            fail(_("Tarjotinta ei ole vielä tuotu. Tee se: hyteterm catalogue import ptv LÄHDE"))
        workspace.paths.note()
        found = workspace.catalogue.catalogue.status()
        if json_wanted:
            put_json(asdict(found))
            return
        put_lines(status_lines(found, workspace))


@catalogue.command()
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document.")
def gaps(json_wanted: bool) -> None:
    """Services by municipality and theme: where there is nothing."""
    with Workspace() as workspace:
        if not workspace.catalogue.exists:
            fail(_("Tarjotinta ei ole vielä tuotu. Tee se: hyteterm catalogue import ptv LÄHDE"))
        found = workspace.catalogue.gaps()
        if json_wanted:
            put_json(found)
            return
        put_lines(gap_lines(found, workspace))


@catalogue.command()
def export() -> None:
    """The whole catalogue as NDJSON on standard output."""
    with Workspace() as workspace:
        for service in workspace.catalogue.catalogue.services():
            sys.stdout.write(service.model_dump_json(exclude_defaults=True) + "\n")


@catalogue.command()
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document.")
def meanings(json_wanted: bool) -> None:
    """The county's own words for search (HYTETERM_HOME/meanings/*.txt, *.tsv): are they good?

    Exit code 1 when a file cannot be used; search then keeps to the words that ship.
    """
    with Workspace() as workspace:
        found = workspace.catalogue.check_meanings()
    if json_wanted:
        put_json([each._asdict() for each in found])
    elif not found:
        put_lines([_("Omia sanastotiedostoja ei ole.")])
    else:
        for each in found:
            if each.fault:
                click.echo(f"✗ {each.name}: {each.fault}", err=True)
            else:
                counts = ((_("lisätty"), each.expressions), (_("poistettu"), each.removed))
                told = ", ".join(f"{name} {count}" for name, count in counts)
                put_lines([f"✓ {each.name}: {told}"])
    if any(each.fault for each in found):
        raise SystemExit(1)
