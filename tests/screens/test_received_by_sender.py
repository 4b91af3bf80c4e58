"""The sender's side of the loop by keyboard: remind, withdraw, answers by phone, warnings."""

from textual.pilot import Pilot

from hyteterm.app import HyteTermApp
from hyteterm.domain.client import Client
from hyteterm.domain.consent import BASIC_ITEMS, Consent
from hyteterm.domain.referral import Receiver
from hyteterm.domain.referral_form import draft_of
from hyteterm.domain.referral_status import Status, Step
from hyteterm.domain.service_hit import ServiceQuery
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.outbox_row import DeliveryState
from hyteterm.screens.referral import ReferralScreen
from hyteterm.screens.sent import SentScreen
from hyteterm.screens.step_form import StepForm
from hyteterm.workspace import Workspace
from tests.homes import NOW
from tests.screens.arrivals import receives
from tests.screens.pilot import shown, to_desk, until


def sent(workspace: Workspace) -> str:
    """A referral that the hub has taken."""
    desk = workspace.referrals
    referral = desk.new_draft(None, "286").referral.model_copy(
        update={
            "type": "exercise",
            "client": Client(
                name="Matti Mallikas", phone="+358500000201", birth_year=1958, municipality="286"
            ),
            "reason": "polvi",
            "receiver": Receiver(organisation="Kouvolan kaupunki"),
            "consent": Consent(items=BASIC_ITEMS, given_at=NOW, feedback_to_sender=True),
        }
    )
    id = desk.queue(draft_of(referral))
    with Outbox.open(workspace.home.outbox, workspace.time) as outbox:
        outbox.sending.finish(f"{id}.1", DeliveryState.DELIVERED, "", {"referral_version": 1})
    desk.reconcile()
    return id


async def to_sent(pilot: Pilot[str]) -> None:
    """To F5."""
    await to_desk(pilot)
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(pilot.app.screen, SentScreen))
    await pilot.pause()


def last_step(workspace: Workspace, id: str) -> Step:
    """What stands last on the sender's timeline."""
    found = workspace.referrals.referral(id)
    assert found is not None
    return found.timeline[-1].step


async def test_a_refused_report_is_found_and_seen_to(unlocked: Workspace) -> None:
    service = unlocked.catalogue.search(ServiceQuery("liikuntaneuvonta", limit=1)).hits[0].id
    found = unlocked.catalogue.service(service)
    assert found is not None
    for _ in range(2):
        unlocked.error_reports.queue(found, "vanha puhelinnumero")
    with Outbox.open(unlocked.home.outbox, unlocked.time) as outbox:
        for row in outbox.waiting():
            outbox.sending.finish(row.id, DeliveryState.REFUSED, "unreadable", {})
    assert unlocked.line.state().needs_attention == 2
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_sent(pilot)
        await until(pilot, lambda: "virheilmoitus palvelusta" in shown(app))
        await pilot.press("u")
        await until(pilot, lambda: unlocked.line.state().needs_attention == 1)
        assert unlocked.line.state().waiting == 1
        await pilot.press("k")
        await until(pilot, lambda: "virheilmoitus" not in shown(app))
        assert unlocked.line.state().needs_attention == 0


async def test_remind_with_one_key_and_undo(unlocked: Workspace) -> None:
    id = sent(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_sent(pilot)
        assert "m muistuta" in shown(app)
        await pilot.press("m")
        await until(pilot, lambda: last_step(unlocked, id) is Step.REMIND)
        assert "peruttavissa 10 s" in shown(app)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: last_step(unlocked, id) is Step.DELIVER)


async def test_an_answer_by_phone_is_marked_as_ones_own(unlocked: Workspace) -> None:
    id = sent(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_sent(pilot)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, StepForm))
        await pilot.press("enter")
        await until(pilot, lambda: "Kirjoita vastaus" in shown(app))
        await pilot.press(*"aloittaa ma", "enter")
        await until(pilot, lambda: "oma merkintä, vastaus puhelimitse" in shown(app))
        assert "aloittaa ma" in shown(app)
        stored = unlocked.referrals.referral(id)
        assert stored is not None
        assert stored.status is Status.DELIVERED


async def test_a_withdrawn_consent_cancels_with_its_reason(unlocked: Workspace) -> None:
    id = sent(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_sent(pilot)
        await pilot.press("s")
        await until(pilot, lambda: last_step(unlocked, id) is Step.CANCEL)
        await until(pilot, lambda: "Asiakas on perunut suostumuksensa" in shown(app))
        assert "s suostumus peruttu" not in shown(app)


async def test_entered_in_error_and_back(unlocked: Workspace) -> None:
    id = sent(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_sent(pilot)
        await pilot.press("x")
        await until(pilot, lambda: last_step(unlocked, id) is Step.ENTER_IN_ERROR)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: last_step(unlocked, id) is Step.DELIVER)


async def test_a_draft_has_no_steps_of_a_sent_one(unlocked: Workspace) -> None:
    draft = unlocked.referrals.new_draft(None, "286")
    unlocked.referrals.save_draft(unlocked.referrals.typed(draft, "name", "Elma"))
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_sent(pilot)
        assert "m muistuta" not in shown(app)
        await pilot.press("m", "v", "x")
        await pilot.pause()
        assert isinstance(app.screen, SentScreen)
        await pilot.press("delete")
        await until(pilot, lambda: "Elma" not in shown(app))
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "Elma" in shown(app))


async def test_the_form_warns_of_an_open_one_and_tells_the_wait(unlocked: Workspace) -> None:
    receives(unlocked, waiting_time="noin 2 viikkoa")
    sent(unlocked)
    draft = unlocked.referrals.chosen(unlocked.referrals.new_draft(None, "286"), "type", "exercise")
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        app.write(draft)
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        await until(pilot, lambda: "odotus noin 2 viikkoa" in shown(app))
        assert "jo avoin" not in shown(app)
        screen = app.screen
        assert isinstance(screen, ReferralScreen)
        screen.go_to("name")
        await pilot.press(*"Matti Mallikas", "tab", *"050 000 0201")
        await until(pilot, lambda: "Asiakkaalla on jo avoin lähete" in shown(app))
        with Outbox.open(unlocked.home.outbox, unlocked.time) as outbox:
            county = outbox.get_setting("county")
            county["units"][0]["accepting"] = False
            outbox.set_setting("county", county)
        await pilot.press("backspace")
        await until(pilot, lambda: "ei ota uusia nyt" in shown(app))
