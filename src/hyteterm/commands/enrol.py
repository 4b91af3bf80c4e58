"""``hyteterm enrol``: take this terminal into use with the central API's one-time codes."""

import click

from hyteterm.commands.output import fail
from hyteterm.translation import gettext as _
from hyteterm.workspace import Workspace


@click.command()
@click.option("--hub", "hub_url", prompt=True, help="Address of the central API (https://…).")
@click.option("--name", default="", help="Name of this terminal.")
@click.option("--place", default="", help="Place for the status line.")
@click.option("--municipality", default="", help="Where its clients usually live.")
def enrol(hub_url: str, name: str, place: str, municipality: str) -> None:
    """Ask for the two codes and a PIN, and take this terminal into use."""
    from hyteterm.workspace.enrolment import enrol as enrol_terminal
    from hyteterm.workspace.enrolment import enrolment_fault

    with Workspace() as workspace:
        home_municipality = ""
        if municipality:
            found = workspace.catalogue.find_municipality(municipality)
            if found is None:
                raise click.UsageError(f"--municipality: {municipality}?")
            home_municipality = found
        terminal_code = click.prompt(_("Päätteen koodi"), err=True)
        professional_code = click.prompt(_("Ammattilaisen koodi"), err=True)
        pin = click.prompt(
            _("Uusi PIN (vähintään 6 merkkiä)"), hide_input=True, confirmation_prompt=True, err=True
        )
        if not workspace.session.has_device_secret:
            click.echo(
                _(
                    "Käyttöjärjestelmä ei anna laiteavainta. Sen tilalle tarvitaan yksikön yhteinen "
                    "salalause, vähintään 12 merkkiä. Sitä kysytään aina ohjelman alussa."
                ),
                err=True,
            )
            passphrase = click.prompt(
                _("Salalause"), hide_input=True, confirmation_prompt=True, err=True
            )
        else:
            passphrase = ""
        try:
            if passphrase:
                workspace.session.use_passphrase(passphrase)
            person = enrol_terminal(
                workspace,
                hub_url=hub_url,
                terminal_code=terminal_code,
                terminal_name=name or place or "terminal",
                professional_code=professional_code,
                pin=pin,
            )
        except Exception as error:
            message = enrolment_fault(error, _) or workspace.explanation(error)
            if message is None:
                raise
            fail(message)
        workspace.keep_settings(
            workspace.settings.changed(place=place or person.unit, municipality=home_municipality)
        )
        workspace.line.sync_once()
    click.echo(_("Pääte on käytössä: {name}.").format(name=person.name), err=True)
