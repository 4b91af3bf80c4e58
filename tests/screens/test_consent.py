"""The client's permission by keyboard: its own yes for violence, on paper, for whom it was."""

import pytest
from textual.pilot import Pilot

from hyteterm.app import HyteTermApp
from hyteterm.domain.consent import ConsentGiven, ConsentItem
from hyteterm.local_cache.access_log import Action
from hyteterm.screens.consent_sheet import ConsentSheetScreen
from hyteterm.screens.desk import DeskScreen
from hyteterm.screens.preview import PreviewScreen
from hyteterm.screens.referral import ReferralScreen
from hyteterm.screens.sent import SentScreen
from hyteterm.workspace import Workspace
from tests.screens.pilot import shown, to_desk, until

LINE = "liik matti mallikas 0500000201 s58;"


async def to_form(pilot: Pilot[str], text: str) -> ReferralScreen:
    app = pilot.app
    await to_desk(pilot)
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
    await pilot.press(*text)
    screen = app.screen
    assert isinstance(screen, ReferralScreen)
    return screen


async def test_violence_in_the_text_needs_an_own_yes(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        form = await to_form(pilot, LINE + "mies lyö kotona")
        await pilot.press("enter", "k", "f10")
        await until(pilot, lambda: "Teksti kertoo väkivallasta" in shown(app))
        assert unlocked.line.state().waiting == 0
        await pilot.press("t")
        await until(pilot, lambda: ConsentItem.VIOLENCE in form.draft.referral.consent.items)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        assert unlocked.line.state().waiting == 1


async def test_a_text_without_violence_asks_nothing_of_it(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_form(pilot, LINE + "polvi")
        await pilot.press("enter")
        await until(pilot, lambda: "k = lupa" in shown(app))
        assert "väkivalta" not in shown(app)


async def test_a_yes_does_not_go_over_to_another_receiver(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        form = await to_form(pilot, LINE + "polvi")
        await pilot.press("enter", "k")
        await until(pilot, lambda: form.draft.referral.consent.stands)
        form.go_to("line")
        await pilot.pause()
        await pilot.press("home", *"kotka ")
        await until(pilot, lambda: "Kotka" in form.draft.referral.receiver.organisation)
        assert not form.draft.referral.consent.stands


async def test_a_consultation_asks_for_no_client_and_no_permission(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_form(pilot, "väkivaltakonsultaatio; miten otan puheeksi")
        await until(pilot, lambda: "lupaa ei tarvita" in shown(app))
        for label in ("Nimi", "Puhelin", "Syntynyt", "Turvakielto", "Palaute"):
            assert label not in shown(app)


async def test_the_consent_is_signed_on_paper_and_kept(
    unlocked: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers: list[bytes] = []
    monkeypatch.setattr(unlocked.leaflets, "print", papers.append)
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        form = await to_form(pilot, LINE + "polvi")
        await pilot.press("ctrl+e")
        await until(pilot, lambda: isinstance(app.screen, PreviewScreen))
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, ConsentSheetScreen))
        await until(pilot, lambda: "allekirjoitus" in shown(app))
        assert "polvi" not in shown(app)
        await pilot.press("right", "right")
        await until(pilot, lambda: "Samtycke" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: "lähetetty tulostimelle" in shown(app))
        assert papers[0].startswith(b"%PDF")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        form.go_to("consent")
        await pilot.press("k")
        form.go_to("consent")
        await pilot.press("p")
        await until(pilot, lambda: form.draft.referral.consent.how is ConsentGiven.WRITTEN)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, SentScreen))
        await pilot.press("t")
        await until(pilot, lambda: "kirjallisesti" in shown(app))
        rows = list(unlocked.session.vault.access_log.entries())
        assert Action.PRINT in [row.access.action for row in rows]
