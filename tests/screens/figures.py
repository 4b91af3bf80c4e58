"""Figures of an invented county, as the central API told them an hour ago."""

import json
from datetime import timedelta

from textual.pilot import Pilot

from hyteterm.app import HyteTermApp
from hyteterm.domain.feedback import Question, QuestionKind
from hyteterm.domain.referral_status import Outcome, Status
from hyteterm.domain.statistics import (
    CLIENT_FEEDBACK,
    CountedReferral,
    MonthCount,
    MonthlyStatistics,
    StatisticsRow,
    month_plus,
    referral_rows,
)
from hyteterm.domain.survey import SurveyFigures, counts_of, results
from hyteterm.domain.use_counts import added
from hyteterm.local_cache.use_store import UseStore
from hyteterm.screens.statistics import StatisticsScreen
from hyteterm.workspace import Workspace
from tests.homes import NOW
from tests.screens.pilot import to_desk, until

MONTH = "2026-11"
NAMES = {
    "u-1": "Kouvola, pääterveysasema",
    "u-2": "Haminan terveysasema",
    "u-3": "Liikuntaneuvonta",
}


def referrals() -> list[CountedReferral]:
    """Of two units and three municipalities; two referrals of one type are too few to tell."""
    return [
        CountedReferral(
            type="nicotine" if number < 2 else "culture" if number % 4 == 0 else "exercise",
            municipality=("286", "285", "075")[number % 3],
            unit="u-1" if number % 3 else "u-2",
            receiver="u-3",
            status=(Status.STARTED, Status.COMPLETED)[number % 2],
            outcome=Outcome.FULFILLED if number % 2 else None,
            themes=("exercise", "sleep") if number % 5 else ("culture",),
            days_to_contact=float(number % 9) + 0.5,
            feedback=number % 3 > 0,
        )
        for number in range(60)
    ]


def statistics() -> MonthlyStatistics:
    """November."""
    use = {
        "search": 412,
        "service-opened": 133,
        "leaflet": 27,
        "card-begun": 19,
        "segment.planned": 6,
    }
    answers = {
        "smile": (31, 4.4),
        "smile.5": (18, None),
        "smile.4": (8, None),
        "smile.3": (5, None),
    }
    return MonthlyStatistics(
        month=MONTH,
        rows=[
            *referral_rows(referrals()),
            StatisticsRow(measure="recorded", item="yes", count=41),
            StatisticsRow(measure="recorded", item="no", count=19),
            *(StatisticsRow(measure="use", item=item, count=n) for item, n in use.items()),
            StatisticsRow(measure="use", item="risk-test.findrisc"),
            StatisticsRow(measure="word-without-hit", item="sirkuskoulu", count=7),
            *(
                StatisticsRow(measure=CLIENT_FEEDBACK, item=item, count=n, mean=mean)
                for item, (n, mean) in answers.items()
            ),
        ],
        months=[
            MonthCount(month=month_plus(MONTH, -back), count=60 - 4 * back if back < 9 else None)
            for back in reversed(range(12))
        ],
        names=NAMES,
    )


def survey() -> SurveyFigures:
    """Twenty-four fillings."""
    fillings = [
        {
            "guides": frozenset({"weekly" if number % 3 else "daily"}),
            "obstacles": frozenset({"no-time"} if number % 2 else {"unknown-offer", "other"}),
        }
        for number in range(24)
    ]
    found = results(added(counts_of(filling) for filling in fillings))
    return SurveyFigures(year=2026, until="2026-10", results=found)


def keep(workspace: Workspace) -> None:
    """The terminal has fetched both an hour ago; now there is no line."""
    at = NOW - timedelta(hours=1)
    with UseStore.open(workspace.home.use) as store:
        store.keep_fetched(MONTH, json.loads(statistics().model_dump_json()), at)
        store.keep_fetched("survey-2026", json.loads(survey().model_dump_json()), at)


QUESTIONS = (
    Question(id="heard", kind=QuestionKind.AGREE, text={"fi": "Minua kuunneltiin."}),
    Question(id="nps", kind=QuestionKind.RECOMMEND, text={"fi": "Suosittelisitko palvelua?"}),
)


def ask(workspace: Workspace) -> None:
    """The county has two questions of its own."""
    questions = [question.model_dump(mode="json") for question in QUESTIONS]
    workspace.home.feedback_form.write_text(json.dumps({"questions": questions}), encoding="utf-8")


async def to_statistics(pilot: Pilot[str]) -> StatisticsScreen:
    """F7, once it is known that there is no line."""
    await to_desk(pilot)
    await pilot.press("f7")
    app = pilot.app
    assert isinstance(app, HyteTermApp)
    await until(pilot, lambda: isinstance(app.screen, StatisticsScreen) and not app.screen.waiting)
    assert isinstance(app.screen, StatisticsScreen)
    return app.screen
