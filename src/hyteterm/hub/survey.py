"""The results of the professionals' survey, from sums alone."""

from datetime import datetime

from hyteterm.domain.statistics import month_of, month_plus
from hyteterm.domain.survey import SurveyFigures, results
from hyteterm.domain.use_counts import SURVEY
from hyteterm.hub import counts
from hyteterm.hub.store import Store, Transaction


async def of_year(store: Store, year: int, now: datetime) -> SurveyFigures:
    """The fillings of a year's months that are over.

    The present month is left out: who looked before and after a colleague's filling could
    tell the answers by the difference.
    """
    last = min(f"{year}-12", month_plus(month_of(now), -1))

    async def work(tx: Transaction) -> dict[str, int]:
        return await counts.of_months(tx, f"{year}-01", last)

    sums = {
        name.removeprefix(SURVEY): count
        for name, count in (await store.read(work)).items()
        if name.startswith(SURVEY)
    }
    return SurveyFigures(year=year, until=last, results=results(sums))
