"""``hyteterm leaflet``: one page for the client to take along; needs no unlocking."""

from pathlib import Path

import click

from hyteterm.commands.output import fail, misuse
from hyteterm.domain.leaflet_phrases import LeafletVersion
from hyteterm.translation import gettext as _
from hyteterm.workspace import Workspace


@click.command()
@click.argument("service_ids", nargs=-1, required=True, metavar="SERVICE-ID...")
@click.option(
    "--language",
    type=click.Choice(["fi", "sv", "en", "ru"]),
    default="fi",
    show_default=True,
    help="Language of the leaflet.",
)
@click.option("--easy", is_flag=True, help="Easy Finnish (selkokieli).")
@click.option(
    "--pdf",
    "path",
    type=click.Path(path_type=Path),
    help="Write a tagged PDF here (a name that ends in .txt: text).",
)
@click.option("--print", "to_printer", is_flag=True, help="Print through the system's printer.")
def leaflet(
    service_ids: tuple[str, ...], language: str, easy: bool, path: Path | None, to_printer: bool
) -> None:
    """A leaflet of the services with these ids, as text unless --pdf or --print is given."""
    if easy and language != "fi":
        misuse("--easy: --language fi")
    version = LeafletVersion.EASY_FINNISH if easy else LeafletVersion(language)
    with Workspace() as workspace:
        try:
            made = workspace.leaflets.make(service_ids, version)
            if made.left_out:
                names = ", ".join(made.left_out)
                click.echo(
                    _(
                        "Ei paperille turvallisuuden vuoksi: {names}. "
                        "Kerro yhteystiedot suullisesti."
                    ).format(names=names),
                    err=True,
                )
            if path is not None:
                saved = workspace.leaflets.save(made, path)
                click.echo(_("Tallennettu: {path}").format(path=saved), err=True)
            if to_printer:
                workspace.leaflets.print(workspace.leaflets.pdf(made))
        except Exception as error:
            if (message := workspace.explanation(error)) is None:
                raise
            fail(message)
        if path is None and not to_printer:
            click.echo(workspace.leaflets.text(made))
