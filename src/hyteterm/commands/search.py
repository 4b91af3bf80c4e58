"""``hyteterm search``: the catalogue, without unlocking."""

import sys

import click

from hyteterm.commands.output import fail, misuse, put_json, put_lines
from hyteterm.domain.service_hit import ServiceHit, ServiceQuery
from hyteterm.domain.vocabulary import TARGET_GROUP_LABELS, THEME_LABELS
from hyteterm.translation import gettext as _
from hyteterm.workspace import Workspace


def code_of(text: str | None, labels: dict[str, str], option: str) -> str | None:
    """The code that ``text`` names: a code, or the start of a Finnish label."""
    if text is None:
        return None
    wanted = text.casefold().strip()
    if wanted in labels:
        return wanted
    exact = [code for code, label in labels.items() if label == wanted]
    fits = exact or [code for code, label in labels.items() if label.startswith(wanted)]
    if len(fits) != 1:
        misuse(f"{option}: " + ", ".join(f"{code} ({label})" for code, label in labels.items()))
    return fits[0]


def as_json(hit: ServiceHit) -> dict[str, object]:
    """A hit in the shape of the command's contract."""
    return {
        "id": hit.id,
        "source_id": hit.source_id,
        "name": hit.name,
        "summary": hit.summary,
        "provider": hit.provider,
        "municipalities": list(hit.municipalities),
        "free": hit.free,
        "score": round(hit.score, 4),
        "referral_type": hit.referral_type,
        "modified": hit.modified,
        "why": [{"typed": m.typed, "met": m.met, "via": m.via} for m in hit.why],
    }


@click.command(context_settings={"ignore_unknown_options": False})
@click.argument("words", nargs=-1)
@click.option("--municipality", "-m", help="Name (any inflection) or three-digit code.")
@click.option("--theme", help="Theme, for instance exercise or liikunta.")
@click.option("--target-group", help="Target group, for instance older-people or ikääntyneet.")
@click.option("--free", is_flag=True, help="Only services that cost nothing.")
@click.option("--provider", help="Part of the provider's name, or a provider type.")
@click.option("--language", help="Only services given in this language (fi, sv, en, …).")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--json", "json_wanted", is_flag=True, help="One JSON list.")
def search(
    words: tuple[str, ...],
    municipality: str | None,
    theme: str | None,
    target_group: str | None,
    free: bool,
    provider: str | None,
    language: str | None,
    limit: int,
    json_wanted: bool,
) -> None:
    """Find services by WORDS, as a client would say them."""
    with Workspace() as workspace:
        place = None
        if municipality is not None:
            place = workspace.catalogue.find_municipality(municipality)
            if place is None:
                misuse(f"--municipality {municipality}: " + _("kuntaa ei tunneta"))
        query = ServiceQuery(
            words=" ".join(words),
            municipality=place,
            theme=code_of(theme, {str(k): v for k, v in THEME_LABELS.items()}, "--theme"),
            target_group=code_of(
                target_group,
                {str(k): v for k, v in TARGET_GROUP_LABELS.items()},
                "--target-group",
            ),
            free=free,
            provider=provider,
            service_language=language,
            limit=limit,
            typing=False,
        )
        if not workspace.catalogue.exists:
            fail(_("Tarjotinta ei ole vielä tuotu. Tee se: hyteterm catalogue import ptv LÄHDE"))
        result = workspace.catalogue.search(query)
    if json_wanted:
        put_json([as_json(hit) for hit in result.hits])
        return
    for hit in result.hits:
        price = {True: _("maksuton"), False: _("maksullinen"), None: ""}[hit.free]
        facts = " · ".join(fact for fact in (hit.provider, price, hit.summary) if fact)
        put_lines([hit.name, f"    {facts}"])
    if not result.hits:
        click.echo(_("Hakusanat eivät tuottaneet palveluja."), err=True)
    sys.stdout.flush()
