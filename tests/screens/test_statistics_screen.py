"""Statistics, survey and feedback by keyboard, and as a person sees them."""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from hyteterm.app import HyteTermApp
from hyteterm.domain.delivery import DeliveryKind
from hyteterm.domain.statistics import COLUMNS
from hyteterm.local_cache.use_store import UseStore
from hyteterm.screens.desk import DeskScreen
from hyteterm.screens.feedback import FeedbackScreen
from hyteterm.screens.statistics import StatisticsScreen
from hyteterm.screens.survey import SurveyResultsScreen, SurveyScreen
from hyteterm.translation import set_language
from hyteterm.workspace import Workspace
from tests.screens.figures import ask, keep, to_statistics
from tests.screens.pilot import search, shown, to_desk, until

Compare = Callable[..., bool]
SIZE = (80, 24)


async def test_figures_are_there_without_a_line_and_say_their_age(unlocked: Workspace) -> None:
    keep(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_statistics(pilot)
        text = shown(app)
        assert (
            "Lähetteitä 60 · ensiyhteys 4,5 pv (mediaani) · vastattu 67 % · kirjattu 68 %" in text
        )
        assert "11/2026" in text
        assert "Ei yhteyttä: luvut on haettu 21.11. 10.00." in text
        assert "ei näytetä" in text


async def test_a_small_count_has_neither_number_nor_bar(unlocked: Workspace) -> None:
    keep(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_statistics(pilot)
        await pilot.press("tab")
        lines = [line for line in shown(app).splitlines() if "nikotiini" in line]
        assert len(lines) == 1
        assert "ei näytetä" in lines[0]
        assert not any(sign in lines[0] for sign in "█▌0123456789")


async def test_pages_and_months_by_keyboard(unlocked: Workspace) -> None:
    keep(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        screen = await to_statistics(pilot)
        await pilot.press("right")
        assert screen.month == "2026-11"
        await pilot.press("left")
        await until(pilot, lambda: screen.month == "2026-10" and not screen.waiting)
        assert "Lukuja ei ole vielä haettu." in shown(app)
        assert "Ei yhteyttä keskuspalveluun" in shown(app)
        await pilot.press("shift+tab")
        assert "Laskettu tällä päätteellä." in shown(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))


async def test_csv_goes_to_a_file_with_the_stable_columns(unlocked: Workspace) -> None:
    keep(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(160, 24)) as pilot:
        await to_statistics(pilot)
        await pilot.press("c")
        path = unlocked.home.path / "tilastot" / "tilastot-2026-11.csv"
        await until(pilot, path.exists)
        assert "tilastot-2026-11.csv" in shown(app)
        first = path.read_text(encoding="utf-8-sig").splitlines()[0]
        assert first == ",".join(COLUMNS)


async def test_searches_and_opened_services_are_counted(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_desk(pilot)
        await search(pilot, "liikuntaneuvonta")
        await pilot.press("enter", "escape")
        await search_anew(pilot, "qwxzqwxz")
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, StatisticsScreen))
        await pilot.press("shift+tab")
        await pilot.pause()
        sums = unlocked.usage.sums("2026-11")
        assert sums == {"search": 2, "service-opened": 1}
        assert unlocked.usage.words() == {"qwxzqwxz": 1}


async def search_anew(pilot: Pilot[str], words: str) -> None:
    await pilot.press("escape")
    await search(pilot, words)
    await pilot.press("escape")
    screen = pilot.app.screen
    assert isinstance(screen, DeskScreen)
    await until(pilot, lambda: screen.result is not None and screen.result.query.words == "")


async def test_the_survey_is_answered_with_digits_and_kept_as_sums(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_statistics(pilot)
        await pilot.press("k")
        await until(pilot, lambda: isinstance(app.screen, SurveyResultsScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SurveyScreen))
        await pilot.press("2", "1", "3", "3", "enter", "enter", "enter", "9", "4", "1", "enter")
        await until(pilot, lambda: "Enter lähettää vastaukset" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SurveyResultsScreen))
        with UseStore.open(unlocked.home.use) as store:
            (leaving,) = store.leaving()
        assert set(leaving.counts) == {
            "survey.guides.answered",
            "survey.guides.weekly",
            "survey.obstacles.answered",
            "survey.obstacles.unknown-offer",
            "survey.works-with.answered",
            "survey.works-with.more-rarely",
            "survey.information.answered",
            "survey.information.colleagues",
        }


async def test_a_survey_that_was_left_goes_on_where_it_was(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_statistics(pilot)
        await pilot.press("k")
        await until(pilot, lambda: isinstance(app.screen, SurveyResultsScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SurveyScreen))
        await pilot.press("2", "f2")  # somebody comes to the desk
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await pilot.press("f7", "k")
        await until(pilot, lambda: isinstance(app.screen, SurveyResultsScreen))
        await pilot.press("enter")
        await until(pilot, lambda: "Jatkat siitä" in shown(app))
        assert "· 2/" in shown(app)
        assert unlocked.usage.begun_survey == {"guides": frozenset({"weekly"})}
        with UseStore.open(unlocked.home.use) as store:
            assert store.leaving() == []


async def test_feedback_with_the_countys_questions(unlocked: Workspace) -> None:
    ask(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_statistics(pilot)
        await pilot.press("p", "2", *"abcd", "enter")
        await until(pilot, lambda: "Koodi ei täsmää" in shown(app))
        await pilot.press("backspace", "backspace", "backspace", "backspace", "enter")
        await pilot.press("5", "4")
        await until(pilot, lambda: "Suosittelisitko" in shown(app))
        await pilot.press("x", *"soita 0401234567", "enter")
        await until(pilot, lambda: "Poista tunnus" in shown(app))
        assert isinstance(app.screen, FeedbackScreen)
        assert app.screen.answers == {"heard": 4, "nps": 10}
        await pilot.press("ctrl+u", *"kiitos", "enter")
        await until(pilot, lambda: "Palaute on jonossa" in shown(app))
        (delivery,) = unlocked.line.deliveries()
        assert delivery.kind == DeliveryKind.FEEDBACK


async def test_questions_that_cannot_be_read_are_told(unlocked: Workspace) -> None:
    unlocked.home.feedback_form.write_text("{", encoding="utf-8")
    app = HyteTermApp(unlocked)
    async with app.run_test(size=SIZE) as pilot:
        await to_statistics(pilot)
        await pilot.press("p")
        await until(pilot, lambda: "feedback.json" in shown(app))


# -- snapshots ---------------------------------------------------------------------------


async def months(pilot: Pilot[str]) -> None:
    await to_statistics(pilot)


async def types(pilot: Pilot[str]) -> None:
    await to_statistics(pilot)
    await pilot.press("tab")


async def municipalities(pilot: Pilot[str]) -> None:
    await to_statistics(pilot)
    await pilot.press("tab", "tab")


async def use(pilot: Pilot[str]) -> None:
    await to_statistics(pilot)
    await pilot.press(*["tab"] * 8)


async def client_feedback(pilot: Pilot[str]) -> None:
    await to_statistics(pilot)
    await pilot.press(*["tab"] * 9)


async def survey_results(pilot: Pilot[str]) -> None:
    await to_statistics(pilot)
    await pilot.press("k")
    app = pilot.app
    await until(
        pilot,
        lambda: isinstance(app.screen, SurveyResultsScreen) and app.screen.error is not None,
    )


async def survey_question(pilot: Pilot[str]) -> None:
    await survey_results(pilot)
    await pilot.press("enter", "2", "1", "3")
    await pilot.pause()


async def smile(pilot: Pilot[str]) -> None:
    await to_statistics(pilot)
    await pilot.press("p", "1")
    await pilot.pause()


async def countys_question(pilot: Pilot[str]) -> None:
    await smile(pilot)
    await pilot.press("5")
    await pilot.pause()


async def free_word(pilot: Pilot[str]) -> None:
    await countys_question(pilot)
    await pilot.press("-", "-")
    await pilot.pause()


SCREENS: dict[str, Callable[[Pilot[str]], Awaitable[None]]] = {
    "months": months,
    "types": types,
    "municipalities": municipalities,
    "use": use,
    "client-feedback": client_feedback,
    "survey-results": survey_results,
    "survey-question": survey_question,
    "smile": smile,
    "countys-question": countys_question,
    "free-word": free_word,
}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, language: str, unlocked: Workspace, snap_compare: Compare) -> None:
    keep(unlocked)
    ask(unlocked)
    set_language(language)
    assert snap_compare(HyteTermApp(unlocked), terminal_size=SIZE, run_before=SCREENS[name])
