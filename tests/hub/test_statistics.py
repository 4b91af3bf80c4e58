"""Monthly figures, with small cells and what would give them away untold."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner, Result

from hyteterm.cli import main
from hyteterm.domain.delivery import Content, DeliveryKind, DeliveryResult
from hyteterm.domain.feedback import Source, leaflet_code
from hyteterm.domain.identifier import new_id
from hyteterm.domain.referral import ReferralPayload
from hyteterm.domain.referral_status import Actor, Outcome, Step
from hyteterm.domain.statistics import (
    MonthlyStatistics,
    StatisticsRow,
    month_of,
    month_plus,
    share,
)
from hyteterm.domain.vocabulary import Theme
from hyteterm.hub.administration import NotOver

from .conftest import COUNSELLORS, NURSES, Place
from .terminal import HubTerminal


def this_month() -> str:
    """The month in which the hub receives now."""
    return month_of(datetime.now(UTC))


def figures(terminal: HubTerminal, month: str = "") -> MonthlyStatistics:
    answer = terminal.get(f"/v1/statistics?month={month or this_month()}")
    assert answer.status_code == 200, answer.text
    return MonthlyStatistics.model_validate_json(answer.content)


def counts(found: MonthlyStatistics, dimension: str) -> dict[str, int | None]:
    """The line of one dimension."""
    return {
        getattr(row, dimension): row.count
        for row in found.rows
        if row.measure == "referrals"
        and getattr(row, dimension) != "*"
        and row.model_dump(exclude={dimension, "count", "median_days"})
        == StatisticsRow().model_dump(exclude={dimension, "count", "median_days"})
    }


def sent(terminal: HubTerminal, number: int, **values: object) -> list[ReferralPayload]:
    payloads = [terminal.referral(**values) for _ in range(number)]
    answer = terminal.deliver(*[terminal.sealed_referral(one) for one in payloads])
    assert {one.result for one in answer.receipts} == {DeliveryResult.ACCEPTED}
    return payloads


def test_a_month_is_counted_in_every_dimension(place: Place) -> None:
    sent(place.nurse, 6, themes=(Theme.EXERCISE, Theme.SLEEP))
    for one in sent(place.nurse, 5, themes=(Theme.SLEEP,)):
        place.counsellor.step(one.id, 1, Step.ACCEPT, Actor.RECEIVER)
    found = figures(place.nurse)
    assert found.rows[0] == StatisticsRow(count=11)
    assert counts(found, "type") == {"exercise": 11}
    assert counts(found, "municipality") == {"286": 11}
    assert counts(found, "unit") == {NURSES.id: 11}
    assert counts(found, "receiver") == {COUNSELLORS.id: 11}
    assert counts(found, "status") == {"accepted": 5, "delivered": 6}
    assert counts(found, "outcome") == {"": 11}
    assert counts(found, "theme") == {"exercise": 6, "sleep": 11}
    assert found.names == {NURSES.id: NURSES.name, COUNSELLORS.id: COUNSELLORS.name}
    assert [one.month for one in found.months][-2:] == [month_plus(this_month(), -1), this_month()]
    assert found.months[-1].count == 11


def test_a_small_status_hides_another_one_too(place: Place) -> None:
    sent(place.nurse, 7)
    for one in sent(place.nurse, 2):
        place.counsellor.step(one.id, 1, Step.ACCEPT, Actor.RECEIVER)
    found = figures(place.nurse)
    assert found.rows[0].count == 9
    assert counts(found, "status") == {"accepted": None, "delivered": None}
    assert counts(found, "type") == {"exercise": 9}


def test_of_a_few_referrals_only_their_fewness_is_said(place: Place) -> None:
    sent(place.nurse, 4)
    assert figures(place.nurse).rows == [StatisticsRow(count=None)]
    assert figures(place.nurse).months[-1].count is None


def test_a_client_under_turvakielto_is_counted_without_municipality(place: Place) -> None:
    sent(place.nurse, 5)
    protected = {
        "non_disclosure": True, "municipality": "", "phone": "", "safe_contact": "ystävän kautta",
    }  # fmt: skip
    receiver = place.nurse.referral().receiver.model_copy(update={"unit_id": COUNSELLORS.id})
    sent(place.nurse, 5, receiver=receiver, **protected)
    assert counts(figures(place.nurse), "municipality") == {"": 5, "286": 5}


def test_first_contact_and_feedback(place: Place) -> None:
    now = datetime.now(UTC)
    for one in sent(place.nurse, 6):
        steps = [
            (Step.ACCEPT, {}),
            (Step.NOT_REACHED, {}),
            (Step.REACHED, {}),
            (Step.COMPLETE, {"outcome": Outcome.FULFILLED}),
        ]
        for version, (step, values) in enumerate(steps, start=1):
            place.counsellor.step(one.id, version, step, Actor.RECEIVER, at=now, **values)
    found = figures(place.nurse)
    assert found.rows[0].median_days == 0.0
    assert counts(found, "outcome") == {"fulfilled": 6}
    assert share(found.rows, "feedback-to-sender") == 1.0
    assert share(found.rows, "recorded") is None


def test_another_month_is_empty(place: Place) -> None:
    place.nurse.send(place.nurse.referral())
    earlier = datetime.now(UTC).replace(day=1) - timedelta(days=9)
    assert figures(place.nurse, f"{earlier:%Y-%m}").rows == []
    assert figures(place.nurse, "2030-12").rows == []


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "2026-00", "26-11", "2026-1", "x"])
def test_a_month_of_another_form_is_400(place: Place, month: str) -> None:
    assert place.nurse.get(f"/v1/statistics?month={month}").status_code == 400


# -- sums without terminal or person -----------------------------------------------------


def put(terminal: HubTerminal, number: int = 1, month: str = "", **numbers: int) -> str:
    """Deliver sums; the names' dots are written as two underscores."""
    id = f"{number:032x}"
    document = {
        "id": id,
        "month": month or this_month(),
        "counts": {name.replace("__", "."): count for name, count in numbers.items()},
    }
    answer = terminal.post("/v1/counts", document, terminal.delivery_token)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"id": id}
    return id


