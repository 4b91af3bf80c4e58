"""The referral by keyboard: the quick line, the form, and what is never lost."""

import pytest
from textual import events
from textual.widgets import Input

from hyteterm.app import HyteTermApp
from hyteterm.local_cache.disk_full import DiskFull
from hyteterm.screens.card_end import CardEndScreen
from hyteterm.screens.desk import DeskScreen
from hyteterm.screens.referral import ReferralScreen
from hyteterm.screens.sent import SentScreen
from hyteterm.widgets.card_end_rows import EndKind, EndList
from hyteterm.workspace import Workspace
from tests.screens.pilot import search, shown, to_desk, until


def form(app: HyteTermApp) -> ReferralScreen:
    assert isinstance(app.screen, ReferralScreen)
    return app.screen


async def test_a_referral_from_the_desk_in_twelve_keys(unlocked: Workspace) -> None:
    """Besides the characters of name, phone and reason."""
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        free = len("matti mallikas" + "0500000201" + "polvi")
        line = "liik matti mallikas 0500000201;polvi"
        keys = ["f4", *line, "enter", "k", "f10"]
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        await pilot.press(*keys[1:])
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        assert unlocked.line.state().waiting == 1
        assert len(keys) - free <= 12


async def test_a_referral_from_a_service_in_twelve_keys(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await search(pilot, "liikuntaneuvonta")
        free = len("matti mallikas" + "0500000201" + "polvi")
        line = "matti mallikas 0500000201 s58;polvi"
        keys = ["f4", *line, "enter", "k", "k", "f10"]
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        await pilot.press(*keys[1:])
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        assert unlocked.line.state().waiting == 1
        assert len(keys) - free <= 12


async def test_a_referral_from_a_card_in_twelve_keys(unlocked: Workspace) -> None:
    """From the end of a card; the arrows to the suggested service are counted, too."""
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        client = ["tab", *"Matti Mallikas", "enter", *"1958", "enter"]
        await pilot.press("f3", *client, *"ck", "enter", "3", "enter")
        await until(pilot, lambda: isinstance(app.screen, CardEndScreen))
        listed = app.screen.query_one(EndList)
        await until(pilot, lambda: any(row.kind is EndKind.SERVICE for row in listed.rows))
        keys = []
        while listed.chosen is None or listed.chosen.kind is not EndKind.SERVICE:
            keys.append("down")
            await pilot.press("down")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        rest = [*"0500000201;uni", "enter", "k", "k", "f10"]
        await pilot.press(*rest)
        await until(pilot, lambda: isinstance(app.screen, CardEndScreen))
        assert unlocked.line.state().waiting == 1
        free = len("0500000201" + "uni")
        assert len([*keys, "f4", *rest]) - free <= 12
        assert len(keys) == 1  # as bench/keystrokes.py counts


async def test_the_line_shows_what_it_understood_and_what_is_wanting(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        await pilot.press(*"liik kouvola matti mallikas ")
        await until(pilot, lambda: "puuttuu: puhelin, syntymävuosi, syy" in shown(app))
        await pilot.press(*"matti@example.fi tekstiviesti kiire tulkki arabia ")
        await until(pilot, lambda: "matti@example.fi" in shown(app))
        for words in ("tekstiviesti ▾", "kiireellinen ▾", "Tulkkaus      arabia"):
            assert words in shown(app)


async def test_what_was_pasted_stays_while_the_reason_is_typed(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        text = "Nimi: Mallikas Matti\nSynt. 14.3.1958\nPuh. 050 000 0201\nKotikunta: Kouvola"
        app.screen.query_one("#field-line", Input).post_message(events.Paste(text))
        await until(pilot, lambda: form(app).draft.typed.get("name") == "Matti Mallikas")
        await pilot.press(*"liik;polvi", "enter", "k", "f10")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        assert unlocked.line.state().waiting == 1


async def test_the_form_from_a_service_in_twelve_keys(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await search(pilot, "liikuntaneuvonta")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        keys = ["tab"] * 3
        keys += [*"Matti Mallikas", "enter", *"0500000201", "enter", "enter", *"polvi", "f10"]
        await pilot.press(*keys)
        await until(pilot, lambda: "Kysy asiakkaan suostumus" in shown(app))
        await pilot.press("k", "f10")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        assert unlocked.line.state().waiting == 1
        free = len("Matti Mallikas" + "0500000201" + "polvi")
        assert len(["f4", *keys, "k", "f10"]) - free <= 12


async def test_enter_passes_over_the_rare_fields(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await search(pilot, "liikuntaneuvonta")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        form(app).go_to("name")
        await pilot.pause()
        await pilot.press(*"Matti Mallikas", "enter", *"0500000201", "enter", *"1958", "enter")
        await pilot.press(*"polvi", "enter", "enter", "enter", "enter", "k")
        await until(pilot, lambda: form(app).draft.referral.consent.stands)
        client = form(app).draft.referral.client
        assert (client.name, client.birth_year) == ("Matti Mallikas", 1958)
        assert form(app).draft.referral.reason == "polvi"


async def test_the_line_fills_the_form_and_the_form_stays_free(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        await pilot.press(*"liikuntaneuvontaan lahteen Elma Esimerkki s41")
        await until(pilot, lambda: "Elma Esimerkki" in form(app).draft.typed.get("name", ""))
        referral = form(app).draft.referral
        assert referral.type == "exercise"
        assert referral.client.municipality == "398"
        assert "Lahden" in referral.receiver.service
        app.screen.query_one("#field-goal", Input).focus()
        await pilot.pause()
        await pilot.press(*"kävellä taas")
        app.screen.query_one("#field-line", Input).focus()
        await pilot.pause()
        await pilot.press("backspace", "backspace", *"39")
        await until(pilot, lambda: form(app).draft.typed.get("born") == "1939")
        assert form(app).draft.referral.goal == "kävellä taas"


async def test_an_ambiguous_line_is_settled_with_a_digit(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        await pilot.press(*"liikunta salo matti 0500000201;polvi", "enter")
        await until(pilot, lambda: "1 " in shown(app) and "Kumpi" in shown(app))
        await pilot.press("1")
        await until(pilot, lambda: "Matti" in form(app).draft.typed.get("name", ""))


async def test_a_pasted_client_header_fills_the_form(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        text = "Nimi: Mallikas Matti\nSynt. 14.3.1958\nPuh. 050 000 0201\nKotikunta: Kotka"
        app.screen.query_one("#field-line", Input).post_message(events.Paste(text))
        await until(pilot, lambda: form(app).draft.typed.get("name") == "Matti Mallikas")
        client = form(app).draft.referral.client
        assert client.municipality == "285"
        assert client.birth_date is not None


async def test_an_identity_code_is_not_kept_where_it_is_not_needed(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await search(pilot, "liikuntaneuvonta")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        app.screen.query_one("#field-born", Input).focus()
        await pilot.pause()
        await pilot.press(*"140358-912U")
        await until(pilot, lambda: form(app).draft.typed.get("born") == "14.3.1958")
        assert form(app).draft.referral.client.identity_code == ""


async def test_a_full_disk_says_so_and_the_text_stays(
    unlocked: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))

        def full(*arguments: object) -> None:
            raise DiskFull

        monkeypatch.setattr(unlocked.session.vault.drafts, "save", full)
        await pilot.press("tab", "tab", "tab", *"Elma Esimerkki")
        await until(pilot, lambda: "Levy on täynnä" in shown(app))
        assert "Elma Esimerkki" in shown(app)
        assert "tallennettu luonnoksena" not in shown(app)
        monkeypatch.undo()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, SentScreen))
        assert "Elma Esimerkki" in shown(app)


async def test_a_send_is_taken_back_within_ten_seconds(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        await pilot.press(*"liik matti mallikas 0500000201;polvi", "enter", "k", "f10")
        await until(pilot, lambda: "peruttavissa" in shown(app))
        await pilot.press("ctrl+z")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        assert unlocked.line.state().waiting == 0
        assert form(app).draft.typed["name"] == "Matti Mallikas"


async def test_a_cancelled_draft_is_gone_and_a_queued_one_comes_back(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        await pilot.press(*"liik matti mallikas 0500000201;polvi", "enter", "k", "f10")
        await until(pilot, lambda: "peruttavissa" in shown(app))
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, SentScreen) and "jonossa" in shown(app))
        await pilot.press("delete")
        await until(pilot, lambda: "luonnos" in shown(app))
        assert unlocked.line.state().waiting == 0


async def test_a_guardian_gives_the_permission_for_a_minor(unlocked: Workspace) -> None:
    app = HyteTermApp(unlocked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_desk(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, ReferralScreen))
        await pilot.press(*"liik kouvola joni esimerkki 0500000204 s2015;polvi", "enter")
        await until(pilot, lambda: "huoltajalta (h)" in shown(app))
        await pilot.press("h")
        await until(pilot, lambda: "Huoltaja" in shown(app))
        await pilot.press("f10")
        await until(pilot, lambda: "Kirjoita huoltajan" in shown(app))
        await pilot.press(*"Jaana Esimerkki", "f10")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        assert unlocked.line.state().waiting == 1
