"""``hyteterm hub``: the reference central API, for its main user."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from hyteterm.commands.output import fail, put_json, put_lines


@click.group()
def hub() -> None:
    """The reference central API (needs the extra ``hub``)."""
    try:
        import uvicorn  # noqa: F401
    except ImportError:
        fail("The hub needs more packages: pip install 'hyteterm[hub]'")


def default_database() -> str:
    """``hub.db`` in the home."""
    from hyteterm.workspace import Workspace

    home = Workspace().home.create()
    return str(home.path / "hub.db")


@hub.command()
@click.option("--database", help="Path or sqlite:///path. Default: hub.db in the home.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8443, show_default=True, type=click.IntRange(0, 65535))
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--private-key", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--behind-proxy", is_flag=True, help="A proxy in front of it has the certificate.")
def serve(
    database: str | None,
    host: str,
    port: int,
    certificate: Path | None,
    private_key: Path | None,
    behind_proxy: bool,
) -> None:
    """Serve until it is stopped; prints ``hub ready URL``."""
    from hyteterm.hub.serve import NotServed
    from hyteterm.hub.serve import serve as serve_hub
    from hyteterm.hub.store import DatabaseRefused

    try:
        serve_hub(
            database or default_database(),
            host,
            port,
            certificate=certificate,
            private_key=private_key,
            behind_proxy=behind_proxy,
        )
    except (NotServed, DatabaseRefused) as error:
        fail(str(error))


@hub.command()
@click.option("--database", help="Path or sqlite:///path. Default: hub.db in the home.")
@click.option("--unit", required=True, help="Id of the unit; made when it is new.")
@click.option("--unit-name", help="Name of a new unit.")
@click.option("--municipality", multiple=True, help="Code of a municipality that it serves.")
@click.option("--referral-type", multiple=True, help="Referral type that it takes.")
@click.option("--professional", help="Name of a professional to add.")
@click.option("--role", default="", help="The professional's role.")
@click.option("--phone", default="", help="The professional's phone.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document.")
def enrol(
    database: str | None,
    unit: str,
    unit_name: str | None,
    municipality: Sequence[str],
    referral_type: Sequence[str],
    professional: str | None,
    role: str,
    phone: str,
    json_wanted: bool,
) -> None:
    """Make one-time codes: for a terminal of a unit, and for a professional."""
    from hyteterm.hub.administration import Administration
    from hyteterm.hub.store import DatabaseRefused
    from hyteterm.hub.units import Unit

    try:
        with Administration(database or default_database()) as administration:
            administration.prepare()
            known = {one.id for one in administration.units()}
            if unit not in known or unit_name:
                administration.put_unit(
                    Unit(
                        unit,
                        unit_name or unit,
                        tuple(code.zfill(3) for code in municipality),
                        tuple(referral_type),
                    )
                )
            answer = {"unit": unit, "terminal_code": administration.terminal_code(unit)}
            if professional:
                person, code = administration.add_professional(
                    unit_id=unit, name=professional, role=role, phone=phone
                )
                answer |= {"professional": person.id, "professional_code": code}
    except DatabaseRefused as error:
        fail(str(error))
    if json_wanted:
        put_json(answer)
    else:
        put_lines(f"{name}: {value}" for name, value in answer.items())


@hub.command(name="import")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--database", help="Path or sqlite:///path. Default: hub.db in the home.")
@click.option("--whole", is_flag=True, help="Services that are not in SOURCE are withdrawn.")
def import_catalogue(source: Path, database: str | None, whole: bool) -> None:
    """Publish a catalogue: SOURCE is NDJSON as ``hyteterm catalogue export`` writes it."""
    from pydantic import ValidationError

    from hyteterm.domain.service import Service
    from hyteterm.hub.administration import Administration

    try:
        with source.open(encoding="utf-8") as lines:
            records = [Service.model_validate(json.loads(line)) for line in lines if line.strip()]
    except (ValueError, ValidationError):
        fail(f"{source.name}: not a catalogue in NDJSON")
    with Administration(database or default_database()) as administration:
        published = administration.publish(records, whole=whole)
    click.echo(str(published), file=sys.stdout)


@hub.command()
@click.option("--database", help="Path or sqlite:///path. Default: hub.db in the home.")
@click.option("--close", "closed", multiple=True, metavar="ID", help="Has been seen to: remove it.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document.")
def reports(database: str | None, closed: Sequence[str], json_wanted: bool) -> None:
    """Errors in service descriptions that professionals have reported."""
    from hyteterm.hub.administration import Administration, Unknown
    from hyteterm.hub.store import DatabaseRefused

    try:
        with Administration(database or default_database()) as administration:
            for id in closed:
                administration.close_error_report(id)
            found = administration.error_reports()
    except Unknown as error:
        fail(f"No such report: {error}")
    except DatabaseRefused as error:
        fail(str(error))
    if json_wanted:
        put_json(
            [
                {"id": one.id, "received_on": one.received_on, **one.report.model_dump()}
                for one in found
            ]
        )
        return
    for one in found:
        report = one.report
        put_lines(
            [
                f"{one.received_on}  {report.name or report.service_id}",
                f"  {report.text}",
                f"  {report.source} {report.source_id}  --close {one.id}",
            ]
        )


@hub.command(name="feedback")
@click.option("--month", metavar="YYYY-MM", help="A month that is over. Default: the last one.")
@click.option("--database", help="Path or sqlite:///path. Default: hub.db in the home.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON list of texts.")
def feedback_words(month: str | None, database: str | None, json_wanted: bool) -> None:
    """What clients have said in their own words; who said it is known to nobody."""
    from hyteterm.domain import finnish_time
    from hyteterm.domain.statistics import is_month, month_of, month_plus
    from hyteterm.hub.administration import Administration, NotOver
    from hyteterm.hub.store import DatabaseRefused

    wanted = month or month_plus(month_of(finnish_time.now()), -1)
    if not is_month(wanted):
        raise click.UsageError("--month YYYY-MM")
    try:
        with Administration(database or default_database()) as administration:
            words = administration.feedback_words(wanted)
    except NotOver:
        fail(f"{wanted} is not over: its words can be read when nobody can tell whose they are.")
    except DatabaseRefused as error:
        fail(str(error))
    if json_wanted:
        put_json(words)
    else:
        put_lines(f"“{word}”" for word in words)