def use(found: MonthlyStatistics, measure: str = "use") -> dict[str, int | None]:
    return {row.item: row.count for row in found.rows if row.measure == measure}


def test_sums_of_terminals_are_added_and_a_repeat_is_not(place: Place) -> None:
    put(place.nurse, 1, search=7, leaflet=2)
    put(place.nurse, 1, search=7, leaflet=2)
    put(place.ngo, 2, search=4, leaflet=1, word__sirkus=6, word__harvinainen=4, unknown=9)
    found = figures(place.counsellor)
    assert use(found) == {"search": 11, "leaflet": None}
    assert use(found, "word-without-hit") == {"sirkus": 6}


def test_nothing_tells_whose_sums_they_are(place: Place) -> None:
    put(place.nurse, 7, search=7)

    async def everything(tx: object) -> str:
        text = ""
        for table in ("count_sum", "count_taken", "log", "delivery", "submission"):
            rows = await tx.rows(f"SELECT * FROM {table}")  # type: ignore[attr-defined]
            text += str([tuple(row) for row in rows if table.startswith("count")])
            text += str([row["action"] for row in rows if table == "log"])
            text += str(len(rows)) if table in ("delivery", "submission") else ""
        return text

    text = place.administration._read(everything)
    assert place.nurse.terminal_id not in text
    assert NURSES.id not in text
    assert "count" not in text.replace("count_", "")


def test_the_recorded_share_hides_both_sides(place: Place) -> None:
    put(place.nurse, 1, recorded__yes=8, recorded__no=6)
    assert share(figures(place.nurse).rows, "recorded") == pytest.approx(8 / 14)
    put(place.nurse, 2, month="2026-01", recorded__yes=12, recorded__no=2)
    assert use(figures(place.nurse, "2026-01"), "recorded") == {"no": None, "yes": None}


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"id": "x", "month": "2026-01", "counts": {"search": 1}},
        {"id": "0" * 32, "month": "2026-1", "counts": {"search": 1}},
        {"id": "0" * 32, "month": "2026-01", "counts": {}},
        {"id": "0" * 32, "month": "2026-01", "counts": {"search": -1}},
        {"id": "0" * 32, "month": "2026-01", "counts": {"matti virtanen": 1}},
        {"id": "0" * 32, "month": "2026-01", "counts": {"search": 1}, "terminal": "t"},
    ],
)
def test_sums_of_another_form_are_400(place: Place, document: dict[str, object]) -> None:
    assert place.nurse.post("/v1/counts", document).status_code == 400


# -- the client's feedback ---------------------------------------------------------------


def feedback(terminal: HubTerminal, **values: object) -> DeliveryResult:
    content = Content(
        kind=DeliveryKind.FEEDBACK,
        professional_id=terminal.professional_id,
        body={"source": Source.COMPLETION, "smile": 4} | values,
    )
    return terminal.deliver(terminal.seal(new_id(), content)).receipts[0].result


