"""``hyteterm demo --script``: the main job without a screen, each step printed."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import click

from hyteterm.commands.demo_hub import seed, seed_past, served
from hyteterm.commands.demo_receiver import ANSWERS, DemoReceiver
from hyteterm.commands.statistics import figure_lines
from hyteterm.demo.people import CLIENTS, RECEIVER_UNITS
from hyteterm.domain.card_answers import Support
from hyteterm.domain.localized import localized
from hyteterm.domain.referral_status import Status
from hyteterm.domain.service_hit import ServiceQuery
from hyteterm.domain.statistics import month_of
from hyteterm.domain.suggestions import reason_text
from hyteterm.domain.vocabulary import Theme
from hyteterm.local_cache.home import Home
from hyteterm.translation import gettext as _
from hyteterm.widgets.referral_text import status_text, timeline_lines
from hyteterm.workspace import Workspace
from hyteterm.workspace.demonstration import PIN, demo_folder, prepare


class ScriptFailed(click.ClickException):
    """A step of the demo did not do what it should."""


def run_script() -> None:
    """Import, search, referral without a line, delivery, the receiver's answer, the count."""
    with demo_folder() as (folder, _new), ExitStack() as stack:
        database = folder / "hub.db"
        codes = seed(database)
        seed_past(database, codes)
        workspace = stack.enter_context(Workspace(Home(folder / "terminal")))
        unit = RECEIVER_UNITS[0]

        with served(database) as hub:
            port = int(hub.url.rpartition(":")[2])
            step(1, _("Pääte otetaan käyttöön ja palvelutarjotin haetaan"))
            prepare(workspace, hub.url, codes.terminal, codes.professional)
            count = len(workspace.catalogue.catalogue)
            tell(_("{count} palvelua on nyt tällä päätteellä").format(count=count))
            receiver = stack.enter_context(
                DemoReceiver(folder / unit.id, hub.url, *codes.receivers[unit.id])
            )

        step(2, _("Keskuspalvelu on nyt pois: kaikki muu toimii"))
        words = "polvi kipeä, pitäisi liikkua"
        step(3, _("Haku asiakkaan sanoilla: {words}").format(words=words))
        result = workspace.catalogue.search(
            ServiceQuery(words=words, municipality="286", accepts_referral=True, typing=False)
        )
        for hit in result.hits[:3]:
            tell(f"{hit.name} · {hit.provider}")
        service_id = next(
            (hit.id for hit in result.hits if hit.source_id in unit.services), unit.services[0]
        )

        step(4, _("Hyvinvointikortti: keskustelu kahdesta aiheesta"))
        person = workspace.session.professionals()[0]
        workspace.session.unlock(person.id, PIN)
        client = CLIENTS[0]
        talk_about_wellbeing(workspace, client.name, client.municipality)

        step(5, _("Lähete asiakkaan luvalla, ilman yhteyttä"))
        referrals = workspace.referrals
        draft = referrals.new_draft(service_id, client.municipality)
        for field, text in (
            ("name", client.name),
            ("phone", client.phone),
            ("born", str(client.birth_date.year)),
            ("reason", "polvikipu, haluaa ryhmään"),
        ):
            draft = referrals.typed(draft, field, text)
        draft = referrals.with_feedback(referrals.with_consent(draft, wider=False), True)
        referrals.save_draft(draft)
        referral_id = referrals.queue(draft, hold=0.0)
        check(workspace.line.sync_once().problem == "unreachable", "offline")
        state = workspace.line.state()
        check(state.waiting == 1 and state.online is False, "waiting")
        tell(_("○ ei yhteyttä, ↑ {count} odottaa").format(count=state.waiting))

        with served(database, port):
            step(6, _("Yhteys palaa: lähete menee perille"))
            check(len(workspace.line.sync_once(catalogue=False).delivered) == 1, "delivered")
            tell(_("● yhteys, ↑ {count} odottaa").format(count=workspace.line.state().waiting))

            step(7, _("Vastaanottaja ottaa käsittelyyn, tavoittaa, aloittaa ja päättää"))
            later = datetime.now(UTC) + timedelta(days=1)
            for _answer in ANSWERS:
                check(receiver.work(later) == 1, "receiver")

            step(8, _("Lähettäjä näkee, miten kävi"))
            workspace.line.sync_once(catalogue=False)
            stored = referrals.referral(referral_id)
            check(stored is not None and stored.status is Status.COMPLETED, "completed")
            if stored is not None:
                tell(status_text(stored.status, stored.outcome))
                for entry in stored.timeline:
                    for line in timeline_lines(entry):
                        tell(line)

            month = month_of(datetime.now(UTC))
            step(9, _("Kuukauden luvut {month}").format(month=month))
            figures = workspace.line.statistics(month)
            check(len(figures.rows) > 0, "statistics")
            for line in figure_lines(figures):
                if not ("type=" in line and "municipality=" in line):
                    tell(line)
            tell(_("<5*: alle viisi, tai siitä voisi laskea sellaisen; ei kerrota"))
        click.echo(_("Valmis: mitään ei kadonnut, mitään ei lähtenyt kahdesti."))


def talk_about_wellbeing(workspace: Workspace, name: str, municipality: str) -> None:
    """A card of two themes, the services that it suggests, and its text for the record."""
    cards = workspace.cards
    card = cards.new(municipality)
    card.tell("name", name)
    for theme, points in ((Theme.EXERCISE, 3), (Theme.SLEEP, 6)):
        card.toggle_topic(theme)
        card.score(theme, points)
        cards.save(card.body)
    card.wish(Theme.EXERCISE, Support.YES)
    cards.save(card.body)
    for suggested in cards.suggest(cards.request(card)).services[:2]:
        reasons = ", ".join(reason_text(reason, _) for reason in suggested.reasons[:2])
        tell(f"{localized(suggested.names)} · {reasons}")
    cards.finish(card)
    for line in cards.record_text(card).splitlines()[:4]:
        tell(f"| {line}")


def step(number: int, text: str) -> None:
    """Say which step begins."""
    click.echo(f"{number}. {text}")


def tell(text: str) -> None:
    """Say what a step gave."""
    click.echo(f"   {text}")


def check(holds: bool, what: str) -> None:
    """The demo proves what it says.  Raises `ScriptFailed`."""
    if not holds:
        raise ScriptFailed(what)
