"""The wellbeing card by keyboard: few keys, nothing lost, nothing shown to the wrong people."""

import json

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from hyteterm.app import HyteTermApp
from hyteterm.domain.card_answers import Said, Support
from hyteterm.domain.vocabulary import Theme
from hyteterm.local_cache.access_log import Action
from hyteterm.local_cache.home import Home
from hyteterm.screens.card import CardScreen
from hyteterm.screens.card_end import CardEndScreen
from hyteterm.screens.card_pause import PauseScreen
from hyteterm.screens.card_safety import SafetyScreen
from hyteterm.screens.choice import ChoiceScreen
from hyteterm.screens.desk import DeskScreen
from hyteterm.translation import current_language
from hyteterm.workspace import Workspace
from hyteterm.workspace.conversation import Conversation
from tests.homes import NURSE, PIN
from tests.screens.pilot import shown, to_desk, until

SIZE = (80, 24)


async def to_card(pilot: Pilot[str]) -> CardScreen:
    """From the desk to a new card."""
    app = pilot.app
    await to_desk(pilot)
    await pilot.press("f3")
    await until(pilot, lambda: isinstance(app.screen, CardScreen))
    assert isinstance(app.screen, CardScreen)
    return app.screen


def saved(workspace: Workspace) -> Conversation:
    """The unfinished card as another program would find it on the disk."""
    with workspace.session.open_vault() as vault:
        drafts = vault.drafts.all(kind="card")
    assert len(drafts) == 1
    found = workspace.cards.resume(drafts[0].id)
    assert isinstance(found, Conversation)
    return found


