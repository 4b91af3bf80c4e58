"""Received referrals by keyboard."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from hyteterm.app import HyteTermApp
from hyteterm.domain.referral import Urgency
from hyteterm.domain.referral_status import Actor, Status, Step
from hyteterm.local_cache.access_log import Action
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.outbox_row import DeliveryState
from hyteterm.screens.choice import ChoiceScreen
from hyteterm.screens.conflict import ConflictScreen
from hyteterm.screens.received import ReceivedScreen
from hyteterm.screens.received_page import ReceivedPage
from hyteterm.screens.step_form import StepForm
from hyteterm.sync.own_unit import OwnUnitNotice
from hyteterm.translation import set_language
from hyteterm.workspace import Workspace
from hyteterm.workspace.receiving import ReceivingDesk
from tests.screens.arrivals import ELMA, JONI, MATTI, arrive, receives
from tests.screens.pilot import shown, to_desk, until

RECEIVER = Actor.RECEIVER
ACCEPTED = ((Step.ACCEPT, RECEIVER),)


async def to_received(pilot: Pilot[str]) -> ReceivedScreen:
    """To F6."""
    await to_desk(pilot)
    await pilot.press("f6")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReceivedScreen))
    await pilot.pause()
    assert isinstance(pilot.app.screen, ReceivedScreen)
    return pilot.app.screen


def status(workspace: Workspace, id: str = MATTI) -> Status:
    """What the vault says."""
    found = workspace.received.referral(id)
    assert found is not None
    return found.status


async def test_accept_reach_start_finish_with_one_key_each(unlocked: Workspace) -> None:
    receives(unlocked)
    arrive(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_received(pilot)
        assert "▸1 uudet 1" in shown(app)
        assert "o ota käsittelyyn" in shown(app)
        assert "a aloita" not in shown(app)
        for key, wanted in (
            ("o", Status.ACCEPTED),
            ("t", Status.CONTACTING),
            ("a", Status.STARTED),
        ):
            await pilot.press(key)
            await until(pilot, lambda wanted=wanted: status(unlocked) is wanted)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, StepForm))
        await pilot.press("1", *"Jatkaa itse", "enter")
        await until(pilot, lambda: status(unlocked) is Status.COMPLETED)
        await until(pilot, lambda: "päättynyt: toteutui" in shown(app))


async def test_what_the_status_does_not_allow_has_no_key(unlocked: Workspace) -> None:
    receives(unlocked)
    arrive(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_received(pilot)
        await pilot.press("a")
        await until(pilot, lambda: "Tätä ei voi tehdä nyt" in shown(app))
        assert status(unlocked) is Status.DELIVERED


async def test_a_step_is_undone_within_ten_seconds(unlocked: Workspace) -> None:
    receives(unlocked)
    arrive(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_received(pilot)
        await pilot.press("o")
        await until(pilot, lambda: status(unlocked) is Status.ACCEPTED)
        assert "peruttavissa 10 s" in shown(app)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: status(unlocked) is Status.DELIVERED)
        assert "o ota käsittelyyn" in shown(app)
        with Outbox.open(unlocked.home.outbox, unlocked.time) as outbox:
            assert outbox.counts().waiting == 0


async def test_views_new_mine_all_and_dated(unlocked: Workspace) -> None:
    receives(unlocked)
    arrive(unlocked, MATTI, "Matti Mallikas", hours_ago=3)
    arrive(unlocked, ELMA, "Elma Esimerkki", urgency=Urgency.URGENT, hours_ago=1)
    arrive(unlocked, JONI, "Joni Koehenkilö", steps=ACCEPTED, by="L. Toinen, Kouvola")
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_received(pilot)
        text = shown(app)
        assert text.index("! Elma") < text.index("Matti")
        assert "Joni" not in text
        await pilot.press("2")
        await until(pilot, lambda: "Sinulla ei ole lähetteitä" in shown(app))
        await pilot.press("3")
        await until(pilot, lambda: "Joni Koehenkilö" in shown(app))
        await pilot.press("tab")
        await until(pilot, lambda: "Ei sovittuja yhteydenottoja" in shown(app))
        await pilot.press("1", "down", "o")
        await until(pilot, lambda: status(unlocked, MATTI) is Status.ACCEPTED)
        assert screen.referral_id == MATTI
        await pilot.press("2")
        await until(pilot, lambda: "▸2 omat 1" in shown(app) and "Matti" in shown(app))


async def test_opening_shows_the_contact_details_and_leaves_a_row_in_the_log(
    unlocked: Workspace,
) -> None:
    receives(unlocked)
    arrive(unlocked)
    app = HyteTermApp(unlocked)
    log = unlocked.session.vault.access_log
    async with app.run_test(size=(80, 24)) as pilot:
        await to_received(pilot)
        assert "polvi" not in shown(app)
        assert not list(log.entries(client_reference="ref-1"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReceivedPage))
        await until(pilot, lambda: "polvi, haluaa ryhmään" in shown(app))
        assert "050 000 0201" in shown(app)
        (row,) = list(log.entries(client_reference="ref-1"))
        assert (row.access.action, row.access.subject_id) == (Action.VIEW, MATTI)
        await pilot.press("o")
        await until(pilot, lambda: status(unlocked) is Status.ACCEPTED)
        await until(pilot, lambda: "käsittelyssä" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReceivedScreen))


async def test_after_the_countys_attempts_it_is_offered_back(unlocked: Workspace) -> None:
    receives(unlocked, attempts=2)
    arrive(unlocked, steps=(*ACCEPTED, (Step.NOT_REACHED, RECEIVER)))
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_received(pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, StepForm))
        assert "Ei tavoitettu, 2 yritystä." in shown(app)
        await pilot.press("enter")
        await until(pilot, lambda: status(unlocked) is Status.RETURNED)


async def test_returning_without_a_reason_asks_for_it(unlocked: Workspace) -> None:
    receives(unlocked)
    arrive(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_received(pilot)
        await pilot.press("r", "enter")
        await until(pilot, lambda: "Kirjoita palautuksen syy" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReceivedScreen))
        assert status(unlocked) is Status.DELIVERED


async def test_passing_on_wants_a_unit_and_the_clients_yes(unlocked: Workspace) -> None:
    receives(unlocked)
    arrive(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_received(pilot)
        await pilot.press("s", "enter")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        assert "ei ota uusia nyt" in shown(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, StepForm))
        await pilot.press("f10")
        await until(pilot, lambda: "Ilman asiakkaan lupaa" in shown(app))
        await pilot.press("k", "f10")
        await until(pilot, lambda: not unlocked.received.rows())
        await until(pilot, lambda: "Matti" not in shown(app).split("siirretty")[0])
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "Matti Mallikas" in shown(app))


async def test_own_note_and_day_make_the_workload_list(unlocked: Workspace) -> None:
    receives(unlocked)
    arrive(unlocked, steps=ACCEPTED)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_received(pilot)
        await pilot.press("m", *"joskus", "f10")
        await until(pilot, lambda: "Päivää ei ymmärretty" in shown(app))
        await pilot.press(*["backspace"] * 6, *"huomenna", "enter", *"soita aamulla", "enter")
        await until(pilot, lambda: isinstance(app.screen, ReceivedScreen))
        await pilot.press("4")
        await until(pilot, lambda: "22.11." in shown(app) and "soita aamulla" in shown(app))
        with Outbox.open(unlocked.home.outbox, unlocked.time) as outbox:
            assert outbox.counts().waiting == 0


async def test_the_unit_says_that_it_takes_no_new_ones(unlocked: Workspace) -> None:
    receives(unlocked, waiting_time="2 viikkoa")
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_received(pilot)
        assert "otetaan vastaan · 2 viikkoa" in shown(app)
        await pilot.press("n", "e", "f10")
        await until(pilot, lambda: "ei oteta uusia nyt" in shown(app))
        with Outbox.open(unlocked.home.outbox, unlocked.time) as outbox:
            waiting = OwnUnitNotice.waiting(outbox)
        assert waiting is not None
        assert (waiting.accepting, waiting.waiting_time) == (False, "2 viikkoa")


def overtaken(workspace: Workspace, *, by: tuple[Step, Actor] = ACCEPTED[0]) -> None:
    """We accepted, but somebody else's step came first, and the hub has told both."""
    seen = workspace.received.referral(MATTI)
    assert seen is not None
    workspace.received.take(seen, Step.ACCEPT)
    with Outbox.open(workspace.home.outbox, workspace.time) as outbox:
        (row,) = outbox.waiting()
        outbox.sending.finish(row.id, DeliveryState.CONFLICT, "stale", {"referral_version": 2})
    workspace.referrals.reconcile()
    arrive(workspace, steps=(by,), by="L. Toinen, Kouvolan liikuntaneuvonta")


