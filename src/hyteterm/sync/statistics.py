"""Figures from the central API, and sums to it."""

from pydantic import BaseModel

from hyteterm.domain.statistics import MonthlyStatistics
from hyteterm.domain.survey import SurveyFigures
from hyteterm.domain.use_counts import CountsPayload
from hyteterm.sync.client import HubClient, NotTheHub


class _Taken(BaseModel):
    id: str


def fetch_statistics(client: HubClient, token: str, month: str) -> MonthlyStatistics:
    """The figures of ``YYYY-MM``.  Raises the `SyncProblem` kinds."""
    answer = client.get("/v1/statistics", token, params={"month": month})
    return answer.model(MonthlyStatistics)


def fetch_survey(client: HubClient, token: str, year: int) -> SurveyFigures:
    """The survey's results of a year.  Raises the `SyncProblem` kinds."""
    return client.get("/v1/survey", token, params={"year": str(year)}).model(SurveyFigures)


def send_counts(client: HubClient, token: str, payload: CountsPayload) -> None:
    """Deliver sums; done only when the hub echoes their id.  Raises the `SyncProblem` kinds."""
    answer = client.post("/v1/counts", token, payload.model_dump(mode="json"))
    if answer.model(_Taken).id != payload.id:
        raise NotTheHub