async def test_a_conversation_of_three_themes_takes_under_eight_keys(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_desk(pilot)
        keys = ["f3", "c", "d", "a", "3", "4", "7"]
        assert len(keys) < 8
        await pilot.press(*keys)
        await until(pilot, lambda: isinstance(app.screen, CardEndScreen))
        answers = saved(unlocked).answers
        assert answers.topics == (Theme.SLEEP, Theme.MIND, Theme.EXERCISE)
        scores = {theme: answer.score for theme, answer in answers.themes.items()}
        assert scores == {Theme.SLEEP: 3, Theme.MIND: 4, Theme.EXERCISE: 7}


async def test_the_whole_card_takes_fifteen_keys(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_desk(pilot)
        keys = ["f3", "enter", *"5678x567895", "y", "8"]
        assert len(keys) == 15
        await pilot.press(*keys)
        await until(pilot, lambda: isinstance(app.screen, CardEndScreen))
        answers = saved(unlocked).answers
        assert len([a for a in answers.themes.values() if a.score is not None]) == len(Theme)
        assert answers.theme(Theme.RELATIONSHIPS).score == 10
        assert answers.alone


async def test_every_answer_is_on_the_disk_at_once_and_a_killed_card_goes_on(
    unlocked: Workspace, home: Home
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_card(pilot)
        await pilot.press("c", "a", "enter", "3", "k")
        # Nothing of this program runs any more when the other one looks.
        with Workspace(home) as after:
            after.session.unlock(NURSE.id, PIN)
            kept = saved(after)
            assert kept.answers.theme(Theme.SLEEP).score == 3
            assert kept.answers.theme(Theme.SLEEP).support is Support.YES
            assert kept.body.at is Theme.EXERCISE


async def test_a_card_that_was_broken_off_is_shown_and_goes_on(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_card(pilot)
        await pilot.press("tab", *"M. V.", "enter", "enter", "c", "enter", "3")
        await pilot.press("f2")
        await until(pilot, lambda: "kortti (1 kesken)" in shown(app))
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await until(pilot, lambda: "Jatka: M. V." in shown(app))
        await until(pilot, lambda: "Uusi: Hyvinvointikortti" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CardScreen))
        await until(pilot, lambda: "✓  Uni              3 ▇▇▇" in shown(app))


async def test_a_card_that_was_only_looked_at_leaves_nothing(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_card(pilot)
        await pilot.press("escape")
        assert isinstance(app.screen, DeskScreen)
        assert unlocked.cards.unfinished() == []


async def test_the_clients_language_changes_in_the_middle_and_the_professionals_stays(
    unlocked: Workspace,
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_card(pilot)
        await pilot.press("c", "enter")
        await until(pilot, lambda: "Miten nukut ja palaudut tällä hetkellä?" in shown(app))
        await pilot.press("f8")
        lines = shown(app).splitlines()
        swedish = next(i for i, line in enumerate(lines) if "Hur sover du" in line)
        finnish = next(i for i, line in enumerate(lines) if "Miten nukut" in line)
        assert swedish < finnish
        assert current_language() == "fi"
        await pilot.press("f8")
        assert "How are you sleeping" in shown(app) or "sleep" in shown(app)
        await pilot.press("4")
        assert screen.conversation.answers.theme(Theme.SLEEP).score == 4
        assert saved(unlocked).body.language == "en"


async def test_typed_answers_are_kept_and_the_score_keys_are_text_there(
    unlocked: Workspace,
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_card(pilot)
        await pilot.press("c", "enter", "tab", *"5 h yössä!", "enter")
        assert isinstance(app.screen, CardScreen)
        assert screen.conversation.answers.theme(Theme.SLEEP).matters == "5 h yössä!"
        assert screen.conversation.answers.theme(Theme.SLEEP).score is None
        await until(pilot, lambda: not screen._unsaved)
        assert saved(unlocked).answers.theme(Theme.SLEEP).matters == "5 h yössä!"


async def test_the_wish_belongs_to_the_theme_that_is_named_beside_it(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_card(pilot)
        await pilot.press("c", "a", "enter", "3")
        await until(pilot, lambda: "Uni 3: Toivotko tähän tukea?" in shown(app))
        await pilot.press("m")
        assert screen.conversation.answers.theme(Theme.SLEEP).support is Support.LATER
        await pilot.press("m")
        assert screen.conversation.answers.theme(Theme.SLEEP).support is None


async def test_at_the_counter_private_themes_wait_for_a_private_room(
    unlocked: Workspace, home: Home
) -> None:
    (home.path / "county.json").write_text('{"counter_mode": true}', encoding="utf-8")
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_card(pilot)
        text = shown(app)
        assert "muut kuulevat" in text
        assert not any(word in text for word in ("Mieli", "Päihteet", "Turvallisuus"))
        await pilot.press("d")
        assert screen.conversation.answers.topics == ()
        await pilot.press("y")
        text = shown(app)
        assert all(word in text for word in ("Mieli", "Päihteet", "Turvallisuus"))
        await pilot.press("d", "enter")
        assert screen.at is Theme.MIND
        await pilot.press("y")
        assert screen.at is not Theme.MIND
        await until(pilot, lambda: "Millä mielellä" not in shown(app))


async def test_violence_is_asked_only_of_a_client_who_is_alone(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_card(pilot)
        await pilot.press("k", "enter")
        assert screen.at is Theme.SAFETY
        await until(pilot, lambda: "Pelkäätkö" not in shown(app))
        await pilot.press("4")
        assert screen.conversation.answers.theme(Theme.SAFETY).score is None
        await pilot.press("y", "4")
        await until(pilot, lambda: "Pelkäätkö jotakuta läheistäsi?" in shown(app))
        await pilot.press("v")
        assert "Turvallisuus " not in shown(app).replace("turvallisuus", "")
        await until(pilot, lambda: "Pelkäätkö" not in shown(app))
        await pilot.press("v")
        await pilot.press("escape", "enter")
        await until(pilot, lambda: "Pelkäätkö" not in shown(app))


async def test_safety_is_put_away_with_one_key_while_something_is_typed_too(
    unlocked: Workspace,
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_card(pilot)
        await pilot.press("k", "enter", "y", "tab", "tab", "tab", "tab", *"sanoo")
        assert isinstance(screen.focused, Input)
        assert screen.at is Theme.SAFETY
        await until(pilot, lambda: "Ctrl+G turvallisuus piiloon" in shown(app))
        await pilot.press("ctrl+g")
        assert screen.at is not Theme.SAFETY
        await until(pilot, lambda: "sanoo" not in shown(app))
        assert not screen.conversation.answers.alone


async def test_a_fourth_topic_is_refused_and_nothing_else_happens(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_card(pilot)
        await pilot.press("c", "d", "a", "escape", "e")
        await until(pilot, lambda: "Enintään kolme aihetta" in shown(app))
        assert screen.at is None
        assert screen.conversation.answers.topics == (Theme.SLEEP, Theme.MIND, Theme.EXERCISE)
        await pilot.press("d")
        assert screen.conversation.answers.topics == (Theme.SLEEP, Theme.EXERCISE)


async def test_a_wrong_score_is_corrected_by_going_back_to_its_theme(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_card(pilot)
        await pilot.press("f8", "enter", "3", "4", "up", "up")
        assert screen.at is Theme.EXERCISE
        await pilot.press("8", "down")
        scores = {t: answer.score for t, answer in screen.conversation.answers.themes.items()}
        assert scores == {Theme.EXERCISE: 8, Theme.NUTRITION: 4}


async def test_the_bottom_line_tells_the_keys_of_the_place_and_f1_all_of_them(
    unlocked: Workspace,
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_card(pilot)
        await pilot.press("tab")
        assert "Ctrl+O tauko" in shown(app).splitlines()[-1]
        await pilot.press("escape", "c", "enter")
        assert "0–9 x vastaus" in shown(app).splitlines()[-1]
        await pilot.press("tab")
        assert "Esc kysymykseen" in shown(app).splitlines()[-1]
        assert "0–9" not in shown(app).splitlines()[-1]
        await pilot.press("f1")
        await until(pilot, lambda: "toivooko asiakas tukea" in shown(app))


async def test_an_answer_that_tells_of_violence_brings_the_numbers(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_card(pilot)
        await pilot.press("k", "enter", "y", "3", "k")
        await until(pilot, lambda: isinstance(app.screen, SafetyScreen))
        assert all(number in shown(app) for number in ("112", "080 005 005"))
        await pilot.press("escape")
        assert app.screen is screen
        assert screen.conversation.answers.violence == {"safety.afraid"}


async def test_thoughts_of_self_harm_bring_the_numbers_and_the_countys_own(
    unlocked: Workspace, home: Home
) -> None:
    county = {"safety": {"self-harm": {"contact": {"fi": "Alueen kriisityö 05 000 0000"}}}}
    (home.path / "county.json").write_text(json.dumps(county), encoding="utf-8")
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_card(pilot)
        await pilot.press("d", "enter", "2")
        await until(pilot, lambda: "vahingoittaisit" in shown(app))
        await pilot.press("k")
        await until(pilot, lambda: isinstance(app.screen, SafetyScreen))
        text = shown(app)
        assert all(n in text for n in ("112", "09 2525 0111", "116117", "05 000 0000"))
        assert "ei ole annettu" not in text
        assert screen.conversation.answers.self_harm is Said.YES


async def test_words_of_self_harm_show_the_numbers_while_typing_and_lose_no_letter(
    unlocked: Workspace,
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_card(pilot)
        await pilot.press("c", "enter", "tab", *"en jaksa elää näin")
        await until(pilot, lambda: "09 2525 0111" in shown(app))
        assert screen.conversation.answers.theme(Theme.SLEEP).matters == "en jaksa elää näin"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SafetyScreen))


@pytest.mark.parametrize("key", ["!", "ctrl+t"])
async def test_one_key_brings_the_numbers_at_any_time(unlocked: Workspace, key: str) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_card(pilot)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, SafetyScreen))
        assert all(n in shown(app) for n in ("112", "080 005 005", "09 2525 0111", "116117"))
        await until(pilot, lambda: "Alueen omaa yhteystietoa ei ole annettu." in shown(app))


@pytest.mark.parametrize("key", ["space", "x", "enter", "escape", "f8", "tab"])
async def test_a_pause_leaves_nothing_and_any_key_brings_everything_back(
    unlocked: Workspace, key: str
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_card(pilot)
        await pilot.press("tab", *"M. V.", "enter", "enter", "c", "enter")
        before = await settled(pilot)
        await pilot.press("space")
        await until(pilot, lambda: isinstance(app.screen, PauseScreen))
        words = [line.strip() for line in shown(app).splitlines() if line.strip()]
        assert words == ["Tauko. Mikä tahansa näppäin jatkaa."]
        await pilot.press(key)
        await until(pilot, lambda: app.screen is screen and shown(app) == before)


async def settled(pilot: Pilot[str]) -> str:
    """What a person sees when nothing moves any more."""
    seen, before = shown(pilot.app), ""
    while seen != before:
        await pilot.pause(0.1)
        seen, before = shown(pilot.app), seen
    return seen


async def test_the_pause_key_works_while_typing(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_card(pilot)
        await pilot.press("c", "enter", "tab", *"kesken", "ctrl+o")
        assert isinstance(app.screen, PauseScreen)
        await pilot.press("a")
        field = screen.focused
        assert isinstance(field, Input)
        assert field.value == "kesken"


async def test_an_earlier_card_of_the_same_client_stands_beside_this_one(
    unlocked: Workspace,
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_card(pilot)
        await pilot.press("tab", *"M. V.", "enter", *"1958", "enter", "c", "enter", "3", "f10")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        reference = next(unlocked.session.vault.access_log.entries()).access.client_reference
        screen = await to_card_again(pilot)
        await pilot.press("tab", *"M. V.", "enter", *"1958", "enter")
        await until(pilot, lambda: "Aiempi kortti" in shown(app))
        await until(pilot, lambda: "aiemmin" not in shown(app))
        await pilot.press("r", "c", "enter", "5")
        await until(pilot, lambda: isinstance(app.screen, CardEndScreen))
        await until(pilot, lambda: "5 ▇▇▇▇▇      +2" in shown(app))
        assert screen.conversation.body.client.reference == reference
        rows = unlocked.session.vault.access_log.entries(client_reference=reference)
        assert Action.VIEW in [row.access.action for row in rows]


async def to_card_again(pilot: Pilot[str]) -> CardScreen:
    app = pilot.app
    await pilot.press("f3")
    await until(pilot, lambda: isinstance(app.screen, CardScreen))
    assert isinstance(app.screen, CardScreen)
    return app.screen


@pytest.mark.parametrize(("typed", "kept"), [("010158-999M", 1958), ("010158-999U", None)])
async def test_the_identity_code_is_never_kept_not_even_a_mistyped_one(
    unlocked: Workspace, typed: str, kept: int | None
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_card(pilot)
        await pilot.press("tab", "tab", *typed, "enter")
        await until(pilot, lambda: not screen._unsaved)
        body = saved(unlocked).body.model_dump_json()
        assert "999" not in body
        assert saved(unlocked).body.client.birth_year == kept


async def test_a_locked_terminal_opens_no_card(workspace: Workspace) -> None:
    app = HyteTermApp(workspace)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await pilot.press("f3")
        await until(pilot, lambda: "Kortti vaatii kirjautumisen" in shown(app))
