import pytest
from hyteterm.app import HyteTermApp
from hyteterm.translation import set_language
from tests.screens.pilot import shown
from tests.screens import test_card_snapshots as t
from tests.screens.test_card_snapshots import calculators, county_form
@pytest.mark.parametrize("name", t.SCREENS)
async def test_x(name, calculators, unlocked):
    app=HyteTermApp(unlocked)
    async with app.run_test(size=(80,24)) as pilot:
        await t.SCREENS[name](pilot); await pilot.pause()
        print("=====",name); print(shown(app))
@pytest.mark.parametrize("s", [t.choice,t.form])
async def test_y(s, county_form, unlocked):
    app=HyteTermApp(unlocked)
    async with app.run_test(size=(80,24)) as pilot:
        await s(pilot); await pilot.pause()
        print("=====",s.__name__); print(shown(app))