def test_feedback_is_counted_with_mean_and_recommendation(place: Place) -> None:
    for smile, score in ((5, 10), (5, 9), (5, 9), (5, 10), (5, 10), (4, 0)):
        values = {"answers": {"nps": score}, "kinds": {"nps": "recommend"}}
        assert feedback(place.nurse, smile=smile, **values) is DeliveryResult.ACCEPTED
    rows = {row.item: row for row in figures(place.ngo).rows if row.measure == "client-feedback"}
    assert (rows["smile"].count, rows["smile"].mean) == (6, 4.83)
    # One answer of 4 stands alone: the spread is not told.
    assert "smile.5" not in rows
    assert rows["recommend.nps.score"].mean == 67.0
    assert rows["source.completion"].count == 6


def test_a_spread_without_small_cells_is_told(place: Place) -> None:
    for smile in (5, 3) * 5:
        feedback(place.nurse, smile=smile, source=Source.LEAFLET, code=leaflet_code(["a"]))
    found = use(figures(place.ngo), "client-feedback")
    assert (found["smile.5"], found["smile.3"]) == (5, 5)
    assert found[f"code.{leaflet_code(['a'])}"] == 10


@pytest.mark.parametrize(
    "body",
    [
        {"smile": 6},
        {"smile": 0},
        {"name": "Aino Esimerkki"},
        {"code": "ABCDEFGH"},
        {"answers": {"nps": 11}, "kinds": {"nps": "recommend"}},
        {"answers": {"nps": 6}, "kinds": {"nps": "agree"}},
        {"answers": {"nps": 6}},
        {"word": "x" * 201},
    ],
)
def test_what_is_no_feedback_is_refused(place: Place, body: dict[str, object]) -> None:
    assert feedback(place.nurse, **body) is DeliveryResult.REFUSED


def test_a_free_word_stands_without_person_or_answer(place: Place) -> None:
    from hyteterm.hub import feedback as hub_feedback

    feedback(place.nurse, word="Mukava ryhmä")

    async def words(tx: object) -> list[str]:
        return await hub_feedback.words(tx, this_month())  # type: ignore[arg-type]

    assert place.administration._read(words) == ["Mukava ryhmä"]


def test_the_county_reads_free_words_once_the_month_is_over(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for word in ("Mukava ryhmä", "Liian kaukana"):
        feedback(place.nurse, word=word)
    hub = place.administration
    with pytest.raises(NotOver):
        hub.feedback_words(this_month())
    month, now = this_month(), hub._clock()
    monkeypatch.setattr(hub, "_clock", lambda: now + timedelta(days=40))
    assert sorted(hub.feedback_words(month)) == ["Liian kaukana", "Mukava ryhmä"]
    assert hub.feedback_words("2020-01") == []
    assert hub.log_is_whole()


def test_the_command_shows_the_words_of_a_month_that_is_over(place: Place) -> None:
    def run(*arguments: str) -> Result:
        command = ["hub", "feedback", "--database", str(place.database), *arguments]
        return CliRunner().invoke(main, command)

    feedback(place.nurse, word="Mukava ryhmä")
    assert run("--month", this_month()).exit_code == 1
    assert "is not over" in run("--month", this_month()).output
    assert run("--month", "2026-13").exit_code == 2
    assert json.loads(run("--json").stdout) == []


# -- the professionals' survey -----------------------------------------------------------


def survey(terminal: HubTerminal, year: int) -> dict[str, object]:
    answer = terminal.get(f"/v1/survey?year={year}")
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()["results"]
    return found


def test_the_survey_shows_finished_months_only(place: Place) -> None:
    last = month_plus(this_month(), -1)
    for number in range(12):
        answer = "daily" if number < 6 else "weekly"
        values = {"survey__guides__answered": 1, f"survey__guides__{answer}": 1}
        put(place.nurse, number, last, **values)
    put(place.nurse, 99, survey__guides__answered=1, survey__guides__daily=1)
    found = survey(place.nurse, int(last[:4]))["guides"]
    assert found == {
        "answered": 12,
        "counts": {"daily": 6, "weekly": 6, "monthly": 0, "more-rarely": 0, "never": 0},
    }


def test_few_answers_are_not_told(place: Place) -> None:
    put(place.nurse, 1, "2025-03", survey__guides__answered=4, survey__guides__daily=4)
    assert survey(place.nurse, 2025)["guides"] == {"answered": None, "counts": {}}
    assert place.nurse.get("/v1/survey?year=25").status_code == 400
