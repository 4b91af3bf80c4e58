"""The end of a card: what is suggested and why, what leaves, what is kept."""

import json

from textual.pilot import Pilot
from textual.widgets import Input

from hyteterm.app import HyteTermApp
from hyteterm.domain.consent import ConsentItem
from hyteterm.domain.delivery import DeliveryKind
from hyteterm.domain.referral import disclosed
from hyteterm.domain.segmentation import GainSought, SupportNeed
from hyteterm.domain.vocabulary import Theme
from hyteterm.local_cache.access_log import Action
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.vault_cards import FinishedCard
from hyteterm.screens.card_aids import AdviceScreen, CalculatorScreen, SegmentScreen
from hyteterm.screens.card_end import CardEndScreen
from hyteterm.screens.card_path import PathScreen
from hyteterm.screens.card_record import CardRecordScreen
from hyteterm.screens.desk import DeskScreen
from hyteterm.screens.leaflet import LeafletScreen
from hyteterm.screens.referral import ReferralScreen
from hyteterm.widgets.card_end_rows import EndKind, EndList, EndRow
from hyteterm.workspace import Workspace
from hyteterm.workspace.conversation import Conversation
from tests.screens.pilot import shown, to_desk, until

SIZE = (80, 24)


async def to_end(pilot: Pilot[str], *keys: str) -> CardEndScreen:
    """A new card, the keys pressed on it, and its end page with suggestions."""
    app = pilot.app
    await to_desk(pilot)
    await pilot.press("f3", *keys)
    await until(pilot, lambda: isinstance(app.screen, CardEndScreen))
    screen = app.screen
    assert isinstance(screen, CardEndScreen)
    await until(pilot, lambda: bool(screen.found.services))
    return screen


def rows(screen: CardEndScreen, kind: EndKind) -> list[EndRow]:
    return [row for row in screen.query_one(EndList).rows if row.kind is kind]


async def go_to(pilot: Pilot[str], screen: CardEndScreen, kind: EndKind) -> EndRow:
    """Move with the arrow to the first row of a kind."""
    listed = screen.query_one(EndList)
    await pilot.press("pageup", "pageup")
    while listed.chosen is None or listed.chosen.kind is not kind:
        await pilot.press("down")
    return listed.chosen


def finished(workspace: Workspace) -> FinishedCard:
    """The one finished card in the vault."""
    log = workspace.session.vault.access_log.entries()
    card = workspace.session.vault.cards.get(next(log).access.subject_id)
    assert card is not None
    return card


