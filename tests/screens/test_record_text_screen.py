"""The record text by keyboard: copied, shown alone on its lines, marked."""

from textual.pilot import Pilot

from hyteterm.app import HyteTermApp
from hyteterm.domain.service import service_id
from hyteterm.screens.record_text import RecordTextScreen
from hyteterm.screens.sent import SentScreen
from hyteterm.workspace import Workspace
from tests.screens.pilot import shown, to_desk, until

EXERCISE = service_id("demo", "kouvola-liikuntaneuvonta")


def referred(workspace: Workspace, *, queue: bool = True) -> str:
    draft = workspace.referrals.new_draft(EXERCISE, "286")
    for field, text in (
        ("name", "Matti Mallikas"),
        ("phone", "0500000201"),
        ("born", "1958"),
        ("reason", "polvi, haluaa ryhmään"),
    ):
        draft = workspace.referrals.typed(draft, field, text)
    draft = workspace.referrals.with_consent(draft, wider=False)
    if queue:
        return workspace.referrals.queue(draft)
    workspace.referrals.save_draft(draft)
    return draft.id


async def to_sent(pilot: Pilot[str]) -> None:
    app = pilot.app
    await to_desk(pilot)
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(app.screen, SentScreen) and "Mallikas" in shown(app))


async def test_ctrl_y_on_the_sent_list_copies_and_marks(unlocked: Workspace) -> None:
    referral = referred(unlocked)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_sent(pilot)
        await pilot.press("ctrl+y")
        await until(pilot, lambda: isinstance(app.screen, RecordTextScreen))
        assert app.clipboard.startswith("Liikkumisesta keskusteltu.")
        lines = shown(app).splitlines()
        first = next(line for line in lines if "Liikkumisesta" in line)
        assert first.startswith("Liikkumisesta")  # nothing else stands on the line
        await pilot.press("escape")
        assert unlocked.recording.recorded_at(referral) is None
        await pilot.press("ctrl+y", "enter")
        await until(pilot, lambda: "kirjattu potilasjärjestelmään" in shown(app))
        assert unlocked.recording.recorded_at(referral) is not None


async def test_a_draft_is_not_recorded(unlocked: Workspace) -> None:
    referred(unlocked, queue=False)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_sent(pilot)
        await pilot.press("ctrl+y")
        await until(pilot, lambda: "Luonnoksesta ei tehdä kirjausta" in shown(app))
        assert isinstance(app.screen, SentScreen)


async def test_without_a_referral_the_key_says_where_to_choose_one(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await pilot.press("ctrl+y")
        await until(pilot, lambda: "Valitse lähete listasta" in shown(app))


async def test_another_text_has_no_mark(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        app.push_screen(RecordTextScreen("Kortti", "Puhuttiin unesta."))
        await until(pilot, lambda: "Puhuttiin unesta." in shown(app))
        assert "Enter" not in shown(app)
        await pilot.press("enter")
        assert isinstance(app.screen, RecordTextScreen)
        await pilot.press("ctrl+y")
        assert app.clipboard == "Puhuttiin unesta."
