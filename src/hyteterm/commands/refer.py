"""``hyteterm refer``: the quick-entry line from standard input becomes a queued referral."""

import sys
from pathlib import Path

import click

from hyteterm.commands.output import fail, misuse, put_json, put_lines
from hyteterm.commands.unlocking import unlocked
from hyteterm.domain.quick_entry import Understood
from hyteterm.translation import gettext as _
from hyteterm.widgets.referral_text import payload_lines
from hyteterm.workspace import Workspace


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("line", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Show what was understood; nothing is saved.")
@click.option(
    "--consent",
    type=click.Choice(["basic", "wide"]),
    help="The client has said yes to what --dry-run shows.",
)
@click.option("--feedback", is_flag=True, help="The sender may be told how it goes.")
@click.option("--pin-file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--professional", help="Id of the professional; needed when there are several.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document.")
def refer(
    line: tuple[str, ...],
    dry_run: bool,
    consent: str | None,
    feedback: bool,
    pin_file: Path | None,
    professional: str | None,
    json_wanted: bool,
) -> None:
    """Read one quick-entry line from standard input (or a prompt) and queue the referral.

    The line is never an argument: it would stay in the shell's history.
    """
    if line:
        misuse(
            _("Riviä ei anneta argumenttina, koska se jäisi komentohistoriaan. Anna se syötteenä.")
        )
    if dry_run:
        with Workspace() as workspace:
            _show(workspace, _line(), json_wanted)
        return
    text = _line() if pin_file is not None or not sys.stdin.isatty() else ""
    with unlocked(pin_file, professional) as workspace:
        text = text or _line()
        referrals = workspace.referrals
        draft = referrals.new_draft(None, workspace.home_municipality)
        quick = referrals.quick_line(workspace.home_municipality)
        draft = quick.typed(draft, text)
        understood = quick.understood
        if understood is not None and understood.ambiguous:
            unclear = understood.ambiguous[0]
            fail(
                _("Rivi on monitulkintainen ({field}): {options}").format(
                    field=unclear.field, options=", ".join(o.text for o in unclear.options)
                )
            )
        if consent is not None:
            draft = referrals.with_consent(draft, wider=consent == "wide")
        draft = referrals.with_feedback(draft, feedback)
        missing = referrals.missing(draft)
        if missing:
            fail("\n".join(_(message) for _field, message in missing))
        try:
            referral_id = referrals.queue(draft)
        except Exception as error:
            message = workspace.explanation(error)
            if message is None:
                raise
            fail(message)
        if json_wanted:
            put_json({"id": referral_id, "status": "queued"})
        else:
            payload = referrals.preview(draft)
            if payload is not None:
                rows = payload_lines(payload, workspace.catalogue.municipality_name)
                put_lines(f"{label}: {value}" for label, value in rows)
            click.echo(_("Jonossa."), err=True)


def _line() -> str:
    if sys.stdin.isatty():
        return str(click.prompt(_("Lähete"), err=True))
    text = sys.stdin.read().strip()
    if not text:
        misuse(_("Syötteessä ei ole riviä."))
    return text


def _show(workspace: Workspace, text: str, json_wanted: bool) -> None:
    """What a line means, without unlocking."""
    from hyteterm.domain.quick_entry import parse
    from hyteterm.domain.referral_line import filled_by
    from hyteterm.workspace.quick_line import QuickLine

    workspace.adopt_own_types()
    context = QuickLine(workspace.catalogue, workspace.home_municipality).context
    understood: Understood = parse(text, context)
    document = {
        **{str(field): value for field, value in filled_by(understood).items()},
        "service": understood.service.name if understood.service else "",
        "municipality": understood.municipality,
        "language": understood.language,
        "assumed": sorted(str(field) for field in understood.assumed),
        "missing": [str(field) for field in understood.missing],
        "unknown": list(understood.unknown),
        "ambiguous": [
            {"field": str(one.field), "options": [option.text for option in one.options]}
            for one in understood.ambiguous
        ],
    }
    if json_wanted:
        put_json(document)
    else:
        put_lines(f"{name:<15}{value}" for name, value in document.items() if value)