async def test_services_stand_under_their_theme_with_the_reason(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_end(pilot, "c", "enter", "3")
        await pilot.press("k")
        await until(pilot, lambda: "toivoo tukea" in shown(app))
        await go_to(pilot, screen, EndKind.SERVICE)
        await until(pilot, lambda: "Miksi: uni 3/10, toivoo tukea" in shown(app))
        assert all(service.theme is Theme.SLEEP for service in screen.found.services)


async def test_nothing_is_suggested_that_the_client_declined(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_end(pilot, "c", "a", "enter", "3", "4")
        assert {service.theme for service in screen.found.services} == {Theme.SLEEP, Theme.EXERCISE}
        await pilot.press("pageup", "down")
        sleep = next(i for i, row in enumerate(screen.query_one(EndList).rows) if row.id == "sleep")
        screen.query_one(EndList).cursor = sleep
        await pilot.press("e")
        await until(
            pilot, lambda: {service.theme for service in screen.found.services} == {Theme.EXERCISE}
        )
        assert not [path for path in screen.found.paths if path.theme is Theme.SLEEP]


async def test_one_key_takes_a_suggestion_to_a_referral(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_end(
            pilot, "tab", *"Matti Mallikas", "enter", *"1958", "enter", *"ck", "enter", "3", "enter"
        )
        row = await go_to(pilot, screen, EndKind.SERVICE)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        assert isinstance(app.screen, ReferralScreen)
        referral = app.screen.draft.referral
        assert referral.receiver.service_id == row.id
        assert (referral.client.name, referral.client.birth_year) == ("Matti Mallikas", 1958)
        assert referral.themes == (Theme.SLEEP,)
        assert referral.card_summary.startswith("Uni 3/10")
        await pilot.press("escape")
        assert app.screen is screen


async def test_the_summary_goes_only_with_the_wider_permission(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_end(pilot, "tab", *"Matti Mallikas", "enter", "enter", "c", "enter", "3")
        await go_to(pilot, screen, EndKind.SERVICE)
        draft = unlocked.cards.referral(screen.conversation, screen.query_one(EndList).chosen.id)
        draft = unlocked.referrals.typed(draft, "phone", "050 000 0201")
        for wider in (False, True):
            agreed = unlocked.referrals.with_consent(draft, wider=wider)
            payload = disclosed(agreed.referral)
            assert bool(payload.card_summary) is wider
            assert (ConsentItem.CARD_SUMMARY in payload.consent.items) is wider


async def test_a_suggestion_is_put_in_the_basket_and_in_the_record(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_end(pilot, "c", "enter", "3")
        row = await go_to(pilot, screen, EndKind.SERVICE)
        await pilot.press("insert")
        assert row.id in unlocked.basket.basket
        assert "Ohjattu: " in unlocked.cards.record_text(screen.conversation)
        await pilot.press("insert")
        assert row.id not in unlocked.basket.basket
        assert "Ohjattu: " not in unlocked.cards.record_text(screen.conversation)


async def test_safety_is_neither_in_the_record_nor_in_the_basket_unless_asked_for(
    unlocked: Workspace,
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_end(pilot, "k", "enter", "y", "8")
        await pilot.press("k")
        await until(pilot, lambda: bool(screen.found.services))
        await go_to(pilot, screen, EndKind.SERVICE)
        await pilot.press("insert")
        assert len(unlocked.basket.basket) == 0
        await pilot.press("ctrl+y")
        await until(pilot, lambda: isinstance(app.screen, CardRecordScreen))
        await until(pilot, lambda: "Turvallisuus" not in shown(app))
        await pilot.press("v")
        await until(pilot, lambda: "Turvallisuus 8/10" in shown(app))


async def test_private_themes_leave_the_end_page_at_one_key(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_end(pilot, "k", "c", "d", "3", "5", "y", "9")
        await until(pilot, lambda: "Turvallisuus" in shown(app))
        await pilot.press("pageup", "v")
        await until(pilot, lambda: "Turvallisuus" not in shown(app))
        await until(pilot, lambda: "Mieli" in shown(app))
        await pilot.press("tab", "ctrl+g", "ctrl+g", "escape")
        await until(pilot, lambda: "Turvallisuus" not in shown(app))
        await pilot.press("y")
        await until(pilot, lambda: "Mieli" not in shown(app))
        await until(pilot, lambda: "muut kuulevat" in shown(app))
        await pilot.press("y")
        await until(pilot, lambda: "Mieli" in shown(app))
        assert not screen.conversation.answers.alone


async def test_the_record_text_is_copied_and_stands_from_edge_to_edge(
    unlocked: Workspace, home: Home
) -> None:
    county = {"procedure_codes": {"card": "OHJ01"}}
    (home.path / "county.json").write_text(json.dumps(county), encoding="utf-8")
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_end(pilot, "c", "enter", "3")
        await pilot.press("ctrl+y")
        await until(pilot, lambda: isinstance(app.screen, CardRecordScreen))
        assert app.clipboard == unlocked.cards.record_text(screen.conversation)
        lines = shown(app).splitlines()
        assert "Toimenpide OHJ01." in lines
        assert "Uni 3/10." in lines
        log = unlocked.session.vault.access_log.entries()
        assert next(log).access.action is Action.COPY


async def test_the_next_step_and_a_day_end_the_card(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_end(pilot, "c", "enter", "3")
        await pilot.press("tab", *"soittaa ryhmään", "enter", *"32.12.", "f10")
        await until(pilot, lambda: "Päivää ei ymmärretty" in shown(app))
        focused = app.screen.focused
        assert isinstance(focused, Input)
        focused.value = ""
        await pilot.press(*"2 vk", "f10")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await until(pilot, lambda: "Kortti on tallessa." in shown(app))
        await until(pilot, lambda: "kesken" not in shown(app))
        assert unlocked.cards.unfinished() == []
        text = json.dumps(finished(unlocked).body)
        assert "soittaa ryhm" in text
        assert "2026-12-05" in text


async def test_answers_go_to_the_county_only_when_the_client_agrees(
    unlocked: Workspace, home: Home
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        for answer, queued in (("e", 0), ("k", 1)):
            await to_end(pilot, "c", "enter", "3")
            await pilot.press("tab", "tab", "tab", answer, "f10")
            await until(pilot, lambda: isinstance(app.screen, DeskScreen))
            with Outbox.open(home.outbox, unlocked.time) as outbox:
                waiting = outbox.waiting()
            assert len(waiting) == queued
            assert all(row.kind == DeliveryKind.CARD_RESPONSE for row in waiting)


async def test_a_birth_year_that_turns_64_offers_the_letter(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_end(pilot, "tab", "tab", *"1962", "enter", "c", "enter", "3")
        await until(pilot, lambda: "Asiakas täyttää tänä vuonna 64." in shown(app))


async def test_a_service_path_opens_with_its_steps(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_end(pilot, "c", "enter", "3")
        await go_to(pilot, screen, EndKind.PATH)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PathScreen))
        await until(pilot, lambda: "1. Ota uni puheeksi" in shown(app))
        await pilot.press("escape")
        assert app.screen is screen


async def test_wishes_and_feedback_are_one_key_each(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_end(pilot, "c", "enter", "3")
        await go_to(pilot, screen, EndKind.QUESTION)
        await pilot.press("k", "down", "e", "down", "down", "v", "down", "k")
        answers = screen.conversation.answers
        assert (answers.free, answers.company) == (True, False)
        assert (answers.client_feedback, answers.professional_feedback) == ("a-little", "yes")


async def test_what_is_agreed_is_on_the_disk_before_its_field_is_left(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_end(pilot, "c", "enter", "3")
        await pilot.press("tab", *"kävely")
        assert isinstance(screen.focused, Input)
        await until(pilot, lambda: not screen._unsaved)
        kept = unlocked.cards.resume(screen.conversation.id)
        assert isinstance(kept, Conversation)
        assert kept.answers.next_step == "kävely"


async def test_a_day_that_is_not_understood_is_told_at_once(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_end(pilot, "c", "enter", "3")
        await pilot.press("tab", "tab", *"joskus", "enter")
        await until(pilot, lambda: "Päivää ei ymmärretty" in shown(app))
        assert screen.focused is screen.query_one("#field-date")
        await pilot.press(*(["backspace"] * 6), *"2 vk", "enter")
        assert screen.conversation.answers.follow_up is not None
        assert screen.focused is screen.query_one("#field-shared")


async def test_brief_advice_and_segment_are_put_on_the_card(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_end(pilot, "c", "enter", "3")
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, AdviceScreen))
        await pilot.press("f", "a", "b", "enter", *"10", "f10")
        await until(pilot, lambda: app.screen is screen)
        assert "Mini-interventio 21.11.2026: uni, 10 min." in unlocked.cards.record_text(
            screen.conversation
        )
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, SegmentScreen))
        await pilot.press("b", "b")
        await until(pilot, lambda: "suunnitelmallisen tuen asiakkuus" in shown(app))
        await pilot.press("f10")
        body = screen.conversation.body
        assert (body.need, body.gain) == (SupportNeed.SOME, GainSought.MODERATE)


async def test_calculators_are_off_until_the_county_switches_them_on(
    unlocked: Workspace, home: Home
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_desk(pilot)
        await pilot.press("f3", "l", "enter", "l")
        await pilot.pause()
        await until(pilot, lambda: "FINDRISC" not in shown(app))
        await pilot.press("escape", "escape")
    (home.path / "county.json").write_text('{"calculators": true}', encoding="utf-8")
    del unlocked.cards.policy
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_desk(pilot)
        await pilot.press("f3", "down", "enter") if unlocked.cards.unfinished() else None
        await pilot.press("f3") if isinstance(app.screen, DeskScreen) else None
        await pilot.press("l", "enter", "l")
        await until(pilot, lambda: isinstance(app.screen, CalculatorScreen))
        await pilot.press("a", *"67", "enter", *"170", "enter", *"90", "enter", *"104", "enter")
        await pilot.press("e", "e", "k", "e", "b")
        text = shown(app)
        # 4 (age) + 3 (BMI 31) + 4 (waist) + 2 + 1 + 2 + 0 + 3
        assert "FINDRISC 19/26" in text
        assert "Ne eivät ole diagnoosi." in text
        assert "Diabetes Care" in text


async def test_a_leaflet_of_what_the_client_was_guided_to_and_never_of_safety(
    unlocked: Workspace,
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_end(pilot, "k", "c", "enter", "3", "y", "8")
        await until(
            pilot, lambda: {s.theme for s in screen.found.services} == {Theme.SLEEP, Theme.SAFETY}
        )
        for service in screen.found.services:
            screen.conversation.guide_to(service.id)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, LeafletScreen))
        for service in screen.found.services:
            stands = service.names["fi"][:20] in shown(app)
            assert not (stands and service.theme is Theme.SAFETY)
