"""``hyteterm card``: the forms of this terminal, what a file supports, scores of a response."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import click

from hyteterm.commands.output import fail, put_json, put_lines
from hyteterm.domain import finnish_time
from hyteterm.domain.localized import Language
from hyteterm.domain.questionnaire import (
    NOTE_TEXTS,
    Finding,
    Level,
    Questionnaire,
    scores,
    summary,
    support,
)
from hyteterm.domain.questionnaire.response import canonical_of
from hyteterm.translation import current_language, ngettext
from hyteterm.translation import gettext as _
from hyteterm.workspace import Workspace
from hyteterm.workspace.card_forms import (
    Form,
    UnreadableFile,
    forms,
    read_form,
    read_forms,
    read_json,
)

FILE = click.Path(path_type=Path)
LEVEL_MARKS = {Level.SUPPORTED: "✓", Level.PARTIAL: "~", Level.UNSUPPORTED: "✗"}
MOST_ITEMS = 6
"""Items that are named for one shortcoming; ``--json`` names all."""
NOT_A_RESPONSE = "QuestionnaireResponse"


@click.group()
def card() -> None:
    """Wellbeing cards: forms, their support, scores."""


def refused(path: Path, error: UnreadableFile) -> NoReturn:
    """Say why a file is no form, and where; exit with 1."""
    where = f" ({error.where})" if error.where else ""
    fail(f"{path}: {_(error.message)}{where}")


def as_json(form: Form) -> dict[str, Any]:
    """A form in the shape of ``card list --json``."""
    found = form.questionnaire
    entry: dict[str, Any] = {
        "name": form.name,
        "title": form.title(Language.FINNISH),
        "path": str(form.path) if form.path else None,
        "opens": found is not None,
    }
    if found is None:
        return entry | {"reason": _(form.refusal), "where": form.where}
    return entry | {
        "url": found.url,
        "version": found.version,
        "languages": list(found.languages),
        "items": sum(1 for _item in found.walk()),
    }


@card.command("list")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON list.")
def list_forms(json_wanted: bool) -> None:
    """The card that ships, and the county's forms (HYTETERM_HOME/cards/*.json)."""
    with Workspace() as workspace:
        found = forms(workspace.home)
    if json_wanted:
        put_json([as_json(form) for form in found])
        return
    for form in found:
        title = form.title(current_language())
        if form.questionnaire is None:
            put_lines(
                [_("{name}  ei aukea: {reason}").format(name=form.name, reason=_(form.refusal))]
            )
        else:
            put_lines([f"{form.name}  {title}"])


@card.command()
@click.argument("file", type=FILE)
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document.")
def check(file: Path, json_wanted: bool) -> None:
    """What of the form in FILE works here, what only partly, what not, and where.

    Exit code 0: it opens; 1: it is refused, with the reason.
    """
    try:
        questionnaire = read_form(file)
    except UnreadableFile as error:
        if json_wanted:
            put_json({"opens": False, "reason": _(error.message), "where": error.where})
            raise SystemExit(1) from None
        refused(file, error)
    findings = support(questionnaire)
    counts = summary(findings)
    if json_wanted:
        put_json(
            {
                "opens": True,
                "title": questionnaire.title.text,
                "fhir": questionnaire.fhir,
                "items": sum(1 for _item in questionnaire.walk()),
                "summary": {str(level): count for level, count in counts.items()},
                "findings": [finding.to_json() for finding in findings],
            }
        )
        return
    put_lines(told(questionnaire, file.name, counts))
    put_lines(shortcomings(findings))


def shortcomings(findings: list[Finding]) -> Iterator[str]:
    """What does not work in full, each sort once, with the items that it is about."""
    found: dict[tuple[Level, str, str], list[str]] = {}
    for each in findings:
        if each.level is not Level.SUPPORTED:
            sort = (each.level, each.feature, _(NOTE_TEXTS[each.note]))
            found.setdefault(sort, []).append(each.link_id or "–")
    for (level, feature, note), link_ids in sorted(found.items(), key=_worst_first):
        more = f", +{len(link_ids) - MOST_ITEMS}" if len(link_ids) > MOST_ITEMS else ""
        where = ", ".join(link_ids[:MOST_ITEMS]) + more
        yield f"{LEVEL_MARKS[level]} {where}  {feature}: {note}"


def _worst_first(sort: tuple[tuple[Level, str, str], list[str]]) -> bool:
    return sort[0][0] is not Level.UNSUPPORTED


def told(questionnaire: Questionnaire, name: str, counts: dict[Level, int]) -> list[str]:
    """The form in two lines: what it is (``name`` where it has no title), how much of it works."""
    items = sum(1 for _item in questionnaire.walk())
    title = questionnaire.title.text or questionnaire.url or name
    return [
        ngettext(
            "{title}: aukeaa, {count} kohta, FHIR {version}",
            "{title}: aukeaa, {count} kohtaa, FHIR {version}",
            items,
        ).format(title=title, count=items, version=questionnaire.fhir),
        _("toimii {works}, osittain {partly}, ei toimi {fails}").format(
            works=counts[Level.SUPPORTED],
            partly=counts[Level.PARTIAL],
            fails=counts[Level.UNSUPPORTED],
        ),
    ]


@card.command("score")
@click.argument("file", type=FILE)
@click.argument("response", type=FILE)
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document: {linkId: [values]}.")
def score_response(file: Path, response: Path, json_wanted: bool) -> None:
    """The calculated values of a QuestionnaireResponse in RESPONSE to the form in FILE."""
    try:
        found = read_forms(file)
    except UnreadableFile as error:
        refused(file, error)
    try:
        answered = read_json(response)
    except UnreadableFile as error:
        refused(response, error)
    if not isinstance(answered, dict) or answered.get("resourceType") != NOT_A_RESPONSE:
        fail(
            _("{file}: tiedostossa ei ole vastauksia lomakkeeseen (QuestionnaireResponse).").format(
                file=response
            )
        )
    asked = str(answered.get("questionnaire", ""))
    # A bundle may hold several forms; the response names its own, with or without a version.
    questionnaire = next((form for form in found if is_of(form, asked)), found[0])
    values = scores(questionnaire, answered, finnish_time.now()).values
    if json_wanted:
        put_json(values)
        return
    texts = {
        item.link_id: item.text.in_language(current_language()) for item in questionnaire.walk()
    }
    put_lines(
        f"{link_id}  {texts.get(link_id, '')}: {', '.join(map(str, given))}"
        for link_id, given in values.items()
    )


def is_of(form: Questionnaire, asked: str) -> bool:
    """Whether ``asked``, the canonical address in a response, means this form."""
    return bool(asked) and canonical_of(form).partition("|")[0] == asked.partition("|")[0]