async def test_an_overtaken_step_is_done_again_with_enter(unlocked: Workspace) -> None:
    receives(unlocked)
    arrive(unlocked)
    overtaken(unlocked, by=(Step.REMIND, Actor.SENDER))
    assert status(unlocked) is Status.DELIVERED
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_received(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen))
        assert "muistutus" in shown(app)
        await pilot.press("enter")
        await until(pilot, lambda: status(unlocked) is Status.ACCEPTED)
        with Outbox.open(unlocked.home.outbox, unlocked.time) as outbox:
            counts = outbox.counts()
        assert (counts.waiting, counts.quarantined) == (1, 0)


async def test_a_conflict_stands_side_by_side_and_is_dropped(unlocked: Workspace) -> None:
    receives(unlocked)
    arrive(unlocked)
    overtaken(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_received(pilot)
        assert "ristiriita" in shown(app)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen))
        text = shown(app)
        assert "Sinun muutoksesi" in text and "Sillä välin" in text
        assert "Toinen, Kouvolan" in text
        assert "tee uudelleen" not in text
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.screen, ReceivedScreen))
        assert "ristiriita" not in shown(app)
        assert status(unlocked) is Status.ACCEPTED


async def test_a_unit_that_only_sends_may_look_and_finds_nothing(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        assert "F6" not in shown(app)
        await pilot.press("f6")
        await until(pilot, lambda: "ei ole tullut lähetteitä" in shown(app))


async def test_a_unit_that_receives_sees_the_key(unlocked: Workspace) -> None:
    receives(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        assert "F6 saapuneet" in shown(app)
        assert isinstance(unlocked.received, ReceivingDesk)


# -- as a person sees them ----------------------------------------------------------


async def new_ones(pilot: Pilot[str]) -> None:
    workspace = workspace_of(pilot)
    receives(workspace, waiting_time="noin 2 viikkoa")
    arrive(workspace, MATTI, "Matti Mallikas", hours_ago=3)
    arrive(workspace, ELMA, "Elma Esimerkki", urgency=Urgency.URGENT, hours_ago=30)
    await to_received(pilot)


async def all_of_them(pilot: Pilot[str]) -> None:
    workspace = workspace_of(pilot)
    done = (*ACCEPTED, (Step.START, RECEIVER), (Step.COMPLETE, RECEIVER))
    arrive(workspace, JONI, "Joni Koehenkilö", steps=done, hours_ago=80)
    await new_ones(pilot)
    await pilot.press("3", "o", "e")
    await pilot.pause()


async def page(pilot: Pilot[str]) -> None:
    workspace = workspace_of(pilot)
    receives(workspace)
    arrive(workspace, steps=ACCEPTED)
    workspace.received.put_mark(MATTI, workspace.received.today(), "soita iltapäivällä")
    await to_received(pilot)
    await pilot.press("enter")
    await pilot.pause()


async def form(pilot: Pilot[str], key: str) -> None:
    workspace = workspace_of(pilot)
    receives(workspace)
    arrive(workspace, steps=ACCEPTED, feedback=False)
    await to_received(pilot)
    await pilot.press(key)
    await pilot.pause()


async def conflict(pilot: Pilot[str]) -> None:
    workspace = workspace_of(pilot)
    receives(workspace)
    arrive(workspace)
    overtaken(workspace, by=(Step.REMIND, Actor.SENDER))
    await to_received(pilot)
    await pilot.press("enter")
    await pilot.pause()


def workspace_of(pilot: Pilot[Any]) -> Workspace:
    """The workspace under a running program."""
    assert isinstance(pilot.app, HyteTermApp)
    return pilot.app.workspace


Steps = Callable[[Pilot[str]], Awaitable[None]]
SCREENS: dict[str, Steps] = {
    "received-new": new_ones,
    "received-all": all_of_them,
    "received-page": page,
    "received-conflict": conflict,
    "received-finish": lambda pilot: form(pilot, "p"),
    "received-return": lambda pilot: form(pilot, "r"),
    "received-pass-on": lambda pilot: form(pilot, "s"),
    "received-note": lambda pilot: form(pilot, "v"),
    "received-mark": lambda pilot: form(pilot, "m"),
    "received-notice": lambda pilot: form(pilot, "n"),
}


@pytest.mark.parametrize("language", ("fi", "sv", "en"))
@pytest.mark.parametrize("name", SCREENS)
def test_screen(
    name: str, language: str, unlocked: Workspace, snap_compare: Callable[..., bool]
) -> None:
    set_language(language)
    app = HyteTermApp(unlocked)
    assert snap_compare(app, terminal_size=(80, 24), run_before=SCREENS[name])
