"""Counting use without persons, sums that leave when a month is over, figures without a line."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from hyteterm.cli import main
from hyteterm.domain import finnish_time
from hyteterm.domain.feedback import Feedback, Source
from hyteterm.domain.identifier import new_id
from hyteterm.domain.service_hit import Facets, SearchResult, ServiceQuery
from hyteterm.domain.statistics import COLUMNS
from hyteterm.domain.use_counts import Use
from hyteterm.hub.administration import seed_demo
from hyteterm.hub.professionals import Professional
from hyteterm.hub.serve import HubThread
from hyteterm.hub.units import Unit
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.use_store import UseStore
from hyteterm.local_cache.vault_cards import FinishedCard
from hyteterm.sync.client import HubUnreachable
from hyteterm.translation import set_language
from hyteterm.workspace import Workspace
from hyteterm.workspace.enrolment import enrol
from hyteterm.workspace.session import DEMO_PIN_VARIABLE
from hyteterm.workspace.statistics import FormUnreadable, fetch
from tests.homes import PIN

OCTOBER = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


class Calendar:
    """The day that the program sees."""

    today = OCTOBER

    def now(self) -> datetime:
        return self.today


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    found = Calendar()
    monkeypatch.setattr(finnish_time, "now", found.now)
    return found


@dataclass
class County:
    """A hub and one unlocked terminal."""

    hub: ExitStack
    workspace: Workspace


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[County]:
    home = Home(tmp_path / "terminal")
    monkeypatch.setenv("HYTETERM_HOME", str(home.path))
    monkeypatch.setenv(DEMO_PIN_VARIABLE, PIN)
    database = tmp_path / "hub.db"
    with ExitStack() as stack, Workspace(home) as workspace:
        hub = stack.enter_context(HubThread(database))
        codes = seed_demo(
            database,
            units=[Unit("u", "Terveysasema")],
            professionals=[Professional("p", "u", "Hilkka Hoitaja", "sh")],
            store=hub.store,
        )
        person = enrol(
            workspace,
            hub_url=hub.url,
            terminal_code=codes.terminals["u"],
            terminal_name="vastaanotto",
            professional_code=codes.professionals["p"],
            pin=PIN,
        )
        workspace.session.unlock(person.id, PIN)
        yield County(stack, workspace)
    set_language("fi")


def typed(workspace: Workspace, *words: str, total: int = 3, **filters: str) -> None:
    """Letters typed one by one, each answered."""
    for word in words:
        for length in range(1, len(word) + 1):
            query = ServiceQuery(words=word[:length], **filters)  # type: ignore[arg-type]
            workspace.usage.searched(SearchResult(query, (), total, Facets()))


def test_words_typed_letter_by_letter_are_one_search(
    unlocked: Workspace, calendar: Calendar
) -> None:
    typed(unlocked, "ystävä seuraa", "polvi")
    unlocked.usage.search_ended()
    unlocked.usage.search_ended()
    assert unlocked.usage.sums("2026-10")[Use.SEARCH] == 2


def test_a_word_without_a_hit_is_kept_without_time(unlocked: Workspace, calendar: Calendar) -> None:
    typed(unlocked, "sirkuskoulu", total=0)
    unlocked.usage.search_ended()
    typed(unlocked, "matti virtanen", total=0)
    unlocked.usage.search_ended()
    typed(unlocked, "polvikoulu", total=0, theme="sleep")
    unlocked.usage.search_ended()
    assert unlocked.usage.words() == {"sirkuskoulu": 1}
    with UseStore.open(unlocked.home.use) as store:
        columns = store._connection.rows("PRAGMA table_info(words)")
    assert [column[1] for column in columns] == ["word", "value"]


def test_counting_never_hinders_the_work(workspace: Workspace) -> None:
    workspace.home.use.mkdir()
    workspace.usage.count(Use.LEAFLET)
    typed(workspace, "sirkus", total=0)
    workspace.usage.search_ended()
    assert workspace.usage.words() == {}


def finished(workspace: Workspace, *, begun: datetime, at: datetime, **body: object) -> None:
    workspace.session.vault.cards.put(
        FinishedCard(
            id=new_id(),
            form="own",
            owner="p-nurse",
            client_reference="",
            known_by="",
            body={"started_at": begun.isoformat(), **body},
            finished_at=at,
        )
    )


def test_cards_are_counted_from_the_vault(unlocked: Workspace, calendar: Calendar) -> None:
    finished(
        unlocked,
        begun=OCTOBER,
        at=OCTOBER,
        results=[{"instrument": "findrisc"}, {"instrument": "audit-c"}],
        advice=[{"subject": "alcohol"}],
        need="much",
        gain="great",
    )
    finished(unlocked, begun=OCTOBER, at=NOVEMBER)
    assert unlocked.usage.sums("2026-10") == {
        "card-begun": 2,
        "card-finished": 1,
        "risk-test.findrisc": 1,
        "risk-test.audit-c": 1,
        "brief-advice.alcohol": 1,
        "segment.multidisciplinary": 1,
    }
    assert unlocked.usage.sums("2026-11") == {"card-finished": 1}


def test_sums_leave_once_the_month_is_over(county: County, calendar: Calendar) -> None:
    workspace = county.workspace
    calendar.today = datetime(2026, 9, 15, tzinfo=UTC)
    workspace.usage.close_months()
    calendar.today = OCTOBER
    workspace.usage.close_months()
    for _ in range(6):
        typed(workspace, "sirkuskoulu", total=0)
        workspace.usage.search_ended()
    workspace.usage.close_months()
    assert workspace.usage.send() == 0
    calendar.today = NOVEMBER
    workspace.usage.close_months()
    workspace.usage.close_months()
    assert workspace.usage.send() == 1
    assert workspace.usage.send() == 0
    assert workspace.usage.sums("2026-10") == {}
    assert workspace.usage.words() == {}
    rows = {row.item: row.count for row in workspace.line.statistics("2026-10").rows}
    assert rows == {"search": 6, "sirkuskoulu": 6}


def test_without_a_line_sums_wait_and_are_added_once(county: County, calendar: Calendar) -> None:
    workspace = county.workspace
    workspace.usage.filled({"guides": frozenset({"weekly"})})
    county.hub.close()
    with pytest.raises(HubUnreachable):
        workspace.usage.send()
    workspace.usage.send_silently()
    with UseStore.open(workspace.home.use) as store:
        (waiting,) = store.leaving()
    assert waiting.counts == {"survey.guides.answered": 1, "survey.guides.weekly": 1}


def test_figures_stay_when_the_line_goes(county: County) -> None:
    desk = county.workspace.statistics
    month = desk.this_month
    assert desk.kept(month) is None
    request = desk.request(month)
    found = fetch(request)
    county.hub.close()
    with pytest.raises(HubUnreachable):
        fetch(request)
    kept = desk.kept(month)
    assert kept is not None
    assert kept.figures == found.figures


def feedback(county: County, smile: int) -> None:
    county.workspace.statistics.give_feedback(
        Feedback(source=Source.PAPER, smile=smile, word="kiitos")
    )


def test_feedback_goes_through_the_queue_and_is_counted(county: County) -> None:
    for smile in (5, 5, 5, 5, 5, 4):
        feedback(county, smile)
    workspace = county.workspace
    assert workspace.line.state().waiting == 6
    assert len(workspace.line.sync_once(catalogue=False).delivered) == 6
    rows = {
        row.item: row for row in workspace.line.statistics(workspace.statistics.this_month).rows
    }
    assert (rows["smile"].count, rows["smile"].mean) == (6, 4.83)


def test_a_countys_form_that_cannot_be_read_says_where(workspace: Workspace) -> None:
    desk = workspace.statistics
    assert desk.feedback_form().questions == ()
    question = {"id": "nps", "kind": "recommend", "text": {"fi": "Suosittelisitko?"}}
    form = workspace.home.feedback_form
    form.write_text(json.dumps({"questions": [question]}), encoding="utf-8")
    assert desk.feedback_form().questions[0].id == "nps"
    form.write_text(json.dumps({"questions": [{**question, "kind": "stars"}]}), encoding="utf-8")
    with pytest.raises(FormUnreadable, match=r"questions\.0\.kind"):
        desk.feedback_form()
    form.write_text("{", encoding="utf-8")
    with pytest.raises(FormUnreadable):
        desk.feedback_form()


# -- the command line --------------------------------------------------------------------


def command(tmp_path: Path, *arguments: str) -> str:
    pin = tmp_path / "pin"
    pin.write_text(PIN)
    result = CliRunner().invoke(main, ["statistics", *arguments, "--pin-file", str(pin)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_line_has_stable_columns(county: County, tmp_path: Path) -> None:
    for _ in range(6):
        feedback(county, 5)
    county.workspace.line.sync_once(catalogue=False)
    month = county.workspace.statistics.this_month
    table = list(csv.DictReader(io.StringIO(command(tmp_path, "--month", month, "--csv"))))
    assert tuple(table[0]) == COLUMNS
    document = json.loads(command(tmp_path, "--month", month, "--json"))
    assert [tuple(row) for row in document] == [COLUMNS] * len(table)
    assert [row["item"] for row in table] == [row["item"] for row in document]
    smile = next(row for row in table if row["item"] == "smile")
    assert (smile["measure"], smile["count"], smile["mean"]) == ("client-feedback", "6", "5.0")
    text = command(tmp_path, "--month", month)
    assert "client-feedback item=smile" in text


def test_the_columns_are_the_documented_ones() -> None:
    guide = Path(__file__).parents[2] / "docs" / "statistics.md"
    text = guide.read_text(encoding="utf-8")
    assert [name for name in COLUMNS if f"| `{name}` |" not in text] == []


def test_a_month_of_another_form_is_misuse(home: Home) -> None:
    assert CliRunner().invoke(main, ["statistics", "--month", "2026-13"]).exit_code == 2
