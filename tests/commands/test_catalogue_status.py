"""``hyteterm catalogue status`` and ``gaps`` on a small known catalogue."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hyteterm.cli import main
from hyteterm.domain.service import Channel, ChannelKind, Provider, Service, service_id
from hyteterm.domain.vocabulary import ProviderType, TargetGroup, Theme
from hyteterm.local_cache.catalogue import Catalogue
from hyteterm.local_cache.home import Home
from hyteterm.translation import set_language

NOW = datetime.now(UTC)
LAST_MONTH = NOW.replace(day=1) - timedelta(days=3)
PHONE = Channel(kind=ChannelKind.PHONE, value="+358 5 000 0001")
LAHELLA = Channel(kind=ChannelKind.WEB, value="https://www.lahella.fi/palvelu/1")


def service(number: int, source: str = "ptv", **members: Any) -> Service:
    """A service in Kouvola."""
    known: dict[str, Any] = {
        "id": service_id(source, str(number)),
        "source": source,
        "source_id": str(number),
        "names": {"fi": f"Palvelu {number}"},
        "summaries": {"fi": "Tekstiä."},
        "municipalities": ("286",),
        "channels": (PHONE,),
        "modified": NOW,
    }
    return Service(**known | members)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """Three services at the end of last month, two more since then."""
    home = Home(tmp_path / "home").create()
    monkeypatch.setenv("HYTETERM_HOME", str(home.path))
    clock = [LAST_MONTH]
    ngo = Provider(names={"fi": "Yhdistys"}, type=ProviderType.NGO)
    with Catalogue(home.catalogue, now=lambda: clock[0]) as catalogue:
        catalogue.store(
            [
                service(1, themes=(Theme.SLEEP,), provider=ngo),
                service(2, channels=(LAHELLA,), provider=ngo, themes=(Theme.MIND,)),
                service(3, channels=(), names={"sv": "Rådgivning"}, summaries={}),
            ]
        )
        clock[0] = NOW
        catalogue.store(
            [
                service(4, "csv", themes=(Theme.SLEEP,), municipalities=("285",)),
                service(5, modified=NOW - timedelta(days=400), target_groups=(TargetGroup.MEN,)),
            ]
        )
    yield home
    set_language("fi")


def run(*arguments: str) -> str:
    """What a command prints."""
    result = CliRunner().invoke(main, ["catalogue", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def row(text: str, label: str) -> list[str]:
    """The figures after a label."""
    (line,) = (line for line in text.splitlines() if line.strip().startswith(label))
    return line.strip()[len(label) :].split()


def test_the_figures_are_told_in_words_with_their_change(home: Home) -> None:
    text = run("status")
    assert row(text, "palvelukuvauksia") == ["5", "+2"]
    assert row(text, "päivittämättä yli vuoden") == ["1", "+1"]
    assert row(text, "yhteystiedot puuttuvat") == ["1"]
    assert row(text, "suomenkielinen teksti puuttuu") == ["1"]
    assert row(text, "palvelupolkuja") == ["0"]
    assert row(text, "PTV") == ["3", "+1"]
    assert row(text, "Lähellä.fi (PTV:n kautta)") == ["1"]
    assert row(text, "oma luettelo") == ["1", "+1"]
    assert row(text, "järjestö") == ["2"]
    assert row(text, "uni") == ["2", "+1"]
    assert row(text, "miehet") == ["1", "+1"]
    assert row(text, "Kouvola") == ["4", "+1"]
    assert row(text, "Kotka") == ["1", "+1"]
    assert f"muutos {LAST_MONTH:%Y-%m} lopusta" in text


def test_the_json_has_all_of_it(home: Home) -> None:
    document = json.loads(run("status", "--json"))
    figures = document["figures"]
    assert figures["sources"] == {"ptv": 3, "csv": 1, "lahella": 1}
    assert figures["municipalities"] == {"286": 4, "285": 1}
    assert document["months"][0]["change"]["services"] == 2


def test_the_gaps_show_every_municipality_of_the_county(home: Home) -> None:
    found = json.loads(run("gaps", "--json"))
    assert found["286"] == {"mind": 1, "sleep": 1}
    assert found["285"] == {"sleep": 1}
    assert found["075"] == {}
    text = run("gaps")
    (kouvola,) = (line for line in text.splitlines() if line.startswith("Kouvola"))
    assert kouvola.split()[1:] == ["·", "·", "1", "1", *["·"] * 8]
    assert all(len(line) <= 80 for line in text.splitlines())


@pytest.mark.parametrize("command", ["status", "gaps"])
def test_without_a_catalogue_it_says_how_to_get_one(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HYTETERM_HOME", str(tmp_path / "empty"))
    result = CliRunner().invoke(main, ["catalogue", command])
    assert result.exit_code == 1
    assert "hyteterm catalogue import" in result.output


def test_the_countys_own_words_are_checked_and_found(home: Home) -> None:
    runner = CliRunner()
    home.meanings.mkdir()
    (home.meanings / "oma.txt").write_text(
        "= ystavatoiminta\nhöpsötellä seuraksi\n- turhanen ilmaus\n", encoding="utf-8"
    )
    told = runner.invoke(main, ["catalogue", "meanings", "--json"])
    assert json.loads(told.output) == [
        {"name": "oma.txt", "expressions": 1, "removed": 1, "fault": ""}
    ]
    with Catalogue(home.catalogue) as catalogue:
        catalogue.store([service(90, names={"fi": "Ystävätoiminta"})])
    found = runner.invoke(main, ["search", "höpsötellä", "--municipality", "286", "--json"])
    assert json.loads(found.output)[0]["name"] == "Ystävätoiminta"
    (home.meanings / "rikki.txt").write_text("= termi ^9\n", encoding="utf-8")
    broken = runner.invoke(main, ["catalogue", "meanings"])
    assert broken.exit_code == 1
    assert "✓ oma.txt: lisätty 1, poistettu 1" in broken.output
    assert "rikki.txt: line 1" in broken.output
    doctor = json.loads(runner.invoke(main, ["doctor", "--json"]).stdout)
    (finding,) = [each for each in doctor if each["subject"] == "meanings"]
    assert not finding["good"]
    assert "rikki.txt: line 1" in finding["text"]
